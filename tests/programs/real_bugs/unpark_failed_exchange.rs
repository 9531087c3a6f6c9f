//! An `unpark` that finds the token there already does nothing, and so publishes nothing (std's thread parker, rust#53366).
use super::IS_WRONG;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const EMPTY: usize = 0;
const NOTIFIED: usize = 1;

struct Parker {
    state: AtomicUsize,
}

#[datarace::check]
impl Parker {
    fn park(&self) {
        while self.state.swap(EMPTY, Ordering::Acquire) != NOTIFIED {
            std::hint::spin_loop();
        }
    }

    fn unpark(&self) {
        if IS_WRONG {
            let _ =
                self.state
                    .compare_exchange(EMPTY, NOTIFIED, Ordering::Release, Ordering::Relaxed);
        } else {
            self.state.swap(NOTIFIED, Ordering::Release);
        }
    }
}

struct Work {
    parker: Parker,
    second_done: AtomicUsize,
    job: UnsafeCell<u32>,
}
unsafe impl Sync for Work {}

#[datarace::check]
impl Work {
    fn job(&self) -> *mut u32 {
        self.job.get()
    }
}

#[datarace::check]
pub fn body() {
    let work = &Work {
        parker: Parker {
            state: AtomicUsize::new(EMPTY),
        },
        second_done: AtomicUsize::new(0),
        job: UnsafeCell::new(0),
    };
    thread::scope(|s| {
        // A token that is there from before.
        work.parker.unpark();
        s.spawn(|| {
            unsafe { *work.job() = 10 };
            work.parker.unpark();
            work.second_done.store(1, Ordering::Relaxed);
        });
        while work.second_done.load(Ordering::Relaxed) == 0 {
            std::hint::spin_loop();
        }
        work.parker.park();
        assert_eq!(unsafe { *work.job() }, 10);
    });
}
