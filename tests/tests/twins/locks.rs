//! Mutex, RwLock, Condvar, Barrier, Once and its kin.

use crate::harness::tests;

tests! { check:
    mutex_block mutex_drop mutex_mem_drop mutex_try_lock mutex_if_let mutex_match mutex_temporary mutex_shadowed
    mutex_two_locks mutex_question_mark guard_returned guard_across_loop guard_mapped_over
    guard_unlocked_early_by_scope poisoned_lock poisoned_into_inner
    rwlock_write rwlock_read_is_shared rwlock_try_write rwlock_try_read rwlock_drop rwlock_two_readers_then_writer
    condvar_loop condvar_while condvar_timeout condvar_timeout_while condvar_notify_before_unlock
    barrier_side barrier_leader barrier_reused
    once_call once_static once_is_completed oncelock_get_or_init
    once_wait static_mutex mutex_in_arc mutex_vec_of_locks mutex_let_else mutex_in_closure
}

// A guard that leaves its variable is seen to be gone by the lock itself; elsewhere it is taken to be released late.
#[cfg(target_os = "linux")]
tests! { check: guard_into_function guard_in_option guard_in_struct guard_reassigned }
#[cfg(not(target_os = "linux"))]
tests! { check_silent: guard_into_function guard_in_option guard_in_struct guard_reassigned }

tests! { check_silent:
    mutex_into_inner mutex_get_mut guard_through_function_chain guard_in_vec_of_guards rwlock_downgrade
}

#[datarace::check]
mod programs {
    use crate::harness::{Data, data, two};
    use std::sync::{
        Arc, Barrier, Condvar, Mutex, MutexGuard, Once, OnceLock, RwLock, TryLockError,
    };
    use std::thread;
    use std::time::Duration;

    pub fn mutex_block(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                {
                    let mut guard = m.lock().unwrap();
                    *guard += 1;
                    if right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = m.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_drop(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let guard = m.lock().unwrap();
                if right {
                    d.write();
                }
                drop(guard);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = m.lock().unwrap();
                d.read();
            },
        );
        d.touched()
    }

    pub fn mutex_mem_drop(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let guard = m.lock().unwrap();
                if !right {
                    std::mem::drop(guard);
                    d.write();
                    d.reach(1);
                    return;
                }
                d.write();
                std::mem::drop(guard);
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let guard = m.lock().unwrap();
                d.write();
                std::mem::drop(guard);
            },
        );
        d.touched()
    }

    pub fn mutex_try_lock(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(()));
        two(
            || {
                if let Ok(guard) = m.try_lock() {
                    if right {
                        d.write();
                    }
                    drop(guard);
                    if !right {
                        d.write();
                    }
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                loop {
                    match m.try_lock() {
                        Ok(_guard) => {
                            d.write();
                            break;
                        }
                        Err(TryLockError::WouldBlock) => thread::yield_now(),
                        Err(TryLockError::Poisoned(_)) => panic!("poisoned"),
                    }
                }
            },
        );
        d.touched()
    }

    pub fn mutex_if_let(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                if let Ok(mut guard) = m.lock() {
                    *guard = 1;
                    if right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if let Ok(guard) = m.lock() {
                    if *guard == 1 {
                        d.write();
                    }
                }
            },
        );
        d.touched()
    }

    pub fn mutex_match(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                match m.lock() {
                    Ok(mut guard) => {
                        *guard = 1;
                        if right {
                            d.write();
                        }
                    }
                    Err(_) => unreachable!(),
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let n = match m.lock() {
                    Ok(guard) => *guard,
                    Err(poisoned) => *poisoned.into_inner(),
                };
                assert_eq!(n, 1);
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_temporary(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(Vec::new()));
        two(
            || {
                if right {
                    d.write();
                }
                m.lock().unwrap().push(1);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let last = m.lock().unwrap().pop();
                assert_eq!(last, Some(1));
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_shadowed(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let m = m.lock();
                let mut m = m.unwrap();
                *m += 1;
                if right {
                    d.write();
                }
                drop(m);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let guard = m.lock();
                let guard = guard.unwrap();
                d.write();
                drop(guard);
            },
        );
        d.touched()
    }

    pub fn mutex_two_locks(right: bool) -> u32 {
        let (d, a, b) = (data(), Mutex::new(0), Mutex::new(0));
        two(
            || {
                let _guard = a.lock().unwrap();
                d.write();
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = if right {
                    a.lock().unwrap()
                } else {
                    b.lock().unwrap()
                };
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_question_mark(right: bool) -> u32 {
        fn bump(
            m: &Mutex<u32>,
            d: &Data,
            right: bool,
        ) -> Result<(), Box<dyn std::error::Error + 'static>> {
            {
                let mut guard = m.lock().map_err(|_| "poisoned")?;
                *guard += 1;
                if right {
                    d.write();
                }
            }
            if !right {
                d.write();
            }
            Ok(())
        }
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                bump(&m, &d, right).unwrap();
                d.reach(1);
            },
            || {
                d.wait_for(1);
                bump(&m, &d, true).unwrap();
            },
        );
        d.touched()
    }

    fn consume(guard: MutexGuard<'_, u32>, d: &Data) -> u32 {
        let n = *guard;
        d.reach(0);
        n
    }

    pub fn guard_into_function(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let guard = m.lock().unwrap();
                if right {
                    d.write();
                }
                consume(guard, &d);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = m.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    fn acquire(m: &Mutex<u32>) -> MutexGuard<'_, u32> {
        m.lock().unwrap()
    }

    pub fn guard_returned(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                {
                    let mut guard = acquire(&m);
                    *guard += 1;
                    if right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = acquire(&m);
                d.write();
            },
        );
        d.touched()
    }

    pub fn guard_across_loop(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                for turn in 0..3 {
                    let mut guard = m.lock().unwrap();
                    *guard += 1;
                    if turn == 0 && right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                for _ in 0..2 {
                    let mut guard = m.lock().unwrap();
                    *guard += 1;
                    d.write();
                }
            },
        );
        d.touched()
    }

    pub fn guard_in_option(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let guard = Some(m.lock().unwrap());
                if right {
                    d.write();
                }
                drop(guard);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = m.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    struct Holder<'a> {
        guard: MutexGuard<'a, u32>,
    }

    pub fn guard_in_struct(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let mut holder = Holder {
                    guard: m.lock().unwrap(),
                };
                *holder.guard += 1;
                if right {
                    d.write();
                }
                drop(holder);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = m.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn guard_mapped_over(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(Some(1)));
        two(
            || {
                if right {
                    d.write();
                }
                m.lock().unwrap().as_mut().map(|n| *n += 1);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let n = m.lock().unwrap().as_ref().map_or(0, |n| *n);
                assert_eq!(n, 2);
                d.write();
            },
        );
        d.touched()
    }

    pub fn guard_reassigned(right: bool) -> u32 {
        let (d, a, b) = (data(), Mutex::new(0), Mutex::new(0));
        two(
            || {
                let mut guard = a.lock().unwrap();
                if right {
                    d.write();
                }
                *guard += 1;
                guard = b.lock().unwrap();
                *guard += 1;
                if !right {
                    d.write();
                }
                drop(guard);
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = a.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn guard_unlocked_early_by_scope(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let n = {
                    let guard = m.lock().unwrap();
                    if right {
                        d.write();
                    }
                    *guard
                };
                if !right {
                    d.write();
                }
                d.reach(n + 1);
            },
            || {
                d.wait_for(1);
                let n = { *m.lock().unwrap() };
                assert_eq!(n, 0);
                d.write();
            },
        );
        d.touched()
    }

    pub fn poisoned_lock(right: bool) -> u32 {
        let (d, m) = (data(), Arc::new(Mutex::new(0)));
        let (d2, m2) = (d.clone(), m.clone());
        let first = thread::spawn(move || {
            let _guard = m2.lock().unwrap();
            d2.write();
            std::panic::resume_unwind(Box::new(()));
        });
        while !first.is_finished() {
            thread::yield_now();
        }
        if right {
            let guard = m.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            d.write();
            drop(guard);
        } else {
            d.write();
        }
        assert!(first.join().is_err());
        d.touched()
    }

    pub fn poisoned_into_inner(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    let _guard = m.lock().unwrap();
                    if right {
                        d.write();
                    }
                    std::panic::resume_unwind(Box::new(()));
                }));
                assert!(caught.is_err());
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                match m.lock() {
                    Ok(_) => unreachable!(),
                    Err(poisoned) => {
                        let _guard = poisoned.into_inner();
                        d.write();
                    }
                }
            },
        );
        d.touched()
    }

    pub fn rwlock_write(right: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        two(
            || {
                {
                    let mut guard = l.write().unwrap();
                    *guard += 1;
                    if right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let guard = l.read().unwrap();
                assert_eq!(*guard, 1);
                d.read();
            },
        );
        d.touched()
    }

    pub fn rwlock_read_is_shared(right: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        two(
            || {
                let guard = l.read().unwrap();
                d.write();
                drop(guard);
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    let _guard = l.write().unwrap();
                    d.write();
                } else {
                    let _guard = l.read().unwrap();
                    d.write();
                }
            },
        );
        d.touched()
    }

    pub fn rwlock_try_write(right: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        two(
            || {
                let guard = l.try_write().unwrap();
                if right {
                    d.write();
                }
                drop(guard);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = l.try_write().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn rwlock_try_read(right: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        two(
            || {
                if let Ok(mut guard) = l.try_write() {
                    *guard = 1;
                    if right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if let Ok(guard) = l.try_read() {
                    assert_eq!(*guard, 1);
                    d.read();
                }
            },
        );
        d.touched()
    }

    pub fn rwlock_drop(right: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        two(
            || {
                let guard = l.read().unwrap();
                if right {
                    d.read();
                }
                drop(guard);
                if !right {
                    d.read();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let mut guard = l.write().unwrap();
                *guard = 1;
                d.write();
            },
        );
        d.touched()
    }

    pub fn rwlock_two_readers_then_writer(right: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    {
                        let _guard = l.read().unwrap();
                        if right {
                            d.read();
                        }
                    }
                    if !right {
                        d.read();
                    }
                    datarace::untracked! { d.reach(1); }
                });
            }
            s.spawn(|| {
                while d.touched() < 2 {
                    thread::yield_now();
                }
                let _guard = l.write().unwrap();
                d.write();
            });
        });
        d.touched()
    }

    pub fn condvar_loop(right: bool) -> u32 {
        let (d, pair) = (data(), (Mutex::new(false), Condvar::new()));
        let (lock, condvar) = &pair;
        two(
            || {
                let mut ready = lock.lock().unwrap();
                while !*ready {
                    ready = condvar.wait(ready).unwrap();
                }
                drop(ready);
                d.wait_for(1);
                d.write();
            },
            || {
                let mut ready = lock.lock().unwrap();
                if right {
                    d.write();
                }
                *ready = true;
                drop(ready);
                condvar.notify_one();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        d.touched()
    }

    pub fn condvar_while(right: bool) -> u32 {
        let (d, lock, condvar) = (data(), Mutex::new(0), Condvar::new());
        two(
            || {
                let guard = condvar
                    .wait_while(lock.lock().unwrap(), |n| *n == 0)
                    .unwrap();
                d.wait_for(1);
                d.write();
                drop(guard);
            },
            || {
                if right {
                    d.write();
                }
                *lock.lock().unwrap() = 1;
                condvar.notify_all();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        d.touched()
    }

    pub fn condvar_timeout(right: bool) -> u32 {
        let (d, lock, condvar) = (data(), Mutex::new(false), Condvar::new());
        two(
            || {
                let mut guard = lock.lock().unwrap();
                while !*guard {
                    let (back, _timeout) = condvar
                        .wait_timeout(guard, Duration::from_millis(5))
                        .unwrap();
                    guard = back;
                }
                d.wait_for(1);
                d.write();
            },
            || {
                {
                    let mut guard = lock.lock().unwrap();
                    *guard = true;
                    if right {
                        d.write();
                    }
                }
                condvar.notify_one();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        d.touched()
    }

    pub fn condvar_timeout_while(right: bool) -> u32 {
        let (d, lock, condvar) = (data(), Mutex::new(false), Condvar::new());
        two(
            || {
                let guard = lock.lock().unwrap();
                let (guard, result) = condvar
                    .wait_timeout_while(guard, Duration::from_secs(100), |ready| !*ready)
                    .unwrap();
                assert!(!result.timed_out() && *guard);
                d.wait_for(1);
                d.write();
            },
            || {
                if right {
                    d.write();
                }
                *lock.lock().unwrap() = true;
                condvar.notify_one();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        d.touched()
    }

    pub fn condvar_notify_before_unlock(right: bool) -> u32 {
        let (d, lock, condvar) = (data(), Mutex::new(false), Condvar::new());
        two(
            || {
                let mut ready = lock.lock().unwrap();
                while !*ready {
                    ready = condvar.wait(ready).unwrap();
                }
                d.wait_for(1);
                d.write();
            },
            || {
                {
                    let mut ready = lock.lock().unwrap();
                    *ready = true;
                    condvar.notify_one();
                    if right {
                        d.write();
                    }
                }
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        d.touched()
    }

    pub fn barrier_side(right: bool) -> u32 {
        let (d, barrier) = (data(), Barrier::new(2));
        two(
            || {
                if right {
                    d.write();
                }
                barrier.wait();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                barrier.wait();
                d.wait_for(1);
                d.write();
            },
        );
        d.touched()
    }

    pub fn barrier_leader(right: bool) -> u32 {
        let (d, barrier) = (data(), Barrier::new(3));
        thread::scope(|s| {
            for _ in 0..3 {
                s.spawn(|| {
                    if right && barrier.wait().is_leader() {
                        d.write();
                    } else if !right {
                        barrier.wait();
                        d.write();
                    }
                });
            }
        });
        if right {
            d.write();
        }
        d.touched()
    }

    pub fn barrier_reused(right: bool) -> u32 {
        let (d, barrier) = (data(), Barrier::new(2));
        two(
            || {
                barrier.wait();
                if right {
                    d.write();
                }
                barrier.wait();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                barrier.wait();
                barrier.wait();
                d.wait_for(1);
                d.write();
            },
        );
        d.touched()
    }

    pub fn once_call(right: bool) -> u32 {
        let (d, once) = (data(), Once::new());
        two(
            || {
                once.call_once(|| {
                    if right {
                        d.write()
                    }
                });
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                once.call_once(|| unreachable!());
                d.read();
            },
        );
        d.touched()
    }

    pub fn once_static(right: bool) -> u32 {
        static mut TABLE: [u32; 4] = [0; 4];
        let once = Once::new();
        let d = data();
        two(
            || {
                if right {
                    once.call_once(|| unsafe { TABLE[1] = 5 });
                } else {
                    unsafe { TABLE[1] = 5 };
                }
                d.touch();
                d.reach(1);
            },
            || {
                d.wait_for(1);
                once.call_once(|| ());
                d.touch();
                assert_eq!(unsafe { TABLE[1] }, 5);
            },
        );
        d.touched()
    }

    pub fn once_is_completed(right: bool) -> u32 {
        let (d, once) = (data(), Once::new());
        two(
            || {
                once.call_once(|| d.write());
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if !right || once.is_completed() {
                    d.read();
                }
            },
        );
        d.touched()
    }

    pub fn once_wait(right: bool) -> u32 {
        let (d, once) = (data(), Once::new());
        two(
            || {
                once.call_once(|| d.write());
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    once.wait();
                }
                d.read();
            },
        );
        d.touched()
    }

    pub fn oncelock_get_or_init(right: bool) -> u32 {
        let (d, cell) = (data(), OnceLock::new());
        two(
            || {
                cell.get_or_init(|| {
                    if right {
                        d.write();
                    }
                    5
                });
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                assert_eq!(*cell.get_or_init(|| 6), 5);
                d.write();
            },
        );
        d.touched()
    }

    static LIST: Mutex<Vec<u32>> = Mutex::new(Vec::new());

    pub fn static_mutex(right: bool) -> u32 {
        let d = data();
        two(
            || {
                if right {
                    d.write();
                }
                LIST.lock().unwrap().push(1);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                LIST.lock().unwrap().clear();
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_in_arc(right: bool) -> u32 {
        let d = data();
        let m = Arc::new(Mutex::new(0));
        let handles: Vec<_> = (0..2)
            .map(|number| {
                let (d, m) = (Arc::clone(&d), Arc::clone(&m));
                thread::spawn(move || {
                    d.wait_for(number);
                    let mut guard = m.lock().unwrap();
                    *guard += 1;
                    if !right {
                        drop(guard);
                    }
                    d.write();
                    d.reach(number + 1);
                })
            })
            .collect();
        for handle in handles {
            handle.join().unwrap();
        }
        d.touched()
    }

    pub fn mutex_vec_of_locks(right: bool) -> u32 {
        let d = data();
        let locks: Vec<Mutex<u32>> = (0..4).map(Mutex::new).collect();
        two(
            || {
                *locks[1].lock().unwrap() += 1;
                let _guard = locks[2].lock().unwrap();
                d.write();
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let index = if right { 2 } else { 1 };
                let _guard = locks[index].lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_let_else(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let Ok(guard) = m.lock() else { return };
                if right {
                    d.write();
                }
                drop(guard);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let Ok(_guard) = m.try_lock() else { return };
                d.write();
            },
        );
        d.touched()
    }

    pub fn mutex_in_closure(right: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        let locked = |f: &dyn Fn()| {
            let _guard = if right { Some(m.lock().unwrap()) } else { None };
            f();
        };
        two(
            || {
                locked(&|| d.write());
                d.reach(1);
            },
            || {
                d.wait_for(1);
                locked(&|| d.write());
            },
        );
        d.touched()
    }

    pub fn mutex_into_inner(which: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let _guard = m.lock().unwrap();
                d.write();
            },
            || {
                let _guard = m.lock().unwrap();
                d.write();
            },
        );
        if which {
            assert_eq!(m.into_inner().unwrap(), 0);
        }
        d.write();
        d.touched()
    }

    pub fn mutex_get_mut(which: bool) -> u32 {
        let d = data();
        let mut m = Mutex::new(0);
        thread::scope(|s| {
            s.spawn(|| {
                let mut guard = m.lock().unwrap();
                *guard += 1;
                d.write();
            });
        });
        if which {
            *m.get_mut().unwrap() += 1;
        }
        d.write();
        d.touched()
    }

    fn pass(guard: MutexGuard<'_, u32>) -> MutexGuard<'_, u32> {
        guard
    }

    pub fn guard_through_function_chain(which: bool) -> u32 {
        let (d, m) = (data(), Mutex::new(0));
        two(
            || {
                let guard = m.lock().unwrap();
                let guard = pass(pass(guard));
                d.write();
                if which {
                    drop(guard);
                } else {
                    consume(guard, &d);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let guard = pass(m.lock().unwrap());
                d.write();
                drop(guard);
            },
        );
        d.touched()
    }

    pub fn guard_in_vec_of_guards(which: bool) -> u32 {
        let d = data();
        let locks: Vec<Mutex<u32>> = (0..4).map(Mutex::new).collect();
        two(
            || {
                let mut guards: Vec<MutexGuard<'_, u32>> = Vec::new();
                for lock in &locks {
                    guards.push(lock.lock().unwrap());
                }
                d.write();
                if which {
                    guards.pop();
                }
                d.write();
                guards.clear();
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = locks[0].lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn rwlock_downgrade(which: bool) -> u32 {
        let (d, l) = (data(), RwLock::new(0));
        two(
            || {
                let guard = l.write().unwrap();
                d.write();
                if which {
                    let guard = std::sync::RwLockWriteGuard::downgrade(guard);
                    assert_eq!(*guard, 0);
                    d.read();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _guard = l.write().unwrap();
                d.write();
            },
        );
        d.touched()
    }
}
