//! Wrong programs in which thread `a` comes first and thread `b` second, forced by the values that they wait for.

pub mod lock {
    use std::sync::atomic::{AtomicU8, Ordering::*};

    static mut DATA: String = String::new();
    static STATE: AtomicU8 = AtomicU8::new(0);
    const LOCKED: u8 = 100;

    #[datarace::check]
    fn f(free: u8) {
        while STATE
            .compare_exchange(free, LOCKED, Acquire, Relaxed)
            .is_err()
        {}
        // Safety: We hold the exclusive lock, so nothing else is accessing DATA.
        unsafe { DATA.push('!') };
        STATE.store(free + 1, Relaxed);
    }

    #[datarace::check]
    pub fn run() {
        super::named("a", || f(0), "b", || f(1));
    }
}

pub mod lock_without_orderings {
    use std::sync::atomic::{AtomicU8, Ordering};

    static mut DATA: String = String::new();
    static STATE: AtomicU8 = AtomicU8::new(0);
    const LOCKED: u8 = 100;

    #[datarace::check]
    fn f(free: u8) {
        while STATE
            .compare_exchange(free, LOCKED, Ordering::Relaxed, Ordering::Relaxed)
            .is_err()
        {}
        unsafe { DATA.push('!') };
        STATE.store(free + 1, Ordering::Relaxed);
    }

    #[datarace::check]
    pub fn run() {
        super::named("a", || f(0), "b", || f(1));
    }
}

pub mod lazy_load {
    use std::sync::atomic::{AtomicPtr, Ordering::*};

    static PTR: AtomicPtr<[u64; 50]> = AtomicPtr::new(std::ptr::null_mut());

    #[datarace::check]
    fn get_data(wait: bool) -> &'static [u64; 50] {
        let mut p = loop {
            let p = PTR.load(Relaxed);
            if !(wait && p.is_null()) {
                break p;
            }
        };
        if p.is_null() {
            p = Box::into_raw(Box::new([1; 50]));
            if let Err(e) = PTR.compare_exchange(std::ptr::null_mut(), p, Release, Acquire) {
                // Safety: p comes from Box::into_raw right above and was not shared with any other thread.
                drop(unsafe { Box::from_raw(p) });
                p = e;
            }
        }
        // Safety: p is not null and points to a properly initialized value.
        unsafe { &*p }
    }

    #[datarace::check]
    pub fn run() {
        super::named("a", || drop(get_data(false)), "b", || drop(get_data(true)));
    }
}

pub mod lazy_failure {
    use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::*};

    static PTR: AtomicPtr<[u64; 50]> = AtomicPtr::new(std::ptr::null_mut());
    static SECOND_CAME: AtomicBool = AtomicBool::new(false);
    static FIRST_IS_DONE: AtomicBool = AtomicBool::new(false);

    /// The second thread finds the pointer null, and makes its own value when the first has published.
    #[datarace::check]
    fn generate_data(second: bool) -> [u64; 50] {
        if second {
            SECOND_CAME.store(true, Relaxed);
            while !FIRST_IS_DONE.load(Relaxed) {}
        } else {
            while !SECOND_CAME.load(Relaxed) {}
        }
        [1; 50]
    }

    #[datarace::check]
    fn get_data(second: bool) -> &'static [u64; 50] {
        let mut p = PTR.load(Acquire);
        if p.is_null() {
            p = Box::into_raw(Box::new(generate_data(second)));
            if let Err(e) = PTR.compare_exchange(std::ptr::null_mut(), p, Release, Relaxed) {
                drop(unsafe { Box::from_raw(p) });
                p = e;
            }
        }
        unsafe { &*p }
    }

    #[datarace::check]
    pub fn run() {
        let first = || {
            get_data(false);
            FIRST_IS_DONE.store(true, Relaxed);
        };
        super::named("a", first, "b", || drop(get_data(true)));
    }
}

pub mod counter {
    static mut COUNTER: u64 = 0;

    #[datarace::check]
    fn count() {
        unsafe { COUNTER += 1 };
    }

    #[datarace::check]
    pub fn run() {
        super::named("a", count, "b", count);
    }
}

/// Runs two functions in threads with these names.
#[datarace::check]
fn named(a: &str, first: impl FnOnce() + Send, b: &str, second: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let a = std::thread::Builder::new().name(a.to_owned());
        let b = std::thread::Builder::new().name(b.to_owned());
        a.spawn_scoped(scope, first).expect("a thread");
        b.spawn_scoped(scope, second).expect("a thread");
    });
}
