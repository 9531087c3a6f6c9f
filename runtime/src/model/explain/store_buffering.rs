//! Store buffering: two threads that each store, then load what the other stores, and both miss the other's store.
//!
//! Source: [atomics.order]/4 (N4861), RC11's `psc` axiom. No edge is missing in such a run: the run itself should be
//! impossible, and it is if on each side both operations are SeqCst or a SeqCst fence stands between them, for then
//! sb; fr; sb; fr is a cycle in `psc`. So a fence that stands there is what changes, and else the operations do.
//! Errs: longer cycles are not looked for, and no fence is asked for where none stands.

use super::path::{position_read, read_object, written};
use super::steps::describe_one;
use super::trace::{Place, Trace, argument, is_publisher, ordering};
use crate::clock::Epoch;
use crate::event::{SyncEvent, SyncRecord};
use crate::race::{Change, Explanation, MissingKind, ThreadDescription};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The earlier thread's store and load, then the later thread's.
pub(super) struct Cycle {
    sides: [(Place, Place); 2],
}

/// The last such pattern before the two accesses.
pub(super) fn find(trace: &Trace<'_>) -> Option<Cycle> {
    let mut before_earlier = trace.behind_earlier();
    // Relaxed and acquire loads do not tick: those of the access's own time count as before it.
    while trace
        .record(before_earlier)
        .is_some_and(|record| !is_publisher(&record.event))
    {
        before_earlier = before_earlier.next();
    }
    let later = trace.later.thread;
    let earlier_pairs = store_then_load(trace, |place| {
        place.thread == before_earlier.thread && place.index < before_earlier.index
    });
    let later_pairs = store_then_load(trace, |place| place.thread == later);
    for (x, read_y) in earlier_pairs.iter().rev() {
        for (y, read_x) in later_pairs.iter().rev() {
            if misses(trace, *read_x, *x) && misses(trace, *read_y, *y) {
                let sides = [(*x, *read_y), (*y, *read_x)];
                return Some(Cycle { sides });
            }
        }
    }
    None
}

impl Cycle {
    pub(super) fn explanation(
        &self,
        trace: &Trace<'_>,
        threads: &dyn Fn(Epoch) -> Option<Arc<ThreadDescription>>,
    ) -> Explanation {
        let weak = |record: &SyncRecord| ordering(&record.event) != Some(Ordering::SeqCst);
        let decisive: Vec<Place> = self
            .sides
            .iter()
            .flat_map(|side| decisive(trace, side))
            .collect();
        let to_change = || {
            let records = decisive.iter().filter_map(|place| trace.record(*place));
            records.filter(|record| weak(record))
        };
        let mut advice: Vec<Change> = Vec::new();
        for change in to_change().filter_map(to_seq_cst) {
            if !advice.contains(&change) {
                advice.push(change);
            }
        }
        let all_can_change = to_change().all(|record| to_seq_cst(record).is_some());
        let shown = self.sides.iter().flat_map(|(store, load)| {
            let fence = decisive
                .iter()
                .filter(move |place| is_between(place, &(*store, *load)));
            [*store].into_iter().chain(fence.copied()).chain([*load])
        });
        let steps = shown.filter_map(|place| {
            let is_weak = decisive.contains(&place) && trace.record(place).is_some_and(weak);
            let missing = is_weak.then_some(MissingKind::NotSequentiallyConsistent);
            describe_one(trace, place, missing, threads)
        });
        let steps = steps.collect();
        let verified = all_can_change && !advice.is_empty();
        Explanation::new(steps, advice, verified)
    }
}

/// What has to be SeqCst on one side: the fence that is the strongest of those between the operations, or both of these.
fn decisive(trace: &Trace<'_>, side: &(Place, Place)) -> Vec<Place> {
    let is_fence = |record: &SyncRecord| matches!(record.event, SyncEvent::Fence { .. });
    let fences = trace
        .records()
        .filter(|(place, record)| is_fence(record) && is_between(place, side))
        .map(|(place, record)| (place, ordering(&record.event) == Some(Ordering::SeqCst)));
    match fences.max_by_key(|(_, is_seq_cst)| *is_seq_cst) {
        Some((fence, _)) => vec![fence],
        None => vec![side.0, side.1],
    }
}

fn is_between(place: &Place, (store, load): &(Place, Place)) -> bool {
    place.thread == store.thread && store.index < place.index && place.index < load.index
}

fn to_seq_cst(record: &SyncRecord) -> Option<Change> {
    Some(Change {
        site: record.site?,
        argument: argument(record)?,
        from: ordering(&record.event)?,
        to: Ordering::SeqCst,
    })
}

/// The last loads of a thread, each with the last store before it to each other object.
fn store_then_load(trace: &Trace<'_>, among: impl Fn(&Place) -> bool) -> Vec<(Place, Place)> {
    /// Patterns are short; older pairs than that are left out, which can only cost an explanation.
    const PAIRS_MAX: usize = 64;
    let mut stores: BTreeMap<usize, Place> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (place, record) in trace.records().filter(|(place, _)| among(place)) {
        if let Some(read) = read_object(record) {
            let elsewhere = stores.iter().filter(|(object, _)| **object != read);
            pairs.extend(elsewhere.map(|(_, store)| (*store, place)));
        }
        stores.extend(written(record).map(|(object, _)| (object, place)));
    }
    pairs.split_off(pairs.len().saturating_sub(PAIRS_MAX))
}

/// Whether a load read a store from before `store` in modification order.
fn misses(trace: &Trace<'_>, load: Place, store: Place) -> bool {
    let (Some(load), Some(store)) = (trace.record(load), trace.record(store)) else {
        return false;
    };
    let Some((object, position)) = written(store) else {
        return false;
    };
    read_object(load) == Some(object)
        && position_read(trace, load).is_some_and(|read| read < position)
}
