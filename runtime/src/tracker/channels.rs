//! Channels: send to receive, and for bounded ones receive to the send that it made room for.
//!
//! Source: the documentation of `std::sync::mpsc`; the second edge as in the Go memory model ("the kth receive on a channel
//! with capacity C is synchronized before the completion of the k+Cth send"), which std's implementation has too.
//! Exact while one thread's messages are under way at a time: a channel is first in, first out, and of one sender the order
//! is known. Where several threads' messages are under way, a receive takes from all of them.
//! Departs from std: a disconnected `recv` takes all that any thread of the session knows, unless the drop of the last sender was
//! explicit; then it takes what they knew at that drop, and of its thread what came before. A send that finds no receiver takes all
//! likewise. Each may hide a race; none invents one.

use crate::event::StoreId;
use crate::model::Message;
use crate::primitive::{AtomicBool, Ordering};
use crate::site::Site;
use crate::tracker::table::Table;
use crate::tracker::thread::{self, Publication, ThreadHandle};
use smallvec::SmallVec;
use std::collections::VecDeque;

/// A message under way.
struct Sent {
    by: ThreadHandle,
    what: Publication,
}

/// See the module.
#[derive(Default)]
struct Channel {
    /// `None`: unbounded, or made where nobody saw it.
    capacity: Option<usize>,
    under_way: VecDeque<Sent>,
    /// Messages under way whose order is not known any more: what they carry together, and how many they are.
    mixed: Message,
    mixed_count: usize,
    /// What explicitly dropped senders left.
    dropped: Message,
    /// What the last sender left, if its drop was explicit.
    last_dropped: Option<Message>,
    /// Sends that have begun.
    sends: u64,
    /// Receives that have ended, and what each published before it began; older ones are joined into the first.
    receives: u64,
    received: VecDeque<Message>,
    /// Receives that have begun.
    receiving: SmallVec<[(ThreadHandle, Message); 1]>,
    last_receiver: Option<ThreadHandle>,
}

/// Receives remembered one by one (count); the rest is remembered together, which takes too much.
const RECEIVED_MAX: usize = 1024;

static CHANNELS: Table<Channel> = Table::new();

/// Whether any channel is known.
static ANY: AtomicBool = AtomicBool::new(false);

/// The block of a channel is at least this large (bytes).
const BLOCK_MIN: usize = 64;

fn with<R>(id: usize, f: impl FnOnce(&mut Channel) -> R) -> R {
    // ORDER: Relaxed; who allocates the block of a channel anew comes after its free, which comes after its use.
    ANY.store(true, Ordering::Relaxed);
    CHANNELS.with(id, f)
}

/// A block of memory was given out: it holds no channel that is known, also if code without annotation makes one there.
pub(crate) fn allocated(address: usize, size: usize) {
    // ORDER: Relaxed; see `with`.
    if BLOCK_MIN <= size && ANY.load(Ordering::Relaxed) {
        CHANNELS.forget(address);
    }
}

/// A channel was made at an address where another may have been.
pub(crate) fn made(id: usize, capacity: Option<usize>) {
    with(id, |channel| {
        *channel = Channel {
            capacity,
            ..Channel::default()
        };
    });
}

/// The calling thread is about to send.
pub(crate) fn sending(id: usize, site: &'static Site) {
    let Some(by) = thread::this_thread() else {
        return;
    };
    let Some(what) = thread::publish("send", id as u64, Some(site)) else {
        return;
    };
    with(id, |channel| {
        channel.sends += 1;
        channel.under_way.push_back(Sent { by, what });
    });
}

/// The send came back with the message.
pub(crate) fn not_sent(id: usize) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    with(id, |channel| {
        if let Some(own) = channel.under_way.iter().rposition(|sent| sent.by == me) {
            channel.under_way.remove(own);
            channel.sends -= 1;
        }
    });
}

/// A send that may have waited for room has ended.
pub(crate) fn sent_bounded(id: usize, site: &'static Site) {
    let room = with(id, |channel| channel.room());
    let message = match room {
        Room::Enough => return,
        Room::By(message) => message,
        Room::ByThread(thread) => thread::present(thread),
        Room::Unknown => thread::present_all(),
    };
    thread::receive(&message, None, "send", id as u64, Some(site));
}

/// Who made room for the latest send.
enum Room {
    /// There was room from the start.
    Enough,
    /// One of these.
    By(Message),
    /// This thread, in a receive that was not seen to begin.
    ByThread(ThreadHandle),
    /// Code that is not annotated.
    Unknown,
}

impl Channel {
    fn room(&mut self) -> Room {
        let needed = match self.capacity {
            Some(capacity) => self.sends.saturating_sub(capacity as u64),
            None => self.receives + self.receiving.len() as u64,
        };
        if needed == 0 {
            return Room::Enough;
        }
        let known = needed.min(self.receives);
        let forgotten = self.receives - self.received.len() as u64;
        let mut message = Message::new();
        let upto = known.saturating_sub(forgotten).max(1) as usize;
        for received in self.received.iter().take(upto) {
            message.join(received);
        }
        if needed <= self.receives {
            return Room::By(message);
        }
        for (_, receiving) in &self.receiving {
            message.join(receiving);
        }
        match (self.receiving.is_empty(), self.last_receiver) {
            (false, _) => Room::By(message),
            (true, Some(thread)) => Room::ByThread(thread),
            (true, None) => Room::Unknown,
        }
    }

    fn take(&mut self) -> (Message, Option<StoreId>) {
        let first = self.under_way.front().map(|sent| sent.by);
        let one_sender =
            self.mixed_count == 0 && self.under_way.iter().all(|sent| Some(sent.by) == first);
        if one_sender {
            return match self.under_way.pop_front() {
                Some(sent) => (sent.what.message, Some(sent.what.id)),
                // Sent by code that is not annotated.
                None => (Message::new(), None),
            };
        }
        for sent in std::mem::take(&mut self.under_way) {
            self.mixed.join(&sent.what.message);
            self.mixed_count += 1;
        }
        let message = self.mixed.clone();
        self.mixed_count -= 1;
        if self.mixed_count == 0 {
            self.mixed = Message::new();
        }
        (message, None)
    }
}

/// The calling thread is about to receive.
pub(crate) fn receiving(id: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let Some(publication) = thread::publish("receive", id as u64, Some(site)) else {
        return;
    };
    with(id, |channel| {
        channel.last_receiver = Some(me);
        channel.receiving.push((me, publication.message));
    });
}

/// The calling thread has received a message.
pub(crate) fn received(id: usize, site: &'static Site) {
    let me = thread::this_thread();
    let (message, from) = with(id, |channel| {
        if let Some(own) = channel.end_receiving(me) {
            channel.receives += 1;
            channel.received.push_back(own);
        }
        if channel.received.len() > RECEIVED_MAX
            && let Some(oldest) = channel.received.pop_front()
        {
            channel.received[0].join(&oldest);
        }
        channel.take()
    });
    thread::receive(&message, from, "receive", id as u64, Some(site));
}

impl Channel {
    fn end_receiving(&mut self, me: Option<ThreadHandle>) -> Option<Message> {
        let own = self
            .receiving
            .iter()
            .position(|(thread, _)| Some(*thread) == me)?;
        Some(self.receiving.swap_remove(own).1)
    }
}

/// The receive came back without a message: a dropped sender may be the reason.
pub(crate) fn not_received(id: usize, site: &'static Site) {
    let me = thread::this_thread();
    let message = with(id, |channel| {
        channel.end_receiving(me);
        channel.dropped.clone()
    });
    if !message.is_empty() {
        thread::receive(&message, None, "disconnect", id as u64, Some(site));
    }
}

/// The receive came back because no sender is left.
pub(crate) fn disconnected(id: usize, site: &'static Site) {
    let last = with(id, |channel| channel.last_dropped.clone());
    let message = last.unwrap_or_else(thread::present_all);
    thread::receive(&message, None, "disconnect", id as u64, Some(site));
}

/// The send came back because the receiver is gone, whose drop nobody watches: whoever had it knows no more than all threads do.
pub(crate) fn receiver_gone(id: usize, site: &'static Site) {
    let message = thread::present_all();
    thread::receive(&message, None, "disconnect", id as u64, Some(site));
}

/// A sender is about to be dropped explicitly; `is_last` if there is no other.
pub(crate) fn dropping_sender(id: usize, is_last: bool, site: &'static Site) {
    let Some(publication) = thread::publish("drop", id as u64, Some(site)) else {
        return;
    };
    let last = is_last.then(|| {
        // The others were dropped before, seen or not.
        let mut message = thread::present_all();
        message.join(&publication.message);
        message
    });
    with(id, |channel| {
        channel.dropped.join(&publication.message);
        channel.last_dropped = last;
    });
}
