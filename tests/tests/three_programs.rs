//! The three programs, in ordinary runs: the right versions a thousand times without a report, the wrong ones reported in every
//! run in which both accesses happened.
//!
//! Whether they happened is counted by the programs themselves, with counters that order nothing: relaxed accesses have no edge.
//! Where a wrong version needs a certain interleaving (a load that hits, an exchange that fails), relaxed flags bring it about.

#![allow(static_mut_refs)]
#![cfg(feature = "track")]

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many runs a right version must survive.
const RIGHT_RUNS: usize = 1_000;
/// How many runs a wrong version gets, and in how many of them both accesses must have happened.
const WRONG_RUNS: usize = 100;
const WRONG_RUNS_WITH_BOTH: usize = 95;

/// What a run of a program did, by its own count.
#[derive(Default)]
struct Happened {
    /// Accesses that touched the data in a way that the version leaves unordered.
    accesses: AtomicUsize,
}

// Annotated: a call of unannotated code might synchronize, and the pair would be unproven.
#[datarace::check]
impl Happened {
    fn access(&self) {
        self.accesses.fetch_add(1, Relaxed);
    }

    fn both(&self) -> bool {
        self.accesses.load(Relaxed) >= 2
    }
}

fn assert_clean(name: &str, runs: usize, program: fn(&Happened)) {
    for run in 0..runs {
        let observation = datarace::observe(|| program(&Happened::default()));
        assert!(observation.events() > 0, "{name}: run {run} saw no event");
        assert!(observation.unproven().is_empty(), "{name}: run {run}");
        observation.assert_race_free();
    }
}

fn assert_found(name: &str, program: fn(&Happened)) {
    let mut with_both = 0;
    for run in 0..WRONG_RUNS {
        let happened = Happened::default();
        let observation = datarace::observe(|| program(&happened));
        if happened.both() {
            with_both += 1;
            assert!(
                !observation.races().is_empty(),
                "{name}: run {run} had both accesses and no report"
            );
        }
    }
    assert!(
        with_both >= WRONG_RUNS_WITH_BOTH,
        "{name}: only {with_both} runs had both accesses"
    );
}

macro_rules! locking {
    ($name:ident, $threads:literal, success = $success:ident, unlock = $unlock:ident) => {
        mod $name {
            use super::{Happened, Ordering};
            use std::sync::atomic::AtomicBool;

            static mut DATA: String = String::new();
            static LOCKED: AtomicBool = AtomicBool::new(false);

            #[datarace::check]
            fn push(happened: &Happened) {
                while LOCKED
                    .compare_exchange(false, true, Ordering::$success, Ordering::Relaxed)
                    .is_err()
                {
                    std::hint::spin_loop();
                }
                // SAFETY: the lock is held.
                unsafe { DATA.push('!') };
                LOCKED.store(false, Ordering::$unlock);
                happened.access();
            }

            #[datarace::check]
            pub(super) fn run(happened: &Happened) {
                std::thread::scope(|scope| {
                    for _ in 0..$threads {
                        scope.spawn(|| push(happened));
                    }
                });
                // SAFETY: all threads have been joined.
                unsafe {
                    assert_eq!(DATA.len(), $threads);
                    DATA.clear();
                }
            }
        }
    };
}

locking!(locking_right, 100, success = Acquire, unlock = Release);
locking!(
    locking_unlock_relaxed,
    8,
    success = Acquire,
    unlock = Relaxed
);
locking!(
    locking_success_relaxed,
    8,
    success = Relaxed,
    unlock = Release
);
locking!(locking_both_relaxed, 8, success = Relaxed, unlock = Relaxed);

/// What the threads of a lazy initialization wait for, with relaxed accesses only.
#[derive(Clone, Copy, PartialEq)]
#[allow(dead_code)]
enum Force {
    /// Nothing: they run as they run.
    Nothing,
    /// The second thread starts when the value is there, so that its load hits.
    Hit,
    /// Both load before either exchanges, so that one exchange fails.
    Failure,
}

macro_rules! lazy {
    ($name:ident, $threads:literal, $force:ident, load = $load:ident, success = $success:ident, failure = $failure:ident) => {
        mod $name {
            use super::{Force, Happened, Ordering};
            use std::ptr;
            use std::sync::atomic::{AtomicPtr, AtomicUsize};

            static VALUE: AtomicPtr<String> = AtomicPtr::new(ptr::null_mut());
            static LOADED: AtomicUsize = AtomicUsize::new(0);
            static PUBLISHED: AtomicUsize = AtomicUsize::new(0);

            #[datarace::check]
            fn get(happened: &Happened) -> &'static String {
                let mut value = VALUE.load(Ordering::$load);
                if Force::$force == Force::Failure {
                    LOADED.fetch_add(1, Ordering::Relaxed);
                    while LOADED.load(Ordering::Relaxed) < $threads {
                        std::hint::spin_loop();
                    }
                }
                if value.is_null() {
                    value = Box::into_raw(Box::new(String::from("made once")));
                    match VALUE.compare_exchange(
                        ptr::null_mut(),
                        value,
                        Ordering::$success,
                        Ordering::$failure,
                    ) {
                        Ok(_) => happened.access(),
                        Err(winner) => {
                            // SAFETY: made above, and nobody else has it.
                            drop(unsafe { Box::from_raw(value) });
                            value = winner;
                            if Force::$force == Force::Failure {
                                happened.access();
                            }
                        }
                    }
                    PUBLISHED.store(1, Ordering::Relaxed);
                } else {
                    happened.access();
                }
                // SAFETY: not null, and freed only when all threads have been joined.
                unsafe { &*value }
            }

            #[datarace::check]
            pub(super) fn run(happened: &Happened) {
                std::thread::scope(|scope| {
                    for thread in 0..$threads {
                        scope.spawn(move || {
                            if Force::$force == Force::Hit && thread > 0 {
                                while PUBLISHED.load(Ordering::Relaxed) == 0 {
                                    std::hint::spin_loop();
                                }
                            }
                            assert_eq!(get(happened), "made once");
                        });
                    }
                });
                let value = VALUE.swap(ptr::null_mut(), Ordering::Relaxed);
                // SAFETY: made by `Box::into_raw`; all threads have been joined.
                drop(unsafe { Box::from_raw(value) });
                LOADED.store(0, Ordering::Relaxed);
                PUBLISHED.store(0, Ordering::Relaxed);
            }
        }
    };
}

lazy!(
    lazy_right,
    8,
    Nothing,
    load = Acquire,
    success = Release,
    failure = Acquire
);
lazy!(
    lazy_right_hit,
    2,
    Hit,
    load = Acquire,
    success = Release,
    failure = Acquire
);
lazy!(
    lazy_right_failure,
    2,
    Failure,
    load = Acquire,
    success = Release,
    failure = Acquire
);
lazy!(
    lazy_load_relaxed,
    2,
    Hit,
    load = Relaxed,
    success = Release,
    failure = Acquire
);
lazy!(
    lazy_success_relaxed,
    2,
    Hit,
    load = Acquire,
    success = Relaxed,
    failure = Acquire
);
lazy!(
    lazy_success_relaxed_failure,
    2,
    Failure,
    load = Acquire,
    success = Relaxed,
    failure = Acquire
);
lazy!(
    lazy_failure_relaxed,
    2,
    Failure,
    load = Acquire,
    success = Release,
    failure = Relaxed
);

mod store_buffering_right {
    use super::Happened;
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering::{Relaxed, SeqCst};
    use std::thread;

    static A: AtomicBool = AtomicBool::new(false);
    static B: AtomicBool = AtomicBool::new(false);
    static mut S: String = String::new();

    #[datarace::check]
    fn side(mine: &'static AtomicBool, theirs: &'static AtomicBool) {
        mine.store(true, SeqCst);
        if !theirs.load(SeqCst) {
            // SAFETY: at most one of the two sees the other's flag down.
            unsafe { S.push('!') };
        }
    }

    #[datarace::check]
    pub(super) fn run(_: &Happened) {
        let left = thread::spawn(|| side(&A, &B));
        let right = thread::spawn(|| side(&B, &A));
        left.join().expect("no panic");
        right.join().expect("no panic");
        // SAFETY: both have been joined.
        unsafe {
            assert!(S.len() <= 1);
            S.clear();
        }
        A.store(false, Relaxed);
        B.store(false, Relaxed);
    }
}

#[test]
fn the_right_lock_is_clean() {
    assert_clean("locking", RIGHT_RUNS, locking_right::run);
}

#[test]
fn the_right_lazy_initialization_is_clean() {
    assert_clean("lazy", RIGHT_RUNS, lazy_right::run);
    assert_clean("lazy, hit", RIGHT_RUNS, lazy_right_hit::run);
    assert_clean("lazy, failure", RIGHT_RUNS, lazy_right_failure::run);
}

#[test]
fn the_right_store_buffering_is_clean() {
    assert_clean("store buffering", RIGHT_RUNS, store_buffering_right::run);
}

#[test]
fn each_wrong_lock_is_reported_whenever_it_happened() {
    assert_found("store Relaxed", locking_unlock_relaxed::run);
    assert_found("success Relaxed", locking_success_relaxed::run);
    assert_found("both Relaxed", locking_both_relaxed::run);
}

#[test]
fn each_wrong_lazy_initialization_is_reported_whenever_it_happened() {
    assert_found("load Relaxed", lazy_load_relaxed::run);
    assert_found(
        "success Relaxed, seen by the load",
        lazy_success_relaxed::run,
    );
    assert_found(
        "success Relaxed, seen by the exchange",
        lazy_success_relaxed_failure::run,
    );
    assert_found("failure Relaxed", lazy_failure_relaxed::run);
}
