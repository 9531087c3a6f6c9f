//! Threads: their views, their slots in every clock, and what must be known of them when a race is found.
//!
//! A thread has a [`Slot`] while it lives: its place in the clocks, with its view, its latest synchronization events and
//! its tenancies (who had the slot when). Slots are never freed, so a pointer to one stays good.
//! Invariant: a slot is handed on only to a thread whose first clock covers its last epoch, or when the session of its last
//! tenant has ended (races are reported between threads of one session only). So what the old tenant did counts
//! rightly as sequenced before what the new one does.
//! Bounds: [`SLOTS_MAX`] slots. When all are taken, the one that ended longest ago is handed on all the same (a race with
//! its last tenant may then be missed); when all live, a further thread is not tracked, which is said once.

mod slot;

use crate::clock::{Epoch, ThreadIndex};
use crate::event::{StoreId, SyncEvent, SyncRecord};
use crate::model::{Message, ThreadView, edge};
use crate::primitive::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Mutex, MutexGuard, Ordering, PoisonError,
};
use crate::race::ThreadDescription;
use crate::shadow::word::{SLOTS_MAX, TIME_MAX};
use crate::site::Site;
use crate::tracker::crossed;
use crate::tracker::crossings;
use crate::tracker::exposure::Reach;
use crate::tracker::heap;
use crate::tracker::membership::{self, SessionId};
use crate::tracker::process;
use crate::tracker::takeover::Inside;
use core::cell::Cell;
use rustc_hash::FxHashMap;
use slot::{End, Ended};
pub(crate) use slot::{Own, OwnGuard, Slot, ViewGuard};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A thread, whether it lives or has ended. Never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct ThreadHandle {
    slot: ThreadIndex,
    number: u64,
}

impl ThreadHandle {
    /// Counts threads: a later one has a larger number.
    pub(crate) fn number(self) -> u64 {
        self.number
    }
}

static SLOTS: [AtomicPtr<Slot>; SLOTS_MAX as usize] =
    [const { AtomicPtr::new(core::ptr::null_mut()) }; SLOTS_MAX as usize];
static SLOTS_USED: AtomicU32 = AtomicU32::new(COUNTERS);

/// Places in the clocks that belong to no thread: counters that messages carry on as they carry times.
const COUNTERS: u32 = 2;

/// Up to which stamp of [`crossings`] what a thread knows may come out of code without annotation.
const UNSEEN: ThreadIndex = ThreadIndex(0);

/// Up to which stamp it may have been received by a call into a primitive of std's, from such code.
const RECEIVED: ThreadIndex = ThreadIndex(1);
static FREE: Mutex<BTreeMap<u32, Freed>> = Mutex::new(BTreeMap::new());
static NEXT_NUMBER: AtomicU64 = AtomicU64::new(1);

/// A slot without a tenant.
struct Freed {
    last: Epoch,
    session: SessionId,
    order: u64,
}

thread_local! {
    static CURRENT: Cell<Option<&'static Slot>> = const { Cell::new(None) };
    static STATE: Cell<State> = const { Cell::new(State::New) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No event yet.
    New,
    /// Has or had a slot, and may have another.
    Attached,
    /// Its last event is behind it; what runs in it now is not tracked.
    Ended,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The slot of the calling thread, if it has one already.
#[inline]
pub(crate) fn attached() -> Option<&'static Slot> {
    CURRENT.get()
}

/// The slot of the calling thread; a thread that nobody announced gets one now. Inside a hook only.
#[inline]
pub(crate) fn current() -> Option<&'static Slot> {
    match CURRENT.get() {
        Some(slot) => Some(slot),
        None => attach_unknown(),
    }
}

/// Lets the calling thread have another slot or none, for as long as an engine has taken it over.
pub(crate) fn set_current(slot: Option<&'static Slot>) -> Option<&'static Slot> {
    CURRENT.replace(slot)
}

/// A thread that no annotated code made and nobody interposed: anything may have happened before it.
#[cold]
fn attach_unknown() -> Option<&'static Slot> {
    if STATE.get() != State::New || process::is_copy() {
        return None;
    }
    let message = present_all();
    let slot = attach(Newcomer {
        message,
        session: SessionId::NONE,
        created: None,
    });
    describe_again(None);
    slot
}

/// What a new thread starts with.
pub(crate) struct Newcomer {
    /// What happened before it.
    pub message: Message,
    /// The session of its creator.
    pub session: SessionId,
    /// Where and by whom it was made.
    pub created: Option<(&'static Site, Arc<ThreadDescription>)>,
}

/// Gives the calling thread a slot.
pub(crate) fn attach(newcomer: Newcomer) -> Option<&'static Slot> {
    if process::is_copy() {
        return None;
    }
    process::watch_forks();
    heap::activate();
    let slot = take_slot(&newcomer.message)?;
    slot.own(|own| own.view.receive(&newcomer.message));
    // Its name comes later: an interposed start runs before std has set up the thread, when nobody may ask std for it.
    let description = Arc::new(ThreadDescription {
        name: None,
        number: membership::next_thread_number(newcomer.session),
        created: newcomer.created,
    });
    slot.begin_tenancy(unique(), newcomer.session, description);
    CURRENT.set(Some(slot));
    STATE.set(State::Attached);
    at_exit::arm();
    Some(slot)
}

/// The calling thread has a name by now, and perhaps a creator.
pub(crate) fn describe_again(created: Option<(&'static Site, Arc<ThreadDescription>)>) {
    let Some(slot) = attached() else { return };
    let name = own_name();
    if let Some(tenancy) = lock(&slot.tenancies).back_mut() {
        let description = Arc::make_mut(&mut tenancy.description);
        description.name = name.or_else(|| description.name.take());
        description.created = created.or_else(|| description.created.take());
    }
}

thread_local! {
    /// Whether std has not set up the calling thread yet.
    static BEFORE_STD: Cell<bool> = const { Cell::new(false) };
}

/// Runs `f` at the start of a thread that std has not set up yet. Nobody may ask std for the thread there: it would make a
/// handle, and abort the process when it comes to set the real one.
pub(crate) fn before_std(f: impl FnOnce()) {
    BEFORE_STD.set(true);
    f();
    BEFORE_STD.set(false);
}

/// The name of the calling thread. A thread that is about to end has no handle any more.
fn own_name() -> Option<String> {
    if BEFORE_STD.get() {
        return None;
    }
    std::panic::catch_unwind(|| std::thread::current().name().map(str::to_owned))
        .ok()
        .flatten()
}

/// The calling thread has come to its end: what it did is published, its slot is free.
fn detach() {
    crossings::settle();
    STATE.set(State::Ended);
    let Some(slot) = CURRENT.take() else { return };
    // ORDER: Relaxed; the tenant itself.
    let events = slot.events.swap(0, Ordering::Relaxed);
    membership::add_events(slot.session(), events);
    let (end, last) = slot.own(|own| {
        slot.carry(&mut own.view, crossings::stamp());
        let message = edge::release(&mut own.view);
        let last = match own.presented {
            Some((time, before)) if before == events => time - 1,
            _ => own.view.epoch().time - 1,
        };
        (
            message,
            Epoch {
                thread: slot.index,
                time: last,
            },
        )
    });
    slot.end_tenancy(End::Ended(Ended {
        known: end,
        has_crossed: crossings::has_crossed(),
    }));
    if let Some(me) = slot.tenant() {
        crossed::thread_ended(me);
    }
    free(slot, last, last_session(slot, events));
}

/// The session in which the ending tenant had its last event: one that it merely went back to does not count.
fn last_session(slot: &Slot, events: u64) -> SessionId {
    if events != 0 {
        return slot.session();
    }
    let tenancies = lock(&slot.tenancies);
    let mut latest = tenancies.iter().rev();
    match (latest.next(), latest.next()) {
        (Some(last), Some(before)) if last.number == before.number => before.session,
        _ => slot.session(),
    }
}

fn unique() -> u64 {
    // ORDER: Relaxed; only uniqueness counts.
    NEXT_NUMBER.fetch_add(1, Ordering::Relaxed)
}

fn free(slot: &Slot, last: Epoch, session: SessionId) {
    let order = unique();
    lock(&FREE).insert(
        slot.index.0,
        Freed {
            last,
            session,
            order,
        },
    );
}

/// A slot for a thread that starts with this message.
fn take_slot(message: &Message) -> Option<&'static Slot> {
    let mut free = lock(&FREE);
    let fits = |freed: &Freed| {
        freed.last.time < TIME_ENOUGH
            && (message.covers(freed.last) || membership::has_ended(freed.session))
    };
    let found = free
        .iter()
        .find(|(_, freed)| fits(freed))
        .map(|(index, _)| *index);
    let found = found.or_else(|| (slots_used() == SLOTS_MAX).then(|| oldest(&free)).flatten());
    if let Some(index) = found {
        let freed = free.remove(&index)?;
        drop(free);
        let slot = slot(ThreadIndex(index))?;
        slot.own(|own| {
            // The time that the last tenant ended with may have gone on by an idle tick: never back.
            let last = own.view.epoch().time.saturating_sub(1).max(freed.last.time);
            own.view = ThreadView::resume(Epoch {
                thread: slot.index,
                time: last,
            });
            own.presented = None;
        });
        return Some(slot);
    }
    new_slot()
}

/// A slot whose times have come this far is not handed on.
const TIME_ENOUGH: u32 = TIME_MAX - (1 << 20);
/// A thread whose time has come this far changes its slot at its next event.
const TIME_SCARCE: u32 = TIME_MAX - (1 << 12);

fn oldest(free: &BTreeMap<u32, Freed>) -> Option<u32> {
    free.iter()
        .filter(|(_, freed)| freed.last.time < TIME_ENOUGH)
        .min_by_key(|(_, freed)| freed.order)
        .map(|(index, _)| *index)
}

fn new_slot() -> Option<&'static Slot> {
    // ORDER: Relaxed; the slot is published by the store below.
    let index = SLOTS_USED
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            (used < SLOTS_MAX).then_some(used + 1)
        })
        .inspect_err(|_| say_full())
        .ok()?;
    let slot = Box::leak(Box::new(Slot::new(ThreadIndex(index))));
    // ORDER: Release; pairs with the Acquire in `slot`.
    SLOTS[index as usize].store(slot, Ordering::Release);
    Some(slot)
}

fn say_full() {
    static SAID: AtomicBool = AtomicBool::new(false);
    // ORDER: Relaxed; only for saying it once.
    if !SAID.swap(true, Ordering::Relaxed) {
        process::say(&format!(
            "datarace: {SLOTS_MAX} threads are alive; what further ones do is not tracked until some end\n"
        ));
    }
}

pub(crate) fn slots_used() -> u32 {
    // ORDER: Relaxed; a slot that is not seen yet is one of a thread that starts at the same time.
    SLOTS_USED.load(Ordering::Relaxed)
}

fn slot(index: ThreadIndex) -> Option<&'static Slot> {
    // ORDER: Acquire; pairs with the Release in `new_slot`.
    let slot = SLOTS.get(index.0 as usize)?.load(Ordering::Acquire);
    // SAFETY: null, or leaked by `new_slot`.
    unsafe { slot.as_ref() }
}

/// Whether the calling thread has this slot.
pub(crate) fn is_of_caller(index: ThreadIndex) -> bool {
    attached().is_some_and(|slot| slot.index == index)
}

/// Waits until the tenant of this slot is not inside by [`Slot::own_alone`]; the caller has made the barrier.
pub(crate) fn wait_while_alone(index: ThreadIndex) {
    if let Some(slot) = slot(index) {
        slot.biased.wait_while_alone();
    }
}

fn slots() -> impl Iterator<Item = &'static Slot> {
    (0..slots_used()).filter_map(|index| slot(ThreadIndex(index)))
}

/// What a thread published, and which of its events that was.
#[derive(Clone, Debug)]
pub(crate) struct Publication {
    /// What the receiving side learns.
    pub message: Message,
    /// The event.
    pub id: StoreId,
}

/// Up to which stamps what the calling thread knows may come out of code without annotation, and may have been received by
/// calls into primitives of std's. Inside a hook only.
pub(crate) fn unseen_sources() -> (u64, u64) {
    let Some(slot) = attached() else {
        return (0, 0);
    };
    slot.own(|own| {
        let clock = own.view.clock();
        // ORDER: Relaxed, both; the tenant itself.
        let came_out = slot.came_out.load(Ordering::Relaxed);
        let received = slot.received.load(Ordering::Relaxed);
        (
            came_out.max(u64::from(clock.time(UNSEEN))),
            received.max(u64::from(clock.time(RECEIVED))),
        )
    })
}

/// Where the counter of crossings stood when who was at an epoch first published then or later. Not inside one's own view.
pub(crate) fn first_release(since: Epoch) -> Option<u64> {
    let slot = slot(since.thread)?;
    match attached().is_some_and(|own| core::ptr::eq(own, slot)) {
        true => None,
        false => slot.others(|own| own.releases.first_since(since.time)),
    }
}

/// The calling thread may release by a primitive of std's from here on. Inside a hook only.
pub(crate) fn may_release() {
    if let Some(slot) = attached() {
        let stamp = crossings::stamp();
        slot.own(|own| {
            own.releases.note(stamp, own.view.epoch().time);
            // What comes behind it has another time.
            own.view.tick();
        });
    }
}

/// The calling thread's view; `None` if it has no slot. Inside a hook only, and `f` must not wait for another thread.
pub(crate) fn with_view<R>(f: impl FnOnce(&mut ThreadView) -> R) -> Option<R> {
    current().map(|slot| slot.own(|own| f(&mut own.view)))
}

/// The release side of an edge. Inside a hook only.
pub(crate) fn publish(
    edge: &'static str,
    object: u64,
    site: Option<&'static Site>,
) -> Option<Publication> {
    publish_with(edge, object, site, Slot::releases)
}

/// The end of the calling thread, which nobody takes but who waits for it ([`released_by`]). Inside a hook only.
pub(crate) fn publish_end(edge: &'static str, object: u64) -> Option<Publication> {
    publish_with(edge, object, None, |slot, own, stamp| {
        slot.carry(&mut own.view, stamp);
    })
}

fn publish_with(
    edge: &'static str,
    object: u64,
    site: Option<&'static Site>,
    prepare: impl FnOnce(&Slot, &mut Own, u64),
) -> Option<Publication> {
    current().map(|slot| {
        slot.own(|own| {
            let time = own.view.epoch().time;
            prepare(slot, own, crossings::stamp());
            let message = edge::release(&mut own.view);
            let id = own.note(time, SyncEvent::Publish { edge, object }, site);
            Publication { message, id }
        })
    })
}

/// Somebody has waited for the end of a thread: what it did may go on from there. Not inside one's own view.
pub(crate) fn released_by(thread: ThreadHandle) {
    let Some(slot) = slot(thread.slot) else {
        return;
    };
    // With a new tenant the old one's end is known to it, and what it releases counts for both.
    if slot.tenant() == Some(thread) {
        let stamp = crossings::stamp();
        // Its end was its last publication, and ticked: the next tenant begins with the time of now.
        let note = |own: &mut Own| own.releases.note(stamp, own.view.epoch().time - 1);
        // A slot that is free gets no tenant while the table of free ones is held, and the last one came here when it was out of its
        // own state for good: so there is no thread to make a barrier for, which is what most joins find.
        let free = lock(&FREE);
        match free.contains_key(&slot.index.0) {
            // SAFETY: the slot is free, and the table stays locked.
            true => unsafe { slot.nobodys(note) },
            false => {
                drop(free);
                slot.others(note);
            }
        }
    }
}

/// The acquire side of an edge. `from`: the one event that it takes from, if it is one. Inside a hook only.
pub(crate) fn receive(
    message: &Message,
    from: Option<StoreId>,
    edge: &'static str,
    object: u64,
    site: Option<&'static Site>,
) {
    if let Some(slot) = current() {
        slot.own(|own| {
            let time = own.view.epoch().time;
            edge::acquire(&mut own.view, message);
            own.note(time, SyncEvent::Receive { edge, object, from }, site);
        });
    }
}

/// The calling thread. Inside a hook only.
pub(crate) fn this_thread() -> Option<ThreadHandle> {
    current().and_then(Slot::tenant)
}

/// Since which stamp a thread may be in code without annotation, by a call that is on no record.
pub(crate) fn pending(thread: ThreadHandle) -> Option<u64> {
    let slot = slot(thread.slot)?;
    let stamp = slot.pending();
    (stamp != 0 && slot.tenant() == Some(thread)).then_some(stamp)
}

/// Whether a thread has not ended.
pub(crate) fn lives(thread: ThreadHandle) -> bool {
    let Some(slot) = slot(thread.slot) else {
        return false;
    };
    let tenancies = lock(&slot.tenancies);
    let last = tenancies
        .iter()
        .rfind(|tenancy| tenancy.number == thread.number);
    !matches!(last.map(|tenancy| &tenancy.end), Some(End::Ended(_)) | None)
}

/// What a thread knows now, its own present included; of an ended one, what it knew at its end. It counts as published by
/// that thread. Not inside one's own view.
pub(crate) fn present(thread: ThreadHandle) -> Message {
    let Some(slot) = slot(thread.slot) else {
        return Message::new();
    };
    let tenancies = lock(&slot.tenancies);
    let last = tenancies
        .iter()
        .rfind(|tenancy| tenancy.number == thread.number);
    match last.map(|tenancy| &tenancy.end) {
        Some(End::Ended(ended)) => ended.known.clone(),
        Some(End::Moved(index)) => {
            let slot = *index;
            drop(tenancies);
            present(ThreadHandle { slot, ..thread })
        }
        // A tenancy that is forgotten was long ago: whoever has the slot now knows all of it.
        Some(End::Lives) | None => {
            drop(tenancies);
            present_of(slot)
        }
    }
}

fn present_of(slot: &'static Slot) -> Message {
    let own_slot = attached().is_some_and(|current| core::ptr::eq(current, slot));
    match own_slot {
        true => slot.own(|own| slot.presented(own)),
        false => slot.others(|own| slot.presented(own)),
    }
}

/// What all other threads of the session know now; without a session, of the whole process.
pub(crate) fn present_all() -> Message {
    let session = attached().map_or(SessionId::NONE, Slot::session);
    let wanted = |of| session == SessionId::NONE || of == session;
    gather(wanted, Slot::presented, |_| true)
}

/// What all other threads of a session know now.
pub(crate) fn present_of_session(session: SessionId) -> Message {
    gather(|of| of == session, Slot::presented, |_| true)
}

/// What code without annotation may have published by now of what the other threads of the session know: all that they know,
/// but of their own doings only what lies before the last such code that they ran.
///
/// Departs from the truth: what a thread has received from others since then counts, and so does a call that annotated code
/// is about to answer, which hides races only.
pub(crate) fn present_unseen() -> Message {
    let own = attached();
    let session = own.map_or(SessionId::NONE, Slot::session);
    if session == SessionId::NONE {
        return present_all();
    }
    let latest = Cell::new(own.map_or(0, |slot| slot.exposure.latest()));
    let looks = |slot: &Slot, _: &mut Own| {
        latest.set(latest.get().max(slot.exposure.latest()));
        Message::new()
    };
    let wanted = |of| of == session;
    gather(wanted, looks, |_| false);
    let says =
        |slot: &Slot, own: &mut Own| match slot.exposure.reach(own.view.epoch().time, latest.get())
        {
            Reach::Everything => slot.presented(own),
            Reach::UpTo(time) => own.view.known_with(time),
        };
    gather(wanted, says, |ended| ended.has_crossed)
}

/// Every other thread of the session knows from here on what the calling thread knows now.
pub(crate) fn tell_all(site: &'static Site) {
    let Some(publication) = publish("initialize", 0, Some(site)) else {
        return;
    };
    let session = attached().map_or(SessionId::NONE, Slot::session);
    with_told(|told| {
        let told = told.entry(session.0).or_default();
        told.join(&publication.message);
    });
    gather(
        |of| of == session,
        |_, own| {
            edge::acquire(&mut own.view, &publication.message);
            Message::new()
        },
        |_| false,
    );
}

/// What all threads of a session were told: who starts meanwhile hears it then. Grows with the sessions that told anything.
static TOLD: Mutex<Option<FxHashMap<u32, Message>>> = Mutex::new(None);

fn with_told<R>(f: impl FnOnce(&mut FxHashMap<u32, Message>) -> R) -> R {
    f(lock(&TOLD).get_or_insert_with(FxHashMap::default))
}

/// The calling thread has started: it hears what the threads of its session were told.
pub(crate) fn hear_told() {
    let Some(slot) = attached() else { return };
    // Who tells notes it first and looks for slots then; this one has its slot by now.
    if let Some(message) = with_told(|told| told.get(&slot.session().0).cloned()) {
        slot.own(|own| edge::acquire(&mut own.view, &message));
    }
}

/// The join over what the other threads of the wanted sessions say. Who has ended speaks as long as nobody else has its
/// slot; if the next one there is of another session, it counts if it is `counted`. (One of the same session knows all of it.)
fn gather(
    wanted: impl Fn(SessionId) -> bool,
    says: impl Fn(&Slot, &mut Own) -> Message,
    counted: impl Fn(&Ended) -> bool,
) -> Message {
    let is_own = |slot: &Slot| attached().is_some_and(|own| core::ptr::eq(own, slot));
    let mut all = Message::new();
    // One after the other: a thread that waits for us to come out of its view may hold a granule, for which another one waits
    // inside its own view; it must not be kept waiting while we wait for that one.
    for slot in slots().filter(|slot| !is_own(slot)) {
        if wanted(slot.session()) {
            all.join(&slot.others(|own| says(slot, own)));
            continue;
        }
        let tenancies = lock(&slot.tenancies);
        let of_session = tenancies.iter().rfind(|tenancy| wanted(tenancy.session));
        if let Some(End::Ended(ended)) = of_session.map(|tenancy| &tenancy.end)
            && counted(ended)
        {
            all.join(&ended.known);
        }
    }
    all
}

/// Who was at an epoch: the session and the description.
pub(crate) fn tenant(epoch: Epoch) -> Option<(SessionId, Arc<ThreadDescription>, ThreadHandle)> {
    let slot = slot(epoch.thread)?;
    let tenancies = lock(&slot.tenancies);
    let tenancy = tenancies
        .iter()
        .rev()
        .find(|tenancy| tenancy.from <= epoch.time)?;
    let handle = ThreadHandle {
        slot: slot.index,
        number: tenancy.number,
    };
    Some((tenancy.session, tenancy.description.clone(), handle))
}

/// Whether an epoch is one of a session's threads.
pub(crate) fn is_of_session(epoch: Epoch, session: SessionId) -> bool {
    let Some(slot) = slot(epoch.thread) else {
        return false;
    };
    let tenancies = lock(&slot.tenancies);
    let tenancy = tenancies.iter().rfind(|tenancy| tenancy.from <= epoch.time);
    tenancy.is_some_and(|tenancy| tenancy.session == session)
}

/// The description of the calling thread.
pub(crate) fn description() -> Option<Arc<ThreadDescription>> {
    let slot = attached()?;
    lock(&slot.tenancies)
        .back()
        .map(|tenancy| tenancy.description.clone())
}

/// The noted events of a session's threads. Not inside one's own view.
pub(crate) fn records(session: SessionId) -> Vec<SyncRecord> {
    let own = attached();
    let mut records = Vec::new();
    for slot in slots() {
        let times = slot.times_of(session);
        if times.is_empty() {
            continue;
        }
        let is_own = own.is_some_and(|own| core::ptr::eq(own, slot));
        let is_of_session = |record: &SyncRecord| times.iter().any(|t| t.contains(&record.time));
        let mut copy = |own: &mut Own| records.extend(own.ring.records().filter(is_of_session));
        match is_own {
            true => slot.own(&mut copy),
            false => slot.others(&mut copy),
        }
    }
    records
}

/// The calling thread changes to another session, or comes back to one. Inside a hook only.
pub(crate) fn change_session(session: SessionId) {
    if attached().is_none() && STATE.get() == State::New {
        // Nothing is compared across sessions, so it starts with nothing.
        attach(Newcomer {
            message: Message::new(),
            session,
            created: None,
        });
        return describe_again(None);
    }
    let Some(slot) = attached() else { return };
    crossings::settle();
    // ORDER: Relaxed; the tenant itself.
    membership::add_events(slot.session(), slot.events.swap(0, Ordering::Relaxed));
    // What it does from here on has another session: the time in between tells which.
    slot.own(|own| own.view.tick());
    let number = slot.tenant().map_or_else(unique, |handle| handle.number);
    let description = ThreadDescription {
        name: own_name(),
        number: membership::next_thread_number(session),
        created: None,
    };
    slot.begin_tenancy(number, session, Arc::new(description));
    crossings::rooted();
}

/// Events of living threads of a session that are not counted in it yet.
pub(crate) fn live_events(session: SessionId) -> u64 {
    slots()
        .filter(|slot| slot.session() == session)
        // ORDER: Relaxed; a number that may be late for threads that run on.
        .map(|slot| slot.events.load(Ordering::Relaxed))
        .sum()
}

/// The slot of the calling thread, which has times left; see [`current`].
#[inline]
pub(crate) fn current_with_time() -> Option<&'static Slot> {
    let slot = current()?;
    match slot.has_time() {
        true => Some(slot),
        false => Some(exchange(slot)),
    }
}

/// A slot whose times are used up is exchanged for another. Where there is none, the time stands still, which hides races
/// and invents none.
#[cold]
fn exchange(old: &'static Slot) -> &'static Slot {
    crossings::settle();
    let known = old.own(|own| own.view.publish());
    let Some(new) = take_slot(&known) else {
        return old;
    };
    let view = old.own(|own| own.view.clone());
    new.own(|own| {
        let last = Epoch {
            time: own.view.epoch().time - 1,
            ..own.view.epoch()
        };
        own.view = view.moved_to(last);
    });
    let (session, number) = (old.session(), old.tenant().map_or(0, |old| old.number));
    if let Some(description) = description() {
        new.begin_tenancy(number, session, description);
    }
    // ORDER: Relaxed; the tenant itself.
    new.events
        .store(old.events.swap(0, Ordering::Relaxed), Ordering::Relaxed);
    old.end_tenancy(End::Moved(new.index));
    CURRENT.set(Some(new));
    new
}

/// Runs [`detach`] at the end of the calling thread, behind the destructors of its thread-locals where that can be had.
mod at_exit {
    use super::{Inside, detach};

    #[cfg(unix)]
    pub(super) fn arm() {
        use crate::primitive::{AtomicU32, Ordering};
        static KEY: AtomicU32 = AtomicU32::new(0);

        extern "C" fn end(_: *mut libc::c_void) {
            let _inside = Inside::enter();
            detach();
        }

        // ORDER: Relaxed; the key is a number of the process.
        let mut key = KEY.load(Ordering::Relaxed);
        if key == 0 {
            let mut new: libc::pthread_key_t = 0;
            // SAFETY: `pthread_key_create` writes the key to a live variable; `end` is a function of the right type.
            if unsafe { libc::pthread_key_create(&mut new, Some(end)) } != 0 {
                return;
            }
            // ORDER: Relaxed; see above. A key of 0 is kept as 0 and made anew, which costs a key each time.
            key = match KEY.compare_exchange(0, new as u32, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => new as u32,
                Err(first) => first,
            };
        }
        // SAFETY: the key exists; the value only has to be non-null for `end` to run.
        unsafe { libc::pthread_setspecific(key as libc::pthread_key_t, core::ptr::dangling()) };
    }

    #[cfg(not(unix))]
    pub(super) fn arm() {
        struct End;
        impl Drop for End {
            fn drop(&mut self) {
                let _inside = Inside::enter();
                detach();
            }
        }
        std::thread_local!(static END: End = const { End });
        END.with(|_| {});
    }
}
