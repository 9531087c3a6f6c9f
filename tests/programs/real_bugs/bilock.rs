//! A lock for two halves: `unlock` publishes nothing (futures' BiLock).
use super::either;
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const SWAP: Ordering = either(Ordering::Relaxed, Ordering::Release);

struct Inner<T> {
    state: AtomicUsize,
    value: Option<UnsafeCell<T>>,
}
unsafe impl<T: Send> Send for Inner<T> {}
unsafe impl<T: Send> Sync for Inner<T> {}

pub struct BiLock<T> {
    arc: Arc<Inner<T>>,
}

pub struct BiLockGuard<'a, T> {
    bilock: &'a BiLock<T>,
}

#[datarace::check]
impl<T> BiLock<T> {
    pub fn new(t: T) -> (Self, Self) {
        let arc = Arc::new(Inner {
            state: AtomicUsize::new(0),
            value: Some(UnsafeCell::new(t)),
        });
        (Self { arc: arc.clone() }, Self { arc })
    }

    pub fn poll_lock(&self) -> Option<BiLockGuard<'_, T>> {
        match self.arc.state.swap(1, Ordering::Acquire) {
            0 => Some(BiLockGuard { bilock: self }),
            _ => None,
        }
    }

    fn unlock(&self) {
        match self.arc.state.swap(0, SWAP) {
            1 => {}
            _ => panic!("invalid unlocked state"),
        }
    }
}

#[datarace::check]
impl<T> Deref for BiLockGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        unsafe { &*self.bilock.arc.value.as_ref().unwrap().get() }
    }
}

#[datarace::check]
impl<T> DerefMut for BiLockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.bilock.arc.value.as_ref().unwrap().get() }
    }
}

#[datarace::check]
impl<T> Drop for BiLockGuard<'_, T> {
    fn drop(&mut self) {
        self.bilock.unlock();
    }
}

#[datarace::check]
pub fn body() {
    let (one, two) = BiLock::new(0u32);
    let add = |lock: BiLock<u32>| loop {
        if let Some(mut guard) = lock.poll_lock() {
            *guard += 1;
            break;
        }
        std::hint::spin_loop();
    };
    let other = thread::spawn(move || add(one));
    add(two);
    other.join().unwrap();
}
