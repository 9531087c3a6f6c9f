//! The locks that a thread holds, as far as hooks know: which unlock belongs to which lock, and whether one was given back out of
//! sight.
//!
//! Source: DESIGN 5.3, guards that leave annotated code. A guard that nobody watches (in an `Option`, a struct or another
//! function) is dropped where no hook stands. std's locks on Linux say in one word whether they are held, and while its thread holds
//! a lock that word is not zero. So before each further event of its thread the lock itself is asked: the first event behind the
//! drop finds it at zero, and the unlock is reported before that event. It is exact, since nothing came in between.
//! Departs from the truth: a lock that somebody else has taken by then, or still reads, is not found given back; then the next
//! locker takes all that the thread knows (`locks`), which hides races only. So it is where the word is not known.
//! Invariants: an unlock is reported at most once for each lock operation, and only for the one that it belongs to. While a thread has
//! a lock whose guard nobody watches, no event of it repeats another one: each ends an epoch, so that the fast path for repeated
//! accesses does not leave any out (test: `repeated_writes_behind_an_unseen_unlock_are_seen`).
//! Bounds: [`HELD_MAX`] locks at once, beyond which the oldest one's unlock is not exact; [`LOOSE_MAX`] of them looked at,
//! [`LOOKS_MAX`] times each, beyond which an unlock is taken to be late.

use crate::primitive::{AtomicU32, Ordering};
use crate::site::Site;
use crate::tracker::fixed::Fixed;
use crate::tracker::locks::{self, Lock};
use crate::tracker::statics;
use crate::tracker::takeover::is_inside;
use crate::tracker::thread::{self, Slot};
use smallvec::SmallVec;
use std::cell::{RefCell, RefMut};

/// Locks that one thread holds at once (count).
const HELD_MAX: usize = 32;

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

/// A lock that the thread holds.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub(crate) lock: Lock,
    /// Where it was taken.
    pub(crate) site: &'static Site,
    /// Counts the lock operations of the thread.
    serial: u64,
    /// Of one whose guard nobody watches: its word, and how often it was looked at.
    loose: Option<(LockWord, u32)>,
}

struct List {
    held: Fixed<Held, HELD_MAX, HELD_MAX>,
    loose: usize,
    serial: u64,
}

thread_local! {
    static HELD: RefCell<List> = const {
        RefCell::new(List { held: Fixed::new(), loose: 0, serial: 0 })
    };
}

/// The thread's locks; `None` inside a use of them.
#[inline(always)]
fn list() -> Option<RefMut<'static, List>> {
    let list = HELD.with(core::ptr::from_ref);
    // SAFETY: the pointer is that of a thread-local without a destructor, which is there as long as its thread runs; the callers are
    // functions of this module, which end the borrow before they return, on this thread.
    unsafe { &*list }.try_borrow_mut().ok()
}

impl List {
    #[inline]
    fn push(&mut self, lock: Lock, site: &'static Site, loose: Option<LockWord>) -> u64 {
        if self.held.is_full() {
            self.remove(0);
        }
        let loose = loose.filter(|_| self.loose < LOOSE_MAX);
        self.serial += 1;
        self.held.push(Held {
            lock,
            site,
            serial: self.serial,
            loose: loose.map(|word| (word, 0)),
        });
        if loose.is_some() {
            self.loose += 1;
            self.tell_slot();
        }
        self.serial
    }

    /// The latest one that is wanted.
    #[inline]
    fn find(&self, wanted: impl Fn(&Held) -> bool) -> Option<usize> {
        self.held.values().iter().rposition(wanted)
    }

    #[inline]
    fn remove(&mut self, position: usize) -> Held {
        let held = self.held.remove(position);
        if held.loose.is_some() {
            self.tighten();
        }
        held
    }

    /// One lock less is looked at.
    #[inline]
    fn tighten(&mut self) {
        self.loose -= 1;
        self.tell_slot();
    }

    #[inline]
    fn tell_slot(&self) {
        if let Some(slot) = thread::attached() {
            slot.set_loose_locks(self.loose != 0);
        }
    }
}

/// The calling thread has taken a lock, whose edge has been made, and has its guard. Until somebody watches that, the lock itself is
/// asked by this word whether it was given back. Answers the number of the lock operation.
#[inline(always)]
pub(crate) fn taken(lock: Lock, site: &'static Site, word: Option<LockWord>) -> Option<u64> {
    // An exploration asks in its own way, and so does who is inside a hook: nobody.
    let is_tracked = thread::attached().is_some() && !is_inside();
    // SAFETY: the guard, which the caller has, borrows the lock: its word is there. At 0 it is not what it was taken for.
    let word = word.filter(|word| is_tracked && unsafe { value(*word) } != 0);
    Some(list()?.push(lock, site, word))
}

/// The number of the latest lock operation on this lock, whose unlock is or will be reported.
#[inline]
pub(crate) fn watched(lock: Lock) -> Option<u64> {
    let mut list = list()?;
    let position = list.find(|held| held.lock == lock)?;
    let held = &mut list.held.values_mut()[position];
    let serial = held.serial;
    if held.loose.take().is_some() {
        list.tighten();
    }
    Some(serial)
}

/// The lock operation of this number does not hold any more. `None` if it did not.
#[inline]
pub(crate) fn given_back(serial: u64) -> Option<Held> {
    remove_latest(|held| held.serial == serial)
}

/// The latest operation on this lock does not hold any more; likewise.
pub(crate) fn given_back_latest(lock: Lock) -> Option<Held> {
    remove_latest(|held| held.lock == lock)
}

/// The latest one of those that were taken at these sites after `before` does not hold any more; likewise.
pub(crate) fn given_back_since(before: u64, sites: &[&'static Site]) -> Option<Held> {
    remove_latest(|held| before < held.serial && sites.contains(&held.site))
}

#[inline]
fn remove_latest(wanted: impl Fn(&Held) -> bool) -> Option<Held> {
    let mut list = list()?;
    let position = list.find(wanted)?;
    Some(list.remove(position))
}

/// The latest lock that is wanted and still held.
pub(crate) fn latest(wanted: impl Fn(Lock) -> bool) -> Option<Lock> {
    let list = list()?;
    let position = list.find(|held| wanted(held.lock))?;
    Some(list.held.values()[position].lock)
}

/// How many lock operations the thread has made.
pub(crate) fn operations() -> Option<u64> {
    Some(list()?.serial)
}

/// It has made one of code without annotation, whose number this is.
pub(crate) fn unknown_operation() -> Option<u64> {
    let mut list = list()?;
    list.serial += 1;
    Some(list.serial)
}

/// The calling thread has made an access, which no later one repeats while it has locks whose guards are out of sight. Inside a
/// hook only.
#[inline(always)]
pub(crate) fn accessed(slot: &'static Slot) {
    if slot.has_loose_locks() {
        slot.own(|own| own.view.tick());
    }
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
    let free = list().map(|mut list| list.take_free()).unwrap_or_default();
    for held in free {
        locks::unlocking(slot, held.lock, held.site);
    }
}

impl List {
    /// Takes out those that were given back, the oldest first; nobody looks again at those of which nobody can tell.
    fn take_free(&mut self) -> SmallVec<[Held; 1]> {
        let mut free = SmallVec::new();
        let mut position = 0;
        while let Some(held) = self.held.values_mut().get_mut(position) {
            let Some((word, looks)) = &mut held.loose else {
                position += 1;
                continue;
            };
            *looks += 1;
            match (is_held(*word), *looks < LOOKS_MAX) {
                (Some(true), true) => position += 1,
                (Some(false), _) => free.push(self.remove(position)),
                (Some(true), false) | (None, _) => {
                    held.loose = None;
                    self.tighten();
                    position += 1;
                }
            }
        }
        // A thread may have another slot than the one that was told.
        self.tell_slot();
        free
    }
}

/// Whether somebody holds the lock; `None` if nobody can tell.
fn is_held(word: LockWord) -> Option<bool> {
    holders(word).map(|holders| holders != 0)
}

/// How many hold the lock: zero if nobody does, the number of readers if all of them read; `None` if nobody can tell.
pub(crate) fn holders(word: LockWord) -> Option<u32> {
    if statics::holds(word.address) {
        // SAFETY: a static is there for good.
        return Some(unsafe { value(word) });
    }
    system::holders(word)
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
    pub(super) fn holders(word: LockWord) -> Option<u32> {
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
            return Some(seen & word.mask);
        }
        let error = std::io::Error::last_os_error().raw_os_error();
        (error == Some(libc::EFAULT)).then_some(0)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::LockWord;

    /// Nobody looks.
    pub(super) fn holders(_: LockWord) -> Option<u32> {
        None
    }
}
