//! Chase and Lev's deque: the owner's `pop` without the full fence takes what a thief takes too (crossbeam-deque, Le et al. 2013).
use super::IS_WRONG;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, AtomicU32, Ordering, fence};
use std::thread;

const CAP: usize = 4;

struct Deque {
    top: AtomicIsize,
    bottom: AtomicIsize,
    buffer: [AtomicU32; CAP],
}

#[datarace::check]
mod imp {
    use super::*;
    impl Deque {
        pub fn new() -> Self {
            Self {
                top: AtomicIsize::new(0),
                bottom: AtomicIsize::new(0),
                buffer: Default::default(),
            }
        }
        pub fn push(&self, value: u32) {
            let bottom = self.bottom.load(Ordering::Relaxed);
            self.buffer[bottom as usize % CAP].store(value, Ordering::Relaxed);
            fence(Ordering::Release);
            self.bottom.store(bottom + 1, Ordering::Relaxed);
        }
        pub fn pop(&self) -> Option<u32> {
            let bottom = self.bottom.load(Ordering::Relaxed) - 1;
            self.bottom.store(bottom, Ordering::Relaxed);
            if !IS_WRONG {
                fence(Ordering::SeqCst);
            }
            let top = self.top.load(Ordering::Relaxed);
            if top > bottom {
                self.bottom.store(bottom + 1, Ordering::Relaxed);
                return None;
            }
            let value = self.buffer[bottom as usize % CAP].load(Ordering::Relaxed);
            if top == bottom {
                let won = self
                    .top
                    .compare_exchange(top, top + 1, Ordering::SeqCst, Ordering::Relaxed)
                    .is_ok();
                self.bottom.store(bottom + 1, Ordering::Relaxed);
                return won.then_some(value);
            }
            Some(value)
        }
        pub fn steal(&self) -> Option<u32> {
            let top = self.top.load(Ordering::Acquire);
            fence(Ordering::SeqCst);
            let bottom = self.bottom.load(Ordering::Acquire);
            if top >= bottom {
                return None;
            }
            let value = self.buffer[top as usize % CAP].load(Ordering::Relaxed);
            self.top
                .compare_exchange(top, top + 1, Ordering::SeqCst, Ordering::Relaxed)
                .ok()?;
            Some(value)
        }
    }
}

#[datarace::check]
pub fn body() {
    let deque = Arc::new(Deque::new());
    deque.push(1);
    deque.push(2);
    let thief = {
        let deque = Arc::clone(&deque);
        thread::spawn(move || [deque.steal(), deque.steal()])
    };
    let mut got: Vec<u32> = [deque.pop(), deque.pop()].into_iter().flatten().collect();
    got.extend(thief.join().unwrap().into_iter().flatten());
    got.sort();
    got.dedup_by(|a, b| {
        assert_ne!(a, b, "taken twice");
        false
    });
}
