//! Spawning, joining, parking, threads' ends, thread locals.

use crate::harness::tests;

tests! { check:
    spawn_before join_after join_err is_finished_is_no_edge builder_join scope_end scope_join scope_nested spawn_in_spawn
    handles_joined_in_loop handle_in_struct handle_in_option join_through_map park_unpark park_timeout
    unpark_by_handle thread_local_drop spawned_fn_item spawned_by_helper join_wrong_handle many_threads_one_unjoined
    sleep_is_no_edge yield_is_no_edge panicking_thread_joined scope_spawn_order join_in_drop detached_thread_flag
    builder_scoped spawn_moves_value once_cell_is_no_edge
}

tests! { check_silent: thousands_of_threads stack_reuse heap_reuse_across_threads thread_result_carries }

#[datarace::check]
mod programs {
    use crate::harness::{Data, data, two};
    use std::cell::{OnceCell, RefCell};
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
    use std::sync::{Arc, Mutex};
    use std::thread::{self, JoinHandle};
    use std::time::Duration;

    pub fn spawn_before(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        if right {
            d.write();
        }
        let handle = thread::spawn(move || {
            d2.wait_for(1);
            d2.read();
        });
        if !right {
            d.write();
        }
        d.reach(1);
        handle.join().unwrap();
        d.touched()
    }

    pub fn join_after(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = thread::spawn(move || {
            d2.write();
            d2.reach(1);
        });
        d.wait_for(1);
        if right {
            handle.join().unwrap();
            d.write();
        } else {
            d.write();
            handle.join().unwrap();
        }
        d.touched()
    }

    pub fn join_err(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = thread::spawn(move || {
            d2.write();
            d2.reach(1);
            std::panic::resume_unwind(Box::new("end"));
        });
        d.wait_for(1);
        if !right {
            d.write();
        }
        assert!(handle.join().is_err());
        if right {
            d.write();
        }
        d.touched()
    }

    pub fn is_finished_is_no_edge(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = thread::spawn(move || d2.write());
        while !handle.is_finished() {
            thread::yield_now();
        }
        if right {
            handle.join().unwrap();
        }
        d.write();
        d.touched()
    }

    pub fn builder_join(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = thread::Builder::new()
            .name("built".into())
            .spawn(move || {
                d2.write();
                d2.reach(1);
            })
            .unwrap();
        d.wait_for(1);
        if right {
            handle.join().unwrap();
        }
        d.write();
        d.touched()
    }

    pub fn builder_scoped(right: bool) -> u32 {
        let d = data();
        thread::scope(|s| {
            let handle = thread::Builder::new()
                .spawn_scoped(s, || {
                    d.write();
                    d.reach(1);
                })
                .unwrap();
            d.wait_for(1);
            if right {
                handle.join().unwrap();
            }
            d.write();
        });
        d.touched()
    }

    pub fn scope_end(right: bool) -> u32 {
        let d = data();
        thread::scope(|s| {
            s.spawn(|| {
                d.write();
                d.reach(1);
            });
            d.wait_for(1);
            if !right {
                d.write();
            }
        });
        if right {
            d.write();
        }
        d.touched()
    }

    pub fn scope_join(right: bool) -> u32 {
        let d = data();
        thread::scope(|s| {
            let first = s.spawn(|| {
                d.write();
                d.reach(1);
            });
            let d = &d;
            s.spawn(move || {
                d.wait_for(1);
                if right {
                    first.join().unwrap();
                }
                d.write();
            });
        });
        d.touched()
    }

    pub fn scope_nested(right: bool) -> u32 {
        let d = data();
        thread::scope(|s| {
            s.spawn(|| {
                thread::scope(|inner| {
                    inner.spawn(|| d.write());
                    if !right {
                        while d.touched() == 0 {
                            thread::yield_now();
                        }
                        d.write();
                    }
                });
                if right {
                    d.write();
                }
            });
        });
        d.touched()
    }

    pub fn spawn_in_spawn(right: bool) -> u32 {
        let d = data();
        let (d1, d2) = (d.clone(), d.clone());
        let outer = thread::spawn(move || {
            let inner = thread::spawn(move || {
                d1.write();
                d1.reach(1);
            });
            if right {
                inner.join().unwrap();
                None
            } else {
                Some(inner)
            }
        });
        let left = outer.join().unwrap();
        d2.wait_for(1);
        d2.write();
        if let Some(inner) = left {
            inner.join().unwrap();
        }
        d.touched()
    }

    pub fn handles_joined_in_loop(right: bool) -> u32 {
        let d = data();
        let handles: Vec<JoinHandle<()>> = (0..3)
            .map(|number| {
                let d = d.clone();
                thread::spawn(move || {
                    if number == 2 {
                        d.write();
                    }
                })
            })
            .collect();
        while d.touched() == 0 {
            thread::yield_now();
        }
        if right {
            for handle in handles {
                handle.join().unwrap();
            }
        }
        d.write();
        d.touched()
    }

    struct Worker {
        handle: Option<JoinHandle<u32>>,
    }

    impl Worker {
        fn new(d: Arc<Data>) -> Self {
            let handle = thread::spawn(move || {
                d.write();
                d.reach(1);
                5
            });
            Worker {
                handle: Some(handle),
            }
        }
        fn finish(&mut self) -> u32 {
            self.handle
                .take()
                .map(|handle| handle.join().unwrap())
                .unwrap_or(0)
        }
    }

    impl Drop for Worker {
        fn drop(&mut self) {
            if let Some(handle) = self.handle.take() {
                handle.join().unwrap();
            }
        }
    }

    pub fn handle_in_struct(right: bool) -> u32 {
        let d = data();
        let mut worker = Worker::new(d.clone());
        d.wait_for(1);
        if right {
            assert_eq!(worker.finish(), 5);
        }
        d.write();
        d.touched()
    }

    pub fn join_in_drop(right: bool) -> u32 {
        let d = data();
        let worker = Worker::new(d.clone());
        d.wait_for(1);
        if right {
            drop(worker);
            d.write();
        } else {
            d.write();
            drop(worker);
        }
        d.touched()
    }

    pub fn handle_in_option(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let mut handle = Some(thread::spawn(move || {
            d2.write();
            d2.reach(1);
        }));
        d.wait_for(1);
        if right {
            if let Some(handle) = handle.take() {
                handle.join().unwrap();
            }
        }
        d.write();
        d.touched()
    }

    pub fn join_through_map(right: bool) -> u32 {
        let d = data();
        let handles: Vec<_> = (0..2u32)
            .map(|n| {
                let d = d.clone();
                thread::spawn(move || {
                    if n == 0 {
                        d.write();
                    }
                    n
                })
            })
            .collect();
        while d.touched() == 0 {
            thread::yield_now();
        }
        if right {
            let sum: u32 = handles.into_iter().map(|h| h.join().unwrap()).sum();
            assert_eq!(sum, 1);
        }
        d.write();
        d.touched()
    }

    pub fn park_unpark(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let sleeper = thread::spawn(move || {
            thread::park();
            d2.wait_for(1);
            d2.write();
        });
        if right {
            d.write();
        }
        sleeper.thread().unpark();
        if !right {
            d.write();
        }
        d.reach(1);
        sleeper.join().unwrap();
        d.touched()
    }

    pub fn park_timeout(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let sleeper = thread::spawn(move || {
            thread::park_timeout(Duration::from_secs(100));
            d2.wait_for(1);
            d2.write();
        });
        if right {
            d.write();
        }
        sleeper.thread().unpark();
        if !right {
            d.write();
        }
        d.reach(1);
        sleeper.join().unwrap();
        d.touched()
    }

    pub fn unpark_by_handle(right: bool) -> u32 {
        let d = data();
        let main = thread::current();
        let d2 = d.clone();
        let other = thread::spawn(move || {
            if right {
                d2.write();
            }
            main.unpark();
            if !right {
                d2.write();
            }
            d2.reach(1);
        });
        thread::park();
        d.wait_for(1);
        d.write();
        other.join().unwrap();
        d.touched()
    }

    struct AtExit(Arc<Data>);

    impl Drop for AtExit {
        fn drop(&mut self) {
            self.0.write();
            self.0.reach(1);
        }
    }

    thread_local! {
        static AT_EXIT: RefCell<Option<AtExit>> = const { RefCell::new(None) };
    }

    pub fn thread_local_drop(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = thread::spawn(move || {
            AT_EXIT.with(|slot| *slot.borrow_mut() = Some(AtExit(d2)));
        });
        if right {
            handle.join().unwrap();
            d.write();
        } else {
            d.wait_for(1);
            d.write();
            handle.join().unwrap();
        }
        d.touched()
    }

    static ITEM: AtomicU32 = AtomicU32::new(0);
    static mut SLOT: u32 = 0;

    fn item() {
        unsafe { SLOT += 1 };
        ITEM.store(1, Relaxed);
    }

    pub fn spawned_fn_item(right: bool) -> u32 {
        ITEM.store(0, Relaxed);
        let handle = thread::spawn(item);
        while ITEM.load(Relaxed) == 0 {
            thread::yield_now();
        }
        if right {
            handle.join().unwrap();
            unsafe { SLOT += 1 };
        } else {
            unsafe { SLOT += 1 };
            handle.join().unwrap();
        }
        2
    }

    fn start<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        thread::spawn(f)
    }

    fn finish<T>(handle: JoinHandle<T>) -> T {
        handle.join().unwrap()
    }

    pub fn spawned_by_helper(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = start(move || {
            d2.write();
            d2.reach(1);
        });
        d.wait_for(1);
        if right {
            finish(handle);
        }
        d.write();
        d.touched()
    }

    pub fn join_wrong_handle(right: bool) -> u32 {
        let d = data();
        let (d1, d2) = (d.clone(), d.clone());
        let writer = thread::spawn(move || d1.write());
        let other = thread::spawn(move || drop(d2));
        while d.touched() == 0 {
            thread::yield_now();
        }
        if right {
            writer.join().unwrap();
        } else {
            other.join().unwrap();
        }
        d.write();
        d.touched()
    }

    pub fn many_threads_one_unjoined(right: bool) -> u32 {
        let d = data();
        let mut handles = Vec::new();
        for number in 0..20 {
            let d = d.clone();
            handles.push(thread::spawn(move || {
                if number == 19 {
                    d.write();
                }
            }));
        }
        let last = handles.pop().unwrap();
        for handle in handles {
            handle.join().unwrap();
        }
        while d.touched() == 0 {
            thread::yield_now();
        }
        if right {
            last.join().unwrap();
            d.write();
        } else {
            d.write();
            last.join().unwrap();
        }
        d.touched()
    }

    pub fn sleep_is_no_edge(right: bool) -> u32 {
        let d = data();
        let d2 = d.clone();
        let handle = thread::spawn(move || {
            d2.write();
            d2.reach(1);
        });
        thread::sleep(Duration::from_micros(10));
        d.wait_for(1);
        if right {
            handle.join().unwrap();
        }
        d.write();
        d.touched()
    }

    pub fn yield_is_no_edge(right: bool) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        // Or a first load, if the other thread has ended by then, takes what code without annotation may have published.
        flag.store(false, Relaxed);
        two(
            || {
                d.write();
                flag.store(true, if right { Release } else { Relaxed });
            },
            || {
                while !flag.load(Acquire) {
                    thread::yield_now();
                    std::hint::spin_loop();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn panicking_thread_joined(right: bool) -> u32 {
        struct Writes<'a>(&'a Data);
        impl Drop for Writes<'_> {
            fn drop(&mut self) {
                self.0.write();
                self.0.reach(1);
            }
        }
        let d = data();
        let d2 = d.clone();
        let handle = thread::spawn(move || {
            let _writes = Writes(&d2);
            std::panic::resume_unwind(Box::new(1));
        });
        if right {
            handle.join().unwrap_err();
            d.read();
        } else {
            d.wait_for(1);
            d.read();
            handle.join().unwrap_err();
        }
        d.touched()
    }

    pub fn scope_spawn_order(right: bool) -> u32 {
        let d = data();
        thread::scope(|s| {
            let first = s.spawn(|| d.write());
            if right {
                first.join().unwrap();
            } else {
                while d.touched() == 0 {
                    thread::yield_now();
                }
            }
            s.spawn(|| d.write());
        });
        d.touched()
    }

    pub fn detached_thread_flag(right: bool) -> u32 {
        let (d, done) = (data(), Arc::new(AtomicBool::new(false)));
        let (d2, done2) = (d.clone(), done.clone());
        thread::spawn(move || {
            d2.write();
            done2.store(true, Release);
        });
        while !done.load(if right { Acquire } else { Relaxed }) {
            thread::yield_now();
        }
        d.write();
        d.touched()
    }

    pub fn spawn_moves_value(right: bool) -> u32 {
        let d = data();
        let boxed = Box::into_raw(Box::new(5_u64));
        unsafe { *boxed = 6 };
        let sent = boxed as usize;
        let d2 = d.clone();
        let handle = thread::spawn(move || {
            d2.wait_for(1);
            d2.touch();
            unsafe { *(sent as *mut u64) += 1 };
        });
        if !right {
            unsafe { *boxed += 1 };
        }
        d.touch();
        d.reach(1);
        handle.join().unwrap();
        drop(unsafe { Box::from_raw(boxed) });
        d.touched()
    }

    pub fn once_cell_is_no_edge(right: bool) -> u32 {
        let (d, lock) = (data(), Mutex::new(()));
        let work = || {
            let cell = OnceCell::new();
            let number = cell.get_or_init(|| {
                let held = right.then(|| lock.lock().unwrap());
                d.write();
                drop(held);
                7
            });
            assert_eq!(*number, 7);
        };
        two(work, work);
        d.touched()
    }

    pub fn thousands_of_threads(_: bool) -> u32 {
        let d = data();
        for _ in 0..100 {
            let d = d.clone();
            thread::spawn(move || d.write()).join().unwrap();
        }
        d.touched()
    }

    pub fn stack_reuse(_: bool) -> u32 {
        for _ in 0..20 {
            thread::spawn(|| {
                let mut local = [0_u64; 32];
                let p = local.as_mut_ptr();
                unsafe { *p.add(3) = 4 };
                assert_eq!(unsafe { p.add(3).read() }, 4);
            });
        }
        2
    }

    pub fn heap_reuse_across_threads(_: bool) -> u32 {
        for _ in 0..20 {
            thread::spawn(|| {
                for _ in 0..5 {
                    let mut v = vec![0_u64; 8];
                    let p = v.as_mut_ptr();
                    unsafe { *p.add(1) = 4 };
                    assert_eq!(unsafe { *p.add(1) }, 4);
                }
            });
        }
        2
    }

    pub fn thread_result_carries(_: bool) -> u32 {
        let pointer = thread::spawn(|| Box::into_raw(Box::new(5_u32)) as usize)
            .join()
            .unwrap() as *mut u32;
        unsafe { *pointer += 1 };
        drop(unsafe { Box::from_raw(pointer) });
        2
    }
}
