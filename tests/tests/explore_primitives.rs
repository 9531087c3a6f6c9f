//! std's primitives, explored: who gets a lock, who is woken, what a lazily made value looks like from another thread.

use datarace::{Exploration, Explorer};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering, Ordering::*};
use std::sync::{Barrier, Condvar, Mutex, Once, OnceLock, RwLock};
use std::thread;

/// Explored in every way: nothing is wrong, and an exhaustive exploration comes to its end.
fn is_right(body: fn()) -> Exploration {
    Explorer::random(1).executions(50).run(body).assert_ok();
    Explorer::pct(1, 3).executions(50).run(body).assert_ok();
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete(), "{found}");
    assert_ne!(found.executions(), 0, "{found}");
    found
}

#[datarace::check]
fn lazy(order: Ordering) {
    static VALUE: AtomicPtr<u64> = AtomicPtr::new(std::ptr::null_mut());
    let get = move || {
        let mut value = VALUE.load(order);
        if value.is_null() {
            let made = Box::into_raw(Box::new(3));
            match VALUE.compare_exchange(std::ptr::null_mut(), made, AcqRel, Acquire) {
                Ok(_) => value = made,
                Err(first) => {
                    drop(unsafe { Box::from_raw(made) });
                    value = first;
                }
            }
        }
        unsafe { *value }
    };
    thread::scope(|s| {
        s.spawn(move || assert_eq!(get(), 3));
        s.spawn(move || assert_eq!(get(), 3));
    });
    drop(unsafe { Box::from_raw(VALUE.load(Acquire)) });
}

#[test]
fn lazy_initialization() {
    let found = is_right(|| lazy(Acquire));
    assert_eq!(found.executions(), 4, "{found}");
    let found = Explorer::exhaustive().run(|| lazy(Relaxed));
    assert!(!found.races().is_empty(), "{found}");
    let token = found.races()[0].token().unwrap();
    let again = Explorer::replay(token).run(|| lazy(Relaxed));
    assert_eq!(
        (again.races().len(), again.failures().len()),
        (1, 0),
        "{again}"
    );
}

#[test]
fn a_lock_for_reading_and_writing() {
    #[datarace::check]
    fn body() {
        let lock = RwLock::new(0);
        thread::scope(|s| {
            s.spawn(|| *lock.write().unwrap() += 1);
            s.spawn(|| assert!(*lock.read().unwrap() < 3));
            s.spawn(|| *lock.write().unwrap() += 1);
        });
        assert_eq!(*lock.read().unwrap(), 2);
    }
    is_right(body);
}

#[test]
fn a_lock_that_is_tried() {
    #[datarace::check]
    fn body() {
        let lock = Mutex::new(0);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    if let Ok(mut value) = lock.try_lock() {
                        *value += 1;
                    }
                });
            }
        });
        assert_ne!(*lock.lock().unwrap(), 0);
    }
    is_right(body);
}

#[test]
fn a_barrier() {
    #[datarace::check]
    fn body() {
        let barrier = Barrier::new(2);
        let x = AtomicU32::new(0);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    x.fetch_add(1, Relaxed);
                    barrier.wait();
                    assert_eq!(x.load(Relaxed), 2);
                });
            }
        });
    }
    is_right(body);
}

#[test]
fn something_done_once() {
    #[datarace::check]
    fn body() {
        static mut VALUE: u32 = 0;
        let once = Once::new();
        let cell = OnceLock::new();
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    once.call_once(|| unsafe { VALUE += 1 });
                    assert_eq!(unsafe { VALUE }, 1);
                    assert_eq!(*cell.get_or_init(|| 5), 5);
                });
            }
        });
    }
    is_right(body);
}

#[test]
fn a_thread_that_parks() {
    #[datarace::check]
    fn body() {
        static READY: AtomicBool = AtomicBool::new(false);
        let waiter = thread::spawn(|| {
            while !READY.load(Acquire) {
                thread::park();
            }
        });
        READY.store(true, Release);
        waiter.thread().unpark();
        waiter.join().unwrap();
    }
    is_right(body);
}

#[test]
fn a_notification_that_comes_too_early_is_a_deadlock() {
    #[datarace::check]
    fn body() {
        let (ready, changed) = (Mutex::new(()), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let guard = ready.lock().unwrap();
                let _guard = changed.wait(guard).unwrap();
            });
            s.spawn(|| changed.notify_one());
        });
    }
    for explorer in [Explorer::exhaustive(), Explorer::random(1)] {
        let found = explorer.run(body);
        let failures = found.failures();
        assert_eq!(failures.len(), 1, "{found}");
        assert_eq!(
            failures[0].kind(),
            datarace::FailureKind::Deadlock,
            "{found}"
        );
    }
}

#[test]
fn threads_that_make_threads_and_threads_that_panic() {
    #[datarace::check]
    fn body() {
        let x = AtomicU32::new(0);
        thread::scope(|s| {
            s.spawn(|| {
                x.fetch_add(1, Relaxed);
                thread::scope(|inner| {
                    inner.spawn(|| x.fetch_add(1, Relaxed));
                });
            });
            s.spawn(|| x.fetch_add(1, Relaxed));
        });
        let expected = thread::spawn(|| panic!("expected")).join();
        assert!(expected.is_err());
    }
    let found = is_right(body);
    assert_eq!(found.executions(), 3, "{found}");
}

#[test]
fn a_thread_that_nobody_sees_makes_it_incomplete() {
    fn unseen() {
        drop(thread::spawn(|| ()).join());
    }
    #[datarace::check]
    fn body() {
        let x = AtomicU32::new(0);
        x.fetch_add(1, Relaxed);
        unseen();
    }
    let found = Explorer::exhaustive().run(body);
    assert!(!found.is_complete(), "{found}");
    assert!(found.to_string().contains("not annotated"), "{found}");
}

#[datarace::test(explore = "exhaustive")]
fn a_test_that_explores() {
    let x = AtomicU32::new(0);
    thread::scope(|s| {
        s.spawn(|| x.fetch_add(1, Relaxed));
        s.spawn(|| x.fetch_add(1, Relaxed));
    });
    assert_eq!(x.load(Relaxed), 2);
}

#[test]
fn a_barrier_has_one_execution_for_each_order_of_arrival() {
    #[datarace::check]
    fn body() {
        let barrier = Barrier::new(3);
        let x = AtomicU32::new(0);
        let leaders = AtomicU32::new(0);
        thread::scope(|s| {
            for _ in 0..3 {
                s.spawn(|| {
                    if barrier.wait().is_leader() {
                        leaders.store(1, Relaxed);
                        x.store(1, Relaxed);
                    }
                    barrier.wait();
                    assert_eq!((leaders.load(Relaxed), x.load(Relaxed)), (1, 1));
                });
            }
        });
    }
    // 3! orders at each of the two rounds.
    let found = is_right(body);
    assert_eq!((found.executions(), found.blocked()), (36, 0), "{found}");
}

#[test]
fn a_barrier_orders_plain_accesses() {
    #[datarace::check]
    fn body() {
        static mut DATA: [u32; 2] = [0; 2];
        let barrier = Barrier::new(2);
        thread::scope(|s| {
            for me in 0..2 {
                let barrier = &barrier;
                s.spawn(move || {
                    unsafe { DATA[me] = 1 };
                    barrier.wait();
                    assert_eq!(unsafe { DATA[1 - me] }, 1);
                });
            }
        });
    }
    let found = is_right(body);
    assert_eq!((found.executions(), found.blocked()), (2, 0), "{found}");
}

#[test]
fn a_barrier_that_is_never_full_is_a_deadlock() {
    #[datarace::check]
    fn body() {
        let barrier = Barrier::new(3);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| barrier.wait());
            }
        });
    }
    for explorer in [Explorer::exhaustive(), Explorer::random(1)] {
        let found = explorer.executions(20).run(body);
        assert_eq!(found.failures().len(), 1, "{found}");
        let text = found.to_string();
        assert!(text.contains("waits at a barrier"), "{text}");
    }
}

#[test]
fn waits_with_a_condition() {
    #[datarace::check]
    fn body() {
        let (ready, changed) = (Mutex::new(0), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let guard = changed
                    .wait_while(ready.lock().unwrap(), |ready| *ready < 2)
                    .unwrap();
                assert_eq!(*guard, 2);
            });
            for _ in 0..2 {
                s.spawn(|| {
                    *ready.lock().unwrap() += 1;
                    changed.notify_one();
                });
            }
        });
    }
    is_right(body);
}

#[test]
fn a_condition_that_nobody_makes_true_is_a_deadlock() {
    #[datarace::check]
    fn body() {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let guard = ready.lock().unwrap();
                let _guard = changed.wait_while(guard, |ready| !*ready).unwrap();
            });
            s.spawn(|| changed.notify_all());
        });
    }
    for explorer in [Explorer::exhaustive(), Explorer::random(1)] {
        let found = explorer.executions(50).run(body);
        assert_eq!(found.failures().len(), 1, "{found}");
        let kind = found.failures()[0].kind();
        assert_eq!(kind, datarace::FailureKind::Deadlock, "{found}");
        assert!(
            found.to_string().contains("waits for a notification"),
            "{found}"
        );
    }
}

#[test]
fn whether_a_timeout_fires_is_explored() {
    use std::time::Duration;
    /// How a wait ended: its condition, and whether it timed out.
    static SEEN: [std::sync::atomic::AtomicBool; 4] = [const { AtomicBool::new(false) }; 4];
    fn saw(ready: bool, timed_out: bool) {
        SEEN[usize::from(ready) * 2 + usize::from(timed_out)].store(true, Relaxed);
    }
    #[datarace::check]
    fn body() {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let guard = ready.lock().unwrap();
                // An hour: real time would never end it.
                let hour = Duration::from_secs(3600);
                let (guard, result) = changed.wait_timeout(guard, hour).unwrap();
                saw(*guard, result.timed_out());
            });
            s.spawn(|| {
                *ready.lock().unwrap() = true;
                changed.notify_one();
            });
        });
    }
    is_right(body);
    let seen: Vec<bool> = SEEN.iter().map(|seen| seen.swap(false, Relaxed)).collect();
    // A wait that began too late hears of nothing and times out; one that was woken sees the change.
    assert_eq!(seen, [false, true, true, true]);
    #[datarace::check]
    fn with_a_condition() {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let guard = ready.lock().unwrap();
                let hour = Duration::from_secs(3600);
                let (guard, result) = changed
                    .wait_timeout_while(guard, hour, |ready| !*ready)
                    .unwrap();
                saw(*guard, result.timed_out());
            });
            s.spawn(|| {
                *ready.lock().unwrap() = true;
                changed.notify_one();
            });
        });
    }
    is_right(with_a_condition);
    let seen: Vec<bool> = SEEN.iter().map(|seen| seen.swap(false, Relaxed)).collect();
    // It times out only where the condition does not hold.
    assert_eq!(seen, [false, true, true, false]);
}

#[test]
fn nobody_sleeps_for_real() {
    #[datarace::check]
    fn body() {
        let x = AtomicU32::new(0);
        thread::scope(|s| {
            s.spawn(|| {
                thread::sleep(std::time::Duration::from_secs(3600));
                x.store(1, Relaxed);
            });
            s.spawn(|| thread::park_timeout(std::time::Duration::from_secs(3600)));
            x.load(Relaxed);
        });
    }
    let found = is_right(body);
    assert_eq!((found.executions(), found.blocked()), (2, 0), "{found}");
}

#[test]
fn a_guard_that_is_a_temporary_is_given_back_once() {
    #[datarace::check]
    fn body() {
        let (mutex, lock) = (Mutex::new(0), RwLock::new(0));
        thread::scope(|s| {
            for _ in 0..3 {
                s.spawn(|| *mutex.lock().unwrap() += 1);
            }
        });
        assert_eq!(*mutex.lock().unwrap(), 3);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| *lock.write().unwrap() += 1);
            }
        });
        assert_eq!(*lock.read().unwrap(), 2);
    }
    let found = is_right(body);
    assert_eq!(found.executions(), 12, "{found}");
}

/// `set` initializes and publishes at once: nobody finds the value in between and is not ordered.
#[test]
fn a_value_that_is_set_is_published() {
    #[datarace::check]
    fn body() {
        static mut DATA: u32 = 0;
        let value = OnceLock::new();
        thread::scope(|s| {
            s.spawn(|| {
                unsafe { DATA = 1 };
                value.set(1).unwrap();
            });
            s.spawn(|| {
                if value.get().is_some() {
                    assert_eq!(unsafe { DATA }, 1);
                }
            });
        });
    }
    assert_eq!(is_right(body).executions(), 2);
}

#[test]
fn a_thread_that_waits_for_a_value() {
    #[datarace::check]
    fn body() {
        static mut DATA: u32 = 0;
        let value = OnceLock::new();
        thread::scope(|s| {
            s.spawn(|| {
                value.wait();
                assert_eq!(unsafe { DATA }, 1);
            });
            s.spawn(|| {
                unsafe { DATA = 1 };
                value.set(1).unwrap();
            });
        });
    }
    assert_eq!(is_right(body).executions(), 1);
}

/// Also where the guard is a temporary, whose unlock no hook sees.
#[test]
fn a_lock_that_is_tried_while_it_is_held() {
    #[datarace::check]
    fn body() {
        let lock = Mutex::new(0);
        thread::scope(|s| {
            s.spawn(|| *lock.lock().unwrap() += 1);
            s.spawn(|| assert!(lock.try_lock().is_ok(), "it was held"));
        });
    }
    for explorer in [Explorer::exhaustive(), Explorer::random(1)] {
        let found = explorer.run(body);
        assert_eq!(found.failures().len(), 1, "{found}");
        let message = found.failures()[0].message();
        assert!(message.contains("it was held"), "{message}");
    }
}

/// The execution that fails is told in the words of the primitives, not of what stands for them.
#[test]
fn steps_say_what_became_of_locks() {
    #[datarace::check]
    fn body() {
        let ready = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                let guard = ready.0.lock().unwrap();
                drop(ready.1.wait(guard).unwrap());
            });
            s.spawn(|| {
                *ready.0.lock().unwrap() = true;
                ready.1.notify_one();
            });
        });
    }
    let found = Explorer::exhaustive().run(body);
    assert_eq!(found.failures().len(), 1, "{found}");
    let text = found.to_string();
    for words in [
        "-> makes thread 1",
        "ready.0.lock()  -> takes the lock",
        "ready.0.lock()  -> gives the lock back",
        "ready.1.notify_one()  -> wakes nobody",
        "ready.1.wait(guard)  -> begins to wait",
        "ready.1.wait(guard)  -> gives the lock back",
        "ready.1.wait(guard)  -> waits for a notification",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("4294967296"), "{text}");
}

/// A thread that joins waits where it joins, and a cell says whether it was initialized.
#[test]
fn a_deadlock_is_told_at_the_join() {
    #[datarace::check]
    fn body() {
        let cell = std::sync::Arc::new(OnceLock::new());
        let same = cell.clone();
        let waiter = thread::spawn(move || {
            if same.get().is_none() {
                thread::park();
            }
        });
        cell.set(1).unwrap();
        waiter.join().unwrap();
    }
    let found = Explorer::exhaustive().run(body);
    assert_eq!(found.failures().len(), 1, "{found}");
    let text = found.to_string();
    for words in [
        "the main thread waits for the end of thread 1 (`waiter.join()` at",
        "same.get()  -> finds it not initialized",
        "cell.set(1)  -> initializes it",
    ] {
        let words = words.replace("the main thread", "thread `a_deadlock_is_told_at_the_join`");
        assert!(text.contains(&words), "{words}: {text}");
    }
}

/// An operation that makes no event is found where it changes a static.
#[test]
fn a_static_that_is_changed_unseen_makes_it_incomplete() {
    static X: AtomicU32 = AtomicU32::new(0);
    fn unseen() {
        X.store(5, Relaxed);
    }
    #[datarace::check]
    fn body() {
        X.store(1, Relaxed);
        unseen();
        assert_eq!(X.load(Relaxed), 5);
    }
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(!found.is_complete(), "{found}");
    assert!(found.to_string().contains("without an event"), "{found}");
}
