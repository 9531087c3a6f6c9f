//! A lock for what is held for some dozen instructions: one exchange takes it, one store gives it back.
//!
//! Source: test-and-set. A lock of std's makes a second exchange when it is given back.
//! Invariant: who found `busy` false and made it true is alone with the content until it stores false (model:
//! `who_holds_the_spinning_lock_is_alone`).

use crate::primitive::{AtomicBool, Ordering, UnsafeCell, spin_loop, yield_now};
use core::ops::{Deref, DerefMut};

/// See the module.
#[derive(Debug)]
pub(crate) struct Spin<T> {
    busy: AtomicBool,
    content: UnsafeCell<T>,
}

// SAFETY: the content is reached by the holder of the lock only, and it may be sent from one to the next.
unsafe impl<T: Send> Sync for Spin<T> {}

/// Looks at a lock that somebody holds, before the processor is given up.
const SPINS_BEFORE_YIELD: u32 = 64;

impl<T> Spin<T> {
    pub(crate) fn new(content: T) -> Self {
        Self {
            busy: AtomicBool::new(false),
            content: UnsafeCell::new(content),
        }
    }

    /// Takes the lock; whoever holds it must not come back to it.
    #[inline(always)]
    pub(crate) fn lock(&self) -> Spun<'_, T> {
        if !self.try_lock() {
            self.wait();
        }
        Spun(self)
    }

    #[inline(always)]
    fn try_lock(&self) -> bool {
        // ORDER: Acquire; pairs with the Release in `Spun::drop`: what was done to the content before is seen. Relaxed; nothing is
        // done then.
        self.busy
            .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    }

    /// Waits for the lock and takes it.
    #[cold]
    fn wait(&self) {
        let mut tries = 0_u32;
        while !self.try_lock() {
            tries += 1;
            match tries < SPINS_BEFORE_YIELD {
                true => spin_loop(),
                false => yield_now(),
            }
        }
    }
}

/// The lock is held.
pub(crate) struct Spun<'a, T>(&'a Spin<T>);

impl<T> Deref for Spun<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: this thread has made `busy` true, and nobody else passes until this is dropped; the borrow of it keeps this
        // and `deref_mut` apart.
        unsafe { &*self.0.content.get() }
    }
}

impl<T> DerefMut for Spun<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`.
        unsafe { &mut *self.0.content.get() }
    }
}

impl<T> Drop for Spun<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        // ORDER: Release; pairs with the Acquire in `Spin::lock`.
        self.0.busy.store(false, Ordering::Release);
    }
}
