//! Fat cells: what does not fit into the words of a granule, and what is attached to it.
//!
//! Invariant: a fat cell is never returned to the allocator, so a stale pointer to one still points to one; what it
//! holds belongs to whoever holds the lock of its granule.

use crate::primitive::{
    AtomicBool, AtomicU64, Mutex, Ordering, PoisonError, UnsafeCell, shell_const,
};
use crate::shadow::list::{AccessList, ENTRIES_MAX};
use crate::shadow::word::thread_of;

/// What a user of the shadow keeps beside the accesses of a granule.
pub(crate) trait Attachment: Default + Sync + 'static {
    /// Whether there is anything to keep.
    fn in_use(&self) -> bool;
    /// The granule was locked, and the caller is about to look at the cell: ends the work of whoever goes there without the lock.
    fn claim(&self) {}
    /// Forgets what begins at these bytes of the granule. Only the holder of the granule's lock calls it.
    fn forget(&self, mask: u8);
}

/// The boxed state of one granule, in lines of its own: neighbours in memory belong to whichever thread came next.
#[derive(Default)]
#[repr(align(64))]
pub(crate) struct Fat<A> {
    list: UnsafeCell<AccessList>,
    /// Reads that are in the list.
    pub(super) seen: Seen,
    /// What the layer above keeps here.
    pub attached: A,
}

// SAFETY: `list` is reached through `Fat::list` only, whose caller holds the granule's lock; `attached` is `Sync` itself.
unsafe impl<A: Attachment> Sync for Fat<A> {}

impl<A: Attachment> Fat<A> {
    /// The accesses.
    ///
    /// # Safety
    /// The caller holds the lock of the granule that this cell belongs to and has claimed it, or works there without the lock by
    /// the rules of what is attached; and it takes no second reference meanwhile.
    #[allow(clippy::mut_from_ref, reason = "the granule's lock makes it exclusive")]
    pub(crate) unsafe fn list(&self) -> &mut AccessList {
        // SAFETY: this is the only reference (the caller's promise).
        unsafe { &mut *self.list.get() }
    }
}

/// The latest read of each of some threads, for who comes back to it without the lock.
///
/// Invariant: a word that stands here is a read that has an entry in the list, or one that happened before an entry there which
/// stands for it; and no access that writes came since. So the thread whose read it is may leave out the same read in the same
/// epoch: its entry would be the same, and the reads that came since do not conflict with it. Where others know the epoch already
/// and one of their reads has taken its place, whoever knows theirs knows this one (test: `words_and_list_give_the_same_verdicts`).
/// Words are written under the granule's lock, and are empty before the cell is given to another granule.
#[derive(Default)]
pub(super) struct Seen {
    any: AtomicBool,
    reads: [AtomicU64; SEEN_MAX],
}

/// Threads whose reads are kept apart (count, a power of two); others share a place. A model has fewer cells to pay for.
const SEEN_MAX: usize = if cfg!(datarace_loom) { 2 } else { 8 };

impl Seen {
    /// Whether a thread has made this read, a word without its site. For that thread, without the lock.
    #[inline]
    pub(super) fn has(&self, word: u64) -> bool {
        // ORDER: Relaxed; compared only, and only the calling thread has ever written this word. Where it was emptied since by
        // who happens before the caller, that is seen.
        self.place(word).load(Ordering::Relaxed) == word
    }

    /// The calling thread has made this read, whose entry is in the list. Under the granule's lock.
    pub(super) fn keep(&self, word: u64, list: &AccessList) {
        if list.entries().len() == ENTRIES_MAX {
            // An entry may have been forgotten that was not ordered before another.
            return self.clear();
        }
        // ORDER: Relaxed, both; see `has`, and the lock orders them for those who hold it.
        self.any.store(true, Ordering::Relaxed);
        self.place(word).store(word, Ordering::Relaxed);
    }

    /// The list is about to change otherwise than by a read. Under the granule's lock.
    #[inline(always)]
    pub(super) fn clear(&self) {
        // ORDER: Relaxed; under the lock.
        if self.any.load(Ordering::Relaxed) {
            self.clear_all();
        }
    }

    #[cold]
    fn clear_all(&self) {
        // ORDER: Relaxed, all; see `has`.
        self.any.store(false, Ordering::Relaxed);
        for word in &self.reads {
            word.store(0, Ordering::Relaxed);
        }
    }

    #[inline(always)]
    fn place(&self, word: u64) -> &AtomicU64 {
        &self.reads[thread_of(word) % SEEN_MAX]
    }
}

/// Fat cells that are not in use.
pub(crate) struct Pool<A: 'static> {
    free: Mutex<Vec<&'static Fat<A>>>,
}

impl<A: Attachment> Pool<A> {
    shell_const! {
        pub(crate) fn new() -> Self {
            Self {
                free: Mutex::new(Vec::new()),
            }
        }
    }

    /// An empty cell.
    pub(crate) fn take(&self) -> &'static Fat<A> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        match free.pop() {
            Some(cell) => cell,
            None => {
                // Cells come by the hundred: one allocation, and neighbours in memory.
                let cells: &'static [Fat<A>] =
                    Vec::leak((0..CHUNK).map(|_| Fat::default()).collect());
                let (first, rest) = cells.split_first().expect("CHUNK is not zero");
                free.extend(rest);
                first
            }
        }
    }

    /// Takes a cell back; the caller has emptied it and removed the way to it.
    pub(crate) fn give(&self, cell: &'static Fat<A>) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        free.push(cell);
    }
}

/// Cells per allocation (count).
const CHUNK: usize = 64;
