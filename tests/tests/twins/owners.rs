//! Objects that are shared, initialized once, or stand where another one stood.

use crate::harness::tests;

tests! { check:
    payload_drops_explicitly payload_drop_in_scope into_inner_that_finds_another unwrap_or_clone_of_another make_mut_of_another
    lazy_with_a_closure once_where_another_was once_lock_where_another_was
    two_clones_in_one_thread
    guard_of_a_tail guard_of_a_return
}

tests! { check_silent: payload_drop_behind_a_thread }

tests! { check_unseen: guard_of_the_library_from_a_function drop_of_a_struct_by_name }

/// A library that does not know of the attribute.
mod library {
    use std::sync::atomic::{AtomicBool, Ordering::*};
    use std::sync::{Mutex, MutexGuard};

    #[derive(Default)]
    pub struct Latch(Mutex<u64>);

    pub struct Held<'a>(MutexGuard<'a, u64>);

    /// Opens the latch for good when it is dropped.
    pub struct Opens<'a>(pub &'a AtomicBool);

    impl Drop for Opens<'_> {
        fn drop(&mut self) {
            self.0.store(true, Release);
        }
    }

    pub fn pass(open: &AtomicBool) {
        while !open.load(Acquire) {
            std::thread::yield_now();
        }
    }

    impl Latch {
        pub fn lock(&self) -> Held<'_> {
            Held(self.0.lock().unwrap())
        }
    }

    impl Held<'_> {
        pub fn value(&mut self, add: u64) -> u64 {
            *self.0 += add;
            *self.0
        }
    }
}

#[datarace::check]
mod programs {
    use super::library::{Held, Latch, Opens, pass};
    use crate::harness::*;
    use std::mem::MaybeUninit;
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, LazyLock, Mutex, Once, OnceLock};
    use std::thread;

    /// Its drop works on memory out of it.
    struct Payload(Arc<Data>);

    impl Drop for Payload {
        fn drop(&mut self) {
            self.0.write();
        }
    }

    pub fn payload_drops_explicitly(right: bool) -> u32 {
        let d = data();
        let first = Arc::new(Payload(d.clone()));
        let second = first.clone();
        thread::scope(|s| {
            let d = &d;
            s.spawn(move || {
                if right {
                    d.write();
                }
                drop(first);
                if !right {
                    d.write();
                }
                d.reach(1);
            });
            s.spawn(move || {
                d.wait_for(1);
                drop(second);
            });
        });
        d.touched()
    }

    pub fn payload_drop_in_scope(right: bool) -> u32 {
        let d = data();
        let first = Arc::new(Payload(d.clone()));
        let last: Box<dyn Send> = match right {
            true => Box::new(first.clone()),
            // Not in an `Arc`.
            false => Box::new(Payload(d.clone())),
        };
        thread::scope(|s| {
            let d = &d;
            s.spawn(move || {
                let _first = first;
                d.write();
                d.reach(1);
            });
            s.spawn(move || {
                d.wait_for(1);
                let _last = last;
            });
        });
        d.touched()
    }

    pub fn payload_drop_behind_a_thread(_: bool) -> u32 {
        let d = data();
        let first = Arc::new(Payload(d.clone()));
        let second = first.clone();
        let e = d.clone();
        let ended = thread::spawn(move || {
            e.write();
            // It ends with its captures.
            let _first = first;
        });
        datarace::untracked! {
            while !ended.is_finished() {
                thread::yield_now();
            }
        }
        let _last = second;
        2
    }

    /// The first thread gives its `Arc` up by `gives`, and the second one has the last.
    fn given_up(
        right: bool,
        gives: impl FnOnce(Arc<u64>) + Send,
        takes: impl FnOnce(Arc<u64>) + Send,
    ) -> u32 {
        let first = Arc::new(1);
        let second = first.clone();
        let_go(
            right,
            || gives(first),
            |d| {
                d.reach(1);
                d.wait_for(2);
                takes(second);
            },
        )
    }

    pub fn into_inner_that_finds_another(right: bool) -> u32 {
        given_up(
            right,
            |first| assert_eq!(Arc::into_inner(first), None),
            |last| assert_eq!(Arc::into_inner(last), Some(1)),
        )
    }

    pub fn unwrap_or_clone_of_another(right: bool) -> u32 {
        given_up(
            right,
            |first| assert_eq!(Arc::unwrap_or_clone(first), 1),
            |mut last| assert_eq!(Arc::get_mut(&mut last), Some(&mut 1)),
        )
    }

    pub fn make_mut_of_another(right: bool) -> u32 {
        given_up(
            right,
            |mut first| {
                *Arc::make_mut(&mut first) += 1;
                assert_eq!(*first, 2);
            },
            |last| assert_eq!(Arc::try_unwrap(last), Ok(1)),
        )
    }

    pub fn two_clones_in_one_thread(right: bool) -> u32 {
        let last = Arc::new(1);
        let (one, other) = (last.clone(), last.clone());
        thread_with_two(right, last, one, other)
    }

    fn thread_with_two(right: bool, mut last: Arc<u32>, one: Arc<u32>, other: Arc<u32>) -> u32 {
        let d = data();
        thread::scope(|s| {
            let d = &d;
            s.spawn(move || {
                drop(one);
                match right {
                    true => {
                        let _other = other;
                        d.write();
                    }
                    false => {
                        drop(other);
                        d.write();
                    }
                }
                d.reach(1);
            });
            s.spawn(move || {
                d.wait_for(1);
                assert!(Arc::get_mut(&mut last).is_some());
                d.write();
            });
        });
        d.touched()
    }

    struct Holds<'a> {
        _opens: Opens<'a>,
    }

    pub fn drop_of_a_struct_by_name(right: bool) -> u32 {
        let open = AtomicBool::new(false);
        let_go(
            right,
            || {
                let holds = Holds {
                    _opens: Opens(&open),
                };
                drop(holds);
            },
            |d| {
                d.reach(1);
                pass(&open);
            },
        )
    }

    pub fn lazy_with_a_closure(right: bool) -> u32 {
        let d = data();
        let lazy = LazyLock::new(|| {
            d.write();
            1
        });
        two(
            || {
                assert_eq!(*lazy, 1);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                assert_eq!(*lazy, 1);
                d.read();
            },
        );
        d.touched()
    }

    /// One object after the other in one place, as on a stack.
    fn twice<T: Sync>(make: fn() -> T, right: bool, gives: fn(&T), takes: fn(&T)) -> u32 {
        let mut place = Box::new(MaybeUninit::<T>::uninit());
        let mut touched = 0;
        for round in 0..2 {
            let object: &T = place.write(make());
            touched += let_go(
                round == 0 || right,
                || gives(object),
                |d| {
                    d.reach(1);
                    d.wait_for(2);
                    takes(object);
                },
            );
        }
        touched
    }

    pub fn once_where_another_was(right: bool) -> u32 {
        twice(
            Once::new,
            right,
            |once| once.call_once(|| {}),
            |once| {
                assert!(once.is_completed());
            },
        )
    }

    pub fn once_lock_where_another_was(right: bool) -> u32 {
        twice(
            OnceLock::<u32>::new,
            right,
            |once| once.set(1).unwrap(),
            |once| {
                assert_eq!(once.get(), Some(&1));
            },
        )
    }

    struct Account(Mutex<u64>);

    fn write(d: &Data) -> u64 {
        d.write();
        1
    }

    pub fn guard_of_the_library_from_a_function(right: bool) -> u32 {
        fn guard<'a>(latch: &'a Latch) -> Held<'a> {
            latch.lock()
        }
        let (d, latch) = (data(), Latch::default());
        two(
            || {
                if right {
                    guard(&latch).value(write(&d));
                } else {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                guard(&latch).value(write(&d));
            },
        );
        d.touched()
    }

    pub fn guard_of_a_tail(right: bool) -> u32 {
        fn value(account: &Account, d: &Data) -> u64 {
            account.0.lock().unwrap().saturating_sub(write(d))
        }
        fn value_then(account: &Account) -> u64 {
            account.0.lock().unwrap().saturating_sub(1)
        }
        let (d, account) = (data(), Account(Mutex::new(0)));
        two(
            || {
                match right {
                    true => assert_eq!(value(&account, &d), 0),
                    false => {
                        assert_eq!(value_then(&account), 0);
                        d.write();
                    }
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                value(&account, &d);
            },
        );
        d.touched()
    }

    pub fn guard_of_a_return(right: bool) -> u32 {
        fn value(account: &Account, d: Option<&Data>) -> u64 {
            if let Some(d) = d {
                return account.0.lock().unwrap().saturating_sub(write(d));
            }
            return account.0.lock().unwrap().saturating_sub(1);
        }
        let (d, account) = (data(), Account(Mutex::new(0)));
        two(
            || {
                match right {
                    true => assert_eq!(value(&account, Some(&d)), 0),
                    false => {
                        assert_eq!(value(&account, None), 0);
                        d.write();
                    }
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                value(&account, Some(&d));
            },
        );
        d.touched()
    }
}
