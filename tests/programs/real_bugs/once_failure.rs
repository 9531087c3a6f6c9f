//! The failed exchange of a `Once` says "done" without having acquired it (spin's Once).
use super::either;
use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

const FAILURE: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

const INCOMPLETE: u8 = 0;
const RUNNING: u8 = 1;
const COMPLETE: u8 = 2;

struct Once<T> {
    status: AtomicU8,
    data: UnsafeCell<Option<T>>,
}
unsafe impl<T: Send + Sync> Sync for Once<T> {}

#[datarace::check]
impl<T> Once<T> {
    fn call_once<F: FnOnce() -> T>(&self, f: F) -> &T {
        loop {
            match self
                .status
                .compare_exchange(INCOMPLETE, RUNNING, Ordering::Acquire, FAILURE)
            {
                Ok(_) => {
                    unsafe { *self.data.get() = Some(f()) };
                    self.status.store(COMPLETE, Ordering::Release);
                    return unsafe { self.force_get() };
                }
                Err(COMPLETE) => return unsafe { self.force_get() },
                Err(_) => core::hint::spin_loop(),
            }
        }
    }

    unsafe fn force_get(&self) -> &T {
        unsafe { (*self.data.get()).as_ref().unwrap() }
    }
}

#[datarace::check]
pub fn body() {
    let once = Arc::new(Once {
        status: AtomicU8::new(INCOMPLETE),
        data: UnsafeCell::new(None),
    });
    let threads: Vec<_> = (0..2u64)
        .map(|i| {
            let once = once.clone();
            thread::spawn(move || *once.call_once(|| i))
        })
        .collect();
    let got: Vec<u64> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    assert_eq!(got[0], got[1]);
}
