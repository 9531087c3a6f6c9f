//! `Weak::upgrade` while the value is still being made (std's Arc::new_cyclic): the upgrade has to acquire.
use super::either;
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const SUCCESS: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

#[datarace::check]
mod cyclic {
    use super::*;

    pub struct Node<T> {
        strong: AtomicUsize,
        value: UnsafeCell<MaybeUninit<T>>,
    }

    unsafe impl<T: Send + Sync> Sync for Node<T> {}
    unsafe impl<T: Send + Sync> Send for Node<T> {}

    impl<T> Node<T> {
        pub fn unborn() -> Self {
            Self {
                strong: AtomicUsize::new(0),
                value: UnsafeCell::new(MaybeUninit::uninit()),
            }
        }

        pub fn born(&self, value: T) {
            unsafe { (*self.value.get()).write(value) };
            self.strong.fetch_add(1, Ordering::Release);
        }

        pub fn upgrade(&self) -> Option<&T> {
            let mut count = self.strong.load(Ordering::Relaxed);
            loop {
                if count == 0 {
                    return None;
                }
                match self.strong.compare_exchange_weak(
                    count,
                    count + 1,
                    SUCCESS,
                    Ordering::Relaxed,
                ) {
                    Ok(_) => return Some(unsafe { (*self.value.get()).assume_init_ref() }),
                    Err(now) => count = now,
                }
            }
        }
    }
}

#[datarace::check]
pub fn body() {
    let node = Arc::new(cyclic::Node::unborn());
    let weak = Arc::clone(&node);
    let reader = thread::spawn(move || {
        loop {
            if let Some(value) = weak.upgrade() {
                break *value;
            }
            std::hint::spin_loop();
        }
    });
    node.born(5u32);
    assert_eq!(reader.join().unwrap(), 5);
}
