//! Guards that leave their variable or were never in one: when they are dropped is seen by the lock itself.

// The lock tells it on Linux only.
#![cfg(target_os = "linux")]

use crate::harness::tests;

tests! { check:
    in_an_option in_a_struct in_a_tuple in_a_vector reassigned taken_out_of_an_option moved_into_a_function moved_into_a_closure
    of_a_function as_a_temporary_of_a_function dropped_at_once result_dropped_at_once in_an_arm in_an_else_branch as_an_argument_of_a_macro
    read_guard_in_a_struct write_guard_in_a_struct wild_pattern in_a_box behind_the_lock_of_an_arc_that_is_gone
    repeated_writes_behind_an_unseen_unlock_are_seen dropped_with_its_struct_by_name
}

#[datarace::check]
mod programs {
    use crate::harness::*;
    use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

    type Guard<'a> = MutexGuard<'a, u32>;

    /// The first thread writes while it has the lock, or behind it; the second one has the lock then.
    fn locked(right: bool, first: impl FnOnce(&Mutex<u32>, &dyn Fn()) + Send) -> u32 {
        let (d, lock) = (data(), Mutex::new(0));
        two(
            || {
                first(&lock, &|| {
                    if right {
                        d.write();
                    }
                });
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = lock.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    struct Held<'a> {
        _guard: Guard<'a>,
        _more: u32,
    }

    pub fn in_an_option(right: bool) -> u32 {
        locked(right, |lock, work| {
            let _held = Some(lock.lock().unwrap());
            work();
        })
    }

    pub fn in_a_struct(right: bool) -> u32 {
        locked(right, |lock, work| {
            let _held = Held {
                _guard: lock.lock().unwrap(),
                _more: 1,
            };
            work();
        })
    }

    pub fn dropped_with_its_struct_by_name(right: bool) -> u32 {
        locked(right, |lock, work| {
            let held = Held {
                _guard: lock.lock().unwrap(),
                _more: 1,
            };
            work();
            drop(held);
        })
    }

    pub fn in_a_tuple(right: bool) -> u32 {
        locked(right, |lock, work| {
            let held = (lock.lock().unwrap(), 1);
            work();
            drop(held);
        })
    }

    pub fn in_a_vector(right: bool) -> u32 {
        locked(right, |lock, work| {
            let mut held = vec![lock.lock().unwrap()];
            work();
            held.clear();
        })
    }

    pub fn in_a_box(right: bool) -> u32 {
        locked(right, |lock, work| {
            let held = Box::new(lock.lock().unwrap());
            work();
            drop(held);
        })
    }

    pub fn reassigned(right: bool) -> u32 {
        locked(right, |lock, work| {
            let mut held = Some(lock.lock().unwrap());
            work();
            assert!(held.is_some());
            held = None;
            assert!(held.is_none());
        })
    }

    pub fn taken_out_of_an_option(right: bool) -> u32 {
        locked(right, |lock, work| {
            let mut held = Some(lock.lock().unwrap());
            work();
            held.take();
        })
    }

    pub fn moved_into_a_function(right: bool) -> u32 {
        fn use_up(guard: Guard<'_>, work: &dyn Fn()) {
            work();
            assert_eq!(*guard, 0);
        }
        locked(right, |lock, work| {
            let guard = lock.lock().unwrap();
            use_up(guard, work);
        })
    }

    pub fn moved_into_a_closure(right: bool) -> u32 {
        locked(right, |lock, work| {
            let guard = lock.lock().unwrap();
            let use_up = move || {
                let guard = guard;
                work();
                *guard
            };
            assert_eq!(use_up(), 0);
        })
    }

    fn guard(lock: &Mutex<u32>) -> Guard<'_> {
        lock.lock().unwrap()
    }

    pub fn of_a_function(right: bool) -> u32 {
        locked(right, |lock, work| {
            let held = (guard(lock), 1);
            work();
            assert_eq!(*held.0, 0);
        })
    }

    pub fn as_a_temporary_of_a_function(right: bool) -> u32 {
        locked(right, |lock, work| {
            let sum = guard(lock).wrapping_add({
                work();
                1
            });
            assert_eq!(sum, 1);
        })
    }

    pub fn dropped_at_once(right: bool) -> u32 {
        locked(right, |lock, work| {
            work();
            drop(lock.lock().unwrap());
        })
    }

    pub fn result_dropped_at_once(right: bool) -> u32 {
        locked(right, |lock, work| {
            work();
            drop(lock.lock());
        })
    }

    pub fn in_an_arm(right: bool) -> u32 {
        locked(right, |lock, work| match lock.lock() {
            Ok(_guard) => work(),
            Err(_) => unreachable!(),
        })
    }

    pub fn in_an_else_branch(right: bool) -> u32 {
        locked(right, |lock, work| {
            if let Err(_guard) = lock.lock() {
                unreachable!();
            } else if let Ok(_guard) = lock.try_lock() {
                work();
            }
        })
    }

    pub fn as_an_argument_of_a_macro(right: bool) -> u32 {
        locked(right, |lock, work| {
            assert_eq!(
                {
                    work();
                    *lock.lock().unwrap()
                },
                0
            );
        })
    }

    pub fn wild_pattern(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(0));
        two(
            || {
                if right {
                    let _guard = lock.lock().unwrap();
                    d.write();
                } else {
                    let _ = lock.lock().unwrap();
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = lock.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    struct Reads<'a>(RwLockReadGuard<'a, u32>);
    struct Writes<'a>(RwLockWriteGuard<'a, u32>);

    pub fn write_guard_in_a_struct(right: bool) -> u32 {
        let (d, lock) = (data(), RwLock::new(0));
        two(
            || {
                let held = Writes(lock.write().unwrap());
                if right {
                    d.write();
                }
                assert_eq!(*held.0, 0);
                drop(held);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = lock.read().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn read_guard_in_a_struct(right: bool) -> u32 {
        let (d, lock) = (data(), RwLock::new(0));
        two(
            || {
                let held = Reads(lock.read().unwrap());
                if right {
                    d.read();
                }
                assert_eq!(*held.0, 0);
                drop(held);
                if !right {
                    d.read();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = lock.write().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    /// The memory of the lock may be gone when it is looked at.
    pub fn behind_the_lock_of_an_arc_that_is_gone(right: bool) -> u32 {
        let (d, shared) = (data(), Mutex::new(0));
        two(
            || {
                let own = Arc::new(Mutex::new(vec![0_u8; 1 << 20]));
                let held = Some((shared.lock().unwrap(), own.lock().unwrap().len()));
                drop(own);
                if right {
                    d.write();
                }
                drop(held);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = shared.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }

    pub fn repeated_writes_behind_an_unseen_unlock_are_seen(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(0));
        two(
            || {
                let held = Some(lock.lock().unwrap());
                d.write();
                d.write();
                if right {
                    d.write();
                }
                drop(held);
                // The same place in the program, and no event since.
                for _ in 0..2 {
                    if !right {
                        d.write();
                    }
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = lock.lock().unwrap();
                d.write();
            },
        );
        d.touched()
    }
}
