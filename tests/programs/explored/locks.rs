//! Locks and flags made of atomics, and what they guard.

use super::{Program, Verdict, two};
use crate::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicUsize,
    Ordering::{self, Acquire, Relaxed, Release, SeqCst},
    fence,
};
use crate::sync::{UnsafeCell, wait};

/// A counter that something else has to guard.
struct Count(UnsafeCell<u32>);

// SAFETY: whether the accesses are ordered is what the programs are about.
unsafe impl Sync for Count {}
// SAFETY: it holds a number.
unsafe impl Send for Count {}

#[datarace::check]
impl Count {
    fn new() -> Self {
        Self(UnsafeCell::new(0))
    }

    fn add(&self) {
        self.0.with_mut(|count| unsafe { *count += 1 });
    }

    fn get(&self) -> u32 {
        self.0.with(|count| unsafe { *count })
    }
}

/// Both flags, and what is touched by who finds the other's unset.
#[datarace::check]
fn store_buffering(store: Ordering, load: Ordering) {
    let state = (AtomicBool::new(false), AtomicBool::new(false), Count::new());
    two(
        state,
        move |(a, b, count)| {
            a.store(true, store);
            if !b.load(load) {
                count.add();
            }
        },
        move |(a, b, count)| {
            b.store(true, store);
            if !a.load(load) {
                count.add();
            }
        },
    );
}

#[datarace::check]
fn message_passing(store: Ordering, load: Ordering) {
    two(
        (Count::new(), AtomicBool::new(false)),
        move |(count, ready)| {
            count.add();
            ready.store(true, store);
        },
        move |(count, ready)| {
            while !ready.load(load) {
                wait();
            }
            assert_eq!(count.get(), 1);
        },
    );
}

#[datarace::check]
fn lazy(load: Ordering, success: Ordering, failure: Ordering) {
    struct Lazy(AtomicPtr<Count>);
    let get = move |lazy: &Lazy| {
        let mut value = lazy.0.load(load);
        if value.is_null() {
            let new = Box::into_raw(Box::new(Count::new()));
            unsafe { &*new }.add();
            match lazy
                .0
                .compare_exchange(std::ptr::null_mut(), new, success, failure)
            {
                Ok(_) => value = new,
                Err(other) => {
                    drop(unsafe { Box::from_raw(new) });
                    value = other;
                }
            }
        }
        assert_eq!(unsafe { &*value }.get(), 1);
    };
    let lazy = two(Lazy(AtomicPtr::new(std::ptr::null_mut())), get, get);
    drop(unsafe { Box::from_raw(lazy.0.load(Acquire)) });
}

#[datarace::check]
fn spin_lock(lock: Ordering, unlock: Ordering) {
    let work = move |(locked, count): &(AtomicBool, Count)| {
        while locked.compare_exchange(false, true, lock, Relaxed).is_err() {
            wait();
        }
        count.add();
        locked.store(false, unlock);
    };
    let end = two((AtomicBool::new(false), Count::new()), work, work);
    assert_eq!(end.1.get(), 2);
}

#[datarace::check]
fn ticket_lock(load: Ordering, store: Ordering) {
    let work = move |(next, serving, count): &(AtomicUsize, AtomicUsize, Count)| {
        let mine = next.fetch_add(1, Relaxed);
        while serving.load(load) != mine {
            wait();
        }
        count.add();
        serving.store(mine + 1, store);
    };
    let end = two(
        (AtomicUsize::new(0), AtomicUsize::new(0), Count::new()),
        work,
        work,
    );
    assert_eq!(end.2.get(), 2);
}

#[datarace::check]
fn peterson(store: Ordering, load: Ordering) {
    type Lock = ([AtomicBool; 2], AtomicUsize, Count);
    let work = move |me: usize| {
        move |(flags, turn, count): &Lock| {
            flags[me].store(true, store);
            turn.store(1 - me, store);
            while flags[1 - me].load(load) && turn.load(load) == 1 - me {
                wait();
            }
            count.add();
            flags[me].store(false, Release);
        }
    };
    let flags = [AtomicBool::new(false), AtomicBool::new(false)];
    two((flags, AtomicUsize::new(0), Count::new()), work(0), work(1));
}

#[datarace::check]
fn dekker(store: Ordering, load: Ordering) {
    type Lock = ([AtomicBool; 2], AtomicUsize, Count);
    let work = move |me: usize| {
        move |(flags, turn, count): &Lock| {
            flags[me].store(true, store);
            while flags[1 - me].load(load) {
                if turn.load(load) != me {
                    flags[me].store(false, store);
                    while turn.load(load) != me {
                        wait();
                    }
                    flags[me].store(true, store);
                } else {
                    wait();
                }
            }
            count.add();
            turn.store(1 - me, store);
            flags[me].store(false, Release);
        }
    };
    let flags = [AtomicBool::new(false), AtomicBool::new(false)];
    two((flags, AtomicUsize::new(0), Count::new()), work(0), work(1));
}

/// A reader takes what it read if the number before it is that behind it.
#[datarace::check]
fn seqlock(fences: bool) {
    type Lock = (AtomicUsize, AtomicUsize, AtomicUsize);
    two(
        (
            AtomicUsize::new(0),
            AtomicUsize::new(0),
            AtomicUsize::new(0),
        ),
        move |(number, a, b): &Lock| {
            number.store(1, Relaxed);
            if fences {
                fence(Release);
            }
            a.store(1, Relaxed);
            b.store(1, Relaxed);
            number.store(2, Release);
        },
        move |(number, a, b): &Lock| {
            let before = number.load(Acquire);
            let read = (a.load(Relaxed), b.load(Relaxed));
            if fences {
                fence(Acquire);
            }
            if before % 2 == 0 && number.load(Relaxed) == before {
                assert_eq!(read.0, read.1, "a torn read was taken");
            }
        },
    );
}

/// A load and a store where a read-modify-write is needed.
#[datarace::check]
fn lost_update() {
    let add = |count: &AtomicUsize| count.store(count.load(SeqCst) + 1, SeqCst);
    let count = two(AtomicUsize::new(0), add, add);
    assert_eq!(count.load(SeqCst), 2, "an update was lost");
}

#[rustfmt::skip]
pub fn programs() -> Vec<Program> {
    let program = |name, verdict, body| Program { name, verdict, body };
    vec![
        program("store buffering, SeqCst", Verdict::Right, || store_buffering(SeqCst, SeqCst)),
        program("store buffering, weaker", Verdict::Race, || store_buffering(Release, Acquire)),
        program("message passing", Verdict::Right, || message_passing(Release, Acquire)),
        program("message passing, relaxed store", Verdict::Race, || message_passing(Relaxed, Acquire)),
        program("message passing, relaxed load", Verdict::Race, || message_passing(Release, Relaxed)),
        program("lazy value", Verdict::Right, || lazy(Acquire, Release, Acquire)),
        program("lazy value, relaxed load", Verdict::Race, || lazy(Relaxed, Release, Acquire)),
        program("lazy value, relaxed success", Verdict::Race, || lazy(Acquire, Relaxed, Acquire)),
        program("lazy value, relaxed failure", Verdict::Race, || lazy(Acquire, Release, Relaxed)),
        program("spin lock", Verdict::Right, || spin_lock(Acquire, Release)),
        program("spin lock, relaxed unlock", Verdict::Race, || spin_lock(Acquire, Relaxed)),
        program("spin lock, relaxed lock", Verdict::Race, || spin_lock(Relaxed, Release)),
        program("ticket lock", Verdict::Right, || ticket_lock(Acquire, Release)),
        program("ticket lock, relaxed wait", Verdict::Race, || ticket_lock(Relaxed, Release)),
        program("Peterson, SeqCst", Verdict::Right, || peterson(SeqCst, SeqCst)),
        program("Peterson, weaker", Verdict::Race, || peterson(Release, Acquire)),
        program("Dekker, SeqCst", Verdict::Right, || dekker(SeqCst, SeqCst)),
        program("Dekker, weaker", Verdict::Race, || dekker(Release, Acquire)),
        program("seqlock", Verdict::Right, || seqlock(true)),
        program("seqlock, no fences", Verdict::Failure, || seqlock(false)),
        program("lost update", Verdict::Failure, lost_update),
    ]
}
