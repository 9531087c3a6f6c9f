//! What may be guards of locks in code without annotation: their drop is a crossing, wherever it is.
//!
//! Source: DESIGN 5.3, for guards that nobody sees to be dropped. A call named as those of std that lock (`lock`, `try_read`) was
//! of code without annotation and returned a value with a drop of its own. Its drop is seen where a watch stands behind
//! its variable, or where the statement ends whose temporary it was. Until then, and for good where neither is so, the thread
//! counts as crossing at any time.
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
    /// The lock operation's place.
    site: &'static Site,
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
    let Some(_inside) = Inside::enter() else {
        return;
    };
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
    with_guards(|guards| match guards.held.get_mut(guards.count) {
        Some(place) => {
            *place = Some(Guard { serial, site });
            guards.count += 1;
        }
        None => guards.lost = true,
    });
}

/// A watch stands behind the variable of the latest one.
pub(crate) fn watched() {
    if ANY.get() {
        with_guards(|guards| guards.count = guards.count.saturating_sub(1));
    }
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
