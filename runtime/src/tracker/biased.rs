//! A lock that costs its owner two plain stores, and the rare other a system call.
//!
//! Source: Dekker's algorithm with an asymmetric barrier, membarrier(2) `PRIVATE_EXPEDITED`; the same idea as biased
//! locking in the JVM (Dice, Huang, Yang, 2010).
//! Invariant: the owner is inside (`busy`) or another is (`wanted` and not `busy`), never both. Whoever is inside as the
//! owner waits for no other biased lock, so waiting for the owner ends.
//! Where membarrier is missing, the owner makes a full fence each time.
//! An owner that waits for nothing while it is inside says so (`ALONE`): others may wait for it with whatever they hold.

use crate::primitive::{
    AtomicBool, AtomicU8, Mutex, MutexGuard, Ordering, PoisonError, compiler_fence, fence,
    spin_loop, yield_now,
};
use crate::tracker::barrier;

/// See the module. Guards what its neighbours in the same struct hold; the caller keeps the roles apart.
#[derive(Debug)]
pub(crate) struct Biased {
    busy: AtomicU8,
    wanted: AtomicBool,
    others: Mutex<()>,
}

/// The owner is not inside.
const OUT: u8 = 0;
/// It is.
const INSIDE: u8 = 1;
/// It is, and waits for nothing until it is out.
const ALONE: u8 = 2;

impl Biased {
    pub(crate) fn new() -> Self {
        Self {
            busy: AtomicU8::new(OUT),
            wanted: AtomicBool::new(false),
            others: Mutex::new(()),
        }
    }

    /// The owner goes in.
    #[inline(always)]
    pub(crate) fn enter(&self) {
        loop {
            // ORDER: Relaxed, and no fence: the other side's barrier stands between its `wanted` and its look at `busy`
            // on this thread too, so one of the two sees the other.
            self.busy.store(INSIDE, Ordering::Relaxed);
            match barrier::is_asymmetric() {
                true => compiler_fence(Ordering::SeqCst),
                false => fence(Ordering::SeqCst),
            }
            // ORDER: Acquire; pairs with the Release in `Other::drop`: what the other did inside is seen.
            if !self.wanted.load(Ordering::Acquire) {
                return;
            }
            self.wait();
        }
    }

    /// The owner goes out.
    #[inline]
    pub(crate) fn leave(&self) {
        // ORDER: Release; pairs with the Acquire in `Request::wait` and in `wait_while_alone`.
        self.busy.store(OUT, Ordering::Release);
    }

    /// The owner goes in, and will wait for nothing until it is out; `false` if another is inside or on its way. Only where the
    /// barrier is the system's.
    #[inline(always)]
    pub(crate) fn try_enter_alone(&self) -> bool {
        // ORDER: Relaxed, and no fence; see `enter`. The barrier of `wait_while_alone`'s caller serves in the same way.
        self.busy.store(ALONE, Ordering::Relaxed);
        compiler_fence(Ordering::SeqCst);
        // ORDER: Acquire; see `enter`.
        let is_inside = !self.wanted.load(Ordering::Acquire);
        if !is_inside {
            self.leave();
        }
        is_inside
    }

    /// Waits until the owner is not inside by [`Biased::try_enter_alone`], if it went in before the caller's last barrier.
    pub(crate) fn wait_while_alone(&self) {
        // ORDER: Acquire; pairs with the Release in `leave`: what the owner did inside is seen.
        wait_while(|| self.busy.load(Ordering::Acquire) == ALONE);
    }

    #[cold]
    #[inline(never)]
    fn wait(&self) {
        self.leave();
        // ORDER: Acquire; see `enter`.
        while self.wanted.load(Ordering::Acquire) {
            yield_now();
        }
    }

    /// Another thread goes in; it waits until the owner is out. Not while it is inside its own.
    pub(crate) fn enter_other(&self) -> Other<'_> {
        let request = self.request();
        barrier::everywhere();
        request.wait()
    }

    /// [`Biased::enter_other`] where there is no owner, nor will be one before the answer is dropped: there is nobody to wait for.
    pub(crate) fn enter_unowned(&self) -> Other<'_> {
        self.request().0
    }

    /// The first half of [`Biased::enter_other`]; a barrier must follow, then [`Request::wait`]. One thread asks for one lock
    /// at a time: who is asked waits with whatever it holds.
    fn request(&self) -> Request<'_> {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        // ORDER: SeqCst; before the barrier, see `enter`.
        self.wanted.store(true, Ordering::SeqCst);
        Request(Other {
            lock: self,
            _others: others,
        })
    }
}

/// Another thread wants to go in.
struct Request<'a>(Other<'a>);

impl<'a> Request<'a> {
    /// Waits until the owner is out.
    fn wait(self) -> Other<'a> {
        // ORDER: Acquire; pairs with the Release in `leave`: what the owner did inside is seen.
        wait_while(|| self.0.lock.busy.load(Ordering::Acquire) != OUT);
        self.0
    }
}

/// Another thread than the owner is inside.
pub(crate) struct Other<'a> {
    lock: &'a Biased,
    _others: MutexGuard<'a, ()>,
}

impl Drop for Other<'_> {
    fn drop(&mut self) {
        // ORDER: Release; pairs with the Acquire in `enter`.
        self.lock.wanted.store(false, Ordering::Release);
    }
}

fn wait_while(is_inside: impl Fn() -> bool) {
    let mut tries = 0u32;
    while is_inside() {
        tries += 1;
        match tries < SPINS_BEFORE_YIELD {
            true => spin_loop(),
            false => yield_now(),
        }
    }
}

const SPINS_BEFORE_YIELD: u32 = 64;

#[cfg(all(test, not(datarace_loom)))]
mod tests {
    use super::*;
    use crate::primitive::UnsafeCell;

    struct Counter(UnsafeCell<u64>);
    // SAFETY: the test reaches the cell inside the biased lock only.
    unsafe impl Sync for Counter {}

    /// The owner and others add to one plain counter; none is lost.
    #[test]
    fn owner_and_others_exclude_each_other() {
        let lock = Biased::new();
        let counter = Counter(UnsafeCell::new(0));
        let add = || {
            let _ = &counter;
            // SAFETY: the caller is inside the lock, so no other reference exists.
            unsafe { *counter.0.get() += 1 };
        };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..100_000 {
                    lock.enter();
                    add();
                    lock.leave();
                }
            });
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let inside = lock.enter_other();
                        add();
                        drop(inside);
                    }
                });
            }
        });
        assert_eq!(counter.0.into_inner(), 101_000);
    }
}
