//! Code without annotation that may have synchronized.

use crate::clock::Epoch;
use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::thread::ThreadHandle;

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
    match crossings::between(earlier, thread) {
        Some(site) => Ordered::Perhaps(site),
        None => Ordered::No,
    }
}
