//! When a thread was in code without annotation, which may have synchronized.
//!
//! Source: DESIGN 5.3. A crossing is a call from annotated code that no annotated function of that name answered, or a
//! call of annotated code from code without annotation. Calls of std's that never synchronize are not reported.
//! Departs from the truth: a crossing counts as long as the call is open, so one that annotated code answers late counts
//! as crossing until then; and an unannotated function that calls an annotated one of its own name counts as annotated, as does
//! what the call of an expression runs, if that calls annotated code. (Of a closure its type tells, of a function pointer and a `dyn Fn`
//! the stack: [`callee`].)
//! Most calls are answered by an annotated function before anything else is known of them. So a call is on no record at first: others
//! see in the slot that one is pending, and since which stamp ([`Calls::pending`]). All that the thread has done by then lies
//! before what the call may do, its arguments too; where the call turns out to have begun (it calls back, it ends), it goes on
//! record with the time of then, and the time goes on. A call that is answered leaves nothing behind (tests:
//! `a_call_of_an_annotated_function_starts_no_epoch`, `what_arguments_do_comes_before_the_call`, and the twins of `unannotated`).
//! A thread that such code made counts as being there at any time, but while an annotated closure runs there that moves nothing of
//! what it was made of or called with ([`foreign_enter`]): nothing that such code made is dropped unseen before its end.
//! What other threads read of it stands in [`crossed`](crate::tracker::crossed).

use crate::clock::Epoch;
use crate::primitive::{AtomicU64, Ordering};
use crate::site::{Function, Site};
use crate::tracker::crossed::{Record, first_crossing, is_forgotten, new_record, with_foreign};
use crate::tracker::fixed::Fixed;
use crate::tracker::takeover::{Inside, is_inside};
use crate::tracker::thread::{self, Slot, ThreadHandle};
use crate::tracker::{callee, engine, heap, unseen_guards};
use std::cell::{Cell, RefCell, RefMut};
use std::num::NonZeroUsize;

/// Open calls remembered per thread (count); deeper ones count as crossings.
const DEPTH_MAX: usize = 64;

/// Those of them for which a thread has room from its start (count).
const DEPTH_INLINE: usize = 8;

/// Counts ends of crossings: which of two on different threads began before the other had ended.
static STAMP: AtomicU64 = AtomicU64::new(1);

#[derive(Clone, Copy)]
struct Open {
    name: &'static str,
    serial: u64,
    claimed: bool,
    /// Whether it has called back: what happens now is inside it, and not its receiver or its arguments.
    called_back: bool,
    /// [`DEPTH`] where it stands.
    depth: u32,
    settled: Option<Settled>,
    callee: Callee,
    site: &'static Site,
}

/// What went on record of a call.
#[derive(Clone, Copy)]
struct Settled {
    /// The time of its crossing, unless one was on record already.
    time: Option<u32>,
    /// [`Exposure::upto`](crate::tracker::exposure::Exposure::upto) before that, and with it.
    exposed: (u32, u32),
}

/// A call that may be a crossing and is on no record.
#[derive(Clone, Copy)]
struct Pending {
    serial: u64,
    /// Where others see it.
    slot: &'static Slot,
}

/// What is known of what a call runs.
#[derive(Clone, Copy)]
pub(crate) enum Callee {
    /// A function of this name, or one of a value, if it is empty: whatever annotated code runs first in it is what it ran.
    Named,
    /// The function at this address.
    Function(NonZeroUsize),
    /// The closure whose type has this name.
    Closure(&'static str),
    /// A `dyn Fn` or `dyn FnMut`, whose table leads to the function at this address.
    Object(NonZeroUsize),
    /// A `dyn FnOnce`, whose table leads to a shim at this address.
    ObjectOnce(NonZeroUsize),
}

impl Open {
    /// Whether this is the call of an annotated function, which has called the function at `entry`.
    fn is_of_function(&self, function: &Function, entry: usize) -> bool {
        match self.callee {
            Callee::Named => self.name.is_empty() || is_named(function.name, self.name),
            Callee::Function(at) => callee::is(at.get(), entry),
            Callee::ObjectOnce(at) => callee::is_behind_shim(at.get(), Some(entry)),
            Callee::Closure(_) | Callee::Object(_) => false,
        }
    }

    /// The same of an annotated closure, whose type has this name.
    fn is_of_closure(&self, name: &str, entry: impl Fn() -> Option<usize>) -> bool {
        match self.callee {
            Callee::Named | Callee::Function(_) => self.name.is_empty(),
            Callee::Closure(own) => own == name,
            Callee::Object(at) => callee::is_in_object(at.get(), entry()),
            Callee::ObjectOnce(at) => callee::is_behind_shim(at.get(), entry()),
        }
    }
}

/// A drop that may be of code without annotation.
struct Dropping {
    is_announced: bool,
    /// Its time.
    recorded: Option<u32>,
    /// What [`Calls::ended`], [`Calls::last`] and [`Calls::last_unclaimed`] were before.
    ended: u64,
    last: Option<&'static Site>,
    last_unclaimed: u64,
    /// Whether it may turn out to be annotated.
    may_be_annotated: bool,
}

impl Dropping {
    const NOTHING: Self = Self {
        is_announced: false,
        recorded: None,
        ended: 0,
        last: None,
        last_unclaimed: 0,
        may_be_annotated: false,
    };
}

struct Calls {
    open: Fixed<Open, DEPTH_INLINE, DEPTH_MAX>,
    /// Open calls that nobody has claimed, and those of them that have called back.
    unclaimed: u32,
    unclaimed_called_back: u32,
    serial: u64,
    /// The outermost of the open calls that are on no record and that nobody has claimed, if the innermost one is such a call or in its
    /// arguments.
    pending: Option<Pending>,
    /// The latest call when the thread last came out of a crossing: those before it, and it, stay on record.
    last_unclaimed: u64,
    /// Events of the thread at its last crossing and one more, 0 if that was taken back; and everybody's stamp at the end of the
    /// last one.
    events: u64,
    ended: u64,
    last: Option<&'static Site>,
    dropping: Dropping,
    /// The record of the thread while it has this slot.
    record: Option<(&'static Slot, *const Record)>,
}

thread_local! {
    static CALLS: RefCell<Calls> = const {
        RefCell::new(Calls {
            open: Fixed::new(),
            unclaimed: 0,
            unclaimed_called_back: 0,
            serial: 0,
            pending: None,
            last_unclaimed: 0,
            // All of it is zero, so that a new thread copies nothing.
            events: 0,
            ended: 0,
            last: None,
            dropping: Dropping::NOTHING,
            record: None,
        })
    };
    /// Annotated functions that the thread is in, and one more if it began in annotated code; in the upper half, how many it has
    /// entered.
    static DEPTH: Cell<u64> = const { Cell::new(0) };
    /// Not 0: the thread belongs to code without annotation, and has been there, or anywhere, since this stamp.
    static FOREIGN: Cell<u64> = const { Cell::new(0) };
    /// At this [`DEPTH`] the thread is in code without annotation: 1 in the closure of an observation, else 0.
    static OUTSIDE: Cell<u32> = const { Cell::new(0) };
    /// At this [`DEPTH`] the thread is in code without annotation again: where the innermost call stands that has called back and
    /// that nobody has claimed; 0 if there is none.
    static BACK: Cell<u32> = const { Cell::new(0) };
}

/// An entry in `DEPTH`: one function more, and one entry more.
const ENTRY: u64 = (1 << 32) + 1;

/// How many annotated functions the calling thread has entered (count; begins anew at some point).
pub(crate) fn entries() -> u32 {
    (DEPTH.get() >> 32) as u32
}

/// The calling thread was made by code without annotation. Inside a hook only.
pub(crate) fn foreign_start() {
    begin_foreign(stamp());
}

fn begin_foreign(since: u64) {
    if let Some(me) = thread::this_thread() {
        FOREIGN.set(since);
        with_foreign(|threads| threads.insert(me, since));
    }
}

/// Whether the calling thread belongs to code without annotation, and may be there at any time.
#[inline]
pub(crate) fn is_foreign() -> bool {
    FOREIGN.get() != 0
}

/// On such a thread begins what drops nothing unseen. Answers whether it is the outermost annotated code there: from here on
/// the thread is in annotated code, up to [`foreign_leave`].
#[cold]
pub(crate) fn foreign_enter() -> bool {
    let Some(_inside) = Inside::enter() else {
        return false;
    };
    if DEPTH.get() as u32 != 0 || engine().is_some() || unseen_guards::any() {
        return false;
    }
    with_calls(|calls| {
        if calls.open.len() != 0 {
            return false;
        }
        calls.end_dropping();
        // What it did until now may have been published at any time since then.
        calls.begin();
        if let Some(me) = thread::this_thread() {
            with_foreign(|threads| threads.remove(&me));
        }
        FOREIGN.set(0);
        DEPTH.set(DEPTH.get().wrapping_add(ENTRY));
        calls.come_inside(0);
        true
    })
    .unwrap_or(false)
}

/// The end of that.
#[cold]
pub(crate) fn foreign_leave() {
    DEPTH.with(|depth| depth.set(depth.get() - u64::from(depth.get() as u32 != 0)));
    let Some(_inside) = Inside::enter() else {
        return;
    };
    expose();
    if let Some(slot) = thread::attached() {
        slot.exposure().set_outside(true);
    }
    with_calls(Calls::begin);
    // Behind the record: who does not find it there yet finds the crossing that began now.
    begin_foreign(stamp());
}

/// Annotated code begins here, at the start of a thread that a hook announced or of a session. Inside a hook only.
pub(crate) fn rooted() {
    DEPTH.set(1);
    OUTSIDE.set(0);
    if let Some(slot) = thread::attached() {
        slot.exposure().set_outside(false);
    }
    if FOREIGN.replace(0) != 0
        && let Some(me) = thread::this_thread()
    {
        with_foreign(|threads| threads.remove(&me));
    }
}

/// What runs here from the root is not annotated after all: the closure of an observation, or one that a thread was made with and of which
/// nothing is known. Inside a hook only.
pub(crate) fn rooted_outside() {
    OUTSIDE.set(1);
    if let Some(slot) = thread::attached() {
        slot.exposure().set_outside(true);
    }
}

/// Whether the calling thread is in no annotated function.
pub(crate) fn is_outside() -> bool {
    DEPTH.get() as u32 <= OUTSIDE.get()
}

/// Whether the calling thread, which is about to end, was ever in code without annotation.
pub(crate) fn has_crossed() -> bool {
    is_foreign()
        || OUTSIDE.get() != 0
        || unseen_guards::any()
        || with_calls(|calls| {
            let is_on_record = calls.record.is_some_and(|(_, record)| {
                // SAFETY: as in `Calls::record`: `thread_ended` comes later.
                unsafe { &*record }.has_any()
            });
            is_on_record || calls.pending.is_some()
        })
        .unwrap_or(true)
}

/// Where the counter of crossings stands.
#[inline(always)]
pub(crate) fn stamp() -> u64 {
    // ORDER: Relaxed; who is ordered after the caller's next store by code that nobody sees reads no smaller number.
    STAMP.load(Ordering::Relaxed)
}

/// When the calling thread last came out of code without annotation.
pub(crate) fn came_out() -> u64 {
    with_calls(|calls| calls.ended).unwrap_or_else(stamp)
}

/// The thread's calls; `None` inside a use of them.
#[inline(always)]
fn calls() -> Option<RefMut<'static, Calls>> {
    let calls = CALLS.with(core::ptr::from_ref);
    // SAFETY: the pointer is that of a thread-local without a destructor, which is there as long as its thread runs; the callers are
    // functions of this module, which end the borrow before they return, on this thread.
    unsafe { &*calls }.try_borrow_mut().ok()
}

fn with_calls<R>(f: impl FnOnce(&mut Calls) -> R) -> Option<R> {
    Some(f(&mut *calls()?))
}

/// Entry into an annotated function. Mostly it answers the call that is pending: that needs no call of ours, so no register is saved for
/// it. Answers `false` where that is not so, then [`enter_otherwise`] follows.
#[inline(always)]
pub(crate) fn enter(function: &'static Function) -> bool {
    let depth = DEPTH.with(|depth| depth.replace(depth.get().wrapping_add(ENTRY))) as u32;
    !heap::is_active()
        || (OUTSIDE.get() < depth && calls().is_some_and(|mut calls| calls.answer(function.name)))
}

/// The other entries: the innermost open call of the function's name is its own, or of a pointer to it. `entry` is the address of
/// the function that the annotated one has called. Answers whether a call was answered.
#[inline(never)]
pub(crate) fn enter_otherwise(function: &'static Function, entry: usize) -> bool {
    let depth = (DEPTH.get() as u32).wrapping_sub(1);
    with_calls(|calls| {
        if depth <= OUTSIDE.get() {
            calls.come_inside(depth);
        }
        if calls.dropping.is_announced && calls.is_dropped_by(function) {
            return true;
        }
        let is_answer = calls.claim(|open| open.is_of_function(function, entry));
        if !is_answer {
            calls.mark_called_back();
        }
        is_answer
    })
    .unwrap_or(false)
}

/// A closure of annotated code runs, whose type has this name: it is what a call of a value ran, or was handed to a call which no
/// annotated function has answered. `entry` is the address of the function that it has called, if the stack tells of it.
///
/// Answers whether code without annotation runs it: then [`returned`] follows at its end.
pub(crate) fn called_back(name: &str, entry: impl Fn() -> Option<usize>) -> bool {
    if !heap::is_active() {
        return false;
    }
    let is_called_back = |calls: &mut Calls| {
        let is_answer = calls.claim(|open| open.is_of_closure(name, &entry));
        if !is_answer {
            calls.mark_called_back();
        }
        !is_answer && calls.open.last_mut().is_some_and(|open| open.called_back)
    };
    with_calls(is_called_back).unwrap_or(false)
}

/// The innermost open call is one of a type whose methods never synchronize.
pub(crate) fn call_is_inert() {
    if !heap::is_active() {
        return;
    }
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if engine().is_none() {
        with_calls(|calls| calls.claim(|_| true));
    }
}

/// Whether `name` is the last segment of `path`.
#[inline]
fn is_named(path: &str, name: &str) -> bool {
    // Mostly the two are one, and often the same literal.
    core::ptr::eq(path, name)
        || path
            .strip_suffix(name)
            .is_some_and(|before| before.is_empty() || before.ends_with(':'))
}

/// Return from an annotated function.
pub(crate) fn leave() {
    let depth = DEPTH.with(|depth| {
        let was = depth.get();
        depth.set(was - u64::from(was as u32 != 0));
        depth.get() as u32
    });
    if OUTSIDE.get().max(BACK.get()) < depth || !heap::is_active() {
        return;
    }
    if depth <= OUTSIDE.get() {
        expose();
        if let Some(slot) = thread::attached() {
            slot.exposure().set_outside(true);
        }
    }
    if depth == 0 || depth <= BACK.get() {
        returned();
    }
}

/// What the thread has done may be published by code without annotation from here on: a caller of the outermost annotated
/// function, or the closure of an observation.
fn expose() {
    if let Some(slot) = thread::attached() {
        slot.expose_all();
    }
}

/// Whether the thread is in a call that no annotated function has answered.
pub(crate) fn is_open() -> bool {
    with_calls(|calls| calls.unclaimed != 0).unwrap_or(true)
}

/// The thread is in code without annotation again, which may publish what it did before it returns itself.
#[cold]
pub(crate) fn returned() {
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if engine().is_none() {
        with_calls(Calls::begin);
    }
}

/// A call that may be of code without annotation begins.
pub(crate) fn call_begin(name: &'static str, site: &'static Site) -> u64 {
    begin(name, Callee::Named, site)
}

/// The same of a call of a value, of which this is known.
pub(crate) fn call_begin_of(callee: Callee, site: &'static Site) -> u64 {
    begin("", callee, site)
}

#[inline]
fn begin(name: &'static str, callee: Callee, site: &'static Site) -> u64 {
    if !heap::is_active() || is_inside() {
        return 0;
    }
    let slot = thread::attached();
    // A thread with a slot has no engine.
    if slot.is_none() && engine().is_some() {
        return 0;
    }
    // As in `enter`: no call of ours is needed mostly.
    if slot.is_some()
        && let Some(mut calls) = calls()
        && !calls.dropping.is_announced
        && calls.open.has_room_here()
    {
        return calls.open(name, callee, site, slot);
    }
    begin_otherwise(name, callee, site)
}

#[inline(never)]
fn begin_otherwise(name: &'static str, callee: Callee, site: &'static Site) -> u64 {
    with_calls(|calls| {
        calls.end_dropping();
        calls.open(name, callee, site, thread::attached())
    })
    .unwrap_or(0)
}

/// What the calling thread's pending call may have done goes on record, because its slot or its session changes. Inside a hook only.
pub(crate) fn settle() {
    with_calls(Calls::settle);
}

/// A value is about to be dropped whose type may have a `Drop` without annotation, which may synchronize.
pub(crate) fn dropping(site: &'static Site) {
    announce(site, true);
}

/// The same of a value that has such a `Drop` in it for certain, whatever annotated one runs first.
pub(crate) fn dropping_unseen(site: &'static Site) {
    announce(site, false);
}

fn announce(site: &'static Site, may_be_annotated: bool) {
    if !heap::is_active() {
        return;
    }
    let Some(_inside) = Inside::enter() else {
        return;
    };
    if engine().is_some() {
        return;
    }
    with_calls(|calls| {
        let dropping = Dropping {
            is_announced: true,
            recorded: calls.begin(),
            ended: calls.ended,
            last: calls.last,
            last_unclaimed: calls.last_unclaimed,
            may_be_annotated,
        };
        calls.came_out(Some(site));
        calls.dropping = dropping;
    });
}

/// In how many annotated functions the calling thread is, and how many events it has had.
pub(crate) fn here() -> (u32, u64) {
    (
        DEPTH.get() as u32,
        thread::attached().map_or(0, Slot::events),
    )
}

/// From here on the calling thread may cross at any time, or not any more. Inside a hook only.
pub(crate) fn set_at_any_time(does: bool) {
    let stamp = if does { stamp() } else { 0 };
    with_calls(|calls| {
        let Some(slot) = thread::attached() else {
            return;
        };
        slot.exposure().set_at_any_time(does);
        if let Some(record) = calls.record(slot) {
            record.set_at_any_time(stamp);
        }
    });
}

/// The calling thread comes out of code without annotation, at `site`. Inside a hook only.
pub(crate) fn crossed(site: Option<&'static Site>) {
    if engine().is_some() {
        return;
    }
    with_calls(|calls| {
        calls.begin();
        calls.came_out(site);
    });
}

/// The call has ended. Answers whether it was a crossing.
pub(crate) fn call_end(serial: u64) -> bool {
    if serial == 0 || is_inside() {
        return false;
    }
    if calls().is_some_and(|mut calls| calls.end_answered(serial)) {
        return false;
    }
    with_calls(|calls| calls.end(serial)).unwrap_or(false)
}

/// What all crossings that have begun by now have a smaller stamp than.
pub(crate) fn end_stamp() -> u64 {
    // ORDER: SeqCst; pairs with the load in `stamp_of_begin`. If a crossing began before this end by any order that is real,
    // its load came before this increment, so it has the smaller number.
    STAMP.fetch_add(1, Ordering::SeqCst) + 1
}

/// A crossing that begins now has this stamp.
#[inline(always)]
fn stamp_of_begin() -> u64 {
    // ORDER: SeqCst; see `end_stamp`.
    STAMP.load(Ordering::SeqCst)
}

impl Calls {
    /// Notes that a crossing may begin, if anything has happened since the last one. Answers its time.
    fn begin(&mut self) -> Option<u32> {
        self.settle();
        let time = self.go_on_record(thread::attached()?, stamp_of_begin);
        self.wait_again();
        time
    }

    /// The same of a call that is too deep to be followed.
    #[cold]
    fn begin_unseen(&mut self, slot: Option<&'static Slot>) {
        if slot.is_some()
            && let Some(_inside) = Inside::enter()
        {
            self.begin();
        }
    }

    /// A crossing of the calling thread, which has this slot, goes on record, if anything has happened since the last one.
    fn go_on_record(&mut self, slot: &'static Slot, stamp: impl FnOnce() -> u64) -> Option<u32> {
        slot.expose_all();
        let events = slot.events() + 1;
        if events == self.events {
            return None;
        }
        self.events = events;
        let time = slot.own(|own| {
            let time = own.view.epoch().time;
            own.view.tick();
            time
        });
        // On a foreign thread it may have begun at any time.
        match FOREIGN.get() {
            0 => self.record(slot)?.begin(time, stamp),
            since => self.record(slot)?.begin(time, || since),
        }
        Some(time)
    }

    /// A call begins. Answers its number.
    #[inline(always)]
    fn open(
        &mut self,
        name: &'static str,
        callee: Callee,
        site: &'static Site,
        slot: Option<&'static Slot>,
    ) -> u64 {
        self.serial += 1;
        let serial = self.serial;
        let open = Open {
            name,
            serial,
            claimed: false,
            called_back: false,
            depth: DEPTH.get() as u32,
            settled: None,
            callee,
            site,
        };
        if !self.open.push(open) {
            self.begin_unseen(slot);
            return serial;
        }
        self.unclaimed += 1;
        if let Some(slot) = slot {
            slot.exposure().set_inside(true);
            self.wait_for_answer(serial, slot);
        }
        serial
    }

    /// The call of this number has begun, or is about to.
    #[inline(always)]
    fn wait_for_answer(&mut self, serial: u64, slot: &'static Slot) {
        // In the arguments of a call that is pending, that one has not begun yet either.
        let pending = self.pending.get_or_insert(Pending { serial, slot });
        pending.slot.set_pending(stamp_of_begin());
    }

    /// The innermost call may begin at any time, also where it was pending before.
    fn wait_again(&mut self) {
        if let (None, Some(open), Some(slot)) = (self.pending, self.open.last(), thread::attached())
            && !open.claimed
            && !open.called_back
        {
            self.wait_for_answer(open.serial, slot);
        }
    }

    /// The pending call counts as a crossing that has begun.
    fn settle(&mut self) {
        let Some(Pending { serial, slot }) = self.pending.take() else {
            return;
        };
        let before = slot.exposure().upto();
        let time = self.go_on_record(slot, || slot.pending());
        let settled = Settled {
            time,
            exposed: (before, slot.exposure().upto()),
        };
        let mut open = self.open.values_mut().iter_mut().rev();
        if let Some(open) = open.find(|open| open.serial == serial) {
            open.settled.get_or_insert(settled);
        }
        // Behind the record: who does not find it pending finds it there.
        slot.set_pending(0);
    }

    /// Ends the call of this number if it was answered, and so was every call in it, as it is mostly. Answers whether that is so.
    #[inline(always)]
    fn end_answered(&mut self, serial: u64) -> bool {
        let is_it = |open: &mut Open| open.serial == serial && open.claimed;
        let is_answered = self.open.last_here().is_some_and(is_it)
            && (self.unclaimed == 0 || self.pending.is_some());
        if is_answered {
            self.open.pop_here();
        }
        is_answered
    }

    /// The call of this number has ended, and was answered by nobody or had such calls in it. Answers whether it was a crossing.
    #[cold]
    fn end(&mut self, serial: u64) -> bool {
        let Some(_inside) = Inside::enter() else {
            return false;
        };
        let mut crossed = false;
        while let Some(open) = self.open.pop_if(|open| serial <= open.serial) {
            if !open.claimed {
                expose();
                self.begin();
                self.count_out(open.called_back);
            }
            if open.serial == serial && !open.claimed {
                self.set_ended(end_stamp());
                self.last = Some(open.site);
                self.last_unclaimed = serial;
                crossed = true;
            }
        }
        self.wait_again();
        crossed
    }

    /// The thread has come out of code without annotation, at `site`.
    fn came_out(&mut self, site: Option<&'static Site>) {
        self.set_ended(end_stamp());
        self.last = site.or(self.last);
        self.last_unclaimed = self.serial;
    }

    /// The innermost open call is no crossing, if it is pending and bears this very name; where that is not so, [`Calls::claim`] and the
    /// others are asked. Answers whether it was.
    #[inline(always)]
    fn answer(&mut self, name: &'static str) -> bool {
        let (Some(pending), false) = (self.pending, self.dropping.is_announced) else {
            return false;
        };
        let Some(open) = self.open.last_here() else {
            return false;
        };
        let is_it = open.serial == pending.serial && core::ptr::eq(open.name, name);
        // One that is pending is not claimed.
        if !is_it || open.called_back || open.settled.is_some() {
            return false;
        }
        open.claimed = true;
        self.unclaimed -= 1;
        self.pending = None;
        pending.slot.set_pending(0);
        pending.slot.exposure().set_inside(self.unclaimed != 0);
        true
    }

    /// The innermost open call is no crossing, if it is `wanted`. Answers whether it was.
    #[inline]
    fn claim(&mut self, wanted: impl FnOnce(&Open) -> bool) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        if open.claimed || !wanted(open) {
            return false;
        }
        open.claimed = true;
        let Open {
            serial,
            called_back,
            settled,
            ..
        } = *open;
        if let Some(pending) = self.pending
            && pending.serial == serial
        {
            self.pending = None;
            pending.slot.set_pending(0);
        }
        self.count_out(called_back);
        if let Some(settled) = settled
            && self.last_unclaimed < serial
        {
            self.take_all_back(settled);
        }
        true
    }

    /// What went on record of a call was none.
    #[cold]
    fn take_all_back(&mut self, settled: Settled) {
        let Some(slot) = thread::attached() else {
            return;
        };
        let (before, with) = settled.exposed;
        if slot.exposure().upto() == with {
            slot.exposure().set_upto(before);
        }
        if let Some(time) = settled.time {
            self.take_back(slot, time);
        }
    }

    /// The thread was in code without annotation, and is in annotated code now.
    #[cold]
    fn come_inside(&mut self, depth: u32) {
        let stamp = end_stamp();
        if let Some(slot) = thread::attached() {
            slot.exposure().set_outside(false);
            slot.exposure().came_out(stamp);
        }
        if depth == 0 {
            // Called back by it.
            self.set_ended(stamp);
        }
    }

    /// Whether the drop that was announced is this function's; then it is no crossing. No drop is announced from here on.
    #[cold]
    fn is_dropped_by(&mut self, function: &Function) -> bool {
        let dropping = core::mem::replace(&mut self.dropping, Dropping::NOTHING);
        if !dropping.may_be_annotated || !is_named(function.name, "drop") {
            self.set_ended(end_stamp());
            return false;
        }
        self.set_ended(dropping.ended);
        self.last = dropping.last;
        self.last_unclaimed = dropping.last_unclaimed;
        if let (Some(time), Some(slot)) = (dropping.recorded, thread::attached()) {
            self.take_back(slot, time);
        }
        true
    }

    /// A drop that was announced has ended by now. (It came right behind its announcement; what it received comes from no later.)
    fn end_dropping(&mut self) {
        if self.dropping.is_announced {
            self.dropping.is_announced = false;
            self.set_ended(end_stamp());
        }
    }

    /// What happens now is inside the innermost open call. Of a claimed one nobody asks that.
    fn mark_called_back(&mut self) {
        if let Some(open) = self.open.last_mut()
            && !open.claimed
            && !open.called_back
        {
            open.called_back = true;
            self.unclaimed_called_back += 1;
            self.calls_back();
        }
    }

    #[cold]
    fn calls_back(&mut self) {
        if let Some(_inside) = Inside::enter() {
            self.settle();
        }
        self.tell_slot();
    }

    fn set_ended(&mut self, stamp: u64) {
        self.ended = stamp;
        if let Some(slot) = thread::attached() {
            slot.set_came_out(stamp);
        }
    }

    /// A call that nobody had claimed is claimed now, or has ended.
    #[inline]
    fn count_out(&mut self, called_back: bool) {
        self.unclaimed -= 1;
        if called_back {
            self.unclaimed_called_back -= 1;
            self.tell_slot();
        } else if let Some(slot) = thread::attached() {
            slot.exposure().set_inside(self.unclaimed != 0);
        }
    }

    /// Others see in the slot what the calls of its tenant come to.
    fn tell_slot(&mut self) {
        if let Some(slot) = thread::attached() {
            slot.exposure().set_inside(self.unclaimed != 0);
            slot.set_called_back(self.unclaimed_called_back != 0);
        }
        if self.unclaimed_called_back != 0 || BACK.get() != 0 {
            self.tell_back();
        }
    }

    #[cold]
    fn tell_back(&mut self) {
        let is_back = |open: &&mut Open| open.called_back && !open.claimed;
        let innermost = self.open.values_mut().iter_mut().rev().find(is_back);
        BACK.set(innermost.map_or(0, |open| open.depth));
    }

    /// The call that began at `time` was annotated after all.
    fn take_back(&mut self, slot: &'static Slot, time: u32) {
        let Some(record) = self.record(slot) else {
            return;
        };
        if record.take_back(time) && slot.events() + 1 == self.events {
            // Nothing bears the time that began with it, unless somebody has taken the present clock since.
            slot.own(|own| own.view.take_tick_back(time));
        }
        self.events = 0;
    }

    #[inline]
    fn record(&mut self, slot: &'static Slot) -> Option<&'static Record> {
        let record = match self.record {
            Some((of, record)) if core::ptr::eq(of, slot) => record,
            _ => self.record_anew(slot)?,
        };
        // SAFETY: dereferences the pointer of an `Arc` in `RECORDS`, which is removed only some time after
        // `thread_ended` of this thread; from then on it has no slot, and nobody comes here.
        Some(unsafe { &*record })
    }

    #[cold]
    fn record_anew(&mut self, slot: &'static Slot) -> Option<*const Record> {
        let record = new_record(thread::this_thread()?);
        self.record = Some((slot, record));
        if unseen_guards::any() {
            // SAFETY: as in `record`.
            let record = unsafe { &*record };
            // As in `set_at_any_time`, which came before the thread had a slot.
            record.set_at_any_time(stamp());
        }
        Some(record)
    }
}

/// The calls in annotated code that the calling thread is in, innermost first.
pub(crate) fn open_calls() -> Vec<&'static Site> {
    let sites = |calls: &mut Calls| {
        let open = calls.open.values().iter().rev();
        open.map(|open| open.site).collect()
    };
    with_calls(sites).unwrap_or_default()
}

/// Whether code without annotation may have ordered the calling thread's next event after what `thread` did at `earlier`,
/// and where the calling thread was in it.
///
/// Some release of the earlier side, after its access, and some acquire of the later side, before its own, may meet: both in
/// such code, or one of them there and the other one in an operation that a hook saw. Whom the later side knows of counts as
/// itself, since clocks carry on what came out of such code.
pub(crate) fn between(earlier: Epoch, thread: ThreadHandle) -> Option<Option<&'static Site>> {
    let (unseen, received) = thread::unseen_sources();
    let (open, inside, last) = with_calls(|calls| {
        let mut open = calls.open.values().iter().filter(|open| !open.claimed);
        let outside = is_foreign() || DEPTH.get() as u32 == 0;
        match open.clone().next_back() {
            // In such code right now, or about to be.
            Some(innermost) => {
                let inside = open.any(|open| open.called_back);
                (true, outside || inside, Some(innermost.site))
            }
            // Where a drop was announced it may have ended just now.
            None => {
                let outside = outside || calls.dropping.is_announced;
                (outside, outside, calls.last)
            }
        }
    })?;
    let now = |is: bool| if is { u64::MAX } else { unseen };
    let foreign = with_foreign(|threads| threads.get(&thread).copied());
    let crossed = foreign.or_else(|| match is_forgotten(thread) {
        true => Some(0),
        false => first_crossing(earlier, thread),
    });
    let met_unseen = crossed.is_some_and(|at| at < now(open) || at < received);
    let met_by_hooks = || thread::first_release(earlier).is_some_and(|at| at < now(inside));
    (met_unseen || met_by_hooks()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{AccessKind, Bytes, MemoryAccess};
    use crate::site::Span;
    use crate::tracker;
    use crate::tracker::crossed::CROSSINGS_MAX;

    static CALLER: Function = Function {
        file: "crossings.rs",
        manifest_dir: "",
        name: "caller",
    };
    static CALLEE: Function = Function {
        file: "crossings.rs",
        manifest_dir: "",
        name: "Type::callee",
    };
    static SITE: Site = Site::new(&CALLER, Span::new(1, 1, 1, 9), "callee()", "", &[]);
    static CELL: AtomicU64 = AtomicU64::new(0);

    /// An event of the calling thread; answers the epoch that it bore.
    fn event() -> (&'static Slot, Epoch) {
        tracker::access(&MemoryAccess {
            bytes: Bytes {
                address: core::ptr::from_ref(&CELL).addr(),
                size: 8,
            },
            kind: AccessKind::Read,
            site: &SITE,
        });
        let slot = thread::attached().expect("tracked by its first event");
        (slot, slot.own(|own| own.view.epoch()))
    }

    fn enter_here() {
        if !enter(&CALLEE) {
            enter_otherwise(&CALLEE, 0);
        }
    }

    fn in_annotated_code(f: impl FnOnce() + Send) {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _ = event();
                rooted();
                f();
            });
        });
    }

    #[test]
    fn a_call_of_an_annotated_function_starts_no_epoch() {
        in_annotated_code(|| {
            let (slot, before) = event();
            let me = thread::this_thread().expect("has a slot");
            for depth in 1..4 {
                // Calls within calls too: the outer ones are answered first.
                let open: Vec<u64> = (0..depth)
                    .map(|_| {
                        let serial = call_begin("callee", &SITE);
                        assert!(first_crossing(before, me).is_some());
                        enter_here();
                        assert_eq!(first_crossing(before, me), None);
                        serial
                    })
                    .collect();
                assert_eq!(slot.own(|own| own.view.epoch()), before);
                assert_eq!(event().1, before);
                open.into_iter().rev().for_each(|serial| {
                    leave();
                    call_end(serial);
                });
                assert_eq!(first_crossing(before, me), None);
                assert_eq!(event().1, before);
            }
        });
    }

    #[test]
    fn a_call_that_nobody_answers_is_a_crossing_and_ends_an_epoch() {
        in_annotated_code(|| {
            let (_, before) = event();
            let me = thread::this_thread().expect("has a slot");
            let ended = end_stamp();
            let serial = call_begin("other", &SITE);
            // Seen while it is open, and began after what had ended.
            assert!(first_crossing(before, me).is_some_and(|stamp| stamp >= ended));
            call_end(serial);
            let (_, after) = event();
            assert!(before.time < after.time);
            assert!(first_crossing(before, me).is_some_and(|stamp| stamp < end_stamp()));
            // What came behind it has none, until there is another.
            assert_eq!(first_crossing(after, me), None);
            let serial = call_begin("other", &SITE);
            enter_here();
            assert!(first_crossing(after, me).is_some());
            assert!(first_crossing(before, me) <= first_crossing(after, me));
            leave();
            call_end(serial);
        });
    }

    #[test]
    fn what_arguments_do_comes_before_the_call() {
        in_annotated_code(|| {
            let me = thread::this_thread().expect("has a slot");
            let serial = call_begin("other", &SITE);
            // In its arguments: events, a call that is answered, another event.
            let (_, first) = event();
            let inner = call_begin("callee", &SITE);
            enter_here();
            leave();
            call_end(inner);
            let (_, last) = event();
            assert!(first_crossing(first, me).is_some());
            assert!(first_crossing(last, me).is_some());
            call_end(serial);
            assert!(first_crossing(last, me).is_some_and(|stamp| stamp < end_stamp()));
            assert_eq!(first_crossing(event().1, me), None);
        });
    }

    #[test]
    fn a_crossing_in_the_arguments_stays_when_the_call_is_answered() {
        in_annotated_code(|| {
            let (_, before) = event();
            let me = thread::this_thread().expect("has a slot");
            let outer = call_begin("callee", &SITE);
            let inner = call_begin("other", &SITE);
            call_end(inner);
            // The outer one may begin now; what is done before it lies before it.
            let (_, argument) = event();
            assert!(first_crossing(argument, me).is_some());
            enter_here();
            assert!(first_crossing(before, me).is_some());
            assert_eq!(first_crossing(argument, me), None);
            leave();
            call_end(outer);
            // So does a drop in the arguments.
            let (_, before) = event();
            let outer = call_begin("callee", &SITE);
            crossed(None);
            enter_here();
            assert!(first_crossing(before, me).is_some());
            leave();
            call_end(outer);
        });
    }

    #[test]
    fn crossings_that_were_joined_stay_when_a_call_is_answered_late() {
        in_annotated_code(|| {
            let (_, first) = event();
            let me = thread::this_thread().expect("has a slot");
            let outer = call_begin("callee", &SITE);
            for _ in 0..2 * CROSSINGS_MAX {
                event();
                let serial = call_begin("other", &SITE);
                call_end(serial);
            }
            enter_here();
            assert!(first_crossing(first, me).is_some());
            leave();
            call_end(outer);
        });
    }
}
