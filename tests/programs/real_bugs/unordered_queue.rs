//! An intrusive queue of many producers links its nodes relaxed (futures' FuturesUnordered, may's and std's old mpsc_queue).
use super::either;
use std::cell::UnsafeCell;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

const STORE: Ordering = either(Ordering::Relaxed, Ordering::Release);

struct Node<T> {
    next: AtomicPtr<Node<T>>,
    value: Option<T>,
}

pub struct Queue<T> {
    head: AtomicPtr<Node<T>>,
    tail: UnsafeCell<*mut Node<T>>,
}

unsafe impl<T: Send> Send for Queue<T> {}
unsafe impl<T: Send> Sync for Queue<T> {}

#[datarace::check]
impl<T> Node<T> {
    unsafe fn new(v: Option<T>) -> *mut Node<T> {
        Box::into_raw(Box::new(Node {
            next: AtomicPtr::new(ptr::null_mut()),
            value: v,
        }))
    }
}

#[datarace::check]
impl<T> Queue<T> {
    pub fn new() -> Queue<T> {
        let stub = unsafe { Node::new(None) };
        Queue {
            head: AtomicPtr::new(stub),
            tail: UnsafeCell::new(stub),
        }
    }

    pub fn push(&self, t: T) {
        unsafe {
            let n = Node::new(Some(t));
            let prev = self.head.swap(n, Ordering::AcqRel);
            (*prev).next.store(n, STORE);
        }
    }

    /// One consumer only.
    pub fn pop(&self) -> Option<T> {
        unsafe {
            let tail = *self.tail.get();
            let next = (*tail).next.load(Ordering::Acquire);
            if next.is_null() {
                return None;
            }
            *self.tail.get() = next;
            assert!((*tail).value.is_none());
            assert!((*next).value.is_some());
            let ret = (*next).value.take().unwrap();
            let _: Box<Node<T>> = Box::from_raw(tail);
            Some(ret)
        }
    }
}

#[datarace::check]
impl<T> Drop for Queue<T> {
    fn drop(&mut self) {
        unsafe {
            let mut cur = *self.tail.get();
            while !cur.is_null() {
                let next = (*cur).next.load(Ordering::Relaxed);
                let _: Box<Node<T>> = Box::from_raw(cur);
                cur = next;
            }
        }
    }
}

#[datarace::check]
pub fn body() {
    let queue = Arc::new(Queue::new());
    let producers: Vec<_> = (0..2)
        .map(|i| {
            let queue = queue.clone();
            thread::spawn(move || queue.push(i))
        })
        .collect();
    let mut sum = 0;
    for _ in 0..2 {
        sum += loop {
            match queue.pop() {
                Some(value) => break value,
                None => thread::yield_now(),
            }
        };
    }
    assert_eq!(sum, 1);
    for producer in producers {
        producer.join().unwrap();
    }
}
