//! Passing the turn: one thread runs, the others wait.
//!
//! Measured on 2026-11-22 (2 cores): a hand-off by futex costs 2 us when both threads are on one core and 23 us across two,
//! so an exploration pins itself to one core.

use std::sync::atomic::{AtomicU32, Ordering};

/// A place to wait for one's turn.
#[derive(Debug, Default)]
pub(super) struct Baton {
    here: AtomicU32,
    #[cfg(not(target_os = "linux"))]
    lock: std::sync::Mutex<()>,
    #[cfg(not(target_os = "linux"))]
    changed: std::sync::Condvar,
}

impl Baton {
    /// Gives the turn to whoever waits here, now or later.
    pub(super) fn give(&self) {
        // ORDER: Release; pairs with the Acquire in `take`: the next thread sees all that the previous one did.
        self.here.store(1, Ordering::Release);
        self.wake();
    }

    /// Waits for the turn.
    pub(super) fn take(&self) {
        while !self.try_take() {
            self.sleep();
        }
    }

    fn try_take(&self) -> bool {
        // ORDER: Acquire; pairs with the Release in `give`.
        self.here.swap(0, Ordering::Acquire) == 1
    }

    #[cfg(target_os = "linux")]
    fn wake(&self) {
        // SAFETY: FUTEX_WAKE takes the address of a live, aligned 32-bit word; `here` is borrowed for the call.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.here.as_ptr(),
                libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG,
                1,
            )
        };
    }

    #[cfg(target_os = "linux")]
    fn sleep(&self) {
        // SAFETY: FUTEX_WAIT takes the address of a live, aligned 32-bit word, and null for no limit.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.here.as_ptr(),
                libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG,
                0,
                std::ptr::null::<libc::timespec>(),
            )
        };
    }

    #[cfg(not(target_os = "linux"))]
    fn wake(&self) {
        drop(self.lock.lock());
        self.changed.notify_all();
    }

    #[cfg(not(target_os = "linux"))]
    fn sleep(&self) {
        use std::sync::PoisonError;
        let guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        // ORDER: Relaxed; `try_take` acquires. The store in `give` comes before its `lock`, so it is not missed here.
        if self.here.load(Ordering::Relaxed) == 0 {
            drop(self.changed.wait(guard));
        }
    }
}

/// Keeps the calling thread, and those that it spawns, on one core while it lives.
pub(super) struct Pinned {
    #[cfg(target_os = "linux")]
    before: libc::cpu_set_t,
}

impl Pinned {
    /// Pins to the core on which the thread runs; `None` if the system does not let us.
    #[cfg(target_os = "linux")]
    pub(super) fn here() -> Option<Self> {
        let size = size_of::<libc::cpu_set_t>();
        // SAFETY: `cpu_set_t` is an array of integers; all zeros is a value of it.
        let mut before: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: `before` is a cpu_set_t of `size` bytes, borrowed for the call; 0 is the calling thread.
        if unsafe { libc::sched_getaffinity(0, size, &mut before) } != 0 {
            return None;
        }
        // SAFETY: takes nothing, answers the number of a core or -1.
        let core = usize::try_from(unsafe { libc::sched_getcpu() }).ok()?;
        // SAFETY: as above.
        let mut one: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: `core` is a number that the system gave, so it is below CPU_SETSIZE; `one` is borrowed.
        unsafe { libc::CPU_SET(core, &mut one) };
        // SAFETY: `one` is a cpu_set_t of `size` bytes, borrowed for the call.
        (unsafe { libc::sched_setaffinity(0, size, &one) } == 0).then_some(Self { before })
    }

    /// Not on this system.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn here() -> Option<Self> {
        None
    }
}

#[cfg(target_os = "linux")]
impl Drop for Pinned {
    fn drop(&mut self) {
        // SAFETY: `before` is a cpu_set_t of that size, borrowed for the call.
        unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &self.before) };
    }
}
