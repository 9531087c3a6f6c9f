//! Calls into std's blocking and waking primitives: the user's call stays, its events stand beside it.
//!
//! Source: the documentation of `std::sync` and `std::thread`.
//! Types decide: [`SyncReceiver`] finds the primitive that a method would reach through any number of `Deref`s (four at
//! most). A receiver that leads to none makes no event: a user's own `lock` or `send` is a call as any other, which may be of code
//! without annotation ([`crate::hooks::inert`]).
//! Invariant: what publishes is reported before the user's call and after its arguments, what receives after it.
//! Not seen: primitives called in code without the attribute, and calls through function pointers.

use crate::event::{Bytes, SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::hooks::condvar;
use crate::hooks::drops::{self, Returned};
use crate::hooks::held::{self, GivenUp, Relock, StdGuard};
use crate::hooks::identity;
use crate::hooks::inert::{CallReceiver, Inert};
use crate::hooks::interior;
use crate::hooks::kick;
use crate::hooks::pending::{self, Pending};
use crate::site::Site;
use crate::tracker;
use crate::tracker::engine::{ChannelCall, Held, LockProbe};
use crate::tracker::held::LockWord;
use crate::tracker::locks::{Hold, Lock};
use core::cell::UnsafeCell;
use core::mem::{ManuallyDrop, needs_drop};
use core::ops::Deref;
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::sync::{
    Arc, Barrier, Condvar, LazyLock, LockResult, Mutex, MutexGuard, Once, OnceLock, PoisonError,
    RwLock, TryLockError, WaitTimeoutResult,
};
use std::thread::{JoinHandle, ScopedJoinHandle, Thread, ThreadId};
use std::time::Duration;

/// A name that the macro found at a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "each variant is the method of that name")]
pub enum Method {
    Lock,
    TryLock,
    Read,
    Write,
    TryRead,
    TryWrite,
    Wait,
    WaitWhile,
    WaitTimeout,
    WaitTimeoutMs,
    WaitTimeoutWhile,
    NotifyOne,
    NotifyAll,
    CallOnce,
    CallOnceForce,
    IsCompleted,
    Get,
    GetOrInit,
    Set,
    Send,
    TrySend,
    Recv,
    TryRecv,
    RecvTimeout,
    Iter,
    TryIter,
    IntoIter,
    Join,
    Unpark,
    Park,
    ParkTimeout,
    YieldNow,
    Sleep,
    SpinLoop,
    Force,
    ArcGetMut,
    ArcTryUnwrap,
    ArcIntoInner,
    ArcMakeMut,
    ArcUnwrapOrClone,
}

impl Method {
    /// The name as the user wrote it, of the methods that a [`SyncReceiver`] may have.
    fn name(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::TryLock => "try_lock",
            Self::Read => "read",
            Self::Write => "write",
            Self::TryRead => "try_read",
            Self::TryWrite => "try_write",
            Self::Wait => "wait",
            Self::WaitWhile => "wait_while",
            Self::WaitTimeout => "wait_timeout",
            Self::WaitTimeoutMs => "wait_timeout_ms",
            Self::WaitTimeoutWhile => "wait_timeout_while",
            Self::NotifyOne => "notify_one",
            Self::NotifyAll => "notify_all",
            Self::CallOnce => "call_once",
            Self::CallOnceForce => "call_once_force",
            Self::IsCompleted => "is_completed",
            Self::Get => "get",
            Self::GetOrInit => "get_or_init",
            Self::Set => "set",
            Self::Send => "send",
            Self::TrySend => "try_send",
            Self::Recv => "recv",
            Self::TryRecv => "try_recv",
            Self::RecvTimeout => "recv_timeout",
            Self::Join => "join",
            Self::Unpark => "unpark",
            _ => "call",
        }
    }
}

/// What a call does, once types have decided that it is std's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// A call into a primitive.
    Sync(SyncOperation, SyncObject),
    /// A join of a thread.
    Join(ThreadId),
    /// Proof of exclusive access to what an `Arc` holds: address and size.
    Exclusive(usize, usize),
    /// As [`Effect::Exclusive`], or the `Arc` was given up for a value of the thread's own.
    ExclusiveOrOwn(usize, usize),
    /// None of std's: it may be of code without annotation. The number of the open call.
    Unknown(u64),
}

/// The methods of a std type that make events.
pub trait StdSync {
    /// What `method` does here; `None` if it is not one of this type's, or makes no event.
    fn effect(&self, method: Method) -> Option<Effect>;
}

fn address<T: ?Sized>(object: &T) -> SyncObject {
    SyncObject::Address(core::ptr::from_ref(object).cast::<()>() as usize)
}

/// A lock that can be looked at.
trait Probed {
    /// Whether nobody holds it; does not wait.
    fn is_free(&self) -> bool;
    /// Takes it if nobody holds it; does not wait.
    fn hold(&self) -> Option<Box<dyn Held + '_>>;

    /// Where a lock at this address says so.
    fn word(address: usize) -> Option<LockWord>;
}

impl<T: ?Sized> Probed for Mutex<T> {
    fn is_free(&self) -> bool {
        !matches!(self.try_lock(), Err(TryLockError::WouldBlock))
    }

    fn hold(&self) -> Option<Box<dyn Held + '_>> {
        let taken = self.try_lock();
        (!matches!(taken, Err(TryLockError::WouldBlock))).then(|| Box::new(taken) as _)
    }

    fn word(address: usize) -> Option<LockWord> {
        identity::mutex_word(address)
    }
}

impl<T: ?Sized> Probed for RwLock<T> {
    fn is_free(&self) -> bool {
        !matches!(self.try_write(), Err(TryLockError::WouldBlock))
    }

    fn hold(&self) -> Option<Box<dyn Held + '_>> {
        let taken = self.try_write();
        (!matches!(taken, Err(TryLockError::WouldBlock))).then(|| Box::new(taken) as _)
    }

    fn word(address: usize) -> Option<LockWord> {
        identity::rwlock_word(address)
    }
}

/// Tells an exploration how to see who has given a lock back where no hook stands, and how to hold it.
fn probe<L: Probed + ?Sized>(lock: &L) {
    unsafe fn hold<L: Probed + ?Sized>(pointer: [usize; 2]) -> Option<Box<dyn Held>> {
        // SAFETY: `pointer` holds the bytes of a `*const L`, written below; a pointer is as wide as one or two words.
        let lock: *const L = unsafe { core::mem::transmute_copy(&pointer) };
        // SAFETY: the caller promises that the memory is there; whoever runs has the exploration's turn.
        let held: Option<Box<dyn Held + '_>> = unsafe { &*lock }.hold();
        // SAFETY: only the lifetime changes; the caller promises that the lock is there until the box is dropped.
        unsafe { core::mem::transmute::<Option<Box<dyn Held + '_>>, Option<Box<dyn Held>>>(held) }
    }
    unsafe fn holders<L: Probed + ?Sized>(pointer: [usize; 2]) -> u32 {
        // The lock may be gone together with its guard.
        if let Some(holders) = L::word(pointer[0]).and_then(tracker::held::holders) {
            return holders;
        }
        // SAFETY: as in `hold`.
        let lock: *const L = unsafe { core::mem::transmute_copy(&pointer) };
        // SAFETY: as in `hold`.
        match unsafe { &*lock }.is_free() {
            true => 0,
            false => u32::MAX,
        }
    }
    if !tracker::is_explored() {
        return;
    }
    let mut pointer = [0_usize; 2];
    let lock: *const L = lock;
    // SAFETY: copies the bytes of a pointer, one or two words, into two words.
    unsafe {
        core::ptr::copy_nonoverlapping(
            (&raw const lock).cast::<u8>(),
            (&raw mut pointer).cast::<u8>(),
            size_of::<*const L>(),
        );
    }
    let probe = LockProbe {
        pointer,
        holders: holders::<L>,
        hold: hold::<L>,
    };
    tracker::lock_probe(lock.cast::<()>().addr(), probe);
}

impl<T: ?Sized> StdSync for Mutex<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        let operation = match method {
            Method::Lock => SyncOperation::MutexLock,
            Method::TryLock => SyncOperation::MutexTryLock,
            _ => return None,
        };
        probe(self);
        Some(Effect::Sync(operation, address(self)))
    }
}

impl<T: ?Sized> StdSync for RwLock<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        let operation = match method {
            Method::Read => SyncOperation::RwLockRead,
            Method::TryRead => SyncOperation::RwLockTryRead,
            Method::Write => SyncOperation::RwLockWrite,
            Method::TryWrite => SyncOperation::RwLockTryWrite,
            _ => return None,
        };
        probe(self);
        Some(Effect::Sync(operation, address(self)))
    }
}

impl StdSync for Condvar {
    fn effect(&self, method: Method) -> Option<Effect> {
        let wait = |timed| SyncOperation::CondvarWait { mutex: 0, timed };
        let operation = match method {
            Method::Wait | Method::WaitWhile => wait(false),
            Method::WaitTimeout | Method::WaitTimeoutMs | Method::WaitTimeoutWhile => wait(true),
            Method::NotifyOne => SyncOperation::NotifyOne,
            Method::NotifyAll => SyncOperation::NotifyAll,
            _ => return None,
        };
        Some(Effect::Sync(operation, address(self)))
    }
}

impl StdSync for Barrier {
    fn effect(&self, method: Method) -> Option<Effect> {
        match method {
            Method::Wait => {
                if tracker::is_explored()
                    && let Some(size) = identity::barrier_size(self)
                {
                    tracker::barrier(core::ptr::from_ref(self).addr(), size);
                }
                Some(Effect::Sync(SyncOperation::BarrierWait, address(self)))
            }
            _ => None,
        }
    }
}

impl StdSync for Once {
    fn effect(&self, method: Method) -> Option<Effect> {
        let operation = match method {
            Method::CallOnce | Method::CallOnceForce => SyncOperation::OnceInitialize,
            Method::Wait => SyncOperation::OnceWait,
            Method::IsCompleted => SyncOperation::OnceGet,
            _ => return None,
        };
        used(self, Self::is_completed);
        Some(Effect::Sync(operation, address(self)))
    }
}

/// An object that is initialized once is about to be used.
fn used<T>(object: &T, is_done: impl FnOnce(&T) -> bool) {
    tracker::once_used(core::ptr::from_ref(object).addr(), || is_done(object));
}

/// No primitive, but its content is reached from here on, wherever the pointer goes.
impl<T: ?Sized> StdSync for UnsafeCell<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        if method == Method::Get {
            interior::remember(Bytes {
                address: self.get().cast::<()>().addr(),
                size: size_of_val(self),
            });
        }
        None
    }
}

impl<T> StdSync for OnceLock<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        let operation = match method {
            Method::GetOrInit => SyncOperation::OnceInitialize,
            Method::Set => SyncOperation::OnceSet,
            Method::Wait => SyncOperation::OnceWait,
            Method::Get => SyncOperation::OnceGet,
            _ => return None,
        };
        used(self, |once| once.get().is_some());
        Some(Effect::Sync(operation, address(self)))
    }
}

impl<T> StdSync for Sender<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        let channel = SyncObject::Address(identity::channel(self).id);
        match method {
            Method::Send => Some(Effect::Sync(
                SyncOperation::ChannelSend { bounded: false },
                channel,
            )),
            _ => None,
        }
    }
}

impl<T> StdSync for SyncSender<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        if method == Method::TrySend {
            tracker::channel_call(ChannelCall::Try);
            pending::set_ends(identity::channel_counts(self));
        }
        let channel = SyncObject::Address(identity::channel(self).id);
        match method {
            Method::Send | Method::TrySend => Some(Effect::Sync(
                SyncOperation::ChannelSend { bounded: true },
                channel,
            )),
            _ => None,
        }
    }
}

impl<T> StdSync for Receiver<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        match method {
            Method::TryRecv => tracker::channel_call(ChannelCall::Try),
            Method::RecvTimeout => tracker::channel_call(ChannelCall::Timed),
            _ => {}
        }
        if let Method::TryRecv | Method::RecvTimeout = method {
            pending::set_ends(identity::channel_counts(self));
        }
        let channel = SyncObject::Address(identity::channel(self).id);
        match method {
            Method::Recv | Method::TryRecv | Method::RecvTimeout => {
                Some(Effect::Sync(SyncOperation::ChannelReceive, channel))
            }
            _ => None,
        }
    }
}

impl StdSync for Thread {
    fn effect(&self, method: Method) -> Option<Effect> {
        match method {
            Method::Unpark => Some(Effect::Sync(
                SyncOperation::Unpark,
                SyncObject::Thread(self.id()),
            )),
            _ => None,
        }
    }
}

impl<T> StdSync for JoinHandle<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        (method == Method::Join).then(|| Effect::Join(self.thread().id()))
    }
}

impl<T> StdSync for ScopedJoinHandle<'_, T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        (method == Method::Join).then(|| Effect::Join(self.thread().id()))
    }
}

/// What the path `P` in `Arc::get_mut(&mut P)` and `LazyLock::force(&P)` leads to; no methods, so no [`StdSync`].
pub trait StdPointer {
    /// See [`StdSync::effect`].
    fn effect(&self, method: Method) -> Option<Effect>;

    /// The call may drop the pointer, which is not the last one then.
    fn gives_up(&self, _: Method, _: &'static Site) {}
}

impl<T: ?Sized> StdPointer for Arc<T> {
    fn effect(&self, method: Method) -> Option<Effect> {
        let content: &T = self;
        let address = core::ptr::from_ref(content).cast::<()>() as usize;
        match method {
            Method::ArcGetMut | Method::ArcTryUnwrap | Method::ArcIntoInner => {
                Some(Effect::Exclusive(address, size_of_val(content)))
            }
            Method::ArcMakeMut | Method::ArcUnwrapOrClone => {
                Some(Effect::ExclusiveOrOwn(address, size_of_val(content)))
            }
            _ => None,
        }
    }

    fn gives_up(&self, method: Method, site: &'static Site) {
        let content: &T = self;
        if let Method::ArcIntoInner | Method::ArcMakeMut | Method::ArcUnwrapOrClone = method {
            emit(release_of(self), address(content), site);
        }
    }
}

fn release_of<T: ?Sized>(arc: &Arc<T>) -> SyncOperation {
    SyncOperation::ArcRelease {
        owners: Arc::strong_count(arc),
    }
}

impl<T, F> StdPointer for LazyLock<T, F> {
    fn effect(&self, method: Method) -> Option<Effect> {
        match method {
            Method::Force => Some(Effect::Sync(SyncOperation::OnceInitialize, address(self))),
            _ => None,
        }
    }
}

/// The receiver itself is the primitive.
#[derive(Debug)]
pub struct Here;

/// The primitive lies behind one `Deref` more than `N`.
#[derive(Debug)]
pub struct Behind<N>(N);

/// A type from which method calls reach a std primitive after `N` `Deref`s.
pub trait Reach<N> {
    /// See [`StdSync::effect`].
    fn effect_behind(&self, method: Method) -> Option<Effect>;
}

impl<T: StdSync + ?Sized> Reach<Here> for T {
    #[inline]
    fn effect_behind(&self, method: Method) -> Option<Effect> {
        self.effect(method)
    }
}

impl<D: Deref + ?Sized, N> Reach<Behind<N>> for D
where
    D::Target: Reach<N>,
{
    #[inline]
    fn effect_behind(&self, method: Method) -> Option<Effect> {
        self.deref().effect_behind(method)
    }
}

/// The place of a method call's receiver; made by generated code only, from the place whose method it calls next.
#[derive(Debug)]
pub struct SyncReceiver<T: ?Sized>(pub *const T);

macro_rules! levels {
    ($($level:ident: $depth:ty, $receiver:ty;)*) => {$(
        /// One step of the search for a std primitive; the deepest reference is tried first.
        pub trait $level {
            /// The events of the call `receiver.method(..)`, to be wrapped around it.
            fn __sync(self, method: Method, site: &'static Site) -> Token;
        }

        impl<T: Reach<$depth> + ?Sized> $level for $receiver {
            #[inline]
            fn __sync(self, method: Method, site: &'static Site) -> Token {
                // SAFETY: dereferences the pointer of a `SyncReceiver`.
                // - valid, aligned, initialized: generated code makes it by `&raw const PLACE` in the expression that
                //   goes on to call a method on the same PLACE, so the place is live.
                // - not exclusively borrowed: the method call needs it at least shared, and has not begun.
                let receiver = unsafe { &*self.0 };
                tracker::touched(self.0.cast::<()>().addr(), size_of_val(receiver));
                Token::begin(receiver.effect_behind(method), method, site)
            }
        }
    )*};
}

levels! {
    Level0: Here, &&&&&&&&&SyncReceiver<T>;
    Level1: Behind<Here>, &&&&&&&&SyncReceiver<T>;
    Level2: Behind<Behind<Here>>, &&&&&&&SyncReceiver<T>;
    Level3: Behind<Behind<Behind<Here>>>, &&&&&&SyncReceiver<T>;
    Level4: Behind<Behind<Behind<Behind<Here>>>>, &&&&&SyncReceiver<T>;
}

macro_rules! inert_levels {
    ($($level:ident: $bound:path, $receiver:ty;)*) => {$(
        /// No std primitive, and a type whose methods never synchronize: no event.
        pub trait $level {
            /// See [`Level0`].
            fn __sync(self, method: Method, site: &'static Site) -> Token;
        }

        impl<T: $bound + ?Sized> $level for $receiver {
            #[inline]
            fn __sync(self, _: Method, _: &'static Site) -> Token {
                Token::NOTHING
            }
        }
    )*};
}

inert_levels! {
    LevelInert0: Inert, &&&&SyncReceiver<T>;
    LevelInert1: Deref<Target: Inert>, &&&SyncReceiver<T>;
    LevelInert2: Deref<Target: Deref<Target: Inert>>, &&SyncReceiver<T>;
}

/// The last step: no std primitive, and a method that may synchronize.
pub trait LevelNone {
    /// See [`Level0`].
    fn __sync(self, method: Method, site: &'static Site) -> Token;
}

impl<T: ?Sized> LevelNone for &SyncReceiver<T> {
    #[inline]
    fn __sync(self, method: Method, site: &'static Site) -> Token {
        let call = tracker::call_begin(method.name(), site);
        Token::begin((call != 0).then_some(Effect::Unknown(call)), method, site)
    }
}

/// The place of an `Arc` or a `LazyLock` that an associated function takes; made by generated code only.
#[derive(Debug)]
pub struct PointerArgument<T: ?Sized>(pub *const T);

/// `P` in `Arc::get_mut(P)` is the pointer, or a reference to it.
pub trait PointerLevel0 {
    /// See [`Level0::__sync`].
    fn __sync(self, method: Method, site: &'static Site) -> Token;
}

impl<T: StdPointer> PointerLevel0 for &&&PointerArgument<T> {
    #[inline]
    fn __sync(self, method: Method, site: &'static Site) -> Token {
        // SAFETY: generated code makes the pointer by `&raw const PATH` right before it hands PATH to the function.
        let pointer = unsafe { &*self.0 };
        pointer.gives_up(method, site);
        Token::begin(pointer.effect(method), method, site)
    }
}

/// See [`PointerLevel0`].
pub trait PointerLevel1 {
    /// See [`Level0::__sync`].
    fn __sync(self, method: Method, site: &'static Site) -> Token;
}

impl<D: Deref> PointerLevel1 for &&PointerArgument<D>
where
    D::Target: StdPointer,
{
    #[inline]
    fn __sync(self, method: Method, site: &'static Site) -> Token {
        // SAFETY: as above.
        let pointer = unsafe { &*self.0 };
        pointer.deref().gives_up(method, site);
        Token::begin(pointer.deref().effect(method), method, site)
    }
}

/// See [`LevelNone`].
pub trait PointerLevelNone {
    /// See [`Level0::__sync`].
    fn __sync(self, method: Method, site: &'static Site) -> Token;
}

impl<T: ?Sized> PointerLevelNone for &PointerArgument<T> {
    #[inline]
    fn __sync(self, _: Method, _: &'static Site) -> Token {
        Token::NOTHING
    }
}

/// A call that has begun; [`Token::after`] ends it.
#[derive(Debug)]
#[must_use]
pub struct Token(Begun);

#[derive(Debug)]
enum Begun {
    /// Nothing that makes events.
    Nothing,
    /// A lock is being taken outside of explorations, where nothing has to be remembered of the call.
    Lock(Locking),
    Call(Pending),
}

/// A call that takes a lock.
#[derive(Clone, Copy, Debug)]
struct Locking {
    operation: SyncOperation,
    lock: Lock,
    method: Method,
    site: &'static Site,
}

impl Token {
    const NOTHING: Self = Self(Begun::Nothing);

    #[inline]
    fn begin(effect: Option<Effect>, method: Method, site: &'static Site) -> Self {
        Self(match effect {
            None => Begun::Nothing,
            Some(effect) => match Locking::of(&effect, method, site) {
                Some(locking) if !tracker::is_explored() => {
                    tracker::locking();
                    Begun::Lock(locking)
                }
                _ => Begun::Call(pending::begin(effect, method, site)),
            },
        })
    }

    /// The user's call has returned `result`, which is handed through.
    #[inline]
    pub fn after<R>(self, mut result: R) -> R {
        // Its drop is for calls that unwind.
        let token = ManuallyDrop::new(self);
        if !matches!(token.0, Begun::Nothing) {
            token.0.ended(&Returned::of(&mut result));
        }
        result
    }

    /// Leaves the rest to [`settling`], where a token cannot be carried to the end of the call.
    #[inline]
    pub fn __pend(self) {
        match &ManuallyDrop::new(self).0 {
            Begun::Nothing => {}
            Begun::Lock(locking) => pending::leave_to_settle(locking.pending()),
            Begun::Call(call) => pending::leave_to_settle(*call),
        }
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        // Only by unwinding out of the call or its arguments.
        match &self.0 {
            Begun::Nothing => {}
            Begun::Lock(locking) => locking.end(SyncOutcome::Panicked),
            Begun::Call(call) => pending::end(call, SyncOutcome::Panicked),
        }
    }
}

impl Locking {
    #[inline]
    fn of(effect: &Effect, method: Method, site: &'static Site) -> Option<Self> {
        let Effect::Sync(operation, SyncObject::Address(address)) = *effect else {
            return None;
        };
        let hold = Hold::taken_by(operation)?;
        Some(Self {
            operation,
            lock: Lock { address, hold },
            method,
            site,
        })
    }

    fn end(self, outcome: SyncOutcome) {
        match outcome {
            SyncOutcome::Done => held::locked(self.lock, self.site),
            SyncOutcome::Not | SyncOutcome::Panicked => tracker::not_locked(),
        }
    }

    /// As a call of which something has to be remembered.
    fn pending(self) -> Pending {
        let object = SyncObject::Address(self.lock.address);
        let effect = Effect::Sync(self.operation, object);
        Pending::begun(effect, self.method, self.site)
    }
}

/// A call whose token is left with [`Token::__pend`] on its way.
#[derive(Debug)]
#[must_use]
pub struct Settling {
    site: &'static Site,
    /// Calls that were on their way before.
    before: usize,
}

/// Such a call begins, its receiver first.
#[inline]
pub fn settling(site: &'static Site) -> Settling {
    Settling {
        site,
        before: pending::depth(),
    }
}

impl Settling {
    /// The user's call has returned `result`.
    #[inline]
    pub fn settle<R>(self, mut result: R) -> R {
        let this = ManuallyDrop::new(self);
        if let Some(call) = pending::settle(this.site) {
            ended(&call, &Returned::of(&mut result));
        }
        result
    }
}

impl Drop for Settling {
    fn drop(&mut self) {
        // Only by leaving early, out of the call or its arguments.
        pending::abandon(self.before);
    }
}

impl Begun {
    /// The user's call has returned this.
    fn ended(&self, result: &Returned) {
        match self {
            Self::Nothing => {}
            Self::Lock(locking) => locking.end(outcome(locking.method, result)),
            Self::Call(call) => ended(call, result),
        }
    }
}

fn ended(call: &Pending, result: &Returned) {
    if let Some(number) = call.unknown() {
        return result.by(tracker::call_end(number), call.site);
    }
    let call = &call.seen_exclusive(result);
    pending::end(call, outcome(call.method, result));
    lead(call, result);
}

/// In an exploration the last thread at a barrier is the leader; whom the real calls have made it is chance.
fn lead(call: &Pending, result: &Returned) {
    if call.is_barrier()
        && result.size == size_of::<bool>()
        && let Some(leads) = tracker::is_leader()
    {
        // SAFETY: `Barrier::wait` returns a `BarrierWaitResult`, whose one byte is the answer of `is_leader`; the result is a
        // variable of the caller's.
        unsafe { result.place.cast::<bool>().write(leads) };
    }
}

/// The arguments are evaluated, the call comes next: what it publishes is reported now.
#[inline]
pub fn arguments_done<T>(argument: T, site: &'static Site) -> T {
    pending::arguments_done(site, None);
    argument
}

/// A type from which method calls reach a condition variable after `N` `Deref`s.
pub trait ReachCondvar<N> {}

impl ReachCondvar<Here> for Condvar {}
impl<D: Deref<Target: ReachCondvar<N>> + ?Sized, N> ReachCondvar<Behind<N>> for D {}

macro_rules! waiters {
    ($($level:ident: $depth:ty, $waiter:ty;)*) => {$(
        /// A wait of a condition variable. The argument's type may be open where it stands: only the receiver's says that it is a
        /// guard.
        pub trait $level {
            /// The guard that the wait gives up, once all arguments are evaluated.
            fn __waiting<G: StdGuard>(self, guard: G, site: &'static Site) -> G;
            /// The same where the condition of the wait is wrapped by [`condition`].
            fn __waiting_while<G: StdGuard>(self, guard: G, site: &'static Site) -> G;
            /// What a wait with a timeout returned.
            fn __timed_out<'a, T: ?Sized>(self, result: TimedResult<'a, T>) -> TimedResult<'a, T>;
        }

        impl<T: ReachCondvar<$depth> + ?Sized> $level for $waiter {
            #[inline]
            fn __waiting<G: StdGuard>(self, guard: G, site: &'static Site) -> G {
                waiting(Some(GivenUp::by(&guard)), guard, site)
            }

            #[inline]
            fn __waiting_while<G: StdGuard>(self, guard: G, site: &'static Site) -> G {
                waiting_while(Some(GivenUp::by(&guard)), guard, site)
            }

            #[inline]
            fn __timed_out<'a, U: ?Sized>(self, result: TimedResult<'a, U>) -> TimedResult<'a, U> {
                timed_out(result)
            }
        }
    )*};
}

waiters! {
    Waiter0: Here, &&&&&&CallReceiver<T>;
    Waiter1: Behind<Here>, &&&&&CallReceiver<T>;
    Waiter2: Behind<Behind<Here>>, &&&&CallReceiver<T>;
    Waiter3: Behind<Behind<Behind<Here>>>, &&&CallReceiver<T>;
    Waiter4: Behind<Behind<Behind<Behind<Here>>>>, &&CallReceiver<T>;
}

/// A wait of anything else.
pub trait WaiterOther {
    /// Hands the argument through.
    fn __waiting<A>(self, argument: A, site: &'static Site) -> A;
    /// Likewise.
    fn __waiting_while<A>(self, argument: A, site: &'static Site) -> A;
    /// Hands the result through.
    fn __timed_out<R>(self, result: R) -> R;
}

impl<T: ?Sized> WaiterOther for &CallReceiver<T> {
    #[inline]
    fn __waiting<A>(self, argument: A, site: &'static Site) -> A {
        waiting(None, argument, site)
    }

    #[inline]
    fn __waiting_while<A>(self, argument: A, site: &'static Site) -> A {
        waiting(None, argument, site)
    }

    #[inline]
    fn __timed_out<R>(self, result: R) -> R {
        result
    }
}

/// As [`arguments_done`], for a wait that gives up the lock of `guard`.
#[inline]
pub fn waiting<T>(lock: Option<GivenUp>, guard: T, site: &'static Site) -> T {
    let address = lock.map(|lock| lock.address);
    match lock.and_then(|lock| lock.relock) {
        Some(relock) if tracker::is_explored() => waiting_explored(relock, address, guard, site),
        _ => {
            pending::arguments_done(site, address);
            guard
        }
    }
}

/// In an exploration the wait happens here, without the lock; the user's own call then only has to return.
fn waiting_explored<T>(relock: Relock, address: Option<usize>, guard: T, site: &'static Site) -> T {
    if pending::waits_while(site) {
        pending::arguments_done(site, address);
        return guard;
    }
    let mut guard = ManuallyDrop::new(guard);
    let place = (&raw mut guard).cast::<()>();
    // SAFETY: `relock` is that of the type of `guard`, since generated code takes both from one variable; `ManuallyDrop` has the
    // layout of its content and does not drop it if the wait unwinds.
    unsafe { relock(place, &mut || pending::arguments_done(site, address)) };
    condvar::waited();
    if let Some(SyncObject::Address(condvar)) = pending::object_at(site) {
        kick::begin(condvar);
    }
    ManuallyDrop::into_inner(guard)
}

/// As [`waiting`], where the condition of the wait is wrapped by [`condition`].
#[inline]
pub fn waiting_while<T>(lock: Option<GivenUp>, guard: T, site: &'static Site) -> T {
    if !tracker::is_explored() {
        return waiting(lock, guard, site);
    }
    match lock.and_then(|lock| lock.keep(&guard)) {
        Some(kept) => pending::keep(site, kept),
        None => return waiting(lock, guard, site),
    }
    condvar::waits();
    guard
}

/// What the condition of a wait has answered: in an exploration, where it has to wait, it does so here, without the lock; the
/// real wait behind it only has to return.
#[inline]
pub fn condition<B>(answer: B, site: &'static Site) -> B {
    match tracker::is_explored() {
        true => condvar::condition(answer, site),
        false => answer,
    }
}

/// How long a wait lasts: in an exploration real time never ends one.
#[inline]
pub fn timeout<T>(value: T) -> T {
    const LONG: Duration = Duration::from_secs(3600);
    match tracker::is_explored() {
        true => instead(value, LONG),
        false => value,
    }
}

/// How long a thread sleeps: in an exploration no time at all.
#[inline]
pub fn pause<T>(value: T) -> T {
    match tracker::is_explored() {
        true => instead(value, Duration::ZERO),
        false => value,
    }
}

/// The duration, if the value is one.
fn instead<T>(value: T, duration: Duration) -> T {
    let is_duration = core::any::type_name::<T>() == core::any::type_name::<Duration>()
        && size_of::<T>() == size_of::<Duration>();
    match is_duration {
        // SAFETY: `T` is `Duration` itself: it bears its name, which begins with `core`.
        true => unsafe { core::mem::transmute_copy(&duration) },
        false => value,
    }
}

/// What a wait with a timeout returns.
pub type TimedResult<'a, T> = LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>;

/// In an exploration, whether the timeout fired is what was explored.
fn timed_out<T: ?Sized>(result: TimedResult<'_, T>) -> TimedResult<'_, T> {
    if !tracker::is_explored() {
        return result;
    }
    let explored = condvar::timed_out(WaitTimeoutResult::timed_out);
    match (result, explored) {
        (Ok((guard, _)), Some(explored)) => Ok((guard, explored)),
        (Err(poisoned), Some(explored)) => {
            let (guard, _) = poisoned.into_inner();
            Err(PoisonError::new((guard, explored)))
        }
        (result, None) => result,
    }
}

/// What a wait with a timeout on a value returned; made by generated code only.
#[derive(Debug)]
pub struct Timed<R>(pub R);

impl<'a, T: ?Sized> Timed<TimedResult<'a, T>> {
    /// In an exploration, whether the timeout fired is what was explored.
    #[inline]
    pub fn __timed_out(self) -> TimedResult<'a, T> {
        timed_out(self.0)
    }
}

/// Another method of that name was called.
pub trait TimedOther<R> {
    /// Hands it through.
    fn __timed_out(self) -> R;
}

impl<R> TimedOther<R> for Timed<R> {
    #[inline]
    fn __timed_out(self) -> R {
        self.0
    }
}

/// A call by path that has no receiver: park, yield, sleep, spin.
#[inline]
pub fn path_call(method: Method, site: &'static Site) -> Token {
    let operation = match method {
        Method::Park => SyncOperation::Park { timed: false },
        Method::ParkTimeout => SyncOperation::Park { timed: true },
        Method::YieldNow => SyncOperation::Yield,
        Method::Sleep => SyncOperation::Sleep,
        Method::SpinLoop => SyncOperation::SpinLoop,
        _ => return Token::NOTHING,
    };
    let token = Token::begin(
        Some(Effect::Sync(operation, SyncObject::None)),
        method,
        site,
    );
    if let SyncOperation::Park { .. } = operation
        && tracker::is_explored()
    {
        // The engine has let the thread through, so the real park must not block: it takes this token.
        std::thread::current().unpark();
    }
    token
}

/// Whether a call did what its name says. The result types are std's, so the first variant of `Result` is `Ok` and that
/// of `Option` is `None`.
fn outcome(method: Method, result: &Returned) -> SyncOutcome {
    let done = match method {
        Method::TryLock
        | Method::TryRead
        | Method::TryWrite
        | Method::Send
        | Method::TrySend
        | Method::Recv
        | Method::TryRecv
        | Method::RecvTimeout
        | Method::ArcTryUnwrap => result.is_first_variant,
        Method::Get | Method::ArcGetMut | Method::ArcIntoInner => !result.is_first_variant,
        _ => true,
    };
    match done {
        true => SyncOutcome::Done,
        false => SyncOutcome::Not,
    }
}

/// Inside an initializer: when it ends, what it did is published to everyone who finds the object initialized.
#[derive(Debug)]
pub struct Initializing(Option<SyncCall>);

/// The first statement of the closure that initializes a `Once`, `OnceLock` or `LazyLock`.
#[inline]
pub fn initializing(site: &'static Site) -> Initializing {
    let object = pending::object_at(site);
    if object.is_none() {
        tracker::called_back_inline("");
    }
    Initializing(object.map(|object| SyncCall {
        operation: SyncOperation::OnceInitialized,
        object,
        site,
    }))
}

/// Inside the initializer of a `LazyLock`, which others look at without a call: when it ends, all learn of it.
#[derive(Debug)]
pub struct InitializingLazily(&'static Site);

/// The first statement of a closure that a `LazyLock` gets.
#[inline]
pub fn initializing_lazily(site: &'static Site) -> InitializingLazily {
    InitializingLazily(site)
}

impl Drop for InitializingLazily {
    fn drop(&mut self) {
        tracker::tell_all(self.0);
    }
}

impl Drop for Initializing {
    fn drop(&mut self) {
        if let Some(call) = self.0.take() {
            tracker::sync_before(&call);
        }
    }
}

/// What `mpsc::channel()` or `sync_channel(n)` returned.
#[derive(Debug)]
pub struct Made<C>(pub C);

impl<T> Made<(Sender<T>, Receiver<T>)> {
    /// The channel is new: what was known of its address is void.
    #[inline]
    pub fn __made(self, _: &'static Site) -> (Sender<T>, Receiver<T>) {
        tracker::channel_made(identity::channel(&self.0.0).id, None, || {
            identity::channel_counts(&self.0.0)
        });
        self.0
    }
}

impl<T> Made<(SyncSender<T>, Receiver<T>)> {
    /// As above, with the capacity that [`capacity`] remembered.
    #[inline]
    pub fn __made(self, _: &'static Site) -> (SyncSender<T>, Receiver<T>) {
        let capacity = pending::take_capacity();
        tracker::channel_made(identity::channel(&self.0.0).id, capacity, || {
            identity::channel_counts(&self.0.0)
        });
        self.0
    }
}

/// Another function of that name.
pub trait MadeNothing<C> {
    /// Hands it through.
    fn __made(self, site: &'static Site) -> C;
}

impl<C> MadeNothing<C> for Made<C> {
    #[inline]
    fn __made(self, _: &'static Site) -> C {
        self.0
    }
}

/// The argument of `sync_channel`, handed through and remembered.
#[inline]
pub fn capacity<T: Capacity>(value: T) -> T {
    value.remember();
    value
}

/// What may stand in `sync_channel(..)`.
pub trait Capacity {
    /// Remembers a number of values.
    fn remember(&self) {}
}

impl Capacity for usize {
    fn remember(&self) {
        pending::set_capacity(*self);
    }
}

/// The place of what `drop` is about to take; made by generated code only.
#[derive(Debug)]
pub struct Dropped<T>(pub *const T);

impl<T> Clone for Dropped<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Dropped<T> {}

/// A type whose explicit drop is an event.
pub trait StdDrop {
    /// It is about to be dropped.
    fn dropping(&self, site: &'static Site);
}

impl<G: held::StdGuard> StdDrop for G {
    fn dropping(&self, site: &'static Site) {
        held::unlock_latest(self.lock(), site);
    }
}

/// See [`StdDrop`]; apart from it because a guard and an `Arc` are not told apart by traits alone.
pub trait StdDropShared {
    /// See [`StdDrop::dropping`].
    fn dropping(&self, site: &'static Site);
}

impl<T: ?Sized> StdDropShared for Arc<T> {
    fn dropping(&self, site: &'static Site) {
        let content: &T = self;
        emit(release_of(self), address(content), site);
    }
}

impl<T> StdDropShared for Sender<T> {
    fn dropping(&self, site: &'static Site) {
        sender_dropping(self, site);
    }
}

impl<T> StdDropShared for SyncSender<T> {
    fn dropping(&self, site: &'static Site) {
        sender_dropping(self, site);
    }
}

fn sender_dropping<S: identity::End>(sender: &S, site: &'static Site) {
    let channel = SyncObject::Address(identity::channel(sender).id);
    let senders = identity::channel_counts(sender).map(|counts| counts.senders());
    let last = senders == Some(1);
    emit(SyncOperation::SenderDrop { last }, channel, site);
}

fn emit(operation: SyncOperation, object: SyncObject, site: &'static Site) {
    tracker::sync_before(&SyncCall {
        operation,
        object,
        site,
    });
}

/// An explicit drop of a guard.
pub trait DroppedGuard {
    /// The value at the place is about to be dropped.
    fn __dropping(self, site: &'static Site);
}

impl<T: StdDrop> DroppedGuard for &&&Dropped<T> {
    #[inline]
    fn __dropping(self, site: &'static Site) {
        // SAFETY: generated code makes the pointer by `&raw const PLACE` right before it moves PLACE into `drop`.
        unsafe { &*self.0 }.dropping(site);
    }
}

/// An explicit drop of an `Arc` or a sender.
pub trait DroppedShared {
    /// See [`DroppedGuard`].
    fn __dropping(self, site: &'static Site);
}

impl<T: StdDropShared> DroppedShared for &&Dropped<T> {
    #[inline]
    fn __dropping(self, site: &'static Site) {
        // SAFETY: as above.
        unsafe { &*self.0 }.dropping(site);
    }
}

/// An explicit drop of a value whose own drop synchronizes with nothing out of sight: whoever moves a value has its bytes alone.
pub trait DroppedInert {
    /// See [`DroppedGuard`].
    fn __dropping(self, site: &'static Site);
}

impl<T: Inert> DroppedInert for &Dropped<T> {
    #[inline]
    fn __dropping(self, site: &'static Site) {
        if needs_drop::<T>() {
            tracker::exclusive(self.0 as usize, size_of::<T>(), site);
        }
    }
}

/// An explicit drop of anything else: it may run a `Drop` of code without annotation.
pub trait DroppedOther {
    /// See [`DroppedGuard`].
    fn __dropping(self, site: &'static Site);
}

impl<T> DroppedOther for Dropped<T> {
    #[inline]
    fn __dropping(self, site: &'static Site) {
        if needs_drop::<T>() {
            tracker::exclusive(self.0 as usize, size_of::<T>(), site);
            tracker::dropping(site);
        }
    }
}

/// The argument of `drop` that is no variable; it is handed through.
#[inline]
pub fn dropping_value<T>(value: T, site: &'static Site) -> T {
    drops::dropped::<T>(site);
    value
}

/// Hands the second through; the first was evaluated before it.
#[inline]
pub fn dropping<T>(_: (), value: T) -> T {
    value
}
