//! What may be guards of locks, or the like, in code without annotation: their drop is a crossing, wherever it is.
//!
//! Source: DESIGN 5.3, for values that nobody sees to be dropped. A call of code without annotation returned a value whose drop
//! may be of such code too (`hooks/drops.rs`). Its drop is seen where a watch stands behind
//! its variable, or where the statement ends whose temporary it was. Until then, and for good where neither is so, the thread
//! counts as crossing at any time; so do the threads that it makes meanwhile, into whose closures it may have gone.
//! Departs from the truth: a guard that was moved away may have been dropped long ago. That hides races, and invents none.
//! So it does behind a function that returns such a guard, until whoever called it has the guard in a variable.
//! Bound: [`GUARDS_MAX`] at once; beyond it the thread crosses at any time for good.

use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::takeover::Inside;
use std::cell::{Cell, RefCell};

/// Guards remembered per thread (count).
const GUARDS_MAX: usize = 16;

#[derive(Clone, Copy)]
struct Guard {
    /// Counts the lock operations of the thread.
    serial: u64,
    /// The call's place.
    site: &'static Site,
    /// Annotated functions that the thread was in.
    depth: u32,
    /// Events of the thread so far.
    events: u64,
}

struct Guards {
    held: [Option<Guard>; GUARDS_MAX],
    count: usize,
    /// There were more at once than are remembered.
    lost: bool,
}

thread_local! {
    static GUARDS: RefCell<Guards> = const {
        RefCell::new(Guards { held: [None; GUARDS_MAX], count: 0, lost: false })
    };
    static ANY: Cell<bool> = const { Cell::new(false) };
}

fn with_guards(f: impl FnOnce(&mut Guards)) {
    if let Some(_inside) = Inside::enter() {
        with_guards_inside(f);
    }
}

fn with_guards_inside(f: impl FnOnce(&mut Guards)) {
    GUARDS.with(|guards| {
        let Ok(mut guards) = guards.try_borrow_mut() else {
            return;
        };
        f(&mut guards);
        let any = guards.lost || 0 < guards.count;
        if ANY.replace(any) != any {
            crossings::set_at_any_time(any);
        }
    });
}

impl Guards {
    fn drop_all(&mut self, gone: impl Fn(&Guard) -> bool) {
        let mut kept = 0;
        for index in 0..self.count {
            if !self.held[index].as_ref().is_some_and(&gone) {
                self.held[kept] = self.held[index];
                kept += 1;
            }
        }
        self.count = kept;
    }
}

/// A call returned what may be a guard; `serial` is its lock operation's.
pub(crate) fn taken(serial: u64, site: &'static Site) {
    let (depth, events) = crossings::here();
    with_guards(|guards| match guards.held.get_mut(guards.count) {
        Some(place) => {
            *place = Some(Guard {
                serial,
                site,
                depth,
                events,
            });
            guards.count += 1;
        }
        None => guards.lost = true,
    });
}

/// A watch stands behind a variable. Answers whether its value is the latest one: nothing has happened since a call returned it,
/// here or in a function that handed it on.
pub(crate) fn watched() -> bool {
    if !ANY.get() {
        return false;
    }
    let (depth, events) = crossings::here();
    let mut is_it = false;
    with_guards(|guards| {
        let latest = guards.count.checked_sub(1);
        let latest = latest.and_then(|latest| guards.held[latest]);
        is_it = latest.is_some_and(|guard| depth <= guard.depth && guard.events == events);
        guards.count -= usize::from(is_it);
    });
    is_it
}

/// Those that the thread has got so far do not count any more. Inside a hook only.
pub(crate) fn forget() {
    with_guards_inside(|guards| {
        guards.count = 0;
        guards.lost = false;
    });
}

/// Whether the thread has values that may be dropped unseen at any time.
pub(crate) fn any() -> bool {
    ANY.get()
}

/// The thread's creator had some, and may have moved them into it. Inside a hook only.
pub(crate) fn inherit() {
    with_guards_inside(|guards| guards.lost = true);
}

/// A statement has ended: those taken after `before` at these sites were temporaries of its own.
pub(crate) fn dropped(before: u64, sites: &[&'static Site]) {
    if !ANY.get() {
        return;
    }
    with_guards(|guards| {
        let count = guards.count;
        guards.drop_all(|guard| before < guard.serial && sites.contains(&guard.site));
        if guards.count < count {
            crossings::crossed(sites.first().copied());
        }
    });
}
