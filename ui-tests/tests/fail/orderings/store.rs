use std::sync::atomic::{AtomicUsize, Ordering};

struct Counter(AtomicUsize);

#[datarace::check]
impl Counter {
    fn reset(&self) {
        self.0.store(0, Ordering::Acquire);
        self.0.store(0, Ordering::AcqRel);
        AtomicUsize::store(&self.0, 0, Ordering::Acquire);
    }
}

fn main() {
    Counter(AtomicUsize::new(1)).reset();
}
