//! A lock, a lazy value and store buffering over statics as they stand, and their weakened forms.

use crate::explored::{Program, Verdict};

macro_rules! locking {
    ($name:ident, $success:ident, $unlock:ident) => {
        mod $name {
            use std::sync::atomic::{AtomicBool, Ordering};
            use std::thread;

            static mut DATA: String = String::new();
            static LOCKED: AtomicBool = AtomicBool::new(false);

            #[datarace::check(static_mut(DATA))]
            pub fn run() {
                let push = || {
                    while LOCKED
                        .compare_exchange(false, true, Ordering::$success, Ordering::Relaxed)
                        .is_err()
                    {
                        std::hint::spin_loop();
                    }
                    unsafe { DATA.push('!') };
                    LOCKED.store(false, Ordering::$unlock);
                };
                let threads = [thread::spawn(push), thread::spawn(push)];
                for thread in threads {
                    thread.join().unwrap();
                }
                assert_eq!(unsafe { DATA.len() }, 2);
            }
        }
    };
}

macro_rules! lazy {
    ($name:ident, $load:ident, $success:ident, $failure:ident) => {
        mod $name {
            use std::ptr;
            use std::sync::atomic::{AtomicPtr, Ordering};
            use std::thread;

            static VALUE: AtomicPtr<String> = AtomicPtr::new(ptr::null_mut());

            #[datarace::check]
            fn get() -> &'static String {
                let mut value = VALUE.load(Ordering::$load);
                if value.is_null() {
                    let new = Box::into_raw(Box::new(String::from("made")));
                    match VALUE.compare_exchange(
                        ptr::null_mut(),
                        new,
                        Ordering::$success,
                        Ordering::$failure,
                    ) {
                        Ok(_) => value = new,
                        Err(other) => {
                            drop(unsafe { Box::from_raw(new) });
                            value = other;
                        }
                    }
                }
                unsafe { &*value }
            }

            #[datarace::check]
            pub fn run() {
                let work = || assert_eq!(get(), "made");
                let threads = [thread::spawn(work), thread::spawn(work)];
                for thread in threads {
                    thread.join().unwrap();
                }
            }
        }
    };
}

macro_rules! buffering {
    ($name:ident, $store:ident, $load:ident) => {
        mod $name {
            use std::sync::atomic::{AtomicBool, Ordering};
            use std::thread;

            static mut DATA: String = String::new();
            static A: AtomicBool = AtomicBool::new(false);
            static B: AtomicBool = AtomicBool::new(false);

            #[datarace::check(static_mut(DATA))]
            pub fn run() {
                let side = |mine: &'static AtomicBool, theirs: &'static AtomicBool| {
                    mine.store(true, Ordering::$store);
                    if !theirs.load(Ordering::$load) {
                        unsafe { DATA.push('!') };
                    }
                };
                let threads = [
                    thread::spawn(move || side(&A, &B)),
                    thread::spawn(move || side(&B, &A)),
                ];
                for thread in threads {
                    thread.join().unwrap();
                }
            }
        }
    };
}

locking!(lock, Acquire, Release);
locking!(lock_relaxed_unlock, Acquire, Relaxed);
locking!(lock_relaxed_success, Relaxed, Release);
locking!(lock_both_relaxed, Relaxed, Relaxed);
lazy!(value, Acquire, Release, Acquire);
lazy!(value_relaxed_load, Relaxed, Release, Acquire);
lazy!(value_relaxed_success, Acquire, Relaxed, Acquire);
lazy!(value_relaxed_failure, Acquire, Release, Relaxed);
buffering!(buffers, SeqCst, SeqCst);
buffering!(buffers_weak_store, Release, SeqCst);
buffering!(buffers_weak_load, SeqCst, Acquire);
buffering!(buffers_weak, Release, Acquire);
buffering!(buffers_relaxed, Relaxed, Relaxed);

#[rustfmt::skip]
pub fn programs() -> Vec<Program> {
    let program = |name, verdict, body| Program { name, verdict, body };
    vec![
        program("static lock", Verdict::Right, lock::run),
        program("static lock, relaxed unlock", Verdict::Race, lock_relaxed_unlock::run),
        program("static lock, relaxed success", Verdict::Race, lock_relaxed_success::run),
        program("static lock, both relaxed", Verdict::Race, lock_both_relaxed::run),
        program("static lazy value", Verdict::Right, value::run),
        program("static lazy value, relaxed load", Verdict::Race, value_relaxed_load::run),
        program("static lazy value, relaxed success", Verdict::Race, value_relaxed_success::run),
        program("static lazy value, relaxed failure", Verdict::Race, value_relaxed_failure::run),
        program("static buffers, SeqCst", Verdict::Right, buffers::run),
        program("static buffers, store weaker", Verdict::Race, buffers_weak_store::run),
        program("static buffers, load weaker", Verdict::Race, buffers_weak_load::run),
        program("static buffers, both weaker", Verdict::Race, buffers_weak::run),
        program("static buffers, relaxed", Verdict::Race, buffers_relaxed::run),
    ]
}
