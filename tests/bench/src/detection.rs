//! Three races, each with its own count of the runs in which both accesses happened; for `tests/tests/detection.rs` and
//! `tests/detect.sh`.
//!
//! A program answers whether both of its accesses happened: what is to be reported then, every time.

use std::cell::UnsafeCell;
use std::ptr;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32};
use std::thread;

struct Shared {
    locked: AtomicBool,
    data: UnsafeCell<u64>,
    made: AtomicPtr<u64>,
    /// Accesses that happened. Relaxed, so that counting orders nothing.
    accesses: AtomicU32,
}

// SAFETY: none; the races are the point.
unsafe impl Sync for Shared {}

impl Shared {
    fn new() -> Self {
        Self {
            locked: AtomicBool::new(false),
            data: UnsafeCell::new(0),
            made: AtomicPtr::new(ptr::null_mut()),
            accesses: AtomicU32::new(0),
        }
    }
}

#[cfg_attr(feature = "track", datarace::check)]
fn under_the_lock(shared: &Shared) {
    while shared
        .locked
        .compare_exchange(false, true, Acquire, Relaxed)
        .is_err()
    {
        std::hint::spin_loop();
    }
    // SAFETY: none; the unlock publishes nothing.
    unsafe { *shared.data.get() += 1 };
    shared.accesses.fetch_add(1, Relaxed);
    shared.locked.store(false, Relaxed);
}

#[cfg_attr(feature = "track", datarace::check)]
/// A spinlock whose unlock is relaxed.
pub fn relaxed_unlock() -> bool {
    let shared = Shared::new();
    thread::scope(|scope| {
        scope.spawn(|| under_the_lock(&shared));
        scope.spawn(|| under_the_lock(&shared));
    });
    shared.accesses.load(Relaxed) == 2
}

#[cfg_attr(feature = "track", datarace::check)]
/// A lazy value whose fast path loads relaxed.
pub fn relaxed_lazy_load() -> bool {
    let shared = Shared::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            let made = Box::into_raw(Box::new(1));
            shared.accesses.fetch_add(1, Relaxed);
            shared.made.store(made, Release);
        });
        scope.spawn(|| {
            let mut found = shared.made.load(Relaxed);
            while found.is_null() {
                std::hint::spin_loop();
                found = shared.made.load(Relaxed);
            }
            // SAFETY: none; the load receives nothing.
            let read = unsafe { *found };
            shared.accesses.fetch_add(read as u32, Relaxed);
        });
    });
    // SAFETY: the threads are joined.
    drop(unsafe { Box::from_raw(shared.made.load(Relaxed)) });
    shared.accesses.load(Relaxed) == 2
}

#[cfg_attr(feature = "track", datarace::check)]
/// Two writes without any order.
pub fn plain_race() -> bool {
    let shared = Shared::new();
    thread::scope(|scope| {
        for value in 1..3 {
            let shared = &shared;
            scope.spawn(move || {
                // SAFETY: none; nothing orders the two.
                unsafe { *shared.data.get() = value };
                shared.accesses.fetch_add(1, Relaxed);
            });
        }
    });
    shared.accesses.load(Relaxed) == 2
}

/// A program, which answers whether both accesses happened.
pub type Program = fn() -> bool;

/// All of them.
pub const PROGRAMS: [(&str, Program); 3] = [
    ("relaxed-unlock", relaxed_unlock),
    ("relaxed-lazy-load", relaxed_lazy_load),
    ("plain-race", plain_race),
];
