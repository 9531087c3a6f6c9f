use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};

pub struct Flags {
    never_read: AtomicBool,
    read_relaxed: AtomicBool,
    stored_relaxed: AtomicBool,
    paired: AtomicBool,
    fenced: AtomicUsize,
    lent: AtomicBool,
}

#[datarace::check(deny(unpaired))]
impl Flags {
    pub fn write(&self) {
        self.never_read.store(true, Ordering::Release);
        self.read_relaxed.store(true, Ordering::Release);
        self.stored_relaxed.store(true, Ordering::Relaxed);
        self.paired.store(true, Ordering::Release);
        self.lent.store(true, Ordering::Release);
    }

    pub fn read(&self) -> bool {
        self.read_relaxed.load(Ordering::Relaxed)
            && self.stored_relaxed.load(Ordering::Acquire)
            && self.paired.load(Ordering::Acquire)
    }

    pub fn lend(&self) -> &AtomicBool {
        &self.lent
    }

    pub fn with_a_reason(&self) {
        #[datarace(allow(unpaired, reason = "read by the other process"))]
        self.never_read.store(false, Ordering::Release);
    }
}

#[datarace::check(deny(unpaired))]
impl Flags {
    pub fn release(&self) {
        if self.fenced.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
        }
    }
}

#[datarace::check(deny(unpaired))]
fn one_side_only(flags: &Flags) {
    flags.paired.store(true, Ordering::Release);
}

fn main() {
    let flags = Flags {
        never_read: AtomicBool::new(false),
        read_relaxed: AtomicBool::new(false),
        stored_relaxed: AtomicBool::new(false),
        paired: AtomicBool::new(false),
        fenced: AtomicUsize::new(1),
        lent: AtomicBool::new(false),
    };
    flags.write();
    flags.read();
    flags.lend();
    flags.with_a_reason();
    flags.release();
    one_side_only(&flags);
}
