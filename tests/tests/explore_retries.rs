//! Loops that try again, explored: weak exchanges that fail for no reason, and read-modify-writes that leave the value as it
//! was. They end, the right ones have no failure, and a wrong ordering races.

#![cfg(feature = "track")]
#![allow(static_mut_refs)]

use datarace::{Explorer, FailureKind};
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

/// Loops that ask again in other ways than by an atomic, or write on their way.
#[datarace::check]
mod polls {
    use std::cell::UnsafeCell;
    use std::hint::spin_loop;
    use std::ptr;
    use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering, Ordering::*};
    use std::sync::{Mutex, OnceLock, RwLock};
    use std::thread;

    struct Node {
        next: *mut Node,
    }

    /// Each try writes what it found, which others do not see before it succeeds.
    pub fn push(order: Ordering) {
        let head = AtomicPtr::<Node>::new(ptr::null_mut());
        let push = || {
            let node = Box::into_raw(Box::new(Node {
                next: ptr::null_mut(),
            }));
            let mut found = head.load(Relaxed);
            loop {
                unsafe { (*node).next = found };
                match head.compare_exchange_weak(found, node, order, Relaxed) {
                    Ok(_) => break,
                    Err(other) => found = other,
                }
            }
        };
        thread::scope(|scope| {
            scope.spawn(push);
            scope.spawn(push);
            let mut node = head.load(Acquire);
            while !node.is_null() {
                node = unsafe { (*node).next };
            }
        });
        let mut node = head.load(Relaxed);
        while !node.is_null() {
            node = unsafe { Box::from_raw(node) }.next;
        }
    }

    /// Each try makes a node of its own.
    pub fn push_fresh() {
        let head = AtomicPtr::<Node>::new(ptr::null_mut());
        let found = head.load(Relaxed);
        loop {
            let node = Box::into_raw(Box::new(Node { next: found }));
            match head.compare_exchange_weak(found, node, AcqRel, Relaxed) {
                Ok(_) => break,
                Err(_) => drop(unsafe { Box::from_raw(node) }),
            }
        }
        drop(unsafe { Box::from_raw(head.load(Relaxed)) });
    }

    pub fn mutex() {
        let turn = Mutex::new(0);
        thread::scope(|scope| {
            for number in 0..2 {
                let turn = &turn;
                scope.spawn(move || {
                    while *turn.lock().unwrap() != number {}
                    *turn.lock().unwrap() += 1;
                });
            }
        });
        assert_eq!(*turn.lock().unwrap(), 2);
    }

    /// A lock of the program's own; what it protects lies behind a box, where its guard shows no write.
    struct Own {
        held: AtomicBool,
        value: UnsafeCell<Box<u32>>,
    }

    // SAFETY: the value is reached with the lock only.
    unsafe impl Sync for Own {}

    impl Own {
        fn with<R>(&self, f: impl FnOnce(&mut Box<u32>) -> R) -> R {
            while self
                .held
                .compare_exchange(false, true, Acquire, Relaxed)
                .is_err()
            {
                spin_loop();
            }
            let result = f(unsafe { &mut *self.value.get() });
            self.held.store(false, Release);
            result
        }
    }

    /// Each thread waits for its number, by asking again and again under the lock.
    pub fn lock_of_its_own() {
        let turn = Own {
            held: AtomicBool::new(false),
            value: UnsafeCell::new(Box::new(0)),
        };
        thread::scope(|scope| {
            for number in 0..2 {
                let turn = &turn;
                scope.spawn(move || {
                    while turn.with(|turn| **turn) != number {
                        thread::yield_now();
                    }
                    turn.with(|turn| **turn += 1);
                });
            }
        });
        assert_eq!(turn.with(|turn| **turn), 2);
    }

    /// Nobody ever says so.
    pub fn lock_that_is_polled_for_ever() {
        let ready = Own {
            held: AtomicBool::new(false),
            value: UnsafeCell::new(Box::new(0)),
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                while ready.with(|ready| **ready) == 0 {
                    thread::yield_now();
                }
            });
        });
    }

    pub fn mutex_that_yields() {
        let ready = Mutex::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !*ready.lock().unwrap() {
                    thread::yield_now();
                }
            });
            scope.spawn(|| *ready.lock().unwrap() = true);
        });
    }

    pub fn rwlock() {
        let ready = RwLock::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !*ready.read().unwrap() {
                    thread::yield_now();
                }
            });
            scope.spawn(|| *ready.write().unwrap() = true);
        });
    }

    pub fn try_lock() {
        let count = Mutex::new(0);
        let add = || {
            loop {
                if let Ok(mut count) = count.try_lock() {
                    *count += 1;
                    return;
                }
                std::hint::spin_loop();
            }
        };
        thread::scope(|scope| {
            scope.spawn(add);
            scope.spawn(add);
        });
        assert_eq!(*count.lock().unwrap(), 2);
    }

    pub fn once() {
        let value = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                while value.get().is_none() {
                    thread::yield_now();
                }
            });
            scope.spawn(|| value.set(1).unwrap());
        });
    }

    pub fn is_finished() {
        let thread = thread::spawn(|| {});
        while !thread.is_finished() {
            thread::yield_now();
        }
        thread.join().unwrap();
    }

    pub fn for_nothing() {
        let ready = Mutex::new(false);
        thread::scope(|scope| {
            scope.spawn(|| while !*ready.lock().unwrap() {});
        });
    }
}

#[test]
fn a_node_that_is_written_again_at_each_try() {
    check(|| polls::push(Release), || polls::push(Relaxed));
}

#[test]
fn a_node_that_is_made_anew_at_each_try() {
    let found = Explorer::exhaustive().run(polls::push_fresh);
    found.assert_ok();
    assert!(!found.is_complete());
    assert!(found.to_string().contains("spuriously"), "{found}");
}

/// A loop that asks under a lock of the program's own ends, also where what it waits for is written out of sight.
#[test]
fn loops_that_ask_under_a_lock_of_their_own_come_to_their_end() {
    let found = Explorer::exhaustive().run(polls::lock_of_its_own);
    found.assert_ok();
    assert!(0 < found.executions(), "{found}");
    assert!(found.to_string().contains("in vain"), "{found}");
    for explorer in [Explorer::random(3), Explorer::pct(3, 3)] {
        explorer
            .executions(100)
            .run(polls::lock_of_its_own)
            .assert_ok();
    }
    let found = Explorer::exhaustive().run(polls::lock_that_is_polled_for_ever);
    let kinds: Vec<FailureKind> = found.failures().iter().map(|one| one.kind()).collect();
    assert_eq!(kinds, [FailureKind::Livelock], "{found}");
    let again = Explorer::replay(found.failures()[0].token().unwrap_or_default())
        .run(polls::lock_that_is_polled_for_ever);
    assert!(!again.failures().is_empty(), "{again}");
}

/// One execution each, or one for each order of the two threads; no schedule makes a livelock of them.
#[test]
fn loops_that_ask_again_come_to_their_end() {
    for (body, executions) in [
        (polls::mutex as fn(), 1),
        (polls::mutex_that_yields, 1),
        (polls::rwlock, 1),
        (polls::once, 1),
        (polls::try_lock, 2),
    ] {
        let found = Explorer::exhaustive().run(body);
        found.assert_ok();
        assert!(found.is_complete(), "{found}");
        assert_eq!(found.executions(), executions, "{found}");
        for explorer in [
            Explorer::random(3),
            Explorer::pct(3, 3),
            Explorer::exhaustive().preemptions(1),
        ] {
            explorer.executions(100).run(body).assert_ok();
        }
    }
}

#[test]
fn a_loop_that_asks_under_a_lock_for_nothing_is_a_livelock() {
    for explorer in [Explorer::exhaustive(), Explorer::random(3).executions(5)] {
        let found = explorer.run(polls::for_nothing);
        assert_eq!(found.failures().len(), 1, "{found}");
        assert_eq!(found.failures()[0].kind(), FailureKind::Livelock, "{found}");
    }
}

/// What nobody sees is waited for, where the loop pauses.
#[test]
fn a_loop_that_asks_the_system_comes_to_its_end() {
    Explorer::exhaustive().run(polls::is_finished).assert_ok();
}

/// One loop, called again, for other values and for the same.
#[datarace::check]
mod calls {
    use super::*;

    static STAGE: AtomicU32 = AtomicU32::new(0);

    fn wait_for(stage: u32) {
        while STAGE.load(Acquire) < stage {
            spin_loop();
        }
    }

    pub fn again() {
        thread::scope(|scope| {
            scope.spawn(|| STAGE.store(2, Release));
            scope.spawn(|| {
                wait_for(1);
                wait_for(1);
                wait_for(2);
            });
        });
    }

    pub fn by_two() {
        thread::scope(|scope| {
            scope.spawn(|| {
                STAGE.store(1, Release);
                STAGE.store(2, Release);
            });
            scope.spawn(|| {
                wait_for(1);
                wait_for(2);
            });
            scope.spawn(|| {
                wait_for(1);
                wait_for(1);
            });
        });
    }

    pub fn in_vain() {
        thread::scope(|scope| {
            scope.spawn(|| STAGE.store(1, Release));
            scope.spawn(|| {
                wait_for(1);
                wait_for(2);
            });
        });
    }
}

#[test]
fn a_loop_that_waited_once_goes_on_where_its_value_is_there() {
    for (body, executions) in [(calls::again as fn(), 1), (calls::by_two, 6)] {
        let found = Explorer::exhaustive().run(body);
        found.assert_ok();
        assert!(found.is_complete(), "{found}");
        assert_eq!(found.executions(), executions, "{found}");
        Explorer::random(1).executions(50).run(body).assert_ok();
        Explorer::pct(1, 3).executions(50).run(body).assert_ok();
        let found = Explorer::exhaustive().preemptions(0).run(body);
        found.assert_ok();
        assert_ne!(found.executions(), 0, "{found}");
    }
}

#[test]
fn a_livelock_is_replayed() {
    let strategies = [
        Explorer::exhaustive(),
        Explorer::random(1).executions(20),
        Explorer::pct(1, 3).executions(20),
        Explorer::exhaustive().preemptions(1),
    ];
    for explorer in strategies {
        let found = explorer.run(calls::in_vain);
        let [failure] = found.failures() else {
            panic!("{found}");
        };
        assert_eq!(failure.kind(), FailureKind::Livelock, "{found}");
        let again = Explorer::replay(failure.token().unwrap()).run(calls::in_vain);
        let kinds: Vec<_> = again
            .failures()
            .iter()
            .map(|failure| failure.kind())
            .collect();
        assert_eq!(kinds, [FailureKind::Livelock], "{again}");
    }
}
