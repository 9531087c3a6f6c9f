//! The same with `Cell::set` and `get`, and another flag: a `ready` that two threads set.
use super::IS_WRONG;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

#[datarace::check]
mod scheduled {
    use super::*;

    pub struct Slot<T> {
        readiness: AtomicUsize,
        value: UnsafeCell<Option<T>>,
    }
    unsafe impl<T: Send> Sync for Slot<T> {}

    impl<T> Slot<T> {
        pub fn new() -> Self {
            Self {
                readiness: AtomicUsize::new(0),
                value: UnsafeCell::new(None),
            }
        }
        pub fn put(&self, value: T) {
            unsafe { *self.value.get() = Some(value) };
            self.readiness.fetch_or(1, Ordering::AcqRel);
        }
        pub fn shut_down(&self) {
            let mut current = self.readiness.load(Ordering::Relaxed);
            while current & 1 == 0 {
                std::hint::spin_loop();
                current = self.readiness.load(Ordering::Relaxed);
            }
            if IS_WRONG {
                self.readiness.store(current | 2, Ordering::Relaxed);
            } else {
                self.readiness
                    .compare_exchange(current, current | 2, Ordering::Relaxed, Ordering::Relaxed)
                    .unwrap();
            }
        }
        pub fn take(&self) -> Option<T> {
            if self.readiness.load(Ordering::Acquire) & 2 == 0 {
                return None;
            }
            unsafe { (*self.value.get()).take() }
        }
    }
}

#[datarace::check]
pub fn body() {
    let slot = scheduled::Slot::new();
    thread::scope(|s| {
        s.spawn(|| slot.put(vec![1]));
        s.spawn(|| slot.shut_down());
        loop {
            if let Some(value) = slot.take() {
                assert_eq!(value, [1]);
                break;
            }
            std::hint::spin_loop();
        }
    });
}
