//! A race, as data: complete when the rule finds it.

use std::fmt;
use std::sync::Arc;

pub use crate::event::AccessKind;
use crate::site::Site;

/// How sure a [`Race`] is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verdict {
    /// Nothing unannotated could have ordered the pair.
    Race,
    /// Both sides ran code that is not annotated in between, and it might have synchronized.
    Unproven,
}

/// A thread as reports name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreadDescription {
    /// `std::thread::Thread::name`, if it has one.
    pub name: Option<String>,
    /// Counts the threads of a session in the order in which they were made; 0 opened the session.
    pub number: u32,
    /// Where it was spawned and by whom, if annotated code did it.
    pub created: Option<(&'static Site, Arc<ThreadDescription>)>,
}

/// One side of a race.
#[derive(Clone, Debug)]
pub struct Access {
    pub(crate) kind: AccessKind,
    pub(crate) site: &'static Site,
    pub(crate) thread: Arc<ThreadDescription>,
    /// Annotated calls around it, innermost first; empty where it is not known (the earlier side, mostly).
    pub(crate) stack: Vec<&'static Site>,
}

impl Access {
    /// How memory was touched.
    pub fn kind(&self) -> AccessKind {
        self.kind
    }

    /// The memory as the source names it.
    pub fn place(&self) -> &str {
        self.site.place
    }

    /// Where in the source.
    pub fn site(&self) -> &'static Site {
        self.site
    }

    /// The thread.
    pub fn thread(&self) -> &ThreadDescription {
        &self.thread
    }
}

/// Two conflicting accesses that nothing orders.
#[derive(Clone, Debug)]
pub struct Race {
    pub(crate) verdict: Verdict,
    pub(crate) earlier: Access,
    pub(crate) later: Access,
    /// The bytes both touch.
    pub(crate) bytes: usize,
    /// How often the same pair of sites and kinds raced.
    pub(crate) count: u64,
    /// Filled by `model::explain`.
    pub(crate) explanation: Explanation,
    /// Replay token, in an exploration.
    pub(crate) token: Option<String>,
    /// The unannotated code that made an [`Verdict::Unproven`], in words.
    pub(crate) unannotated: Vec<String>,
}

/// Why nothing orders the pair, and what would.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The edge that is missing, piece by piece, from the earlier access to the later one.
    pub missing: Vec<MissingEdge>,
    /// The weakest change that closes the race; empty if no ordering can.
    pub advice: Vec<Change>,
    /// Whether the change was tried and the race was gone.
    pub verified: bool,
}

/// A piece of the missing path. Owned by the report helper: extend as needed.
#[derive(Clone, Debug)]
pub struct MissingEdge {
    /// Where, if it has a place.
    pub site: Option<&'static Site>,
    /// Which ordering argument of the site (0 or 1), if it is about one.
    pub argument: Option<usize>,
    /// The sentence, from the table in `report::advice`.
    pub text: String,
}

/// One ordering to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The site of the operation.
    pub site: &'static Site,
    /// Which ordering argument of the site (0 or 1).
    pub argument: usize,
    /// What stands there.
    pub from: std::sync::atomic::Ordering,
    /// What should.
    pub to: std::sync::atomic::Ordering,
}

impl Race {
    /// How sure it is.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The access that was made first in this run.
    pub fn earlier(&self) -> &Access {
        &self.earlier
    }

    /// The access that was made second.
    pub fn later(&self) -> &Access {
        &self.later
    }

    /// How many bytes both touch.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How often it was seen; equal races are one report.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The pieces of the path from the earlier access to the later one that are missing.
    pub fn missing(&self) -> &[MissingEdge] {
        &self.explanation.missing
    }

    /// The weakest change of orderings that closes the race; empty if no ordering can.
    pub fn advice(&self) -> &[Change] {
        &self.explanation.advice
    }

    /// What `DATARACE_REPLAY` takes to see it again, if it comes from an exploration.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

impl fmt::Display for MissingEdge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
