//! A full fence on every thread of the process at once, so that some of them need none of their own.
//!
//! Source: membarrier(2) `PRIVATE_EXPEDITED` of Linux; elsewhere, or where the kernel refuses it, each side makes its fence.

use crate::primitive::{AtomicU8, Ordering, fence};

const UNKNOWN: u8 = 0;
const ASYMMETRIC: u8 = 1;
const FENCES: u8 = 2;

static MODE: AtomicU8 = AtomicU8::new(UNKNOWN);

/// Whether [`everywhere`] reaches all threads, so that owners need no fence.
#[inline]
pub(crate) fn is_asymmetric() -> bool {
    // ORDER: Relaxed; the mode is settled once, before any other can come in under it.
    match MODE.load(Ordering::Relaxed) {
        UNKNOWN => settle() == ASYMMETRIC,
        mode => mode == ASYMMETRIC,
    }
}

#[cold]
#[inline(never)]
fn settle() -> u8 {
    let mode = match register() {
        true => ASYMMETRIC,
        false => FENCES,
    };
    // ORDER: Relaxed; each caller comes to the same answer.
    MODE.store(mode, Ordering::Relaxed);
    mode
}

/// A full fence on every thread of the process that runs.
pub(crate) fn everywhere() {
    fence(Ordering::SeqCst);
    if is_asymmetric() {
        barrier();
    }
}

#[cfg(target_os = "linux")]
const REGISTER_PRIVATE_EXPEDITED: libc::c_int = 1 << 4;
#[cfg(target_os = "linux")]
const PRIVATE_EXPEDITED: libc::c_int = 1 << 3;

#[cfg(target_os = "linux")]
fn register() -> bool {
    // SAFETY: membarrier takes two integers and touches no memory of ours.
    unsafe { libc::syscall(libc::SYS_membarrier, REGISTER_PRIVATE_EXPEDITED, 0) == 0 }
}

#[cfg(target_os = "linux")]
fn barrier() {
    // SAFETY: as in `register`; it was registered, so it does not fail.
    unsafe { libc::syscall(libc::SYS_membarrier, PRIVATE_EXPEDITED, 0) };
}

#[cfg(not(target_os = "linux"))]
fn register() -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn barrier() {}
