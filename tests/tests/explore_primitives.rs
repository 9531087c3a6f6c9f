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

/// Explored at random: primitives whose waits are std's own, so that an execution cannot be steered through them.
fn is_right_at_random(body: fn()) {
    Explorer::random(1).executions(50).run(body).assert_ok();
    Explorer::pct(1, 3).executions(50).run(body).assert_ok();
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
    is_right_at_random(body);
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
