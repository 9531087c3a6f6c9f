//! Small programs with their statics as they stand, explored.

#![allow(static_mut_refs)]

use datarace::{Explorer, Failure, FailureKind};
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread;

mod store_buffering {
    use super::*;

    static mut DATA: String = String::new();
    static A: AtomicBool = AtomicBool::new(false);
    static B: AtomicBool = AtomicBool::new(false);

    #[datarace::check]
    pub(super) fn sequentially_consistent() {
        let a = thread::spawn(|| {
            A.store(true, SeqCst);
            if !B.load(SeqCst) {
                unsafe { DATA.push('!') };
            }
        });
        let b = thread::spawn(|| {
            B.store(true, SeqCst);
            if !A.load(SeqCst) {
                unsafe { DATA.push('!') };
            }
        });
        a.join().unwrap();
        b.join().unwrap();
    }

    #[datarace::check]
    pub(super) fn release_acquire() {
        let a = thread::spawn(|| {
            A.store(true, Release);
            if !B.load(Acquire) {
                unsafe { DATA.push('!') };
            }
        });
        let b = thread::spawn(|| {
            B.store(true, Release);
            if !A.load(Acquire) {
                unsafe { DATA.push('!') };
            }
        });
        a.join().unwrap();
        b.join().unwrap();
    }

    #[test]
    fn sequential_consistency_has_three_executions_and_no_race() {
        let found = Explorer::exhaustive().run(sequentially_consistent);
        found.assert_ok();
        assert_eq!(found.executions(), 3, "{found}");
        assert!(found.is_complete());
        assert!(found.to_string().contains("3 executions, all of them"));
    }

    #[test]
    fn anything_weaker_races() {
        let found = Explorer::exhaustive().run(release_acquire);
        assert_eq!(found.races().len(), 1, "{found}");
        println!("{found}");
    }
}

/// A lock that threads spin on, guarding a `static mut` as it stands.
mod spinlock {
    use super::*;
    use std::hint::spin_loop;

    static mut DATA: String = String::new();
    static LOCKED: AtomicBool = AtomicBool::new(false);

    macro_rules! lock {
        ($name:ident, $acquire:expr, $release:expr, $hint:expr) => {
            #[datarace::check]
            fn $name() {
                thread::scope(|s| {
                    for _ in 0..2 {
                        s.spawn(|| {
                            while LOCKED
                                .compare_exchange(false, true, $acquire, Relaxed)
                                .is_err()
                            {
                                let _: () = $hint;
                            }
                            unsafe { DATA.push('!') };
                            LOCKED.store(false, $release);
                        });
                    }
                });
            }
        };
    }

    lock!(right, Acquire, Release, spin_loop());
    lock!(right_without_hint, Acquire, Release, ());
    lock!(relaxed_unlock, Acquire, Relaxed, spin_loop());
    lock!(relaxed_lock, Relaxed, Release, spin_loop());

    #[test]
    fn a_right_one_has_one_execution_for_each_order() {
        for body in [right, right_without_hint] {
            let found = Explorer::exhaustive().run(body);
            found.assert_ok();
            assert!(found.is_complete(), "{found}");
            assert_eq!(found.executions(), 2, "{found}");
        }
    }

    #[test]
    fn a_relaxed_one_races() {
        for body in [relaxed_unlock, relaxed_lock] {
            for explorer in [
                Explorer::exhaustive(),
                Explorer::random(7),
                Explorer::pct(7, 3),
            ] {
                let found = explorer.run(body);
                assert_eq!(found.races().len(), 1, "{found}");
            }
        }
    }

    #[test]
    fn random_walks_find_nothing_wrong_with_a_right_one() {
        for explorer in [Explorer::random(3), Explorer::pct(3, 3)] {
            for body in [right, right_without_hint] {
                let found = explorer.clone().executions(200).run(body);
                found.assert_ok();
                assert_eq!(found.executions() + found.blocked(), 200, "{found}");
                assert!(!found.is_complete());
            }
        }
    }
}

mod ticket_lock {
    use super::*;
    use std::sync::atomic::AtomicU32;

    static mut COUNT: u32 = 0;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    static SERVING: AtomicU32 = AtomicU32::new(0);

    #[datarace::check]
    fn three_threads() {
        thread::scope(|s| {
            for _ in 0..3 {
                s.spawn(|| {
                    let mine = NEXT.fetch_add(1, Relaxed);
                    while SERVING.load(Acquire) != mine {
                        std::hint::spin_loop();
                    }
                    unsafe { COUNT += 1 };
                    SERVING.store(mine + 1, Release);
                });
            }
        });
        assert_eq!(unsafe { COUNT }, 3);
    }

    #[test]
    fn it_has_one_execution_for_each_order() {
        let found = Explorer::exhaustive().run(three_threads);
        found.assert_ok();
        assert_eq!(found.executions(), 6, "{found}");
    }
}

mod peterson {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    macro_rules! lock {
        ($name:ident, $store:expr, $load:expr) => {
            #[datarace::check]
            fn $name() {
                static mut COUNT: u32 = 0;
                static A: AtomicBool = AtomicBool::new(false);
                static B: AtomicBool = AtomicBool::new(false);
                static TURN: AtomicUsize = AtomicUsize::new(0);
                let a = thread::spawn(|| {
                    A.store(true, $store);
                    TURN.store(1, $store);
                    while B.load($load) && TURN.load($load) == 1 {
                        std::hint::spin_loop();
                    }
                    unsafe { COUNT += 1 };
                    A.store(false, $store);
                });
                let b = thread::spawn(|| {
                    B.store(true, $store);
                    TURN.store(0, $store);
                    while A.load($load) && TURN.load($load) == 0 {
                        std::hint::spin_loop();
                    }
                    unsafe { COUNT += 1 };
                    B.store(false, $store);
                });
                a.join().unwrap();
                b.join().unwrap();
            }
        };
    }

    lock!(right, SeqCst, SeqCst);
    lock!(weaker, Release, Acquire);

    #[test]
    fn sequential_consistency_makes_it_right() {
        let found = Explorer::exhaustive().run(right);
        found.assert_ok();
        assert!(found.is_complete() && 0 < found.executions(), "{found}");
    }

    #[test]
    fn release_and_acquire_do_not() {
        let found = Explorer::exhaustive().run(weaker);
        assert!(!found.races().is_empty(), "{found}");
    }
}

mod treiber {
    use super::*;
    use std::ptr;
    use std::sync::atomic::{AtomicPtr, Ordering};

    struct Node {
        value: u32,
        next: *mut Node,
    }

    struct Stack(AtomicPtr<Node>);

    #[datarace::check]
    impl Stack {
        fn push(&self, value: u32, order: Ordering) {
            let node = Box::into_raw(Box::new(Node {
                value,
                next: ptr::null_mut(),
            }));
            loop {
                let head = self.0.load(Relaxed);
                unsafe { (*node).next = head };
                if self.0.compare_exchange(head, node, order, Relaxed).is_ok() {
                    return;
                }
            }
        }

        /// One consumer only: no ABA.
        fn pop(&self, order: Ordering) -> Option<u32> {
            loop {
                let head = self.0.load(order);
                if head.is_null() {
                    return None;
                }
                let next = unsafe { (*head).next };
                if self
                    .0
                    .compare_exchange(head, next, Relaxed, Relaxed)
                    .is_ok()
                {
                    let node = unsafe { Box::from_raw(head) };
                    return Some(node.value);
                }
            }
        }
    }

    #[datarace::check]
    fn body(push: Ordering, pop: Ordering) {
        let stack = Stack(AtomicPtr::new(ptr::null_mut()));
        let stack = &stack;
        thread::scope(|s| {
            s.spawn(move || stack.push(1, push));
            s.spawn(move || stack.push(2, push));
            s.spawn(move || {
                let first = stack.pop(pop);
                assert!(first.is_none_or(|value| value == 1 || value == 2));
            });
        });
        while stack.pop(Acquire).is_some() {}
    }

    #[test]
    fn release_and_acquire_make_it_right() {
        let found = Explorer::exhaustive().run(|| body(Release, Acquire));
        found.assert_ok();
        assert!(found.is_complete(), "{found}");
        println!("{found}");
    }

    #[test]
    fn a_relaxed_load_of_the_head_races() {
        let found = Explorer::exhaustive().run(|| body(Release, Relaxed));
        assert!(!found.races().is_empty(), "{found}");
    }
}

mod counted {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering, fence};

    struct Shared {
        count: AtomicUsize,
        value: u32,
    }

    #[derive(Clone, Copy)]
    struct Handle(*mut Shared);
    unsafe impl Send for Handle {}

    #[datarace::check]
    impl Handle {
        fn read(&self) -> u32 {
            unsafe { (*self.0).value }
        }

        fn release(self, order: Ordering, fences: bool) {
            if unsafe { (*self.0).count.fetch_sub(1, order) } == 1 {
                if fences {
                    fence(Acquire);
                }
                drop(unsafe { Box::from_raw(self.0) });
            }
        }
    }

    #[datarace::check]
    fn body(order: Ordering, fences: bool) {
        let handle = Handle(Box::into_raw(Box::new(Shared {
            count: AtomicUsize::new(2),
            value: 7,
        })));
        let other = handle;
        let thread = thread::spawn(move || {
            let other = other;
            assert_eq!(other.read(), 7);
            other.release(order, fences);
        });
        assert_eq!(handle.read(), 7);
        handle.release(order, fences);
        thread.join().unwrap();
    }

    #[test]
    fn an_acquire_fence_before_the_free_is_right() {
        let found = Explorer::exhaustive().run(|| body(Release, true));
        found.assert_ok();
        assert_eq!(found.executions(), 2, "{found}");
    }

    #[test]
    fn without_it_the_free_races() {
        let found = Explorer::exhaustive().run(|| body(Release, false));
        assert!(!found.races().is_empty(), "{found}");
        let found = Explorer::exhaustive().run(|| body(Relaxed, true));
        assert!(!found.races().is_empty(), "{found}");
    }
}

mod failures {
    use super::*;
    use datarace::FailureKind;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicU32;

    #[datarace::check]
    fn lost_update() {
        let x = AtomicU32::new(0);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    let now = x.load(SeqCst);
                    x.store(now + 1, SeqCst);
                });
            }
        });
        assert_eq!(x.load(SeqCst), 2, "an update was lost");
    }

    #[test]
    fn a_failed_assertion_has_a_token_that_shows_it_again() {
        for explorer in [
            Explorer::exhaustive(),
            Explorer::random(5),
            Explorer::pct(5, 2),
        ] {
            let found = explorer.run(lost_update);
            assert_eq!(found.failures().len(), 1, "{found}");
            let failure = &found.failures()[0];
            assert_eq!(failure.kind(), FailureKind::Panic);
            assert!(
                failure.message().contains("an update was lost"),
                "{failure}"
            );
            let token = failure.token().expect("a panic can be repeated");
            let again = Explorer::replay(token).run(lost_update);
            assert_eq!(again.failures().len(), 1, "{again}");
            assert_eq!(again.failures()[0].kind(), FailureKind::Panic, "{again}");
        }
    }

    #[test]
    fn a_token_of_another_program_is_refused() {
        let found = Explorer::exhaustive().run(lost_update);
        let token = found.failures()[0].token().unwrap();
        let again = Explorer::replay(token).run(waits_for_nothing);
        assert!(
            again
                .failures()
                .iter()
                .any(|failure| failure.kind() == FailureKind::Replay),
            "{again}"
        );
        let again = Explorer::replay("nonsense").run(lost_update);
        assert_eq!(again.failures()[0].kind(), FailureKind::Replay);
    }

    #[datarace::check]
    fn waits_for_nothing() {
        let flag = AtomicBool::new(false);
        thread::scope(|s| {
            s.spawn(|| while !flag.load(Acquire) {});
        });
    }

    #[test]
    fn a_loop_that_waits_for_nothing_is_a_livelock() {
        for explorer in [Explorer::exhaustive(), Explorer::random(5).executions(10)] {
            let found = explorer.run(waits_for_nothing);
            assert_eq!(found.failures().len(), 1, "{found}");
            assert_eq!(found.failures()[0].kind(), FailureKind::Livelock, "{found}");
        }
    }

    #[datarace::check]
    fn gives_up() -> bool {
        let flag = AtomicBool::new(false);
        thread::scope(|s| {
            let waiter = s.spawn(|| {
                for _ in 0..20 {
                    if flag.load(Acquire) {
                        return true;
                    }
                }
                false
            });
            flag.store(true, Release);
            waiter.join().unwrap()
        })
    }

    #[test]
    fn a_loop_that_gives_up_is_no_livelock() {
        let found = Explorer::exhaustive().run(gives_up);
        found.assert_ok();
        assert_eq!(found.executions(), 21, "{found}");
    }

    #[datarace::check]
    fn crossed() {
        let (a, b) = (Mutex::new(0), Mutex::new(0));
        thread::scope(|s| {
            s.spawn(|| {
                let _a = a.lock().unwrap();
                let _b = b.lock().unwrap();
            });
            s.spawn(|| {
                let _b = b.lock().unwrap();
                let _a = a.lock().unwrap();
            });
        });
    }

    #[test]
    fn crossed_locks_are_a_deadlock() {
        for explorer in [
            Explorer::exhaustive(),
            Explorer::random(5),
            Explorer::pct(5, 2),
        ] {
            let found = explorer.run(crossed);
            assert!(
                found
                    .failures()
                    .iter()
                    .any(|failure| failure.kind() == FailureKind::Deadlock),
                "{found}"
            );
        }
    }
}

mod locks {
    use super::*;
    use std::sync::{Condvar, Mutex};

    #[datarace::check]
    fn three_threads() {
        let count = Mutex::new(0);
        thread::scope(|s| {
            for _ in 0..3 {
                s.spawn(|| {
                    let mut count = count.lock().unwrap();
                    *count += 1;
                });
            }
        });
        assert_eq!(count.into_inner().unwrap(), 3);
    }

    #[test]
    fn a_mutex_has_one_execution_for_each_order() {
        let found = Explorer::exhaustive().run(three_threads);
        found.assert_ok();
        assert_eq!(found.executions(), 6, "{found}");
    }

    #[datarace::check]
    fn handshake() {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let mut ready = ready.lock().unwrap();
                while !*ready {
                    ready = changed.wait(ready).unwrap();
                }
            });
            s.spawn(|| {
                *ready.lock().unwrap() = true;
                changed.notify_one();
            });
        });
    }

    #[test]
    fn a_condvar_wakes_who_waits() {
        let found = Explorer::exhaustive().run(handshake);
        found.assert_ok();
        assert!(found.is_complete(), "{found}");
    }
}

mod statics {
    use super::*;
    use std::sync::atomic::AtomicU32;

    static mut PLAIN: u32 = 5;
    static ATOMIC: AtomicU32 = AtomicU32::new(7);
    static mut VECTOR: Vec<u32> = Vec::new();

    #[datarace::check]
    fn changes_everything() {
        assert_eq!(unsafe { PLAIN }, 5);
        assert_eq!(ATOMIC.load(Relaxed), 7);
        assert!(unsafe { VECTOR.is_empty() });
        thread::scope(|s| {
            s.spawn(|| ATOMIC.fetch_add(1, Relaxed));
            s.spawn(|| ATOMIC.fetch_add(2, Relaxed));
        });
        unsafe { PLAIN = 6 };
        unsafe { VECTOR.push(1) };
    }

    #[test]
    fn each_execution_finds_them_as_they_were() {
        for _ in 0..2 {
            let found = Explorer::exhaustive().run(changes_everything);
            found.assert_ok();
            assert_eq!(found.executions(), 2, "{found}");
        }
    }
}

mod readers_of_relaxed_writers {
    use super::*;
    use std::sync::atomic::AtomicU32;

    /// The SeqCst readers of relaxed writers may disagree in RC11, and may not by the words of std.
    #[datarace::check]
    fn body() {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        let seen = thread::scope(|s| {
            s.spawn(|| x.store(1, Relaxed));
            s.spawn(|| y.store(1, Relaxed));
            let a = s.spawn(|| (x.load(SeqCst), y.load(SeqCst)));
            let b = s.spawn(|| (y.load(SeqCst), x.load(SeqCst)));
            (a.join().unwrap(), b.join().unwrap())
        });
        assert_ne!(seen, ((1, 0), (1, 0)));
    }

    #[test]
    fn what_std_forbids_is_counted_and_no_failure() {
        let found = Explorer::exhaustive().run(body);
        found.assert_ok();
        assert_eq!(found.executions(), 16, "{found}");
    }
}

mod philosophers {
    use super::*;
    use std::sync::Mutex;

    /// Each takes two forks; the last one in the other order if `in_order`.
    #[datarace::check]
    fn dinner(count: usize, in_order: bool) {
        let forks: Vec<Mutex<u32>> = (0..count).map(|_| Mutex::new(0)).collect();
        let forks = &forks;
        thread::scope(|s| {
            for seat in 0..count {
                s.spawn(move || {
                    let turned = in_order && seat + 1 == count;
                    let mut left = forks[(seat + usize::from(turned)) % forks.len()]
                        .lock()
                        .unwrap();
                    let mut right = forks[(seat + 1 - usize::from(turned)) % forks.len()]
                        .lock()
                        .unwrap();
                    *left += 1;
                    *right += 1;
                });
            }
        });
    }

    #[test]
    fn the_index_of_a_lock_may_be_computed() {
        let found = Explorer::exhaustive().run(|| dinner(3, true));
        found.assert_ok();
        assert!(found.is_complete(), "{found}");
        // Each of three forks is taken by two, in either order; the two orders that go around are none.
        assert_eq!(found.executions(), 6, "{found}");
        let found = Explorer::exhaustive().run(|| dinner(3, false));
        let failures: Vec<_> = found.failures().iter().map(Failure::kind).collect();
        assert_eq!(failures, [FailureKind::Deadlock], "{found}");
        let text = found.to_string();
        assert!(
            text.contains("forks[(seat + 1 - usize::from(turned)) % forks.len()].lock()"),
            "{text}"
        );
    }
}
