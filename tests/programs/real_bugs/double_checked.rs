//! Double-checked locking: the fast path reads the flag relaxed (once_cell, lazy_static, std::sync::Once in 2019).
use super::either;
use std::cell::UnsafeCell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const LOAD: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

pub struct Lazy<T> {
    ready: AtomicBool,
    lock: Mutex<()>,
    value: UnsafeCell<Option<T>>,
}

unsafe impl<T: Send + Sync> Sync for Lazy<T> {}

#[datarace::check]
impl<T> Lazy<T> {
    fn new() -> Self {
        Self {
            ready: AtomicBool::new(false),
            lock: Mutex::new(()),
            value: UnsafeCell::new(None),
        }
    }

    fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if !self.ready.load(LOAD) {
            let _guard = self.lock.lock().unwrap();
            if !self.ready.load(Ordering::Relaxed) {
                unsafe { *self.value.get() = Some(make()) };
                self.ready.store(true, Ordering::Release);
            }
        }
        unsafe { (*self.value.get()).as_ref().unwrap_unchecked() }
    }
}

#[datarace::check]
pub fn body() {
    let lazy = Lazy::new();
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(lazy.get_or_init(|| "made".to_string()), "made"));
        scope.spawn(|| {
            while !lazy.ready.load(Ordering::Relaxed) {
                std::hint::spin_loop();
            }
            assert_eq!(lazy.get_or_init(|| "made".to_string()), "made")
        });
    });
}
