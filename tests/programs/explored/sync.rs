//! The types of the explored programs as they are: `std`'s.

pub use std::sync::{Arc, Condvar, Mutex, RwLock, atomic, mpsc};
pub use std::thread;

/// Where a loop waits.
#[datarace::check]
pub fn wait() {
    std::hint::spin_loop();
}

/// `std`'s cell in the form that loom gave it.
#[derive(Debug, Default)]
pub struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

#[datarace::check]
impl<T> UnsafeCell<T> {
    pub fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    pub fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        f(self.0.get())
    }

    pub fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}
