//! Conflicts: which two accesses race if nothing orders them.
//!
//! Source: [intro.races]/2 and /21 (N4861); for accesses of different size, the "Memory model for atomic accesses" of
//! `std::sync::atomic`.
//! Departs from it: two atomic accesses that overlap with different address or size, one of them a write, race like plain
//! ones (std forbids them as well, as a race). A reborrow conflicts with plain accesses only: the bytes behind it may hold
//! atomics and cells, whose own accesses are fine. Two reborrows alone touch nothing: at most [`Conflict::Unproven`].
//! A read through a cell does not conflict with atomics: it may be that of a whole value with atomics inside, to which a
//! shared reference is made. A volatile access is a plain one.

use crate::event::{AccessKind, Bytes};

/// What two accesses by two threads are to each other if nothing orders them. Ordered by gravity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Conflict {
    /// They are fine.
    None,
    /// References that must not coexist were made, but nothing was seen to be touched through them.
    Unproven,
    /// A data race.
    Race,
}

/// Whether two accesses conflict, and how.
#[inline]
pub fn conflict(earlier: (AccessKind, Bytes), later: (AccessKind, Bytes)) -> Conflict {
    match overlap(earlier.1, later.1) {
        None => Conflict::None,
        Some(_) if earlier.1 == later.1 => between_kinds(earlier.0, later.0),
        Some(_) => between_kinds_of_different_size(earlier.0, later.0),
    }
}

/// The bytes that both touch.
#[inline]
pub fn overlap(a: Bytes, b: Bytes) -> Option<Bytes> {
    let address = a.address.max(b.address);
    let end = end(a).min(end(b));
    (address < end).then(|| Bytes {
        address,
        size: end - address,
    })
}

/// [`conflict`] of two accesses with the same address and size.
#[inline]
pub const fn between_kinds(a: AccessKind, b: AccessKind) -> Conflict {
    use AccessKind::*;
    match (a, b) {
        (Write, _) | (_, Write) => Conflict::Race,
        // Two reads never race, atomic or not.
        (
            Read | AtomicRead | ReborrowShared | CellRead,
            Read | AtomicRead | ReborrowShared | CellRead,
        ) => Conflict::None,
        (AtomicRead | AtomicWrite, AtomicRead | AtomicWrite) => Conflict::None,
        // What is inside the cell may be atomics.
        (CellRead, AtomicWrite) | (AtomicWrite, CellRead) => Conflict::None,
        (ReborrowShared | ReborrowExclusive, ReborrowShared | ReborrowExclusive) => {
            Conflict::Unproven
        }
        // What a reference is made to may hold atomics and cells.
        (ReborrowShared | ReborrowExclusive, AtomicRead | AtomicWrite | CellRead | CellWrite) => {
            Conflict::None
        }
        (AtomicRead | AtomicWrite | CellRead | CellWrite, ReborrowShared | ReborrowExclusive) => {
            Conflict::None
        }
        _ => Conflict::Race,
    }
}

/// [`conflict`] of two accesses that overlap with different address or size.
#[inline]
pub const fn between_kinds_of_different_size(a: AccessKind, b: AccessKind) -> Conflict {
    use AccessKind::*;
    match (a, b) {
        (AtomicWrite, AtomicRead | AtomicWrite) | (AtomicRead, AtomicWrite) => Conflict::Race,
        _ => between_kinds(a, b),
    }
}

/// Whether an entry of kind `older` may be dropped once there is one of kind `newer` that it happens before and whose
/// bytes are the same: whatever conflicts with the older conflicts with the newer as gravely.
///
/// Whatever the older does not happen before, the newer does not happen before either, so each later access that races
/// with the dropped entry races with the one that stays (test: `dropping_dominated_entries_loses_no_racing_access`).
#[inline]
pub const fn dominates(newer: AccessKind, older: AccessKind) -> bool {
    DOMINATED_BY[newer as usize] & (1 << older as u8) != 0
}

/// Whether an access needs no entry of its own beside one of the same thread, epoch and bytes of kind `present`: nobody can
/// tell their orders apart, and whatever conflicts with the new one conflicts with the present one as gravely.
#[inline]
pub const fn makes_redundant(present: AccessKind, new: AccessKind) -> bool {
    dominates(present, new)
}

/// For each kind as `newer`, the kinds that it dominates, as bits.
const DOMINATED_BY: [u8; KINDS.len()] = {
    let mut table = [0; KINDS.len()];
    let mut newer = 0;
    while newer < KINDS.len() {
        let mut older = 0;
        while older < KINDS.len() {
            if conflicts_as_much(KINDS[newer], KINDS[older]) {
                table[newer] |= 1 << older;
            }
            older += 1;
        }
        newer += 1;
    }
    table
};

const fn conflicts_as_much(newer: AccessKind, older: AccessKind) -> bool {
    let mut other = 0;
    while other < KINDS.len() {
        let kind = KINDS[other];
        if (between_kinds(newer, kind) as u8) < between_kinds(older, kind) as u8
            || (between_kinds_of_different_size(newer, kind) as u8)
                < between_kinds_of_different_size(older, kind) as u8
        {
            return false;
        }
        other += 1;
    }
    true
}

/// In the order of their discriminants.
const KINDS: [AccessKind; 8] = [
    AccessKind::Read,
    AccessKind::Write,
    AccessKind::AtomicRead,
    AccessKind::AtomicWrite,
    AccessKind::ReborrowShared,
    AccessKind::ReborrowExclusive,
    AccessKind::CellRead,
    AccessKind::CellWrite,
];

#[inline]
fn end(bytes: Bytes) -> usize {
    bytes.address.saturating_add(bytes.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_listed_in_the_order_of_their_discriminants() {
        for (index, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }

    #[test]
    fn conflict_is_symmetric() {
        for a in KINDS {
            for b in KINDS {
                assert_eq!(between_kinds(a, b), between_kinds(b, a));
                assert_eq!(
                    between_kinds_of_different_size(a, b),
                    between_kinds_of_different_size(b, a)
                );
            }
        }
    }

    #[test]
    fn a_repeated_access_stands_for_one_through_the_cell() {
        assert!(makes_redundant(AccessKind::Read, AccessKind::CellRead));
        assert!(makes_redundant(AccessKind::Write, AccessKind::CellWrite));
        // An own write is taken for any read (`ShadowMap::is_recorded`).
        for read in KINDS.into_iter().filter(|kind| !kind.writes()) {
            assert!(makes_redundant(AccessKind::Write, read));
        }
    }

    #[test]
    fn a_pair_without_a_write_never_conflicts() {
        for a in KINDS.into_iter().filter(|a| !a.writes()) {
            for b in KINDS.into_iter().filter(|b| !b.writes()) {
                assert_eq!(between_kinds_of_different_size(a, b), Conflict::None);
            }
        }
    }
}
