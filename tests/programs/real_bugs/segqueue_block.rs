//! A block of slots is freed by who reads last; the bit that says so has to be acquired and released (crossbeam's SegQueue).
use super::either;
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const UPDATE: Ordering = either(Ordering::Relaxed, Ordering::AcqRel);

const READ: usize = 1;
const DESTROY: usize = 2;
const CAP: usize = 2;

struct Slot<T> {
    state: AtomicUsize,
    value: UnsafeCell<MaybeUninit<T>>,
}

struct Block<T> {
    slots: [Slot<T>; CAP],
}

#[datarace::check]
impl<T> Block<T> {
    fn new(values: [T; CAP]) -> *mut Self {
        Box::into_raw(Box::new(Block {
            slots: values.map(|value| Slot {
                state: AtomicUsize::new(0),
                value: UnsafeCell::new(MaybeUninit::new(value)),
            }),
        }))
    }

    /// Frees the block, or leaves that to who still reads.
    unsafe fn destroy(this: *mut Self, start: usize) {
        for i in start..CAP - 1 {
            let slot = unsafe { &(*this).slots[i] };
            if slot.state.load(Ordering::Acquire) & READ == 0
                && slot.state.fetch_or(DESTROY, Ordering::AcqRel) & READ == 0
            {
                return;
            }
        }
        drop(unsafe { Box::from_raw(this) });
    }

    unsafe fn read(this: *mut Self, at: usize) -> T {
        let slot = unsafe { (*this).slots.get_unchecked(at) };
        let value = unsafe { slot.value.get().read().assume_init() };
        if at + 1 == CAP {
            unsafe { Block::destroy(this, 0) };
        } else if slot.state.fetch_or(READ, UPDATE) & DESTROY != 0 {
            unsafe { Block::destroy(this, at + 1) };
        }
        value
    }
}

struct Ptr<T>(*mut Block<T>);
unsafe impl<T: Send> Send for Ptr<T> {}
impl<T> Clone for Ptr<T> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

#[datarace::check]
pub fn body() {
    let block = Ptr(Block::new([10u8, 20]));
    let other = block.clone();
    let thread = thread::spawn(move || {
        let other = other;
        unsafe { Block::read(other.0, 0) }
    });
    let last = unsafe { Block::read(block.0, 1) };
    assert_eq!(last + thread.join().unwrap(), 30);
}
