//! The simple path: all accesses to a granule that may still race with a later one, as a list.
//!
//! Source: FastTrack (Flanagan & Freund, PLDI 2009), generalised from read and write to the kinds of
//! [`conflict`](crate::model::conflict), and from one location to the bytes of a granule.
//! Departs from it: a read that is concurrent with others is an entry like any other, not a clock.
//! Invariant: every access whose entry was dropped happens before one that stays (or that replaced it in turn), and whatever
//! conflicts with the dropped one conflicts with that one as gravely; except at the bound [`ENTRIES_MAX`].

use crate::model::ThreadView;
use crate::model::conflict::{
    Conflict, between_kinds, between_kinds_of_different_size, dominates, makes_redundant,
};
use crate::shadow::word::{Entry, is_one_range};
use smallvec::SmallVec;

/// Accesses remembered per granule (count). Reached, the oldest one is forgotten: a race with it is missed.
pub(crate) const ENTRIES_MAX: usize = 64;

/// The accesses to one granule.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccessList {
    entries: SmallVec<[Entry; 3]>,
}

/// An earlier access that conflicts with a new one, and nothing orders them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Conflicting {
    /// The earlier access.
    pub earlier: Entry,
    /// Bytes of the granule that both touch.
    pub mask: u8,
    /// How grave it is.
    pub conflict: Conflict,
}

impl AccessList {
    /// The list of these.
    pub(crate) fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self {
            entries: entries.into_iter().collect(),
        }
    }

    /// All entries, oldest first.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Forgets some of the bytes.
    pub(crate) fn forget(&mut self, mask: u8) {
        self.entries.retain(|entry| {
            entry.set_mask(entry.mask() & !mask);
            entry.mask() != 0
        });
    }

    /// Judges a new access by a thread with this view, then remembers it.
    #[inline]
    pub(crate) fn record(
        &mut self,
        new: &Entry,
        view: &ThreadView,
        found: &mut dyn FnMut(Conflicting),
    ) {
        if !self.succeeds(new, view) {
            self.record_unordered(new, view, found);
        }
    }

    /// [`AccessList::record`] where [`AccessList::succeeds`] has answered that the accesses are not few and ordered.
    pub(crate) fn record_unordered(
        &mut self,
        new: &Entry,
        view: &ThreadView,
        found: &mut dyn FnMut(Conflicting),
    ) {
        if !self.follows_own(new, view) {
            self.record_among(new, view, found);
        }
    }

    /// [`AccessList::record`] without its short ways.
    #[cfg(test)]
    pub(crate) fn record_at_length(&mut self, new: &Entry, view: &ThreadView) {
        self.record_among(new, view, &mut |_| {});
    }

    /// The common case of an atomic that threads work on without an order between them: of accesses to the same bytes, all of
    /// them atomic, one is the thread's own of the same kind, and nothing orders the others before the new one. Answers
    /// whether it was that. Test: `the_short_ways_of_the_list_leave_the_same`.
    #[inline]
    fn follows_own(&mut self, new: &Entry, view: &ThreadView) -> bool {
        if !new.kind().is_atomic() {
            return false;
        }
        let mut own = None;
        for (place, old) in self.entries.iter().enumerate() {
            if old.is_same_but_time(new) {
                own = Some(place);
            } else if old.mask() != new.mask()
                || !old.kind().is_atomic()
                || view.covers(old.epoch())
            {
                return false;
            }
        }
        let Some(own) = own else { return false };
        // At the same time the one that is there stands for the new one.
        if self.entries[own].epoch() != new.epoch() {
            // Oldest first.
            let rest = &mut self.entries[own..];
            for place in 1..rest.len() {
                rest[place - 1] = rest[place];
            }
            rest[rest.len() - 1] = *new;
        }
        true
    }

    /// The commonest case of [`AccessList::succeeds`]: the only access is one of the same thread, kind and bytes, and not later.
    #[inline(always)]
    pub(crate) fn succeeds_own(&mut self, new: &Entry) -> bool {
        match &mut self.entries[..] {
            [one] if one.is_same_but_time(new) => {
                *one = *new;
                true
            }
            _ => false,
        }
    }

    /// [`AccessList::succeeds`] or [`AccessList::follows_own`], compiled once: there is nothing to judge.
    #[inline(never)]
    pub(crate) fn succeeds_apart(&mut self, new: &Entry, view: &ThreadView) -> bool {
        self.succeeds(new, view) || self.follows_own(new, view)
    }

    /// The common case of an atomic that is handed from thread to thread: all accesses are to the same bytes and happen before
    /// the new one. Answers whether it was that. Test: `the_list_loses_no_race`.
    #[inline(always)]
    pub(crate) fn succeeds(&mut self, new: &Entry, view: &ThreadView) -> bool {
        let ordered = |old: &Entry| old.mask() == new.mask() && view.covers(old.epoch());
        let same =
            |old: &Entry| old.epoch() == new.epoch() && makes_redundant(old.kind(), new.kind());
        match &mut self.entries[..] {
            [one] if ordered(one) => {
                if dominates(new.kind(), one.kind()) {
                    *one = *new;
                } else if !same(one) {
                    self.entries.push(*new);
                }
                true
            }
            [one, two] if ordered(one) && ordered(two) => {
                let over = [
                    dominates(new.kind(), one.kind()),
                    dominates(new.kind(), two.kind()),
                ];
                if same(one) || same(two) {
                    return true;
                }
                if over[0] {
                    *one = *new;
                    if over[1] {
                        self.entries.truncate(1);
                    }
                } else if over[1] {
                    *two = *new;
                } else {
                    return false;
                }
                true
            }
            _ => false,
        }
    }

    fn record_among(&mut self, new: &Entry, view: &ThreadView, found: &mut dyn FnMut(Conflicting)) {
        let mut redundant = false;
        self.entries.retain(|old| {
            if !redundant && merge(old, new) {
                redundant = true;
            }
            if old.mask() & new.mask() == 0 {
                return true;
            }
            redundant |= stands_for(old, new);
            match judge(old, new, view) {
                Relation::Conflicts(conflicting) => {
                    found(conflicting);
                    true
                }
                Relation::Unordered => true,
                Relation::Ordered => !supersede(old, new),
            }
        });
        if !redundant {
            self.push(*new);
        }
    }

    fn push(&mut self, new: Entry) {
        if self.entries.len() == ENTRIES_MAX {
            self.entries.remove(0);
        }
        self.entries.push(new);
    }
}

/// What an earlier access is to a new one that shares bytes with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Relation {
    /// It happens before the new one.
    Ordered,
    /// Nothing orders them, and they are fine.
    Unordered,
    /// Nothing orders them, and they are not fine.
    Conflicts(Conflicting),
}

/// Judges a pair with common bytes. `new` is about to be made by the thread with this view.
#[inline]
pub(crate) fn judge(old: &Entry, new: &Entry, view: &ThreadView) -> Relation {
    if view.covers(old.epoch()) {
        return Relation::Ordered;
    }
    let conflict = match old.mask() == new.mask() {
        true => between_kinds(old.kind(), new.kind()),
        false => between_kinds_of_different_size(old.kind(), new.kind()),
    };
    match conflict {
        Conflict::None => Relation::Unordered,
        conflict => Relation::Conflicts(Conflicting {
            earlier: *old,
            mask: old.mask() & new.mask(),
            conflict,
        }),
    }
}

/// Whether `new` needs no entry beside `old`: same thread, same epoch, no more bytes.
#[inline]
pub(crate) fn stands_for(old: &Entry, new: &Entry) -> bool {
    old.epoch() == new.epoch()
        && new.mask() & !old.mask() == 0
        && makes_redundant(old.kind(), new.kind())
        && sizes_agree(old, new)
}

/// Widens `old` by the bytes of `new` if they differ in nothing else and lie together: a loop over bytes is one access.
#[inline]
pub(crate) fn merge(old: &mut Entry, new: &Entry) -> bool {
    let mergeable = old.epoch() == new.epoch()
        && old.kind() == new.kind()
        && old.site() == new.site()
        && !new.kind().is_atomic()
        && is_one_range(old.mask() | new.mask());
    if mergeable {
        old.set_mask(old.mask() | new.mask());
    }
    mergeable
}

/// Takes from `old`, which happens before `new`, the bytes for which `new` can stand. Answers whether none are left.
///
/// An entry that stands for the new one stays: the new one is then not added.
#[inline]
fn supersede(old: &mut Entry, new: &Entry) -> bool {
    if stands_for(old, new) || !dominates(new.kind(), old.kind()) || !sizes_agree(old, new) {
        return false;
    }
    // What is left of an atomic access would look like one of another size: it goes as a whole or not at all.
    let rest = old.mask() & !new.mask();
    if rest != 0 && old.kind().is_atomic() {
        return false;
    }
    old.set_mask(rest);
    rest == 0
}

/// For two atomic accesses the size is part of what conflicts with them.
#[inline]
fn sizes_agree(a: &Entry, b: &Entry) -> bool {
    a.mask() == b.mask() || !(a.kind().is_atomic() && b.kind().is_atomic())
}

/// Whether `new` can take the place of `old`, which happens before it, entirely.
#[inline]
pub(crate) fn replaces(new: &Entry, old: &Entry) -> bool {
    old.mask() & !new.mask() == 0 && dominates(new.kind(), old.kind()) && sizes_agree(old, new)
}
