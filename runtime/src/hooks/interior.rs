//! Which memory a thread has just reached through `UnsafeCell::get`.
//!
//! A shared reborrow (`&*node`) does not claim the interior-mutable parts of its pointee, and which parts those are no
//! type tells. An access by `*cell.get()` says so itself; one by a pointer made from it (`let slot = &mut *cell.get();
//! slot.as_mut_ptr().write(v)`) is recognized by lying within bytes that this thread reached through a cell before.
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

thread_local! {
    static CELLS: Cell<([Bytes; KEPT], usize)> = const { Cell::new(([NONE; KEPT], 0)) };
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
    let _ = CELLS.try_with(|cells| cells.set(([NONE; KEPT], 0)));
}

fn is_interior(bytes: Bytes) -> bool {
    let within = |cell: &Bytes| {
        cell.address <= bytes.address
            && bytes.address.wrapping_add(bytes.size) <= cell.address + cell.size
    };
    bytes.size != 0
        && CELLS
            .try_with(|cells| cells.get().0.iter().any(within))
            .unwrap_or(false)
}

fn remember(bytes: Bytes) {
    let _ = CELLS.try_with(|cells| {
        let (mut kept, next) = cells.get();
        if !kept.contains(&bytes) {
            kept[next % KEPT] = bytes;
            cells.set((kept, next.wrapping_add(1)));
        }
    });
}
