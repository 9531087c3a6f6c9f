//! Pinning an epoch without the full fence: the collector does not see it and frees what is about to be read (crossbeam-epoch).
use super::IS_WRONG;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering, fence};
use std::thread;

struct Collector<T> {
    pinned: AtomicBool,
    current: AtomicPtr<T>,
}

#[datarace::check]
impl<T> Collector<T> {
    fn new(value: T) -> Self {
        Self {
            pinned: AtomicBool::new(false),
            current: AtomicPtr::new(Box::into_raw(Box::new(value))),
        }
    }

    fn with_pinned<R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        self.pinned.store(true, Ordering::Relaxed);
        if !IS_WRONG {
            fence(Ordering::SeqCst);
        }
        let current = self.current.load(Ordering::Acquire);
        let result = unsafe { current.as_ref() }.map(f);
        self.pinned.store(false, Ordering::Release);
        result
    }

    /// Unlinks the value, and frees it if nobody is pinned.
    fn retire(&self) -> Result<(), *mut T> {
        let old = self.current.swap(ptr::null_mut(), Ordering::AcqRel);
        fence(Ordering::SeqCst);
        if self.pinned.load(Ordering::Acquire) {
            return Err(old);
        }
        drop(unsafe { Box::from_raw(old) });
        Ok(())
    }
}

#[datarace::check]
pub fn body() {
    let collector = Collector::new(String::from("held"));
    let mut left = None;
    thread::scope(|s| {
        s.spawn(|| {
            if let Some(len) = collector.with_pinned(|value| value.len()) {
                assert_eq!(len, 4);
            }
        });
        left = collector.retire().err();
    });
    if let Some(left) = left {
        drop(unsafe { Box::from_raw(left) });
    }
}
