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
use crate::tracker::fixed::Fixed;
use crate::tracker::takeover::Inside;
use std::cell::{Cell, RefCell};

/// Guards remembered per thread (count).
const GUARDS_MAX: usize = 16;

/// Those of them for which a thread has room from its start (count).
const GUARDS_INLINE: usize = 2;

#[derive(Clone, Copy)]
struct Guard {
    /// Counts the lock operations of the thread.
    serial: u64,
    /// The place of the call or the literal.
    site: &'static Site,
    /// The type that the call returned; nothing for a literal, whose `Drop` is known not to be annotated.
    type_name: &'static str,
    /// Annotated functions that the thread was in.
    depth: u32,
    /// Events of the thread so far.
    events: u64,
}

struct Guards {
    held: Fixed<Guard, GUARDS_INLINE, GUARDS_MAX>,
    /// There were more at once than are remembered.
    lost: bool,
}

thread_local! {
    static GUARDS: RefCell<Guards> = const {
        RefCell::new(Guards { held: Fixed::new(), lost: false })
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
        let any = guards.lost || guards.held.len() != 0;
        if ANY.replace(any) != any {
            crossings::set_at_any_time(any);
        }
    });
}

impl Guard {
    /// Whether it comes from `site`, in a function of that depth, and nothing has happened since.
    fn is_of(&self, site: &'static Site, depth: u32, events: u64) -> bool {
        self.depth == depth && self.events == events && site.contains(self.site)
    }
}

/// A call returned what may be a guard; `serial` is its lock operation's.
pub(crate) fn taken(serial: u64, site: &'static Site, type_name: &'static str) {
    let (depth, events) = crossings::here();
    let guard = Guard {
        serial,
        site,
        type_name,
        depth,
        events,
    };
    with_guards(|guards| guards.lost |= !guards.held.push(guard));
}

/// An annotated function that was called at `site` has returned what may hold a guard: it has handed on the latest one, if nothing has
/// happened since it got that.
pub(crate) fn handed_on(site: &'static Site) {
    let (depth, events) = crossings::here();
    with_guards(|guards| {
        if let Some(guard) = guards.held.values_mut().last_mut()
            && depth < guard.depth
            && guard.events == events
        {
            guard.depth = depth;
            guard.site = site;
        }
    });
}

/// A call at `site` has made a value of what it was given: those that it was given are in that value.
pub(crate) fn used_up(site: &'static Site) {
    if !ANY.get() {
        return;
    }
    let (depth, events) = crossings::here();
    with_guards(|guards| {
        guards
            .held
            .retain(|guard| !guard.is_of(site, depth, events));
    });
}

/// A watch stands behind a variable that was bound to the value at `site`. Answers what type the latest guard has, if it comes from
/// there, and nothing has happened since.
pub(crate) fn watched(site: &'static Site) -> Option<&'static str> {
    if !ANY.get() {
        return None;
    }
    let (depth, events) = crossings::here();
    let mut found = None;
    with_guards(|guards| {
        let latest = guards.held.pop_if(|guard| guard.is_of(site, depth, events));
        found = latest.map(|guard| guard.type_name);
    });
    found
}

/// Those that the thread has got so far do not count any more. Inside a hook only.
pub(crate) fn forget() {
    with_guards_inside(|guards| {
        guards.held.truncate(0);
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
        let count = guards.held.len();
        guards
            .held
            .retain(|guard| guard.serial <= before || !sites.contains(&guard.site));
        if guards.held.len() < count {
            crossings::crossed(sites.first().copied());
        }
    });
}
