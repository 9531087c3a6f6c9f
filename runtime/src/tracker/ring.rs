//! The last synchronization events of a thread, kept for explanations.
//!
//! An event is five words, written one by one; they become a [`SyncRecord`] when a race is explained (measured on an AMD
//! EPYC, 2026-11-22: 4 ns less per event than records as they are, whose copy stalls on its own stores).
//! Bounds: [`PUBLICATIONS_MAX`] and [`RECEPTIONS_MAX`]; older ones are forgotten, and an explanation that would need them says
//! less. What publishes and what only receives have rings of their own, and a load that reads again what the last one
//! read is not kept, so that a thread that spins does not forget the store that its race is about.

use crate::clock::ThreadIndex;
use crate::event::{PackedId, StoreId, SyncEvent, SyncRecord};
use crate::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use crate::shadow::sites;

/// Stores, read-modify-writes, fences and releases of other kinds remembered per thread slot (count).
const PUBLICATIONS_MAX: usize = 256;

/// Loads and acquires of other kinds remembered per thread slot (count).
const RECEPTIONS_MAX: usize = 64;

/// See the module.
#[derive(Debug)]
pub(crate) struct Ring {
    thread: ThreadIndex,
    /// The thread in a [`PackedId`].
    thread_bits: u64,
    sequence: u64,
    publications: Last<PUBLICATIONS_MAX>,
    receptions: Last<RECEPTIONS_MAX>,
    /// The words of the edges that occur in events.
    edges: Vec<&'static str>,
}

/// The last `MAX` events.
#[derive(Debug)]
struct Last<const MAX: usize> {
    events: Vec<Packed>,
    /// Where the next one goes: behind the last one, also where that is not yet the end.
    next: usize,
}

/// An event in five words.
#[derive(Clone, Copy, Debug)]
struct Packed {
    sequence: u64,
    object: u64,
    /// Site number and time.
    place: u64,
    /// Sort, ordering, edge, position in modification order.
    what: u64,
    /// The store that was read from.
    from: PackedId,
}

const SORT_LOAD: u64 = 0;
const SORT_FAILED_EXCHANGE: u64 = 1;
const SORT_STORE: u64 = 2;
const SORT_RMW: u64 = 3;
const SORT_FENCE: u64 = 4;
const SORT_PUBLISH: u64 = 5;
const SORT_RECEIVE: u64 = 6;
const ORDER_SHIFT: u32 = 3;
const EDGE_SHIFT: u32 = 6;
const POSITION_SHIFT: u32 = 16;

impl Ring {
    pub(crate) const fn new(thread: ThreadIndex) -> Self {
        Self {
            thread,
            thread_bits: PackedId::thread_bits(thread),
            sequence: 0,
            publications: Last::new(),
            receptions: Last::new(),
            edges: Vec::new(),
        }
    }

    /// Remembers an event at `time`, and forgets the oldest one if there are too many. `site` is a number, 0 for none.
    #[inline(always)]
    pub(crate) fn push(&mut self, time: u32, event: SyncEvent, site: u32) -> StoreId {
        match event {
            SyncEvent::Load {
                object,
                order,
                reads_from,
                failed_exchange,
            } => self.push_load(
                time,
                object,
                order,
                PackedId::of(reads_from),
                failed_exchange,
                site,
            ),
            SyncEvent::Store {
                object,
                order,
                position,
            } => {
                self.push_store(time, object, order, position, site);
            }
            SyncEvent::Rmw {
                object,
                order,
                reads_from,
                position,
            } => {
                let from = PackedId::of(reads_from);
                self.push_rmw(time, object, order, from, position, site);
            }
            SyncEvent::Fence { order } => {
                let what = SORT_FENCE | (order as u64) << ORDER_SHIFT;
                self.push_publication(time, 0, what, PackedId::NONE, site);
            }
            SyncEvent::Publish { edge, object } => {
                let what = SORT_PUBLISH | self.edge(edge) << EDGE_SHIFT;
                self.push_publication(time, object, what, PackedId::NONE, site);
            }
            SyncEvent::Receive { edge, object, from } => {
                let what = SORT_RECEIVE | self.edge(edge) << EDGE_SHIFT;
                let packed = self.packed(time, object, what, PackedId::of(from), site);
                self.receptions.push(packed);
            }
        }
        StoreId {
            thread: self.thread,
            sequence: self.sequence,
        }
    }

    /// [`Ring::push`] of a [`SyncEvent::Load`]. One that reads again what the last one read is not kept.
    #[inline(always)]
    pub(crate) fn push_load(
        &mut self,
        time: u32,
        object: usize,
        order: LoadOrder,
        reads_from: PackedId,
        failed_exchange: bool,
        site: u32,
    ) {
        let sort = match failed_exchange {
            true => SORT_FAILED_EXCHANGE,
            false => SORT_LOAD,
        };
        let what = sort | (order as u64) << ORDER_SHIFT;
        let packed = self.packed(time, object as u64, what, reads_from, site);
        if !self.receptions.ends_with(&packed) {
            self.receptions.push(packed);
        }
    }

    /// [`Ring::push`] of a [`SyncEvent::Store`].
    #[inline(always)]
    pub(crate) fn push_store(
        &mut self,
        time: u32,
        object: usize,
        order: StoreOrder,
        position: u64,
        site: u32,
    ) -> PackedId {
        let what = SORT_STORE | (order as u64) << ORDER_SHIFT | position << POSITION_SHIFT;
        self.push_publication(time, object as u64, what, PackedId::NONE, site)
    }

    /// [`Ring::push`] of a [`SyncEvent::Rmw`].
    #[inline(always)]
    pub(crate) fn push_rmw(
        &mut self,
        time: u32,
        object: usize,
        order: RmwOrder,
        reads_from: PackedId,
        position: u64,
        site: u32,
    ) -> PackedId {
        let what = SORT_RMW | (order as u64) << ORDER_SHIFT | position << POSITION_SHIFT;
        self.push_publication(time, object as u64, what, reads_from, site)
    }

    #[inline(always)]
    fn push_publication(
        &mut self,
        time: u32,
        object: u64,
        what: u64,
        from: PackedId,
        site: u32,
    ) -> PackedId {
        let packed = self.packed(time, object, what, from, site);
        self.publications.push(packed);
        PackedId::new(self.thread_bits, self.sequence)
    }

    #[inline(always)]
    fn packed(&mut self, time: u32, object: u64, what: u64, from: PackedId, site: u32) -> Packed {
        self.sequence += 1;
        Packed {
            sequence: self.sequence,
            object,
            place: u64::from(site) | u64::from(time) << 32,
            what,
            from,
        }
    }

    /// The events, in no particular order.
    pub(crate) fn records(&self) -> impl Iterator<Item = SyncRecord> + '_ {
        let receptions = self.receptions.events.iter();
        let events = self.publications.events.iter().chain(receptions);
        events.map(|packed| self.unpack(packed))
    }

    /// The number of the words of an edge. One that two literals have gets two numbers.
    #[inline(always)]
    fn edge(&mut self, edge: &'static str) -> u64 {
        let known = self
            .edges
            .iter()
            .position(|known| core::ptr::eq(*known, edge));
        known.unwrap_or_else(|| self.edge_anew(edge)) as u64
    }

    #[cold]
    #[inline(never)]
    fn edge_anew(&mut self, edge: &'static str) -> usize {
        self.edges.push(edge);
        self.edges.len() - 1
    }

    fn unpack(&self, packed: &Packed) -> SyncRecord {
        let object = packed.object as usize;
        let order = (packed.what >> ORDER_SHIFT) as usize & 7;
        let edge = || self.edges[(packed.what >> EDGE_SHIFT) as usize & 0x3ff];
        let position = packed.what >> POSITION_SHIFT;
        let from = packed.from.get();
        let event = match packed.what & 7 {
            sort @ (SORT_LOAD | SORT_FAILED_EXCHANGE) => SyncEvent::Load {
                object,
                order: LoadOrder::ALL[order],
                reads_from: from,
                failed_exchange: sort == SORT_FAILED_EXCHANGE,
            },
            SORT_STORE => SyncEvent::Store {
                object,
                order: StoreOrder::ALL[order],
                position,
            },
            SORT_RMW => SyncEvent::Rmw {
                object,
                order: RmwOrder::ALL[order],
                reads_from: from,
                position,
            },
            SORT_FENCE => SyncEvent::Fence {
                order: FenceOrder::ALL[order],
            },
            SORT_PUBLISH => SyncEvent::Publish {
                edge: edge(),
                object: packed.object,
            },
            _ => SyncEvent::Receive {
                edge: edge(),
                object: packed.object,
                from,
            },
        };
        SyncRecord {
            thread: self.thread,
            time: (packed.place >> 32) as u32,
            sequence: packed.sequence,
            event,
            site: sites::site(packed.place as u32),
        }
    }
}

impl<const MAX: usize> Last<MAX> {
    const fn new() -> Self {
        Self {
            events: Vec::new(),
            next: 0,
        }
    }

    #[inline(always)]
    fn push(&mut self, packed: Packed) {
        match self.events.get_mut(self.next) {
            Some(oldest) => {
                // Word by word; see the module.
                oldest.sequence = packed.sequence;
                oldest.object = packed.object;
                oldest.place = packed.place;
                oldest.what = packed.what;
                oldest.from = packed.from;
            }
            None => self.grow(
                packed.sequence,
                packed.object,
                packed.place,
                packed.what,
                packed.from,
            ),
        }
        self.next = (self.next + 1) % MAX;
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, sequence: u64, object: u64, place: u64, what: u64, from: PackedId) {
        self.events.push(Packed {
            sequence,
            object,
            place,
            what,
            from,
        });
    }

    /// Whether the last event is the same at the same place, but for its time.
    #[inline]
    fn ends_with(&self, packed: &Packed) -> bool {
        let last = (self.next + MAX - 1) % MAX;
        self.events.get(last).is_some_and(|last| {
            (last.object, last.what, last.from) == (packed.object, packed.what, packed.from)
                && last.place as u32 == packed.place as u32
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events() -> Vec<SyncEvent> {
        let id = StoreId {
            thread: ThreadIndex(4095),
            sequence: 1 << 40,
        };
        let mut events = Vec::new();
        for (index, order) in RmwOrder::ALL.iter().enumerate() {
            events.push(SyncEvent::Rmw {
                object: 0x7fff_1234_5678,
                order: *order,
                reads_from: (index % 2 == 0).then_some(id),
                position: 1 << 30,
            });
        }
        for order in LoadOrder::ALL {
            for failed_exchange in [false, true] {
                events.push(SyncEvent::Load {
                    object: 8,
                    order: *order,
                    reads_from: Some(id),
                    failed_exchange,
                });
            }
        }
        events.extend(StoreOrder::ALL.iter().map(|order| SyncEvent::Store {
            object: 16,
            order: *order,
            position: 3,
        }));
        events.extend(
            FenceOrder::ALL
                .iter()
                .map(|order| SyncEvent::Fence { order: *order }),
        );
        for edge in ["unlock", "send", "unlock"] {
            events.push(SyncEvent::Publish { edge, object: 1 });
            events.push(SyncEvent::Receive {
                edge,
                object: u64::MAX,
                from: Some(id),
            });
        }
        events
    }

    #[test]
    fn what_was_pushed_comes_back_with_its_number() {
        let mut ring = Ring::new(ThreadIndex(7));
        let events = events();
        for turn in 0..100 {
            for (index, event) in events.iter().enumerate() {
                let sequence = (turn * events.len() + index + 1) as u64;
                assert_eq!(ring.push(sequence as u32, *event, 0).sequence, sequence);
            }
        }
        let records: Vec<_> = ring.records().collect();
        assert_eq!(records.len(), PUBLICATIONS_MAX + RECEPTIONS_MAX);
        for record in records {
            let index = (record.sequence - 1) as usize % events.len();
            assert_eq!(record.event, events[index]);
            assert_eq!(u64::from(record.time), record.sequence);
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
        let mut ring = Ring::new(ThreadIndex(0));
        let store = SyncEvent::Store {
            object: 8,
            order: StoreOrder::Relaxed,
            position: 1,
        };
        ring.push(1, store, 0);
        (2..1_000).for_each(|sequence| {
            ring.push(1, load(sequence), 0);
        });
        assert_eq!(sequences(&ring)[0], 1);
        assert_eq!(sequences(&ring).len(), 1 + RECEPTIONS_MAX);
    }

    #[test]
    fn reading_the_same_store_again_is_one_event() {
        let mut ring = Ring::new(ThreadIndex(0));
        for read in [1, 1, 1, 2, 2, 1] {
            ring.push(1, load(read), 0);
        }
        assert_eq!(sequences(&ring), [1, 4, 6]);
    }
}
