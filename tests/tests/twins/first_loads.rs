//! Atomics that are loaded before any hook saw a store to them: the value is the one that they were made with, or code without annotation
//! stored it.

use crate::harness::tests;

tests! { check: of_a_flag_on_the_stack of_a_number_on_the_heap of_a_field_behind_an_ended_thread of_a_static_with_a_value }

tests! { check_unseen: of_a_static_that_a_helper_has_set of_a_flag_that_a_helper_has_set of_a_helper_behind_a_join }

/// A library that does not know of the attribute.
mod library {
    use std::sync::atomic::{AtomicU32, Ordering::*};
    use std::thread::JoinHandle;

    pub fn set(flag: &AtomicU32, value: u32) {
        flag.store(value, Release);
    }

    /// Waits for the thread, and says so.
    pub fn join_and_set(thread: JoinHandle<()>, flag: &AtomicU32) {
        thread.join().unwrap();
        flag.store(7, Release);
    }
}

#[datarace::check]
mod programs {
    use super::library;
    use crate::harness::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
    use std::thread;

    pub fn of_a_flag_on_the_stack(right: bool) -> u32 {
        let (d, enabled) = (data(), AtomicBool::new(true));
        thread::scope(|scope| {
            let first = scope.spawn(|| d.write());
            if right {
                first.join().unwrap();
            }
            let second = scope.spawn(|| {
                if enabled.load(Acquire) {
                    d.write();
                }
            });
            second.join().unwrap();
        });
        d.touched()
    }

    pub fn of_a_number_on_the_heap(right: bool) -> u32 {
        let (d, number) = (data(), Arc::new(AtomicU32::new(3)));
        let writer = {
            let d = Arc::clone(&d);
            thread::spawn(move || d.write())
        };
        while !writer.is_finished() {
            thread::yield_now();
        }
        let reader = |d: Arc<Data>| {
            thread::spawn(move || {
                assert_eq!(number.load(Acquire), 3);
                d.write();
            })
        };
        match right {
            true => {
                writer.join().unwrap();
                reader(Arc::clone(&d)).join().unwrap();
            }
            false => reader(Arc::clone(&d)).join().unwrap(),
        }
        d.touched()
    }

    struct Shared {
        ready: AtomicU32,
        data: Data,
    }

    pub fn of_a_field_behind_an_ended_thread(right: bool) -> u32 {
        let shared = Shared {
            ready: AtomicU32::new(1),
            data: Data::default(),
        };
        thread::scope(|scope| {
            let first = scope.spawn(|| shared.data.write());
            while !first.is_finished() {
                thread::yield_now();
            }
            if right {
                first.join().unwrap();
            }
            scope.spawn(|| {
                assert_eq!(shared.ready.load(Acquire), 1);
                shared.data.write();
            });
        });
        shared.data.touched()
    }

    pub fn of_a_static_with_a_value(right: bool) -> u32 {
        static ENABLED: AtomicU32 = AtomicU32::new(5);
        let d = data();
        thread::scope(|scope| {
            let first = scope.spawn(|| d.write());
            while !first.is_finished() {
                thread::yield_now();
            }
            if right {
                first.join().unwrap();
            }
            scope.spawn(|| {
                assert_eq!(ENABLED.load(Acquire), 5);
                d.write();
            });
        });
        d.touched()
    }

    /// The first load finds what code without annotation has stored before: by the file that the program came from.
    pub fn of_a_static_that_a_helper_has_set(right: bool) -> u32 {
        static FLAG: AtomicU32 = AtomicU32::new(0);
        static VALUES: AtomicU32 = AtomicU32::new(1);
        // Each run has a value of its own.
        let value = datarace::untracked! { VALUES.fetch_add(1, SeqCst) };
        let d = data();
        two(
            || {
                d.write();
                if right {
                    library::set(&FLAG, value);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    assert_eq!(FLAG.load(Acquire), value);
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn of_a_flag_that_a_helper_has_set(right: bool) -> u32 {
        let (d, flag) = (data(), AtomicU32::new(0));
        two(
            || {
                d.write();
                if right {
                    library::set(&flag, 7);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    assert_eq!(flag.load(Acquire), 7);
                }
                d.write();
            },
        );
        d.touched()
    }

    /// The writer never was in such code, and has ended: who joined it was.
    pub fn of_a_helper_behind_a_join(right: bool) -> u32 {
        let (d, flag) = (data(), Arc::new(AtomicU32::new(0)));
        let writer = {
            let d = Arc::clone(&d);
            thread::spawn(move || {
                d.write();
                d.reach(1);
            })
        };
        let reader = {
            let (d, flag) = (Arc::clone(&d), Arc::clone(&flag));
            thread::spawn(move || {
                d.wait_for(2);
                if right {
                    assert_eq!(flag.load(Acquire), 7);
                }
                d.write();
            })
        };
        if right {
            library::join_and_set(writer, &flag);
            d.reach(2);
            reader.join().unwrap();
        } else {
            d.wait_for(1);
            d.reach(2);
            reader.join().unwrap();
            writer.join().unwrap();
        }
        d.touched()
    }
}
