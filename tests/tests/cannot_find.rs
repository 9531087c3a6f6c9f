//! What datarace cannot find: a program for each line of the section of that name in the documentation of the crate.
//!
//! Each program is wrong (or may be), and each test asserts what the tool says of it today. Where a limit falls, its test fails
//! and the line in the documentation goes.
// The reference is made the long way on purpose.
#![allow(clippy::deref_addrof, clippy::match_single_binding)]
#![allow(static_mut_refs)]

use datarace::observe;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::thread;

/// Runs two threads at once.
#[datarace::check]
fn both(left: impl FnOnce() + Send, right: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(left);
        scope.spawn(right);
    });
}

mod unannotated {
    pub static mut COUNTER: u32 = 0;

    pub fn increment() {
        // SAFETY: none; two threads call this without order.
        unsafe { COUNTER += 1 };
    }
}

#[test]
fn an_access_in_a_function_without_annotation_is_not_seen() {
    let observation = observe(|| both(unannotated::increment, unannotated::increment));
    assert!(observation.races().is_empty());
}

#[datarace::check]
#[cfg(target_arch = "x86_64")]
fn increment_in_assembly(counter: *mut u32) {
    // SAFETY: the pointer is valid; the race is the point.
    unsafe {
        std::arch::asm!("inc dword ptr [{counter}]", counter = in(reg) counter, options(nostack))
    };
}

#[test]
#[cfg(target_arch = "x86_64")]
fn inline_assembly_is_not_seen() {
    let mut counter = 0;
    let address = (&raw mut counter).expose_provenance();
    let pointer = move || std::ptr::with_exposed_provenance_mut(address);
    let observation = observe(|| {
        both(
            move || increment_in_assembly(pointer()),
            move || increment_in_assembly(pointer()),
        )
    });
    assert!(observation.races().is_empty());
}

unsafe extern "C" {
    fn memset(destination: *mut u8, byte: i32, count: usize) -> *mut u8;
}

#[datarace::check]
fn clear_by_a_foreign_function(address: usize) {
    // SAFETY: the block is that long; the race is the point.
    unsafe { memset(std::ptr::with_exposed_provenance_mut(address), 0, 8) };
}

#[test]
fn a_foreign_function_is_not_seen() {
    let mut block = [0u8; 8];
    let address = block.as_mut_ptr().expose_provenance();
    let observation = observe(|| {
        both(
            move || clear_by_a_foreign_function(address),
            move || clear_by_a_foreign_function(address),
        )
    });
    assert!(observation.races().is_empty());
}

macro_rules! twice {
    ($($code:tt)*) => {
        $($code)*
        $($code)*
    };
}

static mut IN_A_MACRO: u32 = 0;

#[datarace::check]
fn increment_in_a_macro() {
    twice! {
        // SAFETY: none.
        unsafe { IN_A_MACRO += 1 };
    }
}

#[test]
fn the_arguments_of_an_unknown_macro_are_not_seen() {
    let observation = observe(|| both(increment_in_a_macro, increment_in_a_macro));
    assert!(observation.races().is_empty());
}

static mut PRINTED: u32 = 0;

#[datarace::check]
fn print_with_its_text() {
    // SAFETY: none.
    unsafe {
        dbg!({
            PRINTED += 1;
            PRINTED
        })
    };
}

#[test]
fn the_argument_of_dbg_is_not_seen() {
    let observation = observe(|| both(print_with_its_text, print_with_its_text));
    assert!(observation.races().is_empty());
}

static mut ASSERTED: u32 = 0;

#[datarace::check]
fn assert_a_match() {
    // SAFETY: none.
    assert!(match unsafe { &mut ASSERTED } {
        asserted => {
            *asserted += 1;
            *asserted > 0
        }
    });
}

#[test]
fn a_condition_whose_text_cannot_be_foretold_is_not_seen() {
    let observation = observe(|| both(assert_a_match, assert_a_match));
    assert!(observation.races().is_empty());
}

static mut BY_A_CLOSURE: u32 = 0;
// SAFETY: none.
static CLOSURE: fn() = || unsafe { BY_A_CLOSURE += 1 };

#[datarace::check]
fn call_the_closure_of_a_static() {
    CLOSURE();
}

#[test]
fn a_closure_in_the_initializer_of_a_static_is_not_seen() {
    let observation = observe(|| both(call_the_closure_of_a_static, call_the_closure_of_a_static));
    assert!(observation.races().is_empty());
}

static mut SKIPPED: u32 = 0;

#[datarace::check]
fn increment_untracked() {
    // SAFETY: none.
    datarace::untracked! { unsafe { SKIPPED += 1 } };
}

#[test]
fn code_that_opted_out_is_not_seen() {
    let observation = observe(|| both(increment_untracked, increment_untracked));
    assert!(observation.races().is_empty());
}

static mut BEHIND_A_REFERENCE: u32 = 0;

#[datarace::check]
fn write_through_a_reference(target: &mut u32) {
    *target += 1;
}

#[datarace::check]
fn reference_made_elsewhere() -> &'static mut u32 {
    elsewhere::reference()
}

mod elsewhere {
    pub fn reference() -> &'static mut u32 {
        // SAFETY: none; both threads get one.
        unsafe { &mut *(&raw mut super::BEHIND_A_REFERENCE) }
    }
}

#[test]
fn accesses_through_references_are_trusted() {
    let observation = observe(|| {
        both(
            || write_through_a_reference(reference_made_elsewhere()),
            || write_through_a_reference(reference_made_elsewhere()),
        );
    });
    assert!(observation.races().is_empty());
}

/// A race that no run on this machine shows: only a stale read leads to it. The explorer finds it.
mod only_stale_reads {
    use super::*;

    static LEFT: AtomicBool = AtomicBool::new(false);
    static RIGHT: AtomicBool = AtomicBool::new(false);
    static mut DATA: u32 = 0;

    #[datarace::check]
    fn left() {
        LEFT.store(true, Release);
        if !RIGHT.load(Acquire) {
            // SAFETY: none under this ordering.
            unsafe { DATA += 1 };
        }
    }

    #[datarace::check]
    fn right() {
        RIGHT.store(true, Release);
        if !LEFT.load(Acquire) {
            // SAFETY: none under this ordering.
            unsafe { DATA += 1 };
        }
    }

    #[datarace::check]
    fn one_after_the_other() {
        let first = thread::spawn(left);
        first.join().expect("no panic");
        let second = thread::spawn(right);
        second.join().expect("no panic");
    }

    #[test]
    fn an_ordinary_run_sees_the_latest_values() {
        let observation = observe(one_after_the_other);
        assert!(observation.races().is_empty());
    }
}

/// Whether the accesses of an ordinary run race is decided for the schedule that happened.
mod only_other_schedules {
    use super::*;

    static READY: AtomicU32 = AtomicU32::new(0);
    static mut DATA: u32 = 0;

    #[datarace::check]
    fn write_unless_ready() {
        if READY.load(Relaxed) == 0 {
            // SAFETY: none.
            unsafe { DATA = 1 };
        }
    }

    #[test]
    fn a_branch_that_was_not_taken_is_not_judged() {
        READY.store(1, Relaxed);
        let observation = observe(|| both(write_unless_ready, write_unless_ready));
        assert!(observation.races().is_empty());
    }
}

/// What one access of a place by one thread and one by another, unordered, is taken for: nothing is ever found here.
fn unseen(write: fn(), look: fn()) {
    let observation = observe(|| both(write, look));
    assert!(observation.races().is_empty() && observation.unproven().is_empty());
    // The same write is seen beside one that is.
    let seen = observe(|| both(write, write));
    assert!(!seen.races().is_empty(), "the write itself is seen");
}

static mut LIMIT: u32 = 0;

#[datarace::check]
fn raise_the_limit() {
    // SAFETY: none.
    unsafe { LIMIT += 1 };
}

#[datarace::check]
fn match_up_to_the_limit() {
    // SAFETY: none.
    let _ = matches!(Some(0), Some(number) if number < unsafe { LIMIT });
}

#[test]
fn a_guard_in_matches_is_not_seen() {
    unseen(raise_the_limit, match_up_to_the_limit);
}

thread_local! {
    // SAFETY: none.
    static OWN_LIMIT: u32 = unsafe { LIMIT };
}

#[datarace::check]
fn take_the_limit_for_a_thread() {
    OWN_LIMIT.with(|limit| assert!(*limit <= 4));
}

#[test]
fn the_initializer_of_a_thread_local_is_not_seen() {
    unseen(raise_the_limit, take_the_limit_for_a_thread);
}

#[derive(Clone, Copy)]
struct Settings {
    retries: u32,
    delay: u32,
}

static mut BASE: Settings = Settings {
    retries: 1,
    delay: 2,
};

#[datarace::check]
fn change_the_base() {
    // SAFETY: none.
    unsafe { BASE.delay += 1 };
}

#[datarace::check]
fn build_upon_the_base() {
    // SAFETY: none.
    let settings = unsafe { Settings { retries: 3, ..BASE } };
    assert!(settings.retries == 3 && settings.delay >= 2);
}

#[test]
fn the_base_of_a_struct_update_is_not_seen() {
    unseen(change_the_base, build_upon_the_base);
}

static mut CURRENT: &Settings = &Settings {
    retries: 1,
    delay: 2,
};

#[datarace::check]
fn replace_the_current() {
    // SAFETY: none.
    unsafe {
        CURRENT = &Settings {
            retries: 2,
            delay: 2,
        };
    }
}

#[datarace::check]
fn look_through_the_current() {
    // SAFETY: none.
    assert!(unsafe { CURRENT.retries } > 0);
}

#[test]
fn a_field_behind_a_reference_is_no_read_of_the_reference() {
    unseen(replace_the_current, look_through_the_current);
}
