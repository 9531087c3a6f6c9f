//! The release fence stands after the store that it should have come before (Linux's kfifo had the barrier there).
use super::IS_WRONG;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

struct Fifo<T, const N: usize> {
    data: [UnsafeCell<T>; N],
    into: AtomicUsize,
    out: AtomicUsize,
}
unsafe impl<T: Send, const N: usize> Sync for Fifo<T, N> {}

#[datarace::check]
impl<T: Copy + Default, const N: usize> Fifo<T, N> {
    fn put(&self, value: T) -> bool {
        let into = self.into.load(Ordering::Relaxed);
        if into - self.out.load(Ordering::Acquire) == N {
            return false;
        }
        unsafe { *self.data[into % N].get() = value };
        if !IS_WRONG {
            fence(Ordering::Release);
        }
        self.into.store(into + 1, Ordering::Relaxed);
        if IS_WRONG {
            fence(Ordering::Release);
        }
        true
    }

    fn get(&self) -> Option<T> {
        let out = self.out.load(Ordering::Relaxed);
        if self.into.load(Ordering::Relaxed) == out {
            return None;
        }
        fence(Ordering::Acquire);
        let value = unsafe { *self.data[out % N].get() };
        self.out.store(out + 1, Ordering::Release);
        Some(value)
    }
}

#[datarace::check]
pub fn body() {
    let fifo: Fifo<u32, 2> = Fifo {
        data: Default::default(),
        into: AtomicUsize::new(0),
        out: AtomicUsize::new(0),
    };
    thread::scope(|s| {
        s.spawn(|| {
            for value in 1..=2 {
                assert!(fifo.put(value));
            }
        });
        let mut last = 0;
        while last != 2 {
            match fifo.get() {
                Some(value) => last = value,
                None => std::hint::spin_loop(),
            }
        }
    });
}
