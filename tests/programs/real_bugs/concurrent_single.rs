//! A queue of one: `pop` unlocks the slot without release (concurrent-queue's Single).
use super::either;
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const UPDATE: Ordering = either(Ordering::Relaxed, Ordering::Release);

const LOCKED: usize = 1 << 0;
const PUSHED: usize = 1 << 1;

pub struct Single<T> {
    state: AtomicUsize,
    slot: UnsafeCell<MaybeUninit<T>>,
}
unsafe impl<T: Send> Sync for Single<T> {}

#[datarace::check]
impl<T> Single<T> {
    pub fn new() -> Single<T> {
        Single {
            state: AtomicUsize::new(0),
            slot: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    pub fn push(&self, value: T) -> Result<(), T> {
        let state =
            self.state
                .compare_exchange(0, LOCKED | PUSHED, Ordering::SeqCst, Ordering::SeqCst);
        if state.is_ok() {
            unsafe { self.slot.get().write(MaybeUninit::new(value)) };
            self.state.fetch_and(!LOCKED, Ordering::Release);
            Ok(())
        } else {
            Err(value)
        }
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = PUSHED;
        loop {
            let previous = self
                .state
                .compare_exchange(
                    state,
                    (state | LOCKED) & !PUSHED,
                    Ordering::SeqCst,
                    Ordering::SeqCst,
                )
                .unwrap_or_else(|x| x);
            if previous == state {
                let value = unsafe { self.slot.get().read().assume_init() };
                self.state.fetch_and(!LOCKED, UPDATE);
                return Some(value);
            }
            if previous & PUSHED == 0 {
                return None;
            }
            if previous & LOCKED == 0 {
                state = previous;
            } else {
                thread::yield_now();
                state = previous & !LOCKED;
            }
        }
    }
}

#[datarace::check]
pub fn body() {
    let queue = Single::new();
    thread::scope(|s| {
        queue.push(1).unwrap();
        s.spawn(|| assert_eq!(queue.pop(), Some(1)));
        while queue.push(2).is_err() {
            thread::yield_now();
        }
    });
    assert_eq!(queue.pop(), Some(2));
}
