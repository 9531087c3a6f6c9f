//! Atomic operations: the real one and its event in one critical section.
//!
//! Source: the rules of [`model`](crate::model); values of unannotated code after the section on them in ARCHITECTURE.md.
//! The lock is that of the granule ([`shadow`](crate::shadow)), so no lock is shared by atomics that lie apart.
//! Fast path: a load that repeats the thread's last load of the object in the same epoch, while nothing was stored, takes no
//! lock ([`Remembered`]); it would change nothing (tests: `message_passing_races_exactly_where_the_table_says`,
//! `a_spinlock_protects_what_its_orderings_publish`, where threads spin). And an atomic that a thread has to itself takes no lock
//! ([`owned`](crate::tracker::owned)).

use crate::clock::Epoch;
use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, AtomicWidth, Bytes, MemoryAccess,
    PackedId, SyncEvent,
};
use crate::model::{Message, ThreadView, message, release_sequence};
use crate::order::{LoadOrder, RmwOrder, StoreOrder};
use crate::shadow::word::{Entry, epoch_word, mask_of};
use crate::shadow::{Locked, sites};
use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::membership::SessionId;
use crate::tracker::object::{Object, Objects};
use crate::tracker::owned::Owned;
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

pub(crate) const BOOL: u8 = 0;
pub(crate) const U8: u8 = 1;
pub(crate) const U16: u8 = 2;
pub(crate) const U32: u8 = 3;
pub(crate) const U64: u8 = 4;

pub(crate) const fn width_of(code: u8) -> AtomicWidth {
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
    let place = Place::<WIDTH>::new(call.address, site);
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
                let (read, left) =
                    perform::rmw_and_result(place.address, width, operation, operand);
                Done {
                    read,
                    left,
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
                Done::exchange(outcome, width, new)
            };
            place.rmw(slot, call, success, failure, perform)
        }
    }
}

/// Makes the event of a read-modify-write that was performed already and read this.
#[cold]
pub(crate) fn performed(slot: &'static Slot, call: &AtomicCall, read: u64) -> AtomicOutcome {
    match call.width {
        AtomicWidth::Bool => performed_on::<BOOL>(slot, call, read),
        AtomicWidth::U8 => performed_on::<U8>(slot, call, read),
        AtomicWidth::U16 => performed_on::<U16>(slot, call, read),
        AtomicWidth::U32 => performed_on::<U32>(slot, call, read),
        AtomicWidth::U64 => performed_on::<U64>(slot, call, read),
    }
}

fn performed_on<const WIDTH: u8>(
    slot: &'static Slot,
    call: &AtomicCall,
    read: u64,
) -> AtomicOutcome {
    let place = Place::<WIDTH>::new(call.address, sites::number(call.site));
    let width = width_of(WIDTH);
    let outcome = AtomicOutcome { read, wrote: true };
    match call.operation {
        AtomicOperation::Rmw {
            operation,
            operand,
            order,
        } => {
            let left = perform::result(operation, width, read, operand);
            let done = Done {
                read,
                left,
                wrote: true,
            };
            place.rmw(slot, call, order, LoadOrder::Relaxed, || done)
        }
        AtomicOperation::CompareExchange {
            new,
            success,
            failure,
            ..
        } => place.rmw(slot, call, success, failure, || {
            Done::exchange(outcome, width, new)
        }),
        AtomicOperation::Load { .. } | AtomicOperation::Store { .. } => outcome,
    }
}

/// A `compare_exchange` and its kin: what makes it one.
#[derive(Clone, Copy)]
pub(crate) struct Exchange {
    pub expected: u64,
    pub new: u64,
    pub success: RmwOrder,
    pub failure: LoadOrder,
    pub weak: bool,
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

impl Done {
    #[inline(always)]
    fn exchange(outcome: AtomicOutcome, width: AtomicWidth, new: u64) -> Self {
        Self {
            read: outcome.read,
            left: match outcome.wrote {
                true => perform::zero_extended(width, new),
                false => outcome.read,
            },
            wrote: outcome.wrote,
        }
    }
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
    pub(crate) fn new(site: u32, order: LoadOrder, width: AtomicWidth) -> Self {
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
    /// A load that was made at this epoch, by who may reach the objects.
    #[inline]
    pub(crate) fn new(
        address: usize,
        epoch: Epoch,
        objects: &'static Objects,
        value: u64,
        how: How,
    ) -> Self {
        Self {
            address,
            epoch_word: epoch_word(epoch),
            objects,
            version: objects.version(),
            value,
            how,
        }
    }

    /// The atomic's.
    #[inline]
    pub(crate) fn address(&self) -> usize {
        self.address
    }
}

impl<const WIDTH: u8> Place<WIDTH> {
    const WIDTH: AtomicWidth = width_of(WIDTH);

    #[inline(always)]
    fn new(address: usize, site: u32) -> Self {
        Self { address, site }
    }

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
            // SAFETY: the caller's promise.
            return unsafe { self.load_weak(slot, call, order, locked) };
        }
        let unknown = object
            .meets_unknown(value)
            .then(|| {
                // What an ended session has written there was something else, if it was on a stack.
                let is_of_session = |epoch| thread::is_of_session(epoch, slot.session());
                object.meet(value, call, || locked.has_write(self.mask(), is_of_session))
            })
            .flatten();
        let mut own = slot.own_guard();
        let epoch = own.view.epoch();
        loaded(&mut own, object, self.address, order, false, self.site);
        object.leave(value);
        let entry = self.entry(epoch, AccessKind::AtomicRead);
        let conflicts = met(&mut locked, &entry, &own.view);
        drop(own);
        let foreign = object.foreign;
        let owned = self.turn(slot, &locked, object);
        let how = How::new(self.site, order, Self::WIDTH);
        let load = Remembered::new(self.address, epoch, objects, value, how);
        locked.unlock();
        self.keep(slot, owned);
        if !foreign && unknown.is_none() && !weak {
            slot.remember(load);
        }
        if let Some(unseen) = unknown {
            self.receive_unknown(slot, unseen, order, value);
        }
        self.judge(call, AccessKind::AtomicRead, epoch, conflicts);
        read(value)
    }

    /// A load of an object that keeps its history, and whose newest value, which stands there, is known.
    ///
    /// # Safety
    /// See [`atomic`].
    #[cold]
    unsafe fn load_weak(
        self,
        slot: &'static Slot,
        call: &AtomicCall,
        order: LoadOrder,
        locked: Locked<'_, Objects>,
    ) -> AtomicOutcome {
        let objects = locked.attached();
        // SAFETY: the granule is locked, and the reference ends before it is unlocked.
        let object = unsafe { objects.at(self.offset()) };
        let offer = object.offer(slot, order);
        locked.unlock();
        let chosen = offer.as_ref().and_then(|offer| offer.choose(slot));
        let Some(mut locked) = SHADOW.lock(self.address) else {
            // SAFETY: the caller's promise.
            return unsafe { perform::atomic(call.address, call.width, call.operation) };
        };
        let objects = locked.attached();
        // SAFETY: as above.
        let object = unsafe { objects.at(self.offset()) };
        // SAFETY: the caller's promise.
        let newest = unsafe { perform::load(self.address, Self::WIDTH) };
        if !object.enter(slot.session()) || object.meets_unknown(newest) {
            // Code without annotation wrote in between.
            locked.unlock();
            // SAFETY: the caller's promise.
            return unsafe { self.load(slot, call, order) };
        }
        let stale = offer.and_then(|offer| object.take(slot, order, &offer, chosen));
        let mut own = slot.own_guard();
        let epoch = own.view.epoch();
        let stored = stale.as_ref().and_then(|stale| object.stored(stale));
        let (value, message, reads_from) = match stored {
            Some(stored) => (stored.value, &stored.message, stored.id),
            None => (newest, &object.message, object.latest.get()),
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
        stored(
            slot,
            &mut own,
            object,
            self.address,
            order,
            stamp,
            self.site,
        );
        object.leave(perform::zero_extended(Self::WIDTH, value));
        if weak {
            object.note_store(epoch, object.value, order == StoreOrder::SeqCst);
        }
        let entry = self.entry(epoch, AccessKind::AtomicWrite);
        let conflicts = met(&mut locked, &entry, &own.view);
        drop(own);
        objects.changed();
        let owned = self.turn(slot, &locked, object);
        locked.unlock();
        self.keep(slot, owned);
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
            true => written(
                slot,
                &mut own,
                object,
                self.address,
                success,
                stamp,
                self.site,
            ),
            false => loaded(&mut own, object, self.address, failure, true, self.site),
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
        let owned = self.turn(slot, &locked, object);
        locked.unlock();
        self.keep(slot, owned);
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

    /// The thread has made an operation on an object: what it keeps, if it has that to itself by now.
    #[inline(always)]
    fn turn(self, slot: &Slot, locked: &Locked<'_, Objects>, object: &mut Object) -> Option<Owned> {
        let objects = locked.attached();
        if !object.is_usual(slot.session()) {
            objects.end_ownership();
            return None;
        }
        let token = objects.turn(slot.index(), object)?;
        Some(Owned::new(
            self.address,
            Self::WIDTH,
            token,
            object,
            locked.cell(),
            slot.index(),
        ))
    }

    #[inline(always)]
    fn keep(self, slot: &Slot, owned: Option<Owned>) {
        if let Some(owned) = owned {
            slot.keep_owned(owned);
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

/// What a load leaves with its thread.
#[inline(always)]
pub(crate) fn loaded(
    own: &mut Own,
    object: &Object,
    address: usize,
    order: LoadOrder,
    failed_exchange: bool,
    site: u32,
) {
    let time = own.view.epoch().time;
    message::load(&mut own.view, &object.message, order);
    own.ring
        .push_load(time, address, order, object.latest, failed_exchange, site);
}

/// What a store leaves, but for its value; `stamp` is where the counter of crossings stood before it was performed.
#[inline(always)]
pub(crate) fn stored(
    slot: &Slot,
    own: &mut Own,
    object: &mut Object,
    address: usize,
    order: StoreOrder,
    stamp: u64,
    site: u32,
) {
    let time = own.view.epoch().time;
    if order != StoreOrder::Relaxed {
        slot.releases(own, stamp);
    }
    message::store_into(&mut own.view, order, &mut object.message);
    object.position += 1;
    object.latest = own
        .ring
        .push_store(time, address, order, object.position, site);
}

/// What a read-modify-write that wrote leaves, but for its value; `stamp` as for [`stored`].
#[inline(always)]
pub(crate) fn written(
    slot: &Slot,
    own: &mut Own,
    object: &mut Object,
    address: usize,
    order: RmwOrder,
    stamp: u64,
    site: u32,
) {
    let time = own.view.epoch().time;
    if release_sequence::releases(order) {
        slot.releases(own, stamp);
    }
    release_sequence::rmw_into(&mut own.view, &mut object.message, order);
    object.position += 1;
    object.latest = own
        .ring
        .push_rmw(time, address, order, object.latest, object.position, site);
}

/// Where a value comes from that no tracked operation left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unseen {
    /// It stood there at the first operation: the initial value, or one that code without annotation stored.
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
    locked.record_unordered(entry, view, &mut |at, met| conflicts.push((at, met)));
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
            // The first value seen is the initial one, or was stored by code without annotation. A static tells which; memory of the
            // heap or a stack does only if annotated code has written it.
            let is_initial = match statics::holds(call.address) {
                true => self.is_of_static(found, call),
                false => initialized(),
            };
            return (!is_initial).then_some(Unseen::Initial);
        }
        if self.value != found {
            self.foreign = true;
            self.message = Message::new();
            self.latest = PackedId::NONE;
            // Elsewhere it may be another atomic, made where one was.
            if statics::holds(call.address) {
                statics::say_foreign(call.site);
            }
        }
        self.foreign.then_some(Unseen::Foreign)
    }

    /// Whether a static holds what it began with, or what hooks saw to be stored in a session that has ended.
    fn is_of_static(&self, found: u64, call: &AtomicCall) -> bool {
        (self.left && self.value == found)
            || statics::initial(call.address, call.width.size())
                .is_none_or(|initial| initial == found)
    }

    /// Whether nothing about it is out of the common for a thread of this session.
    #[inline(always)]
    fn is_usual(&self, session: SessionId) -> bool {
        self.known && !self.foreign && self.weak.is_none() && self.session() == session
    }

    /// The value that stands there after the operation.
    #[inline(always)]
    pub(crate) fn leave(&mut self, value: u64) {
        self.known = true;
        self.value = value;
    }
}
