//! Compiled twice by `feature-off.sh`, with and without `--cfg annotated`: the assembly must be the same.

#![allow(static_mut_refs)]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

static mut DATA: Vec<u64> = Vec::new();
static LOCKED: AtomicBool = AtomicBool::new(false);

#[cfg_attr(annotated, datarace::check)]
#[unsafe(no_mangle)]
pub fn lock() {
    while LOCKED
        .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
        .is_err()
    {
        std::hint::spin_loop();
    }
    unsafe { DATA.push(1) };
    LOCKED.store(false, Ordering::Release);
}

#[cfg_attr(annotated, datarace::check)]
#[unsafe(no_mangle)]
pub unsafe fn sum(numbers: *const u64, count: usize) -> u64 {
    let mut sum = 0;
    for index in 0..count {
        sum += unsafe { *numbers.add(index) };
    }
    sum
}

/// A counter.
pub struct Counter(AtomicU64);

#[cfg_attr(annotated, datarace::check)]
impl Counter {
    /// The next number.
    #[unsafe(no_mangle)]
    pub fn counter_next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

#[cfg_attr(annotated, datarace::check)]
pub mod inner {
    /// Panics with the place of its caller.
    #[unsafe(no_mangle)]
    #[track_caller]
    pub fn checked(numbers: &[u64], index: usize) -> u64 {
        numbers[index]
    }

    /// A closure and a thread.
    #[unsafe(no_mangle)]
    pub fn spawned() -> u64 {
        std::thread::spawn(|| 7).join().unwrap()
    }
}

#[cfg_attr(annotated, datarace::test)]
#[cfg_attr(not(annotated), test)]
fn never_in_a_library() {}
