//! The last synchronization events of a thread, kept for explanations.
//!
//! Bounds: [`PUBLICATIONS_MAX`] and [`RECEPTIONS_MAX`]; older ones are forgotten, and an explanation that would need them says
//! less. What publishes and what only receives have rings of their own, and a load that reads again what the last one
//! read is not kept, so that a thread that spins does not forget the store that its race is about.

use crate::event::{SyncEvent, SyncRecord};

/// Stores, read-modify-writes, fences and releases of other kinds remembered per thread slot (count).
const PUBLICATIONS_MAX: usize = 256;

/// Loads and acquires of other kinds remembered per thread slot (count).
const RECEPTIONS_MAX: usize = 64;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    publications: Last<PUBLICATIONS_MAX>,
    receptions: Last<RECEPTIONS_MAX>,
}

impl Ring {
    /// Remembers an event.
    #[inline]
    pub(crate) fn push(&mut self, record: SyncRecord) {
        match record.event {
            SyncEvent::Load { .. } if self.receptions.ends_with(&record) => {}
            SyncEvent::Load { .. } | SyncEvent::Receive { .. } => self.receptions.push(record),
            SyncEvent::Store { .. }
            | SyncEvent::Rmw { .. }
            | SyncEvent::Fence { .. }
            | SyncEvent::Publish { .. } => self.publications.push(record),
        }
    }

    /// The events, in no particular order.
    pub(crate) fn records(&self) -> impl Iterator<Item = SyncRecord> + '_ {
        let receptions = self.receptions.records.iter();
        self.publications.records.iter().chain(receptions).copied()
    }
}

/// The last `MAX` records.
#[derive(Debug, Default)]
struct Last<const MAX: usize> {
    records: Vec<SyncRecord>,
    /// Where the next one goes: behind the last one, also where that is not yet the end.
    next: usize,
}

impl<const MAX: usize> Last<MAX> {
    #[inline]
    fn push(&mut self, record: SyncRecord) {
        match self.records.get_mut(self.next) {
            Some(oldest) => *oldest = record,
            None => self.grow(record),
        }
        self.next = (self.next + 1) % MAX;
    }

    #[cold]
    fn grow(&mut self, record: SyncRecord) {
        self.records.push(record);
    }

    /// Whether the last record is of the same event at the same place.
    #[inline]
    fn ends_with(&self, record: &SyncRecord) -> bool {
        let last = (self.next + MAX - 1) % MAX;
        self.records
            .get(last)
            .is_some_and(|last| last.event == record.event && last.site == record.site)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ThreadIndex;
    use crate::event::StoreId;
    use crate::order::{LoadOrder, StoreOrder};

    fn record(sequence: u64, event: SyncEvent) -> SyncRecord {
        SyncRecord {
            thread: ThreadIndex(0),
            time: 1,
            sequence,
            event,
            site: None,
        }
    }

    fn load(read: u64) -> SyncEvent {
        SyncEvent::Load {
            object: 8,
            order: LoadOrder::Relaxed,
            reads_from: Some(StoreId {
                thread: ThreadIndex(1),
                sequence: read,
            }),
            failed_exchange: true,
        }
    }

    fn sequences(ring: &Ring) -> Vec<u64> {
        let mut sequences: Vec<u64> = ring.records().map(|record| record.sequence).collect();
        sequences.sort_unstable();
        sequences
    }

    #[test]
    fn a_thread_that_spins_remembers_its_last_store() {
        let mut ring = Ring::default();
        let store = SyncEvent::Store {
            object: 8,
            order: StoreOrder::Relaxed,
            position: 1,
        };
        ring.push(record(1, store));
        (2..1_000).for_each(|sequence| ring.push(record(sequence, load(sequence))));
        assert_eq!(sequences(&ring)[0], 1);
        assert_eq!(sequences(&ring).len(), 1 + RECEPTIONS_MAX);
    }

    #[test]
    fn reading_the_same_store_again_is_one_event() {
        let mut ring = Ring::default();
        let reads = [1, 1, 1, 2, 2, 1];
        (1..)
            .zip(reads)
            .for_each(|(sequence, read)| ring.push(record(sequence, load(read))));
        assert_eq!(sequences(&ring), [1, 4, 6]);
    }
}
