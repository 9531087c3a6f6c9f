//! An exploration after ordinary sessions: the heap is watched then, and what the program frees is kept for a while.

use datarace::Explorer;
use std::sync::atomic::{AtomicPtr, Ordering, Ordering::*};
use std::thread;

struct Node {
    value: u32,
    next: *mut Node,
}

#[datarace::check]
fn push(head: &AtomicPtr<Node>, value: u32, order: Ordering) {
    let node = Box::into_raw(Box::new(Node {
        value,
        next: std::ptr::null_mut(),
    }));
    loop {
        let first = head.load(Relaxed);
        unsafe { (*node).next = first };
        if head.compare_exchange(first, node, order, Relaxed).is_ok() {
            return;
        }
    }
}

#[datarace::check]
fn pop(head: &AtomicPtr<Node>) -> Option<u32> {
    loop {
        let first = head.load(Acquire);
        if first.is_null() {
            return None;
        }
        let next = unsafe { (*first).next };
        if head.compare_exchange(first, next, Acquire, Relaxed).is_ok() {
            let node = unsafe { Box::from_raw(first) };
            return Some(node.value);
        }
    }
}

#[datarace::check]
fn stack(order: Ordering) {
    let head = AtomicPtr::new(std::ptr::null_mut());
    let head = &head;
    thread::scope(|s| {
        s.spawn(move || push(head, 1, order));
        s.spawn(move || push(head, 2, order));
        s.spawn(move || pop(head).unwrap_or(1) + String::from("freed").len() as u32);
    });
    while pop(head).is_some() {}
}

#[test]
fn it_finds_what_it_finds_before() {
    datarace::observe(|| stack(Release)).assert_race_free();
    let found = Explorer::exhaustive().run(|| stack(Release));
    found.assert_ok();
    assert!(found.is_complete(), "{found}");
    let found = Explorer::exhaustive().run(|| stack(Relaxed));
    assert!(!found.races().is_empty(), "{found}");
}
