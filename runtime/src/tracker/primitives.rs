//! What std's primitives mean: each call's edges, by the file that knows its kind.
//!
//! | calls | edges | file |
//! | --- | --- | --- |
//! | `Mutex`, `RwLock` lock and unlock, `Condvar` waits (unlock and lock again) | unlock to lock | `locks` |
//! | `mpsc` | send to receive, receive to the send it made room for | `channels` |
//! | `Barrier` | everyone's arrival to everyone's leaving | `arrivals` |
//! | `Once`, `OnceLock`, `LazyLock` | the initializer to every later look | `arrivals` |
//! | `park`, `unpark` | unpark to the park it ends | `arrivals` |
//! | `Arc` | drop to exclusive access | `exclusive` |
//!
//! Not an edge: notify to wake. A `Condvar` may wake spuriously, so std promises the mutex's edge only.

use crate::event::{SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::tracker::locks::{Hold, Lock};
use crate::tracker::thread::Slot;
use crate::tracker::{arrivals, channels, exclusive, locks, thread};

fn address(object: SyncObject) -> Option<usize> {
    match object {
        SyncObject::Address(address) => Some(address),
        SyncObject::None | SyncObject::Type(_) | SyncObject::Thread(_) => None,
    }
}

/// What the call publishes.
pub(crate) fn before(slot: &'static Slot, call: &SyncCall) {
    // Some releases are seen only behind their real effect: what came before the call is noted now. An unlock publishes at once,
    // which notes the same.
    let given_back = Hold::given_back_by(call.operation);
    if let (Some(hold), Some(address)) = (given_back, address(call.object)) {
        return locks::unlocking(slot, Lock { address, hold }, call.site);
    }
    thread::may_release();
    if let (SyncOperation::Unpark, SyncObject::Thread(thread)) = (call.operation, call.object) {
        return arrivals::unparking(thread, call.site);
    }
    let Some(object) = address(call.object) else {
        return;
    };
    match call.operation {
        SyncOperation::CondvarWait { mutex, .. } if mutex != 0 => {
            locks::giving_up(slot, mutex, call.site);
        }
        SyncOperation::BarrierWait => arrivals::arriving(object, call.site),
        SyncOperation::OnceInitialize | SyncOperation::OnceSet | SyncOperation::OnceWait => {
            arrivals::may_initialize(object);
        }
        SyncOperation::OnceInitialized => arrivals::initialized(object, call.site),
        SyncOperation::ChannelSend { .. } => channels::sending(object, call.site),
        SyncOperation::ChannelReceive => channels::receiving(object, call.site),
        SyncOperation::SenderDrop { last } => {
            channels::dropping_sender(object, last, call.site);
        }
        SyncOperation::ArcRelease { owners } => exclusive::releasing(object, owners, call.site),
        _ => {}
    }
}

/// What the call receives.
pub(crate) fn after(slot: &'static Slot, call: &SyncCall, outcome: SyncOutcome) {
    slot.received_from_std();
    if let SyncOperation::Park { .. } = call.operation {
        return arrivals::parked(call.site);
    }
    let Some(object) = address(call.object) else {
        return;
    };
    if let (Some(hold), SyncOutcome::Done) = (Hold::taken_by(call.operation), outcome) {
        let address = object;
        return locks::locked(slot, Lock { address, hold }, call.site);
    }
    match (call.operation, outcome) {
        // Also when it unwinds: the lock was taken again before the user's condition ran.
        (SyncOperation::CondvarWait { mutex, .. }, _) if mutex != 0 => {
            locks::locked_again(slot, mutex, call.site);
        }
        (SyncOperation::BarrierWait, _) => arrivals::leaving(object, call.site),
        (SyncOperation::OnceInitialize, SyncOutcome::Panicked) => {
            arrivals::initializer_panicked(object);
        }
        (SyncOperation::OnceInitialize | SyncOperation::OnceSet | SyncOperation::OnceWait, _) => {
            arrivals::has_initialized(object, call.site)
        }
        (SyncOperation::OnceGet, SyncOutcome::Done) => arrivals::got(object, call.site),
        (SyncOperation::ChannelSend { .. }, SyncOutcome::Not | SyncOutcome::Panicked) => {
            channels::not_sent(object);
        }
        (SyncOperation::ChannelSend { bounded: true }, SyncOutcome::Done) => {
            channels::sent_bounded(object, call.site);
        }
        (SyncOperation::ChannelReceive, SyncOutcome::Done) => channels::received(object, call.site),
        (SyncOperation::ChannelReceive, _) => channels::not_received(object, call.site),
        _ => {}
    }
}
