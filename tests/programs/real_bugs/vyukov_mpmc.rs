//! A bounded queue with a stamp in each slot, whose `push` publishes the stamp relaxed (crossbeam's ArrayQueue, concurrent-queue's Bounded).
use super::either;
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const STORE: Ordering = either(Ordering::Relaxed, Ordering::Release);

struct Slot<T> {
    stamp: AtomicUsize,
    value: UnsafeCell<MaybeUninit<T>>,
}

pub struct ArrayQueue<T> {
    head: AtomicUsize,
    tail: AtomicUsize,
    slots: Box<[Slot<T>]>,
}

unsafe impl<T: Send> Sync for ArrayQueue<T> {}
unsafe impl<T: Send> Send for ArrayQueue<T> {}

#[datarace::check]
impl<T> ArrayQueue<T> {
    pub fn new(capacity: usize) -> Self {
        let slots = (0..capacity)
            .map(|stamp| Slot {
                stamp: AtomicUsize::new(stamp),
                value: UnsafeCell::new(MaybeUninit::uninit()),
            })
            .collect();
        Self {
            head: AtomicUsize::new(0),
            tail: AtomicUsize::new(0),
            slots,
        }
    }

    pub fn push(&self, value: T) -> Result<(), T> {
        let mut tail = self.tail.load(Ordering::Relaxed);
        loop {
            let slot = &self.slots[tail % self.slots.len()];
            let stamp = slot.stamp.load(Ordering::Acquire);
            if stamp == tail {
                match self.tail.compare_exchange_weak(
                    tail,
                    tail + 1,
                    Ordering::SeqCst,
                    Ordering::Relaxed,
                ) {
                    Ok(_) => {
                        unsafe { slot.value.get().write(MaybeUninit::new(value)) };
                        slot.stamp.store(tail + 1, STORE);
                        return Ok(());
                    }
                    Err(now) => tail = now,
                }
            } else if stamp < tail {
                return Err(value);
            } else {
                tail = self.tail.load(Ordering::Relaxed);
            }
        }
    }

    pub fn pop(&self) -> Option<T> {
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            let slot = &self.slots[head % self.slots.len()];
            let stamp = slot.stamp.load(Ordering::Acquire);
            if stamp == head + 1 {
                match self.head.compare_exchange_weak(
                    head,
                    head + 1,
                    Ordering::SeqCst,
                    Ordering::Relaxed,
                ) {
                    Ok(_) => {
                        let value = unsafe { slot.value.get().read().assume_init() };
                        slot.stamp.store(head + self.slots.len(), Ordering::Release);
                        return Some(value);
                    }
                    Err(now) => head = now,
                }
            } else if stamp <= head {
                return None;
            } else {
                head = self.head.load(Ordering::Relaxed);
            }
        }
    }
}

#[datarace::check]
impl<T> Drop for ArrayQueue<T> {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}

#[datarace::check]
pub fn body() {
    let queue = Arc::new(ArrayQueue::new(2));
    let producer = {
        let queue = Arc::clone(&queue);
        thread::spawn(move || queue.push(Box::new(3)).unwrap())
    };
    let got = loop {
        match queue.pop() {
            Some(value) => break value,
            None => std::hint::spin_loop(),
        }
    };
    assert_eq!(*got, 3);
    producer.join().unwrap();
}
