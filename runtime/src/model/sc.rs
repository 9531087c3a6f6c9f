//! Everything that SeqCst adds.
//!
//! Source: [atomics.order]/4 to /7 (N4861), RC11's `psc` axiom.
//! To happens-before it adds nothing: a SeqCst load acquires, a SeqCst store releases, a SeqCst fence does both, and two
//! SeqCst operations are ordered by that alone. It restricts which store a load may read.
//!
//! In an ordinary run each load reads the latest store, and the order in which the run performed its operations is a
//! single total order S of all of them: such a run satisfies `psc` whatever is SeqCst in it, and nothing is to be decided.
//!
//! Where loads may read older stores, S still is the order of the run. A load L that reads an older store is coherence-ordered
//! before each later store and each read of one; call such an event B. The axiom forbids that L, or a SeqCst fence that
//! happens before L, comes after B, or after a SeqCst fence that B happens before, where those of the two that are not
//! fences are SeqCst accesses. [`ScOrder::bound`] says what that hides from a load, [`Bound`] for its object.
//!
//! Errs, in one direction only, that fewer older stores are offered (a race may be missed, none is invented; test:
//! `history_offers_what_the_axioms_allow`):
//! - S is the order of the run, though another order might satisfy the axiom;
//! - a SeqCst load that read a relaxed store counts as B, as in the standard's text; RC11 has no such edge (IRIW with relaxed
//!   writers);
//! - only the last fences are remembered: the oldest of them stands for those before it.

use crate::clock::{Epoch, VectorClock};
use crate::model::view::ThreadView;
use std::collections::VecDeque;

/// The order S of all SeqCst operations of a run.
#[derive(Clone, Default, Debug)]
pub struct ScOrder {
    /// How many operations there were.
    len: u64,
    /// All that happens before some SeqCst fence.
    before_fences: VectorClock,
    /// The last fences, oldest first.
    fences: VecDeque<Fence>,
    /// Whether older fences were forgotten.
    has_forgotten: bool,
}

#[derive(Clone, Debug)]
struct Fence {
    epoch: Epoch,
    bound: Bound,
}

/// What SeqCst hides from a load: the stores older than what was accessed by the first SeqCst operations, or than what
/// happens before a fence among them.
#[derive(Clone, Default, Debug)]
pub struct Bound {
    number: u64,
    clock: VectorClock,
}

impl Bound {
    /// How many operations of S come first.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What happens before the fences among them.
    pub fn clock(&self) -> &VectorClock {
        &self.clock
    }
}

impl ScOrder {
    /// No operation yet.
    pub const fn new() -> Self {
        Self {
            len: 0,
            before_fences: VectorClock::new(),
            fences: VecDeque::new(),
            has_forgotten: false,
        }
    }

    /// A SeqCst access was made: its number in S.
    pub fn access(&mut self) -> u64 {
        self.len += 1;
        self.len - 1
    }

    /// A SeqCst fence was made: `epoch` is the one that it bears, `view` that of its thread behind it.
    pub fn fence(&mut self, epoch: Epoch, view: &ThreadView) {
        /// Programs with more fences between a fence and a load that it affects are rare.
        const FENCES_MAX: usize = 64;
        let bound = self.now();
        self.fences.push_back(Fence { epoch, bound });
        if FENCES_MAX < self.fences.len() {
            self.fences.pop_front();
            self.has_forgotten = true;
        }
        self.len += 1;
        self.before_fences.join(&view.clock_before(epoch));
    }

    /// What S hides from a load that is not SeqCst: as of the last fence that happens before it.
    pub fn bound(&self, view: &ThreadView) -> Bound {
        let known = self
            .fences
            .iter()
            .rev()
            .find(|fence| view.covers(fence.epoch));
        let forgotten = || self.fences.front().filter(|_| self.has_forgotten);
        known
            .or_else(forgotten)
            .map(|fence| fence.bound.clone())
            .unwrap_or_default()
    }

    /// What S hides from a SeqCst load that comes next.
    pub fn now(&self) -> Bound {
        Bound {
            number: self.len,
            clock: self.before_fences.clone(),
        }
    }
}
