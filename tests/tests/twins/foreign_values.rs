//! Values of code without annotation whose making and whose drop synchronize: guards by any name, latches, in all the ways in
//! which a program gets them, keeps them and gives them up. What they order is never a race.

use crate::harness::{check_unseen, data, two};

/// A library that does not know of the attribute.
mod library {
    use std::sync::atomic::{AtomicBool, Ordering::*};
    use std::thread::yield_now;

    static HELD: AtomicBool = AtomicBool::new(false);

    /// Holds the one lock of the library.
    pub struct Turn(());

    impl Turn {
        pub fn new() -> Self {
            enter()
        }
        pub fn finish(self) {}
    }

    impl Default for Turn {
        fn default() -> Self {
            enter()
        }
    }

    impl From<u32> for Turn {
        fn from(_: u32) -> Self {
            enter()
        }
    }

    impl Drop for Turn {
        fn drop(&mut self) {
            HELD.store(false, Release);
        }
    }

    pub struct Queue;

    impl Queue {
        pub fn turn(&self) -> Turn {
            enter()
        }
    }

    pub fn enter() -> Turn {
        while HELD.swap(true, Acquire) {
            yield_now();
        }
        Turn(())
    }

    pub fn try_enter() -> Option<Turn> {
        (!HELD.swap(true, Acquire)).then(|| Turn(()))
    }

    pub fn fallible() -> Result<Turn, String> {
        Ok(enter())
    }

    pub fn leave(turn: Turn) {
        drop(turn);
    }
}

struct Kept {
    #[allow(dead_code, reason = "its drop counts")]
    turn: library::Turn,
}

#[datarace::check]
fn handed_on() -> library::Turn {
    library::enter()
}

/// Each way to take a turn with each way to give it up: a twin whose wrong half takes none in one of its threads.
macro_rules! grid {
    ($($take:ident($turn:ident) $taken:block $leaves:tt)*) => {$(
        mod $take {
            use super::*;
            grid!(@ $turn $taken $leaves);
        }
    )*};
    (@ $turn:ident $taken:block { $($leave:ident)* }) => {$(
        #[test]
        fn $leave() {
            #[datarace::check]
            fn twin(right: bool) -> u32 {
                let data = data();
                let (first, second) = (data.clone(), data.clone());
                two(
                    move || {
                        let $turn = $taken;
                        first.write();
                        leave!($leave $turn);
                    },
                    move || {
                        if right {
                            let $turn = $taken;
                            second.write();
                            leave!($leave $turn);
                        } else {
                            second.write();
                        }
                    },
                );
                data.touched()
            }
            check_unseen(twin);
        }
    )*};
}

macro_rules! leave {
    (at_the_end $turn:ident) => {
        let _ = &$turn;
    };
    (by_drop $turn:ident) => {
        drop($turn)
    };
    (by_function $turn:ident) => {
        library::leave($turn)
    };
    (by_method $turn:ident) => {
        $turn.finish()
    };
    (by_reassignment $turn:ident) => {{
        let mut last = Some($turn);
        last = None;
        let _ = last;
    }};
    (out_of_a_list $turn:ident) => {
        vec![$turn].pop()
    };
    (by_drop_of_a_value $turn:ident) => {
        drop(Some($turn).take())
    };
}

grid! {
    function(turn) { library::enter() } { at_the_end by_drop by_function by_method by_reassignment out_of_a_list by_drop_of_a_value }
    constructor(turn) { library::Turn::new() } { at_the_end by_drop by_function by_method by_reassignment out_of_a_list }
    default(turn) { library::Turn::default() } { at_the_end by_drop by_function by_method }
    from(turn) { library::Turn::from(1) } { at_the_end by_drop by_function by_method }
    method(turn) { library::Queue.turn() } { at_the_end by_drop by_function by_method }
    result(turn) { library::fallible().unwrap() } { at_the_end by_drop by_function by_method }
    handed(turn) { handed_on() } { at_the_end by_drop by_function by_method }
    retried(turn) { loop { if let Some(turn) = library::try_enter() { break turn } } } { at_the_end by_drop by_function by_method }
    in_closure(turn) { Some(1).map(|_| library::enter()).unwrap() } { at_the_end by_drop by_function by_method }
    in_option(turn) { Some(library::enter()) } { at_the_end by_drop out_of_a_list }
    in_tuple(turn) { (library::enter(), 1) } { at_the_end by_drop out_of_a_list }
    in_struct(turn) { Kept { turn: library::enter() } } { at_the_end by_drop out_of_a_list }
    in_box(turn) { Box::new(library::enter()) } { at_the_end by_drop out_of_a_list }
}

/// A value of annotated code: what its drop does is seen.
struct Owned(String);

#[datarace::check]
impl Drop for Owned {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// The first thread drops a value behind its write; the second one comes out of code without annotation.
#[datarace::check]
fn dropped_value(foreign: bool) -> u32 {
    let data = data();
    let (first, second) = (data.clone(), data.clone());
    two(
        move || {
            first.write();
            if foreign {
                let turn = library::enter();
                drop(turn);
            } else {
                let owned = Owned(String::from("mine"));
                drop(owned);
            }
            first.reach(1);
        },
        move || {
            second.wait_for(1);
            library::leave(library::enter());
            second.write();
        },
    );
    data.touched()
}

#[test]
fn a_drop_that_is_annotated_hides_no_race() {
    check_unseen(dropped_value);
}
