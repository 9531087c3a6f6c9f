//! Fat cells: what does not fit into the words of a granule, and what is attached to it.
//!
//! Invariant: a fat cell is never returned to the allocator, so a stale pointer to one still points to one; what it
//! holds belongs to whoever holds the lock of its granule.

use crate::primitive::{Mutex, PoisonError, UnsafeCell, shell_const};
use crate::shadow::list::AccessList;

/// What a user of the shadow keeps beside the accesses of a granule.
pub(crate) trait Attachment: Default + Sync + 'static {
    /// Whether there is anything to keep.
    fn in_use(&self) -> bool;
    /// The granule was locked, and the caller is about to look at the cell: ends the work of whoever goes there without the lock.
    fn claim(&self) {}
    /// Forgets what begins at these bytes of the granule. Only the holder of the granule's lock calls it.
    fn forget(&self, mask: u8);
}

/// The boxed state of one granule.
#[derive(Default)]
pub(crate) struct Fat<A> {
    list: UnsafeCell<AccessList>,
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
