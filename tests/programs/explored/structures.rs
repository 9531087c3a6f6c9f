//! Structures without a lock.

use super::{Program, Verdict, two};
use crate::sync::atomic::{
    AtomicPtr, AtomicUsize,
    Ordering::{self, AcqRel, Acquire, Relaxed, Release},
    fence,
};
use crate::sync::{Arc, UnsafeCell, thread};
use std::ptr;

struct Node {
    value: UnsafeCell<u32>,
    next: UnsafeCell<*mut Node>,
}

/// Treiber's stack; one thread pops at a time, so no node comes back (ABA).
struct Stack(AtomicPtr<Node>);

#[datarace::check]
impl Stack {
    fn push(&self, value: u32, order: Ordering) {
        let node = Box::into_raw(Box::new(Node {
            value: UnsafeCell::new(value),
            next: UnsafeCell::new(ptr::null_mut()),
        }));
        let mut head = self.0.load(Relaxed);
        loop {
            unsafe { &*node }
                .next
                .with_mut(|next| unsafe { *next = head });
            match self.0.compare_exchange_weak(head, node, order, Relaxed) {
                Ok(_) => return,
                Err(found) => head = found,
            }
        }
    }

    fn pop(&self, order: Ordering) -> Option<u32> {
        let mut head = self.0.load(order);
        loop {
            if head.is_null() {
                return None;
            }
            let next = unsafe { &*head }.next.with(|next| unsafe { *next });
            match self.0.compare_exchange(head, next, Relaxed, order) {
                Ok(_) => {
                    let node = unsafe { Box::from_raw(head) };
                    return Some(node.value.with(|value| unsafe { *value }));
                }
                Err(found) => head = found,
            }
        }
    }
}

#[datarace::check]
fn treiber(push: Ordering, pop: Ordering) {
    let stack = Arc::new(Stack(AtomicPtr::new(ptr::null_mut())));
    let pushers = [1, 2].map(|value| {
        let stack = Arc::clone(&stack);
        thread::spawn(move || stack.push(value, push))
    });
    let mut sum = stack.pop(pop).unwrap_or(0);
    for pusher in pushers {
        pusher.join().unwrap();
    }
    while let Some(value) = stack.pop(Acquire) {
        sum += value;
    }
    assert_eq!(sum, 3);
}

struct Link {
    value: UnsafeCell<u32>,
    next: AtomicPtr<Link>,
}

/// The queue of Michael and Scott; nodes stay until its end.
struct Queue {
    head: AtomicPtr<Link>,
    tail: AtomicPtr<Link>,
    first: *mut Link,
}

// SAFETY: nodes are shared by the atomics alone.
unsafe impl Sync for Queue {}
// SAFETY: as above.
unsafe impl Send for Queue {}

#[datarace::check]
impl Queue {
    fn node(value: u32) -> *mut Link {
        Box::into_raw(Box::new(Link {
            value: UnsafeCell::new(value),
            next: AtomicPtr::new(ptr::null_mut()),
        }))
    }

    fn new() -> Self {
        let first = Self::node(0);
        Self {
            head: AtomicPtr::new(first),
            tail: AtomicPtr::new(first),
            first,
        }
    }

    fn push(&self, value: u32, link: Ordering) {
        let node = Self::node(value);
        loop {
            let tail = self.tail.load(Acquire);
            let behind = unsafe { &*tail }.next.load(Acquire);
            if !behind.is_null() {
                let _ = self.tail.compare_exchange(tail, behind, Release, Relaxed);
                continue;
            }
            let linked =
                unsafe { &*tail }
                    .next
                    .compare_exchange(ptr::null_mut(), node, link, Relaxed);
            if linked.is_ok() {
                let _ = self.tail.compare_exchange(tail, node, Release, Relaxed);
                return;
            }
        }
    }

    fn pop(&self) -> Option<u32> {
        loop {
            let head = self.head.load(Acquire);
            let next = unsafe { &*head }.next.load(Acquire);
            if next.is_null() {
                return None;
            }
            if self
                .head
                .compare_exchange(head, next, Release, Relaxed)
                .is_ok()
            {
                return Some(unsafe { &*next }.value.with(|value| unsafe { *value }));
            }
        }
    }

    fn free(&self) {
        let mut node = self.first;
        while !node.is_null() {
            let next = unsafe { &*node }.next.load(Acquire);
            drop(unsafe { Box::from_raw(node) });
            node = next;
        }
    }
}

#[datarace::check]
fn michael_scott(link: Ordering) {
    let queue = Arc::new(Queue::new());
    let pushers = [1, 2].map(|value| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || queue.push(value, link))
    });
    let mut sum = queue.pop().unwrap_or(0);
    for pusher in pushers {
        pusher.join().unwrap();
    }
    while let Some(value) = queue.pop() {
        sum += value;
    }
    assert_eq!(sum, 3);
    queue.free();
}

/// A ring of two cells for one producer and one consumer.
struct Ring {
    cells: [UnsafeCell<u32>; 2],
    head: AtomicUsize,
    tail: AtomicUsize,
}

// SAFETY: the indices hand the cells over; whether they do is what the programs are about.
unsafe impl Sync for Ring {}
// SAFETY: as above.
unsafe impl Send for Ring {}

#[datarace::check]
fn ring(publish: Ordering, give_back: Ordering) {
    let ring = Ring {
        cells: [UnsafeCell::new(0), UnsafeCell::new(0)],
        head: AtomicUsize::new(0),
        tail: AtomicUsize::new(0),
    };
    two(
        ring,
        move |ring| {
            for value in 1..=3 {
                let tail = ring.tail.load(Relaxed);
                if tail - ring.head.load(Acquire) < 2 {
                    ring.cells[tail % 2].with_mut(|cell| unsafe { *cell = value });
                    ring.tail.store(tail + 1, publish);
                }
            }
        },
        move |ring| {
            let mut last = 0;
            for _ in 0..3 {
                let head = ring.head.load(Relaxed);
                if head != ring.tail.load(Acquire) {
                    let value = ring.cells[head % 2].with(|cell| unsafe { *cell });
                    assert!(last < value);
                    last = value;
                    ring.head.store(head + 1, give_back);
                }
            }
        },
    );
}

/// What the last of two owners frees.
struct Shared {
    count: AtomicUsize,
    value: UnsafeCell<u32>,
}

#[derive(Clone, Copy)]
struct Handle(*mut Shared);

// SAFETY: the count says who frees; whether it does so in time is what the programs are about.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

#[datarace::check]
impl Handle {
    fn release(&self, order: Ordering, fences: bool) {
        let shared = unsafe { &*self.0 };
        assert_eq!(shared.value.with(|value| unsafe { *value }), 7);
        if shared.count.fetch_sub(1, order) == 1 {
            if fences {
                fence(Acquire);
            }
            shared.value.with_mut(|value| unsafe { *value = 0 });
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

#[datarace::check]
fn counted(order: Ordering, fences: bool) {
    let handle = Handle(Box::into_raw(Box::new(Shared {
        count: AtomicUsize::new(2),
        value: UnsafeCell::new(7),
    })));
    let release = move |handle: &Handle| handle.release(order, fences);
    two(handle, release, release);
}

#[rustfmt::skip]
pub fn programs() -> Vec<Program> {
    let program = |name, verdict, body| Program { name, verdict, body };
    vec![
        program("Treiber stack with free", Verdict::Right, || treiber(Release, Acquire)),
        program("Treiber stack, relaxed push", Verdict::Race, || treiber(Relaxed, Acquire)),
        program("Treiber stack, relaxed pop", Verdict::Race, || treiber(Release, Relaxed)),
        program("Michael-Scott queue", Verdict::Right, || michael_scott(Release)),
        program("Michael-Scott queue, relaxed link", Verdict::Race, || michael_scott(Relaxed)),
        program("SPSC ring", Verdict::Right, || ring(Release, Release)),
        program("SPSC ring, relaxed publication", Verdict::Race, || ring(Relaxed, Release)),
        program("SPSC ring, relaxed return", Verdict::Race, || ring(Release, Relaxed)),
        program("reference count", Verdict::Right, || counted(Release, true)),
        program("reference count, AcqRel", Verdict::Right, || counted(AcqRel, false)),
        program("reference count, no fence", Verdict::Race, || counted(Release, false)),
    ]
}
