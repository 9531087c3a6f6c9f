//! The concurrent engine: thread-locals, object locks, lifetimes.
//!
//! The functions here are what `crate::hooks` calls: narrow, not generic. Each forwards to the thread's
//! [`engine::Engine`] if an exploration has taken the thread over. A hook that is entered while its thread is inside a
//! hook performs the bare operation and nothing else.
//!
//! Locks, in the order in which they are taken: the granule of an address (one bit in the shadow), then the thread's own
//! view (`biased`); tables of spawns, sessions and slots stand alone. Nobody waits for another thread's view while
//! holding a granule or the own view.

mod arrivals;
mod atomic;
mod barrier;
mod biased;
mod callee;
mod channels;
mod crossed;
mod crossings;
pub(crate) mod engine;
mod exclusive;
mod exposure;
pub(crate) mod fixed;
pub(crate) mod forks;
mod heap;
pub(crate) mod held;
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) mod interpose;
pub(crate) mod locks;
pub(crate) mod membership;
mod object;
pub(crate) mod operations;
mod owned;
pub(crate) mod ownership;
pub(crate) mod perform;
mod primitives;
pub(crate) mod process;
pub(crate) mod races;
pub(crate) mod recorder;
mod releases;
mod ring;
pub(crate) mod segments;
mod spin;
mod statics;
mod table;
mod takeover;
pub(crate) mod thread;
pub(crate) mod unannotated;
mod unseen_guards;
pub(crate) mod weak;

use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, AtomicWidth, Bytes, FenceCall,
    MemoryAccess, SyncCall, SyncEvent, SyncObject, SyncOutcome,
};
use crate::model::fence;
use crate::order::{FenceOrder, LoadOrder};
use crate::shadow::word::epoch_word;
use crate::shadow::{RangeAccess, ShadowMap, sites};
use crate::site::{Function, Site};
use crate::tracker::engine::{ChannelCall, ChannelCounts, ForkTicket, LockProbe};
pub(crate) use atomic::Exchange;
pub(crate) use crossings::Callee;
use held::LockWord;
use locks::Lock;
use object::Objects;
use races::{Conflicts, Later};
use std::thread::ThreadId;
use takeover::Inside;

#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
use takeover::stop_on_this_thread;
pub(crate) use takeover::{engine, is_inside, outside, untracked, with_engine};

/// The last accesses to all memory, and the atomic objects beside them.
static SHADOW: ShadowMap<Objects> = ShadowMap::new();

/// Whether the calling thread has made this plain access, to bytes of one granule, in its present epoch already; it is
/// counted then, and nothing else is to be done. Test: `words_and_list_give_the_same_verdicts`.
#[inline(always)]
pub(crate) fn is_repeated<const WRITES: bool>(address: usize, size: usize) -> bool {
    let Some(slot) = thread::attached() else {
        return false;
    };
    let kind = match WRITES {
        true => AccessKind::Write,
        false => AccessKind::Read,
    };
    let is_repeated = size.wrapping_sub(1) < 8 - (address & 7)
        && SHADOW.is_recorded(address, size, kind, slot.epoch_word());
    if is_repeated {
        slot.count_further_event();
    }
    is_repeated
}

/// Larger accesses are taken granule by granule at once (bytes).
const REPEATED_MAX: usize = 256;

/// A plain access, about to be made.
pub(crate) fn access(access: &MemoryAccess) {
    let Bytes { address, size } = access.bytes;
    if size.wrapping_sub(1) < REPEATED_MAX
        && let Some(slot) = thread::attached()
        && SHADOW.is_range_recorded(address, size, access.kind, slot.epoch_word())
    {
        return slot.count_further_event();
    }
    access_anew(access);
}

/// A plain access to bytes of one granule, about to be made, which the words do not say to be made in its thread's present
/// epoch; a list may.
pub(crate) fn access_word(access: &MemoryAccess) {
    let Bytes { address, size } = access.bytes;
    if !access.kind.writes()
        && let Some(slot) = thread::attached()
        && SHADOW.is_seen(address, size, access.kind, slot.epoch_word())
    {
        return slot.count_further_event();
    }
    if !access_own(access) {
        access_anew(access);
    }
}

/// Makes the event of an access to what only the thread itself has touched; answers whether it was that. Test:
/// `words_and_list_give_the_same_verdicts`.
#[inline(always)]
fn access_own(access: &MemoryAccess) -> bool {
    let Some(slot) = thread::attached() else {
        return false;
    };
    let Some(_inside) = Inside::enter() else {
        return false;
    };
    let site = access.site.number();
    if site == 0 || !slot.has_time() {
        return false;
    }
    let Some(view) = slot.view_alone() else {
        return false;
    };
    let now = epoch_word(view.epoch());
    let is_own = SHADOW.record_own(access.bytes, access.kind, now, site);
    drop(view);
    if is_own {
        slot.count_event();
    }
    is_own
}

#[inline(never)]
fn access_anew(access: &MemoryAccess) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        return engine.access(access);
    }
    let Some(slot) = thread::current_with_time() else {
        return;
    };
    slot.count_event();
    held::look(slot);
    let range = RangeAccess {
        bytes: access.bytes,
        kind: access.kind,
        site: sites::number(access.site),
    };
    let mut conflicts = Conflicts::new();
    let epoch = slot.own(|own| {
        SHADOW.record(&range, &own.view, &mut |at, conflicting| {
            conflicts.push((at, conflicting));
        });
        own.view.epoch()
    });
    held::accessed(slot);
    if !conflicts.is_empty() {
        let later = Later {
            access: *access,
            epoch,
        };
        races::report(&later, &conflicts);
    }
}

/// Performs an atomic load together with its event. Apart from [`atomic()`], because most loads repeat the last one.
///
/// # Safety
/// `address` is that of a live atomic of width `width`.
pub(crate) unsafe fn load(
    address: usize,
    width: AtomicWidth,
    order: LoadOrder,
    site: &'static Site,
) -> u64 {
    if let Some(slot) = thread::attached()
        && let Some(_inside) = Inside::enter()
        // SAFETY: the caller's promise.
        && let Some(value) = unsafe { atomic::repeated_load(slot, address, width, order, site) }
    {
        slot.count_further_event();
        return value;
    }
    // SAFETY: the caller's promise.
    unsafe { load_anew(address, width, order, site) }
}

/// # Safety
/// See [`load`].
#[inline(never)]
unsafe fn load_anew(
    address: usize,
    width: AtomicWidth,
    order: LoadOrder,
    site: &'static Site,
) -> u64 {
    if let Some(slot) = thread::attached()
        && let Some(_inside) = Inside::enter()
        // SAFETY: the caller's promise.
        && let Some(value) = unsafe { owned::load(slot, address, width, order, site) }
    {
        slot.count_event();
        return value;
    }
    let call = AtomicCall {
        address,
        width,
        operation: AtomicOperation::Load { order },
        site,
    };
    // SAFETY: the caller's promise.
    unsafe { atomic(&call) }.read
}

/// Performs an atomic operation together with its event.
///
/// # Safety
/// `call.address` is that of a live atomic of width `call.width`.
pub(crate) unsafe fn atomic(call: &AtomicCall) -> AtomicOutcome {
    if let Some(_inside) = Inside::enter() {
        // A thread with a slot has no engine.
        if thread::attached().is_none()
            && let Some(engine) = engine()
        {
            return engine.atomic(call);
        }
        if let Some(slot) = thread::current_with_time() {
            slot.count_event();
            held::look(slot);
            if weak::is_on() {
                weak::pause();
            }
            // SAFETY: the caller's promise.
            return unsafe { atomic::atomic(slot, call) };
        }
    }
    // SAFETY: the caller's promise.
    unsafe { perform::atomic(call.address, call.width, call.operation) }
}

/// A fence; performed here.
pub(crate) fn fence(call: &FenceCall) {
    if let Some(_inside) = Inside::enter() {
        if let Some(engine) = engine() {
            return engine.fence(call);
        }
        if let Some(slot) = thread::current_with_time() {
            slot.count_event();
            held::look(slot);
            slot.own(|own| {
                let epoch = own.view.epoch();
                let time = epoch.time;
                if call.order != FenceOrder::Acquire {
                    slot.releases(own, crossings::stamp());
                }
                fence::fence(&mut own.view, call.order);
                if call.order == FenceOrder::SeqCst && weak::is_on() {
                    weak::fence(epoch, &own.view);
                }
                let event = SyncEvent::Fence { order: call.order };
                own.ring.push(time, event, sites::number(call.site));
            });
        }
    }
    perform::fence_now(call.order);
}

/// Before the user's own call into a primitive.
pub(crate) fn sync_before(call: &SyncCall) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => engine.sync_before(call),
        None => {
            if let Some(slot) = thread::current_with_time() {
                slot.count_event();
                held::look(slot);
                primitives::before(slot, call);
            }
        }
    }
}

/// After the user's own call into a primitive.
pub(crate) fn sync_after(call: &SyncCall, outcome: SyncOutcome) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => engine.sync_after(call, outcome),
        None => {
            if let Some(slot) = thread::current() {
                primitives::after(slot, call, outcome);
            }
        }
    }
}

/// A lock is about to be taken, outside of explorations.
pub(crate) fn locking() {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(slot) = thread::current_with_time() {
        slot.count_event();
        held::look(slot);
    }
}

/// It was taken, by the call at this site; `word` says whether it is held.
pub(crate) fn locked(lock: Lock, site: &'static Site, word: Option<LockWord>) {
    if let Some(_inside) = Inside::enter()
        && let Some(slot) = thread::current()
    {
        slot.received_from_std();
        locks::locked(slot, lock, site);
    }
    held::taken(lock, site, word);
}

/// It was not taken after all: somebody else has it, or the call unwound.
pub(crate) fn not_locked() {
    if let Some(_inside) = Inside::enter()
        && let Some(slot) = thread::current()
    {
        slot.received_from_std();
    }
}

/// A lock is about to be given back, or was so just now.
pub(crate) fn unlocking(lock: Lock, site: &'static Site) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        return engine.sync_before(&SyncCall {
            operation: lock.hold.unlock(),
            object: SyncObject::Address(lock.address),
            site,
        });
    }
    if let Some(slot) = thread::current_with_time() {
        slot.count_event();
        held::look(slot);
        locks::unlocking(slot, lock, site);
    }
}

/// The calling thread is about to spawn another.
pub(crate) fn fork(site: &'static Site) -> ForkTicket {
    fork_with(site, None)
}

/// The calling thread is about to spawn another in the scope whose `Scope` stands at `scope`.
pub(crate) fn fork_in_scope(site: &'static Site, scope: usize) -> ForkTicket {
    fork_with(site, Some(scope))
}

fn fork_with(site: &'static Site, scope: Option<usize>) -> ForkTicket {
    let Some(_inside) = Inside::enter() else {
        return ForkTicket(0);
    };
    if let Some(engine) = engine() {
        let ticket = match scope {
            Some(scope) => engine.fork_in_scope(site, scope),
            None => engine.fork(site),
        };
        takeover::engine_forked(ticket);
        return ticket;
    }
    if let Some(slot) = thread::current() {
        slot.count_event();
        held::look(slot);
    }
    forks::fork(Some(site), scope)
}

/// The first event of a spawned thread, called by itself. It now belongs to the engine of its creator, if that has one.
pub(crate) fn start(ticket: ForkTicket) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    takeover::engine_starts(ticket);
    match engine() {
        Some(engine) => engine.start(ticket),
        None => {
            forks::start(ticket);
            thread::hear_told();
            crossings::rooted();
        }
    }
}

/// The spawn has returned: which std thread the ticket became; `None` if it failed.
pub(crate) fn forked(ticket: ForkTicket, thread: Option<ThreadId>) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => {
            if thread.is_none() {
                takeover::engine_not_started(ticket);
            }
            engine.forked(ticket, thread);
        }
        None => forks::forked(ticket, thread),
    }
}

/// The last event of a spawned thread; `panicked` if its closure unwound.
pub(crate) fn finish(ticket: ForkTicket, panicked: bool) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => {
            engine.finish(ticket, panicked);
            takeover::engine_finished();
        }
        None => forks::finish(ticket),
    }
}

/// Before a join.
pub(crate) fn join_before(thread: ThreadId, site: &'static Site) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.join_before(thread, site);
    }
}

/// After a join.
pub(crate) fn join_after(thread: ThreadId, site: &'static Site) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => engine.join_after(thread, site),
        None => {
            if let Some(slot) = thread::attached() {
                held::look(slot);
            }
            forks::join_after(thread, site);
        }
    }
}

/// Before `thread::scope`; the number names the scope in the calls below.
pub(crate) fn scope_begin(site: &'static Site) -> u64 {
    let Some(_inside) = Inside::enter() else {
        return 0;
    };
    match engine() {
        Some(engine) => engine.scope_begin(site),
        None => forks::scope_begin(),
    }
}

/// The user's closure of the scope has begun: its `Scope` stands at `address`.
pub(crate) fn scope_opened(scope: u64, address: usize) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => engine.scope_opened(scope, address),
        None => forks::scope_opened(scope, address),
    }
}

/// Whether the calling thread belongs to an exploration.
#[inline]
pub(crate) fn is_explored() -> bool {
    engine().is_some()
}

/// The lock at this address is about to be taken.
pub(crate) fn lock_probe(address: usize, probe: LockProbe) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.lock_probe(address, probe);
    }
}

/// The barrier at this address is about to be waited at; it lets `size` threads go at a time.
pub(crate) fn barrier(address: usize, size: usize) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.barrier(address, size);
    }
}

/// In an exploration, whether the calling thread was the last one at the barrier that it comes from.
pub(crate) fn is_leader() -> Option<bool> {
    engine().map(|engine| engine.is_leader())
}

/// In an exploration, whether the calling thread's last wait with a timeout ended by it.
pub(crate) fn has_timed_out() -> Option<bool> {
    engine().map(|engine| engine.has_timed_out())
}

/// A call follows that may wait for others and comes back by itself; an exploration lets others run meanwhile.
pub(crate) fn blocking_begin() {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.blocking_begin();
    }
}

/// That call is back.
pub(crate) fn blocking_end() {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.blocking_end();
    }
}

/// A primitive with these bytes is about to be used.
#[inline]
pub(crate) fn touched(address: usize, size: usize) {
    if engine().is_none() {
        return;
    }
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.touched(address, size);
    }
}

/// The user's closure of the scope has returned; the implicit joins follow.
pub(crate) fn scope_closing(scope: u64) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.scope_closing(scope);
    }
}

/// The scope call has returned.
pub(crate) fn scope_end(scope: u64) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => engine.scope_end(scope),
        None => forks::scope_end(scope),
    }
}

/// Memory was allocated: what was known of these bytes is void.
pub(crate) fn allocated(address: usize, size: usize) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        Some(engine) => engine.allocated(address, size),
        None => forget_range(address, size),
    }
}

/// What was known of these bytes, accesses and atomic objects, is void. Inside a hook only.
pub(crate) fn forget_range(address: usize, size: usize) {
    SHADOW.clear(Bytes { address, size });
    exclusive::forget(address, size);
    channels::allocated(address, size);
}

/// Memory is about to be freed. `true`: the engine keeps it for now and the caller must not free it.
pub(crate) fn freeing(address: usize, size: usize, align: usize) -> bool {
    let Some(_inside) = Inside::enter() else {
        return false;
    };
    match engine() {
        Some(engine) => engine.freeing(address, size, align),
        None => false,
    }
}

/// Whether the calling thread's engine keeps freed memory for a while, and so must be asked at each free.
#[inline]
pub(crate) fn keeps_freed_memory() -> bool {
    engine().is_some()
}

/// Entry into a method with `&mut self`, into `Drop`, or proof by an `Arc`: safe code has these bytes for itself.
pub(crate) fn exclusive(address: usize, size: usize, site: &'static Site) {
    by_tracker(|| exclusive::exclusive(address, size, site));
}

/// The calling thread has the last `Arc` of these bytes.
pub(crate) fn last_owner(address: usize, size: usize, site: &'static Site) {
    by_tracker(|| exclusive::last_owner(address, size, site));
}

/// As [`last_owner`], or the thread has given the bytes up.
pub(crate) fn perhaps_exclusive(address: usize, size: usize, site: &'static Site) {
    by_tracker(|| exclusive::perhaps(address, size, site));
}

/// Entry into `Drop::drop`.
pub(crate) fn dropped(address: usize, size: usize, site: &'static Site) {
    by_tracker(|| exclusive::dropped(address, size, site));
}

/// An `Arc` was made whose content, which has a drop, lies here.
pub(crate) fn shared_made(address: usize, size: usize) {
    by_tracker(|| exclusive::shared_made(address, size));
}

/// Every other thread of the session knows from here on what the calling thread knows now.
pub(crate) fn tell_all(site: &'static Site) {
    by_tracker(|| thread::tell_all(site));
}

/// A `Once` or `OnceLock` is about to be used; `is_done` asks whether it is initialized.
pub(crate) fn once_used(address: usize, is_done: impl FnOnce() -> bool) {
    by_tracker(|| arrivals::used(address, is_done));
}

/// Entry into a method with `&self`: the thread works on these bytes.
pub(crate) fn shared(address: usize, size: usize) {
    by_tracker(|| exclusive::shared(address, size));
}

/// A channel was made: what was known of its address is void. `capacity` is that of a `sync_channel`.
pub(crate) fn channel_made(
    channel: usize,
    capacity: Option<usize>,
    counts: impl FnOnce() -> Option<ChannelCounts>,
) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    match engine() {
        None => channels::made(channel, capacity),
        Some(engine) => {
            if let Some(counts) = untracked(counts) {
                engine.channel_made(channel, capacity, counts);
            }
        }
    }
}

/// How the next call into a channel waits.
pub(crate) fn channel_call(call: ChannelCall) {
    if let Some(engine) = engine() {
        engine.channel_call(call);
    }
}

/// A blocking receive came back without a message: no sender is left.
pub(crate) fn channel_disconnected(channel: usize, site: &'static Site) {
    by_tracker(|| channels::disconnected(channel, site));
}

/// A send came back with its value: the receiver is gone.
pub(crate) fn receiver_gone(channel: usize, site: &'static Site) {
    by_tracker(|| channels::receiver_gone(channel, site));
}

/// Entry into an annotated function, which is the caller: the stack is asked for it by this function's address.
#[inline(never)]
pub(crate) fn enter(function: &'static Function) {
    if !crossings::enter(function) {
        let here = enter as fn(&'static Function) as usize;
        // Not the last thing that is done here, so that this function stays on the stack.
        core::hint::black_box(crossings::enter_otherwise(function, here));
    }
}

/// How many annotated functions the calling thread has entered (count; begins anew at some point).
pub(crate) fn entries() -> u32 {
    crossings::entries()
}

/// Return from an annotated function.
pub(crate) fn leave() {
    crossings::leave();
}

/// A call that may be of unannotated code begins; the answer goes to [`call_end`].
pub(crate) fn call_begin(name: &'static str, site: &'static Site) -> u64 {
    crossings::call_begin(name, site)
}

/// The same of a call of a value, of which this is known.
pub(crate) fn call_begin_of(callee: Callee, site: &'static Site) -> u64 {
    crossings::call_begin_of(callee, site)
}

/// A value is about to be dropped whose type may have a `Drop` without annotation.
pub(crate) fn dropping(site: &'static Site) {
    crossings::dropping(site);
}

/// The same of a value that has such a `Drop` in it, also where an annotated one runs first.
pub(crate) fn dropping_unseen(site: &'static Site) {
    crossings::dropping_unseen(site);
}

/// A session begins: crossings of its threads are later than all that it knows of ended ones.
///
/// What the calling thread got from such code before was got in another session, which nothing is compared with.
pub(crate) fn session_begins() {
    crossings::end_stamp();
    unseen_guards::forget();
}

/// The session that begins is that of a closure, which is not annotated. Inside a hook only.
pub(crate) fn observation_begins() {
    crossings::rooted_outside();
}

/// A closure runs, whose type has this name, that was handed to a call which may be of unannotated code. Answers whether it is:
/// then [`closure_returned`] follows.
#[inline(never)]
pub(crate) fn called_back(name: &str) -> bool {
    let is_called_back =
        crossings::called_back(name, || Some(called_back as fn(&str) -> bool as usize));
    // Not the last thing that is done here, so that this function stays on the stack.
    core::hint::black_box(is_called_back)
}

/// The same where the stack does not tell what has called the closure.
pub(crate) fn called_back_inline(name: &str) -> bool {
    crossings::called_back(name, || None)
}

/// The end of such a closure.
pub(crate) fn closure_returned() {
    crossings::returned();
}

/// Such a closure runs that drops nothing unseen; answers whether it is the outermost annotated code on a thread of code without
/// annotation. Then [`closure_left`] follows at its end.
#[inline]
pub(crate) fn closure_entered() -> bool {
    crossings::is_foreign() && crossings::foreign_enter()
}

/// The end of such a closure.
pub(crate) fn closure_left() {
    crossings::foreign_leave();
}

/// The call that began last is one that never synchronizes.
#[inline]
pub(crate) fn call_is_inert() {
    crossings::call_is_inert();
}

/// The call has returned or unwound; answers whether it was one of code without annotation.
#[inline]
pub(crate) fn call_end(begin: u64) -> bool {
    crossings::call_end(begin)
}

/// Such a call has returned what may be a guard; `serial` counts the lock operations of the thread.
pub(crate) fn unknown_guard(serial: u64, site: &'static Site, type_name: &'static str) {
    unseen_guards::taken(serial, site, type_name);
}

/// Annotated code is about to make such a value by its literal.
pub(crate) fn unknown_guard_made(serial: u64, site: &'static Site) {
    if heap::is_active() && engine().is_none() {
        unseen_guards::taken(serial, site, "");
    }
}

/// A watch stands behind a variable that was bound to the value at `site`; answers the type of the latest such guard, if it comes
/// from there.
pub(crate) fn unknown_guard_is_watched(site: &'static Site) -> Option<&'static str> {
    unseen_guards::watched(site)
}

/// Whether such a guard was taken and is not known to be gone.
#[inline]
pub(crate) fn has_unknown_guards() -> bool {
    unseen_guards::any()
}

/// An annotated function that was called at `site` has returned what may hold such a guard.
pub(crate) fn unknown_guard_handed_on(site: &'static Site) {
    if unseen_guards::any() {
        unseen_guards::handed_on(site);
    }
}

/// A call at `site` has made a value of the guards that it was given.
pub(crate) fn unknown_guards_used_up(site: &'static Site) {
    unseen_guards::used_up(site);
}

/// Such guards are gone that were taken after `before` at these sites.
pub(crate) fn unknown_guards_dropped(before: u64, sites: &[&'static Site]) {
    unseen_guards::dropped(before, sites);
}

/// Code without annotation is about to make a thread.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn fork_unannotated() -> ForkTicket {
    let Some(_inside) = Inside::enter() else {
        return ForkTicket(0);
    };
    match engine() {
        Some(engine) => {
            engine.thread_made();
            ForkTicket(0)
        }
        None => forks::fork(None, None),
    }
}

/// The thread that it made starts.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn start_unannotated(ticket: ForkTicket) {
    by_tracker(|| {
        thread::before_std(|| {
            forks::start_early(ticket);
            thread::hear_told();
            crossings::foreign_start();
        });
    });
}

/// Code without annotation has joined it.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn joined_unannotated(ticket: ForkTicket) {
    by_tracker(|| forks::join_ticket(ticket));
}

/// Code without annotation, or std, has let go of it.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn detached_unannotated(ticket: ForkTicket) {
    by_tracker(|| forks::detach_ticket(ticket));
}

/// What the tracker does itself, where an exploration has no use for it.
fn by_tracker(f: impl FnOnce()) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if engine().is_none() {
        f();
    }
}
