//! The crossings of threads, for other threads to read; see [`crossings`](crate::tracker::crossings).
//!
//! Invariant: `Record::crossings` is in order of time and of stamp; joining two neighbours takes the later time and the
//! earlier stamp, so that a crossing is found where there was one, never the other way.

use crate::clock::Epoch;
use crate::primitive::{AtomicU32, AtomicU64, Mutex, MutexGuard, Ordering, PoisonError};
use crate::tracker::thread::{self, ThreadHandle};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::Arc;

/// Crossings remembered per thread (count); older ones are joined.
pub(crate) const CROSSINGS_MAX: usize = 64;

/// A stretch in which the thread may have been in code without annotation.
#[derive(Clone, Copy)]
struct Crossing {
    /// The thread's time when it began: accesses up to here came before.
    time: u32,
    /// What the counter of crossings was when it began.
    stamp: u64,
    /// Whether older ones are joined to it.
    joined: bool,
}

/// The crossings of a thread, for others to read.
#[derive(Default)]
pub(crate) struct Record {
    /// All but the latest.
    crossings: Mutex<VecDeque<Crossing>>,
    latest: Latest,
    /// Not 0: what that counter was when the thread began to cross at any time.
    at_any_time: AtomicU64,
}

/// The latest crossing, written by its thread only.
///
/// Others look at it while they hold the lock on the older ones. Then it can come and go, but not be replaced; who sees the
/// stamp of one that is just being taken back with the time of the next takes that one to have begun earlier than it did.
#[derive(Default)]
struct Latest {
    time: AtomicU32,
    /// 0: there is none.
    stamp: AtomicU64,
}

impl Latest {
    #[inline]
    fn get(&self) -> Option<Crossing> {
        // ORDER: Acquire; pairs with the Release in `set`.
        let stamp = self.stamp.load(Ordering::Acquire);
        let crossing = Crossing {
            // ORDER: Relaxed; ordered by the stamp.
            time: self.time.load(Ordering::Relaxed),
            stamp,
            joined: false,
        };
        (stamp != 0).then_some(crossing)
    }

    #[inline]
    fn set(&self, time: u32, stamp: u64) {
        // ORDER: Relaxed; ordered by the stamp.
        self.time.store(time, Ordering::Relaxed);
        // ORDER: Release; pairs with the Acquire in `get`.
        self.stamp.store(stamp, Ordering::Release);
    }

    #[inline]
    fn clear(&self) {
        // ORDER: Relaxed; who does not see it yet takes a call for a crossing that is none, which hides a race only.
        self.stamp.store(0, Ordering::Relaxed);
    }
}

static RECORDS: Mutex<Option<FxHashMap<ThreadHandle, Arc<Record>>>> = Mutex::new(None);

impl Record {
    /// Whether the thread, which asks, has crossed or may at any time.
    pub(crate) fn has_any(&self) -> bool {
        // ORDER: Relaxed; the thread itself asks.
        let at_any_time = self.at_any_time.load(Ordering::Relaxed) != 0;
        at_any_time || self.latest.get().is_some() || !self.older().is_empty()
    }

    /// A crossing begins at `time`. `stamp` asks for the counter of crossings, after what was known of the latest one is kept.
    #[inline]
    pub(crate) fn begin(&self, time: u32, stamp: impl FnOnce() -> u64) {
        if let Some(older) = self.latest.get() {
            self.keep(older);
        }
        self.latest.set(time, stamp());
    }

    /// The crossing that began at `time` was none. Answers whether it was the latest.
    #[inline]
    pub(crate) fn take_back(&self, time: u32) -> bool {
        match self.latest.get() {
            Some(latest) if latest.time == time => {
                self.latest.clear();
                true
            }
            _ => {
                self.older()
                    .retain(|crossing| crossing.joined || crossing.time != time);
                false
            }
        }
    }

    /// The thread may cross at any time since this stamp, or from here on not any more (0).
    pub(crate) fn set_at_any_time(&self, stamp: u64) {
        // ORDER: Release; pairs with the Acquire in `first_crossing`, so that who reads 0 finds the crossing that came before.
        self.at_any_time.store(stamp, Ordering::Release);
    }

    /// The stamp of the first crossing that did not begin before `time`.
    fn first_since(&self, time: u32) -> Option<u64> {
        // ORDER: Acquire; pairs with the Release in `set_at_any_time`.
        let at_any_time = self.at_any_time.load(Ordering::Acquire);
        let older = self.older();
        let after = |crossing: &&Crossing| time <= crossing.time;
        let found = older.iter().find(after).copied();
        let found = found
            .or_else(|| self.latest.get().filter(|latest| after(&latest)))
            .map(|crossing| crossing.stamp);
        let since = (at_any_time != 0).then_some(at_any_time);
        since.into_iter().chain(found).min()
    }

    fn older(&self) -> MutexGuard<'_, VecDeque<Crossing>> {
        self.crossings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The latest crossing is one for good; another takes its place.
    fn keep(&self, older: Crossing) {
        let mut crossings = self.older();
        crossings.push_back(older);
        if crossings.len() > CROSSINGS_MAX
            && let Some(oldest) = crossings.pop_front()
        {
            crossings[0].stamp = oldest.stamp;
            crossings[0].joined = true;
        }
        self.latest.clear();
    }
}

/// The record of the calling thread, which lives until some time after [`thread_ended`].
pub(crate) fn new_record(me: ThreadHandle) -> *const Record {
    let mut records = RECORDS.lock().unwrap_or_else(PoisonError::into_inner);
    let record = records
        .get_or_insert_with(FxHashMap::default)
        .entry(me)
        .or_default();
    Arc::as_ptr(record)
}

/// Threads that code without annotation made and that are not in a closure which drops nothing unseen, and since which stamp that is
/// so: whatever annotated code runs there is called back by it, and may be followed by it at any time.
static FOREIGN_THREADS: Mutex<Option<FxHashMap<ThreadHandle, u64>>> = Mutex::new(None);

/// Looks at them.
pub(crate) fn with_foreign<R>(f: impl FnOnce(&mut FxHashMap<ThreadHandle, u64>) -> R) -> R {
    let mut threads = FOREIGN_THREADS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    f(threads.get_or_insert_with(FxHashMap::default))
}

/// Threads that have ended, in that order, and the largest number among those that were forgotten.
struct EndedThreads {
    threads: VecDeque<ThreadHandle>,
    forgotten: u64,
}

static ENDED: Mutex<EndedThreads> = Mutex::new(EndedThreads {
    threads: VecDeque::new(),
    forgotten: 0,
});

/// Ended threads whose crossings are remembered (count); of older ones any may have crossed.
const ENDED_MAX: usize = 1024;

/// The calling thread has had its last event.
pub(crate) fn thread_ended(me: ThreadHandle) {
    let mut ended = ENDED.lock().unwrap_or_else(PoisonError::into_inner);
    ended.threads.push_back(me);
    if ended.threads.len() <= ENDED_MAX {
        return;
    }
    let Some(oldest) = ended.threads.pop_front() else {
        return;
    };
    let foreign = with_foreign(|threads| threads.remove(&oldest)).is_some();
    let mut records = RECORDS.lock().unwrap_or_else(PoisonError::into_inner);
    let record = records.as_mut().and_then(|records| records.remove(&oldest));
    if foreign || record.is_some() {
        ended.forgotten = ended.forgotten.max(oldest.number());
    }
}

/// Whether the thread may have crossed, and what it did is forgotten.
pub(crate) fn is_forgotten(thread: ThreadHandle) -> bool {
    let ended = ENDED.lock().unwrap_or_else(PoisonError::into_inner);
    thread.number() <= ended.forgotten && !ended.threads.contains(&thread) && !thread::lives(thread)
}

/// The stamp of the first crossing of `thread` after what it did at `earlier`.
pub(crate) fn first_crossing(earlier: Epoch, thread: ThreadHandle) -> Option<u64> {
    // First: a call that is settled meanwhile is found on record.
    let pending = thread::pending(thread);
    let record = {
        let records = RECORDS.lock().unwrap_or_else(PoisonError::into_inner);
        records
            .as_ref()
            .and_then(|records| records.get(&thread).cloned())
    };
    let on_record = record.and_then(|record| record.first_since(earlier.time));
    // Behind all that is on record, and behind all that the thread has done.
    on_record.or(pending)
}
