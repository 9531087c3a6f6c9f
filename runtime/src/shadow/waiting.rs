//! Who waits for the lock of a granule, for those that have one and must not wait for such a thread.

use crate::primitive::{AtomicBool, Ordering};
use core::cell::Cell;

thread_local! {
    static SHOWN_AT: Cell<Option<&'static AtomicBool>> = const { Cell::new(None) };
}

/// Where others see that the calling thread waits.
pub(crate) fn show_at(place: Option<&'static AtomicBool>) {
    SHOWN_AT.set(place);
}

/// Runs what waits.
pub(super) fn during<R>(wait: impl FnOnce() -> R) -> R {
    let show = |waits| {
        if let Some(place) = SHOWN_AT.get() {
            // ORDER: Relaxed; a hint, see `Biased::enter_other_unless`.
            place.store(waits, Ordering::Relaxed);
        }
    };
    show(true);
    let answer = wait();
    show(false);
    answer
}
