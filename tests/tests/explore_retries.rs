//! Loops that try again, explored: weak exchanges that fail for no reason, and read-modify-writes that leave the value as it
//! was. They end, the right ones have no failure, and a wrong ordering races.

#![cfg(feature = "track")]
#![allow(static_mut_refs)]

use datarace::Explorer;
use std::hint::spin_loop;
use std::sync::atomic::{
    AtomicBool, AtomicU32,
    Ordering::{self, *},
};
use std::thread;

/// A right and a wrong program; the right one's executions are one for each order of its critical sections.
fn check(
    right: impl Fn() + Copy + Send + Sync + 'static,
    wrong: impl Fn() + Send + Sync + 'static,
) {
    let found = Explorer::exhaustive().executions(20_000).run(right);
    found.assert_ok();
    assert!(found.is_complete(), "{found}");
    assert!(2 <= found.executions(), "{found}");
    Explorer::random(7).executions(50).run(right).assert_ok();
    let found = Explorer::exhaustive().executions(20_000).run(wrong);
    assert!(!found.races().is_empty(), "{found}");
}

static mut DATA: u32 = 0;

#[datarace::check]
fn two(enter: impl Fn() + Sync, leave: impl Fn() + Sync) {
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                enter();
                unsafe { DATA += 1 };
                leave();
            });
        }
    });
}

#[datarace::check]
mod locks {
    use super::*;

    static LOCKED: AtomicBool = AtomicBool::new(false);
    static STATE: AtomicU32 = AtomicU32::new(0);

    pub fn weak(unlock: Ordering) {
        two(
            || {
                while LOCKED
                    .compare_exchange_weak(false, true, Acquire, Relaxed)
                    .is_err()
                {
                    while LOCKED.load(Relaxed) {
                        spin_loop();
                    }
                }
            },
            || LOCKED.store(false, unlock),
        );
    }

    pub fn swap(unlock: Ordering) {
        two(
            || {
                while LOCKED.swap(true, Acquire) {
                    thread::yield_now();
                }
            },
            || LOCKED.store(false, unlock),
        );
    }

    pub fn silent_swap(unlock: Ordering) {
        two(
            || while LOCKED.swap(true, Acquire) {},
            || LOCKED.store(false, unlock),
        );
    }

    /// Tries again with the value that it found.
    pub fn found_value(unlock: Ordering) {
        two(
            || {
                let mut state = STATE.load(Relaxed);
                loop {
                    if state & 1 == 0 {
                        match STATE.compare_exchange_weak(state, state + 1, Acquire, Relaxed) {
                            Ok(_) => return,
                            Err(found) => state = found,
                        }
                    } else {
                        spin_loop();
                        state = STATE.load(Relaxed);
                    }
                }
            },
            || {
                STATE.fetch_add(1, unlock);
            },
        );
    }
}

#[test]
fn a_lock_by_a_weak_exchange() {
    check(|| locks::weak(Release), || locks::weak(Relaxed));
}

#[test]
fn a_lock_by_swaps() {
    check(|| locks::swap(Release), || locks::swap(Relaxed));
    check(
        || locks::silent_swap(Release),
        || locks::silent_swap(Relaxed),
    );
}

#[test]
fn a_lock_that_tries_again_with_the_value_it_found() {
    check(
        || locks::found_value(Release),
        || locks::found_value(Relaxed),
    );
}

#[datarace::check]
fn three_tries() -> bool {
    static FLAG: AtomicBool = AtomicBool::new(false);
    (0..3).any(|_| {
        FLAG.compare_exchange_weak(false, true, AcqRel, Relaxed)
            .is_ok()
    })
}

/// A loop that gives up is no loop that waits: each number of spurious failures is an execution, and so is giving up.
#[test]
fn a_bounded_number_of_tries_may_all_fail() {
    let found = Explorer::exhaustive().run(|| assert!(three_tries()));
    assert_eq!(found.failures().len(), 1, "{found}");
    assert!(found.is_complete(), "{found}");
    let found = Explorer::exhaustive().run(|| {
        three_tries();
    });
    found.assert_ok();
    assert_eq!(found.executions(), 4, "{found}");
}
