//! The later access of a race says through which calls it was reached, and each thread who made it.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

#[datarace::check]
mod program {
    use super::*;

    static DONE: AtomicBool = AtomicBool::new(false);
    static mut DATA: u64 = 0;

    fn write() {
        unsafe { DATA += 1 };
    }

    fn outer(depth: u32) {
        match depth {
            0 => write(),
            _ => outer(depth - 1),
        }
    }

    fn before() {
        // Over when the race is found: it is no part of the stack.
        DONE.store(DONE.load(Relaxed), Relaxed);
    }

    pub fn race_of_detached_threads() {
        let (sender, receiver) = std::sync::mpsc::channel();
        for _ in 0..2 {
            let sender = sender.clone();
            // Nobody keeps the handle.
            std::thread::spawn(move || {
                write();
                sender.send(1).unwrap();
            });
        }
        for _ in 0..2 {
            receiver.recv().unwrap();
        }
    }

    pub fn race() {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                write();
                DONE.store(true, Relaxed);
            });
            while !DONE.load(Relaxed) {
                std::hint::spin_loop();
            }
            before();
            outer(2);
        });
    }
}

#[test]
fn the_later_access_names_the_calls_around_it_innermost_first() {
    let observation = datarace::observe(program::race);
    let [race] = observation.races() else {
        panic!("one race: {:?}", observation.races());
    };
    let stack: Vec<_> = race.later().stack().iter().map(|site| site.text).collect();
    assert_eq!(
        stack[..4],
        [
            "write()",
            "outer(depth - 1)",
            "outer(depth - 1)",
            "outer(2)"
        ],
        "{stack:?}"
    );
    assert!(race.earlier().stack().is_empty());
    let report = race.to_string();
    assert!(
        report.contains("the later write was reached through"),
        "{report}"
    );
}

#[test]
fn threads_that_nobody_joins_have_a_maker() {
    let observation = datarace::observe(program::race_of_detached_threads);
    let [race] = observation.races() else {
        panic!("one race: {:?}", observation.races());
    };
    for access in [race.earlier(), race.later()] {
        let site = access
            .thread()
            .spawned_at()
            .expect("made by annotated code");
        assert!(site.text.contains("spawn"), "{site:?}");
        assert_eq!(
            access.thread().spawned_by().map(|maker| maker.number()),
            Some(0)
        );
    }
}
