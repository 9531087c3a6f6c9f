//! Which thread has the atomics of a granule to itself: it then works on them without the granule's lock.
//!
//! Source: biased locking (Dice, Huang, Yang, 2010), with membarrier(2) in the place of a safepoint.
//! A thread that has made many operations in a row, with nobody between, is given a token. While that stands, it works on the
//! atomic and on the accesses beside it inside its own biased lock ([`Biased::try_enter_alone`]). Whoever else locks the granule takes
//! the token away first, makes the barrier, and waits until the owner is out ([`Ownership::claim`]).
//! Invariant: only the holder of the granule's lock changes the token, and no token comes back. So who finds his own inside
//! his biased lock is alone until he leaves it (model: `an_owner_and_a_thread_with_the_lock_exclude_each_other`).
//! A barrier costs as much as some hundred operations with a lock. So four times as many operations in a row are needed each time
//! that a token was taken away: threads that take turns come to an end with it.
//! Where membarrier is missing nobody is given a token.
//!
//! [`Biased::try_enter_alone`]: crate::tracker::biased::Biased::try_enter_alone

use crate::clock::ThreadIndex;
use crate::primitive::{AtomicU32, AtomicU64, Ordering, UnsafeCell, shell_static};
use crate::tracker::{barrier, thread};

shell_static! {
    /// Operations in a row after which a thread is given the token the first time (count).
    static TURNS_FIRST: AtomicU32 = AtomicU32::new(64);
}

/// Lets a thread be given a token after so many operations in a row, the first time; 0 is always, from the first one on. For
/// tests.
pub fn set_turns(first: u32) {
    // ORDER: Relaxed; a number that objects take up when they begin.
    TURNS_FIRST.store(first, Ordering::Relaxed);
}

/// See the module. All but [`Ownership::is`] is for the holder of the granule's lock.
#[derive(Default)]
pub(crate) struct Ownership {
    /// The owner's slot, and above it a number that makes the token the only one; 0: nobody owns.
    token: AtomicU64,
    turns: UnsafeCell<Turns>,
}

/// Who worked here last.
#[derive(Default)]
struct Turns {
    thread: u32,
    /// Its operations in a row but for the first one.
    in_a_row: u32,
    /// So many are needed for a token.
    needed: u32,
}

// SAFETY: `turns` is reached by the holder of the granule's lock only.
unsafe impl Sync for Ownership {}

const SLOT_BITS: u32 = 12;

impl Ownership {
    /// Whether the token stands. For its owner, inside its biased lock by `try_enter_alone`.
    #[inline(always)]
    pub(crate) fn is(&self, token: u64) -> bool {
        // ORDER: Relaxed; the barrier of `claim` stands between its store and its wait for the owner, so either that store is
        // seen here or the owner is waited for.
        self.token.load(Ordering::Relaxed) == token
    }

    /// A thread has made an operation. Answers whether it may have the token by now.
    #[inline(always)]
    pub(crate) fn turn(&self, thread: ThreadIndex) -> bool {
        // SAFETY: the caller holds the granule's lock, and the reference ends here.
        let turns = unsafe { &mut *self.turns.get() };
        if turns.thread != thread.0 {
            turns.begin(thread);
            return turns.needed == 0;
        }
        if turns.in_a_row < turns.needed {
            turns.in_a_row += 1;
            return false;
        }
        true
    }

    /// Gives the token to a thread whose turn it may be; `number` was never handed in here before. `None` where there is none.
    pub(crate) fn give(&self, thread: ThreadIndex, number: impl FnOnce() -> u64) -> Option<u64> {
        // ORDER: Relaxed; under the granule's lock. If it is not 0 it is this thread's: `claim` has taken away any other.
        let token = match self.token.load(Ordering::Relaxed) {
            0 if barrier::is_asymmetric() => number() << SLOT_BITS | u64::from(thread.0),
            token => token,
        };
        // ORDER: Relaxed; only the owner looks without the lock, and it is the calling thread.
        self.token.store(token, Ordering::Relaxed);
        (token != 0).then_some(token)
    }

    /// The granule was locked: when this returns, nobody works here without the lock.
    #[inline(always)]
    pub(crate) fn claim(&self) {
        // ORDER: Relaxed; tokens are given under the granule's lock.
        let token = self.token.load(Ordering::Relaxed);
        if token != 0 {
            self.claim_from(token);
        }
    }

    #[cold]
    fn claim_from(&self, token: u64) {
        let owner = ThreadIndex(token as u32 & ((1 << SLOT_BITS) - 1));
        if thread::is_of_caller(owner) {
            return;
        }
        self.end();
        // SAFETY: the caller holds the granule's lock, and the reference ends here.
        let turns = unsafe { &mut *self.turns.get() };
        turns.needed = turns.needed.saturating_mul(4);
        barrier::everywhere();
        thread::wait_while_alone(owner);
    }

    /// Nobody owns from here on; the token was the calling thread's, if there was one.
    pub(crate) fn end(&self) {
        // ORDER: Relaxed; see `is`.
        self.token.store(0, Ordering::Relaxed);
    }

    /// What was known is void: other atomics may come.
    pub(crate) fn forget(&self) {
        self.end();
        // SAFETY: the caller holds the granule's lock, and the reference ends here.
        *unsafe { &mut *self.turns.get() } = Turns::default();
    }
}

impl Turns {
    fn begin(&mut self, thread: ThreadIndex) {
        self.thread = thread.0;
        self.in_a_row = 0;
        if self.needed == 0 {
            // ORDER: Relaxed; see `set_turns`.
            self.needed = TURNS_FIRST.load(Ordering::Relaxed);
        }
    }
}
