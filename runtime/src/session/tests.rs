//! Tracker and sessions under real threads: the functions that hooks call, called by hand.
//!
//! What must be found is forced by the order of joins and of values, never by time.

use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, AtomicWidth, Bytes, MemoryAccess,
    RmwOperation,
};
use crate::order::{LoadOrder, RmwOrder, StoreOrder};
use crate::session::observe;
use crate::site::{Function, Site, Span};
use crate::tracker::{
    self, access, allocated, finish, fork, forked, join_after, join_before, start,
};
use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::process::Command;
use std::sync::Barrier;
use std::thread;

static FUNCTION: Function = Function {
    file: "src/tracker/tests.rs",
    manifest_dir: "",
    name: "tests",
};

macro_rules! site {
    () => {{
        static SITE: Site = Site::new(
            &FUNCTION,
            Span::new(line!(), column!(), line!(), column!() + 4),
            "",
            "",
            &[],
        );
        &SITE
    }};
}

fn write<T>(place: *mut T, site: &'static Site) {
    touch(place as usize, size_of::<T>(), AccessKind::Write, site);
}

fn read<T>(place: *mut T, site: &'static Site) {
    touch(place as usize, size_of::<T>(), AccessKind::Read, site);
}

fn touch(address: usize, size: usize, kind: AccessKind, site: &'static Site) {
    access(&MemoryAccess {
        bytes: Bytes { address, size },
        kind,
        site,
    });
}

fn operate(atomic: &AtomicU32, operation: AtomicOperation, site: &'static Site) -> AtomicOutcome {
    let call = AtomicCall {
        address: atomic.as_ptr() as usize,
        width: AtomicWidth::U32,
        operation,
        site,
    };
    // SAFETY: a live `AtomicU32`.
    unsafe { tracker::atomic(&call) }
}

fn load(atomic: &AtomicU32, order: LoadOrder) -> u64 {
    operate(atomic, AtomicOperation::Load { order }, site!()).read
}

fn store(atomic: &AtomicU32, value: u64, order: StoreOrder) {
    operate(atomic, AtomicOperation::Store { value, order }, site!());
}

fn try_lock(atomic: &AtomicU32, success: RmwOrder) -> bool {
    let operation = AtomicOperation::CompareExchange {
        expected: 0,
        new: 1,
        success,
        failure: LoadOrder::Relaxed,
        weak: false,
    };
    operate(atomic, operation, site!()).wrote
}

/// Spawns as the hook of an annotated spawn does.
fn spawn<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> thread::JoinHandle<T> {
    let ticket = fork(site!());
    let handle = thread::spawn(move || {
        start(ticket);
        let value = f();
        finish(ticket, false);
        value
    });
    forked(ticket, Some(handle.thread().id()));
    handle
}

fn join<T>(handle: thread::JoinHandle<T>) -> T {
    let id = handle.thread().id();
    join_before(id, site!());
    let value = handle.join().unwrap();
    join_after(id, site!());
    value
}

#[derive(Clone, Copy)]
struct Shared<T>(*mut T);
// SAFETY: the tests hand the address around; what they do with it is what they test.
unsafe impl<T> Send for Shared<T> {}

impl<T> Shared<T> {
    fn leak(value: T) -> Self {
        Self(Box::leak(Box::new(value)))
    }

    fn get(self) -> *mut T {
        self.0
    }
}

/// Message passing; the reader waits for the flag, so the observing read is forced.
fn message_passing(store_order: StoreOrder, load_order: LoadOrder) -> usize {
    static FLAG: [AtomicU32; 64] = [const { AtomicU32::new(0) }; 64];
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let flag = &FLAG[NEXT.fetch_add(1, Ordering::Relaxed)];
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        let writer = spawn(move || {
            write(data.get(), site!());
            store(flag, 1, store_order);
        });
        let reader = spawn(move || {
            while load(flag, load_order) == 0 {
                thread::yield_now();
            }
            read(data.get(), site!());
        });
        join(writer);
        join(reader);
    });
    assert!(observation.events() > 0);
    observation.races().len()
}

#[test]
fn message_passing_races_exactly_where_the_table_says() {
    for _ in 0..10 {
        assert_eq!(message_passing(StoreOrder::Release, LoadOrder::Acquire), 0);
        assert_eq!(message_passing(StoreOrder::Relaxed, LoadOrder::Acquire), 1);
        assert_eq!(message_passing(StoreOrder::Release, LoadOrder::Relaxed), 1);
    }
}

fn spinlock(success: RmwOrder, unlock: StoreOrder, turns: u32) -> (usize, u64) {
    let lock: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        let threads = [0, 1].map(|_| {
            spawn(move || {
                for _ in 0..turns {
                    while !try_lock(lock, success) {
                        thread::yield_now();
                    }
                    write(data.get(), site!());
                    store(lock, 0, unlock);
                }
            })
        });
        threads.into_iter().for_each(join);
    });
    (observation.races().len(), observation.events())
}

#[test]
fn a_spinlock_protects_what_its_orderings_publish() {
    let (races, events) = spinlock(RmwOrder::Acquire, StoreOrder::Release, 2_000);
    assert_eq!(races, 0);
    assert!(events >= 2 * 2_000 * 3, "{events}");
    assert_eq!(spinlock(RmwOrder::Acquire, StoreOrder::Relaxed, 50).0, 1);
    assert_eq!(spinlock(RmwOrder::Relaxed, StoreOrder::Release, 50).0, 1);
}

#[test]
fn join_and_spawn_order() {
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        write(data.get(), site!());
        join(spawn(move || write(data.get(), site!())));
        write(data.get(), site!());
    });
    assert_eq!(observation.races().len(), 0);
}

#[test]
fn what_follows_a_spawn_is_unordered_with_the_thread() {
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        let thread = spawn(move || write(data.get(), site!()));
        write(data.get(), site!());
        join(thread);
    });
    assert_eq!(observation.races().len(), 1);
    let race = &observation.races()[0];
    assert_eq!(race.bytes(), 8);
    assert_eq!(race.count(), 1);
    let numbers = [race.earlier(), race.later()].map(|access| access.thread().number());
    assert!(numbers == [0, 1] || numbers == [1, 0], "{numbers:?}");
}

#[test]
fn equal_races_are_one_with_a_count() {
    let data = Shared::leak([0u64; 16]);
    let observation = observe(|| {
        let all = move |site| {
            for index in 0..16 {
                // The address only; nothing is read.
                touch(data.get() as usize + 8 * index, 8, AccessKind::Write, site);
            }
        };
        let thread = spawn(move || all(site!()));
        join_without_edge(thread);
        all(site!());
    });
    assert_eq!(observation.races().len(), 1);
    assert_eq!(observation.races()[0].count(), 16);
}

#[test]
fn bytes_that_several_threads_touched_count_once() {
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        let look = move || read(data.get(), site!());
        (0..3).for_each(|_| join_without_edge(spawn(look)));
        write(data.get(), site!());
    });
    assert_eq!(observation.races().len(), 1);
    assert_eq!(observation.races()[0].bytes(), 8);
}

/// Waits until the thread is gone and has given up its slot, inside a hook, so that the interposed `pthread_join` makes no
/// edge: what is behind it is later, and unordered.
fn join_without_edge<T>(handle: thread::JoinHandle<T>) {
    assert!(tracker::untracked(|| handle.join()).is_ok());
}

/// Runs the calling test in a process of its own, where no other test takes slots: `body` runs there.
fn alone(name: &str, body: impl FnOnce()) {
    const ALONE: &str = "TEST_OF_DATARACE_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return body();
    }
    let output = Command::new(std::env::current_exe().expect("this test's own path"))
        .args(["--exact", &format!("session::tests::{name}"), "--nocapture"])
        .env(ALONE, "1")
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn sessions_side_by_side_do_not_meet() {
    let data = Shared::leak(0u64);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(move || {
                observe(|| {
                    for _ in 0..200 {
                        write(data.get(), site!());
                    }
                })
                .races()
                .len()
            })
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 0);
    }
}

#[test]
fn slots_are_reused_by_threads_that_were_joined() {
    alone("slots_are_reused_by_threads_that_were_joined", || {
        let data = Shared::leak(0u64);
        let observation = observe(|| {
            for _ in 0..2_000 {
                join(spawn(move || write(data.get(), site!())));
            }
        });
        assert_eq!(observation.races().len(), 0);
        let used = tracker::thread::slots_used();
        assert!(used < 8, "{used}");
    });
}

/// A scope, or a wait for a flag, may be over before the thread has come to its end: what it only publishes there, and what
/// others ask it meanwhile, keeps no slot.
#[test]
fn slots_are_reused_by_threads_that_end_after_they_were_waited_for() {
    alone(
        "slots_are_reused_by_threads_that_end_after_they_were_waited_for",
        || {
            let data = Shared::leak(0u64);
            let observation = observe(|| {
                for _ in 0..200 {
                    let ticket = fork(site!());
                    let turns: &'static Barrier = Box::leak(Box::new(Barrier::new(2)));
                    let handle = thread::spawn(move || {
                        start(ticket);
                        write(data.get(), site!());
                        finish(ticket, false);
                        turns.wait();
                        turns.wait();
                        // As an interposed start does around the closure.
                        finish(ticket, false);
                    });
                    let id = handle.thread().id();
                    forked(ticket, Some(id));
                    turns.wait();
                    join_after(id, site!());
                    tracker::thread::present_all();
                    turns.wait();
                    join_without_edge(handle);
                }
            });
            assert_eq!(observation.races().len(), 0);
            let used = tracker::thread::slots_used();
            assert!(used < 8, "{used}");
        },
    );
}

#[test]
fn memory_that_is_allocated_anew_has_no_history() {
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        join_without_edge(spawn(move || write(data.get(), site!())));
        allocated(data.get() as usize, 8);
        write(data.get(), site!());
    });
    assert_eq!(observation.races().len(), 0);
}

#[test]
fn atomic_and_plain_accesses_race() {
    let observation = observe(|| {
        let atomic: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
        join_without_edge(spawn(move || {
            store(atomic, 1, StoreOrder::Release);
        }));
        read(atomic.as_ptr(), site!());
    });
    assert_eq!(observation.races().len(), 1);
}

/// Many threads, each with its own words and one counter, all orders right: no report, and no event is lost.
#[test]
fn stress_of_counters_and_own_words_is_silent_and_counted() {
    const THREADS: usize = 6;
    const TURNS: usize = 3_000;
    let counter: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let words = Shared::leak([0u64; THREADS]);
    let observation = observe(|| {
        let threads: Vec<_> = (0..THREADS)
            .map(|index| {
                spawn(move || {
                    for _ in 0..TURNS {
                        touch(
                            words.get() as usize + 8 * index,
                            8,
                            AccessKind::Write,
                            site!(),
                        );
                        let operation = AtomicOperation::Rmw {
                            operation: RmwOperation::Add,
                            operand: 1,
                            order: RmwOrder::Relaxed,
                        };
                        operate(counter, operation, site!());
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| {
            join(thread);
        });
        read(words.get(), site!());
    });
    assert_eq!(observation.races().len(), 0);
    assert_eq!(counter.load(Ordering::Relaxed) as usize, THREADS * TURNS);
    assert_eq!(
        observation.events() as usize,
        2 * THREADS * TURNS + THREADS + 1
    );
}

/// The same memory in one session after the other, as the stack of a test's loop: no value is foreign, no race is missed.
#[test]
fn an_atomic_that_is_set_up_again_starts_anew() {
    let flag: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    for _ in 0..20 {
        let data = Shared::leak(0u64);
        flag.store(0, Ordering::Relaxed);
        let observation = observe(|| {
            let writer = spawn(move || {
                write(data.get(), site!());
                store(flag, 1, StoreOrder::Relaxed);
            });
            join_without_edge(writer);
            while load(flag, LoadOrder::Acquire) == 0 {}
            read(data.get(), site!());
        });
        assert_eq!(observation.races().len(), 1);
    }
}

/// Static memory that one session after the other uses stays cheap: what has ended happens before what begins.
#[test]
fn a_session_starts_after_what_has_ended() {
    let data = Shared::leak(0u64);
    for _ in 0..50 {
        let observation = observe(|| join_without_edge(spawn(move || write(data.get(), site!()))));
        assert_eq!(observation.races().len(), 0);
    }
    let observation = observe(|| write(data.get(), site!()));
    assert_eq!(observation.races().len(), 0);
}

/// A write that no hook saw: whoever reads the value is ordered after everything.
#[test]
fn a_foreign_value_is_never_a_false_alarm() {
    let flag: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let data = Shared::leak(0u64);
    let observation = observe(|| {
        store(flag, 0, StoreOrder::Relaxed);
        let writer = spawn(move || {
            write(data.get(), site!());
            flag.store(1, Ordering::Release);
        });
        let reader = spawn(move || {
            while load(flag, LoadOrder::Acquire) == 0 {
                thread::yield_now();
            }
            read(data.get(), site!());
        });
        join(writer);
        join(reader);
    });
    assert_eq!(observation.races().len(), 0);
}

/// Threads that nobody joins, one after the other: slots and memory stay bounded, and what is unordered is found.
#[test]
fn slots_of_an_ended_session_are_handed_on() {
    alone("slots_of_an_ended_session_are_handed_on", || {
        for _ in 0..300 {
            let data = Shared::leak(0u64);
            let observation = observe(|| {
                let threads: [_; 3] =
                    core::array::from_fn(|_| spawn(move || write(data.get(), site!())));
                threads.into_iter().for_each(join_without_edge);
            });
            assert_eq!(observation.races().len(), 1);
        }
        let used = tracker::thread::slots_used();
        assert!(used < 12, "{used}");
    });
}

/// Sessions that run side by side and race in the same place: each has its own race, of the size of one access.
#[test]
fn parallel_sessions_have_each_their_own_race() {
    for _ in 0..20 {
        let data = Shared::leak(0u64);
        let barrier: &'static Barrier = Box::leak(Box::new(Barrier::new(4)));
        let threads: [_; 4] = core::array::from_fn(|_| {
            thread::spawn(move || {
                observe(|| {
                    let place = site!();
                    barrier.wait();
                    let thread = spawn(move || write(data.get(), place));
                    write(data.get(), place);
                    barrier.wait();
                    join_without_edge(thread);
                })
            })
        });
        for thread in threads {
            let observation = thread.join().unwrap();
            assert_eq!(observation.races().len(), 1);
            assert_eq!(observation.races()[0].bytes(), 8);
        }
    }
}

/// A copy that `fork` made while other threads work hangs on none of their locks: it runs bare.
#[cfg(unix)]
#[test]
fn a_forked_child_is_not_tracked_and_does_not_wait() {
    let [counter, stop]: [&'static AtomicU32; 2] =
        core::array::from_fn(|_| &*Box::leak(Box::new(AtomicU32::new(0))));
    let observation = observe(|| {
        let busy = spawn(move || {
            while load(stop, LoadOrder::Acquire) == 0 {
                store(counter, 0, StoreOrder::Relaxed);
            }
        });
        for _ in 0..20 {
            // SAFETY: the child calls functions of ours that take no lock there, and `_exit`.
            let child = unsafe { libc::fork() };
            if child == 0 {
                store(counter, 7, StoreOrder::Release);
                let status = (load(counter, LoadOrder::Acquire) != 7).into();
                // SAFETY: ends the child at once.
                unsafe { libc::_exit(status) };
            }
            let mut status = -1;
            // SAFETY: a child of ours, and a live place for its status.
            unsafe { libc::waitpid(child, &mut status, 0) };
            assert_eq!(status, 0);
        }
        store(stop, 1, StoreOrder::Release);
        join(busy);
    });
    assert_eq!(observation.races().len(), 0);
}
