//! The concurrent engine: thread-locals, object locks, lifetimes.
//!
//! The functions here are what `crate::hooks` calls: narrow, not generic. Each forwards to the thread's
//! [`engine::Engine`] if an exploration has taken the thread over. A hook that is entered while its thread is inside a
//! hook performs the bare operation and nothing else.

pub(crate) mod engine;
pub(crate) mod perform;
mod thread;

use crate::event::{AtomicCall, AtomicOutcome, FenceCall, MemoryAccess, SyncCall, SyncOutcome};
use crate::site::{Function, Site};
use crate::tracker::engine::ForkTicket;
use std::thread::ThreadId;

pub(crate) use thread::{engine, is_inside, outside, untracked, with_engine};

use thread::Inside;

/// A plain access, about to be made.
pub(crate) fn access(access: &MemoryAccess) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.access(access);
    }
}

/// Performs an atomic operation together with its event.
///
/// # Safety
/// `call.address` is that of a live atomic of width `call.width`.
pub(crate) unsafe fn atomic(call: &AtomicCall) -> AtomicOutcome {
    if let Some(_inside) = Inside::enter() {
        if let Some(engine) = engine() {
            return engine.atomic(call);
        }
    }
    // SAFETY: the caller promises a live atomic of this width.
    unsafe { perform::atomic(call.address, call.width, call.operation) }
}

/// A fence; performed here.
pub(crate) fn fence(call: &FenceCall) {
    if let Some(_inside) = Inside::enter() {
        if let Some(engine) = engine() {
            return engine.fence(call);
        }
    }
    perform::fence_now(call.order);
}

/// Before the user's own call into a primitive.
pub(crate) fn sync_before(call: &SyncCall) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.sync_before(call);
    }
}

/// After the user's own call into a primitive.
pub(crate) fn sync_after(call: &SyncCall, outcome: SyncOutcome) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.sync_after(call, outcome);
    }
}

/// The calling thread is about to spawn another.
pub(crate) fn fork(site: &'static Site) -> ForkTicket {
    let Some(_inside) = Inside::enter() else {
        return ForkTicket(0);
    };
    match engine() {
        Some(engine) => {
            let ticket = engine.fork(site);
            thread::engine_forked(ticket);
            ticket
        }
        None => ForkTicket(0),
    }
}

/// The first event of a spawned thread, called by itself. It now belongs to the engine of its creator, if that has one.
pub(crate) fn start(ticket: ForkTicket) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    thread::engine_starts(ticket);
    if let Some(engine) = engine() {
        engine.start(ticket);
    }
}

/// The spawn has returned: which std thread the ticket became; `None` if it failed.
pub(crate) fn forked(ticket: ForkTicket, thread: Option<ThreadId>) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        if thread.is_none() {
            thread::engine_not_started(ticket);
        }
        engine.forked(ticket, thread);
    }
}

/// The last event of a spawned thread; `panicked` if its closure unwound.
pub(crate) fn finish(ticket: ForkTicket, panicked: bool) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.finish(ticket, panicked);
        thread::engine_finished();
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
    if let Some(engine) = engine() {
        engine.join_after(thread, site);
    }
}

/// Before `thread::scope`; the number names the scope in the calls below.
pub(crate) fn scope_begin(site: &'static Site) -> u64 {
    let Some(_inside) = Inside::enter() else {
        return 0;
    };
    match engine() {
        Some(engine) => engine.scope_begin(site),
        None => 0,
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
    if let Some(engine) = engine() {
        engine.scope_end(scope);
    }
}

/// Memory was allocated: what was known of these bytes is void.
pub(crate) fn allocated(address: usize, size: usize) {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if let Some(engine) = engine() {
        engine.allocated(address, size);
    }
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

/// Entry into a method with `self` or `&mut self`, or into `Drop`: safe code proved exclusive access to these bytes.
pub(crate) fn exclusive(address: usize, size: usize, site: &'static Site) {
    let _ = (address, size, site);
}

/// Entry into an annotated function.
pub(crate) fn enter(function: &'static Function) {
    let _ = function;
}

/// Return from an annotated function.
pub(crate) fn leave() {}

/// Annotated code returned from a call that may be unannotated code that synchronizes.
pub(crate) fn crossed(site: &'static Site) {
    let _ = site;
}

/// As [`fork`], for a thread that belongs to the scope at `address`.
pub(crate) fn fork_in_scope(site: &'static Site, address: usize) -> ForkTicket {
    let _ = address;
    fork(site)
}

/// The scope of [`scope_begin`] lies at `address`: threads forked with it are its own.
pub(crate) fn scope_opened(scope: u64, address: usize) {
    let _ = (scope, address);
}

/// A channel was made: what was known of its address is void. `capacity` is that of a `sync_channel`.
pub(crate) fn channel_made(channel: usize, capacity: Option<usize>) {
    let _ = (channel, capacity);
}

/// Entry into a method with `&self`: the thread works on these bytes.
pub(crate) fn shared(address: usize, size: usize, site: &'static Site) {
    let _ = (address, size, site);
}

/// A call that may be of unannotated code begins; the answer goes to [`call_end`].
pub(crate) fn call_begin(name: &'static str) -> u64 {
    let _ = name;
    0
}

/// The call has returned or unwound.
pub(crate) fn call_end(begin: u64, site: &'static Site) {
    let _ = (begin, site);
}
