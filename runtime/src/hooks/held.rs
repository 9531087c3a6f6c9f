//! The guards of locks: which variable, drop or statement unlocks which lock.
//!
//! An unlock is exact where it is seen: by a [`Watch`] declared after the guard and so dropped right before it, by an
//! explicit `drop`, or at the end of the statement whose temporary the guard was. Any other unlock is looked for, or not reported
//! ([`crate::tracker::held`], which keeps the locks); the tracker then gives the next locker all that the holder knows by then.

use crate::event::{SyncCall, SyncObject, SyncOutcome};
use crate::hooks::drops;
use crate::hooks::identity;
use crate::hooks::look::{self, StdGuardType};
use crate::site::Site;
use crate::tracker;
use crate::tracker::held::{self, LockWord};
use crate::tracker::locks::{Hold, Lock};
use std::cell::Cell;
use std::sync::{
    LockResult, Mutex, MutexGuard, PoisonError, RwLockReadGuard, RwLockWriteGuard, TryLockError,
    TryLockResult,
};

/// Gives up the lock of the guard at `guard` while `wait` runs, and takes it again.
///
/// # Safety
/// `guard` points to a guard of the type that this function was made for. If `wait` unwinds, none is there any more.
pub type Relock = unsafe fn(guard: *mut (), wait: &mut dyn FnMut());

/// The mutex of a guard that a wait gives up.
#[derive(Clone, Copy, Debug)]
pub struct GivenUp {
    /// Its address.
    pub(crate) address: usize,
    /// How; `None` for guards that no wait takes.
    pub(crate) relock: Option<Relock>,
}

/// A copy of the guard of a wait with a condition, to give up its lock while the call has the guard itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    copy: [usize; COPY_WORDS],
    relock: Relock,
    /// The mutex.
    pub(crate) address: usize,
}

/// A guard is a pointer, thin or fat, and a flag.
const COPY_WORDS: usize = 3;

impl GivenUp {
    /// That of a guard.
    pub(crate) fn by<G: StdGuard>(guard: &G) -> Self {
        Self {
            address: guard.lock().address,
            relock: G::relock(),
        }
    }

    /// A copy of `guard`, if it is one that a wait gives up.
    pub(crate) fn keep<G>(self, guard: &G) -> Option<Kept> {
        if size_of::<[usize; COPY_WORDS]>() < size_of::<G>() {
            return None;
        }
        let mut copy = [0; COPY_WORDS];
        // SAFETY: copies the bytes of a guard into words that have room for them (compared above).
        unsafe {
            core::ptr::copy_nonoverlapping(
                core::ptr::from_ref(guard).cast::<u8>(),
                copy.as_mut_ptr().cast::<u8>(),
                size_of::<G>(),
            );
        }
        Some(Kept {
            copy,
            relock: self.relock?,
            address: self.address,
        })
    }
}

impl Kept {
    /// Gives up the lock while `wait` runs.
    ///
    /// If `wait` unwinds, the lock stays free; the guard that the call has gives it up once more, which a free lock of std's endures.
    pub(crate) fn without_lock(&mut self, wait: &mut dyn FnMut()) {
        // SAFETY: `copy` holds the bytes of a guard of the type of `relock`; the call that has the guard itself does not use it
        // while its condition runs, and finds it as it was: the same lock, held by the same thread.
        unsafe { (self.relock)(self.copy.as_mut_ptr().cast(), wait) };
    }
}

unsafe fn relock<'a, T: ?Sized + 'a>(guard: *mut (), wait: &mut dyn FnMut()) {
    let place = guard.cast::<MutexGuard<'a, T>>();
    // SAFETY: the caller promises a guard of this type there, which is not used again before the write below.
    let guard = unsafe { place.read() };
    let address = identity::mutex_of(&guard);
    let data: *const T = &raw const *guard;
    // SAFETY: the data lies in its mutex (`mutex_of` has found where), so the step stays in one object.
    let mutex = unsafe { data.byte_sub(data.addr() - address) } as *const Mutex<T>;
    drop(guard);
    wait();
    // SAFETY: the guard borrowed its mutex for `'a`, which the caller's guard outlives.
    let mutex: &'a Mutex<T> = unsafe { &*mutex };
    let guard = mutex.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: the place is valid for a guard of this type, and empty since the read above.
    unsafe { place.write(guard) };
}

/// std's guards.
pub trait StdGuard {
    /// What it keeps locked.
    fn lock(&self) -> Lock;

    /// How a wait gives it up.
    fn relock() -> Option<Relock> {
        None
    }
}

impl<T: ?Sized> StdGuard for MutexGuard<'_, T> {
    fn lock(&self) -> Lock {
        Lock {
            address: identity::mutex_of(self),
            hold: Hold::Mutex,
        }
    }

    fn relock() -> Option<Relock> {
        Some(relock::<T>)
    }
}

impl<T: ?Sized> StdGuard for RwLockReadGuard<'_, T> {
    fn lock(&self) -> Lock {
        Lock {
            address: identity::read_lock_of(self),
            hold: Hold::Read,
        }
    }
}

impl<T: ?Sized> StdGuard for RwLockWriteGuard<'_, T> {
    fn lock(&self) -> Lock {
        Lock {
            address: identity::write_lock_of(self),
            hold: Hold::Write,
        }
    }
}

/// A call into a primitive has ended: notes the lock that it took.
pub(crate) fn acquired(call: &SyncCall, outcome: SyncOutcome) {
    if let (Some(hold), SyncObject::Address(address), SyncOutcome::Done) =
        (Hold::taken_by(call.operation), call.object, outcome)
    {
        let lock = Lock { address, hold };
        held::taken(lock, call.site, word(lock));
    }
}

/// A lock was taken by a call outside of explorations.
pub(crate) fn locked(lock: Lock, site: &'static Site) {
    tracker::locked(lock, site, word(lock));
}

/// Where the lock says whether it is held.
#[inline]
fn word(lock: Lock) -> Option<LockWord> {
    match lock.hold {
        Hold::Mutex => identity::mutex_word(lock.address),
        Hold::Read | Hold::Write => identity::rwlock_word(lock.address),
    }
}

/// A call of code without annotation has returned what may be the guard of a lock.
pub(crate) fn unknown_taken(type_name: &'static str, site: &'static Site) {
    let serial = held::unknown_operation().unwrap_or(0);
    tracker::unknown_guard(serial, site, type_name);
}

/// A literal of a type whose `Drop` is not annotated comes next: its value may be the guard of a lock.
#[inline]
pub fn unknown_made(site: &'static Site) {
    tracker::unknown_guard_made(held::unknown_operation().unwrap_or(0), site);
}

/// The mutex that the thread locked last and still holds.
pub(crate) fn latest_mutex() -> Option<usize> {
    held::latest(|lock| lock.hold == Hold::Mutex).map(|lock| lock.address)
}

/// The guard of the latest lock operation on this lock is dropped explicitly.
pub(crate) fn unlock_latest(lock: Lock, site: &'static Site) {
    if held::given_back_latest(lock).is_none() {
        // Locked by code without the attribute: the lock was not seen, so its edge comes now.
        taken_elsewhere(lock, site);
    }
    tracker::unlocking(lock, site);
}

fn taken_elsewhere(lock: Lock, site: &'static Site) {
    let call = SyncCall {
        operation: lock.hold.lock(),
        object: SyncObject::Address(lock.address),
        site,
    };
    tracker::sync_after(&call, SyncOutcome::Done);
}

/// The place of a guard variable; made by generated code only, after its `let`.
#[derive(Debug)]
pub struct Guard<T: ?Sized>(pub *const T);

/// The variable is a guard of std's.
pub trait GuardKnown {
    /// A watcher that reports the unlock when its scope ends.
    fn __watch(self, site: &'static Site) -> Watch;
    /// The mutex that a wait with this guard gives up.
    fn __lock(self) -> Option<GivenUp>;
}

impl<G: StdGuard> GuardKnown for &&Guard<G> {
    #[inline]
    fn __watch(self, site: &'static Site) -> Watch {
        // SAFETY: generated code makes the pointer by `&raw const guard` right after it has bound `guard`.
        Watch::begin(unsafe { &*self.0 }.lock(), site)
    }

    #[inline]
    fn __lock(self) -> Option<GivenUp> {
        // SAFETY: generated code makes the pointer by `&raw const guard` right before it moves `guard` into the wait.
        Some(GivenUp::by(unsafe { &*self.0 }))
    }
}

/// The variable is something else.
pub trait GuardUnknown {
    /// See [`Guard::__watched`].
    fn __watch(self, site: &'static Site) -> Watch;
    /// No mutex.
    fn __lock(self) -> Option<GivenUp>;
}

impl<T> GuardUnknown for &Guard<T> {
    #[inline]
    fn __watch(self, site: &'static Site) -> Watch {
        Guard(self.0).__watched(site)
    }

    #[inline]
    fn __lock(self) -> Option<GivenUp> {
        None
    }
}

impl<T> Guard<T> {
    /// A watcher of a variable whose type may still be open where it is declared.
    #[inline]
    pub fn __watched(self, site: &'static Site) -> Watch {
        self.watch_as(false, site)
    }

    /// The same for a variable from which something is taken before its scope ends. A guard in a container of std's may be what is
    /// taken: then nobody sees its drop.
    #[inline]
    pub fn __watched_whole(self, site: &'static Site) -> Watch {
        self.watch_as(true, site)
    }

    #[inline]
    fn watch_as(self, whole: bool, site: &'static Site) -> Watch {
        if const { !core::mem::needs_drop::<T>() } {
            return Watch(Watched::Nothing);
        }
        let (place, size) = (self.0 as *const u8, const { size_of::<T>() });
        // SAFETY: generated code makes the pointer by `&raw const variable` right after it has bound `variable`.
        unsafe {
            watched(
                place,
                size,
                look::guard::<T>(),
                drops::Dropped::of::<T>(),
                whole,
                site,
            )
        }
    }
}

/// # Safety
/// `place` is that of a variable of this size.
unsafe fn watched(
    place: *const u8,
    size: usize,
    kind: Option<StdGuardType>,
    dropped: drops::Dropped,
    whole: bool,
    site: &'static Site,
) -> Watch {
    let Some(kind) = kind else {
        // Its drop may run code without annotation, if such code has just returned it.
        let may_be_foreign = match whole {
            true => dropped.is_foreign_itself(),
            false => dropped.may_hold_foreign(),
        };
        let guard = match may_be_foreign {
            true => tracker::unknown_guard_is_watched(site),
            false => None,
        };
        return Watch(match guard {
            Some(guard) => Watched::Unknown {
                site,
                // The drop of what stands around the guard is not the guard's.
                may_be_annotated: dropped.is_within(guard),
            },
            None => Watched::Nothing,
        });
    };
    // SAFETY: the caller's promise.
    let Some(address) = (unsafe { identity::lock_of(place, size, kind) }) else {
        return Watch(Watched::Nothing);
    };
    let hold = match kind {
        StdGuardType::Mutex => Hold::Mutex,
        StdGuardType::Read => Hold::Read,
        StdGuardType::Write => Hold::Write,
    };
    Watch::begin(Lock { address, hold }, site)
}

/// What a call returned whose receiver nobody could look at before; made by generated code only.
#[derive(Debug)]
pub struct Locked<R>(pub R);

macro_rules! locked {
    ($($error:ident, $guard:ident;)*) => {$(
        impl<'a, T: ?Sized> Locked<Result<$guard<'a, T>, $error<$guard<'a, T>>>> {
            /// The lock is held.
            #[inline]
            pub fn __locked(
                self,
                site: &'static Site,
            ) -> Result<$guard<'a, T>, $error<$guard<'a, T>>> {
                tracker::call_is_inert();
                if let Some(lock) = self.0.held() {
                    taken_elsewhere(lock, site);
                    held::taken(lock, site, word(lock));
                }
                self.0
            }
        }
    )*};
}

locked! {
    PoisonError, MutexGuard;
    PoisonError, RwLockReadGuard;
    PoisonError, RwLockWriteGuard;
    TryLockError, MutexGuard;
    TryLockError, RwLockReadGuard;
    TryLockError, RwLockWriteGuard;
}

/// The lock in the result of a lock operation.
trait HeldIn {
    fn held(&self) -> Option<Lock>;
}

impl<G: StdGuard> HeldIn for LockResult<G> {
    fn held(&self) -> Option<Lock> {
        Some(match self {
            Ok(guard) => guard.lock(),
            Err(poisoned) => poisoned.get_ref().lock(),
        })
    }
}

impl<G: StdGuard> HeldIn for TryLockResult<G> {
    fn held(&self) -> Option<Lock> {
        match self {
            Ok(guard) => Some(guard.lock()),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.get_ref().lock()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// Something else of that name was called.
pub trait LockedOther<R> {
    /// Hands it through.
    fn __locked(self, site: &'static Site) -> R;
}

impl<R> LockedOther<R> for Locked<R> {
    #[inline]
    fn __locked(self, _: &'static Site) -> R {
        self.0
    }
}

/// Declared right after a guard, so dropped right before it.
#[derive(Debug)]
pub struct Watch(Watched);

#[derive(Clone, Copy, Debug)]
enum Watched {
    Nothing,
    /// A guard of std's: the lock and its operation.
    Lock(Lock, u64, &'static Site),
    /// A value whose drop may do anything.
    Unknown {
        site: &'static Site,
        may_be_annotated: bool,
    },
}

impl Watch {
    fn begin(lock: Lock, site: &'static Site) -> Self {
        let serial = held::watched(lock).or_else(|| {
            taken_elsewhere(lock, site);
            held::taken(lock, site, None)
        });
        Self(match serial {
            Some(serial) => Watched::Lock(lock, serial, site),
            None => Watched::Nothing,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        match self.0 {
            Watched::Nothing => {}
            Watched::Unknown {
                site,
                may_be_annotated: true,
            } => tracker::dropping(site),
            Watched::Unknown { site, .. } => tracker::dropping_unseen(site),
            Watched::Lock(lock, serial, site) => {
                if held::given_back(serial).is_some() {
                    tracker::unlocking(lock, site);
                }
            }
        }
    }
}

/// How many lock operations the thread has made, at the start of a statement that makes some for itself only.
#[derive(Clone, Copy, Debug)]
pub struct LocksHeld(u64);

/// The start of a statement whose guards are temporaries.
#[inline]
pub fn locks_held() -> LocksHeld {
    LocksHeld(held::operations().unwrap_or(u64::MAX))
}

/// The guards of the expression that a block ends with, or of a `return`; declared first in the block, so dropped last.
#[derive(Debug)]
pub struct Tail<const N: usize> {
    sites: [&'static Site; N],
    before: Cell<Option<LocksHeld>>,
}

/// The start of a block whose value comes from an expression with guards that are temporaries.
#[inline]
pub fn tail<const N: usize>(sites: [&'static Site; N]) -> Tail<N> {
    Tail {
        sites,
        before: Cell::new(None),
    }
}

impl<const N: usize> Tail<N> {
    /// The expression comes next.
    #[inline]
    pub fn begins(&self) {
        self.before.set(Some(locks_held()));
    }
}

impl<const N: usize> Drop for Tail<N> {
    /// The unlock was real a moment ago, behind it other variables of the block may have been dropped; in the editions before 2024
    /// it comes right behind.
    fn drop(&mut self) {
        if let Some(before) = self.before.get() {
            temporaries_end(before, &self.sites);
        }
    }
}

/// The temporaries of the statement are gone: the locks taken at these sites since `before` are unlocked.
///
/// The unlock was real a moment ago, but between it and this report the thread made no access of its own: whoever locked
/// in between received all that the thread knows.
pub fn temporaries_end(before: LocksHeld, sites: &[&'static Site]) {
    while let Some(held) = held::given_back_since(before.0, sites) {
        tracker::unlocking(held.lock, held.site);
    }
    tracker::unknown_guards_dropped(before.0, sites);
}
