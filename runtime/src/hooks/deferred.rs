//! Accesses of a method whose receiver is evaluated before its arguments run: `DATA.push(make())`.
//!
//! The receiver's proxy leaves the access here, and the hook around the last argument that runs code reports it. An
//! argument that never returns (`?`, a panic) leaves its entry behind; the next entry above it takes it away, because
//! entries are found by their site, innermost first.
//! Bound: [`DEPTH_MAX`] entries per thread; beyond it the oldest is forgotten, which is an event too few.

use std::cell::RefCell;

use crate::event::MemoryAccess;
use crate::site::Site;
use crate::tracker;

/// Nested calls whose arguments run code (count).
const DEPTH_MAX: usize = 16;

thread_local! {
    static WAITING: RefCell<Vec<MemoryAccess>> = const { RefCell::new(Vec::new()) };
}

/// Leaves an access to [`arguments_ran`].
pub(crate) fn defer(access: MemoryAccess) {
    with_waiting(|waiting| {
        if waiting.len() == DEPTH_MAX {
            waiting.remove(0);
        }
        waiting.push(access);
    });
}

/// The arguments of the call at `site` have run: its access is next.
#[inline]
pub fn arguments_ran<T>(argument: T, site: &'static Site) -> T {
    let access = with_waiting(|waiting| {
        let position = waiting.iter().rposition(|access| access.site == site)?;
        let access = waiting[position];
        waiting.truncate(position);
        Some(access)
    });
    if let Some(access) = access.flatten() {
        tracker::access(&access);
    }
    argument
}

fn with_waiting<R>(f: impl FnOnce(&mut Vec<MemoryAccess>) -> R) -> Option<R> {
    // Growing the list allocates; the tracker is not to see that as the user's memory.
    let run = |waiting: &RefCell<Vec<_>>| Some(f(&mut *waiting.try_borrow_mut().ok()?));
    WAITING.try_with(run).ok().flatten()
}
