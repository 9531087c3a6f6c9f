//! Loom's types.

pub use loom::cell::UnsafeCell;
pub use loom::sync::{Arc, Condvar, Mutex, RwLock, atomic, mpsc};
pub use loom::thread;

/// Where a loop waits.
pub fn wait() {
    loom::thread::yield_now();
}
