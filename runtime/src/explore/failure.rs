//! What goes wrong in an execution besides races, as data.

use crate::explore::plain::Made;
use crate::race::ThreadDescription;
use crate::report::failure;
use crate::site::Site;
use std::fmt;
use std::sync::Arc;

/// How an execution ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// All threads came to their end.
    Complete,
    /// Some thread waits for something that does not come in this execution.
    Blocked,
}

/// What went wrong in one execution.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    Race {
        earlier: Made,
        later: Made,
        bytes: usize,
        /// How many events came before it.
        at: usize,
    },
    Nondeterminism {
        thread: u32,
        before: Option<&'static Site>,
        now: Option<&'static Site>,
    },
    TooManyEvents {
        site: Option<&'static Site>,
    },
    /// As `TooManyEvents`, where another thread could have gone on.
    Unfair {
        site: Option<&'static Site>,
    },
    TooManyThreads {
        site: &'static Site,
    },
    Deadlock,
    Unannotated,
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

impl FailureKind {
    /// The kind in one word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
            Self::Nondeterminism => "nondeterminism",
            Self::Unannotated => "unannotated",
            Self::Replay => "replay",
        }
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Where a thread stands when its execution is over.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub thread: Arc<ThreadDescription>,
    pub site: Option<&'static Site>,
    pub what: String,
}

/// One event of the execution that shows the failure.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub thread: Arc<ThreadDescription>,
    pub site: Option<&'static Site>,
    /// What was read, which step wrote it, and whether a newer value was there.
    pub read: Option<(u64, Option<usize>, bool)>,
    /// What a call into a primitive did, as a verb.
    pub does: Option<String>,
}

/// An execution that ends badly.
#[derive(Clone, Debug)]
pub struct Failure {
    pub(super) kind: FailureKind,
    pub(super) message: String,
    pub(super) token: Option<String>,
    pub(super) standing: Vec<Standing>,
    pub(super) steps: Vec<Step>,
}

impl Failure {
    /// What kind it is.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What happened, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What `DATARACE_REPLAY` and [`Explorer::replay`](crate::Explorer::replay) take to see it again.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

/// A failure in the words of the reports.
pub(super) struct Shown<'a> {
    failure: &'a Failure,
    standing: Vec<failure::Standing>,
    steps: Vec<failure::Step>,
}

impl Failure {
    pub(super) fn shown(&self) -> Shown<'_> {
        let standing = self.standing.iter().map(|one| failure::Standing {
            thread: Arc::clone(&one.thread),
            site: one.site,
            what: one.what.clone(),
        });
        let steps = self.steps.iter().map(|step| failure::Step {
            thread: Arc::clone(&step.thread),
            site: step.site,
            read: step
                .read
                .map(|(value, from, stale)| failure::Read { value, from, stale }),
            does: step.does.clone(),
        });
        Shown {
            failure: self,
            standing: standing.collect(),
            steps: steps.collect(),
        }
    }
}

impl Shown<'_> {
    pub(super) fn report(&self) -> failure::FailureReport<'_> {
        failure::FailureReport {
            kind: self.failure.kind.word(),
            message: &self.failure.message,
            standing: &self.standing,
            steps: &self.steps,
            help: None,
            token: self.failure.token.as_deref(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}
