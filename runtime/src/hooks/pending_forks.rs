//! Spawns whose handle is not there yet, and scopes that are open, per thread.
//!
//! Bound: [`DEPTH_MAX`] of each at once; beyond it the oldest is forgotten: its handle stays unknown until its thread
//! has started, its scope joins nothing by itself.

use crate::site::Site;
use crate::tracker::engine::ForkTicket;
use std::cell::Cell;

/// Spawns inside the arguments of spawns, and scopes inside scopes, on one thread (count).
const DEPTH_MAX: usize = 8;

type Slots<T> = [Option<T>; DEPTH_MAX];

thread_local! {
    static FORKS: Cell<Slots<(ForkTicket, &'static Site)>> = const { Cell::new([None; DEPTH_MAX]) };
    static SCOPES: Cell<Slots<u64>> = const { Cell::new([None; DEPTH_MAX]) };
}

/// The newest stands first.
fn pushed<T: Copy>(mut slots: Slots<T>, value: T) -> Slots<T> {
    slots.rotate_right(1);
    slots[0] = Some(value);
    slots
}

/// Without everything down to and including the first that `is_it` accepts, which is returned.
fn taken<T: Copy>(mut slots: Slots<T>, is_it: impl Fn(&T) -> bool) -> Option<(Slots<T>, T)> {
    let position = slots
        .iter()
        .position(|slot| slot.as_ref().is_some_and(&is_it))?;
    let value = slots[position]?;
    slots[..=position].fill(None);
    slots.rotate_left(position + 1);
    Some((slots, value))
}

/// A spawn begins.
pub(crate) fn push(ticket: ForkTicket, site: &'static Site) {
    FORKS.set(pushed(FORKS.get(), (ticket, site)));
}

/// The innermost spawn of `site` has returned.
pub(crate) fn take(site: &'static Site) -> Option<ForkTicket> {
    let (rest, (ticket, _)) = taken(FORKS.get(), |(_, of)| *of == site)?;
    FORKS.set(rest);
    Some(ticket)
}

/// A scope begins.
pub(crate) fn scope_begun(scope: u64) {
    SCOPES.set(pushed(SCOPES.get(), scope));
}

/// The innermost scope of the thread.
pub(crate) fn scope_current() -> Option<u64> {
    SCOPES.get()[0]
}

/// A scope has ended.
pub(crate) fn scope_ended(scope: u64) {
    if let Some((rest, _)) = taken(SCOPES.get(), |open| *open == scope) {
        SCOPES.set(rest);
    }
}
