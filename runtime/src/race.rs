//! A race, as data: complete when the rule finds it.

use std::sync::Arc;

pub use crate::access::AccessKind;
use crate::site::Site;

/// How sure a [`Race`] is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verdict {
    /// Nothing unannotated could have ordered the pair.
    Race,
    /// Both sides ran code that is not annotated in between, and it might have synchronized.
    Unproven,
}

impl Verdict {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Race, Self::Unproven];
}

/// A thread as reports name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreadDescription {
    /// `std::thread::Thread::name`, if it has one.
    pub(crate) name: Option<String>,
    /// Counts the threads of a session in the order in which they were made; 0 opened the session.
    pub(crate) number: u32,
    /// Where it was spawned and by whom, if annotated code did it.
    pub(crate) created: Option<(&'static Site, Arc<ThreadDescription>)>,
}

impl ThreadDescription {
    /// The name that the program gave it, if any.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its number in the session, in the order in which threads were made; 0 opened the session.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Where it was spawned, if annotated code did it.
    pub fn spawned_at(&self) -> Option<&'static Site> {
        self.created.as_ref().map(|(site, _)| *site)
    }

    /// Which thread spawned it, if annotated code did it.
    pub fn spawned_by(&self) -> Option<&ThreadDescription> {
        self.created.as_ref().map(|(_, creator)| creator.as_ref())
    }
}

/// One side of a race.
#[derive(Clone, Debug)]
pub struct Access {
    pub(crate) kind: AccessKind,
    pub(crate) site: &'static Site,
    pub(crate) thread: Arc<ThreadDescription>,
    /// See [`Access::stack`].
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

    /// The calls in annotated code around it, innermost first, as the access was made.
    ///
    /// The later access of a race in an ordinary run has it, since the race is found while it is being made. The earlier one
    /// has not: what is kept of each access is its place and its thread's time, and keeping the calls too would cost every
    /// call for the sake of a rare report; its function is in [`site`](Self::site). It is empty in an exploration too, where
    /// [`token`](Race::token) shows the whole execution again.
    pub fn stack(&self) -> &[&'static Site] {
        &self.stack
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
///
/// Invariant: `missing` is what `path` says is missing, in the same order; `Explanation::new` sees to it.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    pub(crate) path: Vec<PathStep>,
    pub(crate) missing: Vec<MissingEdge>,
    pub(crate) advice: Vec<Change>,
    pub(crate) verified: bool,
}

impl Explanation {
    /// An explanation with its path: the synchronization operations that lie between the earlier access and the later
    /// one, in order. `advice` is the weakest change that closes the race, `verified` whether it was tried and the
    /// race was gone.
    pub(crate) fn new(path: Vec<PathStep>, advice: Vec<Change>, verified: bool) -> Self {
        let missing = path.iter().filter_map(PathStep::to_missing).collect();
        Self {
            path,
            missing,
            advice,
            verified,
        }
    }

    /// See [`Race::missing`].
    pub fn missing(&self) -> &[MissingEdge] {
        &self.missing
    }

    /// See [`Race::advice`].
    pub fn advice(&self) -> &[Change] {
        &self.advice
    }

    /// See [`Race::is_verified`].
    pub fn is_verified(&self) -> bool {
        self.verified
    }

    /// Nothing connects the two threads between the accesses: no ordering can help.
    pub(crate) fn no_path() -> Self {
        Self {
            missing: vec![MissingEdge {
                kind: MissingKind::NoPath,
                operation: None,
                site: None,
                argument: None,
                thread: None,
            }],
            ..Self::default()
        }
    }
}

/// What a thread does at a step of the path from the earlier access to the later one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum PathOperation {
    /// An atomic store.
    Store,
    /// An atomic load.
    Load,
    /// A read-modify-write that wrote.
    Update,
    /// A `compare_exchange` that failed: a load with the failure ordering.
    FailedExchange,
    /// A fence.
    Fence,
    /// An edge of another kind begins: "unlock", "send", "spawn".
    Publish(&'static str),
    /// .. and ends: "lock", "recv", "join".
    Receive(&'static str),
}

/// What is missing at a step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum MissingKind {
    /// A store, update or fence without `Release`: what its thread did before is not published.
    PublishesNothing,
    /// A load, update, failed exchange or fence without `Acquire`: what was published is not received.
    ReceivesNothing,
    /// A relaxed store that replaced a published value: it ends the release sequence, and who reads it receives nothing.
    SequenceCut,
    /// A relaxed operation that only a fence next to it could make an edge of: there is none.
    FenceMissing,
    /// A fence on the wrong side of the operation or of the access.
    FenceMisplaced,
    /// A load that read a value from before the one that publishes: whoever reads that goes on without the edge.
    ReadsOlder,
    /// An operation that only `SeqCst` on all operations of the pattern keeps in one order with the others.
    NotSequentiallyConsistent,
    /// Nothing connects the two threads between the accesses.
    NoPath,
}

/// One operation on the path from the earlier access to the later one.
#[derive(Clone, Debug)]
pub(crate) struct PathStep {
    /// What it does.
    pub(crate) operation: PathOperation,
    /// Where; `None` for what has no place in annotated code.
    pub(crate) site: Option<&'static Site>,
    /// Which ordering argument of the site (0 or 1) the operation used, if it has one.
    pub(crate) argument: Option<usize>,
    /// Which thread.
    pub(crate) thread: Option<Arc<ThreadDescription>>,
    /// What is wrong with it; `None`: it does its part.
    pub(crate) missing: Option<MissingKind>,
}

impl PathStep {
    fn to_missing(&self) -> Option<MissingEdge> {
        self.missing.map(|kind| MissingEdge {
            kind,
            operation: Some(self.operation),
            site: self.site,
            argument: self.argument,
            thread: self.thread.clone(),
        })
    }
}

/// A piece of the path from the earlier access to the later one that is missing.
///
/// Its text (`Display`) is the sentence of the report.
#[derive(Clone, Debug)]
pub struct MissingEdge {
    pub(crate) kind: MissingKind,
    pub(crate) operation: Option<PathOperation>,
    pub(crate) site: Option<&'static Site>,
    pub(crate) argument: Option<usize>,
    pub(crate) thread: Option<Arc<ThreadDescription>>,
}

impl MissingEdge {
    /// What is missing.
    pub fn kind(&self) -> MissingKind {
        self.kind
    }

    /// At which operation, if it is about one.
    pub fn operation(&self) -> Option<PathOperation> {
        self.operation
    }

    /// Where, if it has a place in annotated code.
    pub fn site(&self) -> Option<&'static Site> {
        self.site
    }

    /// Which `Ordering` argument of the site (0 or 1), if it is about one.
    pub fn argument(&self) -> Option<usize> {
        self.argument
    }

    /// The thread that made the operation.
    pub fn thread(&self) -> Option<&ThreadDescription> {
        self.thread.as_deref()
    }
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

    /// Whether [`advice`](Self::advice) was tried: with it, the race is gone and no other appears.
    pub fn is_verified(&self) -> bool {
        self.explanation.verified
    }

    /// The code without annotation that might have ordered the pair, if the verdict is [`Verdict::Unproven`].
    pub fn unannotated(&self) -> &[String] {
        &self.unannotated
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
