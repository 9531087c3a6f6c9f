//! A reader raises its epoch and loads the pointer; the writer swaps the pointer and reads the epochs (left-right, evmap).
use super::IS_WRONG;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

struct LeftRight<T> {
    epoch: AtomicUsize,
    live: AtomicUsize,
    sides: [UnsafeCell<T>; 2],
}
unsafe impl<T: Send + Sync> Sync for LeftRight<T> {}

#[datarace::check]
impl<T: Copy> LeftRight<T> {
    fn enter(&self) -> T {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        if !IS_WRONG {
            fence(Ordering::SeqCst);
        }
        let live = self.live.load(Ordering::Acquire);
        let value = unsafe { *self.sides[live].get() };
        self.epoch.fetch_add(1, Ordering::AcqRel);
        value
    }

    /// Publishes the other side, and writes to the old one if no reader is in it.
    fn publish(&self, value: T) -> bool {
        let old = self.live.load(Ordering::Relaxed);
        unsafe { *self.sides[1 - old].get() = value };
        self.live.store(1 - old, Ordering::Release);
        fence(Ordering::SeqCst);
        if self.epoch.load(Ordering::Acquire) % 2 == 1 {
            return false;
        }
        unsafe { *self.sides[old].get() = value };
        true
    }
}

#[datarace::check]
pub fn body() {
    let map = LeftRight {
        epoch: AtomicUsize::new(0),
        live: AtomicUsize::new(0),
        sides: [UnsafeCell::new(1), UnsafeCell::new(1)],
    };
    thread::scope(|s| {
        let reader = s.spawn(|| map.enter());
        map.publish(2);
        let seen = reader.join().unwrap();
        assert!(seen == 1 || seen == 2);
    });
}
