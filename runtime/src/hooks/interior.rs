//! Which memory a thread has just reached through `UnsafeCell::get`.
//!
//! A shared reborrow (`&*node`) does not claim the interior-mutable parts of its pointee, and which parts those are no
//! type tells. An access by `*cell.get()` says so itself; one by a pointer made from it (`let slot = &mut *cell.get();
//! slot.as_mut_ptr().write(v)`, `with_mut(cell.get())`) is recognized by lying within bytes that this thread reached through a
//! cell before.
//! Kept: the last [`KEPT`] ranges of each thread, until it publishes an allocation (whose memory may be an old cell's).
//! Errs towards silence only: such an access conflicts with all but reborrows.

use std::cell::Cell;

use crate::event::{AccessKind, Bytes};

/// Ranges remembered per thread (count).
const KEPT: usize = 8;

const NONE: Bytes = Bytes {
    address: 0,
    size: 0,
};

/// The ranges of a thread, and the one range around them all, which turns away most accesses by two comparisons.
struct Cells {
    kept: [Cell<Bytes>; KEPT],
    next: Cell<usize>,
    start: Cell<usize>,
    end: Cell<usize>,
}

thread_local! {
    static CELLS: Cells = const {
        Cells {
            kept: [const { Cell::new(NONE) }; KEPT],
            next: Cell::new(0),
            start: Cell::new(usize::MAX),
            end: Cell::new(0),
        }
    };
}

/// What an access is, given what its thread reached before.
#[inline]
pub(crate) fn kind_of(bytes: Bytes, kind: AccessKind) -> AccessKind {
    match kind {
        AccessKind::CellRead | AccessKind::CellWrite => remember(bytes),
        AccessKind::Read if is_interior(bytes) => return AccessKind::CellRead,
        AccessKind::Write if is_interior(bytes) => return AccessKind::CellWrite,
        _ => {}
    }
    kind
}

/// An allocation was handed out: what was known of its bytes is void.
pub(crate) fn forget() {
    CELLS.with(|cells| {
        cells.kept.iter().for_each(|kept| kept.set(NONE));
        cells.next.set(0);
        cells.start.set(usize::MAX);
        cells.end.set(0);
    });
}

#[inline]
fn is_interior(bytes: Bytes) -> bool {
    let end = bytes.address.wrapping_add(bytes.size);
    CELLS.with(|cells| {
        let within = |cell: &Cell<Bytes>| {
            let Bytes { address, size } = cell.get();
            address <= bytes.address && end <= address + size
        };
        cells.start.get() <= bytes.address
            && end <= cells.end.get()
            && bytes.size != 0
            && cells.kept.iter().any(within)
    })
}

/// The thread reaches these bytes through a cell.
pub(crate) fn remember(bytes: Bytes) {
    CELLS.with(|cells| {
        if cells.kept.iter().any(|kept| kept.get() == bytes) {
            return;
        }
        let next = cells.next.get();
        cells.kept[next % KEPT].set(bytes);
        cells.next.set(next.wrapping_add(1));
        // Never narrowed but by `forget`: it only has to hold all ranges.
        cells.start.set(cells.start.get().min(bytes.address));
        let end = bytes.address.saturating_add(bytes.size);
        cells.end.set(cells.end.get().max(end));
    });
}
