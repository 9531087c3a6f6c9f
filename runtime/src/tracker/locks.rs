//! Mutexes and reader-writer locks: unlock to lock, exact where the unlock was seen.
//!
//! Source: [thread.mutex.requirements.mutex]/11, /25 and [thread.sharedmutex.requirements] (N4861).
//! Departs from it: a holder whose unlock was not seen (its guard left annotated code) gives the next locker all that it
//! knows by then, which may be more than it knew at its unlock. That may hide a race; it invents none.
//! Invariant: `writer` and `readers` are those whose unlock was not seen and whom no locker followed.
//! A thread that takes a lock may release by it from there on, at a place that nobody sees: that is noted when it is taken.
//! Grows with the addresses at which locks were taken; a new lock at an old address receives what the old one left.

use crate::event::{StoreId, SyncEvent, SyncOperation};
use crate::model::{Message, edge};
use crate::shadow::sites;
use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::spin::{Spin, Spun};
use crate::tracker::table::Table;
use crate::tracker::thread::{self, Slot, ThreadHandle};
use smallvec::SmallVec;
use std::cell::Cell;

/// How a lock is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    /// A `MutexGuard`.
    Mutex,
    /// An `RwLockReadGuard`.
    Read,
    /// An `RwLockWriteGuard`.
    Write,
}

/// A lock that somebody holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lock {
    /// The address of the mutex or lock.
    pub(crate) address: usize,
    /// How.
    pub(crate) hold: Hold,
}

impl Hold {
    /// What an operation takes, if it takes a lock.
    #[inline]
    pub(crate) fn taken_by(operation: SyncOperation) -> Option<Self> {
        Some(match operation {
            SyncOperation::MutexLock | SyncOperation::MutexTryLock => Self::Mutex,
            SyncOperation::RwLockRead | SyncOperation::RwLockTryRead => Self::Read,
            SyncOperation::RwLockWrite | SyncOperation::RwLockTryWrite => Self::Write,
            _ => return None,
        })
    }

    /// What an operation gives back, if it gives a lock back.
    #[inline]
    pub(crate) fn given_back_by(operation: SyncOperation) -> Option<Self> {
        Some(match operation {
            SyncOperation::MutexUnlock => Self::Mutex,
            SyncOperation::RwLockReadUnlock => Self::Read,
            SyncOperation::RwLockWriteUnlock => Self::Write,
            _ => return None,
        })
    }

    /// The operation that takes it and waits for it.
    pub(crate) fn lock(self) -> SyncOperation {
        match self {
            Self::Mutex => SyncOperation::MutexLock,
            Self::Read => SyncOperation::RwLockRead,
            Self::Write => SyncOperation::RwLockWrite,
        }
    }

    /// The operation that gives it back.
    pub(crate) fn unlock(self) -> SyncOperation {
        match self {
            Self::Mutex => SyncOperation::MutexUnlock,
            Self::Read => SyncOperation::RwLockReadUnlock,
            Self::Write => SyncOperation::RwLockWriteUnlock,
        }
    }
}

/// What is known of a mutex or reader-writer lock.
#[derive(Default)]
struct State {
    /// What the last writers left, and the event if it was one.
    released: Message,
    released_by: Option<StoreId>,
    writer: Option<ThreadHandle>,
    /// What is known of readers, if there ever were any.
    readers: Option<Box<Readers>>,
}

#[derive(Default)]
struct Readers {
    /// What they left since the last writer.
    released: Message,
    inside: SmallVec<[ThreadHandle; 2]>,
}

/// What is known of a lock, for whoever comes by.
pub(crate) struct Shared(Spin<State>);

static LOCKS: Table<Option<&'static Shared>> = Table::new();

/// Places for locks that a thread has met (count, a power of two).
const NEAR: usize = 16;

thread_local! {
    static MET: [Cell<Option<(usize, &'static Shared)>>; NEAR] =
        const { [const { Cell::new(None) }; NEAR] };
}

/// What is known of the lock at an address.
#[inline(always)]
fn at(address: usize) -> Spun<'static, State> {
    let place = ((address / 8) ^ (address / 512)) % NEAR;
    let shared = match MET.with(|met| met[place].get()) {
        Some((of, shared)) if of == address => shared,
        _ => look_up(address, place),
    };
    shared.0.lock()
}

/// It is never freed, so who has met it need not ask again.
#[cold]
#[inline(never)]
fn look_up(address: usize, place: usize) -> &'static Shared {
    let new = || &*Box::leak(Box::new(Shared(Spin::new(State::default()))));
    let shared = LOCKS.with(address, |shared| *shared.get_or_insert_with(new));
    MET.with(|met| met[place].set(Some((address, shared))));
    shared
}

/// The calling thread, which has this slot, holds the lock.
#[inline(always)]
pub(crate) fn locked(slot: &'static Slot, lock: Lock, site: &'static Site) {
    let edge = match lock.hold {
        Hold::Mutex => "lock",
        Hold::Write => "write lock",
        Hold::Read => return read_locked(slot, lock.address, site),
    };
    locked_by(slot, lock.address, edge, site);
}

/// The same of a mutex that a wait has taken again.
pub(crate) fn locked_again(slot: &'static Slot, mutex: usize, site: &'static Site) {
    locked_by(slot, mutex, "wait", site);
}

#[inline(always)]
fn locked_by(slot: &'static Slot, address: usize, edge: &'static str, site: &'static Site) {
    let Some(me) = slot.tenant() else { return };
    let mut state = at(address);
    // Another thread has the lock now, so who had it has given it back.
    if state.writer.is_some_and(|writer| writer != me) {
        state.fold_writer();
    }
    if state.readers.is_some() {
        let left = state.fold_readers(me);
        slot.own(|own| edge::acquire(&mut own.view, &left));
    }
    receive(slot, &state, (edge, address), site);
    state.writer = Some(me);
}

#[inline(never)]
fn read_locked(slot: &'static Slot, address: usize, site: &'static Site) {
    let Some(me) = slot.tenant() else { return };
    let mut state = at(address);
    match state.writer {
        Some(writer) if writer != me => state.fold_writer(),
        _ => state.writer = None,
    }
    receive(slot, &state, ("read lock", address), site);
    state.readers.get_or_insert_default().inside.push(me);
}

/// The calling thread is about to unlock, or has just done so and done nothing else since.
#[inline(always)]
pub(crate) fn unlocking(slot: &'static Slot, lock: Lock, site: &'static Site) {
    let edge = match lock.hold {
        Hold::Mutex => "unlock",
        Hold::Write => "write unlock",
        Hold::Read => return read_unlocking(slot, lock.address, site),
    };
    unlocked_by(slot, lock.address, edge, site);
}

/// The same of a mutex that a wait gives up.
pub(crate) fn giving_up(slot: &'static Slot, mutex: usize, site: &'static Site) {
    unlocked_by(slot, mutex, "wait", site);
}

#[inline(always)]
fn unlocked_by(slot: &'static Slot, address: usize, edge: &'static str, site: &'static Site) {
    let Some(me) = slot.tenant() else { return };
    let mut state = at(address);
    if state.writer != Some(me) {
        // The next locker was faster and has taken what this thread knows already.
        publish(slot, &mut Message::new(), (edge, address), site);
        return;
    }
    let id = publish(slot, &mut state.released, (edge, address), site);
    state.writer = None;
    state.released_by = Some(id);
}

#[inline(never)]
fn read_unlocking(slot: &'static Slot, address: usize, site: &'static Site) {
    let Some(me) = slot.tenant() else { return };
    let mut state = at(address);
    let mut left = Message::new();
    publish(slot, &mut left, ("read unlock", address), site);
    if let Some(readers) = &mut state.readers
        && let Some(position) = readers.inside.iter().position(|reader| *reader == me)
    {
        readers.inside.swap_remove(position);
        readers.released.join(&left);
    }
}

/// The acquire side, and the beginning of a stretch in which the thread may release by this lock where nobody sees it.
#[inline(always)]
fn receive(
    slot: &Slot,
    state: &State,
    (edge, address): (&'static str, usize),
    site: &'static Site,
) {
    let site = sites::number(site);
    let stamp = crossings::stamp();
    let mut own = slot.own_guard();
    let time = own.view.epoch().time;
    edge::acquire(&mut own.view, &state.released);
    let event = SyncEvent::Receive {
        edge,
        object: address as u64,
        from: state.released_by,
    };
    own.ring.push(time, event, site);
    own.releases.note(stamp, time);
    // What comes behind it has another time: a repeated access is seen to be behind the lock.
    own.view.tick();
}

/// The release side, into the message that the lock held before.
#[inline(always)]
fn publish(
    slot: &Slot,
    message: &mut Message,
    (edge, address): (&'static str, usize),
    site: &'static Site,
) -> StoreId {
    let site = sites::number(site);
    let stamp = crossings::stamp();
    let mut own = slot.own_guard();
    let time = own.view.epoch().time;
    slot.releases(&mut own, stamp);
    edge::release_over(&mut own.view, message);
    let event = SyncEvent::Publish {
        edge,
        object: address as u64,
    };
    own.ring.push(time, event, site)
}

impl State {
    /// The writer, which is not the calling thread, has unlocked it.
    #[cold]
    fn fold_writer(&mut self) {
        if let Some(writer) = self.writer.take() {
            self.released.join(&thread::present(writer));
            self.released_by = None;
        }
    }

    /// A writer has the lock now, so all readers have unlocked it. Answers what they have left.
    #[cold]
    fn fold_readers(&mut self, me: ThreadHandle) -> Message {
        let Some(readers) = &mut self.readers else {
            return Message::new();
        };
        for reader in std::mem::take(&mut readers.inside) {
            if reader != me {
                readers.released.join(&thread::present(reader));
            }
        }
        std::mem::take(&mut readers.released)
    }
}
