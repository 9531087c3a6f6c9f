//! Explorations in a process that has tracked nothing before: no session, no thread of the tracker, no watched heap.

use datarace::Explorer;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering, Ordering::*};
use std::thread;
use std::time::Duration;

/// A lock as a queue of nodes; each holder frees the node of the one before it (Craig; Landin and Hagersten).
struct QueueLock<T> {
    tail: AtomicPtr<AtomicBool>,
    value: UnsafeCell<T>,
}

unsafe impl<T: Send> Sync for QueueLock<T> {}

#[datarace::check]
impl<T> QueueLock<T> {
    fn new(value: T) -> Self {
        Self {
            tail: AtomicPtr::new(Box::into_raw(Box::new(AtomicBool::new(false)))),
            value: UnsafeCell::new(value),
        }
    }

    fn with<R>(&self, unlock: Ordering, f: impl FnOnce(&mut T) -> R) -> R {
        let own = Box::into_raw(Box::new(AtomicBool::new(true)));
        let before = self.tail.swap(own, AcqRel);
        unsafe {
            while (*before).load(Acquire) {
                thread::yield_now();
            }
            drop(Box::from_raw(before));
            let result = f(&mut *self.value.get());
            (*own).store(false, unlock);
            result
        }
    }
}

impl<T> Drop for QueueLock<T> {
    fn drop(&mut self) {
        drop(unsafe { Box::from_raw(*self.tail.get_mut()) });
    }
}

#[datarace::check]
fn queue_lock(unlock: Ordering) {
    let lock = QueueLock::new(vec![0]);
    thread::scope(|s| {
        for i in 0..4 {
            let lock = &lock;
            s.spawn(move || lock.with(unlock, |values| values.push(i)));
        }
    });
    assert_eq!(lock.with(unlock, |values| values.len()), 5);
}

#[test]
fn freed_nodes_are_given_out_again_only_after_the_execution() {
    let explored = Explorer::random(1)
        .executions(300)
        .run(|| queue_lock(Release));
    explored.assert_ok();
    let explored = Explorer::pct(1, 3)
        .executions(300)
        .run(|| queue_lock(Release));
    explored.assert_ok();
    let explored = Explorer::exhaustive().run(|| queue_lock(Release));
    explored.assert_ok();
    assert!(explored.is_complete());
    let explored = Explorer::random(1)
        .executions(300)
        .run(|| queue_lock(Relaxed));
    assert!(!explored.races().is_empty());
}

#[datarace::check]
fn first_thread_parks() {
    let ready = AtomicBool::new(false);
    let first = thread::current();
    thread::scope(|s| {
        s.spawn(|| {
            ready.store(true, Release);
            first.unpark();
        });
        while !ready.load(Acquire) {
            thread::park();
        }
    });
}

#[test]
fn the_first_thread_can_be_unparked() {
    let explored = Explorer::exhaustive().run(first_thread_parks);
    explored.assert_ok();
    assert!(explored.is_complete());
    Explorer::random(1)
        .executions(100)
        .time(Duration::from_secs(60))
        .run(first_thread_parks)
        .assert_ok();
}
