//! Functions that are called as values: by their type, by a pointer, at the root of a thread. Whether they are annotated is not for the
//! first annotated function that they call to say.

use crate::harness::tests;

tests! { check_unseen:
    locking_by_its_type locking_by_a_pointer locking_by_a_pointer_after_an_annotated_call locking_in_an_unwind_guard
    releasing_behind_an_annotated_call locking_at_the_root locking_at_the_root_of_a_scope
}

// The same with annotated functions: all is seen.
tests! { check:
    annotated_by_its_type annotated_by_a_pointer annotated_in_a_table annotated_at_the_root annotated_in_a_loop
    unwinding_is_no_edge unwind_guard_is_no_edge own_handle_is_no_edge
}

/// A library that does not know of the attribute, but is handed things that do.
mod library {
    use crate::harness::Data;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering::*};
    use std::thread::yield_now;

    pub static LOCK: Mutex<()> = Mutex::new(());

    pub fn write_locked(d: &Data) {
        let _held = LOCK.lock().unwrap_or_else(|held| held.into_inner());
        d.write();
    }

    pub fn touch_and_write_locked(d: &Data) {
        super::programs::nothing();
        write_locked(d);
    }

    pub fn give(flag: &AtomicBool) {
        super::programs::nothing();
        flag.store(true, Release);
    }

    pub fn take(flag: &AtomicBool) {
        super::programs::nothing();
        while !flag.load(Acquire) {
            yield_now();
        }
    }
}

#[datarace::check]
mod programs {
    use super::library;
    use crate::harness::*;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::sync::atomic::AtomicBool;
    use std::sync::{Mutex, MutexGuard, OnceLock};
    use std::thread;

    pub fn nothing() {}

    fn write(d: &Data) {
        d.write();
    }

    fn twice(work: impl Fn() + Sync) {
        two(&work, &work);
    }

    fn run<F: Fn(&Data)>(f: F, d: &Data) {
        f(d);
    }

    pub fn locking_by_its_type(right: bool) -> u32 {
        let d = data();
        twice(|| match right {
            true => run(library::write_locked, &d),
            false => d.write(),
        });
        d.touched()
    }

    pub fn locking_by_a_pointer(right: bool) -> u32 {
        let d = data();
        let f: fn(&Data) = match right {
            true => library::write_locked,
            false => write,
        };
        twice(|| f(&d));
        d.touched()
    }

    pub fn locking_by_a_pointer_after_an_annotated_call(right: bool) -> u32 {
        let d = data();
        let f: fn(&Data) = match right {
            true => library::touch_and_write_locked,
            false => write,
        };
        twice(|| f(&d));
        d.touched()
    }

    pub fn locking_in_an_unwind_guard(right: bool) -> u32 {
        let d = data();
        let f: fn(&Data) = match right {
            true => library::write_locked,
            false => write,
        };
        twice(|| {
            let ran = catch_unwind(AssertUnwindSafe(|| f(&d)));
            assert!(ran.is_ok());
        });
        d.touched()
    }

    pub fn releasing_behind_an_annotated_call(right: bool) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        let (give, take): (fn(&AtomicBool), fn(&AtomicBool)) = (library::give, library::take);
        two(
            || {
                d.write();
                if right {
                    give(&flag);
                }
                d.reach(1);
            },
            || {
                match right {
                    true => take(&flag),
                    false => d.wait_for(1),
                }
                d.write();
            },
        );
        d.touched()
    }

    /// The tests that share it run one after the other.
    #[datarace(skip)]
    fn alone() -> MutexGuard<'static, ()> {
        static ONE: Mutex<()> = Mutex::new(());
        ONE.lock().unwrap_or_else(|held| held.into_inner())
    }

    /// What functions without parameters share.
    static SHARED: OnceLock<Data> = OnceLock::new();

    #[datarace(skip)]
    fn shared() -> &'static Data {
        SHARED.get_or_init(Data::default)
    }

    #[datarace(skip)]
    fn write_shared_locked() {
        library::write_locked(shared());
    }

    fn write_shared() {
        datarace::untracked! { shared() }.write();
    }

    pub fn locking_at_the_root(right: bool) -> u32 {
        let _alone = datarace::untracked! { alone() };
        let worker = |right: bool| match right {
            true => thread::spawn(write_shared_locked),
            false => thread::spawn(write_shared),
        };
        let (first, second) = (worker(right), worker(right));
        first.join().unwrap();
        second.join().unwrap();
        shared().touched()
    }

    pub fn locking_at_the_root_of_a_scope(right: bool) -> u32 {
        let _alone = datarace::untracked! { alone() };
        thread::scope(|scope| {
            for _ in 0..2 {
                match right {
                    true => scope.spawn(write_shared_locked),
                    false => scope.spawn(write_shared),
                };
            }
        });
        shared().touched()
    }

    /// Each of two threads calls `f`, with the lock or without.
    fn both(right: bool, d: &Data, f: impl Fn() + Sync) -> u32 {
        let lock = Mutex::new(());
        twice(|| {
            let held = right.then(|| lock.lock().unwrap());
            f();
            drop(held);
        });
        d.touched()
    }

    pub fn annotated_by_its_type(right: bool) -> u32 {
        let d = data();
        both(right, &d, || run(write, &d))
    }

    pub fn annotated_by_a_pointer(right: bool) -> u32 {
        let d = data();
        let f: fn(&Data) = write;
        both(right, &d, || f(&d))
    }

    pub fn annotated_in_a_table(right: bool) -> u32 {
        let d = data();
        let table: [fn(&Data); 2] = [write, Data::write];
        both(right, &d, || {
            for f in table {
                f(&d);
            }
        })
    }

    pub fn annotated_at_the_root(right: bool) -> u32 {
        let _alone = datarace::untracked! { alone() };
        let first = thread::spawn(write_shared);
        if right {
            first.join().unwrap();
            thread::spawn(write_shared).join().unwrap();
        } else {
            thread::spawn(write_shared).join().unwrap();
            first.join().unwrap();
        }
        shared().touched()
    }

    fn next(number: u32) -> u32 {
        number + 1
    }

    pub fn annotated_in_a_loop(right: bool) -> u32 {
        let d = data();
        both(right, &d, || {
            d.write();
            for number in (0..2).map(next) {
                assert!(0 < number);
            }
            d.write();
        })
    }

    pub fn unwinding_is_no_edge(right: bool) -> u32 {
        let d = data();
        both(right, &d, || {
            d.write();
            let ended = catch_unwind(|| resume_unwind(Box::new(1)));
            assert!(ended.is_err());
            d.write();
        })
    }

    pub fn unwind_guard_is_no_edge(right: bool) -> u32 {
        let d = data();
        both(right, &d, || {
            let ended = catch_unwind(AssertUnwindSafe(|| d.write()));
            assert!(ended.is_ok());
        })
    }

    pub fn own_handle_is_no_edge(right: bool) -> u32 {
        let d = data();
        both(right, &d, || {
            d.write();
            let own = thread::current();
            assert_eq!(own.id(), thread::current().id());
            d.write();
        })
    }
}
