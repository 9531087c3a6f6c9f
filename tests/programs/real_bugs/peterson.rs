//! Peterson's lock with release and acquire only: both get in.
use super::either;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

const STORE: Ordering = either(Ordering::Release, Ordering::SeqCst);
const STORE_2: Ordering = either(Ordering::Release, Ordering::SeqCst);
const LOAD: Ordering = either(Ordering::Acquire, Ordering::SeqCst);
const LOAD_2: Ordering = either(Ordering::Acquire, Ordering::SeqCst);

struct Peterson<T> {
    interested: [AtomicBool; 2],
    victim: AtomicUsize,
    value: UnsafeCell<T>,
}
unsafe impl<T: Send> Sync for Peterson<T> {}

#[datarace::check]
impl<T> Peterson<T> {
    fn with<R>(&self, me: usize, f: impl FnOnce(&mut T) -> R) -> R {
        self.interested[me].store(true, STORE);
        self.victim.store(me, STORE_2);
        while self.interested[1 - me].load(LOAD) && self.victim.load(LOAD_2) == me {
            std::hint::spin_loop();
        }
        let result = f(unsafe { &mut *self.value.get() });
        self.interested[me].store(false, Ordering::Release);
        result
    }
}

#[datarace::check]
pub fn body() {
    let lock = Peterson {
        interested: Default::default(),
        victim: AtomicUsize::new(0),
        value: UnsafeCell::new(0),
    };
    thread::scope(|s| {
        for me in 0..2 {
            let lock = &lock;
            s.spawn(move || lock.with(me, |value| *value += 1));
        }
    });
    assert_eq!(lock.value.into_inner(), 2);
}
