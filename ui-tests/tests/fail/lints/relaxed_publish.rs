use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering, fence};

#[datarace::check(deny(relaxed_publish))]
mod mailbox {
    use super::*;

    static mut MESSAGE: u64 = 0;
    static READY: AtomicBool = AtomicBool::new(false);
    static BOUND: AtomicBool = AtomicBool::new(false);
    static STATISTICS: AtomicBool = AtomicBool::new(false);
    static NODE: AtomicPtr<u64> = AtomicPtr::new(std::ptr::null_mut());

    pub fn send(message: u64) {
        unsafe { MESSAGE = message };
        READY.store(true, Ordering::Relaxed);
    }

    pub fn publish(node: *mut u64) {
        unsafe { *node += 1 };
        NODE.store(node, Ordering::Relaxed);
    }

    pub fn on_some_way(message: u64) {
        for turn in 0..2 {
            if turn == 1 {
                unsafe { MESSAGE = message };
                break;
            }
        }
        READY.store(true, Ordering::Relaxed);
    }

    pub fn by_a_method(node: *mut u64) {
        unsafe { node.write(1) };
        BOUND.store(true, Ordering::Relaxed);
    }

    pub fn fenced(message: u64) {
        unsafe { MESSAGE = message };
        fence(Ordering::Release);
        READY.store(true, Ordering::Relaxed);
    }

    pub fn not_a_flag(message: u64) {
        unsafe { MESSAGE = message };
        STATISTICS.store(true, Ordering::Relaxed);
    }

    pub fn reset() {
        READY.store(false, Ordering::Relaxed);
    }

    pub fn receive() -> Option<u64> {
        let _ = STATISTICS.load(Ordering::Relaxed);
        match NODE.load(Ordering::Acquire).is_null() {
            true if READY.load(Ordering::Acquire) => Some(unsafe { MESSAGE }),
            _ => None,
        }
    }

    pub fn is_bound() -> u32 {
        let bound = BOUND.load(Ordering::Acquire);
        if bound { 1 } else { 0 }
    }

    pub fn is_ready() -> bool {
        if READY.load(Ordering::Acquire) { true } else { false }
    }
}

fn main() {
    mailbox::send(1);
    mailbox::publish(&mut 1);
    mailbox::fenced(1);
    mailbox::not_a_flag(1);
    mailbox::reset();
    mailbox::receive();
    mailbox::on_some_way(1);
    mailbox::by_a_method(&mut 1);
    mailbox::is_bound();
    mailbox::is_ready();
}
