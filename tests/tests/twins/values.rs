//! Functions and closures as values: what they run is seen where it is annotated, and may synchronize where it is not.

use crate::harness::tests;

tests! { check_unseen:
    atomic_in_a_variable atomic_as_an_argument atomic_as_a_pointer function_mapped function_for_each function_in_a_loop function_for_an_error
    function_in_a_field function_behind_dyn function_in_a_list then_of_another_type function_named_as_one_of_std
    closure_of_the_library
}

tests! { check:
    closure_in_a_field closure_as_a_parameter closure_in_a_list annotated_function_in_a_list annotated_function_mapped
    annotated_function_summed
}

/// A library that does not know of the attribute.
mod library {
    use std::sync::atomic::{AtomicU32, Ordering::*};

    #[derive(Default)]
    pub struct Gate(pub AtomicU32);

    pub fn open(gate: &Gate) {
        gate.0.store(1, Release);
    }

    pub fn pass(gate: &Gate) -> u32 {
        while gate.0.load(Acquire) == 0 {
            std::thread::yield_now();
        }
        1
    }

    impl Gate {
        /// As `bool::then` by its name.
        pub fn then(&self, f: impl FnOnce() -> u32) -> u32 {
            pass(self);
            f()
        }
    }

    /// As `mem::take` by its name.
    pub fn take(gate: &Gate) -> u32 {
        pass(gate)
    }

    pub fn opener(gate: &Gate) -> impl Fn() + Sync + '_ {
        || open(gate)
    }
}

#[datarace::check]
mod programs {
    use super::library::{self, Gate, open, opener, pass};
    use crate::harness::*;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering, Ordering::*};

    fn gate(
        right: bool,
        gives: impl FnOnce(&Gate) + Send,
        takes: impl FnOnce(&Gate) + Send,
    ) -> u32 {
        let gate = Gate::default();
        let_go(
            right,
            || gives(&gate),
            |d| {
                d.reach(1);
                takes(&gate);
            },
        )
    }

    pub fn atomic_in_a_variable(right: bool) -> u32 {
        gate(
            right,
            |gate| {
                let store = AtomicU32::store;
                store(&gate.0, 1, Release);
            },
            |gate| {
                let load = AtomicU32::load;
                while load(&gate.0, Acquire) == 0 {}
            },
        )
    }

    fn with(load: impl Fn(&AtomicU32, Ordering) -> u32, gate: &Gate) -> u32 {
        load(&gate.0, Acquire)
    }

    pub fn atomic_as_an_argument(right: bool) -> u32 {
        gate(
            right,
            |gate| gate.0.store(1, Release),
            |gate| {
                while with(AtomicU32::load, gate) == 0 {}
            },
        )
    }

    pub fn atomic_as_a_pointer(right: bool) -> u32 {
        gate(
            right,
            |gate| {
                let store = AtomicU32::store as fn(&AtomicU32, u32, Ordering);
                (store)(&gate.0, 1, Release);
            },
            |gate| {
                pass(gate);
            },
        )
    }

    pub fn function_mapped(right: bool) -> u32 {
        gate(
            right,
            |gate| assert!(Some(gate).map(open).is_some()),
            |gate| assert_eq!(Some(gate).map(pass), Some(1)),
        )
    }

    pub fn function_for_each(right: bool) -> u32 {
        gate(
            right,
            |gate| [gate].into_iter().for_each(open),
            |gate| {
                assert_eq!([gate].into_iter().map(library::pass).sum::<u32>(), 1);
            },
        )
    }

    pub fn function_in_a_loop(right: bool) -> u32 {
        gate(
            right,
            |gate| for () in [gate].into_iter().map(open) {},
            |gate| {
                for passed in [gate].iter().copied().map(pass) {
                    assert_eq!(passed, 1);
                }
            },
        )
    }

    pub fn function_for_an_error(right: bool) -> u32 {
        gate(
            right,
            |gate| Err(gate).unwrap_or_else(open),
            |gate| {
                assert_eq!(Err(gate).unwrap_or_else(pass), 1);
            },
        )
    }

    struct Table {
        open: fn(&Gate),
        pass: fn(&Gate) -> u32,
    }

    pub fn function_in_a_field(right: bool) -> u32 {
        let table = Table { open, pass };
        gate(
            right,
            |gate| (table.open)(gate),
            |gate| {
                (table.pass)(gate);
            },
        )
    }

    fn run(f: &dyn Fn(&Gate), gate: &Gate) {
        f(gate);
    }

    pub fn function_behind_dyn(right: bool) -> u32 {
        gate(
            right,
            |gate| run(&open, gate),
            |gate| {
                run(
                    &|gate| {
                        pass(gate);
                    },
                    gate,
                );
            },
        )
    }

    pub fn function_in_a_list(right: bool) -> u32 {
        let list: Vec<fn(&Gate) -> u32> = vec![pass];
        gate(
            right,
            |gate| {
                let boxed: Box<dyn Fn(&Gate)> = Box::new(open);
                boxed(gate);
            },
            |gate| {
                for pass in &list {
                    pass(gate);
                }
            },
        )
    }

    pub fn closure_of_the_library(right: bool) -> u32 {
        let other = Gate::default();
        let give = opener(&other);
        let_go(
            right,
            || give(),
            |d| {
                d.reach(1);
                pass(&other);
            },
        )
    }

    pub fn then_of_another_type(right: bool) -> u32 {
        gate(right, open, |gate| assert_eq!(gate.then(|| 3), 3))
    }

    pub fn function_named_as_one_of_std(right: bool) -> u32 {
        use super::library::take;
        gate(
            right,
            |gate| open(gate),
            |gate| {
                take(gate);
            },
        )
    }

    /// Both threads run `job`, under a lock or not.
    fn locked(right: bool, job: impl Fn(&Data) + Sync) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        two(
            || {
                if right {
                    let _held = lock.lock().unwrap();
                    job(&d);
                } else {
                    job(&d);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                let _held = lock.lock().unwrap();
                job(&d);
            },
        );
        d.touched()
    }

    struct Job {
        run: Box<dyn Fn(&Data) + Sync>,
    }

    pub fn closure_in_a_field(right: bool) -> u32 {
        let job = Job {
            run: Box::new(|d| d.write()),
        };
        locked(right, |d| (job.run)(d))
    }

    pub fn closure_as_a_parameter(right: bool) -> u32 {
        fn by_parameter(f: impl Fn(&Data), d: &Data) {
            let same = f;
            same(d);
        }
        locked(right, |d| by_parameter(|d| d.write(), d))
    }

    pub fn closure_in_a_list(right: bool) -> u32 {
        let jobs: [Box<dyn Fn(&Data) + Sync>; 1] = [Box::new(|d: &Data| d.write())];
        locked(right, |d| jobs.iter().for_each(|job| job(d)))
    }

    fn write(d: &Data) -> u32 {
        d.write();
        1
    }

    pub fn annotated_function_in_a_list(right: bool) -> u32 {
        let jobs: [fn(&Data) -> u32; 1] = [write];
        locked(right, |d| {
            jobs[0](d);
        })
    }

    pub fn annotated_function_mapped(right: bool) -> u32 {
        locked(right, |d| assert_eq!(Some(d).map(write), Some(1)))
    }

    pub fn annotated_function_summed(right: bool) -> u32 {
        locked(right, |d| {
            assert_eq!([d].into_iter().map(write).sum::<u32>(), 1);
        })
    }
}
