//! Small programs with their statics as they stand, explored.

#![allow(static_mut_refs)]

use datarace::Explorer;
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread;

mod store_buffering {
    use super::*;

    static mut DATA: String = String::new();
    static A: AtomicBool = AtomicBool::new(false);
    static B: AtomicBool = AtomicBool::new(false);

    #[datarace::check]
    pub(super) fn sequentially_consistent() {
        let a = thread::spawn(|| {
            A.store(true, SeqCst);
            if !B.load(SeqCst) {
                unsafe { DATA.push('!') };
            }
        });
        let b = thread::spawn(|| {
            B.store(true, SeqCst);
            if !A.load(SeqCst) {
                unsafe { DATA.push('!') };
            }
        });
        a.join().unwrap();
        b.join().unwrap();
    }

    #[datarace::check]
    pub(super) fn release_acquire() {
        let a = thread::spawn(|| {
            A.store(true, Release);
            if !B.load(Acquire) {
                unsafe { DATA.push('!') };
            }
        });
        let b = thread::spawn(|| {
            B.store(true, Release);
            if !A.load(Acquire) {
                unsafe { DATA.push('!') };
            }
        });
        a.join().unwrap();
        b.join().unwrap();
    }

    #[test]
    fn sequential_consistency_has_three_executions_and_no_race() {
        let found = Explorer::exhaustive().run(sequentially_consistent);
        found.assert_ok();
        assert_eq!(found.executions(), 3, "{found}");
        assert!(found.is_complete());
        assert!(found.to_string().contains("3 executions, all of them"));
    }

    #[test]
    fn anything_weaker_races() {
        let found = Explorer::exhaustive().run(release_acquire);
        assert_eq!(found.races().len(), 1, "{found}");
        println!("{found}");
    }
}
