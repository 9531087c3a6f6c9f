//! A full fence on every thread: what the system call does, in terms that loom knows.
//!
//! Source: membarrier(2), `PRIVATE_EXPEDITED`: between the call and its return each thread that runs has made a full fence, at
//! a point of its program that nobody chooses. In the models a thread makes it where it comes by a [`point`] and finds it
//! wanted; there is a point wherever the shell has a `compiler_fence`, and the models put more where the fence could strike.
//! A fence between two of these points is the same as one at either, since the shell does nothing shared between them.

use crate::primitive::{AtomicBool, Ordering, fence};

loom::lazy_static! {
    static ref WANTED: AtomicBool = AtomicBool::new(false);
    static ref MADE: AtomicBool = AtomicBool::new(false);
    static ref OWNER_GONE: AtomicBool = AtomicBool::new(false);
    static ref FENCES: AtomicBool = AtomicBool::new(false);
}

/// Lets the owner make a fence each time, as on systems without the call.
pub(crate) fn have_fences_only() {
    FENCES.store(true, Ordering::Relaxed);
}

/// Whether owners need no fence.
pub(crate) fn is_asymmetric() -> bool {
    !FENCES.load(Ordering::Relaxed)
}

/// Where a fence may strike the owner.
pub(crate) fn point() {
    if WANTED.load(Ordering::Relaxed) && !MADE.load(Ordering::Relaxed) {
        fence(Ordering::SeqCst);
        MADE.store(true, Ordering::Relaxed);
    }
}

/// The owner runs no more; the system does not wait for it.
pub(crate) fn owner_ends() {
    fence(Ordering::SeqCst);
    OWNER_GONE.store(true, Ordering::Relaxed);
}

/// In place of the compiler's fence.
pub(crate) fn compiler_fence(_: Ordering) {
    point();
}

/// The fence strikes a thread that waits, too.
pub(crate) fn yield_now() {
    point();
    loom::thread::yield_now();
}

/// As [`yield_now`].
pub(crate) fn spin_loop() {
    yield_now();
}

/// A full fence on this thread and on the owner.
pub(crate) fn everywhere() {
    fence(Ordering::SeqCst);
    if is_asymmetric() {
        WANTED.store(true, Ordering::Relaxed);
        while !MADE.load(Ordering::Relaxed) && !OWNER_GONE.load(Ordering::Relaxed) {
            loom::thread::yield_now();
        }
        fence(Ordering::SeqCst);
        WANTED.store(false, Ordering::Relaxed);
        MADE.store(false, Ordering::Relaxed);
    }
}
