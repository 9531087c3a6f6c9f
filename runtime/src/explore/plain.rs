//! Plain accesses of one execution, checked against the clocks of its graph.
//!
//! Source: Flanagan & Freund, "FastTrack", PLDI 2009: an access is remembered as its thread and that thread's time.
//! Departs from it: nothing is replaced by an epoch alone; an entry goes when one that dominates it comes (`model::conflict`).
//! Invariant: an access between the events `n - 1` and `n` of its thread bears the time `n + 1`, the one of event `n`: whoever has
//! received that event has received the access.

use crate::clock::{Epoch, VectorClock};
use crate::event::{AccessKind, MemoryAccess};
use crate::model::conflict::{Conflict, conflict, dominates, overlap};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// An access that was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made {
    pub access: MemoryAccess,
    pub epoch: Epoch,
}

/// A conflict that nothing orders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unordered {
    pub earlier: Made,
    pub bytes: usize,
    pub conflict: Conflict,
}

/// The accesses of one execution, by the words that they touch.
#[derive(Default, Debug)]
pub(super) struct Plain {
    words: FxHashMap<usize, SmallVec<[Made; 2]>>,
}

const WORD: usize = 8;

impl Plain {
    pub(super) fn clear(&mut self) {
        self.words.clear();
    }

    /// Forgets what is known of a range of bytes.
    pub(super) fn forget(&mut self, address: usize, size: usize) {
        let range = address..address + size;
        self.words.retain(|word, _| !range.contains(word));
    }

    /// Checks an access and remembers it. `clock` is that of its thread; accesses of the thread itself are ordered.
    pub(super) fn access(&mut self, made: Made, clock: &VectorClock) -> Option<Unordered> {
        let bytes = made.access.bytes;
        let mut found: Option<Unordered> = None;
        for word in bytes.address / WORD..(bytes.address + bytes.size).div_ceil(WORD) {
            let entries = self.words.entry(word * WORD).or_default();
            for earlier in entries.iter() {
                let ordered =
                    earlier.epoch.thread == made.epoch.thread || clock.covers(earlier.epoch);
                if ordered {
                    continue;
                }
                let verdict = conflict(
                    (earlier.access.kind, earlier.access.bytes),
                    (made.access.kind, bytes),
                );
                if found.is_none_or(|found| found.conflict < verdict) && verdict != Conflict::None {
                    found = Some(Unordered {
                        earlier: *earlier,
                        bytes: overlap(earlier.access.bytes, bytes).map_or(0, |bytes| bytes.size),
                        conflict: verdict,
                    });
                }
            }
            entries.retain(|earlier| {
                !(earlier.access.bytes == bytes
                    && dominates(made.access.kind, earlier.access.kind)
                    && (earlier.epoch.thread == made.epoch.thread || clock.covers(earlier.epoch)))
            });
            entries.push(made);
        }
        found
    }
}

/// Whether an execution may go on after a race at this access: memory holds a value of its type either way.
pub(super) fn is_harmless(kind: AccessKind, size: usize) -> bool {
    matches!(kind, AccessKind::AtomicRead | AccessKind::AtomicWrite) && size <= WORD
}
