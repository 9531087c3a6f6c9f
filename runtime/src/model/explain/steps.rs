//! From a path to what the report shows: each step with what is missing there, and the fences and stores beside the path
//! that explain it.

use super::path::{Need, Path, Step, written};
use super::trace::{Part, Place, Trace, argument, operation};
use crate::clock::Epoch;
use crate::event::{SyncEvent, SyncRecord};
use crate::race::{MissingKind, PathStep, ThreadDescription};
use std::sync::Arc;

type Threads<'a> = &'a dyn Fn(Epoch) -> Option<Arc<ThreadDescription>>;

/// The steps as the report shows them.
pub(super) fn describe(trace: &Trace<'_>, path: &Path, threads: Threads<'_>) -> Vec<PathStep> {
    let mut shown = Vec::new();
    let mut known_from = trace.behind_earlier();
    for step in &path.steps {
        shown.extend(around(trace, step, known_from));
        known_from = step.place.next();
    }
    shown.dedup_by(|next, last| {
        let same = is_same_relay(trace, *last, *next);
        if same {
            *last = *next;
        }
        same
    });
    let describe = |(place, missing)| describe_one(trace, place, missing, threads);
    shown.into_iter().filter_map(describe).collect()
}

/// Whether two updates that hand a message on stand at one place in the source: of a counter that many threads count down,
/// the last is shown.
fn is_same_relay(trace: &Trace<'_>, (last, last_missing): Shown, (next, missing): Shown) -> bool {
    let relay = |place: Place| {
        let record = trace.record(place)?;
        let reads =
            matches!(record.event, SyncEvent::Rmw { .. }) && place.thread != trace.earlier.thread;
        record.site.filter(|_| reads)
    };
    let both_do_their_part = last_missing.is_none() && missing.is_none();
    both_do_their_part && relay(last).is_some() && relay(last) == relay(next)
}

/// One record as a step.
pub(super) fn describe_one(
    trace: &Trace<'_>,
    place: Place,
    missing: Option<MissingKind>,
    threads: Threads<'_>,
) -> Option<PathStep> {
    let record = trace.record(place)?;
    Some(PathStep {
        operation: operation(&record.event),
        site: record.site,
        argument: argument(record),
        thread: threads(Epoch {
            thread: record.thread,
            time: record.time,
        }),
        missing,
    })
}

type Shown = (Place, Option<MissingKind>);

/// A step, with what stands beside it and explains it. `known_from` is where its thread got the knowledge.
fn around(trace: &Trace<'_>, step: &Step, known_from: Place) -> Vec<Shown> {
    let place = step.place;
    let fence = |place| (place, Some(MissingKind::FenceMisplaced));
    match step.need {
        Need::Nothing => vec![(place, None)],
        Need::Other(kind) => vec![(place, Some(kind))],
        Need::Ordering(Part::Release) => match cut_by(trace, place, known_from) {
            Some(head) => vec![(head, None), (place, Some(MissingKind::SequenceCut))],
            None => misplaced_release(trace, place, known_from)
                .map(fence)
                .into_iter()
                .chain([(place, Some(MissingKind::PublishesNothing))])
                .collect(),
        },
        Need::Ordering(Part::Acquire) => [(place, Some(MissingKind::ReceivesNothing))]
            .into_iter()
            .chain(misplaced_acquire(trace, place).map(fence))
            .collect(),
    }
}

/// The release store of the same thread whose release sequence the relaxed store at `place` ends.
fn cut_by(trace: &Trace<'_>, place: Place, known_from: Place) -> Option<Place> {
    let record = trace.record(place)?;
    let SyncEvent::Store { object, .. } = record.event else {
        return None;
    };
    if known_from.thread != place.thread {
        return None;
    }
    let (head, last) = (known_from.index..place.index)
        .rev()
        .map(|index| Place { index, ..place })
        .filter_map(|place| Some((place, trace.record(place)?)))
        .find(|(_, record)| written(record).is_some_and(|(other, _)| other == object))?;
    releases(last).then_some(head)
}

/// A release fence next to a store, on its wrong side or on the wrong side of the access.
fn misplaced_release(trace: &Trace<'_>, place: Place, known_from: Place) -> Option<Place> {
    let is_release_fence = |place: &Place| {
        let record = trace.record(*place);
        record.is_some_and(
            |record| matches!(record.event, SyncEvent::Fence { order } if order.releases()),
        )
    };
    let before_access = (known_from.thread == place.thread)
        .then(|| known_from.index.checked_sub(1))
        .flatten()
        .map(|index| Place { index, ..place });
    let right_before_access = before_access.filter(|_| known_from.index == place.index);
    [Some(place.next()), right_before_access]
        .into_iter()
        .flatten()
        .find(is_release_fence)
}

/// An acquire fence right before a load.
fn misplaced_acquire(trace: &Trace<'_>, place: Place) -> Option<Place> {
    let index = place.index.checked_sub(1)?;
    let before = Place { index, ..place };
    match trace.record(before)?.event {
        SyncEvent::Fence { order } if order.acquires() => Some(before),
        _ => None,
    }
}

fn releases(record: &SyncRecord) -> bool {
    match record.event {
        SyncEvent::Store { order, .. } => order.releases(),
        SyncEvent::Rmw { order, .. } => order.releases(),
        _ => false,
    }
}
