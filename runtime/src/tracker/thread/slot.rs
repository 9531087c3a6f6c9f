//! A place in the clocks, and what its tenant keeps there.
//!
//! See [`thread`](crate::tracker::thread) for how slots are handed on.

use super::{RECEIVED, TIME_SCARCE, ThreadHandle, UNSEEN, describe_again, lock};
use crate::clock::{Epoch, ThreadIndex};
use crate::event::{StoreId, SyncEvent};
use crate::model::{Message, ThreadView};
use crate::primitive::{AtomicBool, AtomicU32, AtomicU64, Mutex, Ordering, UnsafeCell};
use crate::race::ThreadDescription;
use crate::shadow::sites;
use crate::shadow::word::{TIME_MAX, epoch_word};
use crate::site::Site;
use crate::tracker::atomic::Remembered;
use crate::tracker::barrier;
use crate::tracker::biased::Biased;
use crate::tracker::crossings;
use crate::tracker::exposure::{self, Exposure};
use crate::tracker::membership::SessionId;
use crate::tracker::owned::{LastWrite, Owned};
use crate::tracker::releases::Releases;
use crate::tracker::ring::Ring;
use crate::tracker::unseen_guards;
use core::ops::{Deref, DerefMut, Range};
use std::collections::VecDeque;
use std::sync::Arc;

/// A place in the clocks.
pub(crate) struct Slot {
    pub(super) index: ThreadIndex,
    /// The epoch of the tenant's next access, packed; what the fast path compares.
    pub(super) epoch_word: AtomicU64,
    pub(super) session: AtomicU32,
    /// The number of the tenant's [`ThreadHandle`].
    pub(super) number: AtomicU64,
    /// Events of the tenant in its session so far.
    pub(super) events: AtomicU64,
    /// What code without annotation may have published of the tenant's doings; see [`super::present_unseen`].
    pub(super) exposure: Exposure,
    /// Not 0: since this stamp the tenant may be in such code, by a call that is on no record.
    pub(super) pending: AtomicU64,
    /// Whether such code has called it back.
    pub(super) called_back: AtomicBool,
    /// The stamp at which the tenant last came out of such code.
    pub(super) came_out: AtomicU64,
    /// The stamp at which the tenant last received from a primitive of std's.
    pub(super) received: AtomicU64,
    /// Whether the tenant has locks whose guards are out of sight.
    pub(super) loose_locks: AtomicBool,
    /// Guards `own`; its owner is the thread that has the slot.
    pub(super) biased: Biased,
    pub(super) own: UnsafeCell<Own>,
    /// Loads that the tenant may repeat, by address; only the tenant looks.
    pub(super) remembered: UnsafeCell<[Option<Remembered>; REMEMBERED]>,
    /// Atomics that the tenant has to itself, by address, if it ever had one; only the tenant looks.
    pub(super) owned: UnsafeCell<Option<Box<[Option<Owned>; OWNED]>>>,
    /// The tenant's last event, if it was a relaxed write to one of these; only the tenant looks.
    pub(super) last_write: UnsafeCell<Option<LastWrite>>,
    pub(super) tenancies: Mutex<VecDeque<Tenancy>>,
}

/// Places for loads that may be repeated (count, a power of two).
const REMEMBERED: usize = 32;

/// Places for atomics that a thread has to itself (count, a power of two); 64 counters in a row are the usual number of shards.
const OWNED: usize = 64;

// SAFETY: `own` is reached inside `biased` only, `remembered`, `owned` and `last_write` by the tenant only, inside a hook; everything else is
// `Sync`.
unsafe impl Sync for Slot {}

/// What only its thread changes, but others may read.
pub(crate) struct Own {
    pub view: ThreadView,
    pub ring: Ring,
    /// When the tenant published.
    pub releases: Releases,
    /// Time and events when another thread took the present clock, the first time with so many events: without a further
    /// one, all that came since are idle ticks.
    pub(super) presented: Option<(u32, u64)>,
}

/// Who had a slot, from when on. A thread that changes its session has one after the other.
pub(super) struct Tenancy {
    /// The thread's.
    pub(super) number: u64,
    /// Its first time.
    pub(super) from: u32,
    pub(super) session: SessionId,
    pub(super) description: Arc<ThreadDescription>,
    pub(super) end: End,
}

/// How a tenancy came to its end.
pub(super) enum End {
    /// It has not.
    Lives,
    /// The thread ended.
    Ended(Ended),
    /// The thread used up the times of the slot and went on in another.
    Moved(ThreadIndex),
}

/// What a thread has left.
pub(super) struct Ended {
    /// What it knew.
    pub(super) known: Message,
    /// Whether it was ever in code without annotation.
    pub(super) has_crossed: bool,
}

/// Tenancies remembered per slot (count). A race with an older tenant is reported as no race: its session is not known.
const TENANCIES_MAX: usize = 64;

impl Slot {
    pub(super) fn new(index: ThreadIndex) -> Self {
        let view = ThreadView::new(index);
        Self {
            index,
            epoch_word: AtomicU64::new(epoch_word(view.epoch())),
            session: AtomicU32::new(SessionId::NONE.0),
            number: AtomicU64::new(0),
            events: AtomicU64::new(0),
            exposure: Exposure::new(),
            pending: AtomicU64::new(0),
            called_back: AtomicBool::new(false),
            came_out: AtomicU64::new(0),
            received: AtomicU64::new(0),
            loose_locks: AtomicBool::new(false),
            biased: Biased::new(),
            own: UnsafeCell::new(Own {
                view,
                ring: Ring::new(index),
                releases: Releases::default(),
                presented: None,
            }),
            remembered: UnsafeCell::new([None; REMEMBERED]),
            owned: UnsafeCell::new(None),
            last_write: UnsafeCell::new(None),
            tenancies: Mutex::new(VecDeque::new()),
        }
    }

    /// Its place in the clocks.
    #[inline]
    pub(crate) fn index(&self) -> ThreadIndex {
        self.index
    }

    /// The epoch of the tenant's next access, packed.
    #[inline]
    pub(crate) fn epoch_word(&self) -> u64 {
        // ORDER: Relaxed; a time that others advanced may be seen late, see `present`.
        self.epoch_word.load(Ordering::Relaxed)
    }

    /// Whether its times are far from used up.
    #[inline]
    pub(crate) fn has_time(&self) -> bool {
        self.epoch_word() & u64::from(TIME_MAX) < u64::from(TIME_SCARCE)
    }

    /// What code without annotation may have published of the tenant's doings.
    #[inline]
    pub(crate) fn exposure(&self) -> &Exposure {
        &self.exposure
    }

    /// The tenant is about to enter code without annotation, is back in it, or leaves it.
    pub(crate) fn expose_all(&self) {
        self.exposure
            .set_upto((self.epoch_word() & u64::from(TIME_MAX)) as u32);
    }

    /// Since which stamp the tenant may be in code without annotation by a call that is on no record; 0 if there is none.
    #[inline(always)]
    pub(crate) fn pending(&self) -> u64 {
        // ORDER: Acquire; pairs with the Release in `set_pending`: who sees that it is settled sees its record.
        self.pending.load(Ordering::Acquire)
    }

    /// See [`Slot::pending`]; for the tenant.
    #[inline(always)]
    pub(crate) fn set_pending(&self, stamp: u64) {
        // ORDER: Release; pairs with the Acquire in `pending`. Who is ordered behind the call by code that nobody sees reads it.
        self.pending.store(stamp, Ordering::Release);
    }

    /// Whether code without annotation has called the tenant back and has not returned.
    pub(crate) fn set_called_back(&self, inside: bool) {
        // ORDER: Relaxed; as `set_came_out`.
        self.called_back.store(inside, Ordering::Relaxed);
    }

    /// The tenant came out of code without annotation, or entered annotated code from it.
    pub(crate) fn set_came_out(&self, stamp: u64) {
        // ORDER: Relaxed; the tenant itself, or who presents it inside its biased lock.
        self.came_out.store(stamp, Ordering::Relaxed);
        self.exposure.came_out(stamp);
    }

    /// The tenant has received from a primitive of std's.
    #[inline]
    pub(crate) fn received_from_std(&self) {
        // Above those of all crossings that have begun.
        self.set_received(crossings::stamp() + 1);
    }

    pub(super) fn set_received(&self, stamp: u64) {
        // ORDER: Relaxed; as above.
        self.received.store(stamp, Ordering::Relaxed);
    }

    /// The tenant is about to publish all that it knows: `stamp` is where the counter of crossings stood before the real
    /// effect. What it knows may include what it learnt in code without annotation, and messages carry that on.
    #[inline(always)]
    pub(crate) fn releases(&self, own: &mut Own, stamp: u64) {
        own.releases.note(stamp, own.view.epoch().time);
        self.carry(&mut own.view, stamp);
    }

    /// See [`Slot::releases`].
    #[inline(always)]
    pub(super) fn carry(&self, view: &mut ThreadView, stamp: u64) {
        // ORDER: Relaxed, all three; see where they are set.
        let unseen = match self.called_back.load(Ordering::Relaxed) {
            true => stamp + 1,
            false => self.came_out.load(Ordering::Relaxed),
        };
        let received = self.received.load(Ordering::Relaxed);
        if unseen | received != 0 {
            learn(view, UNSEEN, unseen);
            learn(view, RECEIVED, received);
        }
    }

    /// Whether the tenant has locks whose guards are out of sight; for the tenant.
    #[inline(always)]
    pub(crate) fn has_loose_locks(&self) -> bool {
        // ORDER: Relaxed; only the tenant writes it.
        self.loose_locks.load(Ordering::Relaxed)
    }

    /// See [`Slot::has_loose_locks`].
    pub(crate) fn set_loose_locks(&self, any: bool) {
        // ORDER: Relaxed; as above.
        self.loose_locks.store(any, Ordering::Relaxed);
    }

    /// The tenant, for itself; `None` before the first one. Numbers begin with 1.
    #[inline]
    pub(crate) fn tenant(&self) -> Option<ThreadHandle> {
        // ORDER: Relaxed; written by the tenant itself.
        let number = self.number.load(Ordering::Relaxed);
        (number != 0).then_some(ThreadHandle {
            slot: self.index,
            number,
        })
    }

    /// The session of the tenant.
    #[inline]
    pub(crate) fn session(&self) -> SessionId {
        // ORDER: Relaxed; written by the tenant itself.
        SessionId(self.session.load(Ordering::Relaxed))
    }

    /// Events of the tenant so far in its session.
    #[inline]
    pub(crate) fn events(&self) -> u64 {
        // ORDER: Relaxed; the tenant itself asks.
        self.events.load(Ordering::Relaxed)
    }

    /// Counts an event of the tenant.
    #[inline]
    pub(crate) fn count_event(&self) {
        // ORDER: Relaxed; only the tenant writes it, others read a number that may be late.
        let events = self.events.load(Ordering::Relaxed);
        if events == 0 {
            describe_again(None);
        }
        self.events.store(events + 1, Ordering::Relaxed);
    }

    /// [`Slot::count_event`] of one that is not the first.
    #[inline(always)]
    pub(crate) fn count_further_event(&self) {
        // ORDER: Relaxed, both; see `count_event`.
        let events = self.events.load(Ordering::Relaxed);
        self.events.store(events + 1, Ordering::Relaxed);
    }

    /// A load that the tenant made before, perhaps of this address. By the tenant, inside a hook.
    #[inline]
    pub(crate) fn remembered(&self, address: usize) -> Option<&Remembered> {
        // SAFETY: only the tenant reaches the table, and `remember` ends its reference before it returns.
        let table = unsafe { &*self.remembered.get() };
        table[place_of(address) % REMEMBERED].as_ref()
    }

    /// Remembers a load. By the tenant, inside a hook.
    #[inline]
    pub(crate) fn remember(&self, load: Remembered) {
        let address = load.address();
        // SAFETY: only the tenant reaches the table, and a reference of `remembered` is not used behind this.
        let table = unsafe { &mut *self.remembered.get() };
        table[place_of(address) % REMEMBERED] = Some(load);
    }

    /// An atomic that the tenant had to itself, perhaps the one at this address. By the tenant, inside a hook.
    #[inline(always)]
    pub(crate) fn owned(&self, address: usize) -> Option<&Owned> {
        // SAFETY: only the tenant reaches the table, and `keep_owned` ends its reference before it returns.
        let table = unsafe { &*self.owned.get() }.as_deref()?;
        table[place_of(address) % OWNED].as_ref()
    }

    /// Keeps an atomic that the tenant has to itself. By the tenant, inside a hook.
    pub(crate) fn keep_owned(&self, owned: Owned) {
        // SAFETY: only the tenant reaches the table, and a reference of `owned` is not used behind this.
        let table = unsafe { &mut *self.owned.get() };
        let table = table.get_or_insert_with(|| Box::new([None; OWNED]));
        table[place_of(owned.address()) % OWNED] = Some(owned);
    }

    /// The tenant's last event, perhaps a relaxed write of before. By the tenant, inside a hook, one reference at a time.
    #[inline(always)]
    #[expect(
        clippy::mut_from_ref,
        reason = "only the tenant asks, in a hook, which is not entered twice"
    )]
    pub(crate) fn last_write(&self) -> Option<&mut LastWrite> {
        // SAFETY: only the tenant reaches it, and `keep_last_write` and `begin_tenancy` end their references before they return.
        unsafe { &mut *self.last_write.get() }.as_mut()
    }

    /// Keeps the tenant's last event. By the tenant, inside a hook.
    #[inline(always)]
    pub(crate) fn keep_last_write(&self, last: LastWrite) {
        // SAFETY: as in `last_write`.
        unsafe { *self.last_write.get() = Some(last) };
    }

    /// The tenant's own state, for the tenant: `f` must not wait for another thread.
    #[inline(always)]
    pub(crate) fn own<R>(&self, f: impl FnOnce(&mut Own) -> R) -> R {
        self.biased.enter();
        // SAFETY: inside the biased lock as its owner, so this is the only reference. `f` cannot come back here: the
        // functions of this module are not called from inside one of these closures.
        let answer = f(unsafe { &mut *self.own.get() });
        self.publish_epoch();
        self.biased.leave();
        answer
    }

    /// [`Slot::own`] as a guard, for the hot paths, where a closure would keep its captures in memory.
    #[inline(always)]
    pub(crate) fn own_guard(&self) -> OwnGuard<'_> {
        self.biased.enter();
        OwnGuard { slot: self }
    }

    /// [`Slot::own_guard`] for a tenant that waits for nothing while it has it; `None` if another is inside or wants to be.
    #[inline(always)]
    pub(crate) fn own_alone(&self) -> Option<OwnGuard<'_>> {
        match self.biased.try_enter_alone() {
            true => Some(OwnGuard { slot: self }),
            false => None,
        }
    }

    /// What the tenant knows, for a tenant that waits for nothing while it has it; `None` if another is inside or wants to be.
    #[inline(always)]
    pub(crate) fn view_alone(&self) -> Option<ViewGuard<'_>> {
        match barrier::is_asymmetric() && self.biased.try_enter_alone() {
            true => Some(ViewGuard { slot: self }),
            false => None,
        }
    }

    /// The tenant's own state, for another thread, which is not inside its own.
    pub(super) fn others<R>(&self, f: impl FnOnce(&mut Own) -> R) -> R {
        let _inside = self.biased.enter_other();
        // SAFETY: inside the biased lock as another, so this is the only reference.
        let answer = f(unsafe { &mut *self.own.get() });
        self.publish_epoch();
        answer
    }

    /// [`Slot::others`] without a wait.
    ///
    /// # Safety
    /// The slot has no tenant, nor gets one before this returns.
    pub(super) unsafe fn nobodys<R>(&self, f: impl FnOnce(&mut Own) -> R) -> R {
        let _inside = self.biased.enter_unowned();
        // SAFETY: inside the biased lock as another, with no owner (the caller's promise), so this is the only reference.
        f(unsafe { &mut *self.own.get() })
    }

    /// What the fast path compares follows the view. Inside the biased lock.
    #[inline(always)]
    pub(super) fn publish_epoch(&self) {
        // SAFETY: the caller is inside, or has taken the slot and told nobody; the reference ends here.
        let epoch = unsafe { &*self.own.get() }.view.epoch();
        // ORDER: Relaxed; see `epoch_word`.
        self.epoch_word.store(
            epoch_word(Epoch {
                time: epoch.time.min(TIME_MAX),
                ..epoch
            }),
            Ordering::Relaxed,
        );
    }

    /// Publishes what the tenant knows on its behalf. Inside the biased lock.
    pub(super) fn presented(&self, own: &mut Own) -> Message {
        self.carry(&mut own.view, crossings::stamp());
        let message = own.view.publish();
        // ORDER: Relaxed; compared with itself later.
        let events = self.events.load(Ordering::Relaxed);
        if own.presented.is_none_or(|(_, before)| before != events) {
            own.presented = Some((own.view.epoch().time, events));
        }
        message
    }

    pub(super) fn begin_tenancy(
        &self,
        number: u64,
        session: SessionId,
        description: Arc<ThreadDescription>,
    ) {
        // SAFETY: the calling thread is the new tenant, inside a hook, and uses no reference of `owned` behind this.
        unsafe { *self.owned.get() = None };
        // SAFETY: as above.
        unsafe { *self.last_write.get() = None };
        let same_session = self.session() == session;
        // ORDER: Relaxed; the tenant itself.
        self.session.store(session.0, Ordering::Relaxed);
        // ORDER: Relaxed; the tenant itself.
        self.number.store(number, Ordering::Relaxed);
        self.events.store(0, Ordering::Relaxed);
        let from = self.own(|own| {
            own.presented = None;
            own.view.epoch().time
        });
        self.exposure.begin(exposure::Start {
            time: from,
            inside: crossings::is_open(),
            at_any_time: unseen_guards::any(),
            outside: crossings::is_outside(),
            same_session,
        });
        // ORDER: Relaxed; the tenant itself.
        self.came_out
            .store(crossings::came_out(), Ordering::Relaxed);
        self.set_received(0);
        self.set_called_back(false);
        let mut tenancies = lock(&self.tenancies);
        if tenancies.len() == TENANCIES_MAX {
            tenancies.pop_front();
        }
        tenancies.push_back(Tenancy {
            number,
            from,
            session,
            description,
            end: End::Lives,
        });
    }

    pub(super) fn end_tenancy(&self, end: End) {
        let was_inside = match &end {
            End::Ended(ended) => ended.has_crossed,
            End::Lives | End::Moved(_) => true,
        };
        self.exposure.end(crossings::end_stamp(), was_inside);
        if let Some(tenancy) = lock(&self.tenancies).back_mut() {
            tenancy.end = end;
        }
    }
}

/// The place of an address in a table of a power of two.
#[inline]
fn place_of(address: usize) -> usize {
    (address / 8) ^ (address / 512)
}

/// The tenant is inside its own state.
pub(crate) struct OwnGuard<'a> {
    slot: &'a Slot,
}

impl Deref for OwnGuard<'_> {
    type Target = Own;

    #[inline(always)]
    fn deref(&self) -> &Own {
        // SAFETY: inside the biased lock as its owner until the guard is dropped, and the borrow of the guard keeps this
        // and `deref_mut` apart.
        unsafe { &*self.slot.own.get() }
    }
}

impl DerefMut for OwnGuard<'_> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Own {
        // SAFETY: as in `deref`.
        unsafe { &mut *self.slot.own.get() }
    }
}

impl Drop for OwnGuard<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.slot.publish_epoch();
        self.slot.biased.leave();
    }
}

/// The tenant is inside its own state and looks at what it knows.
pub(crate) struct ViewGuard<'a> {
    slot: &'a Slot,
}

impl Deref for ViewGuard<'_> {
    type Target = ThreadView;

    #[inline(always)]
    fn deref(&self) -> &ThreadView {
        // SAFETY: inside the biased lock as its owner until the guard is dropped, so nobody changes it.
        &unsafe { &*self.slot.own.get() }.view
    }
}

impl Drop for ViewGuard<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.slot.biased.leave();
    }
}

impl Own {
    /// Keeps a synchronization event that happens at `time`.
    pub(super) fn note(
        &mut self,
        time: u32,
        event: SyncEvent,
        site: Option<&'static Site>,
    ) -> StoreId {
        self.ring.push(time, event, site.map_or(0, sites::number))
    }
}

#[inline(always)]
fn learn(view: &mut ThreadView, counter: ThreadIndex, stamp: u64) {
    view.learn(Epoch {
        thread: counter,
        time: u32::try_from(stamp).unwrap_or(u32::MAX),
    });
}

impl Slot {
    /// When the slot's tenants were in a session.
    pub(super) fn times_of(&self, session: SessionId) -> Vec<Range<u32>> {
        let tenancies = lock(&self.tenancies);
        let ends = tenancies.iter().skip(1).map(|next| next.from);
        tenancies
            .iter()
            .zip(ends.chain([u32::MAX]))
            .filter(|(tenancy, _)| tenancy.session == session)
            .map(|(tenancy, end)| tenancy.from..end)
            .collect()
    }
}
