//! Locks whose guards are out of sight: before each further event of their thread the lock itself is asked whether it was given
//! back.
//!
//! Source: DESIGN 5.3, guards that leave annotated code. A guard in an `Option`, a struct or another function is dropped where no
//! hook stands. std's locks on Linux say in one word whether they are held, and while its thread holds a lock that word is not zero.
//! So the first event behind the drop finds it at zero, and the unlock is reported before that event: exact, since nothing came
//! in between.
//! Departs from the truth: a lock that somebody else has taken by then, or still reads, is not found given back; then the next
//! locker takes all that the thread knows (`locks`), which hides races only. So it is where the word is not known.
//! Invariant: while a thread has such a lock no event of it repeats another one: each ends an epoch, so that the fast path for
//! repeated accesses does not leave any out (test: `repeated_writes_behind_an_unseen_unlock_are_seen`).
//! Bounds: [`LOOSE_MAX`] locks per thread, [`LOOKS_MAX`] looks at each; beyond them an unlock is taken to be late.

use crate::event::SyncOperation;
use crate::primitive::{AtomicU32, Ordering};
use crate::site::Site;
use crate::tracker::takeover::Inside;
use crate::tracker::thread::{self, Slot};
use crate::tracker::{engine, locks, statics};
use std::cell::RefCell;

/// Locks of a thread that are looked at (count).
const LOOSE_MAX: usize = 8;

/// Looks at a lock that is still held (count): whoever keeps a guard for long would pay for each access.
const LOOKS_MAX: u32 = 1 << 14;

/// The word of a lock that says whether it is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LockWord {
    /// Where it is.
    pub address: usize,
    /// The part of it that is zero exactly if nobody holds the lock.
    pub mask: u32,
}

/// A lock that was taken, and whose guard nobody watches.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    /// The lock.
    pub(crate) address: usize,
    pub(crate) word: LockWord,
    /// The operation that unlocks it.
    pub(crate) unlock: SyncOperation,
    /// Counts the lock operations of the thread.
    pub(crate) serial: u64,
    /// Where it was taken.
    pub(crate) site: &'static Site,
}

#[derive(Clone, Copy)]
struct Loose {
    taken: Taken,
    looks: u32,
}

struct Locks {
    loose: [Option<Loose>; LOOSE_MAX],
}

thread_local! {
    static LOCKS: RefCell<Locks> = const { RefCell::new(Locks { loose: [None; LOOSE_MAX] }) };
}

/// The calling thread has just taken a lock, and has the guard.
pub(crate) fn taken(taken: Taken) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if engine().is_some() {
        return;
    }
    let Some(slot) = thread::attached() else {
        return;
    };
    // SAFETY: the guard, which the caller has, borrows the lock: its word is there.
    if unsafe { value(taken.word) } == 0 {
        // Not the word that it was taken for.
        return;
    }
    change(slot, |locks| {
        if let Some(place) = locks.loose.iter_mut().find(|place| place.is_none()) {
            *place = Some(Loose { taken, looks: 0 });
        }
    });
    accessed(slot);
}

/// The calling thread has made an access, which no later one repeats while it has such locks. Inside a hook only.
#[inline(always)]
pub(crate) fn accessed(slot: &'static Slot) {
    if slot.has_loose_locks() {
        slot.own(|own| own.view.tick());
    }
}

/// The unlock of this lock operation is or will be reported.
pub(crate) fn watched(serial: u64) {
    let Some(slot) = thread::attached().filter(|slot| slot.has_loose_locks()) else {
        return;
    };
    let Some(_inside) = Inside::enter() else {
        return;
    };
    change(slot, |locks| {
        for place in &mut locks.loose {
            if place.is_some_and(|loose| loose.taken.serial == serial) {
                *place = None;
            }
        }
    });
}

/// The calling thread is about to have an event. Inside a hook only.
#[inline(always)]
pub(crate) fn look(slot: &'static Slot) {
    if slot.has_loose_locks() {
        look_closely(slot);
    }
}

#[cold]
#[inline(never)]
fn look_closely(slot: &'static Slot) {
    let mut free = [None; LOOSE_MAX];
    change(slot, |locks| {
        for (place, free) in locks.loose.iter_mut().zip(&mut free) {
            let Some(loose) = place else { continue };
            loose.looks += 1;
            match (is_held(loose.taken.word), loose.looks < LOOKS_MAX) {
                (Some(true), true) => {}
                (Some(false), _) => *free = place.take().map(|loose| loose.taken),
                (Some(true), false) | (None, _) => *place = None,
            }
        }
    });
    for taken in free.into_iter().flatten() {
        match taken.unlock {
            SyncOperation::RwLockReadUnlock => locks::read_unlocking(taken.address, taken.site),
            SyncOperation::RwLockWriteUnlock => {
                locks::unlocking(taken.address, "write unlock", taken.site);
            }
            _ => locks::unlocking(taken.address, "unlock", taken.site),
        }
    }
}

/// Changes the locks of the thread, and what its slot says of them.
fn change(slot: &'static Slot, f: impl FnOnce(&mut Locks)) {
    LOCKS.with(|locks| {
        let Ok(mut locks) = locks.try_borrow_mut() else {
            return;
        };
        f(&mut locks);
        slot.set_loose_locks(locks.loose.iter().any(Option::is_some));
    });
}

/// Whether somebody holds the lock; `None` if nobody can tell.
pub(crate) fn is_held(word: LockWord) -> Option<bool> {
    if statics::holds(word.address) {
        // SAFETY: a static is there for good.
        return Some(unsafe { value(word) } != 0);
    }
    system::is_held(word)
}

/// The part of the word that says it.
///
/// # Safety
/// The lock is there.
unsafe fn value(word: LockWord) -> u32 {
    let place = std::ptr::with_exposed_provenance_mut::<u32>(word.address);
    // SAFETY: `from_ptr` needs a valid, aligned `u32` that is accessed by atomics only meanwhile: the caller's promise, and the
    // word was found as an `AtomicU32` of locks of our own (`hooks::identity`).
    let word_there = unsafe { AtomicU32::from_ptr(place) };
    // ORDER: Relaxed; the thread asks for what it did itself, and coherence shows it its own store or a later one.
    word_there.load(Ordering::Relaxed) & word.mask
}

#[cfg(target_os = "linux")]
mod system {
    use super::LockWord;

    /// As the system sees it, since the memory may be gone together with the lock, which was free then.
    pub(super) fn is_held(word: LockWord) -> Option<bool> {
        let mut seen = 0_u32;
        let here = libc::iovec {
            iov_base: (&raw mut seen).cast(),
            iov_len: size_of::<u32>(),
        };
        let there = libc::iovec {
            iov_base: std::ptr::without_provenance_mut(word.address),
            iov_len: size_of::<u32>(),
        };
        // SAFETY: the call writes at most four bytes to `seen`, which has them; it fails where the address has no memory.
        let read = unsafe { libc::process_vm_readv(libc::getpid(), &here, 1, &there, 1, 0) };
        if read == 4 {
            return Some(seen & word.mask != 0);
        }
        let error = std::io::Error::last_os_error().raw_os_error();
        (error == Some(libc::EFAULT)).then_some(false)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::LockWord;

    /// Nobody looks.
    pub(super) fn is_held(_: LockWord) -> Option<bool> {
        None
    }
}
