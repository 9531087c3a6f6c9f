//! How explorations choose, and what they say when they did not see everything.
#![cfg(feature = "track")]

use datarace::{Exploration, Explorer, FailureKind, MemoryModel};
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release, SeqCst};
use std::time::Duration;

#[datarace::check]
mod programs {
    use super::*;

    pub fn store_buffering(order: (Ordering, Ordering)) {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, order.0);
                y.load(order.1);
            });
            scope.spawn(|| {
                y.store(1, order.0);
                x.load(order.1);
            });
        });
    }

    pub fn message_passing() {
        let (x, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                flag.store(1, Release);
            });
            scope.spawn(|| {
                flag.load(Acquire);
                x.load(Relaxed);
            });
        });
    }

    pub fn two_writers() {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                y.store(2, Relaxed);
            });
            scope.spawn(|| {
                y.store(1, Relaxed);
                x.store(2, Relaxed);
            });
        });
    }

    pub fn increments<const N: usize>() {
        let x = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..N {
                scope.spawn(|| x.fetch_add(1, Relaxed));
            }
        });
    }

    pub fn spinlock() {
        static mut DATA: u32 = 0;
        let locked = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while locked.swap(1, Acquire) == 1 {
                        std::hint::spin_loop();
                    }
                    unsafe { DATA += 1 };
                    locked.store(0, Release);
                });
            }
        });
    }

    pub fn wait_for_a_flag() {
        let flag = AtomicU32::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| flag.store(1, Release));
            scope.spawn(|| {
                while flag.load(Acquire) == 0 {
                    std::hint::spin_loop();
                }
            });
        });
    }

    pub fn mutex() {
        let data = std::sync::Mutex::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| *data.lock().unwrap() += 1);
            }
        });
    }

    /// An update is lost only if a thread is stopped between its load and its store.
    pub fn lost_update() {
        let x = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let before = x.load(SeqCst);
                    x.store(before + 1, SeqCst);
                });
            }
        });
        assert_eq!(x.load(SeqCst), 2);
    }
}

fn without_a_bound(body: fn()) -> [Exploration; 2] {
    [
        Explorer::exhaustive().run(body),
        Explorer::exhaustive().preemptions(1_000).run(body),
    ]
}

#[test]
fn all_schedules_make_exactly_the_executions_of_the_exhaustive_search() {
    let bodies: [fn(); 8] = [
        || programs::store_buffering((SeqCst, SeqCst)),
        || programs::store_buffering((Release, Acquire)),
        || programs::store_buffering((SeqCst, Relaxed)),
        programs::message_passing,
        programs::two_writers,
        programs::increments::<3>,
        programs::increments::<2>,
        programs::mutex,
    ];
    for (number, body) in bodies.into_iter().enumerate() {
        let [graphs, schedules] = without_a_bound(body);
        assert!(graphs.is_complete(), "{number}: {graphs}");
        assert!(schedules.is_complete(), "{number}: {schedules}");
        assert_eq!(graphs.executions(), schedules.executions(), "{number}");
        graphs.assert_ok();
        schedules.assert_ok();
    }
}

#[test]
fn all_schedules_of_loops_that_wait_are_gone_through() {
    for body in [programs::spinlock, programs::wait_for_a_flag] {
        let [graphs, schedules] = without_a_bound(body);
        graphs.assert_ok();
        schedules.assert_ok();
        assert!(schedules.is_complete(), "{schedules}");
        // A round more of the loop is another execution here.
        assert!(graphs.executions() <= schedules.executions());
    }
}

#[test]
fn a_bound_on_preemptions_is_kept_and_said() {
    let memory = MemoryModel::SequentiallyConsistent;
    let none = Explorer::exhaustive().preemptions(0).memory(memory);
    let found = none.run(programs::lost_update);
    found.assert_ok();
    assert!(!found.is_complete());
    let text = found.to_string();
    let said = "executions that need more than 0 preemptions were left out (`preemptions`)";
    assert!(text.contains(said), "{text}");

    let one = Explorer::exhaustive().preemptions(1).memory(memory);
    let found = one.run(programs::lost_update);
    assert_eq!(found.failures().len(), 1, "{found}");
    assert_eq!(found.failures()[0].kind(), FailureKind::Panic);
    let token = found.failures()[0].token().expect("it can be repeated");
    let again = Explorer::replay(token).run(programs::lost_update);
    assert_eq!(again.failures()[0].kind(), FailureKind::Panic, "{again}");
    assert_eq!(
        again.failures()[0].to_string(),
        found.failures()[0].to_string()
    );
}

#[test]
fn a_bound_that_is_reached_is_said() {
    fn check(explorer: Explorer, said: &str) {
        let found = explorer.run(programs::increments::<3>);
        let text = found.to_string();
        assert!(!found.is_complete(), "{text}");
        assert!(text.contains(said), "{text}");
    }
    let exhaustive = Explorer::exhaustive;
    check(
        exhaustive().executions(2),
        "2 executions, not all of them, about ",
    );
    check(
        exhaustive().executions(2),
        "; stopped after 2 executions (`executions`)",
    );
    check(
        exhaustive().time(Duration::ZERO),
        "stopped after 0ns (`time`)",
    );
    check(exhaustive().threads(3), "more than 3 threads");
    check(exhaustive().events(6), "did not end within 6 events");
    check(
        Explorer::random(1).executions(2),
        "2 executions, not all of them; stopped after 2 executions (`executions`)",
    );

    // A bound that is exactly enough is none.
    let found = Explorer::exhaustive()
        .executions(6)
        .run(programs::increments::<3>);
    assert!(found.is_complete(), "{found}");
}

#[test]
fn the_estimate_is_of_the_right_order_and_exact_at_the_end() {
    let all = Explorer::exhaustive().run(programs::increments::<5>);
    assert_eq!(all.executions(), 120);
    assert_eq!(all.estimated_executions(), Some(120));
    for executions in [6, 12, 30, 60, 90] {
        let some = Explorer::exhaustive()
            .executions(executions)
            .run(programs::increments::<5>);
        let estimate = some.estimated_executions().expect("it has an end");
        assert!((12..=1200).contains(&estimate), "{some}");
    }
    let random = Explorer::random(1)
        .executions(9)
        .run(programs::increments::<3>);
    assert_eq!(random.estimated_executions(), None);
}

/// Burckhardt et al., ASPLOS 2010, theorem 9: of the executions of a program with `n` threads and `k` events, at least one in
/// `n * k^(d-1)` has a given bug of depth `d`. Here a store has to fall between two events of another thread (depth 2), and one
/// after the last of another thread's events (depth 1).
#[test]
fn pct_keeps_its_guarantee() {
    use std::sync::atomic::AtomicU64;
    static BETWEEN: AtomicU64 = AtomicU64::new(0);
    static LAST: AtomicU64 = AtomicU64::new(0);

    #[datarace::check]
    fn body() {
        let (x, noise) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            let looks = scope.spawn(|| {
                for _ in 0..2 {
                    noise.store(1, Relaxed);
                }
                let first = x.load(Relaxed);
                let second = x.load(Relaxed);
                for _ in 0..2 {
                    noise.store(2, Relaxed);
                }
                (first, second)
            });
            scope.spawn(|| x.store(1, Relaxed));
            let seen = looks.join().unwrap();
            datarace::untracked! {
                if seen == (0, 1) {
                    BETWEEN.fetch_add(1, Relaxed);
                }
                if seen == (0, 0) {
                    LAST.fetch_add(1, Relaxed);
                }
            }
        });
    }

    const RUNS: u64 = 2_000;
    // Three threads; their begins, ends, creations and joins count too.
    const THREADS: u64 = 3;
    const EVENTS: u64 = 17;
    for (depth, hits, most) in [(2, &BETWEEN, THREADS * EVENTS), (1, &LAST, THREADS)] {
        hits.store(0, Relaxed);
        let found = Explorer::pct(5, depth)
            .memory(MemoryModel::SequentiallyConsistent)
            .executions(RUNS)
            .run(body);
        found.assert_ok();
        let hits = hits.load(Relaxed);
        assert!(
            RUNS <= hits * most,
            "depth {depth}: {hits} of {RUNS} executions"
        );
    }
}
