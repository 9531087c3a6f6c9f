//! Lock-free structures as people write them, whole `impl`s annotated: right ones are clean, and one wrong ordering is a
//! race, not merely unproven.
//!
//! The consumer takes what the producer has put, so each run has both accesses.
#![cfg(feature = "track")]

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

struct Slot<T>(UnsafeCell<MaybeUninit<T>>);

struct Ring<T, const N: usize> {
    head: AtomicUsize,
    tail: AtomicUsize,
    slots: [UnsafeCell<MaybeUninit<T>>; N],
    mask: usize,
    boxed: Box<[Slot<T>]>,
}

// SAFETY: one producer and one consumer, as the tests have it; wrong orderings are what they test.
unsafe impl<T: Send, const N: usize> Sync for Ring<T, N> {}

/// How a slot is reached.
#[derive(Clone, Copy, Debug)]
enum Reach {
    Computed,
    Masked,
    Call,
    Value,
}

#[datarace::check]
impl<T, const N: usize> Ring<T, N> {
    fn new() -> Self {
        Self {
            head: AtomicUsize::new(0),
            tail: AtomicUsize::new(0),
            slots: [const { UnsafeCell::new(MaybeUninit::uninit()) }; N],
            mask: N - 1,
            boxed: (0..N)
                .map(|_| Slot(UnsafeCell::new(MaybeUninit::uninit())))
                .collect(),
        }
    }

    fn slot(&self, at: usize) -> &UnsafeCell<MaybeUninit<T>> {
        &self.boxed[at & self.mask].0
    }

    fn push(&self, value: T, reach: Reach, publish: Ordering) -> Result<(), T> {
        let head = self.head.load(Ordering::Relaxed);
        if head.wrapping_sub(self.tail.load(Ordering::Acquire)) == N {
            return Err(value);
        }
        unsafe {
            match reach {
                Reach::Computed => {
                    (*self.slots[head % N].get()).write(value);
                }
                Reach::Masked => {
                    self.boxed[head & self.mask]
                        .0
                        .get()
                        .write(MaybeUninit::new(value));
                }
                Reach::Call => {
                    (*self.slot(head).get()).as_mut_ptr().write(value);
                }
                Reach::Value => {
                    *self.slots.get_unchecked(head % N).get() = MaybeUninit::new(value);
                }
            }
        }
        self.head.store(head.wrapping_add(1), publish);
        Ok(())
    }

    fn pop(&self, reach: Reach, receive: Ordering) -> Option<T> {
        let tail = self.tail.load(Ordering::Relaxed);
        if tail == self.head.load(receive) {
            return None;
        }
        let value = unsafe {
            match reach {
                Reach::Computed => (*self.slots[tail % N].get()).assume_init_read(),
                Reach::Masked => self.boxed[tail & self.mask].0.get().read().assume_init(),
                Reach::Call => self.slot(tail).get().cast::<T>().read(),
                Reach::Value => self
                    .slots
                    .get_unchecked(tail % N)
                    .get()
                    .read()
                    .assume_init(),
            }
        };
        self.tail.store(tail.wrapping_add(1), Ordering::Release);
        Some(value)
    }
}

#[datarace::check]
fn hand_over(reach: Reach, publish: Ordering, receive: Ordering) {
    let ring = Arc::new(Ring::<String, 4>::new());
    let producer = Arc::clone(&ring);
    let thread = thread::spawn(move || {
        for count in 0..20 {
            while producer.push(count.to_string(), reach, publish).is_err() {
                thread::yield_now();
            }
        }
    });
    let mut count = 0;
    while count < 20 {
        if let Some(text) = ring.pop(reach, receive) {
            assert_eq!(text, count.to_string());
            count += 1;
        }
    }
    thread.join().unwrap();
}

#[test]
fn a_ring_that_publishes_is_clean_and_one_that_does_not_races() {
    use Ordering::{Acquire, Relaxed, Release};
    for reach in [Reach::Computed, Reach::Masked, Reach::Call, Reach::Value] {
        let observation = datarace::observe(|| hand_over(reach, Release, Acquire));
        observation.assert_race_free();
        assert!(observation.unproven().is_empty(), "{reach:?}");
        for (publish, receive) in [(Relaxed, Acquire), (Release, Relaxed)] {
            let observation = datarace::observe(|| hand_over(reach, publish, receive));
            assert!(
                !observation.races().is_empty(),
                "{reach:?}: {publish:?}, {receive:?}"
            );
        }
    }
}
