//! The fast path: a granule whose accesses fit into its two words.
//!
//! Source: FastTrack's same-epoch and exclusive cases (Flanagan & Freund, PLDI 2009).
//! Invariant: a step keeps exactly what [`AccessList::record`](crate::shadow::list::AccessList::record) would keep, or
//! declines (test: `words_and_list_give_the_same_verdicts`). It declines whenever there is a conflict, so that verdicts
//! come from one place.

use crate::event::AccessKind;
use crate::model::ThreadView;
use crate::shadow::list::{Relation, judge, merge, replaces, stands_for};
use crate::shadow::word::{
    Entry, same_but_time_and_site, same_epoch, same_thread, same_thread_and_bytes,
};

/// What two words and a packed access of this kind come to.
pub(crate) type WordStep = fn(u64, u64, u64, AccessKind) -> Option<(u64, u64)>;

/// [`step`] for the commonest case: the thread comes back to what it last accessed itself, in the same way, at a later time;
/// compares words without unpacking them.
#[inline]
pub(crate) fn again(write: u64, read: u64, packed: u64, kind: AccessKind) -> Option<(u64, u64)> {
    match kind.writes() {
        true => (read == 0 && same_but_time_and_site(write, packed)).then_some((packed, 0)),
        false => {
            let own_write = write == 0 || same_thread(write, packed);
            (own_write && same_but_time_and_site(read, packed)).then_some((write, packed))
        }
    }
}

/// [`step`] where the thread comes back, at a later time, to what nobody else has touched since; compares words, too.
#[inline]
pub(crate) fn own(write: u64, read: u64, packed: u64, kind: AccessKind) -> Option<(u64, u64)> {
    let words = again(write, read, packed, kind);
    if words.is_some() {
        return words;
    }
    match kind {
        // A plain write stands for reads of every kind (`a_repeated_access_stands_for_one_through_the_cell`).
        AccessKind::Write => (same_but_time_and_site(write, packed)
            && same_thread_and_bytes(read, packed))
        .then_some((packed, 0)),
        AccessKind::Read => {
            (read == 0 && write != 0 && same_thread(write, packed) && !same_epoch(write, packed))
                .then_some((write, packed))
        }
        _ => None,
    }
}

/// The words of a granule after an access; `None` if they cannot hold it or if there is a conflict.
#[inline]
pub(crate) fn step(write: u64, read: u64, new: &Entry, view: &ThreadView) -> Option<(u64, u64)> {
    let packed = new.pack()?;
    if let Some(words) = again(write, read, packed, new.kind()) {
        return Some(words);
    }
    step_unpacked(write, read, packed, new, view)
}

fn step_unpacked(
    write: u64,
    read: u64,
    packed: u64,
    new: &Entry,
    view: &ThreadView,
) -> Option<(u64, u64)> {
    let written = Entry::unpack_write(write);
    let was_read = Entry::unpack_read(read);
    match new.kind().writes() {
        true => {
            let write = place(write, written, packed, new, view)?;
            let read = match was_read {
                Some(old) if old.mask() & new.mask() != 0 => match judge(&old, new, view) {
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
                && old.mask() & new.mask() != 0
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
    (replaces(new, &old) && view.covers(old.epoch())).then_some(packed)
}
