//! Atomic operations: the real one and its event in one critical section.
//!
//! Source: the rules of [`model`](crate::model); values of unannotated code after the section on them in ARCHITECTURE.md.
//! The lock is that of the granule ([`shadow`](crate::shadow)), so no lock is shared by atomics that lie apart.
//! Fast path: a load that repeats the thread's last load of the object in the same epoch, while nothing was stored, takes no
//! lock ([`Remembered`]); it would change nothing (tests: `message_passing_races_exactly_where_the_table_says`,
//! `a_spinlock_protects_what_its_orderings_publish`, where threads spin).

use crate::clock::Epoch;
use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, AtomicWidth, Bytes, MemoryAccess,
    StoreId, SyncEvent,
};
use crate::model::{Message, ThreadView, message, release_sequence};
use crate::order::{LoadOrder, RmwOrder, StoreOrder};
use crate::shadow::word::{Entry, mask_of};
use crate::shadow::{Locked, sites};
use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::object::{Object, Objects};
use crate::tracker::races::{self, Conflicts, Later};
use crate::tracker::thread::{self, Own, Slot};
use crate::tracker::{SHADOW, perform, statics};

/// Performs an atomic operation of a tracked thread.
///
/// # Safety
/// `call.address` is that of a live atomic of width `call.width`.
#[inline]
pub(crate) unsafe fn atomic(slot: &'static Slot, call: &AtomicCall) -> AtomicOutcome {
    // One copy of the code for each width: what remains of the operation is an instruction.
    match call.width {
        // SAFETY: the caller's promise, in each arm.
        AtomicWidth::Bool => unsafe { with_width::<BOOL>(slot, call) },
        // SAFETY: as above.
        AtomicWidth::U8 => unsafe { with_width::<U8>(slot, call) },
        // SAFETY: as above.
        AtomicWidth::U16 => unsafe { with_width::<U16>(slot, call) },
        // SAFETY: as above.
        AtomicWidth::U32 => unsafe { with_width::<U32>(slot, call) },
        // SAFETY: as above.
        AtomicWidth::U64 => unsafe { with_width::<U64>(slot, call) },
    }
}

const BOOL: u8 = 0;
const U8: u8 = 1;
const U16: u8 = 2;
const U32: u8 = 3;
const U64: u8 = 4;

const fn width_of(code: u8) -> AtomicWidth {
    match code {
        BOOL => AtomicWidth::Bool,
        U8 => AtomicWidth::U8,
        U16 => AtomicWidth::U16,
        U32 => AtomicWidth::U32,
        _ => AtomicWidth::U64,
    }
}

/// # Safety
/// See [`atomic`].
#[inline(never)]
unsafe fn with_width<const WIDTH: u8>(slot: &'static Slot, call: &AtomicCall) -> AtomicOutcome {
    let site = sites::number(call.site);
    let place = Place::<WIDTH> {
        address: call.address,
        site,
    };
    let width = width_of(WIDTH);
    match call.operation {
        // SAFETY: the caller's promise, in each arm.
        AtomicOperation::Load { order } => unsafe { place.load(slot, call, order) },
        // SAFETY: as above.
        AtomicOperation::Store { value, order } => unsafe { place.store(slot, call, value, order) },
        AtomicOperation::Rmw {
            operation,
            operand,
            order,
        } => {
            // SAFETY: as above.
            let perform = || unsafe {
                let read = perform::rmw(place.address, width, operation, operand);
                Done {
                    read,
                    left: perform::result(operation, width, read, operand),
                    wrote: true,
                }
            };
            place.rmw(slot, call, order, LoadOrder::Relaxed, perform)
        }
        AtomicOperation::CompareExchange {
            expected,
            new,
            success,
            failure,
            weak,
        } => {
            // SAFETY: as above.
            let perform = || unsafe {
                let outcome = perform::compare_exchange(place.address, width, expected, new, weak);
                Done {
                    read: outcome.read,
                    left: match outcome.wrote {
                        true => perform::zero_extended(width, new),
                        false => outcome.read,
                    },
                    wrote: outcome.wrote,
                }
            };
            place.rmw(slot, call, success, failure, perform)
        }
    }
}

/// The atomic that is operated on.
#[derive(Clone, Copy)]
struct Place<const WIDTH: u8> {
    address: usize,
    site: u32,
}

/// What a read-modify-write did.
struct Done {
    read: u64,
    left: u64,
    wrote: bool,
}

/// The thread's last load of an object: what must be unchanged for the next one to change nothing.
#[derive(Clone, Copy)]
pub(crate) struct Remembered {
    address: usize,
    epoch_word: u64,
    objects: &'static Objects,
    version: u64,
    value: u64,
    how: How,
}

/// What else makes two loads the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct How(u64);

impl How {
    #[inline(always)]
    fn new(site: u32, order: LoadOrder, width: AtomicWidth) -> Self {
        Self(u64::from(site) | (order as u64) << 32 | (width as u64) << 40)
    }
}

/// Performs a load of a tracked thread, if it repeats the last one of its object; see the module. Inside a hook only.
///
/// # Safety
/// `address` is that of a live atomic of width `width`.
#[inline(always)]
pub(crate) unsafe fn repeated_load(
    slot: &'static Slot,
    address: usize,
    width: AtomicWidth,
    order: LoadOrder,
    site: &'static Site,
) -> Option<u64> {
    let last = slot.remembered(address)?;
    let how = How::new(site.number(), order, width);
    if last.address != address
        || last.epoch_word != slot.epoch_word()
        || last.how != how
        || last.objects.version() != last.version
    {
        return None;
    }
    // The version did not change before this load, so no store that had ended before it is missed; one that is
    // being made may have left the same value, and then the load is as good as one before it.
    let value = match width {
        // Most atomics are words: without the table of widths.
        // SAFETY: the caller's promise.
        AtomicWidth::U64 => unsafe { perform::load(address, AtomicWidth::U64) },
        // SAFETY: as above.
        width => unsafe { perform::load(address, width) },
    };
    (value == last.value).then_some(value)
}

impl Remembered {
    /// The atomic's.
    #[inline]
    pub(crate) fn address(&self) -> usize {
        self.address
    }
}

impl<const WIDTH: u8> Place<WIDTH> {
    const WIDTH: AtomicWidth = width_of(WIDTH);

    /// # Safety
    /// See [`atomic`].
    #[inline(always)]
    unsafe fn load(
        self,
        slot: &'static Slot,
        call: &AtomicCall,
        order: LoadOrder,
    ) -> AtomicOutcome {
        let Some(mut locked) = SHADOW.lock(self.address) else {
            // SAFETY: the caller's promise.
            return unsafe { perform::atomic(call.address, call.width, call.operation) };
        };
        let objects = locked.attached();
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { objects.at(self.offset()) };
        let weak = object.enter(slot.session());
        // SAFETY: the caller's promise.
        let value = unsafe { perform::load(self.address, Self::WIDTH) };
        if weak && !object.meets_unknown(value) {
            return self.load_weak(slot, call, order, locked, value);
        }
        let unknown = object
            .meets_unknown(value)
            .then(|| object.meet(value, call, || locked.has_write(self.mask())))
            .flatten();
        let mut own = slot.own_guard();
        let epoch = own.view.epoch();
        message::load(&mut own.view, &object.message, order);
        object.leave(value);
        let event = self.load_event(object, order, false);
        own.ring.push(epoch.time, event, self.site);
        let entry = self.entry(epoch, AccessKind::AtomicRead);
        let conflicts = met(&mut locked, &entry, &own.view);
        drop(own);
        let version = objects.version();
        let foreign = object.foreign;
        locked.unlock();
        if !foreign && unknown.is_none() && !weak {
            slot.remember(Remembered {
                address: self.address,
                epoch_word: slot.epoch_word(),
                objects,
                version,
                value,
                how: How::new(self.site, order, Self::WIDTH),
            });
        }
        if let Some(unseen) = unknown {
            self.receive_unknown(slot, unseen, order, value);
        }
        self.judge(call, AccessKind::AtomicRead, epoch, conflicts);
        read(value)
    }

    /// A load of an object that keeps its history, and whose newest value, which stands there, is known.
    #[cold]
    fn load_weak(
        self,
        slot: &'static Slot,
        call: &AtomicCall,
        order: LoadOrder,
        mut locked: Locked<'_, Objects>,
        newest: u64,
    ) -> AtomicOutcome {
        let objects = locked.attached();
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { objects.at(self.offset()) };
        let stale = object.decide(slot, order);
        let mut own = slot.own_guard();
        let epoch = own.view.epoch();
        let stored = stale.as_ref().and_then(|stale| object.stored(stale));
        let (value, message, reads_from) = match stored {
            Some(stored) => (stored.value, &stored.message, stored.id),
            None => (newest, &object.message, object.latest),
        };
        message::load(&mut own.view, message, order);
        object.note_load(epoch, order, stale.as_ref());
        let event = SyncEvent::Load {
            object: self.address,
            order,
            reads_from,
            failed_exchange: false,
        };
        own.ring.push(epoch.time, event, self.site);
        let entry = self.entry(epoch, AccessKind::AtomicRead);
        let conflicts = met(&mut locked, &entry, &own.view);
        drop(own);
        locked.unlock();
        self.judge(call, AccessKind::AtomicRead, epoch, conflicts);
        read(value)
    }

    /// # Safety
    /// See [`atomic`].
    #[inline(always)]
    unsafe fn store(
        self,
        slot: &'static Slot,
        call: &AtomicCall,
        value: u64,
        order: StoreOrder,
    ) -> AtomicOutcome {
        let Some(mut locked) = SHADOW.lock(self.address) else {
            // SAFETY: the caller's promise.
            return unsafe { perform::atomic(call.address, call.width, call.operation) };
        };
        let objects = locked.attached();
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { objects.at(self.offset()) };
        let weak = object.enter(slot.session());
        // SAFETY: the caller's promise.
        let before = unsafe { perform::peek(self.address, Self::WIDTH) };
        if weak {
            object.before_store(before);
        }
        if object.meets_unknown(before) {
            object.meet(before, call, || true);
        }
        let stamp = crossings::stamp();
        // SAFETY: the caller's promise.
        unsafe { perform::store(self.address, Self::WIDTH, value, order) };
        let mut own = slot.own_guard();
        let epoch = own.view.epoch();
        if order != StoreOrder::Relaxed {
            slot.releases(&mut own, stamp);
        }
        message::store_into(&mut own.view, order, &mut object.message);
        object.leave(perform::zero_extended(Self::WIDTH, value));
        let event = SyncEvent::Store {
            object: self.address,
            order,
            position: object.follow(own.ring.next_id()),
        };
        if weak {
            object.note_store(epoch, object.value, order == StoreOrder::SeqCst);
        }
        own.ring.push(epoch.time, event, self.site);
        let entry = self.entry(epoch, AccessKind::AtomicWrite);
        let conflicts = met(&mut locked, &entry, &own.view);
        drop(own);
        objects.changed();
        locked.unlock();
        self.judge(call, AccessKind::AtomicWrite, epoch, conflicts);
        AtomicOutcome {
            read: value,
            wrote: true,
        }
    }

    #[inline(always)]
    fn rmw(
        self,
        slot: &'static Slot,
        call: &AtomicCall,
        success: RmwOrder,
        failure: LoadOrder,
        perform: impl FnOnce() -> Done,
    ) -> AtomicOutcome {
        let Some(mut locked) = SHADOW.lock(self.address) else {
            let Done { read, wrote, .. } = perform();
            return AtomicOutcome { read, wrote };
        };
        let objects = locked.attached();
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { objects.at(self.offset()) };
        let weak = object.enter(slot.session());
        let stamp = crossings::stamp();
        let done = perform();
        if weak {
            object.before_store(done.read);
        }
        let unknown = object
            .meets_unknown(done.read)
            .then(|| object.meet(done.read, call, || true))
            .flatten();
        let kind = match done.wrote {
            true => AccessKind::AtomicWrite,
            false => AccessKind::AtomicRead,
        };
        let mut own = slot.own_guard();
        let epoch = own.view.epoch();
        match done.wrote {
            true => {
                if release_sequence::releases(success) {
                    slot.releases(&mut own, stamp);
                }
                let event = self.write_part(&mut own, object, success);
                own.ring.push(epoch.time, event, self.site);
            }
            false => {
                message::load(&mut own.view, &object.message, failure);
                let event = self.load_event(object, failure, true);
                own.ring.push(epoch.time, event, self.site);
            }
        }
        object.leave(done.left);
        if weak {
            match done.wrote {
                true => object.note_rmw(epoch, done.left, success),
                false => object.note_load(epoch, failure, None),
            }
        }
        let conflicts = met(&mut locked, &self.entry(epoch, kind), &own.view);
        drop(own);
        if done.wrote {
            objects.changed();
        }
        locked.unlock();
        if let Some(unseen) = unknown {
            let order = match done.wrote {
                true => release_sequence::read_part(success),
                false => failure,
            };
            self.receive_unknown(slot, unseen, order, done.left);
        }
        self.judge(call, kind, epoch, conflicts);
        AtomicOutcome {
            read: done.read,
            wrote: done.wrote,
        }
    }

    #[inline(always)]
    fn write_part(self, own: &mut Own, object: &mut Object, order: RmwOrder) -> SyncEvent {
        let reads_from = object.latest;
        release_sequence::rmw_into(&mut own.view, &mut object.message, order);
        SyncEvent::Rmw {
            object: self.address,
            order,
            reads_from,
            position: object.follow(own.ring.next_id()),
        }
    }

    #[inline(always)]
    fn load_event(self, object: &Object, order: LoadOrder, failed_exchange: bool) -> SyncEvent {
        SyncEvent::Load {
            object: self.address,
            order,
            reads_from: object.latest,
            failed_exchange,
        }
    }

    #[inline(always)]
    fn offset(self) -> u8 {
        self.address as u8 & 7
    }

    #[inline(always)]
    fn mask(self) -> u8 {
        mask_of(self.address, Self::WIDTH.size())
    }

    #[inline(always)]
    fn entry(self, epoch: Epoch, kind: AccessKind) -> Entry {
        Entry::new(epoch, self.mask(), kind, self.site)
    }

    #[inline(always)]
    fn judge(
        self,
        call: &AtomicCall,
        kind: AccessKind,
        epoch: Epoch,
        conflicts: Option<Box<Conflicts>>,
    ) {
        let Some(conflicts) = conflicts else { return };
        let access = MemoryAccess {
            bytes: Bytes {
                address: self.address,
                size: Self::WIDTH.size(),
            },
            kind,
            site: call.site,
        };
        races::report(&Later { access, epoch }, &conflicts);
    }

    /// A value of unannotated code was read: whoever wrote it may have known all that anybody knows by now. Later loads of
    /// the same value receive the same, and so do those of what continues it.
    #[cold]
    fn receive_unknown(self, slot: &'static Slot, unseen: Unseen, order: LoadOrder, left: u64) {
        let all: Message = match unseen {
            Unseen::Initial => thread::present_unseen(),
            Unseen::Foreign => thread::present_all(),
        };
        slot.own(|own| message::load(&mut own.view, &all, order));
        let Some(locked) = SHADOW.lock(self.address) else {
            return;
        };
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { locked.attached().at(self.offset()) };
        if object.known && object.value == left {
            object.message.join(&all);
            object.forget_history();
            locked.attached().changed();
        }
        locked.unlock();
    }
}

/// Where a value comes from that no tracked operation left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unseen {
    /// It is zero and stood there at the first operation: the initial value, or a store of code without annotation.
    Initial,
    /// Code without annotation, or an operation of annotated code that no hook saw.
    Foreign,
}

/// Remembers an access; answers what it conflicts with.
#[inline(always)]
fn met(
    locked: &mut Locked<'_, Objects>,
    entry: &Entry,
    view: &ThreadView,
) -> Option<Box<Conflicts>> {
    match locked.record_ordered(entry, view) {
        true => None,
        false => met_among(locked, entry, view),
    }
}

#[inline(never)]
fn met_among(
    locked: &mut Locked<'_, Objects>,
    entry: &Entry,
    view: &ThreadView,
) -> Option<Box<Conflicts>> {
    let mut conflicts = Conflicts::new();
    locked.record(entry, view, &mut |at, met| conflicts.push((at, met)));
    (!conflicts.is_empty()).then(|| Box::new(conflicts))
}

fn read(value: u64) -> AtomicOutcome {
    AtomicOutcome {
        read: value,
        wrote: false,
    }
}

impl Object {
    /// Whether the value that an operation found needs a closer look.
    #[inline(always)]
    fn meets_unknown(&self, found: u64) -> bool {
        !self.known || self.foreign || self.value != found
    }

    /// Looks at the value that the operation found. Answers from where its read part takes, if from unannotated code.
    #[cold]
    fn meet(
        &mut self,
        found: u64,
        call: &AtomicCall,
        initialized: impl FnOnce() -> bool,
    ) -> Option<Unseen> {
        if !self.known {
            // The first value seen is the initial one; heap or stack memory that is loaded first, and that no annotated
            // code has written, was set up by code that we did not see.
            let unseen = match found {
                0 => Unseen::Initial,
                _ => Unseen::Foreign,
            };
            return (!statics::holds(call.address) && !initialized()).then_some(unseen);
        }
        if self.value != found {
            self.foreign = true;
            self.message = Message::new();
            self.latest = None;
            // Elsewhere it may be another atomic, made where one was.
            if statics::holds(call.address) {
                statics::say_foreign(call.site);
            }
        }
        self.foreign.then_some(Unseen::Foreign)
    }

    /// The value that stands there after the operation.
    #[inline(always)]
    fn leave(&mut self, value: u64) {
        self.known = true;
        self.value = value;
    }

    /// A store by the event with this id: its place in modification order.
    #[inline(always)]
    fn follow(&mut self, id: StoreId) -> u64 {
        self.latest = Some(id);
        self.position += 1;
        self.position
    }
}
