//! Primitives of code without annotation whose methods have names of std's: what they order is never a race.

use crate::harness::tests;

tests! { check_unseen:
    lock_and_drop lock_in_scope lock_as_temporary lock_in_condition try_lock read_and_write lock_of_a_call lock_of_a_field
    send_and_recv send_of_an_argument send_that_returns_early set_and_wait set_and_get barrier join notify_and_wait call_once
    get_or_init unpark_and_park lock_behind_arc argument_of_a_call_that_lasts closure_of_a_call_that_lasts
    lock_moved_away lock_in_tail hooked_release_and_unseen_acquire unseen_release_and_hooked_acquire lock_is_annotated_elsewhere
}

// The same names, annotated: all is seen.
tests! { check: own_lock own_channel own_event own_lock_of_a_call }

/// A library that does not know of the attribute.
mod library {
    use std::cell::UnsafeCell;
    use std::collections::VecDeque;
    use std::ops::{Deref, DerefMut};
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
    use std::thread::yield_now;

    #[derive(Default)]
    pub struct Spin<T> {
        held: AtomicBool,
        value: UnsafeCell<T>,
    }

    unsafe impl<T: Send> Sync for Spin<T> {}

    pub struct SpinGuard<'a, T>(&'a Spin<T>);

    impl<T> Spin<T> {
        pub fn lock(&self) -> SpinGuard<'_, T> {
            while self.held.swap(true, Acquire) {
                yield_now();
            }
            SpinGuard(self)
        }
        pub fn try_lock(&self) -> Option<SpinGuard<'_, T>> {
            (!self.held.swap(true, Acquire)).then(|| SpinGuard(self))
        }
        pub fn read(&self) -> SpinGuard<'_, T> {
            self.lock()
        }
        pub fn write(&self) -> SpinGuard<'_, T> {
            self.lock()
        }
    }

    impl<T> Deref for SpinGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            unsafe { &*self.0.value.get() }
        }
    }

    impl<T> DerefMut for SpinGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            unsafe { &mut *self.0.value.get() }
        }
    }

    impl<T> Drop for SpinGuard<'_, T> {
        fn drop(&mut self) {
            self.0.held.store(false, Release);
        }
    }

    /// A lock that is released by hand.
    #[derive(Default)]
    pub struct Raw(AtomicBool);

    impl Raw {
        pub fn lock(&self) {
            while self.0.swap(true, Acquire) {
                yield_now();
            }
        }
        pub fn unlock(&self) {
            self.0.store(false, Release);
        }
    }

    #[derive(Default)]
    pub struct Queue(Spin<VecDeque<u64>>);

    impl Queue {
        pub fn send(&self, value: u64) -> Result<(), ()> {
            self.0.lock().push_back(value);
            Ok(())
        }
        pub fn send_and_await(&self, value: u64, answer: &Event) {
            self.0.lock().push_back(value);
            answer.wait();
        }
        pub fn run_and_await(&self, f: impl FnOnce(), answer: &Event) {
            f();
            self.0.lock().push_back(1);
            answer.wait();
        }
        pub fn recv(&self) -> u64 {
            loop {
                if let Some(value) = self.0.lock().pop_front() {
                    return value;
                }
                yield_now();
            }
        }
    }

    #[derive(Default)]
    pub struct Event(AtomicU32);

    impl Event {
        pub fn set(&self, value: u32) {
            self.0.store(value, Release);
        }
        pub fn get(&self) -> u32 {
            self.0.load(Acquire)
        }
        pub fn wait(&self) {
            while self.0.load(Acquire) == 0 {
                yield_now();
            }
        }
        pub fn join(&self) {
            self.wait();
        }
        pub fn park(&self) {
            self.wait();
        }
        pub fn unpark(&self) {
            self.set(1);
        }
        pub fn notify_all(&self) {
            self.set(1);
        }
        pub fn arrive(&self, parties: u32) {
            self.0.fetch_add(1, AcqRel);
            while self.0.load(Acquire) < parties {
                yield_now();
            }
        }
        pub fn call_once(&self, f: impl FnOnce()) {
            if self.0.compare_exchange(0, 1, Acquire, Acquire).is_ok() {
                f();
                self.0.store(2, Release);
            }
            while self.0.load(Acquire) != 2 {
                yield_now();
            }
        }
        pub fn get_or_init(&self, f: impl FnOnce() -> u32) -> u32 {
            self.call_once(|| {
                f();
            });
            7
        }
    }

    pub struct Barrier(pub Event, pub u32);

    impl Barrier {
        pub fn wait(&self) {
            self.0.arrive(self.1);
        }
    }
}

#[datarace::check]
mod programs {
    use super::library::{Barrier, Event, Queue, Raw, Spin};
    use crate::harness::{Data, data, two};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering::*};
    use std::thread;

    pub fn lock_and_drop(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        let work = || {
            if right {
                let guard = lock.lock();
                d.write();
                drop(guard);
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    pub fn lock_in_scope(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        let work = || {
            if right {
                let _guard = lock.lock();
                d.write();
                return;
            }
            d.write();
        };
        two(work, work);
        d.touched()
    }

    pub fn lock_as_temporary(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<Arc<Data>>::default());
        *lock.lock() = d.clone();
        two(
            || {
                match right {
                    true => lock.lock().write(),
                    false => d.write(),
                }
                d.reach(1);
                d.wait_for(2);
            },
            || {
                d.wait_for(1);
                match right {
                    true => lock.lock().write(),
                    false => d.write(),
                }
                d.reach(2);
            },
        );
        d.touched()
    }

    pub fn lock_in_condition(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        let work = || {
            if right {
                if *lock.lock() == 0 {
                    let mut guard = lock.lock();
                    d.write();
                    *guard = 1;
                } else {
                    d.read();
                }
            } else {
                d.write();
            }
        };
        two(
            || {
                work();
                d.reach(1);
                d.wait_for(2);
            },
            || {
                d.wait_for(1);
                work();
                d.reach(2);
            },
        );
        d.touched()
    }

    pub fn try_lock(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        let work = || {
            if right {
                loop {
                    if let Some(_guard) = lock.try_lock() {
                        d.write();
                        break;
                    }
                    thread::yield_now();
                }
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    pub fn read_and_write(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        two(
            || {
                if right {
                    let _guard = lock.write();
                    d.write();
                } else {
                    d.write();
                }
            },
            || {
                if right {
                    let _guard = lock.read();
                    d.read();
                } else {
                    d.read();
                }
            },
        );
        d.touched()
    }

    fn the(lock: &Spin<u64>) -> &Spin<u64> {
        lock
    }

    pub fn lock_of_a_call(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        let work = || {
            if right {
                let _guard = the(&lock).lock();
                d.write();
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    #[derive(Default)]
    struct Holder {
        locks: [(Spin<u64>, u8); 2],
    }

    impl Holder {
        fn first(&self) -> &Self {
            self
        }
    }

    pub fn lock_of_a_field(right: bool) -> u32 {
        let (d, holder) = (data(), Holder::default());
        let work = |which: usize| {
            if right {
                let _guard = holder.locks[which - 1].0.lock();
                d.write();
            } else {
                d.write();
            }
        };
        two(|| work(1), || work(1));
        let e = data();
        let again = || {
            if right {
                let _guard = holder.first().locks[1].0.lock();
                e.write();
            } else {
                e.write();
            }
        };
        two(again, again);
        d.touched().min(e.touched())
    }

    pub fn lock_behind_arc(right: bool) -> u32 {
        let (d, lock) = (data(), Arc::new(Raw::default()));
        let work = || {
            if right {
                lock.lock();
                d.write();
                lock.unlock();
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    /// Holds the guard while another function works, and drops it there.
    fn work_with<G>(guard: G, d: &Data) {
        d.write();
        drop(guard);
    }

    pub fn lock_moved_away(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        let work = || match right {
            true => {
                work_with(lock.lock(), &d);
            }
            false => d.write(),
        };
        two(work, work);
        d.touched()
    }

    fn write_if_zero(lock: &Spin<u64>, d: &Data) -> bool {
        match *lock.lock() {
            0 => {
                d.write();
                true
            }
            _ => false,
        }
    }

    pub fn lock_in_tail(right: bool) -> u32 {
        let (d, lock) = (data(), Spin::<u64>::default());
        two(
            || {
                match right {
                    true => assert!(write_if_zero(&lock, &d)),
                    false => d.write(),
                }
                d.reach(1);
                d.wait_for(2);
            },
            || {
                d.wait_for(1);
                match right {
                    true => assert!(write_if_zero(&lock, &d)),
                    false => d.write(),
                }
                d.reach(2);
            },
        );
        d.touched()
    }

    pub fn send_and_recv(right: bool) -> u32 {
        let (d, queue) = (data(), Queue::default());
        two(
            || {
                d.write();
                if right {
                    queue.send(1).unwrap();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    queue.recv();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn send_of_an_argument(right: bool) -> u32 {
        let (d, queue) = (data(), Queue::default());
        two(
            || {
                if right {
                    queue.send(d.read()).unwrap();
                } else {
                    d.read();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    queue.recv();
                }
                d.write();
            },
        );
        d.touched()
    }

    /// The second thread comes while the call of the first one is open, and finds what was read for its argument.
    pub fn argument_of_a_call_that_lasts(right: bool) -> u32 {
        let (d, queue, answer) = (data(), Queue::default(), Event::default());
        two(
            || {
                if right {
                    queue.send_and_await(d.read(), &answer);
                } else {
                    d.read();
                }
                d.reach(1);
            },
            || {
                if right {
                    queue.recv();
                } else {
                    d.wait_for(1);
                }
                d.write();
                if right {
                    answer.set(1);
                }
            },
        );
        d.touched()
    }

    /// The second thread comes while the call of the first one is open, and finds what its closure has done.
    pub fn closure_of_a_call_that_lasts(right: bool) -> u32 {
        let (d, queue, answer) = (data(), Queue::default(), Event::default());
        let mut value = 0_u64;
        let place = &raw mut value as usize;
        let write = |d: &Data| {
            d.touch();
            unsafe { *(place as *mut u64) += 1 };
        };
        two(
            || {
                if right {
                    queue.run_and_await(
                        || {
                            d.touch();
                            unsafe { *(place as *mut u64) += 1 };
                        },
                        &answer,
                    );
                } else {
                    write(&d);
                }
                d.reach(1);
            },
            || {
                if right {
                    queue.recv();
                } else {
                    d.wait_for(1);
                }
                write(&d);
                if right {
                    answer.set(1);
                }
            },
        );
        d.touched()
    }

    fn send_some(queue: &Queue, value: Option<u64>) -> Option<()> {
        fn the(queue: &Queue) -> &Queue {
            queue
        }
        the(queue).send(value?).ok()
    }

    /// The first call of the wrong one never comes to the queue.
    pub fn send_that_returns_early(right: bool) -> u32 {
        let (d, queue) = (data(), Queue::default());
        two(
            || {
                send_some(&queue, None);
                d.write();
                if right {
                    send_some(&queue, Some(1));
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                send_some(&queue, None);
                if right {
                    queue.recv();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn set_and_wait(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        two(
            || {
                d.write();
                if right {
                    event.set(1);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    event.wait();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn set_and_get(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        two(
            || {
                d.write();
                if right {
                    event.set(1);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    while event.get() == 0 {
                        thread::yield_now();
                    }
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn barrier(right: bool) -> u32 {
        let (d, barrier) = (data(), Barrier(Event::default(), 2));
        two(
            || {
                d.write();
                d.reach(1);
                if right {
                    barrier.wait();
                }
            },
            || {
                d.wait_for(1);
                if right {
                    barrier.wait();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn join(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        two(
            || {
                d.write();
                if right {
                    event.set(1);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    event.join();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn notify_and_wait(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        two(
            || {
                d.write();
                if right {
                    event.notify_all();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    event.wait();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn unpark_and_park(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        two(
            || {
                d.write();
                if right {
                    event.unpark();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    event.park();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn call_once(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        two(
            || {
                match right {
                    true => event.call_once(|| d.write()),
                    false => d.write(),
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    event.call_once(|| d.write());
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn get_or_init(right: bool) -> u32 {
        let (d, event) = (data(), Event::default());
        let init = || {
            d.write();
            3
        };
        two(
            || {
                match right {
                    true => event.get_or_init(init),
                    false => init(),
                };
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    event.get_or_init(|| init());
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn hooked_release_and_unseen_acquire(right: bool) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        struct Flag<'a>(&'a AtomicBool);
        #[datarace(skip)]
        impl Flag<'_> {
            fn wait(&self) {
                while !self.0.load(Acquire) {
                    thread::yield_now();
                }
            }
        }
        two(
            || {
                d.write();
                if right {
                    flag.store(true, Release);
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    Flag(&flag).wait();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn unseen_release_and_hooked_acquire(right: bool) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        struct Flag<'a>(&'a AtomicBool);
        #[datarace(skip)]
        impl Flag<'_> {
            fn notify_one(&self) {
                self.0.store(true, Release);
            }
        }
        two(
            || {
                d.write();
                if right {
                    Flag(&flag).notify_one();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                if right {
                    while !flag.load(Acquire) {
                        thread::yield_now();
                    }
                }
                d.write();
            },
        );
        d.touched()
    }

    /// An annotated lock of the same name is taken inside, which answers no call of the other.
    pub fn lock_is_annotated_elsewhere(right: bool) -> u32 {
        let (d, lock, own) = (data(), Spin::<u64>::default(), Own::default());
        let work = || {
            if right {
                let _guard = lock.lock();
                d.write();
                own.lock();
                own.unlock();
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    #[derive(Default)]
    struct Own(AtomicBool);

    impl Own {
        fn lock(&self) {
            while self.0.swap(true, Acquire) {
                thread::yield_now();
            }
        }
        fn unlock(&self) {
            self.0.store(false, Release);
        }
        fn send(&self, _: u64) {
            self.unlock();
        }
        fn recv(&self) -> u64 {
            self.lock();
            1
        }
        fn set(&self, to: bool) {
            self.0.store(to, Release);
        }
        fn get(&self) -> bool {
            self.0.load(Acquire)
        }
        fn me(&self) -> &Self {
            self
        }
    }

    pub fn own_lock(right: bool) -> u32 {
        let (d, lock) = (data(), Own::default());
        two(
            || {
                lock.lock();
                if right {
                    d.write();
                }
                lock.unlock();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                lock.lock();
                d.write();
                lock.unlock();
            },
        );
        d.touched()
    }

    pub fn own_lock_of_a_call(right: bool) -> u32 {
        let (d, lock) = (data(), Own::default());
        two(
            || {
                lock.me().lock();
                if right {
                    d.write();
                }
                lock.me().unlock();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                lock.me().lock();
                d.write();
                lock.me().unlock();
            },
        );
        d.touched()
    }

    pub fn own_channel(right: bool) -> u32 {
        let (d, channel) = (data(), Own::default());
        channel.lock();
        two(
            || {
                if right {
                    channel.send(d.read());
                } else {
                    channel.send(1);
                    d.read();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                channel.recv();
                d.write();
            },
        );
        d.touched()
    }

    pub fn own_event(right: bool) -> u32 {
        let (d, event) = (data(), Own::default());
        two(
            || {
                if right {
                    d.write();
                }
                event.set(true);
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            || {
                d.wait_for(1);
                while !event.get() {
                    thread::yield_now();
                }
                d.write();
            },
        );
        d.touched()
    }
}
