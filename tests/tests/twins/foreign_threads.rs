//! Annotated closures on threads that code without annotation made: what they do is as exact as anywhere while they run, and what such code
//! does between them may order them.

use crate::harness::tests;

tests! { check: locked_or_not message_through_an_atomic loops_that_hand_over }

tests! { check_unseen:
    job_and_wait job_after_job wait_group_in_a_job wait_group_moved_in_a_job guard_as_a_parameter lock_around_a_job
    job_that_calls_the_library nested_jobs job_that_panics closure_within_a_closure
}

/// A library that does not know of the attribute.
mod library {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::sync::{Arc, Condvar, Mutex, MutexGuard};
    use std::thread::{self, JoinHandle};

    /// Runs both at once, on threads of its own.
    pub fn both(first: impl FnOnce() + Send, second: impl FnOnce() + Send) {
        thread::scope(|scope| {
            scope.spawn(first);
            scope.spawn(second);
        });
    }

    type Job = Box<dyn FnOnce() + Send>;

    /// Threads that take jobs out of a queue.
    pub struct Pool {
        jobs: Option<Sender<Job>>,
        threads: Vec<JoinHandle<()>>,
        pending: Arc<(Mutex<usize>, Condvar)>,
    }

    fn work(jobs: &Mutex<Receiver<Job>>, pending: &(Mutex<usize>, Condvar)) {
        loop {
            let job = jobs.lock().unwrap().recv();
            let Ok(job) = job else { return };
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
            *pending.0.lock().unwrap() -= 1;
            pending.1.notify_all();
        }
    }

    impl Pool {
        pub fn new(threads: usize) -> Self {
            let (jobs, queue) = channel();
            let queue = Arc::new(Mutex::new(queue));
            let pending = Arc::new((Mutex::new(0), Condvar::new()));
            let start = |_| {
                let (queue, pending) = (queue.clone(), pending.clone());
                thread::spawn(move || work(&queue, &pending))
            };
            let threads = (0..threads).map(start).collect();
            Self {
                jobs: Some(jobs),
                threads,
                pending,
            }
        }

        pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
            *self.pending.0.lock().unwrap() += 1;
            self.jobs.as_ref().unwrap().send(Box::new(job)).unwrap();
        }

        pub fn wait(&self) {
            let pending = self.pending.0.lock().unwrap();
            drop(
                self.pending
                    .1
                    .wait_while(pending, |pending| *pending != 0)
                    .unwrap(),
            );
        }
    }

    impl Drop for Pool {
        fn drop(&mut self) {
            self.jobs = None;
            self.threads
                .drain(..)
                .for_each(|thread| thread.join().unwrap());
        }
    }

    /// Waits until all others of it are gone.
    #[derive(Clone)]
    pub struct WaitGroup(Arc<()>);

    impl WaitGroup {
        pub fn new() -> Self {
            Self(Arc::new(()))
        }

        pub fn wait(mut self) {
            while Arc::get_mut(&mut self.0).is_none() {
                thread::yield_now();
            }
        }
    }

    impl Drop for WaitGroup {
        fn drop(&mut self) {}
    }

    pub struct Held<'a>(#[allow(dead_code)] MutexGuard<'a, ()>);

    impl Drop for Held<'_> {
        fn drop(&mut self) {}
    }

    pub fn with_held(lock: &Mutex<()>, f: impl FnOnce(Held<'_>)) {
        f(Held(lock.lock().unwrap()));
    }

    pub fn within<R>(lock: &Mutex<()>, f: impl FnOnce() -> R) -> R {
        let _held = lock.lock().unwrap();
        f()
    }
}

#[datarace::check]
mod programs {
    use super::library::{self, Pool, WaitGroup};
    use crate::harness::*;
    use std::sync::atomic::{AtomicU32, Ordering::*};
    use std::sync::{Arc, Mutex};

    pub fn locked_or_not(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        library::both(
            || {
                if right {
                    let _held = lock.lock().unwrap();
                    d.write();
                } else {
                    d.write();
                }
                d.reach(1);
                d.wait_for(2);
            },
            || {
                d.wait_for(1);
                {
                    let _held = lock.lock().unwrap();
                    d.write();
                }
                d.reach(2);
            },
        );
        d.touched()
    }

    pub fn message_through_an_atomic(right: bool) -> u32 {
        let (d, ready) = (data(), AtomicU32::new(0));
        library::both(
            || {
                d.write();
                ready.store(1, if right { Release } else { Relaxed });
                d.wait_for(1);
            },
            || {
                while ready.load(Acquire) == 0 {
                    std::thread::yield_now();
                }
                d.write();
                d.reach(1);
            },
        );
        d.touched()
    }

    pub fn loops_that_hand_over(right: bool) -> u32 {
        let (d, turn) = (data(), AtomicU32::new(0));
        let rounds = 3;
        library::both(
            || {
                for round in 0..rounds {
                    while turn.load(if right { Acquire } else { Relaxed }) != 2 * round {
                        std::thread::yield_now();
                    }
                    d.write();
                    turn.store(2 * round + 1, Release);
                }
            },
            || {
                for round in 0..rounds {
                    while turn.load(if right { Acquire } else { Relaxed }) != 2 * round + 1 {
                        std::thread::yield_now();
                    }
                    d.write();
                    turn.store(2 * round + 2, Release);
                }
            },
        );
        d.touched()
    }

    /// Two jobs that run at the same time.
    fn at_once(d: &Arc<Data>, pool: &Pool) -> u32 {
        let (first, second) = (d.clone(), d.clone());
        pool.execute(move || {
            first.write();
            first.reach(1);
            first.wait_for(2);
        });
        pool.execute(move || {
            second.wait_for(1);
            second.write();
            second.reach(2);
        });
        pool.wait();
        d.touched()
    }

    pub fn job_and_wait(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        let mine = d.clone();
        pool.execute(move || mine.write());
        pool.wait();
        d.write();
        d.touched()
    }

    pub fn job_after_job(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        for _ in 0..4 {
            let mine = d.clone();
            pool.execute(move || mine.write());
            pool.wait();
        }
        d.touched()
    }

    /// The wait group goes with the closure, whose end drops it.
    pub fn wait_group_in_a_job(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        let group = WaitGroup::new();
        let (mine, member) = (d.clone(), group.clone());
        pool.execute(move || {
            let _look = &member;
            mine.write();
        });
        group.wait();
        d.write();
        d.touched()
    }

    pub fn wait_group_moved_in_a_job(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        let group = WaitGroup::new();
        let (mine, member) = (d.clone(), group.clone());
        pool.execute(move || {
            {
                let _member = member;
                mine.write();
            }
            mine.wait_for(1);
        });
        group.wait();
        d.write();
        d.reach(1);
        pool.wait();
        d.touched()
    }

    pub fn guard_as_a_parameter(right: bool) -> u32 {
        let (d, pool, lock) = (data(), Pool::new(2), Arc::new(Mutex::new(())));
        if !right {
            return at_once(&d, &pool);
        }
        for _ in 0..2 {
            let (mine, lock) = (d.clone(), lock.clone());
            pool.execute(move || {
                library::with_held(&lock, |held| {
                    mine.write();
                    let _moved = held;
                });
            });
        }
        pool.wait();
        d.touched()
    }

    pub fn lock_around_a_job(right: bool) -> u32 {
        let (d, pool, lock) = (data(), Pool::new(2), Mutex::new(()));
        if !right {
            return at_once(&d, &pool);
        }
        library::both(
            || library::within(&lock, || d.write()),
            || library::within(&lock, || d.write()),
        );
        d.touched()
    }

    pub fn job_that_calls_the_library(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        let lock = Arc::new(Mutex::new(()));
        for _ in 0..3 {
            let (mine, lock) = (d.clone(), lock.clone());
            pool.execute(move || {
                library::within(&lock, || mine.write());
                library::within(&lock, || mine.write());
            });
        }
        pool.wait();
        d.touched()
    }

    pub fn nested_jobs(right: bool) -> u32 {
        let (d, pool) = (data(), Arc::new(Pool::new(2)));
        if !right {
            return at_once(&d, &pool);
        }
        let (mine, inner) = (d.clone(), pool.clone());
        pool.execute(move || {
            mine.write();
            let mine = mine.clone();
            inner.execute(move || mine.write());
        });
        pool.wait();
        d.write();
        d.touched()
    }

    pub fn job_that_panics(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        for _ in 0..2 {
            let mine = d.clone();
            pool.execute(move || {
                mine.write();
                std::panic::resume_unwind(Box::new(()));
            });
            pool.wait();
        }
        d.write();
        d.touched()
    }

    pub fn closure_within_a_closure(right: bool) -> u32 {
        let (d, pool) = (data(), Pool::new(2));
        if !right {
            return at_once(&d, &pool);
        }
        let group = WaitGroup::new();
        let (mine, member) = (d.clone(), group.clone());
        pool.execute(move || {
            let kept = member;
            (0..2).for_each(|_| mine.write());
            drop(kept);
            mine.wait_for(1);
        });
        group.wait();
        d.write();
        d.reach(1);
        pool.wait();
        d.touched()
    }
}
