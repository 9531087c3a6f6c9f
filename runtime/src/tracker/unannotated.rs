//! Code without annotation that may have synchronized.

use crate::clock::Epoch;
use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::thread::{ThreadHandle, first_release, first_release_unless_waiting};

/// Whether code that is not annotated orders a pair of accesses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ordered {
    /// It does.
    #[allow(dead_code, reason = "the third answer; no rule gives it yet")]
    Yes,
    /// Such code may have, this one among others.
    Perhaps(Option<&'static Site>),
    /// It cannot.
    No,
}

/// Judges a pair: the earlier access and its thread; the later one is the calling thread's next event.
pub(crate) fn verdict(earlier: Epoch, thread: ThreadHandle) -> Ordered {
    match crossings::between(earlier, thread, first_release) {
        Some(site) => Ordered::Perhaps(site),
        None => Ordered::No,
    }
}

/// Whether it is certain that nothing unseen orders such a pair, for a thread that holds a granule: it waits for no other thread that
/// waits for one, and of that it is not certain.
pub(crate) fn is_certainly_unordered(earlier: Epoch, thread: ThreadHandle) -> bool {
    crossings::between(earlier, thread, first_release_unless_waiting).is_none()
}
