//! The public types without the feature `track`: the body runs once, and one line says that nothing was tracked.
//!
//! Invariant: every name and signature here is one of the tracking form, so that a program that compiles with the
//! feature compiles without it (`tests/feature-off.sh` builds the same programs both ways).

use std::fmt;
use std::sync::Once;
use std::time::Duration;

use crate::race::{Access, Change, MissingEdge, Race, ThreadDescription, Verdict};

/// Says, once in a process, that silence is no pass.
fn say_that_nothing_is_tracked() {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        eprintln!(
            "datarace: nothing was tracked, because the feature `track` of the crate `datarace` is off"
        );
    });
}

/// Runs `f`.
pub fn observe<T>(f: impl FnOnce() -> T) -> Observation<T> {
    say_that_nothing_is_tracked();
    Observation { value: f() }
}

/// What was seen in one run: nothing.
#[derive(Debug)]
pub struct Observation<T> {
    value: T,
}

impl<T> Observation<T> {
    /// None: nothing was tracked.
    pub fn races(&self) -> &[Race] {
        &[]
    }

    /// None: nothing was tracked.
    pub fn unproven(&self) -> &[Race] {
        &[]
    }

    /// Zero: nothing was tracked.
    pub fn events(&self) -> u64 {
        0
    }

    /// What the body returned.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the body returned.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Does nothing.
    pub fn assert_race_free(&self) {}
}

/// Which values loads may read in an exploration.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum MemoryModel {
    /// Those of Rust's memory model, stale ones included.
    #[default]
    Rust,
    /// The latest ones only.
    SequentiallyConsistent,
}

/// Would run a body in many ways; runs it once.
#[derive(Clone, Debug)]
pub struct Explorer(());

impl Explorer {
    /// Every execution.
    pub fn exhaustive() -> Self {
        Self(())
    }

    /// A random walk.
    pub fn random(_seed: u64) -> Self {
        Self(())
    }

    /// Probabilistic concurrency testing.
    pub fn pct(_seed: u64, _depth: u32) -> Self {
        Self(())
    }

    /// The execution of a token.
    pub fn replay(_token: impl AsRef<str>) -> Self {
        Self(())
    }

    /// A bound that one run does not reach.
    #[must_use]
    pub fn executions(self, _max: u64) -> Self {
        self
    }

    /// A bound that one run does not reach.
    #[must_use]
    pub fn threads(self, _max: usize) -> Self {
        self
    }

    /// A bound that one run does not reach.
    #[must_use]
    pub fn events(self, _max: usize) -> Self {
        self
    }

    /// A bound that one run does not reach.
    #[must_use]
    pub fn time(self, _max: Duration) -> Self {
        self
    }

    /// A bound that one run does not reach.
    #[must_use]
    pub fn preemptions(self, _max: usize) -> Self {
        self
    }

    /// Which values loads may read.
    #[must_use]
    pub fn memory(self, _model: MemoryModel) -> Self {
        self
    }

    /// Runs the body once.
    pub fn run<T>(self, body: impl Fn() -> T) -> Exploration {
        say_that_nothing_is_tracked();
        body();
        Exploration(())
    }
}

/// What was seen: nothing.
#[derive(Debug)]
pub struct Exploration(());

impl Exploration {
    /// None: nothing was tracked.
    pub fn races(&self) -> &[Race] {
        &[]
    }

    /// None: nothing was tracked. A panic of the body is not held back.
    pub fn failures(&self) -> &[Failure] {
        &[]
    }

    /// One.
    pub fn executions(&self) -> u64 {
        1
    }

    /// Zero.
    pub fn blocked(&self) -> u64 {
        0
    }

    /// Unknown.
    pub fn estimated_executions(&self) -> Option<u64> {
        None
    }

    /// Never: nothing was explored.
    pub fn is_complete(&self) -> bool {
        false
    }

    /// Does nothing.
    pub fn assert_ok(&self) {}
}

/// What went wrong in an exploration. There is none without one.
#[derive(Clone, Debug)]
pub struct Failure {
    never: std::convert::Infallible,
}

/// The kind of a [`Failure`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum FailureKind {
    /// The body or one of its threads panicked, as a failed assertion does.
    Panic,
    /// Threads wait for each other, or for something that nobody does.
    Deadlock,
    /// A loop waits for a value that nobody writes.
    Livelock,
    /// The body did something else when it was run again in the same way.
    Nondeterminism,
    /// A thread waits in code that is not annotated.
    Unannotated,
    /// The replay token does not fit the program.
    Replay,
}

impl Failure {
    /// What kind it is.
    pub fn kind(&self) -> FailureKind {
        match self.never {}
    }

    /// What happened, in one line.
    pub fn message(&self) -> &str {
        match self.never {}
    }

    /// What replays it.
    pub fn token(&self) -> Option<&str> {
        match self.never {}
    }
}

/// These are made by the tracker only, so nothing is ever printed here.
macro_rules! printed_by_the_tracker {
    ($($name:ident)*) => {
        $(
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Debug::fmt(self, f)
                }
            }
        )*
    };
}

printed_by_the_tracker! {
    Access Change Exploration Failure FailureKind MissingEdge Race ThreadDescription Verdict
}
