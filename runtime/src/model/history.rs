//! The history of an atomic object: which of its stores a load may still read.
//!
//! Source: coherence, [intro.races]/15 to /18 (N4861); a bounded store buffer per object as in tsan11 (Lidbury & Donaldson,
//! POPL 2017) and Miri's `weak_memory.rs`. What SeqCst forbids is in [`sc`](crate::model::sc).
//! Departs from the standard: a store is always the last in modification order, so a store that arrives in an order other
//! than that of the run (2+2W) is not offered; and only the last stores are kept. Both offer fewer reads than the model
//! allows: races are missed, none is invented (test: `history_offers_what_the_axioms_allow`).
//! Invariant: positions count from 0, which is the initial value, in modification order; what is kept is a suffix, and
//! it is never empty.

use crate::clock::Epoch;
use crate::event::StoreId;
use crate::model::message::Message;
use crate::model::sc::Bound;
use crate::model::view::ThreadView;
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::ops::RangeInclusive;

/// The last stores to an object, in modification order.
#[derive(Clone, Debug)]
pub struct History {
    stores: VecDeque<Stored>,
    /// How many stores were dropped: the position of the first that is kept.
    dropped: u64,
    /// When, in the order of SeqCst, which position was written or read at the latest. Both rise.
    seq_cst: SmallVec<[(u64, u64); 2]>,
    len_max: usize,
}

/// A store.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The value.
    pub value: u64,
    /// What an acquire load receives.
    pub message: Message,
    /// Which event it is; `None` for the initial value.
    pub id: Option<StoreId>,
    /// The epoch that the store bears; `None` for the initial value, which everyone may have seen.
    pub epoch: Option<Epoch>,
    /// The first read by each thread that read it.
    readers: SmallVec<[Epoch; 2]>,
}

impl Stored {
    /// A store that nobody has read.
    pub fn new(value: u64, message: Message, event: Option<(StoreId, Epoch)>) -> Self {
        Self {
            value,
            message,
            id: event.map(|(id, _)| id),
            epoch: event.map(|(_, epoch)| epoch),
            readers: SmallVec::new(),
        }
    }

    /// Whether it, or a read of it, happens before the next event of a thread.
    fn is_known(&self, covers: impl Fn(Epoch) -> bool) -> bool {
        self.epoch
            .into_iter()
            .chain(self.readers.iter().copied())
            .any(covers)
    }
}

impl History {
    /// An object with its initial value. At least one store is kept.
    pub fn new(initial: Stored, len_max: usize) -> Self {
        Self {
            stores: VecDeque::from([initial]),
            dropped: 0,
            seq_cst: SmallVec::new(),
            len_max: len_max.max(1),
        }
    }

    /// The position of the last store: what every read-modify-write reads, and what a plain run reads.
    pub fn latest(&self) -> u64 {
        self.dropped + self.stores.len() as u64 - 1
    }

    /// The store at a position, if it is still kept.
    pub fn at(&self, position: u64) -> Option<&Stored> {
        let index = position.checked_sub(self.dropped)?;
        self.stores.get(usize::try_from(index).ok()?)
    }

    /// The epochs of the store at a position, if it bears one, and of the first read of it by each thread.
    pub fn accesses(&self, position: u64) -> impl Iterator<Item = Epoch> + '_ {
        self.at(position).into_iter().flat_map(|stored| {
            stored
                .epoch
                .into_iter()
                .chain(stored.readers.iter().copied())
        })
    }

    /// Adds a store behind all others.
    pub fn push(&mut self, stored: Stored) {
        self.stores.push_back(stored);
        if self.len_max < self.stores.len() {
            self.stores.pop_front();
            self.dropped += 1;
        }
    }

    /// The positions that a load by this thread may read. `bound` is what SeqCst adds, see [`sc`](crate::model::sc).
    pub fn readable(&self, view: &ThreadView, bound: &Bound) -> RangeInclusive<u64> {
        let hidden = |stored: &Stored| {
            // CoWR, CoRR: what happens before the load, or was read by what does, hides all that is older.
            stored.is_known(|epoch| view.covers(epoch) || bound.clock().covers(epoch))
        };
        let known = self.stores.iter().rposition(hidden).unwrap_or_default();
        let seq_cst = self
            .seq_cst
            .iter()
            .rev()
            .find(|(number, _)| *number < bound.number());
        let first = (self.dropped + known as u64).max(seq_cst.map_or(0, |(_, position)| *position));
        first..=self.latest()
    }

    /// Notes that the event with this epoch read the store at a position.
    pub fn read(&mut self, position: u64, by: Epoch) {
        let index = position
            .checked_sub(self.dropped)
            .and_then(|index| usize::try_from(index).ok());
        let stored = index.and_then(|index| self.stores.get_mut(index));
        if let Some(readers) = stored.map(|stored| &mut stored.readers)
            // The first read of a thread is covered whenever a later one is.
            && !readers.iter().any(|reader| reader.thread == by.thread)
        {
            readers.push(by);
        }
    }

    /// Notes that a SeqCst access, the `number`th operation in the order of SeqCst, read or wrote a position.
    pub fn accessed_seq_cst(&mut self, number: u64, position: u64) {
        /// Older entries are merged: their positions then hold from the earlier number on, which offers fewer reads.
        const ENTRIES_MAX: usize = 8;
        let position = self
            .seq_cst
            .last()
            .map_or(position, |(_, last)| position.max(*last));
        self.seq_cst.push((number, position));
        if ENTRIES_MAX < self.seq_cst.len() {
            let (first, _) = self.seq_cst.remove(0);
            self.seq_cst[0].0 = first;
        }
    }
}
