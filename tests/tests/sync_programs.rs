//! Programs with std's primitives as users write them, under the attribute: twins that differ in a token or a line.
//!
//! Threads are ordered by atomics in code without the attribute, so each racy twin has both accesses in every run.
// A loop that is left at its first turn is one of the shapes.
#![allow(clippy::never_loop)]
#![cfg(feature = "track")]
#![allow(static_mut_refs, let_underscore_lock)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex, MutexGuard, OnceLock, RwLock, mpsc};
use std::thread;

/// Orders threads by steps; not annotated. Named as something that never synchronizes, so that it is no crossing.
#[derive(Default)]
struct Steps(AtomicU32);

impl Steps {
    fn ceil(&self, step: u32) {
        self.0.fetch_max(step, Ordering::SeqCst);
    }
    fn floor(&self, step: u32) {
        while self.0.load(Ordering::SeqCst) < step {
            thread::yield_now();
        }
    }
}

fn steps() -> Arc<Steps> {
    Arc::default()
}

/// A cell that two threads share without asking.
struct Shared<T>(std::cell::UnsafeCell<T>);

// SAFETY: none; the twins that race are wrong programs. Values are plain numbers.
unsafe impl<T> Sync for Shared<T> {}
unsafe impl<T> Send for Shared<T> {}

fn shared() -> Arc<Shared<u64>> {
    Arc::new(Shared(0.into()))
}

#[track_caller]
fn racy(body: impl FnOnce()) {
    let observation = datarace::observe(body);
    assert!(!observation.races().is_empty(), "no race was found");
}

#[track_caller]
fn clean(body: impl FnOnce()) {
    let observation = datarace::observe(body);
    assert!(observation.events() > 0, "nothing was seen");
    observation.assert_race_free();
    assert!(
        observation.unproven().is_empty(),
        "{:?}",
        observation.unproven()
    );
}

macro_rules! twins {
    ($name:ident, $racy:expr, $clean:expr) => {
        #[test]
        fn $name() {
            clean(|| $clean);
            racy(|| $racy);
        }
    };
}

/// Where the first thread writes.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Inside,
    Outside,
}
use At::{Inside, Outside};

#[datarace::check]
fn with_guard(at: At) {
    let (data, mutex, steps) = (shared(), Arc::new(Mutex::new(0)), steps());
    let (data2, mutex2, steps2) = (data.clone(), mutex.clone(), steps.clone());
    let a = thread::spawn(move || {
        {
            let mut guard = mutex2.lock().unwrap();
            *guard += 1;
            if at == Inside {
                unsafe { *data2.0.get() = 1 };
            }
        }
        if at == Outside {
            unsafe { *data2.0.get() = 1 };
        }
        steps2.ceil(1);
    });
    steps.floor(1);
    {
        let mut guard = mutex.lock().unwrap();
        *guard += 1;
        unsafe { *data.0.get() = 2 };
    }
    a.join().unwrap();
}
twins!(a_guard_in_a_block, with_guard(Outside), with_guard(Inside));

#[datarace::check]
fn with_temporary(at: At) {
    let (data, list, steps) = (shared(), Mutex::new(Vec::new()), steps());
    thread::scope(|s| {
        s.spawn(|| {
            if at == Inside {
                unsafe { *data.0.get() = 1 };
            }
            list.lock().unwrap().push(1);
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            let length = list.lock().unwrap().len();
            unsafe { *data.0.get() = length as u64 };
        });
    });
}
twins!(
    a_temporary_guard,
    with_temporary(Outside),
    with_temporary(Inside)
);

#[datarace::check]
fn with_drop(at: At) {
    let (data, mutex, steps) = (shared(), Mutex::new(0), steps());
    thread::scope(|s| {
        s.spawn(|| {
            let guard = mutex.lock().unwrap();
            if at == Inside {
                unsafe { *data.0.get() = 1 };
            }
            drop(guard);
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            if let Ok(mut guard) = mutex.try_lock() {
                *guard += 1;
                unsafe { *data.0.get() = 2 };
            };
        });
    });
}
twins!(an_explicit_drop, with_drop(Outside), with_drop(Inside));

#[datarace::check]
fn consume(guard: MutexGuard<'_, u64>) -> u64 {
    *guard
}

/// A guard that is moved into a function and a struct: over-approximated, never an alarm.
#[datarace::check]
fn moved_guards() {
    struct Holder<'a>(#[allow(dead_code)] MutexGuard<'a, u64>);
    let (data, mutex, steps) = (shared(), Mutex::new(0), steps());
    thread::scope(|s| {
        s.spawn(|| {
            let guard = mutex.lock().unwrap();
            unsafe { *data.0.get() = 1 };
            consume(guard);
            let guard = mutex.lock().unwrap();
            let holder = Holder(guard);
            unsafe { *data.0.get() = 1 };
            drop(holder);
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            let _guard = mutex.lock().unwrap();
            unsafe { *data.0.get() = 2 };
        });
    });
}

#[test]
fn a_moved_guard_is_no_alarm() {
    clean(moved_guards);
}

#[datarace::check]
fn with_rwlock(writes: bool) {
    let (data, lock, steps) = (shared(), RwLock::new(0), steps());
    thread::scope(|s| {
        s.spawn(|| {
            {
                let guard = lock.read().unwrap();
                unsafe { *data.0.get() = *guard };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            if writes {
                let mut guard = lock.write().unwrap();
                *guard = 1;
                unsafe { *data.0.get() = 2 };
            } else {
                let guard = lock.read().unwrap();
                unsafe { *data.0.get() = *guard };
            }
        });
    });
}
twins!(readers_and_writers, with_rwlock(false), with_rwlock(true));

#[datarace::check]
fn with_condvar(at: At) {
    let (data, pair, steps) = (shared(), (Mutex::new(false), Condvar::new()), steps());
    thread::scope(|s| {
        s.spawn(|| {
            let mut ready = pair.0.lock().unwrap();
            while !*ready {
                ready = pair.1.wait(ready).unwrap();
            }
            steps.floor(1);
            unsafe { *data.0.get() = 2 };
        });
        s.spawn(|| {
            {
                let mut ready = pair.0.lock().unwrap();
                if at == Inside {
                    unsafe { *data.0.get() = 1 };
                }
                *ready = true;
            }
            pair.1.notify_one();
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
    });
}
twins!(
    waiting_for_a_condition,
    with_condvar(Outside),
    with_condvar(Inside)
);

#[datarace::check]
fn with_wait_while(at: At) {
    let (data, pair, steps) = (shared(), (Mutex::new(false), Condvar::new()), steps());
    thread::scope(|s| {
        s.spawn(|| {
            let ready = pair
                .1
                .wait_while(pair.0.lock().unwrap(), |ready| !*ready)
                .unwrap();
            steps.floor(1);
            unsafe { *data.0.get() = u64::from(*ready) };
        });
        s.spawn(|| {
            if at == Inside {
                unsafe { *data.0.get() = 1 };
            }
            *pair.0.lock().unwrap() = true;
            pair.1.notify_all();
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
    });
}
twins!(
    waiting_while,
    with_wait_while(Outside),
    with_wait_while(Inside)
);

#[datarace::check]
fn with_barrier(at: At) {
    let (data, barrier, steps) = (shared(), Barrier::new(2), steps());
    thread::scope(|s| {
        s.spawn(|| {
            if at == Inside {
                unsafe { *data.0.get() = 1 };
            }
            barrier.wait();
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            barrier.wait();
            steps.floor(1);
            unsafe { *data.0.get() = 2 };
        });
    });
}
twins!(a_barrier, with_barrier(Outside), with_barrier(Inside));

#[datarace::check]
fn with_channel(at: At) {
    let (data, steps) = (shared(), steps());
    let (sender, receiver) = mpsc::channel();
    let (data2, steps2) = (data.clone(), steps.clone());
    let producer = thread::spawn(move || {
        if at == Inside {
            unsafe { *data2.0.get() = 1 };
        }
        sender.send(1).unwrap();
        if at == Outside {
            unsafe { *data2.0.get() = 1 };
        }
        steps2.ceil(1);
    });
    let received: u64 = receiver.recv().unwrap();
    steps.floor(1);
    unsafe { *data.0.get() = received };
    producer.join().unwrap();
}
twins!(a_channel, with_channel(Outside), with_channel(Inside));

#[datarace::check]
fn with_iteration(at: At) {
    let (data, steps) = (shared(), steps());
    let (sender, receiver) = mpsc::sync_channel(4);
    let (data2, steps2) = (data.clone(), steps.clone());
    let producer = thread::spawn(move || {
        if at == Inside {
            unsafe { *data2.0.get() = 1 };
        }
        sender.send(1).unwrap();
        if at == Outside {
            unsafe { *data2.0.get() = 1 };
        }
        steps2.ceil(1);
        steps2.floor(2);
    });
    for received in &receiver {
        steps.floor(1);
        unsafe { *data.0.get() = received };
        steps.ceil(2);
        break;
    }
    producer.join().unwrap();
}
twins!(
    a_loop_over_a_channel,
    with_iteration(Outside),
    with_iteration(Inside)
);

#[datarace::check]
fn with_once(at: At) {
    static CELLS: Mutex<Vec<&'static OnceLock<u64>>> = Mutex::new(Vec::new());
    let cell: &'static OnceLock<u64> = Box::leak(Box::default());
    CELLS.lock().unwrap().push(cell);
    let (data, steps) = (shared(), steps());
    thread::scope(|s| {
        s.spawn(|| {
            cell.get_or_init(|| {
                if at == Inside {
                    unsafe { *data.0.get() = 1 };
                }
                7
            });
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            let value = *cell.get().unwrap();
            unsafe { *data.0.get() = value };
        });
    });
}
twins!(
    one_time_initialization,
    with_once(Outside),
    with_once(Inside)
);

#[datarace::check]
fn with_park(at: At) {
    let (data, steps) = (shared(), steps());
    let (data2, steps2) = (data.clone(), steps.clone());
    let parked = thread::spawn(move || {
        thread::park();
        steps2.floor(1);
        unsafe { *data2.0.get() = 2 };
    });
    if at == Inside {
        unsafe { *data.0.get() = 1 };
    }
    parked.thread().unpark();
    if at == Outside {
        unsafe { *data.0.get() = 1 };
    }
    steps.ceil(1);
    parked.join().unwrap();
}
twins!(park_and_unpark, with_park(Outside), with_park(Inside));

#[datarace::check]
fn with_builder(joins: bool) {
    let (data, steps) = (shared(), steps());
    let (data2, steps2) = (data.clone(), steps.clone());
    let handle = thread::Builder::new()
        .name("built".into())
        .spawn(move || {
            unsafe { *data2.0.get() = 1 };
            steps2.ceil(1);
        })
        .unwrap();
    steps.floor(1);
    if joins {
        handle.join().unwrap();
        unsafe { *data.0.get() = 2 };
    } else {
        unsafe { *data.0.get() = 2 };
        handle.join().unwrap();
    }
}
twins!(a_built_thread, with_builder(false), with_builder(true));

#[datarace::check]
fn with_handles(all: bool) {
    let data = shared();
    let mut handles: Vec<_> = (0..4)
        .map(|number| {
            let data = data.clone();
            thread::spawn(move || {
                if number == 0 {
                    unsafe { *data.0.get() = 1 };
                }
            })
        })
        .collect();
    let first = handles.remove(0);
    for handle in handles {
        handle.join().unwrap();
    }
    while !first.is_finished() {
        thread::yield_now();
    }
    if all {
        first.join().unwrap();
        unsafe { *data.0.get() = 2 };
    } else {
        unsafe { *data.0.get() = 2 };
        first.join().unwrap();
    }
}
twins!(handles_in_a_list, with_handles(false), with_handles(true));

/// A lock in a helper without the attribute.
#[derive(Default)]
struct Helper(Mutex<()>);

impl Helper {
    fn exclusively(&self, f: impl FnOnce()) {
        let _guard = self.0.lock().unwrap();
        f();
    }
    fn pass(&self) {
        drop(self.0.lock().unwrap());
    }
}

#[datarace::check]
fn helped_by_callback() {
    let (data, helper, steps) = (shared(), Helper::default(), steps());
    thread::scope(|s| {
        s.spawn(|| {
            helper.exclusively(|| unsafe { *data.0.get() = 1 });
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            helper.exclusively(|| unsafe { *data.0.get() = 2 });
        });
    });
}

#[datarace::check]
fn helped_by_calls() {
    let (data, helper, steps) = (shared(), Helper::default(), steps());
    thread::scope(|s| {
        s.spawn(|| {
            unsafe { *data.0.get() = 1 };
            helper.pass();
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            helper.pass();
            unsafe { *data.0.get() = 2 };
        });
    });
}

#[test]
fn a_lock_in_a_helper_is_no_race() {
    for body in [helped_by_callback, helped_by_calls] {
        let observation = datarace::observe(body);
        assert!(observation.races().is_empty(), "{:?}", observation.races());
        assert_eq!(observation.unproven().len(), 1);
    }
}

/// The same helper with the attribute: what it does is seen, so the verdict is certain.
#[derive(Default)]
struct Seen(Mutex<()>);

#[datarace::check]
impl Seen {
    fn exclusively(&self, f: impl FnOnce()) {
        let _guard = self.0.lock().unwrap();
        f();
    }
    fn nothing(&self, f: impl FnOnce()) {
        f();
    }
}

#[datarace::check]
fn helped_and_seen(locks: bool) {
    let (data, helper, steps) = (shared(), Seen::default(), steps());
    let write = |value| {
        let write = || unsafe { *data.0.get() = value };
        if locks {
            helper.exclusively(write);
        } else {
            helper.nothing(write);
        }
    };
    thread::scope(|s| {
        s.spawn(|| {
            write(1);
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            write(2);
        });
    });
}

#[test]
fn an_annotated_helper_gives_certainty() {
    clean(|| helped_and_seen(true));
}

/// `let _` drops the guard at once.
#[datarace::check]
fn with_wildcard(keeps: bool) {
    let (data, mutex, steps) = (shared(), Mutex::new(0), steps());
    let write = |value| {
        if keeps {
            let _guard = mutex.lock().unwrap();
            unsafe { *data.0.get() = value };
        } else {
            let _ = mutex.lock().unwrap();
            unsafe { *data.0.get() = value };
        }
    };
    thread::scope(|s| {
        s.spawn(|| {
            write(1);
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            write(2);
        });
    });
}
twins!(
    a_guard_that_nothing_binds,
    with_wildcard(false),
    with_wildcard(true)
);

static PLAIN: Mutex<u64> = Mutex::new(0);

fn plain_lock() -> MutexGuard<'static, u64> {
    PLAIN.lock().unwrap()
}

/// A guard of std's that code without the attribute returns: its lock and unlock are known by its type.
#[datarace::check]
fn with_returned_guard(at: At) {
    let (data, steps) = (shared(), steps());
    thread::scope(|s| {
        s.spawn(|| {
            {
                let _guard = plain_lock();
                if at == Inside {
                    unsafe { *data.0.get() = 1 };
                }
            }
            if at == Outside {
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            let _guard = plain_lock();
            unsafe { *data.0.get() = 2 };
        });
    });
}
twins!(
    a_guard_that_a_helper_returns,
    with_returned_guard(Outside),
    with_returned_guard(Inside)
);

/// A spin lock without the attribute, whose guard unlocks when it is dropped.
#[derive(Default)]
struct Spin(std::sync::atomic::AtomicBool);

struct SpinGuard<'a>(&'a Spin);

impl Spin {
    fn acquire(&self) -> SpinGuard<'_> {
        while self.0.swap(true, Ordering::Acquire) {
            thread::yield_now();
        }
        SpinGuard(self)
    }
}

impl Drop for SpinGuard<'_> {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Release);
    }
}

#[datarace::check]
fn with_foreign_guard() {
    let (data, spin, steps) = (shared(), Spin::default(), steps());
    thread::scope(|s| {
        s.spawn(|| {
            {
                let _guard = spin.acquire();
                unsafe { *data.0.get() = 1 };
            }
            steps.ceil(1);
        });
        s.spawn(|| {
            steps.floor(1);
            let _guard = spin.acquire();
            unsafe { *data.0.get() = 2 };
        });
    });
}

#[test]
fn a_foreign_guard_is_no_race() {
    let observation = datarace::observe(with_foreign_guard);
    assert!(observation.races().is_empty(), "{:?}", observation.races());
    assert_eq!(observation.unproven().len(), 1);
}

/// Forms that must compile and mean the same.
#[datarace::check]
mod forms {
    use super::*;
    use std::collections::VecDeque;

    pub(super) struct Queue(Mutex<VecDeque<u8>>);

    fn fill(list: &mut VecDeque<u8>) -> usize {
        list.push_back(1);
        list.len()
    }

    impl Queue {
        fn lock(&self) -> MutexGuard<'_, VecDeque<u8>> {
            self.0.lock().unwrap()
        }
        pub(super) fn coerces(&self) -> usize {
            fill(&mut self.lock())
        }
    }

    pub(super) fn queue() -> Queue {
        Queue(Mutex::default())
    }

    pub(super) fn nested() -> u8 {
        thread::scope(|s| s.spawn(|| s.spawn(|| 5).join().unwrap()).join().unwrap())
    }

    pub(super) fn references_inside(locks: &[Mutex<u8>]) {
        thread::scope(|s| {
            for lock in locks {
                s.spawn(|| {
                    let mut guard = lock.lock().unwrap();
                    *guard += 1;
                });
            }
        });
    }

    fn work() -> u8 {
        7
    }

    pub(super) fn by_path() -> u8 {
        thread::spawn(work).join().unwrap()
    }

    pub(super) fn with_imported_scope() -> u8 {
        use std::thread::scope;
        let mut number = 0;
        scope(|s| {
            s.spawn(|| number = 3);
        });
        number
    }

    pub(super) mod own {
        mod thread {
            pub(super) fn spawn<T>(value: T) -> T {
                value
            }
        }
        pub(in super::super) fn value() -> u8 {
            thread::spawn(5)
        }
    }
}

#[test]
fn forms_keep_their_meaning() {
    assert_eq!(forms::queue().coerces(), 1);
    assert_eq!(forms::nested(), 5);
    let locks = [Mutex::new(0), Mutex::new(1)];
    clean(|| forms::references_inside(&locks));
    assert_eq!(*locks[1].lock().unwrap(), 2);
    assert_eq!(forms::by_path(), 7);
    assert_eq!(forms::with_imported_scope(), 3);
    assert_eq!(forms::own::value(), 5);
}
