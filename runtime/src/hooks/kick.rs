//! In an exploration a wait at a `Condvar` has happened before the user's own call is made: that call only has to return.
//!
//! std allows a wait to end without a notification, so a helper thread notifies the `Condvar` until the call is back.
//! Invariant: a `Condvar` is in the list only while a thread is inside a call on it, so its address is that of a live one.

use crate::tracker;
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

/// The addresses of the `Condvar`s whose waits have to end.
static WAITS: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Tells the helper that there is something to do.
static WORK: Condvar = Condvar::new();

fn waits() -> MutexGuard<'static, Vec<usize>> {
    WAITS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The calling thread is about to wait at the `Condvar` at this address, and must come back at once.
pub(crate) fn begin(condvar: usize) {
    static HELPER: Once = Once::new();
    tracker::untracked(|| {
        HELPER.call_once(|| {
            let helper = std::thread::Builder::new().name(String::from("datarace kick"));
            drop(helper.spawn(|| tracker::untracked(help)));
        });
        waits().push(condvar);
        WORK.notify_one();
    });
}

/// It has come back.
pub(crate) fn end(condvar: usize) {
    tracker::untracked(|| {
        let mut waits = waits();
        if let Some(place) = waits.iter().position(|other| *other == condvar) {
            waits.swap_remove(place);
        }
    });
}

fn help() {
    let mut list = waits();
    loop {
        for condvar in list.iter() {
            // SAFETY: the address is that of a `Condvar` (the hook took it from one), and of a live one: a thread is inside a call
            // on it, and leaves the list, whose lock is held here, before it returns to its caller.
            let condvar = unsafe { &*(*condvar as *const Condvar) };
            condvar.notify_all();
        }
        list = match list.is_empty() {
            true => WORK.wait(list).unwrap_or_else(PoisonError::into_inner),
            false => {
                drop(list);
                std::thread::sleep(Duration::from_micros(20));
                waits()
            }
        };
    }
}
