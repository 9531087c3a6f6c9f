//! Execution graphs: the events of an execution, and which store each read reads from.
//!
//! Source: Lahav et al., "Repairing sequential consistency in C/C++11", PLDI 2017 (events and relations);
//! [intro.races]/5 (N4861) for release sequences.
//! Departs from the paper: release sequences are those of C++20; thread creation and join are edges of happens-before.
//! Invariant: every graph is closed under sequenced-before and reads-from, and each event holds the clocks of its own past
//! (`happens_before`, `past`), which later additions never change. What is added has no successor yet.
//! Not modelled: plain accesses (they add no choice in a program without races; `plain.rs` checks them against the clocks).

use crate::clock::{Epoch, ThreadIndex, VectorClock};
use crate::event::RmwOperation;
use crate::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use crate::site::Site;
use smallvec::SmallVec;

/// An event: a thread and the event's place in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct EventId {
    pub thread: u32,
    pub index: u32,
}

impl EventId {
    /// The event as a component of a clock.
    pub(super) fn epoch(self) -> Epoch {
        Epoch {
            thread: ThreadIndex(self.thread),
            time: self.index + 1,
        }
    }
}

/// A memory location, by the order in which the graph met it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Location(pub u32);

/// The states of a `Once`; zero: nobody has begun.
pub(super) const INITIALIZING: u64 = 1;
/// See there.
pub(super) const INITIALIZED: u64 = 2;

/// What a read does with the value it finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ReadKind {
    /// A load.
    Load,
    /// A read-modify-write that always writes.
    Rmw {
        operation: RmwOperation,
        operand: u64,
        /// Size of the object, in bits; 1 for `bool`.
        bits: u32,
        order: RmwOrder,
    },
    /// A compare-and-exchange: writes if the value is the expected one (and it does not fail spuriously).
    CompareExchange {
        expected: u64,
        new: u64,
        weak: bool,
        order: RmwOrder,
        failure: LoadOrder,
    },
    /// Waits until the value has no bit of `blocked_by`, and then adds `add` (wrapping). A lock, for one.
    Wait { blocked_by: u64, add: u64 },
    /// As `Wait`, but goes on where that would wait, as a relaxed load.
    Try { blocked_by: u64, add: u64 },
    /// Waits while the value is 1 (somebody initializes); 0 becomes 1.
    Once,
    /// `OnceLock::set`: as `Once`, and initializes at once.
    Set,
    /// Waits until an initializer has ended.
    Initialized,
    /// Waits until the value is not zero, and then writes `leave` if there is one. A park, for one.
    Await { leave: Option<u64> },
}

/// What an event does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Label {
    /// The first event of each thread.
    Begin,
    /// The last event of a thread.
    Finish { panicked: bool },
    /// Makes a thread.
    Create { child: u32 },
    /// Waits for the end of a thread.
    Join { child: u32 },
    /// A fence.
    Fence { order: FenceOrder },
    /// A read of a location; where it writes too, the write is the event behind it. `order` is what it comes to: that of a
    /// `compare_exchange` follows from the value it reads.
    Read {
        location: Location,
        order: LoadOrder,
        kind: ReadKind,
    },
    /// A write; `exclusive` if it belongs to the read before it.
    Write {
        location: Location,
        order: StoreOrder,
        value: u64,
        exclusive: bool,
    },
    /// A choice among `options` that no memory access decides: whom a notify wakes, whether a timeout fires.
    Choice { options: u32 },
    /// Comes after the events in [`Event::after`], which nothing but the past decides: all arrivals at a barrier, for one.
    After { edge: &'static str },
}

/// One event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub label: Label,
    pub site: Option<&'static Site>,
    /// The order in which the search added events.
    pub stamp: u32,
    /// The write a read reads from; `None` is the initial value.
    pub reads_from: Option<EventId>,
    /// A `compare_exchange_weak` that fails although the value is the expected one.
    pub spurious: bool,
    /// It is made in the same turn as the event before it.
    pub joined: bool,
    /// Of a write that put back what its thread had taken, with no effect in between: the write that was there before.
    pub puts_back: Option<Option<EventId>>,
    /// What a choice chose.
    pub chosen: u32,
    /// What an [`Label::After`] waits for and receives from.
    pub after: SmallVec<[EventId; 2]>,
    /// All that happens before it, itself included.
    pub happens_before: VectorClock,
    /// All that it depends on through sequenced-before and reads-from, itself included.
    pub past: VectorClock,
    /// What an acquire load that reads from this write receives.
    pub message: VectorClock,
    /// The last release fence of the thread before or at this event: its index plus one, or zero.
    pub release_fence: u32,
}

/// A thread of the graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    /// The event that made it; `None` for the first thread, and for a slot that is free.
    pub created_by: Option<EventId>,
    /// How it came to be: the place of each creation among its thread's creations, from the first thread on. Orders threads.
    pub rank: SmallVec<[u32; 4]>,
    pub events: Vec<Event>,
}

/// A location of the graph.
#[derive(Clone, Debug, Default)]
pub(super) struct LocationState {
    pub initial: u64,
    /// The writes in modification order; the initial value stands before the first.
    pub order: Vec<EventId>,
    /// All reads of it, in no particular order.
    pub reads: Vec<EventId>,
    /// Whether it was given out since the last cut, though no event may know it yet.
    used: bool,
}

impl LocationState {
    fn is_unknown(&self) -> bool {
        self.order.is_empty() && self.reads.is_empty()
    }
}

/// An execution graph.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub threads: Vec<Thread>,
    pub locations: Vec<LocationState>,
    /// The stamp of the next event.
    pub next_stamp: u32,
    /// How many events are SeqCst, or may be.
    pub seq_cst: u32,
}

impl Label {
    pub(super) fn location(&self) -> Option<Location> {
        match self {
            Self::Read { location, .. } | Self::Write { location, .. } => Some(*location),
            _ => None,
        }
    }

    pub(super) fn is_seq_cst(&self) -> bool {
        match self {
            Self::Read { order, .. } => *order == LoadOrder::SeqCst,
            Self::Write { order, .. } => *order == StoreOrder::SeqCst,
            Self::Fence { order } => *order == FenceOrder::SeqCst,
            _ => false,
        }
    }

    /// Whether it is SeqCst, whatever it will read.
    fn may_be_seq_cst(&self) -> bool {
        let exchange = matches!(
            self,
            Self::Read {
                kind: ReadKind::CompareExchange { order, failure, .. },
                ..
            } if *order == RmwOrder::SeqCst || *failure == LoadOrder::SeqCst
        );
        exchange || self.is_seq_cst()
    }

    pub(super) fn is_seq_cst_fence(&self) -> bool {
        matches!(
            self,
            Self::Fence {
                order: FenceOrder::SeqCst
            }
        )
    }
}

/// Where memory begins: smaller values are no pointers.
pub(super) const LOWEST_POINTER: u64 = 1 << 16;

/// Whether two values may be one pointer in two runs of the program.
fn may_be_one_pointer(a: u64, b: u64) -> bool {
    a == b || (LOWEST_POINTER <= a && LOWEST_POINTER <= b)
}

impl Label {
    /// Whether a thread that did this does the same now: pointers may be other ones in another run.
    pub(super) fn is_same_call(&self, now: &Self) -> bool {
        match (self, now) {
            (
                Self::Read { location, kind, .. },
                Self::Read {
                    location: now,
                    kind: now_kind,
                    ..
                },
            ) => location == now && kind.is_same_call(now_kind),
            (
                Self::Write {
                    location,
                    order,
                    value,
                    ..
                },
                Self::Write {
                    location: now,
                    order: now_order,
                    value: now_value,
                    ..
                },
            ) => location == now && order == now_order && may_be_one_pointer(*value, *now_value),
            (Self::Finish { .. }, Self::Finish { .. }) => true,
            (there, now) => there == now,
        }
    }
}

impl ReadKind {
    fn is_same_call(&self, now: &Self) -> bool {
        match (*self, *now) {
            (
                Self::CompareExchange { expected, new, .. },
                Self::CompareExchange {
                    expected: now_expected,
                    new: now_new,
                    weak,
                    order,
                    failure,
                },
            ) => {
                let pointers = Self::CompareExchange {
                    expected: now_expected,
                    new: now_new,
                    weak,
                    order,
                    failure,
                };
                pointers == *now
                    && may_be_one_pointer(expected, now_expected)
                    && may_be_one_pointer(new, now_new)
            }
            (
                Self::Rmw {
                    operation, operand, ..
                },
                Self::Rmw {
                    operation: now_operation,
                    operand: now_operand,
                    ..
                },
            ) => operation == now_operation && may_be_one_pointer(operand, now_operand),
            (there, now) => there == now,
        }
    }

    /// Whether a try that fails has its place among the operations on the lock. One that takes nothing but a free lock needs none: it
    /// can be made to fail later too, since nobody has the lock then who would let it in.
    fn is_ordered_if_it_fails(&self) -> bool {
        matches!(self, Self::Try { blocked_by, .. } if *blocked_by != u64::MAX)
    }

    /// The value it writes when it reads `value`, if it writes then, and with which order.
    pub(super) fn writes(&self, value: u64) -> Option<(u64, StoreOrder)> {
        match *self {
            Self::Load | Self::Initialized => None,
            Self::Rmw {
                operation,
                operand,
                bits,
                order,
            } => Some((apply(operation, value, operand, bits), store_order(order))),
            Self::CompareExchange {
                expected,
                new,
                order,
                ..
            } => (value == expected).then_some((new, store_order(order))),
            Self::Wait { blocked_by, add } => {
                (value & blocked_by == 0).then_some((value.wrapping_add(add), StoreOrder::Relaxed))
            }
            Self::Try { blocked_by, add } => {
                let takes = value & blocked_by == 0;
                let new = value.wrapping_add(if takes { add } else { 0 });
                (takes || self.is_ordered_if_it_fails()).then_some((new, StoreOrder::Relaxed))
            }
            Self::Once => (value == 0).then_some((INITIALIZING, StoreOrder::Relaxed)),
            Self::Set => (value == 0).then_some((INITIALIZED, StoreOrder::Release)),
            Self::Await { leave } => {
                let new = leave?;
                (value != 0).then_some((new, StoreOrder::Relaxed))
            }
        }
    }

    /// Whether a thread that reads `value` goes on.
    pub(super) fn passes(&self, value: u64) -> bool {
        match *self {
            Self::Wait { blocked_by, .. } => value & blocked_by == 0,
            Self::Await { .. } => value != 0,
            Self::Once | Self::Set => value != INITIALIZING,
            Self::Initialized => value == INITIALIZED,
            _ => true,
        }
    }
}

/// The order of the write part of a read-modify-write.
fn store_order(order: RmwOrder) -> StoreOrder {
    match order {
        RmwOrder::SeqCst => StoreOrder::SeqCst,
        RmwOrder::Release | RmwOrder::AcqRel => StoreOrder::Release,
        RmwOrder::Relaxed | RmwOrder::Acquire => StoreOrder::Relaxed,
    }
}

/// The order of the read part of a read-modify-write.
pub(super) fn load_order(order: RmwOrder) -> LoadOrder {
    match order {
        RmwOrder::SeqCst => LoadOrder::SeqCst,
        RmwOrder::Acquire | RmwOrder::AcqRel => LoadOrder::Acquire,
        RmwOrder::Relaxed | RmwOrder::Release => LoadOrder::Relaxed,
    }
}

/// The arithmetic of a read-modify-write on `bits` bits.
fn apply(operation: RmwOperation, value: u64, operand: u64, bits: u32) -> u64 {
    let mask = match bits {
        64 => u64::MAX,
        bits => (1 << bits) - 1,
    };
    let signed = |value: u64| ((value << (64 - bits)) as i64) >> (64 - bits);
    let result = match operation {
        RmwOperation::Swap => operand,
        RmwOperation::Add => value.wrapping_add(operand),
        RmwOperation::Sub => value.wrapping_sub(operand),
        RmwOperation::And => value & operand,
        RmwOperation::Nand => !(value & operand),
        RmwOperation::Or => value | operand,
        RmwOperation::Xor => value ^ operand,
        RmwOperation::Not => !value,
        RmwOperation::UnsignedMax => value.max(operand),
        RmwOperation::UnsignedMin => value.min(operand),
        RmwOperation::SignedMax if signed(value) < signed(operand) => operand,
        RmwOperation::SignedMin if signed(operand) < signed(value) => operand,
        RmwOperation::SignedMax | RmwOperation::SignedMin => value,
    };
    result & mask
}

impl Graph {
    /// The graph of one thread that has begun.
    pub(super) fn new() -> Self {
        let mut graph = Self {
            threads: vec![Thread::default()],
            locations: Vec::new(),
            next_stamp: 0,
            seq_cst: 0,
        };
        graph.push(0, Label::Begin, None);
        graph
    }

    pub(super) fn event(&self, id: EventId) -> &Event {
        &self.threads[id.thread as usize].events[id.index as usize]
    }

    pub(super) fn event_mut(&mut self, id: EventId) -> &mut Event {
        &mut self.threads[id.thread as usize].events[id.index as usize]
    }

    pub(super) fn events_of(&self, thread: u32) -> &[Event] {
        &self.threads[thread as usize].events
    }

    /// All events.
    pub(super) fn ids(&self) -> impl Iterator<Item = EventId> + '_ {
        (0..).zip(&self.threads).flat_map(|(thread, state)| {
            (0..state.events.len() as u32).map(move |index| EventId { thread, index })
        })
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.threads.iter().map(|thread| thread.events.len()).sum()
    }

    /// The last event of a thread.
    pub(super) fn last(&self, thread: u32) -> Option<EventId> {
        let index = self.events_of(thread).len().checked_sub(1)? as u32;
        Some(EventId { thread, index })
    }

    /// Whether `earlier` happens before `later`.
    pub(super) fn happens_before(&self, earlier: EventId, later: EventId) -> bool {
        earlier != later && self.event(later).happens_before.covers(earlier.epoch())
    }

    /// A new location, in the place of one that no event knows any more if there is one.
    pub(super) fn add_location(&mut self, initial: u64) -> Location {
        let state = LocationState {
            initial,
            ..LocationState::default()
        };
        let free = self
            .locations
            .iter()
            .position(|location| !location.used && location.is_unknown());
        match free {
            Some(index) => {
                self.locations[index] = LocationState {
                    used: true,
                    ..state
                };
                Location(index as u32)
            }
            None => {
                self.locations.push(LocationState {
                    used: true,
                    ..state
                });
                Location(self.locations.len() as u32 - 1)
            }
        }
    }

    pub(super) fn location(&self, location: Location) -> &LocationState {
        &self.locations[location.0 as usize]
    }

    /// The value of a write, or the initial one.
    pub(super) fn value(&self, location: Location, write: Option<EventId>) -> u64 {
        match write.map(|id| self.event(id).label) {
            Some(Label::Write { value, .. }) => value,
            _ => self.location(location).initial,
        }
    }

    /// The value that a read finds.
    pub(super) fn value_read(&self, read: EventId) -> u64 {
        let event = self.event(read);
        match event.label.location() {
            Some(location) => self.value(location, event.reads_from),
            None => 0,
        }
    }

    /// The place of a write in the modification order: 0 is the initial value.
    pub(super) fn position(&self, location: Location, write: Option<EventId>) -> usize {
        match write {
            None => 0,
            Some(id) => {
                let order = &self.location(location).order;
                1 + order
                    .iter()
                    .rposition(|other| *other == id)
                    .expect("every write of the graph has a place in its modification order")
            }
        }
    }

    /// The write at a place of the modification order.
    pub(super) fn at(&self, location: Location, position: usize) -> Option<EventId> {
        position
            .checked_sub(1)
            .map(|index| self.location(location).order[index])
    }

    /// The read-modify-write that reads from the write at `position` and stands behind it.
    pub(super) fn exclusive_successor(
        &self,
        location: Location,
        position: usize,
    ) -> Option<EventId> {
        let write = *self.location(location).order.get(position)?;
        let before = self.at(location, position);
        (self.is_exclusive(write) && self.exclusive_source(write) == before).then_some(write)
    }

    /// The last write at or before this one, along read-modify-writes that left the value as it was, which changed it.
    pub(super) fn settled(&self, write: Option<EventId>) -> Option<EventId> {
        let mut settled = write;
        while let Some(write) = settled
            && let Label::Write {
                location,
                value,
                exclusive: true,
                ..
            } = self.event(write).label
        {
            let source = self.exclusive_source(write);
            if self.value(location, source) != value {
                break;
            }
            settled = source;
        }
        settled
    }

    pub(super) fn is_exclusive(&self, write: EventId) -> bool {
        matches!(
            self.event(write).label,
            Label::Write {
                exclusive: true,
                ..
            }
        )
    }

    /// What the read part of a read-modify-write reads from, by its write part.
    pub(super) fn exclusive_source(&self, write: EventId) -> Option<EventId> {
        self.event(EventId {
            thread: write.thread,
            index: write.index - 1,
        })
        .reads_from
    }

    /// A slot for a thread that the next event of `parent` creates.
    pub(super) fn free_thread(&self) -> u32 {
        let free = self.threads[1..]
            .iter()
            .position(|thread| thread.created_by.is_none());
        free.map_or(self.threads.len(), |index| index + 1) as u32
    }

    /// Adds an event behind the last one of `thread`; reads and writes get their place from the functions below.
    pub(super) fn push(
        &mut self,
        thread: u32,
        label: Label,
        site: Option<&'static Site>,
    ) -> EventId {
        let index = self.events_of(thread).len() as u32;
        let id = EventId { thread, index };
        self.seq_cst += u32::from(label.may_be_seq_cst());
        if let Label::Create { child } = label {
            self.create(child, id);
        }
        let event = Event {
            label,
            site,
            stamp: self.next_stamp,
            reads_from: None,
            spurious: false,
            joined: false,
            puts_back: None,
            chosen: 0,
            after: SmallVec::new(),
            happens_before: VectorClock::new(),
            past: VectorClock::new(),
            message: VectorClock::new(),
            release_fence: 0,
        };
        self.next_stamp += 1;
        self.threads[thread as usize].events.push(event);
        self.derive(id);
        id
    }

    /// As `push`, for an event that comes after others.
    pub(super) fn push_after(
        &mut self,
        thread: u32,
        label: Label,
        after: &[EventId],
        site: Option<&'static Site>,
    ) -> EventId {
        let id = self.push(thread, label, site);
        self.event_mut(id).after = SmallVec::from_slice(after);
        self.derive(id);
        id
    }

    fn create(&mut self, child: u32, by: EventId) {
        while self.threads.len() <= child as usize {
            self.threads.push(Thread::default());
        }
        let place = self
            .events_of(by.thread)
            .iter()
            .filter(|event| matches!(event.label, Label::Create { .. }))
            .count() as u32;
        let mut rank = self.threads[by.thread as usize].rank.clone();
        rank.push(place);
        let thread = &mut self.threads[child as usize];
        thread.created_by = Some(by);
        thread.rank = rank;
    }

    /// Computes what follows from an event's label and its source: the clocks and the message.
    pub(super) fn derive(&mut self, id: EventId) {
        self.settle_order(id);
        let mut happens_before = VectorClock::new();
        let mut past = VectorClock::new();
        let mut release_fence = 0;
        if let Some(index) = id.index.checked_sub(1) {
            let before = &self.event(EventId { index, ..id });
            happens_before = before.happens_before.clone();
            past = before.past.clone();
            release_fence = before.release_fence;
        }
        happens_before.include(id.epoch());
        past.include(id.epoch());
        let event = self.event(id);
        match event.label {
            Label::Begin => {
                if let Some(by) = self.threads[id.thread as usize].created_by {
                    happens_before.join(&self.event(by).happens_before);
                    past.join(&self.event(by).past);
                }
            }
            Label::Join { child } => {
                if let Some(last) = self.events_of(child).last() {
                    happens_before.join(&last.happens_before);
                    past.join(&last.past);
                }
            }
            Label::Read { order, .. } => {
                if let Some(source) = event.reads_from {
                    let source = self.event(source);
                    past.join(&source.past);
                    if order.acquires() {
                        happens_before.join(&source.message);
                    }
                }
            }
            Label::Fence { order } => {
                if order.acquires() {
                    self.acquire_pending(id, &mut happens_before);
                }
                if order.releases() {
                    release_fence = id.index + 1;
                }
            }
            Label::After { .. } => {
                for earlier in &event.after {
                    let earlier = self.event(*earlier);
                    happens_before.join(&earlier.happens_before);
                    past.join(&earlier.past);
                }
            }
            Label::Write { .. } | Label::Create { .. } | Label::Finish { .. } => {}
            Label::Choice { .. } => {}
        }
        let message = self.message_of(id, &happens_before, release_fence);
        let event = self.event_mut(id);
        event.happens_before = happens_before;
        event.past = past;
        event.release_fence = release_fence;
        event.message = message;
    }

    /// The order of what may fail follows from what it reads.
    fn settle_order(&mut self, id: EventId) {
        let event = self.event(id);
        let Label::Read { location, kind, .. } = event.label else {
            return;
        };
        let (success, failure) = match kind {
            ReadKind::CompareExchange { order, failure, .. } => (load_order(order), failure),
            ReadKind::Try { .. } => (LoadOrder::Acquire, LoadOrder::Relaxed),
            _ => return,
        };
        let value = self.value(location, event.reads_from);
        let fails = event.spurious
            || match kind {
                ReadKind::CompareExchange { expected, .. } => value != expected,
                ReadKind::Try { blocked_by, .. } => value & blocked_by != 0,
                _ => false,
            };
        if let Label::Read { order, .. } = &mut self.event_mut(id).label {
            *order = if fails { failure } else { success };
        }
    }

    /// An acquire fence receives what the relaxed loads before it saw.
    fn acquire_pending(&self, fence: EventId, clock: &mut VectorClock) {
        for event in &self.events_of(fence.thread)[..fence.index as usize] {
            let relaxed = matches!(
                event.label,
                Label::Read {
                    order: LoadOrder::Relaxed,
                    ..
                }
            );
            if let (true, Some(source)) = (relaxed, event.reads_from) {
                clock.join(&self.event(source).message);
            }
        }
    }

    /// What an acquire load of this write receives: C++20 release sequences.
    fn message_of(
        &self,
        id: EventId,
        happens_before: &VectorClock,
        release_fence: u32,
    ) -> VectorClock {
        let Label::Write {
            order, exclusive, ..
        } = self.event(id).label
        else {
            return VectorClock::new();
        };
        let mut message = match (order.releases(), release_fence.checked_sub(1)) {
            (true, _) => happens_before.clone(),
            (false, Some(index)) => self.event(EventId { index, ..id }).happens_before.clone(),
            (false, None) => VectorClock::new(),
        };
        let continued = match exclusive {
            true => self.exclusive_source(id),
            false => None,
        };
        if let Some(source) = continued {
            message.join(&self.event(source).message);
        }
        message
    }

    /// Takes over the values of a call that is made again: pointers are other ones in another run. Whether it does the same.
    pub(super) fn refresh(&mut self, id: EventId, now: Label) -> bool {
        let event = self.event_mut(id);
        if !event.label.is_same_call(&now) {
            return false;
        }
        let spurious = event.spurious;
        let Label::Read { kind, .. } = now else {
            if let (Label::Write { value, .. }, Label::Write { value: new, .. }) =
                (&mut event.label, now)
            {
                *value = new;
            }
            return true;
        };
        if let Label::Read { kind: there, .. } = &mut event.label {
            *there = kind;
        }
        let written = match spurious {
            true => None,
            false => kind.writes(self.value_read(id)),
        };
        let index = id.index + 1;
        let state = &mut self.threads[id.thread as usize];
        let next = state
            .events
            .get_mut(index as usize)
            .map(|event| &mut event.label);
        match (written, next) {
            (
                Some((new, _)),
                Some(Label::Write {
                    value,
                    exclusive: true,
                    ..
                }),
            ) => {
                *value = new;
                true
            }
            (Some(_), _)
            | (
                None,
                Some(Label::Write {
                    exclusive: true, ..
                }),
            ) => false,
            (None, _) => true,
        }
    }

    /// As `refresh`, for the initial value of a location.
    pub(super) fn refresh_initial(&mut self, location: Location, now: u64) -> bool {
        let initial = &mut self.locations[location.0 as usize].initial;
        let same = may_be_one_pointer(*initial, now);
        *initial = now;
        same
    }

    /// Enters a read into its location, reading from the write at `position`.
    pub(super) fn set_source(&mut self, read: EventId, location: Location, position: usize) {
        let source = self.at(location, position);
        let reads = &mut self.locations[location.0 as usize].reads;
        if !reads.contains(&read) {
            reads.push(read);
        }
        self.event_mut(read).reads_from = source;
        self.derive(read);
    }

    /// Enters a write into the modification order, so that it stands at `position`.
    pub(super) fn place(&mut self, write: EventId, location: Location, position: usize) {
        self.locations[location.0 as usize]
            .order
            .insert(position - 1, write);
    }

    /// Takes a write out of the modification order.
    pub(super) fn unplace(&mut self, write: EventId, location: Location) {
        self.locations[location.0 as usize]
            .order
            .retain(|other| *other != write);
    }

    /// The first place of the modification order that an event of `thread` after its last one may read:
    /// coherence (CoWR, CoRR).
    pub(super) fn first_readable(&self, clock: &VectorClock, location: Location) -> usize {
        let state = self.location(location);
        let covered = state
            .order
            .iter()
            .rposition(|write| clock.covers(write.epoch()))
            .map_or(0, |index| index + 1);
        let mut first = covered;
        for read in state.reads.iter().rev() {
            // Only what was read from the writes behind `first` tells more.
            let behind = &state.order[first..];
            if behind.is_empty() {
                break;
            }
            let source = self.event(*read).reads_from;
            if clock.covers(read.epoch())
                && let Some(place) = behind.iter().rposition(|write| Some(*write) == source)
            {
                first += place + 1;
            }
        }
        first
    }

    /// Keeps the events for which `keep` answers true; what is kept must be closed under its past.
    pub(super) fn retain(&mut self, keep: impl Fn(EventId, &Event) -> bool) {
        for thread in 0..self.threads.len() as u32 {
            let state = &self.threads[thread as usize];
            let kept = (0..)
                .zip(&state.events)
                .take_while(|(index, event)| {
                    keep(
                        EventId {
                            thread,
                            index: *index,
                        },
                        event,
                    )
                })
                .count();
            self.threads[thread as usize].events.truncate(kept);
        }
        let lengths: SmallVec<[u32; 16]> = self
            .threads
            .iter()
            .map(|thread| thread.events.len() as u32)
            .collect();
        let there = |id: &EventId| id.index < lengths[id.thread as usize];
        for location in &mut self.locations {
            location.order.retain(there);
            location.reads.retain(there);
            location.used = false;
        }
        for thread in &mut self.threads {
            thread.created_by = thread.created_by.filter(there);
        }
        while self.threads.len() > 1
            && self
                .threads
                .last()
                .is_some_and(|thread| thread.created_by.is_none())
        {
            self.threads.pop();
        }
        self.seq_cst = self
            .threads
            .iter()
            .flat_map(|thread| &thread.events)
            .filter(|event| event.label.may_be_seq_cst())
            .count() as u32;
    }

    /// Keeps the events with a stamp below `stamp`.
    pub(super) fn cut(&mut self, stamp: u32) {
        self.retain(|_, event| event.stamp < stamp);
        self.next_stamp = stamp;
    }
}
