//! The biased lock: owner and others exclude each other, with the system's barrier and without, and when the owner changes.

use super::{bounded, every};
use crate::barrier;
use crate::primitive::UnsafeCell;
use crate::tracker::biased::Biased;
use loom::sync::{Arc, Mutex};
use loom::thread;

struct Guarded {
    lock: Biased,
    /// Touched inside only: loom says so if an access is not ordered after the one before.
    content: UnsafeCell<u32>,
}

// SAFETY: `content` is reached inside the lock only, which is what the models check.
unsafe impl Sync for Guarded {}
// SAFETY: as above.
unsafe impl Send for Guarded {}

impl Guarded {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            lock: Biased::new(),
            content: UnsafeCell::new(0),
        })
    }

    /// Inside the lock.
    fn add(&self) {
        // SAFETY: the caller is inside the lock.
        unsafe { *self.content.get() += 1 };
    }

    fn as_owner(&self) {
        barrier::point();
        self.lock.enter();
        barrier::point();
        self.add();
        barrier::point();
        self.lock.leave();
        barrier::point();
    }

    fn as_other(&self) {
        let inside = self.lock.enter_other();
        self.add();
        drop(inside);
    }

    /// When all threads are joined.
    fn added(&self) -> u32 {
        // SAFETY: nobody else is there any more.
        unsafe { *self.content.get() }
    }
}

fn owner_and_other(turns: u32) {
    let guarded = Guarded::new();
    let other = {
        let guarded = guarded.clone();
        thread::spawn(move || guarded.as_other())
    };
    (0..turns).for_each(|_| guarded.as_owner());
    barrier::owner_ends();
    other.join().expect("the other thread does not panic");
    assert_eq!(guarded.added(), turns + 1);
}

#[test]
fn owner_and_other_exclude_each_other_by_the_systems_barrier() {
    bounded(3, || owner_and_other(1));
}

#[test]
fn owner_and_other_exclude_each_other_by_fences() {
    every(|| {
        barrier::have_fences_only();
        owner_and_other(1);
    });
}

#[test]
fn an_owner_that_comes_back_and_two_others_exclude_each_other() {
    bounded(2, || {
        barrier::have_fences_only();
        let guarded = Guarded::new();
        let others: Vec<_> = (0..2)
            .map(|_| {
                let guarded = guarded.clone();
                thread::spawn(move || guarded.as_other())
            })
            .collect();
        guarded.as_owner();
        guarded.as_owner();
        for other in others {
            other.join().expect("no thread panics");
        }
        assert_eq!(guarded.added(), 4);
    });
}

/// A slot is handed on through a lock: the next tenant owns what the last one owned.
#[test]
fn the_next_owner_excludes_others_too() {
    bounded(3, || {
        barrier::have_fences_only();
        let guarded = Guarded::new();
        let free = Arc::new(Mutex::new(false));
        let first = {
            let (guarded, free) = (guarded.clone(), free.clone());
            thread::spawn(move || {
                guarded.as_owner();
                *free.lock().expect("not poisoned") = true;
            })
        };
        let other = {
            let guarded = guarded.clone();
            thread::spawn(move || guarded.as_other())
        };
        let is_free = *free.lock().expect("not poisoned");
        if is_free {
            guarded.as_owner();
        }
        first.join().expect("no thread panics");
        other.join().expect("no thread panics");
        assert_eq!(guarded.added(), 2 + u32::from(is_free));
    });
}
