//! How a twin is run and judged.
//!
//! A twin is a program with one token (or line) that makes it right or wrong. Its threads are put in order by steps that the
//! attribute leaves alone and that are no synchronization of the program, and it counts its own accesses: so "found in each
//! run in which both accesses happened" is what the test asserts.

use datarace::Observation;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;

/// What two threads share, and in which order they come to it.
#[derive(Default)]
pub struct Data {
    value: UnsafeCell<u64>,
    touched: AtomicU32,
    step: AtomicU32,
}

// SAFETY: none; the wrong twins are wrong programs. The value is a plain number.
unsafe impl Sync for Data {}

#[datarace::check]
impl Data {
    pub fn write(&self) {
        // SAFETY: the pointer is valid; whether another thread is here is what the twin is about.
        unsafe { *self.value.get() += 1 };
        datarace::untracked! { self.touched.fetch_add(1, SeqCst) };
    }

    pub fn read(&self) -> u64 {
        datarace::untracked! { self.touched.fetch_add(1, SeqCst) };
        // SAFETY: as above.
        unsafe { *self.value.get() }
    }

    /// An access that the twin makes itself.
    pub fn touch(&self) {
        datarace::untracked! { self.touched.fetch_add(1, SeqCst) };
    }

    /// A step is done.
    pub fn reach(&self, step: u32) {
        datarace::untracked! { self.step.fetch_max(step, SeqCst) };
    }

    /// Waits until a step is done.
    pub fn wait_for(&self, step: u32) {
        datarace::untracked! {
            while self.step.load(SeqCst) < step {
                thread::yield_now();
            }
        }
    }

    pub fn touched(&self) -> u32 {
        datarace::untracked! { self.touched.load(SeqCst) }
    }
}

pub fn data() -> Arc<Data> {
    Arc::default()
}

/// Runs two threads in one scope.
#[datarace::check]
pub fn two(first: impl FnOnce() + Send, second: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(first);
        scope.spawn(second);
    });
}

/// The first thread writes and then lets the second one go, or the other way round (`right` is false); the second one writes once
/// `takes` has returned. Who waits inside `takes` calls `reach(1)` before.
#[datarace::check]
pub fn let_go(right: bool, gives: impl FnOnce() + Send, takes: impl FnOnce(&Data) + Send) -> u32 {
    let d = data();
    two(
        || {
            d.wait_for(1);
            if right {
                d.write();
            }
            gives();
            if !right {
                d.write();
            }
            d.reach(2);
        },
        || {
            takes(&d);
            d.wait_for(2);
            d.write();
        },
    );
    d.touched()
}

/// The first thread writes and then uses `lazy`; the second one uses it, or not, and then writes.
#[datarace::check]
pub fn one_behind_the_other(right: bool, lazy: impl Fn() + Sync) -> u32 {
    let d = data();
    two(
        || {
            d.write();
            lazy();
            d.reach(1);
        },
        || {
            d.wait_for(1);
            if right {
                lazy();
            }
            d.write();
        },
    );
    d.touched()
}

/// A static is initialized once: in the first run. Later ones look at a lazy of their own.
#[datarace::check]
pub fn of_a_static(right: bool, lazy: impl Fn() + Sync, later: impl Fn() + Sync) -> u32 {
    static USED: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let is_first = datarace::untracked! {{
        let name = std::any::type_name_of_val(&lazy);
        let mut used = USED.lock().unwrap_or_else(|held| held.into_inner());
        let is_first = !used.contains(&name);
        used.push(name);
        is_first
    }};
    match is_first && right {
        true => one_behind_the_other(right, lazy),
        false => one_behind_the_other(right, later),
    }
}

/// The right one (`true`) or the wrong one; returns how many accesses happened.
pub type Twin = fn(bool) -> u32;

fn runs() -> usize {
    datarace_tests::corpus::number("TWIN_RUNS", 3)
}

/// The right twin is silent, the wrong one is a race, each in every run.
pub fn check(twin: Twin) {
    for _ in 0..runs() {
        let right = run(twin, true);
        right.assert_race_free();
        assert!(right.unproven().is_empty(), "{:?}", right.unproven());
        let wrong = run(twin, false);
        let unproven = wrong.unproven();
        assert!(!wrong.races().is_empty(), "missed; unproven: {unproven:?}");
    }
}

/// The right twin synchronizes in code without annotation, so it is no race; the wrong one calls no such code, so it is one.
pub fn check_unseen(twin: Twin) {
    for _ in 0..runs() {
        run(twin, true).assert_race_free();
        let wrong = run(twin, false);
        let unproven = wrong.unproven();
        assert!(!wrong.races().is_empty(), "missed; unproven: {unproven:?}");
    }
}

/// Both are right.
pub fn check_silent(twin: Twin) {
    for _ in 0..runs() {
        for which in [true, false] {
            let right = run(twin, which);
            right.assert_race_free();
            assert!(right.unproven().is_empty(), "{:?}", right.unproven());
        }
    }
}

fn run(twin: Twin, which: bool) -> Observation<u32> {
    let observation = datarace::observe(|| twin(which));
    assert!(observation.events() > 0, "nothing was seen");
    assert!(*observation.value() >= 2, "an access did not happen");
    observation
}

/// A test for each program of the module `programs` beside it.
macro_rules! tests {
    ($judge:ident: $($name:ident)*) => {$(
        #[test]
        fn $name() {
            $crate::harness::$judge(programs::$name);
        }
    )*};
}
pub(crate) use tests;
