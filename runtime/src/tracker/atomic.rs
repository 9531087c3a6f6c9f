//! Atomic operations: the real one and its event in one critical section.
//!
//! Source: the rules of [`model`](crate::model); values of unannotated code after section "foreign values" of
//! ARCHITECTURE.md.
//! The lock is that of the granule ([`shadow`](crate::shadow)), so no lock is shared by atomics that lie apart.

use crate::clock::Epoch;
use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, Bytes, MemoryAccess, StoreId, SyncEvent,
};
use crate::model::{Message, ThreadView, message, release_sequence};
use crate::order::LoadOrder;
use crate::shadow::sites;
use crate::shadow::word::{Entry, mask_of};
use crate::tracker::object::Object;
use crate::tracker::races::{self, Conflicts, Later};
use crate::tracker::thread::{self, Own, Slot};
use crate::tracker::{SHADOW, perform, statics};

/// Performs an atomic operation of a tracked thread.
///
/// # Safety
/// `call.address` is that of a live atomic of width `call.width`.
pub(crate) unsafe fn atomic(slot: &'static Slot, call: &AtomicCall) -> AtomicOutcome {
    let Some(mut locked) = SHADOW.lock(call.address) else {
        // SAFETY: the caller's promise.
        return unsafe { perform::atomic(call.address, call.width, call.operation) };
    };
    let mask = mask_of(call.address, call.width.size());
    let mut conflicts = Conflicts::new();
    let (outcome, epoch, unknown) = slot.own(|own| {
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { locked.attached().at(call.address as u8 & 7) };
        // SAFETY: the caller's promise.
        let before = unsafe { perform::peek(call.address, call.width) };
        // SAFETY: the caller's promise.
        let outcome = unsafe { perform::atomic(call.address, call.width, call.operation) };
        let read = match call.operation {
            AtomicOperation::Store { .. } => before,
            _ => outcome.read,
        };
        let unknown = object.meet(read, call, || locked.has_write(mask));
        let epoch = own.view.epoch();
        object.apply(own, call, &outcome);
        let entry = Entry {
            epoch,
            mask,
            kind: kind(&outcome),
            site: sites::number(call.site),
        };
        locked.record(&entry, &own.view, &mut |at, conflicting| {
            conflicts.push((at, conflicting));
        });
        (outcome, epoch, unknown)
    });
    locked.unlock();
    if unknown {
        receive_unknown(slot, call, &outcome);
    }
    if !conflicts.is_empty() {
        races::report(&later(call, &outcome, epoch), &conflicts);
    }
    outcome
}

fn kind(outcome: &AtomicOutcome) -> AccessKind {
    match outcome.wrote {
        true => AccessKind::AtomicWrite,
        false => AccessKind::AtomicRead,
    }
}

fn later(call: &AtomicCall, outcome: &AtomicOutcome, epoch: Epoch) -> Later {
    Later {
        access: MemoryAccess {
            bytes: Bytes {
                address: call.address,
                size: call.width.size(),
            },
            kind: kind(outcome),
            site: call.site,
        },
        epoch,
    }
}

impl Object {
    /// Looks at the value that the operation found. Answers whether its read part takes from unannotated code.
    #[inline]
    fn meet(&mut self, found: u64, call: &AtomicCall, initialized: impl FnOnce() -> bool) -> bool {
        match self.value {
            Some(left) if left == found => {}
            Some(_) => {
                self.foreign = true;
                self.message = Message::new();
                self.latest = None;
                statics::say_foreign(call.site);
            }
            None => return self.meet_first(call, initialized),
        }
        self.foreign && !matches!(call.operation, AtomicOperation::Store { .. })
    }

    /// The first value seen is the initial one; heap or stack memory that is loaded first, and that no annotated code has
    /// written, was set up by code that we did not see.
    #[cold]
    fn meet_first(&mut self, call: &AtomicCall, initialized: impl FnOnce() -> bool) -> bool {
        matches!(call.operation, AtomicOperation::Load { .. })
            && !statics::holds(call.address)
            && !initialized()
    }

    /// The rules, on this object and the thread.
    #[inline]
    fn apply(&mut self, own: &mut Own, call: &AtomicCall, outcome: &AtomicOutcome) {
        let object = call.address;
        let time = own.view.epoch().time;
        let event = match call.operation {
            AtomicOperation::Load { order } => self.load(own, object, order, false),
            AtomicOperation::CompareExchange { failure, .. } if !outcome.wrote => {
                self.load(own, object, failure, true)
            }
            AtomicOperation::Store { order, .. } => {
                let message = message::store(&mut own.view, order);
                let position = self.follow(message, own.next_id());
                SyncEvent::Store {
                    object,
                    order,
                    position,
                }
            }
            AtomicOperation::Rmw { order, .. }
            | AtomicOperation::CompareExchange { success: order, .. } => {
                let reads_from = self.latest;
                let message = release_sequence::rmw(&mut own.view, &self.message, order);
                let position = self.follow(message, own.next_id());
                SyncEvent::Rmw {
                    object,
                    order,
                    reads_from,
                    position,
                }
            }
        };
        own.note(time, event, Some(call.site));
        self.value = Some(value_after(call, outcome));
    }

    fn load(
        &mut self,
        own: &mut Own,
        object: usize,
        order: LoadOrder,
        failed_exchange: bool,
    ) -> SyncEvent {
        message::load(&mut own.view, &self.message, order);
        SyncEvent::Load {
            object,
            order,
            reads_from: self.latest,
            failed_exchange,
        }
    }

    /// A store by the event with this id: its place in modification order.
    fn follow(&mut self, message: Message, id: StoreId) -> u64 {
        self.message = message;
        self.latest = Some(id);
        self.position += 1;
        self.position
    }
}

/// The value that stands there after the operation.
#[inline]
fn value_after(call: &AtomicCall, outcome: &AtomicOutcome) -> u64 {
    match call.operation {
        _ if !outcome.wrote => outcome.read,
        AtomicOperation::Load { .. } => outcome.read,
        AtomicOperation::Store { value, .. } => normal(call, value),
        AtomicOperation::CompareExchange { new, .. } => normal(call, new),
        AtomicOperation::Rmw {
            operation, operand, ..
        } => perform::result(operation, call.width, outcome.read, operand),
    }
}

fn normal(call: &AtomicCall, value: u64) -> u64 {
    perform::zero_extended(call.width, value)
}

/// A value of unannotated code was read: whoever wrote it may have known all that anybody knows by now.
#[cold]
fn receive_unknown(slot: &'static Slot, call: &AtomicCall, outcome: &AtomicOutcome) {
    let all = thread::present_all();
    let order = match call.operation {
        AtomicOperation::Load { order } => order,
        AtomicOperation::Store { .. } => return,
        AtomicOperation::Rmw { order, .. } => release_sequence::read_part(order),
        AtomicOperation::CompareExchange { success, .. } if outcome.wrote => {
            release_sequence::read_part(success)
        }
        AtomicOperation::CompareExchange { failure, .. } => failure,
    };
    slot.own(|own| load_unknown(&mut own.view, &all, order));
    keep_for_later_loads(call, outcome, &all);
}

fn load_unknown(view: &mut ThreadView, all: &Message, order: LoadOrder) {
    message::load(view, all, order);
}

/// Later loads of the same value receive the same; so do those of what continues it.
fn keep_for_later_loads(call: &AtomicCall, outcome: &AtomicOutcome, all: &Message) {
    let Some(locked) = SHADOW.lock(call.address) else {
        return;
    };
    // SAFETY: the granule is locked, and the reference ends before it is unlocked.
    let object = unsafe { locked.attached().at(call.address as u8 & 7) };
    if object.value == Some(value_after(call, outcome)) {
        object.message.join(all);
    }
    locked.unlock();
}
