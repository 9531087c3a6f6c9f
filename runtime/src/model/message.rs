//! Messages: what a store leaves for a later acquire load, and what any other edge carries.
//!
//! Source: [atomics.order]/2 and [intro.races]/9 (N4861); a message per store as in RC11's operational form.
//! Departs from it: nothing.
//! Invariant: if `by` is there, the message is exactly what that thread knew at that epoch. Since a thread ticks after it
//! publishes, a clock that covers `by` covers the whole message (test: `publisher_epoch_stands_for_the_whole_message`).
//! Not modelled: consume.

use crate::clock::{Epoch, VectorClock};
use crate::model::view::ThreadView;
use crate::order::{LoadOrder, StoreOrder};

/// A clock on its way from one thread to another.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Message {
    by: Option<Epoch>,
    /// All but `by`, whose own component may be lower here.
    clock: VectorClock,
}

/// The rule of a store: its message.
#[inline]
pub fn store(view: &mut ThreadView, order: StoreOrder) -> Message {
    match order {
        StoreOrder::Release | StoreOrder::SeqCst => view.publish(),
        // A plain store ends the release sequence, its own thread's too: nothing of the message it replaces remains.
        StoreOrder::Relaxed => view.store_relaxed(),
    }
}

/// [`store`] with its message in the place of that of the store before it. Test: `in_place_is_the_same`.
#[inline(always)]
pub fn store_into(view: &mut ThreadView, order: StoreOrder, message: &mut Message) {
    match order {
        StoreOrder::Release | StoreOrder::SeqCst => view.publish_into(message),
        StoreOrder::Relaxed => view.store_relaxed_into(message),
    }
}

/// The rule of a load that reads from a store with this message. A failed `compare_exchange` is a load with its failure
/// ordering; the initial value of an object has the empty message.
#[inline(always)]
pub fn load(view: &mut ThreadView, read: &Message, order: LoadOrder) {
    match order {
        LoadOrder::Acquire | LoadOrder::SeqCst => view.receive(read),
        LoadOrder::Relaxed => view.defer(read),
    }
}

impl Message {
    /// The message that carries nothing.
    pub const fn new() -> Self {
        Self {
            by: None,
            clock: VectorClock::new(),
        }
    }

    /// What a thread publishes: its epoch and the rest of its clock.
    pub(in crate::model) fn of(by: Epoch, clock: VectorClock) -> Self {
        Self {
            by: Some(by),
            clock,
        }
    }

    /// What is known without having been published.
    pub(in crate::model) fn of_clock(clock: VectorClock) -> Self {
        Self { by: None, clock }
    }

    /// Becomes [`Message::of`] these.
    #[inline(always)]
    pub(in crate::model) fn become_publication(&mut self, by: Epoch, clock: &VectorClock) {
        self.by = Some(by);
        self.clock.become_clone(clock);
    }

    /// The publication that this message is, if it is exactly one.
    #[inline]
    pub fn by(&self) -> Option<Epoch> {
        self.by
    }

    /// Whether it carries nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.by.is_none() && self.clock.is_empty()
    }

    /// All that it carries, as one clock. Copies.
    pub fn clock(&self) -> VectorClock {
        let mut clock = self.clock.clone();
        self.by.into_iter().for_each(|by| clock.include(by));
        clock
    }

    /// Epochs whose least common clock is [`Message::clock`].
    pub fn iter(&self) -> impl Iterator<Item = Epoch> + '_ {
        self.clock.iter().chain(self.by)
    }

    /// Whether what happened at `epoch` is carried.
    #[inline]
    pub fn covers(&self, epoch: Epoch) -> bool {
        self.clock.covers(epoch)
            || self
                .by
                .is_some_and(|by| by.thread == epoch.thread && epoch.time <= by.time)
    }

    /// Whether all that `other` carries is carried. Exact; one comparison where one thread published `other`.
    pub fn covers_all(&self, other: &Self) -> bool {
        match other.by {
            Some(by) => self.covers(by),
            None => other.clock.iter().all(|epoch| self.covers(epoch)),
        }
    }

    /// The least message that carries both.
    #[inline]
    pub fn join(&mut self, other: &Self) {
        // What relaxed operations carry, unless a release fence came before them.
        if !other.is_empty() {
            self.join_with(other);
        }
    }

    fn join_with(&mut self, other: &Self) {
        if self.covers_all(other) {
            return;
        }
        if other.covers_all(self) {
            self.clone_from(other);
            return;
        }
        self.by
            .take()
            .into_iter()
            .for_each(|by| self.clock.include(by));
        other.add_to(&mut self.clock);
    }

    /// Adds all that it carries to a clock.
    pub(in crate::model) fn add_to(&self, clock: &mut VectorClock) {
        clock.join(&self.clock);
        self.by.into_iter().for_each(|by| clock.include(by));
    }
}
