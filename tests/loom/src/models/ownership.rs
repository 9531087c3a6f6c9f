//! Atomics that one thread has to itself: the owner and whoever has the lock of the granule exclude each other.

use super::bounded;
use crate::barrier;
use crate::clock::ThreadIndex;
use crate::primitive::{Mutex, MutexGuard, UnsafeCell};
use crate::tracker::ownership::{Ownership, set_turns};
use crate::tracker::thread::{OWNER, set_caller};
use loom::sync::Arc;
use loom::thread;

const ME: ThreadIndex = ThreadIndex(2);
const OTHER: ThreadIndex = ThreadIndex(3);

struct Owned {
    /// In the place of the granule's lock, and the number of tokens given.
    granule: Mutex<u64>,
    ownership: Ownership,
    /// Touched by the owner and under the lock only: loom says so if an access is not ordered after the one before.
    content: UnsafeCell<u32>,
}

// SAFETY: `content` is reached by the rules of `ownership` only, which is what the models check.
unsafe impl Sync for Owned {}
// SAFETY: as above.
unsafe impl Send for Owned {}

impl Owned {
    fn new() -> Arc<Self> {
        set_turns(0);
        Arc::new(Self {
            granule: Mutex::new(0),
            ownership: Ownership::default(),
            content: UnsafeCell::new(0),
        })
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        // As the shadow does it: a barrier strikes a thread that waits for a granule, too.
        let granule = loop {
            match self.granule.try_lock() {
                Ok(granule) => break granule,
                Err(_) => barrier::yield_now(),
            }
        };
        self.ownership.claim();
        granule
    }

    fn add(&self) {
        // SAFETY: the caller is the owner inside its biased lock, or has the granule's lock.
        unsafe { *self.content.get() += 1 };
    }

    /// An operation under the lock, in the order of `tracker/atomic.rs`. Answers the token.
    fn under_lock(&self, thread: ThreadIndex) -> Option<u64> {
        let mut given = self.lock();
        self.add();
        match self.ownership.turn(thread) {
            true => self.ownership.give(thread, || {
                *given += 1;
                *given
            }),
            false => None,
        }
    }

    /// An operation without it, in the order of `tracker/owned.rs`. Answers whether it was done.
    fn alone(&self, token: u64) -> bool {
        barrier::point();
        if !OWNER.try_enter_alone() {
            return false;
        }
        barrier::point();
        let owns = self.ownership.is(token);
        if owns {
            barrier::point();
            self.add();
            barrier::point();
        }
        OWNER.leave();
        barrier::point();
        owns
    }

    /// As the thread that comes to own.
    fn work(&self, turns: u32) {
        set_caller(ME);
        let mut token = None;
        for _ in 0..turns {
            if !token.is_some_and(|token| self.alone(token)) {
                token = self.under_lock(ME);
            }
        }
        barrier::owner_ends();
    }

    /// When all threads are joined.
    fn added(&self) -> u32 {
        // SAFETY: nobody else is there any more.
        unsafe { *self.content.get() }
    }
}

#[test]
fn an_owner_and_a_thread_with_the_lock_exclude_each_other() {
    bounded(3, || {
        let owned = Owned::new();
        let other = {
            let owned = owned.clone();
            thread::spawn(move || {
                set_caller(OTHER);
                // Without a token of its own: the barrier of the models strikes one owner only.
                owned.add_under_lock();
            })
        };
        owned.work(3);
        other.join().expect("the other thread does not panic");
        assert_eq!(owned.added(), 4);
    });
}

#[test]
fn a_thread_that_comes_twice_takes_each_token_away() {
    bounded(2, || {
        let owned = Owned::new();
        let other = {
            let owned = owned.clone();
            thread::spawn(move || {
                set_caller(OTHER);
                // Not twice in a row: then it would own.
                drop(owned.lock());
                owned.add_under_lock();
            })
        };
        owned.work(4);
        other.join().expect("the other thread does not panic");
        assert_eq!(owned.added(), 5);
    });
}

impl Owned {
    /// An access to the granule that is no operation on the atomic.
    fn add_under_lock(&self) {
        let _granule = self.lock();
        self.add();
    }
}
