//! Operations of a thread on an atomic that it has to itself: no lock of the granule, no barrier, the same rules.
//!
//! Source: [`ownership`](crate::tracker::ownership) says why nobody else is there. Whatever is out of the common (the first
//! operations, a value of unannotated code, an access that nothing orders, a session that changes) is left to
//! [`atomic`](mod@crate::tracker::atomic), which does all of it under the lock (test: `owned_or_not_the_verdicts_are_the_same`).
//! Invariant: a token stands only as long as the object is a usual one for its owner (`Place::turn` there), and an [`Owned`] is
//! kept only as long as its thread is in the same session (`Slot::begin_tenancy`).

use crate::clock::{Epoch, ThreadIndex};
use crate::event::{AccessKind, AtomicOutcome, AtomicWidth, RmwOperation};
use crate::order::{LoadOrder, RmwOrder, StoreOrder};
use crate::shadow::fat::Fat;
use crate::shadow::list::AccessList;
use crate::shadow::word::{Entry, mask_of};
use crate::site::Site;
use crate::tracker::atomic::{self, Exchange, How, Remembered, width_of};
use crate::tracker::crossings;
use crate::tracker::object::{Object, Objects};
use crate::tracker::perform;
use crate::tracker::thread::{OwnGuard, Slot};
use core::ptr::NonNull;

/// An atomic that its thread had to itself, and still has if the token stands.
#[derive(Clone, Copy)]
pub(crate) struct Owned {
    address: usize,
    width: AtomicWidth,
    token: u64,
    /// A write of the thread, at no time and no site.
    write: Entry,
    /// In the cell.
    object: NonNull<Object>,
    cell: &'static Fat<Objects>,
}

impl Owned {
    /// By who may reach the object, which stands in the cell.
    pub(crate) fn new(
        address: usize,
        width: AtomicWidth,
        token: u64,
        object: &mut Object,
        cell: &'static Fat<Objects>,
        thread: ThreadIndex,
    ) -> Self {
        let mask = mask_of(address, width.size());
        let never = Epoch { thread, time: 0 };
        Self {
            address,
            width,
            token,
            write: Entry::new(never, mask, AccessKind::AtomicWrite, 0),
            object: NonNull::from(object),
            cell,
        }
    }

    /// The atomic's.
    #[inline]
    pub(crate) fn address(&self) -> usize {
        self.address
    }
}

/// What became of a read-modify-write.
pub(crate) enum Tried {
    /// It is done, and so is its event; it read this.
    Done(u64),
    /// It was performed and read this, which is out of the common: its event is to be made under the lock.
    Performed(u64),
    /// Nothing was done.
    Not,
}

/// The calling thread is alone with an atomic, at a site.
struct Alone<'a> {
    slot: &'a Slot,
    own: OwnGuard<'a>,
    object: &'a mut Object,
    list: &'a mut AccessList,
    write: Entry,
    site: u32,
}

/// Goes there, if the atomic is the thread's own.
#[inline(always)]
fn alone(
    slot: &'static Slot,
    address: usize,
    width: AtomicWidth,
    site: &'static Site,
) -> Option<Alone<'static>> {
    let site = site.number();
    let owned = slot.owned(address)?;
    if owned.address != address || owned.width != width || site == 0 || !slot.has_time() {
        return None;
    }
    let own = slot.own_alone()?;
    if !owned.cell.attached.is_owned_by(owned.token) {
        return None;
    }
    // SAFETY: the token stands inside the owner's biased lock: so nobody else reaches the cell until `own` is dropped, and the
    // object still stands in it; and the functions of this module do not come back here before that.
    let object = unsafe { &mut *owned.object.as_ptr() };
    // SAFETY: as above.
    let list = unsafe { owned.cell.list() };
    Some(Alone {
        slot,
        own,
        object,
        list,
        write: owned.write,
        site,
    })
}

impl Alone<'_> {
    /// Remembers a write, if it is after all other accesses.
    #[inline(always)]
    fn writes(&mut self) -> bool {
        let entry = self.write.at(self.own.view.epoch().time, self.site);
        self.list.succeeds_own(&entry) || self.list.succeeds_apart(&entry, &self.own.view)
    }

    /// Remembers a read, likewise.
    fn reads(&mut self) -> bool {
        let write = self.write;
        let entry = Entry::new(
            self.own.view.epoch(),
            write.mask(),
            AccessKind::AtomicRead,
            self.site,
        );
        self.list.succeeds_own(&entry) || self.list.succeeds_apart(&entry, &self.own.view)
    }

    /// A read-modify-write was performed, and this is what it left. `stamp` is where the counter of crossings stood before.
    #[inline(always)]
    fn written(&mut self, address: usize, order: RmwOrder, stamp: u64, left: u64) {
        let object = &mut *self.object;
        atomic::written(
            self.slot,
            &mut self.own,
            object,
            address,
            order,
            stamp,
            self.site,
        );
        object.value = left;
    }
}

/// A load; `None` if nothing was done.
///
/// # Safety
/// `address` is that of a live atomic of width `width`.
#[inline(always)]
pub(crate) unsafe fn load(
    slot: &'static Slot,
    address: usize,
    width: AtomicWidth,
    order: LoadOrder,
    site: &'static Site,
) -> Option<u64> {
    let objects = &slot.owned(address)?.cell.attached;
    let mut alone = alone(slot, address, width, site)?;
    // SAFETY: the caller's promise.
    let value = unsafe { perform::load(address, width) };
    let epoch = alone.own.view.epoch();
    if value != alone.object.value || !alone.reads() {
        return None;
    }
    atomic::loaded(
        &mut alone.own,
        alone.object,
        address,
        order,
        false,
        alone.site,
    );
    // As long as this thread is alone: whoever comes then changes the version with the next store.
    let how = How::new(alone.site, order, width);
    let load = Remembered::new(address, epoch, objects, value, how);
    drop(alone);
    slot.remember(load);
    Some(value)
}

/// A store; answers whether it was done.
///
/// # Safety
/// `address` is that of a live atomic of width `WIDTH`, whose values look like `value`.
#[inline(always)]
pub(crate) unsafe fn store<const WIDTH: u8>(
    slot: &'static Slot,
    address: usize,
    value: u64,
    order: StoreOrder,
    site: &'static Site,
) -> bool {
    let width = width_of(WIDTH);
    let Some(mut alone) = alone(slot, address, width, site) else {
        return false;
    };
    // SAFETY: the caller's promise.
    let before = unsafe { perform::peek(address, width) };
    if before != alone.object.value || !alone.writes() {
        return false;
    }
    let stamp = crossings::stamp();
    // SAFETY: the caller's promise.
    unsafe { perform::store(address, width, value, order) };
    let object = &mut *alone.object;
    atomic::stored(
        slot,
        &mut alone.own,
        object,
        address,
        order,
        stamp,
        alone.site,
    );
    object.value = value;
    true
}

/// A read-modify-write that always writes.
///
/// # Safety
/// `address` is that of a live atomic of width `WIDTH`.
#[inline(always)]
pub(crate) unsafe fn rmw<const WIDTH: u8>(
    slot: &'static Slot,
    address: usize,
    (operation, operand): (RmwOperation, u64),
    order: RmwOrder,
    site: &'static Site,
) -> Tried {
    let width = width_of(WIDTH);
    let Some(mut alone) = alone(slot, address, width, site) else {
        return Tried::Not;
    };
    // SAFETY: the caller's promise.
    let before = unsafe { perform::peek(address, width) };
    if before != alone.object.value || !alone.writes() {
        return Tried::Not;
    }
    let stamp = crossings::stamp();
    // SAFETY: the caller's promise.
    let (read, left) = unsafe { perform::rmw_and_result(address, width, operation, operand) };
    if read != before {
        // Code without annotation was faster. The access that is noted already is the one that will be made.
        return Tried::Performed(read);
    }
    alone.written(address, order, stamp, left);
    Tried::Done(read)
}

/// A `compare_exchange` that succeeds; one that fails is left to the path with the lock.
///
/// # Safety
/// `address` is that of a live atomic of width `WIDTH`, whose values look like those of `exchange`.
#[inline(always)]
pub(crate) unsafe fn exchange<const WIDTH: u8>(
    slot: &'static Slot,
    address: usize,
    exchange: Exchange,
    site: &'static Site,
) -> Tried {
    let width = width_of(WIDTH);
    let Some(mut alone) = alone(slot, address, width, site) else {
        return Tried::Not;
    };
    let Exchange { expected, new, .. } = exchange;
    // SAFETY: the caller's promise.
    let before = unsafe { perform::peek(address, width) };
    if before != alone.object.value || before != expected {
        return Tried::Not;
    }
    let stamp = crossings::stamp();
    // SAFETY: the caller's promise.
    let AtomicOutcome { read, wrote } =
        unsafe { perform::compare_exchange(address, width, expected, new, exchange.weak) };
    if !wrote {
        // Spuriously, or code without annotation was faster: it is tried again under the lock.
        return Tried::Not;
    }
    if !alone.writes() {
        return Tried::Performed(read);
    }
    alone.written(address, exchange.success, stamp, new);
    Tried::Done(read)
}
