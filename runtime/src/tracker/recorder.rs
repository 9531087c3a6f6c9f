//! An engine that performs everything as it is and writes the events down: what tests of the instrumentation look at.

use crate::event::{AtomicCall, AtomicOutcome, FenceCall, MemoryAccess, SyncCall, SyncOutcome};
use crate::primitive::{Mutex, PoisonError};
use crate::site::Site;
use crate::tracker::engine::{Engine, ForkTicket};
use crate::tracker::{perform, with_engine};
use std::sync::Arc;
use std::thread::ThreadId;

/// One event of the calling thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recorded {
    /// A plain access.
    Access(MemoryAccess),
    /// An atomic operation and its outcome.
    Atomic(AtomicCall, AtomicOutcome),
    /// A fence.
    Fence(FenceCall),
}

/// The events of the calling thread in `body`, in order.
pub fn record(body: impl FnOnce()) -> Vec<Recorded> {
    let recorder = Arc::new(Recorder::default());
    with_engine(recorder.clone(), body);
    let mut events = recorder.0.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *events)
}

#[derive(Default)]
struct Recorder(Mutex<Vec<Recorded>>);

impl Recorder {
    fn push(&self, event: Recorded) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(event);
    }
}

impl Engine for Recorder {
    fn access(&self, access: &MemoryAccess) {
        self.push(Recorded::Access(*access));
    }

    fn atomic(&self, call: &AtomicCall) -> AtomicOutcome {
        // SAFETY: `perform::atomic` needs a live atomic of this width at the address: the hook's caller has a reference to it
        // (`tracker::atomic`).
        let outcome = unsafe { perform::atomic(call.address, call.width, call.operation) };
        self.push(Recorded::Atomic(*call, outcome));
        outcome
    }

    fn fence(&self, call: &FenceCall) {
        perform::fence_now(call.order);
        self.push(Recorded::Fence(*call));
    }

    fn sync_before(&self, _call: &SyncCall) {}
    fn sync_after(&self, _call: &SyncCall, _outcome: SyncOutcome) {}
    fn fork(&self, _site: &'static Site) -> ForkTicket {
        ForkTicket::unique()
    }
    fn start(&self, _ticket: ForkTicket) {}
    fn forked(&self, _ticket: ForkTicket, _thread: Option<ThreadId>) {}
    fn finish(&self, _ticket: ForkTicket, _panicked: bool) {}
    fn join_before(&self, _thread: ThreadId, _site: &'static Site) {}
    fn join_after(&self, _thread: ThreadId, _site: &'static Site) {}
    fn scope_begin(&self, _site: &'static Site) -> u64 {
        0
    }
    fn scope_closing(&self, _scope: u64) {}
    fn scope_end(&self, _scope: u64) {}
    fn allocated(&self, _address: usize, _size: usize) {}
    fn freeing(&self, _address: usize, _size: usize, _align: usize) -> bool {
        false
    }
}
