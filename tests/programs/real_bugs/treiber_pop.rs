//! A Treiber stack whose `pop` reads the head relaxed and then dereferences it.
use super::either;
use std::mem::ManuallyDrop;
use std::ptr;
use std::sync::atomic::Ordering;
use std::sync::atomic::{
    AtomicPtr,
    Ordering::{Relaxed, Release},
};
use std::thread;

const LOAD: Ordering = either(Ordering::Relaxed, Ordering::Acquire);
const FAILURE: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

struct Node<T> {
    value: ManuallyDrop<T>,
    next: *mut Node<T>,
}

pub struct Stack<T> {
    head: AtomicPtr<Node<T>>,
}

unsafe impl<T: Send> Send for Stack<T> {}
unsafe impl<T: Send> Sync for Stack<T> {}

#[datarace::check]
impl<T> Stack<T> {
    pub const fn new() -> Self {
        Self {
            head: AtomicPtr::new(ptr::null_mut()),
        }
    }

    pub fn push(&self, value: T) {
        let node = Box::into_raw(Box::new(Node {
            value: ManuallyDrop::new(value),
            next: ptr::null_mut(),
        }));
        let mut head = self.head.load(Relaxed);
        loop {
            unsafe { (*node).next = head };
            match self
                .head
                .compare_exchange_weak(head, node, Release, Relaxed)
            {
                Ok(_) => break,
                Err(now) => head = now,
            }
        }
    }

    /// Only one thread pops, so nothing is freed under it.
    pub fn pop(&self) -> Option<T> {
        let mut head = self.head.load(LOAD);
        loop {
            if head.is_null() {
                return None;
            }
            let next = unsafe { (*head).next };
            match self
                .head
                .compare_exchange_weak(head, next, Relaxed, FAILURE)
            {
                Ok(_) => {
                    let mut node = unsafe { Box::from_raw(head) };
                    return Some(unsafe { ManuallyDrop::take(&mut node.value) });
                }
                Err(now) => head = now,
            }
        }
    }
}

#[datarace::check]
impl<T> Drop for Stack<T> {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}

#[datarace::check]
pub fn body() {
    let stack = Stack::new();
    thread::scope(|s| {
        s.spawn(|| {
            stack.push(String::from("a"));
            stack.push(String::from("b"));
        });
        let mut got = 0;
        while got < 1 {
            match stack.pop() {
                Some(_) => got += 1,
                None => std::hint::spin_loop(),
            }
        }
    });
}
