//! Shuttle's types, and a cell that is std's: it does not look for data races.

pub use shuttle::sync::{Arc, Condvar, Mutex, RwLock, atomic, mpsc};
pub use shuttle::thread;

/// Where a loop waits.
pub fn wait() {
    shuttle::hint::spin_loop();
}

/// `std`'s cell in the form that loom gave it.
#[derive(Debug, Default)]
pub struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

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
