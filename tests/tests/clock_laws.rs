//! Vector clocks are a lattice, and say what a map of times says.
#![cfg(feature = "track")]

use datarace::__model::clock::{Epoch, ThreadIndex, VectorClock};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;

type Times = BTreeMap<u32, u32>;

fn times() -> impl Strategy<Value = Times> {
    btree_map(0..12_u32, 1..6_u32, 0..12)
}

fn epoch((thread, time): (u32, u32)) -> Epoch {
    let thread = ThreadIndex(thread);
    Epoch { thread, time }
}

fn clock(times: &Times) -> VectorClock {
    times
        .iter()
        .map(|(thread, time)| epoch((*thread, *time)))
        .collect()
}

fn joined(a: &VectorClock, b: &VectorClock) -> VectorClock {
    let mut joined = a.clone();
    joined.join(b);
    joined
}

proptest! {
    #[test]
    fn join_is_the_least_upper_bound(a in times(), b in times(), c in times()) {
        let (a, b, c) = (clock(&a), clock(&b), clock(&c));
        let both = joined(&a, &b);
        prop_assert!(both.covers_all(&a) && both.covers_all(&b));
        prop_assert_eq!(c.covers_all(&both), c.covers_all(&a) && c.covers_all(&b));
    }

    #[test]
    fn join_is_associative_commutative_and_idempotent(a in times(), b in times(), c in times()) {
        let (a, b, c) = (clock(&a), clock(&b), clock(&c));
        prop_assert_eq!(joined(&a, &b), joined(&b, &a));
        prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
        prop_assert_eq!(joined(&a, &a), a.clone());
        prop_assert_eq!(joined(&a, &VectorClock::new()), a);
    }

    /// A clock that nobody shares is joined in place, another one is not; what others share stays as it was.
    #[test]
    fn a_join_in_place_is_the_same(a in times(), b in times()) {
        let (mut alone, other) = (clock(&a), clock(&b));
        let mut shared = clock(&a);
        let held = shared.clone();
        alone.join(&other);
        shared.join(&other);
        prop_assert_eq!(&alone, &shared);
        prop_assert_eq!(held, clock(&a));
        prop_assert_eq!(other, clock(&b));
        let mut expected = a;
        for (thread, time) in b {
            let known = expected.entry(thread).or_default();
            *known = time.max(*known);
        }
        prop_assert_eq!(alone, clock(&expected));
    }

    #[test]
    fn cover_is_a_partial_order(a in times(), b in times(), c in times()) {
        let (a, b, c) = (clock(&a), clock(&b), clock(&c));
        prop_assert!(a.covers_all(&a));
        prop_assert_eq!(a.covers_all(&b) && b.covers_all(&a), a == b);
        prop_assert!(!(a.covers_all(&b) && b.covers_all(&c)) || a.covers_all(&c));
        prop_assert!(a.covers_all(&VectorClock::new()));
    }

    #[test]
    fn a_clock_covers_the_epochs_up_to_its_times(a in times(), thread in 0..14_u32, time in 0..8_u32) {
        let expected = time <= a.get(&thread).copied().unwrap_or(0);
        let clock = clock(&a);
        prop_assert_eq!(clock.covers(epoch((thread, time))), expected);
        prop_assert_eq!(clock.time(ThreadIndex(thread)), a.get(&thread).copied().unwrap_or(0));
        prop_assert_eq!(clock.iter().map(|e| (e.thread.0, e.time)).collect::<Times>(), a);
    }

    #[test]
    fn a_tick_advances_one_component_and_no_clone(a in times(), ticks in vec(0..12_u32, 0..8)) {
        let before = clock(&a);
        let mut after = before.clone();
        for thread in ticks.iter().map(|thread| ThreadIndex(*thread)) {
            let last = after.clone();
            let epoch = after.tick(thread);
            prop_assert_eq!(epoch.time, last.time(thread) + 1);
            prop_assert!(after.covers(epoch) && !last.covers(epoch) && after.covers_all(&last));
            prop_assert!(after.iter().all(|e| e == epoch || last.time(e.thread) == e.time));
        }
        prop_assert_eq!(before, clock(&a));
    }

    #[test]
    fn equal_knowledge_is_an_equal_clock(a in times()) {
        let mut backwards = VectorClock::new();
        for (thread, time) in a.iter().rev() {
            backwards.include(epoch((*thread, 1)));
            backwards.include(epoch((*thread, *time)));
            backwards.include(epoch((*thread + 20, 0)));
        }
        prop_assert_eq!(backwards.is_empty(), a.is_empty());
        prop_assert_eq!(backwards, clock(&a));
    }
}

#[test]
fn the_last_time_stays() {
    let last = Epoch {
        thread: ThreadIndex(0),
        time: u32::MAX,
    };
    let mut clock: VectorClock = [last].into_iter().collect();
    assert_eq!(clock.tick(ThreadIndex(0)), last);
}
