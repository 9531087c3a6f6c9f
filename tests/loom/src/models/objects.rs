//! Loads that are not made twice: what lets a thread repeat a load of an atomic without the lock of its granule.

use super::{bounded, every};
use crate::clock::ThreadIndex;
use crate::model::{Message, ThreadView, message};
use crate::order::{LoadOrder, StoreOrder};
use crate::primitive::{AtomicU64, Ordering};
use crate::shadow::ShadowMap;
use crate::tracker::object::Objects;
use loom::sync::Arc;
use loom::thread;

const START: usize = 2048;

/// An atomic of the program, and the map that has its object.
struct Program {
    map: ShadowMap<Objects>,
    value: AtomicU64,
    flag: AtomicU64,
}

/// What a load left, as `tracker/atomic.rs` keeps it.
#[derive(Clone, Copy)]
struct Remembered {
    objects: &'static Objects,
    version: u64,
    value: u64,
}

impl Program {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            map: ShadowMap::new(),
            value: AtomicU64::new(0),
            flag: AtomicU64::new(0),
        })
    }

    /// A store with its event, in the order of `tracker/atomic.rs`.
    fn store(&self, atomic: &AtomicU64, at: usize, value: u64, view: &mut ThreadView) {
        let locked = self.map.lock(START + at).expect("a granule of the model");
        let objects = locked.attached();
        atomic.store(value, Ordering::Release);
        // SAFETY: the granule is locked.
        let object = unsafe { objects.at(0) };
        message::store_into(view, StoreOrder::Release, &mut object.message);
        objects.changed();
        locked.unlock();
    }

    /// A load with its event.
    fn load(&self, atomic: &AtomicU64, at: usize, view: &mut ThreadView) -> Remembered {
        let locked = self.map.lock(START + at).expect("a granule of the model");
        let objects = locked.attached();
        let value = atomic.load(Ordering::Acquire);
        // SAFETY: the granule is locked.
        let object = unsafe { objects.at(0) };
        message::load(view, &object.message, LoadOrder::Acquire);
        let version = objects.version();
        locked.unlock();
        Remembered {
            objects,
            version,
            value,
        }
    }

    /// The load again without the lock; `None` if it has to be made anew.
    fn repeat(&self, last: Remembered) -> Option<u64> {
        if last.objects.version() != last.version {
            return None;
        }
        let value = self.value.load(Ordering::Acquire);
        (value == last.value).then_some(value)
    }
}

/// A load that repeats the last one reads a value that the thread has received: what its store published is covered.
#[test]
fn a_repeated_load_has_received_what_it_reads() {
    bounded(3, || {
        let program = Program::new();
        let other = {
            let program = program.clone();
            thread::spawn(move || {
                let mut view = ThreadView::new(ThreadIndex(1));
                for value in [1, 2] {
                    program.store(&program.value, 0, value, &mut view);
                }
            })
        };
        let mut view = ThreadView::new(ThreadIndex(0));
        let last = program.load(&program.value, 0, &mut view);
        if let Some(value) = program.repeat(last) {
            // The store of `value` was published at that time of its thread.
            let published = crate::clock::Epoch {
                thread: ThreadIndex(1),
                time: value as u32,
            };
            assert!(value == 0 || view.covers(published));
        }
        other.join().expect("no thread panics");
    });
}

/// The same value stored again is another store: who learnt of it by another way does not take it for the old one.
#[test]
fn a_store_of_the_same_value_is_no_repetition_to_who_knows_of_it() {
    bounded(3, || {
        let program = Program::new();
        let other = {
            let program = program.clone();
            thread::spawn(move || {
                let mut view = ThreadView::new(ThreadIndex(1));
                program.store(&program.value, 0, 0, &mut view);
                program.store(&program.flag, 8, 1, &mut view);
            })
        };
        let mut view = ThreadView::new(ThreadIndex(0));
        let last = program.load(&program.value, 0, &mut view);
        let known = !last_is_initial(&view);
        let flag = program.load(&program.flag, 8, &mut view);
        if flag.value == 1 && !known {
            assert_eq!(program.repeat(last), None);
        }
        other.join().expect("no thread panics");
    });
}

/// Whether nothing of the other thread was received.
fn last_is_initial(view: &ThreadView) -> bool {
    !view.covers(crate::clock::Epoch {
        thread: ThreadIndex(1),
        time: 1,
    })
}
