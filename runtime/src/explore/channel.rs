//! Channels: who sent what in which order is ours; the user's own call is made when it cannot block.
//!
//! Source: the documentation of `std::sync::mpsc`; a channel is first in, first out, the kth receive of a channel with capacity `c`
//! comes before the end of the send `k + c`, and a receive fails when all senders are gone and nothing is left.
//! A send is a read-modify-write of the channel's location, so each order of the sends is an execution of its own. Everything else
//! follows from it and adds none: the kth receive comes after the kth send ([`Label::After`](crate::explore::graph::Label)). Only where
//! a program tries (`try_recv`, `try_send`, `recv_timeout`) the order of receives and of drops is a matter of choice, and then they
//! are read-modify-writes of that location too (`Known::tries`).
//! Senders and receivers are dropped where no hook stands: the channel's own counts are looked at before each event of a thread,
//! so a drop is an event of the thread that made it. It has happened by then, so the event is made at once: who comes before it does so
//! before the thread goes back to its own code (`Stage::hold_back`). Of several ends that are dropped one right after the other
//! nobody tells the order, and nobody can come between; where somebody could ([`State::look_at_drops`]), an exploration is not complete.
//! Invariant: sends are really made in the order of their numbers, so the message of a receive is the one of its number.
//! Not modelled: a `try_recv` that fails ten times over at one place (or once, with a hint in between) waits from then on.

use crate::clock::ThreadIndex;
use crate::event::{RmwOperation, SyncCall, SyncOperation};
use crate::explore::graph::{EventId, ReadKind};
use crate::explore::primitives::HeldLock;
use crate::explore::runtime::{Key, Stage, State, Stop, Wait};
use crate::order::RmwOrder;
use crate::site::Site;
use crate::tracker::engine::{ChannelCall, ChannelCounts};
use smallvec::SmallVec;
use std::cell::Cell;

/// A channel in this execution.
pub(super) struct Channel {
    id: usize,
    capacity: Option<usize>,
    counts: ChannelCounts,
    /// The sends by their number: where each got it, and where it was done.
    claimed: Vec<EventId>,
    sent: Vec<EventId>,
    received: Vec<EventId>,
    /// Who waits with a message for a receive, in the order of their numbers (capacity 0).
    offering: Vec<u32>,
    dropped: Vec<EventId>,
    /// Senders whose drop was no event yet.
    senders: usize,
    /// The drop of the receiver.
    gone: Option<EventId>,
    /// How many messages were given to a receive, made or not.
    taken: usize,
    /// What the channel's own counts were when they were looked at last.
    counted: (usize, usize),
    /// Failed tries of a thread at a place, one after the other.
    failed: Vec<(u32, usize, u32)>,
}

/// What a thread waits for at a channel, by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ChannelWait {
    /// A message, or the end of all senders.
    Message(usize),
    /// Room for the message of this number.
    Room(usize, usize),
    /// That all sends and receives are made which need no more than a turn.
    Settled(usize),
}

/// Failed tries at one place from which on a thread waits.
const TRIES: u32 = 10;

/// What the drop of a receiver does to its channel.
pub(super) const RECEIVER_DROPPED: ReadKind = ReadKind::Rmw {
    operation: RmwOperation::Or,
    operand: 1 << 63,
    bits: 64,
    order: RmwOrder::Relaxed,
};
/// What the drop of senders is called.
pub(super) const SENDER_DROPPED: &str = "sender dropped";

thread_local! {
    static CALL: Cell<ChannelCall> = const { Cell::new(ChannelCall::Blocking) };
    /// The thread that the calling one has let go to hand its message over.
    static PARTNER: Cell<Option<u32>> = const { Cell::new(None) };
    /// The number of the message that the calling thread hands over.
    static OFFERED: Cell<Option<usize>> = const { Cell::new(None) };
}

/// No call into a channel has begun on the calling thread.
pub(super) fn forget_calls() {
    CALL.set(ChannelCall::Blocking);
    PARTNER.set(None);
    OFFERED.set(None);
}

impl State {
    /// A channel was made.
    pub(super) fn channel_made(
        &mut self,
        id: usize,
        capacity: Option<usize>,
        counts: ChannelCounts,
    ) {
        self.channels.retain(|channel| channel.id != id);
        self.channels.push(Channel {
            id,
            capacity,
            counts,
            claimed: Vec::new(),
            sent: Vec::new(),
            received: Vec::new(),
            offering: Vec::new(),
            dropped: Vec::new(),
            senders: 1,
            gone: None,
            taken: 0,
            counted: (1, 1),
            failed: Vec::new(),
        });
    }

    /// A channel's block is freed for real: its counts are not looked at any more.
    pub(super) fn channel_freed(&mut self, address: usize) {
        for channel in self
            .channels
            .iter_mut()
            .filter(|channel| channel.id == address)
        {
            channel.counted = (0, 0);
        }
    }

    fn channel(&self, key: Key) -> Option<usize> {
        let Key::Object(id) = key else { return None };
        self.channels.iter().position(|channel| channel.id == id)
    }

    /// Whether what a thread waits for at a channel is there.
    pub(super) fn channel_lets(&self, wait: ChannelWait) -> bool {
        match wait {
            ChannelWait::Message(at) => {
                let channel = &self.channels[at];
                let there = match channel.capacity {
                    Some(0) => !channel.offering.is_empty(),
                    _ => channel.received.len() < channel.sent.len(),
                };
                there || channel.senders == 0
            }
            ChannelWait::Room(at, number) => {
                let channel = &self.channels[at];
                let capacity = channel.capacity.unwrap_or(usize::MAX);
                match number < channel.received.len().saturating_add(capacity) {
                    true => channel.sent.len() == number,
                    false => channel.gone.is_some(),
                }
            }
            ChannelWait::Settled(at) => {
                let channel = &self.channels[at];
                let capacity = channel.capacity.unwrap_or(usize::MAX);
                let sends = channel.claimed.len();
                let made = sends.min(channel.taken.saturating_add(capacity));
                channel.received.len() == channel.taken
                    && (capacity == 0 || channel.sent.len() == made)
            }
        }
    }

    /// What a thread waits for, in words.
    pub(super) fn channel_words(&self, wait: ChannelWait) -> String {
        match wait {
            ChannelWait::Message(at) => match self.channels[at].senders {
                1 => String::from("waits for a message; one sender is left"),
                senders => format!("waits for a message; {senders} senders are left"),
            },
            ChannelWait::Room(..) | ChannelWait::Settled(_) => {
                String::from("waits for room in a channel")
            }
        }
    }

    /// An operation that has its place among all operations of a channel, where the program tries.
    fn touch(&mut self, me: u32, at: usize) -> Result<(), Stop> {
        if !self.spins.tries || !self.search.waits_by_reading() {
            return Ok(());
        }
        let key = Key::Object(self.channels[at].id);
        self.update_unseen(me, key, RmwOperation::Or, 0, RmwOrder::Relaxed)
    }

    /// Whether a send that waited for room comes to its end before the receiver is dropped or after it is a matter of choice too.
    fn order_end(&mut self, me: u32, at: usize) -> Result<(), Stop> {
        let channel = &self.channels[at];
        if matches!(channel.capacity, None | Some(0)) || !self.search.waits_by_reading() {
            return Ok(());
        }
        let key = Key::Ends(channel.id);
        self.update_unseen(me, key, RmwOperation::Or, 0, RmwOrder::Relaxed)
    }

    /// What the thread that has the turn has dropped since the last look: it alone has run. All of it is taken at once, since others
    /// may get the turn before its last drop is an event.
    fn unseen_drops(&mut self) -> SmallVec<[(usize, Dropped); 2]> {
        let mut drops = SmallVec::new();
        for (at, channel) in self.channels.iter_mut().enumerate() {
            let (senders, receivers) = channel.counted;
            if senders != 0 {
                let now = channel.counts.senders();
                channel.counted.0 = now;
                channel.senders += now.saturating_sub(senders);
                if now < senders {
                    drops.push((at, Dropped::Senders(senders - now)));
                }
            }
            if receivers != 0 && channel.counts.receivers() == 0 {
                channel.counted.1 = 0;
                drops.push((at, Dropped::Receiver));
            }
        }
        drops
    }

    /// Whether there are any.
    pub(super) fn has_unseen_drops(&self) -> bool {
        self.channels.iter().any(|channel| {
            let (senders, receivers) = channel.counted;
            senders != 0 && channel.counts.senders() < senders
                || receivers != 0 && channel.counts.receivers() == 0
        })
    }

    /// Looks whether others do something in this execution that they could also do between drops which a thread made at once: what
    /// they do to one of the channels, where they know of the drop of an end of another one. That order is not explored.
    pub(super) fn look_at_drops(&mut self) {
        let counts = self
            .drops_at_once
            .iter()
            .find(|drops| self.are_seen_apart(drops));
        if let Some(drops) = counts {
            self.dropped_at_once = Some(self.threads[drops.thread as usize].site);
        }
    }

    fn are_seen_apart(&self, drops: &DropsAtOnce) -> bool {
        let graph = self.search.graph();
        // The last of the drops that a thread knows of before it does this, if it knows of nothing behind them.
        let latest_known = |by: EventId| {
            let index = by.index.checked_sub(1)?;
            let past = &graph.event(EventId { index, ..by }).past;
            let known = past.time(ThreadIndex(drops.thread)).checked_sub(1)?;
            let known = (known < drops.end).then_some(known)?;
            drops.of.iter().rposition(|drop| drop.first <= known)
        };
        (0..).zip(&drops.of).any(|(place, drop)| {
            let keys = drop.channel.map(|id| [Key::Object(id), Key::Ends(id)]);
            let keys = keys.into_iter().flatten();
            let locations = keys.filter_map(|key| self.location_of(key));
            let mut reads = locations.flat_map(|location| &graph.location(location).reads);
            reads.any(|read| {
                read.thread != drops.thread
                    && latest_known(*read).is_some_and(|latest| latest != place)
            })
        })
    }
}

/// Ends of channels that a thread dropped without an event in between, and locks that it gave back unseen beside them.
pub(super) struct DropsAtOnce {
    thread: u32,
    /// The place of its event behind them.
    end: u32,
    of: SmallVec<[DropAtOnce; 2]>,
}

/// One of them.
struct DropAtOnce {
    /// The place of its first event.
    first: u32,
    /// The channel, if what others do to it has its place before or after the drop.
    channel: Option<usize>,
}

/// Ends of a channel that a thread has dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dropped {
    Senders(usize),
    Receiver,
}

impl Stage {
    pub(super) fn channel_call(&self, call: ChannelCall) {
        CALL.set(call);
    }

    /// Makes up for what the calling thread has dropped: the locks of these guards, and ends of channels.
    ///
    /// Nobody looks at channels that another thread changes meanwhile: what is there to be told is taken first.
    pub(super) fn catch_up_with(&self, unlocked: &[HeldLock]) {
        let drops = match self.is_over() || self.with(|state| state.channels.is_empty()) {
            true => SmallVec::new(),
            false => self.with(State::unseen_drops),
        };
        let mut made = SmallVec::new();
        for held in unlocked {
            made.push(DropAtOnce {
                first: self.next_place(),
                channel: None,
            });
            match drops.is_empty() {
                true => self.quietly_operate(Wait::Ready, |state, me| state.give_back(me, *held)),
                false => self.operate_at_once(|state, me| state.give_back(me, *held)),
            };
        }
        for (at, dropped) in drops.iter().copied() {
            if self.is_over() {
                return;
            }
            let is_ordered = |state: &State| dropped == Dropped::Receiver || state.spins.tries;
            made.push(DropAtOnce {
                first: self.next_place(),
                channel: self.with(|state| is_ordered(state).then_some(state.channels[at].id)),
            });
            if self
                .operate_at_once(|state, me| state.drop_end(me, at, dropped))
                .is_none()
            {
                return;
            }
            if dropped == Dropped::Receiver {
                let offering = self.with(|state| std::mem::take(&mut state.channels[at].offering));
                for thread in offering {
                    self.let_go(thread);
                    // Its send fails, so it is back at once.
                    self.wait_for_return(thread);
                }
            }
        }
        if !drops.is_empty() && 1 < made.len() && !self.is_over() {
            let end = self.next_place();
            self.with(|state| {
                state.drops_at_once.push(DropsAtOnce {
                    thread: Self::me(),
                    end,
                    of: made,
                });
            });
        }
    }

    /// The place of the calling thread's next event.
    fn next_place(&self) -> u32 {
        match self.is_over() {
            true => 0,
            false => self.with(|state| state.next_id(Self::me()).index),
        }
    }

    /// Before a call into a channel; `false` if it is not known.
    pub(super) fn before_channel(&self, key: Key, call: &SyncCall) -> bool {
        if self.is_over() {
            self.turn(Wait::Ready);
            return true;
        }
        let Some(at) = self.with(|state| state.channel(key)) else {
            return false;
        };
        let site = call.site;
        match (call.operation, CALL.replace(ChannelCall::Blocking)) {
            (SyncOperation::ChannelSend { .. }, ChannelCall::Blocking) => self.send(at, key, site),
            (SyncOperation::ChannelSend { .. }, _) => self.try_send(at, key, site),
            (_, ChannelCall::Blocking) => self.receive(at, false, site),
            (_, ChannelCall::Try) => self.try_receive(at, site),
            (_, ChannelCall::Timed) => {
                // To time out is to find nothing: where all is explored, waiting is trying later.
                let choice = self.operate(Wait::Ready, |state, me| {
                    match state.search.waits_by_reading() {
                        true => Ok(1),
                        false => state.choose(me, 2, Some(site)),
                    }
                });
                match choice {
                    Some(1) => self.try_receive(at, site),
                    _ => self.receive(at, true, site),
                }
            }
        }
        true
    }

    fn claim(&self, at: usize, key: Key, site: &'static Site) -> Option<usize> {
        self.operate(Wait::Ready, |state, me| {
            let order = RmwOrder::Release;
            state.update(me, key, RmwOperation::Add, 1, order, site)?;
            let event = state.last_id(me);
            let channel = &mut state.channels[at];
            channel.claimed.push(event);
            let number = channel.claimed.len() - 1;
            let room = channel.capacity.is_none_or(|capacity| number < capacity);
            if room {
                channel.sent.push(event);
            }
            Ok(number)
        })
    }

    fn send(&self, at: usize, key: Key, site: &'static Site) {
        OFFERED.set(None);
        let Some(number) = self.claim(at, key, site) else {
            return;
        };
        let me = Self::me();
        let (capacity, gone) = self.with(|state| {
            let channel = &state.channels[at];
            (channel.capacity, channel.gone.is_some())
        });
        match capacity {
            Some(0) if !gone => {
                self.with(|state| {
                    state.channels[at].offering.push(me);
                    state.threads[me as usize].waits_at = Some(site);
                });
                OFFERED.set(Some(number));
                let wait = ChannelWait::Room(at, usize::MAX);
                self.wait_to_be_let_go(me, Wait::Handover(wait));
            }
            Some(capacity) if capacity <= number && !gone => {
                self.operate(Wait::Channel(ChannelWait::Room(at, number)), |state, me| {
                    let channel = &state.channels[at];
                    let Some(receive) = channel.received.get(number - capacity).copied() else {
                        return state.find_no_receiver(me, at, site);
                    };
                    let after = [receive, channel.sent[number - 1]];
                    let event = state.event_after(me, "receive", &after, Some(site))?;
                    state.channels[at].sent.push(event);
                    state.order_end(me, at)
                });
            }
            _ if gone => {
                self.operate(Wait::Ready, |state, me| {
                    state.find_no_receiver(me, at, site)
                });
            }
            _ => {}
        }
    }

    fn receive(&self, at: usize, may_time_out: bool, site: &'static Site) {
        let me = Self::me();
        self.with(|state| {
            state.threads[me as usize].waits_at = Some(site);
            state.threads[me as usize].may_time_out = may_time_out;
            state.threads[me as usize].spin.progress();
        });
        let wait = Wait::Channel(ChannelWait::Message(at));
        self.operate(wait, |state, me| {
            let there = state.take_message(me, at, site)?;
            state.touch(me, at)?;
            if there {
                // Whoever waits for room comes after all of it.
                let event = state.last_id(me);
                let channel = &mut state.channels[at];
                channel.taken += 1;
                *channel.received.last_mut().expect("a message was received") = event;
            }
            Ok(())
        });
        self.takes_over(at);
    }

    /// A receive has its event: the thread that offers its message is let go to hand it over.
    fn takes_over(&self, at: usize) {
        if self.is_over() {
            return;
        }
        let me = Self::me();
        let partner = self.with(|state| {
            state.threads[me as usize].waits_at = None;
            state.threads[me as usize].may_time_out = false;
            let channel = &mut state.channels[at];
            let offers = channel.capacity == Some(0) && !channel.offering.is_empty();
            offers.then(|| channel.offering.remove(0))
        });
        PARTNER.set(partner);
        if let Some(partner) = partner {
            self.let_go(partner);
        }
    }

    fn try_receive(&self, at: usize, site: &'static Site) {
        if !self.learns_tries() {
            return;
        }
        let me = Self::me();
        let place = core::ptr::from_ref(site).addr();
        let waits = self.with(|state| {
            let hinted = state.threads[me as usize].spin.is_hinted();
            let mut failed = state.channels[at].failed.iter();
            let again = failed.find(|(thread, other, _)| (*thread, *other) == (me, place));
            again.is_some_and(|(.., times)| TRIES <= *times || hinted)
        });
        if waits {
            self.forget_tries(me, at);
            let in_vain = |is: bool| {
                if !self.is_over() {
                    self.with(|state| state.threads[me as usize].tries_in_vain = is);
                }
            };
            in_vain(true);
            self.receive(at, true, site);
            return in_vain(false);
        }
        let there = self.operate(Wait::Channel(ChannelWait::Settled(at)), |state, me| {
            state.touch(me, at)?;
            let channel = &mut state.channels[at];
            let finds = channel.taken < channel.claimed.len() || channel.senders == 0;
            channel.taken += usize::from(channel.taken < channel.claimed.len());
            // The send may still have to be made.
            let there = finds && state.channel_lets(ChannelWait::Message(at));
            if there {
                state.take_message(me, at, site)?;
            }
            Ok((finds, there))
        });
        match there {
            Some((false, _)) => self.with(|state| {
                let failed = &mut state.channels[at].failed;
                match failed
                    .iter_mut()
                    .find(|(thread, other, _)| (*thread, *other) == (me, place))
                {
                    Some((.., times)) => *times += 1,
                    None => failed.push((me, place, 1)),
                }
            }),
            Some((true, received)) => {
                self.forget_tries(me, at);
                if !received {
                    let wait = Wait::Channel(ChannelWait::Message(at));
                    self.operate(wait, |state, me| state.take_message(me, at, site));
                }
                self.takes_over(at);
                // A try finds only who waits already.
                if let Some(partner) = PARTNER.get() {
                    self.wait_for_sleep(partner);
                }
            }
            None => {}
        }
    }

    fn forget_tries(&self, me: u32, at: usize) {
        self.with(|state| {
            let failed = &mut state.channels[at].failed;
            failed.retain(|(thread, ..)| *thread != me);
        });
    }

    fn try_send(&self, at: usize, key: Key, site: &'static Site) {
        if !self.learns_tries() {
            return;
        }
        self.operate(Wait::Channel(ChannelWait::Settled(at)), |state, me| {
            let order = RmwOrder::Release;
            state.update(me, key, RmwOperation::Add, 0, order, site)?;
            let event = state.last_id(me);
            let channel = &mut state.channels[at];
            let room = channel
                .capacity
                .is_none_or(|capacity| channel.claimed.len() < channel.taken + capacity);
            if channel.gone.is_some() {
                return state.find_no_receiver(me, at, site);
            }
            if room {
                channel.claimed.push(event);
                channel.sent.push(event);
            }
            Ok(())
        });
    }

    /// The first try of an exhaustive exploration makes it begin again; whether this execution goes on.
    fn learns_tries(&self) -> bool {
        let knows = self.with(|state| {
            let knows = state.spins.tries || !state.search.waits_by_reading();
            if !knows {
                state.spins.tries = true;
                state.spins.learn_anew();
            }
            knows
        });
        if !knows {
            self.end();
            self.turn(Wait::Ready);
        }
        knows
    }

    /// After the call: a partner is back, or will be at once.
    pub(super) fn after_channel(&self, key: Key, call: &SyncCall) {
        if let Some(partner) = PARTNER.take()
            && !self.is_over()
        {
            self.with(|state| state.threads[partner as usize].wait = Wait::Ready);
        }
        if let Some(number) = OFFERED.take() {
            self.come_back(Self::me());
            if self.is_over() {
                return;
            }
            self.operate(Wait::Ready, |state, me| {
                let Some(at) = state.channel(key) else {
                    return Ok(());
                };
                let channel = &state.channels[at];
                let receive = channel.received.get(number).copied();
                let after = receive.or(channel.gone);
                let after: Vec<EventId> = after.into_iter().collect();
                state
                    .event_after(me, "receive", &after, Some(call.site))
                    .map(|_| ())
            });
        }
    }
}

impl State {
    /// The drop of ends of a channel.
    fn drop_end(&mut self, me: u32, at: usize, dropped: Dropped) -> Result<(), Stop> {
        match dropped {
            Dropped::Receiver => {
                // A send fails from now on: whether it comes later is a matter of choice.
                let key = Key::Object(self.channels[at].id);
                self.update_unseen(me, key, RmwOperation::Or, 1 << 63, RmwOrder::Relaxed)?;
                self.channels[at].gone = Some(self.last_id(me));
                self.order_end(me, at)
            }
            Dropped::Senders(count) => {
                // First, so that a graph tells it from what a receiver does, however little it has of it.
                self.event_after(me, SENDER_DROPPED, &[], None)?;
                self.touch(me, at)?;
                // Who finds all senders gone comes after all of it.
                let event = self.last_id(me);
                let channel = &mut self.channels[at];
                channel.dropped.push(event);
                channel.senders -= count;
                Ok(())
            }
        }
    }

    /// A send finds that the receiver was dropped, and comes after that.
    fn find_no_receiver(&mut self, me: u32, at: usize, site: &'static Site) -> Result<(), Stop> {
        let gone: SmallVec<[EventId; 1]> = self.channels[at].gone.into_iter().collect();
        self.event_after(me, "drop of the receiver", &gone, Some(site))
            .map(|_| ())
    }

    /// The receive of the next message, or the one that finds all senders gone; whether there was one.
    fn take_message(&mut self, me: u32, at: usize, site: &'static Site) -> Result<bool, Stop> {
        let channel = &self.channels[at];
        let number = channel.received.len();
        let there = match channel.capacity {
            Some(0) => !channel.offering.is_empty(),
            _ => number < channel.sent.len(),
        };
        let after = match there {
            true => match channel.capacity {
                Some(0) => vec![channel.claimed[number]],
                _ => vec![channel.sent[number]],
            },
            false => channel.dropped.clone(),
        };
        let edge = if there {
            "send"
        } else {
            "drop of the last sender"
        };
        let event = self.event_after(me, edge, &after, Some(site))?;
        if there {
            self.channels[at].received.push(event);
        }
        Ok(there)
    }
}
