//! The door for the other engine.
//!
//! Hooks call the functions of [`crate::tracker`]. A thread that belongs to an exploration has an [`Engine`] of its own,
//! and the tracker hands every call on to it. So the hooks know the tracker only, and imports point down.

use crate::event::{AtomicCall, AtomicOutcome, FenceCall, MemoryAccess, SyncCall, SyncOutcome};
use crate::primitive::{AtomicU64, AtomicUsize, Ordering};
use crate::site::Site;
use std::thread::ThreadId;

/// A number that links a spawn with the start of its thread. Zero: a spawn that nobody follows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ForkTicket(pub u64);

impl ForkTicket {
    /// A number that no other spawn in this process has: engines take theirs from here, so that `start` finds them.
    pub fn unique() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        // ORDER: Relaxed; only the number counts.
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A lock is held while this lives.
pub trait Held {}

impl<G> Held for G {}

/// Looks whether somebody holds a lock, without waiting, or holds it.
#[derive(Clone, Copy, Debug)]
pub struct LockProbe {
    /// The pointer to the lock, thin or fat.
    pub pointer: [usize; 2],
    /// How many hold it (count; a writer, or what cannot be told, is many).
    ///
    /// # Safety
    /// The lock's memory is still readable and writable.
    pub holders: unsafe fn(pointer: [usize; 2]) -> u32,
    /// Takes the lock, if nobody holds it.
    ///
    /// # Safety
    /// As above, until what it returns is dropped, by the thread that called it.
    pub hold: unsafe fn(pointer: [usize; 2]) -> Option<Box<dyn Held>>,
}

/// How many ends a channel has, where the channel itself counts them.
#[derive(Clone, Copy, Debug)]
pub struct ChannelCounts {
    /// Where it counts its senders.
    pub senders: *const usize,
    /// Where it counts its receivers.
    pub receivers: *const usize,
}

// SAFETY: it is two addresses; reading them is `unsafe` in `count`, with its own proof.
unsafe impl Send for ChannelCounts {}

impl ChannelCounts {
    /// How many senders there are.
    pub fn senders(&self) -> usize {
        count(self.senders)
    }

    /// How many receivers there are.
    pub fn receivers(&self) -> usize {
        count(self.receivers)
    }
}

fn count(place: *const usize) -> usize {
    // SAFETY: `from_ptr` needs a valid, aligned `usize` that is accessed by atomics only meanwhile.
    // - valid: the counts lie in the channel's block. Who asks has an end of the channel, which keeps the block; or it is an engine,
    //   which keeps what is freed until the end of the execution, and looks no more where it cannot.
    // - aligned: they were found as words of channels of our own (`hooks::identity`).
    // - atomics only: std counts the ends by atomics, since they are dropped by any thread.
    let count = unsafe { AtomicUsize::from_ptr(place.cast_mut()) };
    // ORDER: Relaxed; a number to look at, nothing is ordered by it.
    count.load(Ordering::Relaxed)
}

/// How a call into a channel waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChannelCall {
    /// Until it can be done.
    Blocking,
    /// Not at all.
    Try,
    /// For a time.
    Timed,
}

/// Everything that annotated code does.
pub trait Engine: Send + Sync {
    /// A plain access, about to be made.
    fn access(&self, access: &MemoryAccess);

    /// Performs an atomic operation together with its event.
    fn atomic(&self, call: &AtomicCall) -> AtomicOutcome;

    /// A fence; the engine performs it.
    fn fence(&self, call: &FenceCall);

    /// Before the user's own call into a primitive. May wait until the call cannot block.
    fn sync_before(&self, call: &SyncCall);

    /// After it.
    fn sync_after(&self, call: &SyncCall, outcome: SyncOutcome);

    /// The calling thread is about to spawn another.
    fn fork(&self, site: &'static Site) -> ForkTicket;

    /// As `fork`, in the scope whose `Scope` stands at `scope`.
    fn fork_in_scope(&self, site: &'static Site, scope: usize) -> ForkTicket {
        let _ = scope;
        self.fork(site)
    }

    /// The calling thread is making a thread, in the system's own terms: behind a `fork`, or in code without the attribute.
    fn thread_made(&self) {}

    /// The first event of a spawned thread, called by itself.
    fn start(&self, ticket: ForkTicket);

    /// The spawn has returned: which std thread the ticket became; `None` if it failed.
    fn forked(&self, ticket: ForkTicket, thread: Option<ThreadId>);

    /// The last event of a spawned thread; `panicked` if its closure unwound.
    fn finish(&self, ticket: ForkTicket, panicked: bool);

    /// Before a join of a thread (may wait until the real join cannot block), and after it.
    fn join_before(&self, thread: ThreadId, site: &'static Site);
    /// See `join_before`.
    fn join_after(&self, thread: ThreadId, site: &'static Site);

    /// Before and after `thread::scope`: all its threads are joined in between.
    fn scope_begin(&self, site: &'static Site) -> u64;
    /// The user's closure of the scope has begun: its `Scope` stands at `address`.
    fn scope_opened(&self, scope: u64, address: usize) {
        let _ = (scope, address);
    }
    /// The user's closure of the scope has returned; the implicit joins follow (may wait until they cannot block).
    fn scope_closing(&self, scope: u64);
    /// The scope call has returned.
    fn scope_end(&self, scope: u64);

    /// A call follows that may wait for others and comes back by itself: the thread gives its turn away ..
    fn blocking_begin(&self) {}
    /// .. and waits for it here.
    fn blocking_end(&self) {}

    /// The lock at this address is about to be taken; the probe says later whether it was given back unseen.
    fn lock_probe(&self, address: usize, probe: LockProbe) {
        let _ = (address, probe);
    }

    /// The barrier at this address, about to be waited at, lets `size` threads go at a time.
    fn barrier(&self, address: usize, size: usize) {
        let _ = (address, size);
    }

    /// A channel was made.
    fn channel_made(&self, id: usize, capacity: Option<usize>, counts: ChannelCounts) {
        let _ = (id, capacity, counts);
    }

    /// How the next call into a channel waits.
    fn channel_call(&self, call: ChannelCall) {
        let _ = call;
    }

    /// Whether the calling thread was the last one at the barrier that it comes from.
    fn is_leader(&self) -> bool {
        false
    }

    /// Whether the calling thread's last wait with a timeout ended by it.
    fn has_timed_out(&self) -> bool {
        false
    }

    /// A primitive with these bytes is about to be used; if it is a static, its bytes are part of the program's state.
    fn touched(&self, address: usize, size: usize) {
        let _ = (address, size);
    }

    /// Memory was allocated: what was known of these bytes is void.
    fn allocated(&self, address: usize, size: usize);
    /// Memory is about to be freed. Answers whether the engine keeps it for now: the caller then must not free it.
    fn freeing(&self, address: usize, size: usize, align: usize) -> bool;
}
