//! Barriers, one-time initialization, and park and unpark: everyone who arrives gives, everyone who leaves takes.
//!
//! Source: the documentation of `std::sync::{Barrier, Once, OnceLock}` and `std::thread::park`; [thread.once.callonce]/4,
//! [thread.barrier.class] (N4861).
//! Departs from it: where an initializer is not a closure in annotated code, whoever was inside the call when it first
//! returned counts as the initializer; a park takes from every unpark since the last one. Both may hide a race.

use crate::model::Message;
use crate::primitive::{Mutex, PoisonError};
use crate::site::Site;
use crate::tracker::table::Table;
use crate::tracker::thread::{self, ThreadHandle};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::thread::ThreadId;

/// A barrier: its generations, of which the last is open.
#[derive(Default)]
struct Barrier {
    generation: u64,
    arrived: Message,
    waiting: SmallVec<[(ThreadHandle, u64); 4]>,
    /// Generations that are complete and that not everyone has left.
    complete: SmallVec<[(u64, Message); 1]>,
}

static BARRIERS: Table<Barrier> = Table::new();

/// The calling thread arrives.
pub(crate) fn arriving(address: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let Some(publication) = thread::publish("barrier", address as u64, Some(site)) else {
        return;
    };
    BARRIERS.with(address, |barrier| {
        barrier.arrived.join(&publication.message);
        barrier.waiting.push((me, barrier.generation));
    });
}

/// The calling thread leaves: everyone of its generation has arrived.
pub(crate) fn leaving(address: usize, site: &'static Site) {
    let me = thread::this_thread();
    let message = BARRIERS.with(address, |barrier| barrier.leave(me?));
    if let Some(message) = message {
        thread::receive(&message, None, "barrier", address as u64, Some(site));
    }
}

impl Barrier {
    fn leave(&mut self, me: ThreadHandle) -> Option<Message> {
        let own = self.waiting.iter().position(|(thread, _)| *thread == me)?;
        let (_, generation) = self.waiting.swap_remove(own);
        if generation == self.generation {
            let arrived = std::mem::take(&mut self.arrived);
            self.complete.push((generation, arrived));
            self.generation += 1;
        }
        let place = self
            .complete
            .iter()
            .position(|(complete, _)| *complete == generation)?;
        let message = self.complete[place].1.clone();
        if self.waiting.iter().all(|(_, other)| *other != generation) {
            self.complete.swap_remove(place);
        }
        Some(message)
    }
}

/// A `Once`, `OnceLock` or `LazyLock`.
#[derive(Default)]
struct Once {
    /// What the initializer left; known exactly, or settled at the first return.
    done: Option<Message>,
    /// Who is inside a call that may initialize.
    inside: SmallVec<[ThreadHandle; 2]>,
}

static ONCES: Table<Once> = Table::new();

/// The object is about to be used. One that is not initialized, and that nobody is initializing, may stand where another one stood:
/// what was known of that is void. (Who is inside leaves only once the object is initialized.)
pub(crate) fn used(address: usize, is_done: impl FnOnce() -> bool) {
    ONCES.with(address, |once| {
        if once.done.is_some() && once.inside.is_empty() && !is_done() {
            once.done = None;
        }
    });
}

/// The calling thread enters a call that may initialize.
pub(crate) fn may_initialize(address: usize) {
    if let Some(me) = thread::this_thread() {
        ONCES.with(address, |once| once.inside.push(me));
    }
}

/// The initializer is about to end.
pub(crate) fn initialized(address: usize, site: &'static Site) {
    if let Some(publication) = thread::publish("initialize", address as u64, Some(site)) {
        ONCES.with(address, |once| {
            once.done.get_or_insert_default().join(&publication.message);
        });
    }
}

/// The call has returned: the object is initialized.
///
/// The thread counts as inside until it is settled what the initializer left: who comes in between finds it there.
pub(crate) fn has_initialized(address: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let others = ONCES.with(address, |once| once.others_if_open(me));
    if let Some(others) = others {
        settle(address, &others);
    }
    let message = ONCES.with(address, |once| {
        once.leave(me);
        once.done.clone()
    });
    if let Some(message) = message {
        thread::receive(&message, None, "initialized", address as u64, Some(site));
    }
}

/// The call unwound.
pub(crate) fn initializer_panicked(address: usize) {
    if let Some(me) = thread::this_thread() {
        ONCES.with(address, |once| {
            once.leave(me);
        });
    }
}

impl Once {
    fn leave(&mut self, me: ThreadHandle) {
        if let Some(own) = self.inside.iter().position(|thread| *thread == me) {
            self.inside.swap_remove(own);
        }
    }

    /// Who else is inside, if it is not settled yet who initialized.
    fn others_if_open(&self, me: ThreadHandle) -> Option<SmallVec<[ThreadHandle; 2]>> {
        let others = self.inside.iter().copied().filter(|thread| *thread != me);
        self.done.is_none().then(|| others.collect())
    }
}

/// The first return: the initializer is the calling thread or one of `others`.
fn settle(address: usize, others: &[ThreadHandle]) {
    let mut message = Message::new();
    if let Some(own) = thread::publish("initialize", address as u64, None) {
        message.join(&own.message);
    }
    for other in others {
        message.join(&thread::present(*other));
    }
    ONCES.with(address, |once| {
        once.done.get_or_insert_default().join(&message);
    });
}

/// A look that may have found the object initialized.
pub(crate) fn got(address: usize, site: &'static Site) {
    let (done, inside) = ONCES.with(address, |once| (once.done.clone(), once.inside.clone()));
    let message = done.unwrap_or_else(|| {
        let mut message = Message::new();
        for thread in &inside {
            message.join(&thread::present(*thread));
        }
        message
    });
    if !message.is_empty() {
        thread::receive(&message, None, "initialized", address as u64, Some(site));
    }
}

/// What unparks left for each thread.
static PARKED: Mutex<Option<FxHashMap<ThreadId, Message>>> = Mutex::new(None);

fn with_parked<R>(f: impl FnOnce(&mut FxHashMap<ThreadId, Message>) -> R) -> R {
    let mut parked = PARKED.lock().unwrap_or_else(PoisonError::into_inner);
    f(parked.get_or_insert_with(FxHashMap::default))
}

/// The calling thread is about to unpark another.
pub(crate) fn unparking(thread: ThreadId, site: &'static Site) {
    if let Some(publication) = thread::publish("unpark", 0, Some(site)) {
        with_parked(|parked| {
            parked.entry(thread).or_default().join(&publication.message);
        });
    }
}

/// The calling thread comes back from a park.
pub(crate) fn parked(site: &'static Site) {
    let me = std::thread::current().id();
    if let Some(message) = with_parked(|parked| parked.remove(&me)) {
        thread::receive(&message, None, "park", 0, Some(site));
    }
}
