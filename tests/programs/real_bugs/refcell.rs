//! A borrow flag that is given back relaxed by a shared borrow (atomic_refcell).
use super::either;
use std::cell::UnsafeCell;
use std::sync::atomic::Ordering;
use std::sync::atomic::{self, AtomicUsize};
use std::thread;

const UPDATE: Ordering = either(Ordering::Relaxed, Ordering::Release);

const HIGH_BIT: usize = !(usize::MAX >> 1);

pub struct AtomicRefCell<T: ?Sized> {
    borrow: AtomicUsize,
    value: UnsafeCell<T>,
}
unsafe impl<T: ?Sized + Send + Sync> Sync for AtomicRefCell<T> {}

struct BorrowRef<'b> {
    borrow: &'b AtomicUsize,
}
struct BorrowRefMut<'b> {
    borrow: &'b AtomicUsize,
}

#[datarace::check]
impl<'b> BorrowRef<'b> {
    fn try_new(borrow: &'b AtomicUsize) -> Result<Self, &'static str> {
        let new = borrow.fetch_add(1, atomic::Ordering::Acquire) + 1;
        if new & HIGH_BIT != 0 {
            borrow.fetch_sub(1, atomic::Ordering::Relaxed);
            Err("already mutably borrowed")
        } else {
            Ok(BorrowRef { borrow })
        }
    }
}

#[datarace::check]
impl Drop for BorrowRef<'_> {
    fn drop(&mut self) {
        self.borrow.fetch_sub(1, UPDATE);
    }
}

#[datarace::check]
impl<'b> BorrowRefMut<'b> {
    fn try_new(borrow: &'b AtomicUsize) -> Result<Self, &'static str> {
        match borrow.compare_exchange(
            0,
            HIGH_BIT,
            atomic::Ordering::Acquire,
            atomic::Ordering::Relaxed,
        ) {
            Ok(_) => Ok(BorrowRefMut { borrow }),
            Err(old) if old & HIGH_BIT == 0 => Err("already immutably borrowed"),
            Err(_) => Err("already mutably borrowed"),
        }
    }
}

#[datarace::check]
impl Drop for BorrowRefMut<'_> {
    fn drop(&mut self) {
        self.borrow.store(0, atomic::Ordering::Release);
    }
}

#[datarace::check]
impl<T> AtomicRefCell<T> {
    fn read<R>(&self, f: impl FnOnce(&T) -> R) -> Result<R, &'static str> {
        let _borrow = BorrowRef::try_new(&self.borrow)?;
        Ok(f(unsafe { &*self.value.get() }))
    }
    fn write<R>(&self, f: impl FnOnce(&mut T) -> R) -> Result<R, &'static str> {
        let _borrow = BorrowRefMut::try_new(&self.borrow)?;
        Ok(f(unsafe { &mut *self.value.get() }))
    }
}

#[datarace::check]
pub fn body() {
    let cell = AtomicRefCell {
        borrow: AtomicUsize::new(0),
        value: UnsafeCell::new(1),
    };
    thread::scope(|s| {
        s.spawn(|| {
            let seen = cell.read(|value| *value);
            assert!(matches!(seen, Ok(1 | 2) | Err(_)));
        });
        let _ = cell.write(|value| *value = 2);
    });
}
