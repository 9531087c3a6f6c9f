//! What the policy lints must leave alone.

#![deny(warnings)]
#![allow(dead_code, static_mut_refs)]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, Ordering::*, fence};

static READY: AtomicBool = AtomicBool::new(false);
static DONE: AtomicBool = AtomicBool::new(false);
static mut DATA: u32 = 0;

#[datarace::check(deny(relaxed_publish))]
mod nothing_to_publish {
    use super::*;

    fn a_closure_is_another_function() {
        let thread = std::thread::spawn(|| unsafe { DATA = 1 });
        DONE.store(true, Relaxed);
        thread.join().unwrap();
    }

    fn the_other_branch(first: bool) {
        if first {
            unsafe { DATA = 1 };
        } else {
            DONE.store(true, Relaxed);
        }
    }

    fn the_other_arm(number: u32) {
        match number {
            0 => unsafe { DATA += 1 },
            _ => DONE.store(true, Relaxed),
        }
    }

    fn a_branch_that_returns(early: bool) {
        if early {
            unsafe { DATA = 1 };
            return;
        }
        DONE.store(true, Relaxed);
    }

    fn published_by_another_store() {
        unsafe { DATA = 1 };
        READY.store(true, Release);
        DONE.store(true, Relaxed);
    }

    fn published_by_a_fence() {
        unsafe { DATA = 1 };
        fence(Release);
        READY.store(true, Relaxed);
        DONE.store(true, Relaxed);
    }

    fn flags() -> bool {
        let ready = READY.load(Acquire);
        ready && DONE.load(Acquire)
    }
}

#[datarace::check(deny(unpaired))]
mod pairs {
    use super::*;

    static IN_A_MACRO: AtomicBool = AtomicBool::new(false);
    static IN_A_MACRO_OF_OURS: AtomicBool = AtomicBool::new(false);
    static SKIPPED: AtomicBool = AtomicBool::new(false);
    static TOTAL_ORDER: AtomicBool = AtomicBool::new(false);
    static BOTH_SIDES: AtomicUsize = AtomicUsize::new(0);

    macro_rules! is_set {
        ($flag:ident) => {
            $flag.load(Ordering::Acquire)
        };
    }

    fn write() {
        IN_A_MACRO.store(true, Release);
        IN_A_MACRO_OF_OURS.store(true, Release);
        SKIPPED.store(true, Release);
        TOTAL_ORDER.store(true, SeqCst);
        BOTH_SIDES.fetch_add(1, AcqRel);
    }

    fn read() {
        assert!(IN_A_MACRO.load(Acquire), "not yet: {}", BOTH_SIDES.load(Relaxed));
        let _ = is_set!(IN_A_MACRO_OF_OURS);
    }

    #[datarace(skip)]
    fn read_untracked() -> bool {
        SKIPPED.load(Acquire) && TOTAL_ORDER.load(Relaxed)
    }
}

fn main() {}
