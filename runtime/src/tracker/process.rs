//! The end of the process, and its copies.
//!
//! A child made by `fork` has one thread and the locks of all: what it does is not tracked.

use crate::primitive::{AtomicBool, Ordering};
use crate::tracker::takeover::stay_inside;

static FAILED: AtomicBool = AtomicBool::new(false);

/// The status with which a process ends that had a race.
pub(crate) const RACE_STATUS: i32 = 66;

/// Prints to standard error without asking std for the calling thread, which it may not have set up yet.
pub(crate) fn say(text: &str) {
    #[cfg(unix)]
    // SAFETY: `write` reads as many bytes as the text has. That standard error may be closed is no reason to fail.
    unsafe {
        libc::write(libc::STDERR_FILENO, text.as_ptr().cast(), text.len());
    }
    #[cfg(not(unix))]
    eprint!("{text}");
}

/// However the process ends by `exit` from now on, it ends with [`RACE_STATUS`].
pub(crate) fn fail_at_exit() {
    static ARMED: AtomicBool = AtomicBool::new(false);
    // ORDER: Relaxed; `atexit` and `exit` synchronize by themselves.
    FAILED.store(true, Ordering::Relaxed);
    if !ARMED.swap(true, Ordering::Relaxed) {
        arm();
    }
}

/// The process ends with its own status after all: a panic is not to be replaced.
pub(crate) fn keep_status() {
    // ORDER: Relaxed; see `fail_at_exit`.
    FAILED.store(false, Ordering::Relaxed);
}

#[cfg(unix)]
fn arm() {
    extern "C" fn at_exit() {
        // ORDER: Relaxed; see `fail_at_exit`.
        if !FAILED.load(Ordering::Relaxed) {
            return;
        }
        // SAFETY: `fflush` of all streams is allowed at any time.
        unsafe { libc::fflush(core::ptr::null_mut()) };
        // SAFETY: `_exit` ends the process; nothing follows.
        unsafe { libc::_exit(RACE_STATUS) };
    }
    // SAFETY: `at_exit` is a function of the right type that lives as long as the program.
    unsafe { libc::atexit(at_exit) };
}

#[cfg(not(unix))]
fn arm() {}

/// Whether this process is a copy that `fork` made.
pub(crate) fn is_copy() -> bool {
    // ORDER: Relaxed; stored before any other thread of the copy exists.
    COPY.load(Ordering::Relaxed)
}

static COPY: AtomicBool = AtomicBool::new(false);

/// From now on a copy of this process knows that it is one.
#[cfg(unix)]
pub(crate) fn watch_forks() {
    extern "C" fn in_child() {
        // ORDER: Relaxed; see `is_copy`.
        COPY.store(true, Ordering::Relaxed);
        stay_inside();
    }
    static WATCHED: AtomicBool = AtomicBool::new(false);
    // ORDER: Relaxed; only for doing it once.
    if !WATCHED.swap(true, Ordering::Relaxed) {
        // SAFETY: `in_child` is a function of the right type that lives as long as the program; it stores two flags.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    }
}

/// There is no `fork` here.
#[cfg(not(unix))]
pub(crate) fn watch_forks() {}
