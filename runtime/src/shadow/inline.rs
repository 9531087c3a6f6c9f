//! The fast path: a granule whose accesses fit into its two words.
//!
//! Source: FastTrack's same-epoch and exclusive cases (Flanagan & Freund, PLDI 2009).
//! Invariant: a step keeps exactly what [`AccessList::record`](crate::shadow::list::AccessList::record) would keep, or
//! declines (test: `words_and_list_give_the_same_verdicts`). It declines whenever there is a conflict, so that verdicts
//! come from one place.

use crate::model::ThreadView;
use crate::shadow::list::{Relation, judge, merge, replaces, stands_for};
use crate::shadow::word::Entry;

/// The words of a granule after an access; `None` if they cannot hold it or if there is a conflict.
#[inline]
pub(crate) fn step(write: u64, read: u64, new: &Entry, view: &ThreadView) -> Option<(u64, u64)> {
    let packed = new.pack()?;
    let written = Entry::unpack_write(write);
    let was_read = Entry::unpack_read(read);
    match new.kind.writes() {
        true => {
            let write = place(write, written, packed, new, view)?;
            let read = match was_read {
                Some(old) if old.mask & new.mask != 0 => match judge(&old, new, view) {
                    Relation::Conflicts(_) => return None,
                    Relation::Ordered if replaces(new, &old) => 0,
                    _ => read,
                },
                _ => read,
            };
            Some((write, read))
        }
        false => {
            if let Some(old) = written
                && old.mask & new.mask != 0
            {
                if stands_for(&old, new) {
                    return Some((write, read));
                }
                if let Relation::Conflicts(_) = judge(&old, new, view) {
                    return None;
                }
            }
            Some((write, place(read, was_read, packed, new, view)?))
        }
    }
}

/// What stands in the word of the new access's own sort afterwards.
#[inline]
fn place(
    word: u64,
    old: Option<Entry>,
    packed: u64,
    new: &Entry,
    view: &ThreadView,
) -> Option<u64> {
    let Some(mut old) = old else {
        return Some(packed);
    };
    if stands_for(&old, new) {
        return Some(word);
    }
    if merge(&mut old, new) {
        return old.pack();
    }
    (replaces(new, &old) && view.covers(old.epoch)).then_some(packed)
}
