//! Which session a thread belongs to, as far as the tracker must know it.
//!
//! Races are reported between threads of one session only; a thread inherits the session of its creator. What a session
//! is for (a test, a `main`, an `observe`) is decided above.
//! Bound: of ended sessions only the number is kept, and numbers are given in order; so nothing grows but by live ones.

use crate::model::Message;
use crate::primitive::{AtomicU32, Mutex, MutexGuard, Ordering, PoisonError};
use std::collections::BTreeMap;

/// A session; 0 is none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct SessionId(pub u32);

impl SessionId {
    /// No session.
    pub(crate) const NONE: Self = Self(0);
}

#[derive(Default)]
struct Live {
    threads: u32,
    events: u64,
}

static NEXT: AtomicU32 = AtomicU32::new(1);
static LIVE: Mutex<BTreeMap<SessionId, Live>> = Mutex::new(BTreeMap::new());

fn live() -> MutexGuard<'static, BTreeMap<SessionId, Live>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new session.
pub(crate) fn open() -> SessionId {
    // ORDER: Relaxed; only uniqueness counts.
    let id = SessionId(NEXT.fetch_add(1, Ordering::Relaxed));
    live().insert(id, Live::default());
    id
}

/// The session has ended, and `known` is what its threads knew then. Threads of it may live on.
pub(crate) fn close(session: SessionId, known: &Message) {
    live().remove(&session);
    ended().join(known);
}

/// What the threads of all sessions that have ended knew: a session starts after it.
pub(crate) fn known_at_start() -> Message {
    ended().clone()
}

fn ended() -> MutexGuard<'static, Message> {
    static ENDED: Mutex<Message> = Mutex::new(Message::new());
    ENDED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a session has ended; none never does.
pub(crate) fn has_ended(session: SessionId) -> bool {
    session != SessionId::NONE && !live().contains_key(&session)
}

/// The number of the next thread of a session. Where there is none, nobody opened it, so nobody is number 0.
pub(crate) fn next_thread_number(session: SessionId) -> u32 {
    static NEXT_OF_NONE: AtomicU32 = AtomicU32::new(1);
    if session == SessionId::NONE {
        // ORDER: Relaxed; only uniqueness counts.
        return NEXT_OF_NONE.fetch_add(1, Ordering::Relaxed);
    }
    let mut live = live();
    let Some(session) = live.get_mut(&session) else {
        return 0;
    };
    let number = session.threads;
    session.threads += 1;
    number
}

/// Counts events of a thread that leaves the session.
pub(crate) fn add_events(session: SessionId, events: u64) {
    if let Some(session) = live().get_mut(&session) {
        session.events += events;
    }
}

/// Events counted so far; those of living threads come on top.
pub(crate) fn events(session: SessionId) -> u64 {
    live().get(&session).map_or(0, |session| session.events)
}
