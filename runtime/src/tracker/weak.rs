//! Stale reads in ordinary runs: a tracked load may return an older store that the model allows.
//!
//! Source: the rules of [`history`](crate::model::history) and [`sc`](crate::model::sc), which say what a load may read; the idea
//! of stale reads in a run that is not explored is tsan11's (Lidbury & Donaldson, POPL 2017).
//! Memory always holds the newest value, and every read-modify-write, also one that fails, reads it: so what unannotated code
//! sees is an ordinary run, and a value that it left makes its atomic never stale.
//! A store is offered as hidden by a newer one wherever code without annotation may have ordered the two, by the judgement
//! that makes a pair of accesses `Unproven` ([`unannotated`]).
//! Threads also pause at some of their first operations ([`pause`]): what is read can only be stale where threads meet.
//! Cost where this is off: none on a path that keeps no history. The session of an object is what every operation compares
//! anyway; a weak object never bears one, so it is found on the path where sessions differ ([`Object::enter`]).
//! Invariant: [`Weak::position`] is the object's when the history was last told of a store; where they differ, a store came by
//! another way, and the history begins anew with the value that stands there.

use crate::clock::{Epoch, ThreadIndex};
use crate::model::history::{History, Stored};
use crate::model::sc::ScOrder;
use crate::model::{Message, ThreadView};
use crate::order::{LoadOrder, RmwOrder};
use crate::primitive::{AtomicBool, AtomicU64, Mutex, MutexGuard, Ordering, PoisonError};
use crate::random::Random;
use crate::tracker::membership::SessionId;
use crate::tracker::object::Object;
use crate::tracker::thread::{self, Slot};
use crate::tracker::unannotated::{self, Ordered};
use smallvec::SmallVec;
use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use std::time::Duration;

/// Stores remembered per atomic object (count). Older ones are no longer offered; no race is invented.
const HISTORY_LEN_MAX: usize = 16;

/// Stale values that a thread reads from an object one after the other (count); then it reads the newest one. So a loop that
/// waits for a value ends, as std promises that stores become visible in finite time.
const STALE_MAX: u8 = 8;

static ON: AtomicBool = AtomicBool::new(false);
static SEED: AtomicU64 = AtomicU64::new(0);

/// From now on loads may be stale.
pub(crate) fn switch_on(seed: u64) {
    // ORDER: Relaxed; whoever sees `ON` below sees the seed.
    SEED.store(seed, Ordering::Relaxed);
    // ORDER: Release; pairs with the Acquire in `is_on`.
    ON.store(true, Ordering::Release);
}

/// Whether loads may be stale.
pub(crate) fn is_on() -> bool {
    // ORDER: Acquire; pairs with the Release in `switch_on`.
    ON.load(Ordering::Acquire)
}

/// The order of all SeqCst operations of the run.
static SEQ_CST: Mutex<ScOrder> = Mutex::new(ScOrder::new());

fn seq_cst() -> MutexGuard<'static, ScOrder> {
    SEQ_CST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A SeqCst fence was made: the epoch that it bears, and the view of its thread behind it.
pub(crate) fn fence(epoch: Epoch, view: &ThreadView) {
    seq_cst().fence(epoch, view);
}

thread_local! {
    static CHOICES: RefCell<Option<Random>> = const { RefCell::new(None) };
}

/// The next choice of the calling thread, which follows from the seed, the number of its session, its own
/// in that session, and its earlier choices.
fn choose<R>(f: impl FnOnce(&mut Random) -> R) -> Option<R> {
    CHOICES.with(|choices| {
        let mut choices = choices.try_borrow_mut().ok()?;
        let random = choices.get_or_insert_with(|| {
            let number = thread::description().map_or(0, |description| description.number);
            let session = thread::attached().map_or(SessionId::NONE, Slot::session);
            // ORDER: Relaxed; `is_on` was seen.
            let mut seeds = Random::new(SEED.load(Ordering::Relaxed));
            let mut sessions = Random::new(seeds.next() ^ u64::from(session.0));
            Random::new(sessions.next() ^ u64::from(number))
        });
        Some(f(random))
    })
}

thread_local! {
    /// How many more of the calling thread's operations may come after a pause.
    static MAY_PAUSE: Cell<u32> = const { Cell::new(MAY_PAUSE_MAX) };
}

/// Atomic operations of a thread, from its first one on, that may come after a pause (count). Threads that have just begun
/// hardly ever meet otherwise: the first one is done before the second one runs.
const MAY_PAUSE_MAX: u32 = 64;

/// How long a pause is (microseconds, exclusive bound).
const PAUSE_US_MAX: u64 = 100;

/// Lets other threads run, before some of the calling thread's first operations: behind them it finds fewer (tried). No lock is held.
///
/// Nothing that a run without it could not do: the system may stop a thread anywhere. Measured on the bugs of
/// `tests/programs/real_bugs` and their like, sixty runs each, two cores, loaded, 2026-11-28, two times: those that only need another
/// schedule are found in 12 and 19 instead of 4 (`refcell`), 7 and 14 instead of 6 (`atomic_waker`) and 5 and 10 instead of 0 (a reader's
/// unlock) of the runs; those that need a stale read as often as before.
#[cold]
pub(crate) fn pause() {
    let left = MAY_PAUSE.get();
    if left == 0 {
        return;
    }
    MAY_PAUSE.set(left - 1);
    if let Some(Some(pause)) = choose(next_pause) {
        std::thread::sleep(pause);
    }
}

/// A pause before every fourth operation or so.
fn next_pause(random: &mut Random) -> Option<Duration> {
    random
        .once_in(4)
        .then(|| Duration::from_micros(random.below(PAUSE_US_MAX)))
}

/// What a weak object has besides others.
#[derive(Debug)]
pub(crate) struct Weak {
    /// The session of the latest operation.
    session: SessionId,
    /// Two live sessions use it, whose threads are not compared.
    shared: bool,
    history: Option<History>,
    position: u64,
    /// How many stale values each thread has read since it last read the newest one.
    stale: SmallVec<[(ThreadIndex, u8); 4]>,
}

impl Weak {
    /// Of an object of this session.
    pub(crate) fn new(session: SessionId) -> Box<Self> {
        Box::new(Self {
            session,
            shared: false,
            history: None,
            position: 0,
            stale: SmallVec::new(),
        })
    }

    /// The session of the latest operation.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

    /// An operation of another live session comes.
    pub(crate) fn share(&mut self) {
        self.shared = true;
    }

    /// The history, and what of it the model offers to a load of the calling thread.
    fn readable(
        &self,
        slot: &'static Slot,
        order: LoadOrder,
    ) -> Option<(&History, RangeInclusive<u64>)> {
        let own = slot.own_guard();
        let bound = match order {
            LoadOrder::SeqCst => seq_cst().now(),
            LoadOrder::Acquire | LoadOrder::Relaxed => seq_cst().bound(&own.view),
        };
        let history = self.history.as_ref()?;
        Some((history, history.readable(&own.view, &bound)))
    }

    /// Whether the thread may read something stale once more; counts.
    fn may_be_stale(&mut self, thread: ThreadIndex) -> bool {
        match self.stale.iter_mut().find(|(other, _)| *other == thread) {
            Some((_, count)) if *count < STALE_MAX => *count += 1,
            Some(_) => return false,
            None => self.stale.push((thread, 1)),
        }
        true
    }

    fn read_newest(&mut self, thread: ThreadIndex) {
        self.stale.retain(|(other, _)| *other != thread);
    }
}

/// An older store that a load reads.
pub(crate) struct Stale {
    position: u64,
}

/// The stores that the model offers to a load besides the newest one. Owned, since whether code without annotation may have
/// hidden them is asked of other threads, for whom nobody waits who holds a granule.
pub(crate) struct Offer {
    /// Of the object, when this was made: the number of its stores.
    position: u64,
    newest: u64,
    /// The epochs of the newest store and its readers, then those of the one before it, and so on: the oldest store is not
    /// among them.
    accesses: Vec<SmallVec<[Epoch; 4]>>,
}

impl Offer {
    /// Which store the calling thread's load reads. No lock is held.
    pub(crate) fn choose(&self, slot: &'static Slot) -> Option<Stale> {
        let session = slot.session();
        let unordered = |accesses: &&SmallVec<_>| {
            accesses
                .iter()
                .all(|epoch: &Epoch| is_unordered(*epoch, session))
        };
        let older = self.accesses.iter().take_while(unordered).count() as u64;
        let oldest = self.newest - older;
        let wanted = choose(|random| match 0 < older && random.once_in(2) {
            true => oldest + random.below(older),
            false => self.newest,
        })?;
        (wanted != self.newest).then_some(Stale { position: wanted })
    }
}

impl Object {
    /// What the model offers to a load of the calling thread. The object has the value that stands there.
    pub(crate) fn offer(&mut self, slot: &'static Slot, order: LoadOrder) -> Option<Offer> {
        self.meet_history();
        let weak = self.weak.as_ref()?;
        let (history, offered) = weak.readable(slot, order)?;
        let (oldest, newest) = match weak.shared {
            true => (*offered.end(), *offered.end()),
            false => offered.into_inner(),
        };
        let newer = (oldest + 1..=newest).rev();
        Some(Offer {
            position: self.position,
            newest,
            accesses: newer
                .map(|position| history.accesses(position).collect())
                .collect(),
        })
    }

    /// What the calling thread's load reads: what was chosen, if no store came meanwhile, nor in the order of SeqCst what
    /// hides it.
    pub(crate) fn take(
        &mut self,
        slot: &'static Slot,
        order: LoadOrder,
        offer: &Offer,
        chosen: Option<Stale>,
    ) -> Option<Stale> {
        let position = self.position;
        let weak = self.weak.as_mut()?;
        let is_allowed = |chosen: &Stale| {
            weak.readable(slot, order).is_some_and(|(_, readable)| {
                let is_unchanged = position == offer.position && *readable.end() == offer.newest;
                is_unchanged && readable.contains(&chosen.position)
            })
        };
        let chosen = chosen.filter(is_allowed);
        if chosen.is_some() && weak.may_be_stale(slot.index()) {
            return chosen;
        }
        weak.read_newest(slot.index());
        None
    }

    /// What the load reads: the value, the message, and which store it is.
    pub(crate) fn stored(&self, stale: &Stale) -> Option<&Stored> {
        self.weak.as_ref()?.history.as_ref()?.at(stale.position)
    }

    /// A load with this epoch was made, of an older store or of the newest one.
    pub(crate) fn note_load(&mut self, epoch: Epoch, order: LoadOrder, stale: Option<&Stale>) {
        self.meet_history();
        let Some(history) = self.history_mut() else {
            return;
        };
        let position = stale.map_or(history.latest(), |stale| stale.position);
        history.read(position, epoch);
        if order == LoadOrder::SeqCst {
            history.accessed_seq_cst(seq_cst().access(), position);
        }
    }

    /// A store is about to be made: the history begins with what stands there, if it has not begun.
    pub(crate) fn before_store(&mut self, before: u64) {
        match self.known {
            true => self.meet_history(),
            // The first value seen is the initial one.
            false => self.begin_history(Stored::new(before, Message::new(), None)),
        }
    }

    /// A store was made, or the write part of a read-modify-write.
    pub(crate) fn note_store(&mut self, epoch: Epoch, value: u64, is_seq_cst: bool) {
        let (latest, position) = (self.latest.get(), self.position);
        let message = self.message.clone();
        let Some(weak) = self.weak.as_mut() else {
            return;
        };
        let Some(history) = weak.history.as_mut() else {
            return;
        };
        history.push(Stored::new(value, message, latest.map(|id| (id, epoch))));
        weak.position = position;
        if is_seq_cst {
            let position = history.latest();
            history.accessed_seq_cst(seq_cst().access(), position);
        }
    }

    /// A read-modify-write was made: it read the newest store, and wrote behind it.
    pub(crate) fn note_rmw(&mut self, epoch: Epoch, value: u64, order: RmwOrder) {
        let is_seq_cst = order == RmwOrder::SeqCst;
        if let Some(history) = self.history_mut() {
            let read = history.latest();
            history.read(read, epoch);
        }
        self.note_store(epoch, value, is_seq_cst);
    }

    /// A history that knows of all stores.
    fn meet_history(&mut self) {
        let follows = self.weak.as_ref().is_some_and(|weak| {
            weak.history.is_some() && weak.position == self.position && !self.foreign
        });
        if !follows {
            let mut newest = Stored::new(self.value, self.message.clone(), None);
            newest.id = self.latest.get();
            self.begin_history(newest);
        }
    }

    fn begin_history(&mut self, first: Stored) {
        let position = self.position;
        if let Some(weak) = self.weak.as_mut() {
            weak.history = Some(History::new(first, HISTORY_LEN_MAX));
            weak.position = position;
            weak.stale.clear();
        }
    }

    /// What stands there carries more than its store left: the history begins anew.
    pub(crate) fn forget_history(&mut self) {
        if let Some(weak) = self.weak.as_mut() {
            weak.history = None;
        }
    }

    fn history_mut(&mut self) -> Option<&mut History> {
        self.weak.as_mut()?.history.as_mut()
    }
}

/// Whether nothing that we do not see can have ordered an event before the calling thread's next one.
fn is_unordered(epoch: Epoch, own: SessionId) -> bool {
    thread::tenant(epoch).is_some_and(|(session, _, handle)| {
        session == own && unannotated::verdict(epoch, handle) == Ordered::No
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_some_and_short_and_follow_the_seed() {
        let pauses = |seed| {
            let mut random = Random::new(seed);
            (0..400)
                .map(|_| next_pause(&mut random))
                .collect::<Vec<_>>()
        };
        let made: Vec<Duration> = pauses(7).into_iter().flatten().collect();
        assert!((50..150).contains(&made.len()), "{}", made.len());
        assert!(
            made.iter()
                .all(|pause| *pause < Duration::from_micros(PAUSE_US_MAX))
        );
        assert_eq!(pauses(7), pauses(7));
        assert_ne!(pauses(7), pauses(8));
    }
}
