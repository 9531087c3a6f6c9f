//! `impl` blocks and traits.

#![deny(warnings)]

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub struct SpinLock<T: ?Sized> {
    locked: AtomicBool,
    data: UnsafeCell<T>,
}

unsafe impl<T: ?Sized + Send> Sync for SpinLock<T> {}

pub struct Guard<'l, T: ?Sized>(&'l SpinLock<T>);

#[datarace::check]
impl<T> SpinLock<T> {
    pub const LIMIT: usize = 3;

    pub const fn new(data: T) -> Self {
        Self {
            locked: AtomicBool::new(false),
            data: UnsafeCell::new(data),
        }
    }

    pub fn lock(&self) -> Guard<'_, T> {
        while self
            .locked
            .compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            std::hint::spin_loop();
        }
        Guard(self)
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.data.get_mut()
    }

    pub fn into_inner(self) -> T {
        self.data.into_inner()
    }

    pub fn shared(self: &Arc<Self>) -> Arc<Self> {
        Arc::clone(self)
    }

    pub fn owned(self: Arc<Self>) -> usize {
        Arc::strong_count(&self)
    }

    pub fn pinned(self: Pin<&Self>) -> bool {
        self.locked.load(Ordering::Relaxed)
    }
}

#[datarace::check]
impl<T: ?Sized> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.0.data.get() }
    }
}

#[datarace::check]
impl<T: ?Sized> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.0.data.get() }
    }
}

#[datarace::check]
impl<T: ?Sized> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.0.locked.store(false, Ordering::Release);
    }
}

#[datarace::check]
pub trait Counter {
    type Number;
    const START: usize;

    fn count(&self) -> &AtomicUsize;

    fn next(&self) -> usize {
        self.count().fetch_add(1, Ordering::Relaxed)
    }

    fn make() -> Self
    where
        Self: Sized;
}

struct Numbers(AtomicUsize);

impl Counter for Numbers {
    type Number = usize;
    const START: usize = 0;

    #[datarace::check]
    fn count(&self) -> &AtomicUsize {
        &self.0
    }

    #[datarace::check]
    fn make() -> Self {
        Self(AtomicUsize::new(Self::START))
    }
}

struct Methods;

impl Methods {
    #[datarace::check]
    fn by_mut(&mut self, number: usize) -> &mut Self {
        let _ = number;
        self
    }
}

trait Bodiless {
    #[datarace::check]
    fn bodiless(&self);

    #[datarace::check]
    fn with_body(&self) -> usize {
        1
    }
}

impl Bodiless for Methods {
    fn bodiless(&self) {}
}

fn main() {
    let mut lock = SpinLock::new(vec![1]);
    lock.get_mut().push(2);
    lock.lock().push(3);
    assert_eq!(lock.lock().len(), SpinLock::<()>::LIMIT);
    let lock = Arc::new(lock);
    assert!(!Pin::new(&*lock).pinned());
    assert_eq!(lock.shared().owned(), 2);
    let lock = Arc::try_unwrap(lock).ok().unwrap();
    assert_eq!(lock.into_inner(), [1, 2, 3]);
    let numbers = Numbers::make();
    assert_eq!((numbers.next(), numbers.next()), (0, 1));
    Methods.by_mut(1).bodiless();
    assert_eq!(Methods.with_body(), 1);
}
