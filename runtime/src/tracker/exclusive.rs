//! Exclusive access that safe code proved: a method entered with `&mut self`, a `Drop`, an `Arc::get_mut`.
//!
//! Source: DESIGN 5.3. Whoever has `&mut` to bytes has them alone, by a lock, an `Arc`, a channel or a borrow that may be
//! out of sight. So an exclusive entry takes the present clock of every thread that entered those bytes before, and of every one
//! whose access to them would race with it.
//! What the `Drop` of a value in an `Arc` does to memory out of that value comes after all that other owners did, too.
//! Departs from the truth: the present clock may hold more than what that lock or `Arc` passed on, which may hide a race.
//! Bytes without a history (the object was moved there) give nothing, and memory that is given out anew has none.
//! Invariant: `Entries::by_start` holds each thread at most once per range; `FILTER` counts the ranges per page.

use crate::clock::Epoch;
use crate::event::Bytes;
use crate::model::Message;
use crate::primitive::{AtomicU32, AtomicU64, Mutex, MutexGuard, Ordering, PoisonError};
use crate::site::Site;
use crate::tracker::SHADOW;
use crate::tracker::thread::{self, ThreadHandle};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Who entered a range of bytes.
#[derive(Default)]
struct Entry {
    size: usize,
    threads: SmallVec<[ThreadHandle; 2]>,
}

/// What explicit drops of an `Arc` left.
#[derive(Clone, Default)]
struct Released {
    /// How many owners there were before the first of them.
    owners: usize,
    /// What all others knew then: some had perhaps dropped theirs before, where nobody saw it.
    before: Message,
    /// What each left.
    left: SmallVec<[(ThreadHandle, Message); 2]>,
}

impl Released {
    /// What a thread left that has dropped its own, if all drops but that of the last owner `me` were explicit: by their number. A
    /// drop out of sight may have been one of any thread, also of one that has dropped another clone explicitly.
    fn of(&self, thread: ThreadHandle, me: Option<ThreadHandle>) -> Option<&Message> {
        let left = self.left.iter().rfind(|(other, _)| *other == thread);
        left.filter(|_| self.is_complete(me)).map(|(_, left)| left)
    }

    fn is_complete(&self, me: Option<ThreadHandle>) -> bool {
        // One of its own may be the last.
        let own = self.left.iter().any(|(other, _)| Some(*other) == me);
        self.left.len() - usize::from(own) + 1 == self.owners
    }

    fn all(&self) -> Message {
        let mut all = self.before.clone();
        self.left.iter().for_each(|(_, left)| all.join(left));
        all
    }
}

#[derive(Default)]
struct Entries {
    by_start: BTreeMap<usize, Entry>,
    /// What explicit drops of an `Arc` left, by the address of its content and the thread.
    released: Option<FxHashMap<usize, Released>>,
    /// Contents of `Arc`s that annotated code made, and their sizes: those that have a drop.
    shared: BTreeMap<usize, usize>,
}

/// Bytes remembered of a larger object (count): its first ones.
const SIZE_MAX: usize = 4096;

static ENTRIES: Mutex<Entries> = Mutex::new(Entries {
    by_start: BTreeMap::new(),
    released: None,
    shared: BTreeMap::new(),
});

const PAGE: usize = 4096;
const FILTER_LEN: usize = 1 << 12;

/// Ranges that start in a page, hashed: memory without any is forgotten without a lock.
static FILTER: [AtomicU32; FILTER_LEN] = [const { AtomicU32::new(0) }; FILTER_LEN];

/// Counts what makes a thread's own memory of its entries void.
static CHANGES: AtomicU64 = AtomicU64::new(1);

const KNOWN_LEN: usize = 32;

/// A range that the thread has entered.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    address: usize,
    size: usize,
    /// What [`CHANGES`] was.
    changes: u64,
    access: Access,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Shared,
    Exclusive,
}

impl Known {
    const NOTHING: Self = Self {
        address: 0,
        size: 0,
        changes: 0,
        access: Access::Shared,
    };
}

thread_local! {
    /// Ranges that the thread has entered lately, by their first address.
    static KNOWN: [Cell<Known>; KNOWN_LEN] = const { [const { Cell::new(Known::NOTHING) }; KNOWN_LEN] };
}

fn entries() -> MutexGuard<'static, Entries> {
    ENTRIES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn filter(address: usize) -> &'static AtomicU32 {
    &FILTER[address / PAGE % FILTER_LEN]
}

/// Whether the thread has entered this range in this way since anything about ranges changed; notes that it has.
fn is_known(address: usize, size: usize, access: Access) -> bool {
    let latest = Known {
        address,
        size,
        // ORDER: Acquire; pairs with the Release in `changed`, so that what is noted is not older than the change.
        changes: CHANGES.load(Ordering::Acquire),
        access,
    };
    KNOWN.with(|known| {
        let place = &known[(address / 8 + size) % KNOWN_LEN];
        let before = place.get();
        // Whoever has entered alone has also entered.
        let stronger = Known {
            access: Access::Exclusive,
            ..latest
        };
        let is_known = before == latest || before == stronger;
        if !is_known {
            place.set(latest);
        }
        is_known
    })
}

fn changed() {
    // ORDER: Release; pairs with the Acquire in `is_known`.
    CHANGES.fetch_add(1, Ordering::Release);
}

/// The calling thread works on these bytes.
#[inline]
pub(crate) fn shared(address: usize, size: usize) {
    if size != 0 && !is_known(address, size, Access::Shared) {
        enter(address, size);
    }
}

#[cold]
fn enter(address: usize, size: usize) {
    if let Some(me) = thread::this_thread() {
        entries().add(address, size, me);
    }
}

/// The calling thread has these bytes alone.
pub(crate) fn exclusive(address: usize, size: usize, site: &'static Site) {
    if size == 0 || is_known(address, size, Access::Exclusive) {
        // Nobody else has entered since the thread itself did.
        return;
    }
    let Some(me) = thread::this_thread() else {
        return;
    };
    let (others, released) = {
        let mut entries = entries();
        let others = entries.take_others(address, size, me);
        entries.add(address, size, me);
        (others, entries.take_released(address))
    };
    receive_from(&others, &released, (address, size), site);
}

/// The calling thread has the last `Arc` of these bytes.
pub(crate) fn last_owner(address: usize, size: usize, site: &'static Site) {
    receive_owners(address, site);
    exclusive(address, size, site);
}

/// What the other owners of an `Arc` did comes before what its last owner does. Whose drop was explicit is known exactly, if all
/// were from the first explicit one on, and what came before that one is taken from all; any other drop is out of sight, so the present clock of all other threads is taken.
fn receive_owners(content: usize, site: &'static Site) {
    let released = entries().released_of(content);
    let me = thread::this_thread();
    let message = match released.is_complete(me) {
        true => released.all(),
        false => thread::present_all(),
    };
    thread::receive(&message, None, "last owner", content as u64, Some(site));
}

/// The calling thread has these bytes alone, or its `Arc` of them is gone and it has others: what is known of them stays.
pub(crate) fn perhaps(address: usize, size: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let (others, released) = {
        let entries = entries();
        (
            entries.others(address, size, me),
            entries.released_of(address),
        )
    };
    receive_from(&others, &released, (address, size), site);
}

fn receive_from(
    others: &[ThreadHandle],
    released: &Released,
    (address, size): (usize, usize),
    site: &'static Site,
) {
    let me = thread::this_thread();
    let mut message = Message::new();
    for other in others {
        // Whoever dropped its `Arc` before has left by then.
        match released.of(*other, me) {
            Some(left) => message.join(left),
            None => message.join(&thread::present(*other)),
        }
    }
    for (_, left) in &released.left {
        message.join(left);
    }
    for (other, epoch) in users(address, size) {
        if Some(other) != me && !message.covers(epoch) {
            message.join(&thread::present(other));
        }
    }
    if !message.is_empty() {
        thread::receive(
            &message,
            None,
            "exclusive access",
            address as u64,
            Some(site),
        );
    }
}

/// An `Arc` was made whose content lies here and has a drop.
pub(crate) fn shared_made(address: usize, size: usize) {
    let mut entries = entries();
    if entries.shared.insert(address, size.max(1)).is_none() {
        // ORDER: Relaxed; under the lock of the entries.
        filter(address).fetch_add(1, Ordering::Relaxed);
    }
}

/// `Drop::drop` of this object was entered.
///
/// In an `Arc` it comes after all that anybody did who has dropped its own, also with memory out of the object.
pub(crate) fn dropped(address: usize, size: usize, site: &'static Site) {
    let content = entries().shared_around(address);
    if let Some(content) = content {
        receive_owners(content, site);
    }
    exclusive(address, size, site);
}

/// The threads, and times, of the latest accesses to these bytes that nothing orders before the calling thread. They worked
/// on the object without a method of it, as through an `Arc` that is out of sight by now.
fn users(address: usize, size: usize) -> SmallVec<[(ThreadHandle, Epoch); 2]> {
    let Some(slot) = thread::attached() else {
        return SmallVec::new();
    };
    let mut epochs: SmallVec<[Epoch; 4]> = SmallVec::new();
    let bytes = Bytes {
        address,
        size: size.min(SIZE_MAX),
    };
    SHADOW.each(bytes, &mut |entry| {
        if epochs.last() != Some(&entry.epoch()) {
            epochs.push(entry.epoch());
        }
    });
    if !epochs.is_empty() {
        slot.own(|own| epochs.retain(|epoch| !own.view.covers(*epoch)));
    }
    epochs
        .iter()
        .filter_map(|epoch| {
            let (session, _, handle) = thread::tenant(*epoch)?;
            (session == slot.session()).then_some((handle, *epoch))
        })
        .collect()
}

/// The calling thread is about to drop its `Arc` of the content at `address`, which has so many owners.
pub(crate) fn releasing(address: usize, owners: usize, site: &'static Site) {
    let Some(me) = thread::this_thread() else {
        return;
    };
    let is_first = entries().released_of(address).left.is_empty();
    let before = match is_first {
        true => thread::present_all(),
        false => Message::new(),
    };
    let Some(publication) = thread::publish("drop", address as u64, Some(site)) else {
        return;
    };
    let mut entries = entries();
    // ORDER: Relaxed; under the lock of the entries.
    filter(address).fetch_add(1, Ordering::Relaxed);
    let released = entries.released.get_or_insert_with(FxHashMap::default);
    let released = released.entry(address).or_default();
    if released.left.is_empty() {
        released.owners = owners;
        released.before = before;
    }
    released.left.push((me, publication.message));
}

/// The bytes are given out anew, or their thread's stack is gone.
#[inline]
pub(crate) fn forget(address: usize, size: usize) {
    let pages = (address / PAGE)..=(address.saturating_add(size) / PAGE);
    let touched = match pages.end() - pages.start() < FILTER_LEN {
        // ORDER: Relaxed; entries of this memory were made by threads whose use of it ended before it is given out.
        true => pages
            .map(|page| &FILTER[page % FILTER_LEN])
            .any(|count| count.load(Ordering::Relaxed) != 0),
        false => true,
    };
    if touched {
        forget_entries(address, size);
    }
}

#[cold]
fn forget_entries(address: usize, size: usize) {
    let end = address.saturating_add(size);
    let mut entries = entries();
    let contents: SmallVec<[usize; 8]> = entries
        .shared
        .range(address..end)
        .map(|(start, _)| *start)
        .collect();
    for content in contents {
        entries.shared.remove(&content);
        // ORDER: Relaxed; under the lock of the entries.
        filter(content).fetch_sub(1, Ordering::Relaxed);
    }
    let starts: SmallVec<[usize; 8]> = entries
        .by_start
        .range(address..end)
        .map(|(start, _)| *start)
        .collect();
    for start in &starts {
        entries.remove(*start);
    }
    if let Some(released) = entries.released.as_mut() {
        released.retain(|content, _| {
            let keep = !(address..end).contains(content);
            if !keep {
                // ORDER: Relaxed; under the lock of the entries.
                filter(*content).fetch_sub(1, Ordering::Relaxed);
            }
            keep
        });
    }
    if !starts.is_empty() {
        changed();
    }
}

impl Entries {
    fn add(&mut self, address: usize, size: usize, me: ThreadHandle) {
        let entry = self.by_start.entry(address).or_insert_with(|| {
            // ORDER: Relaxed; under the lock of the entries.
            filter(address).fetch_add(1, Ordering::Relaxed);
            Entry::default()
        });
        entry.size = entry.size.max(size.min(SIZE_MAX));
        if !entry.threads.contains(&me) {
            entry.threads.push(me);
            // A thread that knew itself to be alone here is not any more.
            changed();
        }
    }

    fn remove(&mut self, start: usize) {
        if self.by_start.remove(&start).is_some() {
            // ORDER: Relaxed; under the lock of the entries.
            filter(start).fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// The other threads that entered any of these bytes.
    fn others(&self, address: usize, size: usize, me: ThreadHandle) -> SmallVec<[ThreadHandle; 4]> {
        let end = address.saturating_add(size.min(SIZE_MAX));
        let entered = self
            .by_start
            .range(address.saturating_sub(SIZE_MAX)..end)
            .filter(|(start, entry)| address < *start + entry.size)
            .flat_map(|(_, entry)| &entry.threads);
        entered.copied().filter(|other| *other != me).collect()
    }

    /// The threads that entered any of these bytes, which are forgotten: the calling thread follows them all.
    fn take_others(
        &mut self,
        address: usize,
        size: usize,
        me: ThreadHandle,
    ) -> SmallVec<[ThreadHandle; 4]> {
        let end = address.saturating_add(size.min(SIZE_MAX));
        let mut others = SmallVec::new();
        let overlapping = self
            .by_start
            .range_mut(address.saturating_sub(SIZE_MAX)..end)
            .filter(|(start, entry)| address < *start + entry.size);
        for (_, entry) in overlapping {
            for other in entry.threads.drain(..) {
                if other != me && !others.contains(&other) {
                    others.push(other);
                }
            }
            entry.threads.push(me);
        }
        others
    }

    /// The content of an `Arc` in which the address lies.
    fn shared_around(&self, address: usize) -> Option<usize> {
        let (content, size) = self.shared.range(..=address).next_back()?;
        (address - content < *size).then_some(*content)
    }

    fn released_of(&self, content: usize) -> Released {
        let released = self.released.as_ref();
        let of_content = released.and_then(|released| released.get(&content));
        of_content.cloned().unwrap_or_default()
    }

    fn take_released(&mut self, address: usize) -> Released {
        let taken = self
            .released
            .as_mut()
            .and_then(|released| released.remove(&address))
            .unwrap_or_default();
        for _ in &taken.left {
            // ORDER: Relaxed; under the lock of the entries.
            filter(address).fetch_sub(1, Ordering::Relaxed);
        }
        taken
    }
}
