//! Operations of a thread on an atomic that it has to itself: no lock of the granule, no barrier, the same rules.
//!
//! Source: [`ownership`](crate::tracker::ownership) says why nobody else is there. Whatever is out of the common (the first
//! operations, a value of unannotated code, an access that nothing orders, a session that changes) is left to
//! [`atomic`](mod@crate::tracker::atomic), which does all of it under the lock (test: `owned_or_not_the_verdicts_are_the_same`).
//! A relaxed write that repeats the thread's last event, at the same site and with nothing in between, is no new event: nothing was
//! published between the two and no access lies there, so nobody can tell at which of their times either was made (same test;
//! `a_repeated_relaxed_write_starts_no_epoch`).
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
use crate::tracker::thread::{OwnGuard, Slot, ViewGuard};
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

/// The last event of a thread, if it was a relaxed write to an atomic that it has to itself.
#[derive(Clone, Copy)]
pub(crate) struct LastWrite {
    address: usize,
    what: What,
    /// The thread's epoch behind it.
    epoch: Epoch,
    /// Events of the thread with it.
    events: u64,
    token: u64,
    object: NonNull<Object>,
    cell: &'static Fat<Objects>,
}

/// What else makes two relaxed writes the same.
#[derive(Clone, Copy, PartialEq, Eq)]
struct What(u64);

impl What {
    #[inline(always)]
    fn store(site: &'static Site, width: AtomicWidth) -> Self {
        Self(u64::from(site.number()) | (width as u64) << 32)
    }

    #[inline(always)]
    fn rmw(site: &'static Site, width: AtomicWidth, operation: RmwOperation) -> Self {
        Self(Self::store(site, width).0 | (operation as u64 + 1) << 40)
    }
}

/// The calling thread is alone with the atomic of its last write, and a further write is no event.
struct Again<'a> {
    _inside: ViewGuard<'a>,
    object: &'a mut Object,
}

/// Goes there, if a further write of this kind is no event.
#[inline(always)]
fn again(slot: &Slot, address: usize, what: What) -> Option<Again<'_>> {
    let last = slot.last_write()?;
    if last.address != address || last.what != what || last.events != slot.events() {
        return None;
    }
    let inside = slot.view_alone()?;
    // Another thread that has taken the present clock meanwhile has let the time pass.
    if inside.epoch() != last.epoch || !last.cell.attached.is_owned_by(last.token) {
        return None;
    }
    last.events += 1;
    Some(Again {
        _inside: inside,
        // SAFETY: as in `alone`.
        object: unsafe { &mut *last.object.as_ptr() },
    })
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
    owned: &'a Owned,
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
        owned,
        write: owned.write,
        site,
    })
}

impl Alone<'_> {
    /// Remembers a write, if it is after all other accesses, or they are the same atomic's and nothing is to be judged.
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

impl Alone<'_> {
    /// The thread has made a relaxed write, whose event is yet to be counted.
    #[inline(always)]
    fn keep(self, what: What) {
        let last = LastWrite {
            address: self.owned.address,
            what,
            epoch: self.own.view.epoch(),
            events: self.slot.events() + 1,
            token: self.owned.token,
            object: self.owned.object,
            cell: self.owned.cell,
        };
        let slot = self.slot;
        drop(self);
        slot.keep_last_write(last);
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
    let what = What::store(site, width);
    if order == StoreOrder::Relaxed
        && let Some(again) = again(slot, address, what)
        // SAFETY: the caller's promise.
        && unsafe { perform::peek(address, width) } == again.object.value
    {
        // SAFETY: the caller's promise.
        unsafe { perform::store(address, width, value, order) };
        again.object.value = value;
        again.object.position += 1;
        return true;
    }
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
    if order == StoreOrder::Relaxed {
        alone.keep(what);
    }
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
    let what = What::rmw(site, width, operation);
    if order == RmwOrder::Relaxed
        && let Some(again) = again(slot, address, what)
        // SAFETY: the caller's promise.
        && unsafe { perform::peek(address, width) } == again.object.value
    {
        // SAFETY: the caller's promise.
        let (read, left) = unsafe { perform::rmw_and_result(address, width, operation, operand) };
        if read != again.object.value {
            return Tried::Performed(read);
        }
        again.object.value = left;
        again.object.position += 1;
        return Tried::Done(read);
    }
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
    if order == RmwOrder::Relaxed {
        alone.keep(what);
    }
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

#[cfg(all(test, not(datarace_loom)))]
mod tests {
    use crate::event::RmwOperation;
    use crate::order::{RmwOrder, StoreOrder};
    use crate::site::{Function, Site, Span};
    use crate::tracker::operations::U64;
    use crate::tracker::{barrier, thread};
    use std::sync::atomic::{AtomicU64, Ordering};

    static FUNCTION: Function = Function {
        file: "owned.rs",
        manifest_dir: "",
        name: "writes",
    };
    static HERE: Site = Site::new(&FUNCTION, Span::new(1, 1, 1, 9), "here", "", &[]);
    static THERE: Site = Site::new(&FUNCTION, Span::new(2, 1, 2, 9), "there", "", &[]);

    fn store(atomic: &AtomicU64, value: u64, order: StoreOrder, site: &'static Site) {
        // SAFETY: the address is that of a live `AtomicU64`.
        unsafe { (U64.store)(atomic.as_ptr().addr(), value, order, site) };
    }

    fn add(atomic: &AtomicU64, site: &'static Site) -> u64 {
        let address = atomic.as_ptr().addr();
        // SAFETY: as above.
        unsafe { (U64.rmw)(address, RmwOperation::Add, 1, RmwOrder::Relaxed, site) }
    }

    /// How far the calling thread's time goes on while `f` runs.
    fn ticks(f: impl FnOnce()) -> u32 {
        let slot = thread::attached().expect("tracked by its first event");
        let time = || slot.own(|own| own.view.epoch().time);
        let before = time();
        f();
        time() - before
    }

    #[test]
    fn a_repeated_relaxed_write_starts_no_epoch() {
        /// Side by side, so that a thread's table has room for both wherever the linker puts them.
        #[repr(align(16))]
        struct Two(AtomicU64, AtomicU64);
        static TWO: Two = Two(AtomicU64::new(0), AtomicU64::new(0));
        let (one, other) = (&TWO.0, &TWO.1);
        if !barrier::is_asymmetric() {
            return;
        }
        let relaxed = StoreOrder::Relaxed;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                // Until both are its own.
                for value in 0..1000 {
                    store(one, value, relaxed, &HERE);
                    store(other, value, relaxed, &HERE);
                }
                store(one, 1, relaxed, &HERE);
                assert_eq!(
                    ticks(|| (2..10).for_each(|v| store(one, v, relaxed, &HERE))),
                    0
                );
                assert_eq!(one.load(Ordering::Relaxed), 9);
                // Whatever else comes is an event, and so is what comes behind it.
                assert_eq!(ticks(|| store(one, 1, relaxed, &THERE)), 1);
                assert_eq!(ticks(|| store(other, 1, relaxed, &THERE)), 1);
                assert_eq!(ticks(|| store(one, 2, relaxed, &THERE)), 1);
                assert_eq!(ticks(|| store(one, 3, StoreOrder::Release, &THERE)), 1);
                assert_eq!(ticks(|| store(one, 4, relaxed, &THERE)), 1);
                assert_eq!(ticks(|| assert_eq!(add(one, &THERE), 4)), 1);
                assert_eq!(ticks(|| assert_eq!(add(one, &THERE), 5)), 0);
                assert_eq!(ticks(|| assert_eq!(add(one, &HERE), 6)), 1);
                // So does a write of code that nobody sees.
                one.store(40, Ordering::Relaxed);
                assert_eq!(ticks(|| assert_eq!(add(one, &HERE), 40)), 1);
                assert_eq!(one.load(Ordering::Relaxed), 41);
            });
        });
    }
}
