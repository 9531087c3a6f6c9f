//! Lock-free structures as people write them, whole `impl`s annotated: right ones are clean, and one wrong ordering is a
//! race, not merely unproven.
//!
//! The consumer takes what the producer has put, so each run has both accesses.
#![cfg(feature = "track")]

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering, fence};
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

/// A work-stealing deque without `pop`: its `top` is set up before the threads part, and first read by the thief.
struct Deque<T> {
    top: AtomicIsize,
    bottom: AtomicIsize,
    buffer: Box<[UnsafeCell<MaybeUninit<T>>]>,
}

// SAFETY: as above.
unsafe impl<T: Send> Sync for Deque<T> {}

#[datarace::check]
impl<T> Deque<T> {
    fn new(capacity: usize) -> Self {
        Self {
            top: AtomicIsize::new(0),
            bottom: AtomicIsize::new(0),
            buffer: (0..capacity)
                .map(|_| UnsafeCell::new(MaybeUninit::uninit()))
                .collect::<Vec<_>>()
                .into_boxed_slice(),
        }
    }

    unsafe fn at(&self, index: isize) -> *mut MaybeUninit<T> {
        self.buffer[index as usize % self.buffer.len()].get()
    }

    fn push(&self, value: T, publish: Ordering) {
        let bottom = self.bottom.load(Ordering::Relaxed);
        unsafe { self.at(bottom).write(MaybeUninit::new(value)) };
        self.bottom.store(bottom + 1, publish);
    }

    fn steal(&self) -> Option<T> {
        let top = self.top.load(Ordering::Acquire);
        fence(Ordering::SeqCst);
        if top >= self.bottom.load(Ordering::Acquire) {
            return None;
        }
        let value = unsafe { self.at(top).read() };
        self.top
            .compare_exchange(top, top + 1, Ordering::SeqCst, Ordering::Relaxed)
            .ok()
            .map(|_| unsafe { value.assume_init() })
    }
}

/// All is pushed before the thief's first look at `top`: that no hook saw who wrote the zero there orders nothing, since all
/// that ran since the deque was made is annotated.
#[datarace::check]
fn steal_late(publish: Ordering) {
    static PUSHED: AtomicUsize = AtomicUsize::new(0);
    PUSHED.store(0, Ordering::Relaxed);
    let deque = Deque::new(16);
    thread::scope(|scope| {
        scope.spawn(|| {
            while PUSHED.load(Ordering::Relaxed) == 0 {
                thread::yield_now();
            }
            let mut sum = 0;
            for _ in 0..10 {
                let value: Option<Box<usize>> = deque.steal();
                sum += *value.unwrap();
            }
            assert_eq!(sum, 45);
        });
        for value in 0..10 {
            deque.push(Box::new(value), publish);
        }
        PUSHED.store(1, Ordering::Relaxed);
    });
}

#[test]
fn a_zero_that_stood_there_orders_nothing_that_annotated_code_did_since() {
    datarace::observe(|| steal_late(Ordering::Release)).assert_race_free();
    let observation = datarace::observe(|| steal_late(Ordering::Relaxed));
    assert!(!observation.races().is_empty());
}

/// Code that does not know of the attribute.
mod elsewhere {
    use super::{AtomicUsize, Ordering, thread};

    /// Makes a word, lets `fill` run, and has `take` run on another thread once that is published.
    pub fn around(fill: impl FnOnce(), take: impl FnOnce(&AtomicUsize) + Send) {
        let word = Box::new(AtomicUsize::new(1));
        thread::scope(|scope| {
            scope.spawn(|| {
                while word.load(Ordering::Acquire) != 0 {
                    thread::yield_now();
                }
                take(&word);
            });
            fill();
            word.store(0, Ordering::Release);
        });
    }
}

/// A zero that code without annotation stored, after a closure of annotated code that it ran.
#[test]
fn a_zero_of_code_without_annotation_orders_what_came_before() {
    struct Shared(UnsafeCell<u64>);
    // SAFETY: what is tested.
    unsafe impl Sync for Shared {}

    #[datarace::check]
    fn through_elsewhere(data: &Shared) {
        elsewhere::around(
            || unsafe { *data.0.get() = 1 },
            |word| {
                assert_eq!(word.load(Ordering::Acquire), 0);
                assert_eq!(unsafe { *data.0.get() }, 1);
            },
        );
    }
    let data = Shared(UnsafeCell::new(0));
    let observation = datarace::observe(|| through_elsewhere(&data));
    observation.assert_race_free();
    assert!(observation.events() > 2);
}
