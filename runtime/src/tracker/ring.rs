//! The last synchronization events of a thread, kept for explanations.
//!
//! Bound: [`RECORDS_MAX`]; older ones are forgotten, and an explanation that would need them says less.

use crate::event::SyncRecord;

/// Events remembered per thread slot (count).
pub(crate) const RECORDS_MAX: usize = 256;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    records: Vec<SyncRecord>,
    next: usize,
}

impl Ring {
    /// Remembers an event, and forgets the oldest one if there are too many.
    #[inline]
    pub(crate) fn push(&mut self, record: SyncRecord) {
        match self.records.get_mut(self.next) {
            Some(oldest) => *oldest = record,
            None => self.grow(record),
        }
        self.next = (self.next + 1) % RECORDS_MAX;
    }

    /// The events, in no particular order.
    pub(crate) fn records(&self) -> &[SyncRecord] {
        &self.records
    }

    #[cold]
    fn grow(&mut self, record: SyncRecord) {
        self.records.push(record);
    }
}
