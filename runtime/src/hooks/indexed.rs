//! Sites of index expressions on slices: a slice's own length leaves no room for one beside its address.
//!
//! The base of the expression leaves its site here, and the index operation takes it away. In between runs the index,
//! which may hold such expressions too: entries are found by the address of the slice, innermost first. An index that does
//! not return leaves its entry behind until the next one below it is taken.
//! Bound: [`DEPTH_MAX`] entries per thread; beyond it the oldest is forgotten, which is an event too few.

use crate::site::Site;
use std::cell::Cell;

/// Nested index expressions (count).
const DEPTH_MAX: usize = 8;

type Waiting = ([Option<(usize, &'static Site)>; DEPTH_MAX], usize);

thread_local! {
    static WAITING: Cell<Waiting> = const { Cell::new(([None; DEPTH_MAX], 0)) };
}

/// The base of an index expression is evaluated.
pub(crate) fn begin(address: usize, site: &'static Site) {
    let _ = WAITING.try_with(|waiting| {
        let (mut entries, mut depth) = waiting.get();
        if depth == DEPTH_MAX {
            entries.rotate_left(1);
            depth -= 1;
        }
        entries[depth] = Some((address, site));
        waiting.set((entries, depth + 1));
    });
}

/// The slice at this address is indexed.
pub(crate) fn end(address: usize) -> Option<&'static Site> {
    let take = |waiting: &Cell<Waiting>| {
        let (entries, depth) = waiting.get();
        let of_this =
            |entry: &Option<(usize, &'static Site)>| entry.is_some_and(|(at, _)| at == address);
        let position = entries[..depth].iter().rposition(of_this)?;
        waiting.set((entries, position));
        entries[position].map(|(_, site)| site)
    };
    WAITING.try_with(take).ok().flatten()
}
