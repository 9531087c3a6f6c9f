//! The parts that the steps of a path play.

use crate::race::{MissingKind, PathOperation, PathStep, ThreadDescription};

/// A step with what its neighbors make of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role<'a> {
    /// The step.
    pub(crate) step: &'a PathStep,
    /// What it is there for.
    pub(crate) part: Part,
    /// What was missing before it, nearest first; `None`: all is well so far.
    pub(crate) broken: Option<MissingKind>,
    /// Whether the path is no path but the operations of store buffering.
    pub(crate) is_buffering: bool,
    /// Whether a fence of the same thread is the next step.
    pub(crate) leans_on_next: bool,
    /// Whether a fence of the same thread is the step before.
    pub(crate) leans_on_last: bool,
}

/// What a step is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// To publish what its thread did.
    Publish,
    /// To receive what another thread published.
    Receive,
    /// To receive and hand on: an update in the middle of a release sequence.
    Relay,
    /// To let a later store publish.
    ReleaseFence,
    /// To let an earlier load receive.
    AcquireFence,
}

impl Part {
    /// Whether it is on the side of the one who has something to tell.
    pub(crate) fn is_publishing(self) -> bool {
        matches!(self, Self::Publish | Self::ReleaseFence)
    }
}

/// The roles of a path's steps, in order.
pub(crate) fn roles(path: &[PathStep]) -> Vec<Role<'_>> {
    let buffering = Some(MissingKind::NotSequentiallyConsistent);
    let is_buffering = path.iter().any(|step| step.missing == buffering);
    let mut roles: Vec<Role<'_>> = Vec::with_capacity(path.len());
    for (n, step) in path.iter().enumerate() {
        let (last, next) = (roles.last(), path.get(n + 1));
        let is_fence_here = |other: &PathStep| {
            other.operation == PathOperation::Fence && !changes_thread(step, other)
        };
        let role = Role {
            step,
            part: part(step, last, next),
            is_buffering,
            broken: last.and_then(|last| last.step.missing.or(last.broken)),
            leans_on_next: next.is_some_and(is_fence_here),
            leans_on_last: last.is_some_and(|last| is_fence_here(last.step)),
        };
        roles.push(role);
    }
    roles
}

fn part(step: &PathStep, last: Option<&Role<'_>>, next: Option<&PathStep>) -> Part {
    let received = last.is_some_and(|last| changes_thread(last.step, step));
    let passed_on = next.is_some_and(|next| changes_thread(step, next));
    match step.operation {
        PathOperation::Store | PathOperation::Publish(_) => Part::Publish,
        PathOperation::Load | PathOperation::FailedExchange | PathOperation::Receive(_) => {
            Part::Receive
        }
        PathOperation::Update if received && passed_on => Part::Relay,
        PathOperation::Update if received => Part::Receive,
        PathOperation::Update => Part::Publish,
        PathOperation::Fence => match last.map(|last| last.part) {
            Some(Part::Receive | Part::Relay) => Part::AcquireFence,
            _ => Part::ReleaseFence,
        },
    }
}

/// Whether two steps are made by two threads.
pub(crate) fn changes_thread(one: &PathStep, other: &PathStep) -> bool {
    match (&one.thread, &other.thread) {
        (Some(one), Some(other)) => !is_same_thread(one, other),
        _ => true,
    }
}

/// Whether two descriptions are of one thread.
pub(crate) fn is_same_thread(one: &ThreadDescription, other: &ThreadDescription) -> bool {
    one.number == other.number && one.name == other.name
}
