//! The last owner frees without having acquired what the other owners did (std's Arc, triomphe, servo_arc).
use super::IS_WRONG;
use std::cell::UnsafeCell;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

struct Inner<T> {
    count: AtomicUsize,
    value: T,
}

pub struct Shared<T> {
    inner: NonNull<Inner<T>>,
}

unsafe impl<T: Send + Sync> Send for Shared<T> {}
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

#[datarace::check]
impl<T> Shared<T> {
    fn new(value: T) -> Self {
        let inner = Box::new(Inner {
            count: AtomicUsize::new(1),
            value,
        });
        Self {
            inner: NonNull::from(Box::leak(inner)),
        }
    }

    fn inner(&self) -> &Inner<T> {
        unsafe { self.inner.as_ref() }
    }
}

#[datarace::check]
impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        self.inner().count.fetch_add(1, Ordering::Relaxed);
        Self { inner: self.inner }
    }
}

#[datarace::check]
impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner().value
    }
}

#[datarace::check]
impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if self.inner().count.fetch_sub(1, Ordering::Release) != 1 {
            return;
        }
        if !IS_WRONG {
            fence(Ordering::Acquire);
        }
        unsafe { drop(Box::from_raw(self.inner.as_ptr())) };
    }
}

pub struct Counter(UnsafeCell<u32>);
unsafe impl Sync for Counter {}

#[datarace::check]
pub fn body() {
    let one = Shared::new(Counter(UnsafeCell::new(0)));
    let other = one.clone();
    let thread = thread::spawn(move || {
        unsafe { *other.0.get() += 1 };
        drop(other);
    });
    drop(one);
    thread.join().unwrap();
}
