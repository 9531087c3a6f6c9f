//! What a run leaves: its events, what each read saw, and the order of the stores to each object.

use datarace::__model::event::{AccessKind, Bytes};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use std::collections::BTreeMap;

/// An event's place in [`Execution::events`].
pub type EventId = usize;

/// A run. The order of its events respects sb and rf.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Execution {
    /// In the order in which they were performed.
    pub events: Vec<Event>,
    /// For each object (address, size), its stores in modification order; the initial value is before them.
    pub modification_order: BTreeMap<(usize, usize), Vec<EventId>>,
}

/// Something that a thread did.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Event {
    /// Who.
    pub thread: usize,
    /// What.
    pub action: Action,
}

/// What an event is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// A plain access.
    Access {
        /// Where.
        bytes: Bytes,
        /// How.
        kind: AccessKind,
    },
    /// An atomic load, or a failed `compare_exchange` with its failure ordering.
    Load {
        /// Where.
        bytes: Bytes,
        /// Its ordering.
        order: LoadOrder,
        /// The store; `None` for the initial value.
        from: Option<EventId>,
        /// What was there.
        value: u64,
    },
    /// An atomic store.
    Store {
        /// Where.
        bytes: Bytes,
        /// Its ordering.
        order: StoreOrder,
        /// What was stored.
        value: u64,
    },
    /// A read-modify-write that wrote.
    Rmw {
        /// Where.
        bytes: Bytes,
        /// Its ordering.
        order: RmwOrder,
        /// The store it read; `None` for the initial value.
        from: Option<EventId>,
        /// What was there.
        read: u64,
        /// What it wrote.
        value: u64,
    },
    /// A fence.
    Fence {
        /// Its ordering.
        order: FenceOrder,
    },
    /// A thread was spawned.
    Spawn {
        /// Which one.
        thread: usize,
    },
    /// The first event of a spawned thread.
    Begin,
    /// The last event of a thread that is joined.
    End,
    /// A thread was joined.
    Join {
        /// Which one.
        thread: usize,
    },
    /// The release side of an edge.
    Publish {
        /// To whom.
        channel: usize,
    },
    /// The acquire side of one edge.
    Receive {
        /// Where it began.
        from: EventId,
    },
    /// The acquire side of the edges from all publications so far.
    ReceiveAll {
        /// From whom.
        channel: usize,
    },
}

impl Execution {
    /// The stores to an object, in modification order.
    pub fn stores(&self, bytes: Bytes) -> &[EventId] {
        self.modification_order
            .get(&(bytes.address, bytes.size))
            .map_or(&[], Vec::as_slice)
    }

    /// What a store left in its object.
    pub fn value(&self, store: Option<EventId>) -> u64 {
        match store.map(|store| self.events[store].action) {
            Some(Action::Store { value, .. } | Action::Rmw { value, .. }) => value,
            _ => 0,
        }
    }

    /// The same execution whatever the order in which its events were performed: each event by its thread and its place
    /// in the thread.
    pub fn canonical(&self) -> Self {
        let mut order: Vec<EventId> = (0..self.events.len()).collect();
        order.sort_by_key(|event| self.events[*event].thread);
        let mut renamed = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            renamed[*old] = new;
        }
        Self {
            events: order
                .iter()
                .map(|event| self.events[*event].renamed(&renamed))
                .collect(),
            modification_order: self
                .modification_order
                .iter()
                .map(|(object, stores)| (*object, stores.iter().map(|id| renamed[*id]).collect()))
                .collect(),
        }
    }
}

impl Event {
    /// The object of an atomic event.
    pub fn object(&self) -> Option<Bytes> {
        match self.action {
            Action::Load { bytes, .. }
            | Action::Store { bytes, .. }
            | Action::Rmw { bytes, .. } => Some(bytes),
            _ => None,
        }
    }

    /// The memory that it touches, and how.
    pub fn access(&self) -> Option<(AccessKind, Bytes)> {
        match self.action {
            Action::Access { bytes, kind } => Some((kind, bytes)),
            Action::Load { bytes, .. } => Some((AccessKind::AtomicRead, bytes)),
            Action::Store { bytes, .. } | Action::Rmw { bytes, .. } => {
                Some((AccessKind::AtomicWrite, bytes))
            }
            _ => None,
        }
    }

    /// The store that it reads, for a read that does not see the initial value.
    pub fn reads_from(&self) -> Option<EventId> {
        match self.action {
            Action::Load { from, .. } | Action::Rmw { from, .. } => from,
            _ => None,
        }
    }

    fn renamed(mut self, names: &[EventId]) -> Self {
        match &mut self.action {
            Action::Load { from, .. } | Action::Rmw { from, .. } => {
                *from = from.map(|from| names[from]);
            }
            Action::Receive { from } => *from = names[*from],
            _ => {}
        }
        self
    }
}
