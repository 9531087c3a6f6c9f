//! Closures that are called as values or stand at the root of a thread: by their type, in boxes, behind references. Whether they are
//! annotated is not for the first annotated function that they call to say.

use crate::harness::tests;

tests! { check_unseen:
    locking_at_the_root locking_in_a_box_at_the_root locking_at_the_root_of_a_scope locking_in_a_box_at_the_root_of_a_scope
    locking_at_the_root_of_a_builder locking_called locking_in_a_box_called locking_behind_a_reference_called
    locking_in_an_arc_called locking_in_a_field_called locking_in_a_queue locking_around_an_annotated_closure
}

// The same with annotated closures: all is seen.
tests! { check:
    annotated_at_the_root annotated_at_the_root_of_a_scope annotated_behind_a_name annotated_behind_a_reference
    annotated_returned annotated_in_a_generic_function
}

// Which closure a `dyn Fn` holds the stack tells, of code that is not optimized.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
tests! { check: annotated_in_a_box_at_the_root annotated_in_boxes annotated_in_a_queue annotated_in_an_arc annotated_once_mut_and_shared }

/// A library that does not know of the attribute.
mod library {
    use crate::harness::Data;
    use std::sync::Mutex;

    pub type Once<'a> = Box<dyn FnOnce() + Send + 'a>;

    static LOCK: Mutex<()> = Mutex::new(());

    pub fn locking<'a>(d: &'a Data) -> impl Fn() + Send + Sync + 'a {
        around(|| d.write())
    }

    /// Takes the lock around what annotated code brings along.
    pub fn around<'a>(f: impl Fn() + Send + Sync + 'a) -> impl Fn() + Send + Sync + 'a {
        move || {
            let _held = LOCK.lock().unwrap_or_else(|held| held.into_inner());
            f();
        }
    }

    pub fn boxed<'a>(d: &'a Data) -> Once<'a> {
        let locking = locking(d);
        Box::new(move || locking())
    }
}

#[datarace::check]
mod programs {
    use super::library::{self, Once};
    use crate::harness::*;
    use std::sync::{Arc, Mutex};
    use std::thread;

    /// Two threads run two closures in a way.
    fn pair<F>(first: F, second: F, run: impl Fn(F) + Sync)
    where
        F: Send,
    {
        two(|| run(first), || run(second));
    }

    pub fn locking_at_the_root(right: bool) -> u32 {
        let d = data();
        match right {
            true => two(library::locking(&d), library::locking(&d)),
            false => two(|| d.write(), || d.write()),
        }
        d.touched()
    }

    pub fn locking_in_a_box_at_the_root(right: bool) -> u32 {
        let d: &'static Data = Box::leak(Box::default());
        let start = |f: Once<'static>| thread::spawn(f);
        let (first, second) = match right {
            true => (start(library::boxed(d)), start(library::boxed(d))),
            false => (thread::spawn(|| d.write()), thread::spawn(|| d.write())),
        };
        first.join().unwrap();
        second.join().unwrap();
        d.touched()
    }

    pub fn locking_at_the_root_of_a_scope(right: bool) -> u32 {
        let d = data();
        thread::scope(|scope| {
            for _ in 0..2 {
                match right {
                    true => scope.spawn(library::locking(&d)),
                    false => scope.spawn(|| d.write()),
                };
            }
        });
        d.touched()
    }

    pub fn locking_in_a_box_at_the_root_of_a_scope(right: bool) -> u32 {
        let d = data();
        thread::scope(|scope| {
            for _ in 0..2 {
                match right {
                    true => scope.spawn(library::boxed(&d)),
                    false => scope.spawn(|| d.write()),
                };
            }
        });
        d.touched()
    }

    pub fn locking_at_the_root_of_a_builder(right: bool) -> u32 {
        let d: &'static Data = Box::leak(Box::default());
        let start = || match right {
            true => thread::Builder::new().spawn(library::locking(d)).unwrap(),
            false => thread::Builder::new().spawn(|| d.write()).unwrap(),
        };
        let (first, second) = (start(), start());
        first.join().unwrap();
        second.join().unwrap();
        d.touched()
    }

    pub fn locking_called(right: bool) -> u32 {
        let d = data();
        let work = || match right {
            true => {
                let locking = library::locking(&d);
                locking();
            }
            false => d.write(),
        };
        two(work, work);
        d.touched()
    }

    pub fn locking_in_a_box_called(right: bool) -> u32 {
        let d = data();
        match right {
            true => pair(library::boxed(&d), library::boxed(&d), |f| f()),
            false => two(|| d.write(), || d.write()),
        }
        d.touched()
    }

    pub fn locking_behind_a_reference_called(right: bool) -> u32 {
        let d = data();
        let locking = library::locking(&d);
        let work: &(dyn Fn() + Sync) = &locking;
        match right {
            true => two(|| work(), || work()),
            false => two(|| d.write(), || d.write()),
        }
        d.touched()
    }

    pub fn locking_in_an_arc_called(right: bool) -> u32 {
        let d: &'static Data = Box::leak(Box::default());
        let work: Arc<dyn Fn() + Send + Sync> = Arc::new(library::locking(d));
        let again = Arc::clone(&work);
        match right {
            true => two(|| work(), || again()),
            false => two(|| d.write(), || d.write()),
        }
        d.touched()
    }

    struct Job<'a> {
        work: Once<'a>,
    }

    pub fn locking_in_a_field_called(right: bool) -> u32 {
        let d = data();
        let job = || Job {
            work: library::boxed(&d),
        };
        match right {
            true => pair(job(), job(), |job| (job.work)()),
            false => two(|| d.write(), || d.write()),
        }
        d.touched()
    }

    fn drain<'a>(queue: &Mutex<Vec<Once<'a>>>) {
        loop {
            let job = queue.lock().unwrap().pop();
            match job {
                Some(job) => job(),
                None => return,
            }
        }
    }

    pub fn locking_in_a_queue(right: bool) -> u32 {
        let d = data();
        let queues = [Mutex::new(Vec::new()), Mutex::new(Vec::new())];
        for queue in &queues {
            let job: Once = match right {
                true => library::boxed(&d),
                false => continue,
            };
            queue.lock().unwrap().push(job);
        }
        let work = |queue: &Mutex<Vec<Once>>| match right {
            true => drain(queue),
            false => d.write(),
        };
        two(|| work(&queues[0]), || work(&queues[1]));
        d.touched()
    }

    pub fn locking_around_an_annotated_closure(right: bool) -> u32 {
        let d = data();
        let work = || d.write();
        match right {
            true => pair(library::around(work), library::around(work), |f| f()),
            false => pair(work, work, |f| f()),
        }
        d.touched()
    }

    /// Both threads write, each with the lock; or the first one without it.
    fn locked(lock: &Mutex<()>, d: &Data, first: bool, right: bool) {
        let held = (right || !first).then(|| lock.lock().unwrap());
        d.write();
        drop(held);
    }

    pub fn annotated_at_the_root(right: bool) -> u32 {
        let d: &'static Data = Box::leak(Box::default());
        let lock: &'static Mutex<()> = Box::leak(Box::default());
        let first = move || locked(lock, d, true, right);
        let second = move || locked(lock, d, false, right);
        let (first, second) = (thread::spawn(first), thread::spawn(second));
        first.join().unwrap();
        second.join().unwrap();
        d.touched()
    }

    pub fn annotated_at_the_root_of_a_scope(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let job = |first| {
            let (d, lock) = (&d, &lock);
            move || locked(lock, d, first, right)
        };
        thread::scope(|scope| {
            scope.spawn(job(true));
            thread::Builder::new()
                .spawn_scoped(scope, job(false))
                .unwrap();
        });
        d.touched()
    }

    pub fn annotated_behind_a_name(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let work = |first: bool| locked(&lock, &d, first, right);
        let run = |f: &(dyn Fn(bool) + Sync), first| f(first);
        two(|| work(true), || run(&work, false));
        d.touched()
    }

    pub fn annotated_behind_a_reference(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let work = |first: bool| locked(&lock, &d, first, right);
        fn call<F: Fn(bool)>(f: &&F, first: bool) {
            f(first);
        }
        two(|| call(&&work, true), || call(&&work, false));
        d.touched()
    }

    fn job<'a>(
        lock: &'a Mutex<()>,
        d: &'a Data,
        first: bool,
        right: bool,
    ) -> impl FnOnce() + Send + 'a {
        move || locked(lock, d, first, right)
    }

    pub fn annotated_returned(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        two(job(&lock, &d, true, right), job(&lock, &d, false, right));
        d.touched()
    }

    fn with<T: Copy + Send>(value: T, f: impl Fn(T) + Send) -> impl FnOnce() + Send {
        move || f(value)
    }

    pub fn annotated_in_a_generic_function(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let work = |first| locked(&lock, &d, first, right);
        two(with(true, work), with(false, work));
        d.touched()
    }

    pub fn annotated_in_a_box_at_the_root(right: bool) -> u32 {
        let d: &'static Data = Box::leak(Box::default());
        let lock: &'static Mutex<()> = Box::leak(Box::default());
        let start = |f: Once<'static>| thread::spawn(f);
        let first = start(Box::new(move || locked(lock, d, true, right)));
        let second = start(Box::new(move || locked(lock, d, false, right)));
        first.join().unwrap();
        second.join().unwrap();
        d.touched()
    }

    pub fn annotated_in_boxes(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let jobs: Vec<Once> = vec![
            Box::new(|| locked(&lock, &d, true, right)),
            Box::new(|| locked(&lock, &d, false, right)),
        ];
        thread::scope(|scope| {
            for job in jobs {
                scope.spawn(move || job());
            }
        });
        d.touched()
    }

    pub fn annotated_in_a_queue(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let queues: [Mutex<Vec<Once>>; 2] = Default::default();
        for (queue, first) in queues.iter().zip([true, false]) {
            let (d, lock) = (&d, &lock);
            let job = Box::new(move || locked(lock, d, first, right));
            queue.lock().unwrap().push(job);
        }
        // In turn: a call that another thread looks at while it has not yet answered counts as one into unseen code.
        two(
            || {
                drain(&queues[0]);
                d.reach(1);
            },
            || {
                d.wait_for(1);
                drain(&queues[1]);
            },
        );
        d.touched()
    }

    pub fn annotated_in_an_arc(right: bool) -> u32 {
        let d: &'static Data = Box::leak(Box::default());
        let lock: &'static Mutex<()> = Box::leak(Box::default());
        let work: Arc<dyn Fn(bool) + Send + Sync> =
            Arc::new(move |first| locked(lock, d, first, right));
        let again = Arc::clone(&work);
        two(|| work(true), || again(false));
        d.touched()
    }

    /// Closures that change what they have, that do not, and that use it up, in boxes of each kind.
    pub fn annotated_once_mut_and_shared(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let mut turns = 0;
        let mut first: Box<dyn FnMut(bool) + Send> = Box::new(|first| {
            turns += 1;
            locked(&lock, &d, first, right);
        });
        let mut second: Box<dyn FnMut(bool) + Send> =
            Box::new(|first| locked(&lock, &d, first, right));
        let third: Box<dyn FnOnce() + Send> = {
            let (d, lock) = (&d, &lock);
            let text = String::from("used up");
            Box::new(move || {
                locked(lock, d, false, right);
                drop(text);
            })
        };
        two(|| first(true), || second(false));
        two(|| third(), || ());
        drop(first);
        assert_eq!(turns, 1);
        d.touched()
    }
}
