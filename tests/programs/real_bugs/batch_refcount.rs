//! A batch of retired values is freed by the last thread that leaves; `leave` acquires nothing (seize, hyaline).
use super::IS_WRONG;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering, fence};
use std::thread;

struct Batch {
    active: AtomicUsize,
    retired: Vec<*mut u64>,
}

struct Collector {
    batch: AtomicPtr<Batch>,
}

#[datarace::check]
impl Collector {
    fn leave(&self, batch: *mut Batch) {
        unsafe {
            if (*batch).active.fetch_sub(1, Ordering::Release) == 1 {
                if !IS_WRONG {
                    fence(Ordering::Acquire);
                }
                Collector::free(batch);
            }
        }
    }

    unsafe fn free(batch: *mut Batch) {
        let batch = unsafe { Box::from_raw(batch) };
        for &value in &batch.retired {
            drop(unsafe { Box::from_raw(value) });
        }
    }
}

#[datarace::check]
pub fn body() {
    let value = Box::into_raw(Box::new(42u64));
    let batch = Box::into_raw(Box::new(Batch {
        active: AtomicUsize::new(2),
        retired: vec![value],
    }));
    let collector = Collector {
        batch: AtomicPtr::new(batch),
    };
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| unsafe {
                let batch = collector.batch.load(Ordering::Acquire);
                let retired = &(*batch).retired;
                let value = retired[0];
                assert_eq!(*value, 42);
                collector.leave(batch);
            });
        }
    });
}
