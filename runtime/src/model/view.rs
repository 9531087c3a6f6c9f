//! What a thread knows: its clock, and the two halves of its fences.
//!
//! Source: [intro.races]/10 (N4861) as vector clocks; the two fence clocks after Lidbury & Donaldson, POPL 2017,
//! section 5, and RC11's `cur`, `acq` and `rel` views.
//! Invariant: whatever publishes a thread's clock ticks it afterwards, so there is one publication per time. Therefore
//! whoever covers an epoch that was published covers all that its thread knew then ([`Message`] depends on it). An engine
//! that takes the present clock of a thread from outside must have that thread tick before it publishes again.
//! What does not publish but would with another ordering ticks too (relaxed stores and read-modify-writes, acquire fences),
//! so an epoch tells between which two of them an access lies, and [`explain`](crate::model::explain) can name the one.
//! Not modelled: the limit of `u32` times; a thread that published 2^32 times stops ticking, which hides races only.

use crate::clock::{Epoch, ThreadIndex, VectorClock};
use crate::model::message::Message;

/// One thread's side of happens-before.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ThreadView {
    thread: ThreadIndex,
    /// The own component of the clock, kept apart so that a tick copies nothing.
    time: u32,
    /// The other components. The own one may lag behind `time`.
    seen: VectorClock,
    /// What relaxed loads saw and an acquire fence would receive.
    pending_acquire: Message,
    /// What the thread knew at its last release fence: what its relaxed stores leave behind.
    released_by_fence: Message,
}

impl ThreadView {
    /// A thread that nothing happened before.
    pub fn new(thread: ThreadIndex) -> Self {
        Self::resume(Epoch { thread, time: 0 })
    }

    /// A thread that takes over the index of one that has ended at `last`. That end must happen before the start of the
    /// new one, since what the old one did then counts as sequenced before what the new one does.
    pub fn resume(last: Epoch) -> Self {
        Self {
            thread: last.thread,
            time: last.time.saturating_add(1),
            seen: VectorClock::new(),
            pending_acquire: Message::new(),
            released_by_fence: Message::new(),
        }
    }

    /// The same thread under another index, which nobody has any more; `last` is the end of who had it before. What it knew
    /// it knows, what others know of it they know of the old index.
    pub fn moved_to(mut self, last: Epoch) -> Self {
        let known = self.publish();
        let mut view = Self::resume(last);
        view.receive(&known);
        view.pending_acquire = self.pending_acquire;
        view.released_by_fence = self.released_by_fence;
        view
    }

    /// The thread.
    #[inline]
    pub fn thread(&self) -> ThreadIndex {
        self.thread
    }

    /// The thread's own time: the epoch that its next access bears.
    #[inline]
    pub fn epoch(&self) -> Epoch {
        Epoch {
            thread: self.thread,
            time: self.time,
        }
    }

    /// Whether what happened at `epoch` happens before the thread's next event.
    #[inline]
    pub fn covers(&self, epoch: Epoch) -> bool {
        if epoch.thread == self.thread {
            return epoch.time <= self.time;
        }
        self.seen.covers(epoch)
    }

    /// The whole clock, its own time included. Copies; for the engines' hot paths there is [`ThreadView::covers`].
    pub fn clock(&self) -> VectorClock {
        let mut clock = self.seen.clone();
        clock.include(self.epoch());
        clock
    }

    /// The whole clock as it was at `epoch`, an own one since which nothing was received.
    pub(in crate::model) fn clock_before(&self, epoch: Epoch) -> VectorClock {
        let mut clock = self.seen.clone();
        clock.include(epoch);
        clock
    }

    /// What the thread knows, with its own doings up to `time` only. It does not count as a publication.
    pub fn known_with(&self, time: u32) -> Message {
        Message::of_clock(self.clock_before(Epoch {
            time: time.min(self.time),
            thread: self.thread,
        }))
    }

    /// Learns of one epoch of another thread, or of a counter that clocks carry as if it were one.
    #[inline]
    pub fn learn(&mut self, epoch: Epoch) {
        self.seen.include(epoch);
    }

    /// What an acquire fence would receive: the join over what relaxed loads saw since the last one.
    pub fn pending_acquire(&self) -> &Message {
        &self.pending_acquire
    }

    /// What relaxed stores leave behind: the clock at the last release fence.
    pub fn released_by_fence(&self) -> &Message {
        &self.released_by_fence
    }

    /// Advances the thread's own time.
    #[inline]
    pub fn tick(&mut self) {
        self.time = self.time.saturating_add(1);
    }

    /// Goes back to `time` if one tick has followed it; the caller knows that nothing bears the time after it.
    #[inline]
    pub fn take_tick_back(&mut self, time: u32) {
        if self.time == time.saturating_add(1) {
            self.time = time;
        }
    }

    /// Raises the thread's own time to that of a recorded event.
    pub(in crate::model) fn advance_to(&mut self, time: u32) {
        self.time = self.time.max(time);
    }

    /// Publishes all that the thread knows, then ticks.
    #[inline]
    pub fn publish(&mut self) -> Message {
        let message = Message::of(self.epoch(), self.seen.clone());
        self.tick();
        message
    }

    /// [`publish`](Self::publish) in the place of another message; copies nothing if that one carries the same clock.
    #[inline(always)]
    pub(in crate::model) fn publish_into(&mut self, message: &mut Message) {
        message.become_publication(self.epoch(), &self.seen);
        self.tick();
    }

    /// Learns all that a message carries.
    #[inline(always)]
    pub fn receive(&mut self, message: &Message) {
        if !self.has_received(message) {
            self.receive_new(message);
        }
    }

    #[inline(never)]
    fn receive_new(&mut self, message: &Message) {
        message.add_to(&mut self.seen);
    }

    /// Whether a message carries nothing new. Exact; needs one comparison where one thread published the message.
    #[inline(always)]
    pub fn has_received(&self, message: &Message) -> bool {
        match message.by() {
            Some(epoch) => self.covers(epoch),
            None => message.is_empty() || self.has_received_each(message),
        }
    }

    #[inline(never)]
    fn has_received_each(&self, message: &Message) -> bool {
        message.iter().all(|epoch| self.covers(epoch))
    }

    /// What a relaxed store leaves behind; ticks.
    #[inline]
    pub(in crate::model) fn store_relaxed(&mut self) -> Message {
        self.tick();
        self.released_by_fence.clone()
    }

    /// [`store_relaxed`](Self::store_relaxed) in the place of another message.
    #[inline(always)]
    pub(in crate::model) fn store_relaxed_into(&mut self, message: &mut Message) {
        self.tick();
        if !(self.released_by_fence.is_empty() && message.is_empty()) {
            self.leave_fence_in(message);
        }
    }

    #[inline(never)]
    fn leave_fence_in(&self, message: &mut Message) {
        message.clone_from(&self.released_by_fence);
    }

    /// [`store_relaxed`](Self::store_relaxed) joined into the message that stands there already.
    #[inline]
    pub(in crate::model) fn store_relaxed_beside(&mut self, message: &mut Message) {
        self.tick();
        message.join(&self.released_by_fence);
    }

    /// Keeps a message for the next acquire fence.
    #[inline]
    pub(in crate::model) fn defer(&mut self, message: &Message) {
        if !self.has_received(message) {
            self.pending_acquire.join(message);
        }
    }

    /// Receives all that was deferred.
    pub(in crate::model) fn receive_deferred(&mut self) {
        let pending = std::mem::take(&mut self.pending_acquire);
        self.receive(&pending);
    }

    /// Makes all that the thread knows the message of its later relaxed stores.
    pub(in crate::model) fn release_to_later_stores(&mut self) {
        self.released_by_fence = self.publish();
    }
}
