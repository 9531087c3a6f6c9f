//! Mutexes and reader-writer locks: unlock to lock, exact where the unlock was seen.
//!
//! Source: [thread.mutex.requirements.mutex]/11, /25 and [thread.sharedmutex.requirements] (N4861).
//! Departs from it: a holder whose unlock was not seen (its guard left annotated code) gives the next locker all that it
//! knows by then, which may be more than it knew at its unlock. That may hide a race; it invents none.
//! Invariant: `writer` and `readers` are those whose unlock was not seen and whom no locker followed.
//! Grows with the addresses at which locks were taken; a new lock at an old address receives what the old one left.

use crate::event::StoreId;
use crate::model::Message;
use crate::site::Site;
use crate::tracker::table::Table;
use crate::tracker::thread::{self, Publication, ThreadHandle};
use smallvec::SmallVec;

/// A mutex or reader-writer lock.
#[derive(Default)]
struct Lock {
    /// What the last writers left, and the event if it was one.
    released: Message,
    released_by: Option<StoreId>,
    /// What readers left since.
    read_released: Message,
    writer: Option<ThreadHandle>,
    readers: SmallVec<[ThreadHandle; 2]>,
}

static LOCKS: Table<Lock> = Table::new();

/// The calling thread holds the lock exclusively.
pub(crate) fn locked(address: usize, edge: &'static str, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let (message, from) = LOCKS.with(address, |lock| {
        lock.fold_writer(me);
        lock.fold_readers(me);
        let mut message = lock.released.clone();
        message.join(&lock.read_released);
        lock.read_released = Message::new();
        lock.writer = Some(me);
        (message, lock.released_by)
    });
    thread::receive(&message, from, edge, address as u64, Some(site));
}

/// The calling thread holds the lock shared.
pub(crate) fn read_locked(address: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let (message, from) = LOCKS.with(address, |lock| {
        lock.fold_writer(me);
        lock.readers.push(me);
        (lock.released.clone(), lock.released_by)
    });
    thread::receive(&message, from, "read lock", address as u64, Some(site));
}

/// The calling thread is about to unlock, or has just done so and done nothing else since.
pub(crate) fn unlocking(address: usize, edge: &'static str, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let Some(Publication { message, id }) = thread::publish(edge, address as u64, Some(site))
    else {
        return;
    };
    LOCKS.with(address, |lock| {
        // Otherwise the next locker was faster and has taken what this thread knows already.
        if lock.writer == Some(me) {
            lock.writer = None;
            lock.released = message;
            lock.released_by = Some(id);
        }
    });
}

/// As [`unlocking`], for a reader.
pub(crate) fn read_unlocking(address: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let Some(publication) = thread::publish("read unlock", address as u64, Some(site)) else {
        return;
    };
    LOCKS.with(address, |lock| {
        if let Some(position) = lock.readers.iter().position(|reader| *reader == me) {
            lock.readers.swap_remove(position);
            lock.read_released.join(&publication.message);
        }
    });
}

impl Lock {
    /// Another thread has the lock now, so the writer has unlocked it.
    fn fold_writer(&mut self, me: ThreadHandle) {
        if let Some(writer) = self.writer.take()
            && writer != me
        {
            self.released.join(&thread::present(writer));
            self.released_by = None;
        }
    }

    /// A writer has the lock now, so all readers have unlocked it.
    fn fold_readers(&mut self, me: ThreadHandle) {
        for reader in std::mem::take(&mut self.readers) {
            if reader != me {
                self.read_released.join(&thread::present(reader));
            }
        }
    }
}
