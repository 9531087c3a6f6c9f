//! Whole programs with one wrong ordering (or two): the advice is to put right what is wrong, and it is verified. With the
//! ordering put right there is no report. The verdict does not depend on who comes first.
#![cfg(feature = "track")]
// `()` stands where a version of a program has no fence.
#![allow(clippy::no_effect)]

use datarace::untracked;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, fence};
use std::thread;

/// What the races of a run are advised: where, which argument, from what to what.
#[track_caller]
fn check<const N: usize>(body: impl FnOnce(), expected: [&str; N]) {
    let observation = datarace::observe(body);
    let told: BTreeSet<String> = observation.races().iter().flat_map(advice).collect();
    let expected = expected.into_iter().map(str::to_owned).collect();
    assert_eq!(told, expected);
    assert!(observation.unproven().is_empty());
}

fn advice(race: &datarace::Race) -> Vec<String> {
    assert!(race.is_verified(), "{race}");
    let change = |change: &datarace::Change| {
        let text: String = change.site.text.split_whitespace().collect();
        let method = text.rsplit('.').find(|part| part.contains('('));
        let method = method
            .and_then(|part| part.split('(').next())
            .unwrap_or_default();
        let (argument, from, to) = (change.argument, change.from, change.to);
        format!("{method} {argument}: {from:?} -> {to:?}")
    };
    race.advice().iter().map(change).collect()
}

/// Some threads that do the same. All that a program here runs is annotated: code that is not may synchronize, and its pairs
/// would be unproven.
#[datarace::check]
fn together(threads: usize, body: fn()) {
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(body);
        }
    });
}

macro_rules! spinlocks {
    ($($test:ident: $success:ident $unlock:ident => [$($expected:literal),*])*) => { $(
        #[test]
        fn $test() {
            #[datarace::check]
            fn locked_push() {
                static LOCKED: AtomicBool = AtomicBool::new(false);
                static mut DATA: Vec<u8> = Vec::new();
                while LOCKED.compare_exchange(false, true, $success, Relaxed).is_err() {}
                #[allow(static_mut_refs)]
                unsafe {
                    DATA.push(b'!');
                }
                LOCKED.store(false, $unlock);
            }
            check(|| together(20, locked_push), [$($expected),*]);
        }
    )* };
}

spinlocks! {
    spinlock: Acquire Release => []
    spinlock_with_relaxed_unlock: Acquire Relaxed => ["store 0: Relaxed -> Release"]
    spinlock_with_relaxed_success: Relaxed Release => ["compare_exchange 0: Relaxed -> Acquire"]
    spinlock_with_both_relaxed: Relaxed Relaxed => ["compare_exchange 0: Relaxed -> Acquire", "store 0: Relaxed -> Release"]
}

macro_rules! lazy {
    ($($test:ident: $load:ident $success:ident $failure:ident, $threads:literal => [$($expected:literal),*])*) => { $(
        #[test]
        fn $test() {
            static ARRIVED: AtomicUsize = AtomicUsize::new(0);
            #[datarace::check]
            fn value() -> usize {
                static PTR: AtomicPtr<usize> = AtomicPtr::new(std::ptr::null_mut());
                let mut value = PTR.load($load);
                if value.is_null() {
                    // All have loaded null before the first goes on: the others' exchanges fail.
                    untracked! {
                        ARRIVED.fetch_add(1, Relaxed);
                        while ARRIVED.load(Relaxed) < $threads {
                            thread::yield_now();
                        }
                    }
                    value = Box::into_raw(Box::new(7));
                    if let Err(other) = PTR.compare_exchange(std::ptr::null_mut(), value, $success, $failure) {
                        drop(unsafe { Box::from_raw(value) });
                        value = other;
                    }
                }
                unsafe { *value }
            }
            #[datarace::check]
            fn user() {
                assert_eq!(value(), 7);
            }
            check(|| together($threads, user), [$($expected),*]);
            check(|| together(3, user), []);
        }
    )* };
}

lazy! {
    lazy_initialization: Acquire Release Acquire, 3 => []
    lazy_initialization_with_relaxed_failure: Acquire Release Relaxed, 3 => ["compare_exchange 1: Relaxed -> Acquire"]
    lazy_initialization_with_relaxed_success: Acquire Relaxed Acquire, 2 => ["compare_exchange 0: Relaxed -> Release"]
    lazy_initialization_with_acquire_success: Acquire Acquire Acquire, 2 => ["compare_exchange 0: Acquire -> AcqRel"]
}

macro_rules! lazy_in_turn {
    ($($test:ident: $load:ident => [$($expected:literal),*])*) => { $(
        #[test]
        fn $test() {
            static DONE: AtomicBool = AtomicBool::new(false);
            #[datarace::check]
            fn value() -> usize {
                static PTR: AtomicPtr<usize> = AtomicPtr::new(std::ptr::null_mut());
                let mut value = PTR.load($load);
                if value.is_null() {
                    value = Box::into_raw(Box::new(7));
                    PTR.store(value, Release);
                }
                unsafe { *value }
            }
            #[datarace::check]
            fn first() {
                value();
                untracked! { DONE.store(true, Relaxed) }
            }
            #[datarace::check]
            fn second() {
                untracked! {
                    while !DONE.load(Relaxed) {
                        thread::yield_now();
                    }
                }
                value();
            }
            #[datarace::check]
            fn both() {
                thread::scope(|scope| {
                    scope.spawn(first);
                    scope.spawn(second);
                });
            }
            check(both, [$($expected),*]);
        }
    )* };
}

lazy_in_turn! {
    lazy_initialization_in_turn: Acquire => []
    lazy_initialization_with_relaxed_load: Relaxed => ["load 0: Relaxed -> Acquire"]
}

macro_rules! counted {
    ($($test:ident: $decrement:ident $fence:expr => [$($expected:literal),*])*) => { $(
        #[test]
        fn $test() {
            #[datarace::check]
            mod counted {
                use super::*;
                pub struct Counted(pub *mut (AtomicUsize, usize));
                unsafe impl Send for Counted {}
                impl Counted {
                    pub fn read(&self) -> usize {
                        unsafe { (*self.0).1 }
                    }
                }
                impl Drop for Counted {
                    fn drop(&mut self) {
                        if unsafe { (*self.0).0.fetch_sub(1, $decrement) } == 1 {
                            $fence;
                            drop(unsafe { Box::from_raw(self.0) });
                        }
                    }
                }
            }
            #[datarace::check]
            fn body() {
                let shared = Box::into_raw(Box::new((AtomicUsize::new(4), 5)));
                thread::scope(|scope| {
                    for _ in 0..4 {
                        let counted = counted::Counted(shared);
                        scope.spawn(move || assert_eq!(counted.read(), 5));
                    }
                });
            }
            check(body, [$($expected),*]);
        }
    )* };
}

counted! {
    counter: AcqRel () => []
    counter_with_fence: Release fence(Acquire) => []
    counter_without_acquire: Release () => ["fetch_sub 0: Release -> AcqRel"]
    counter_without_release: Relaxed fence(Acquire) => ["fetch_sub 0: Relaxed -> Release"]
}
