//! Values of code without annotation that synchronize when they are dropped, where no call of such code returned them as they are: by
//! their literals, out of containers, by conversions. What they order is never a race.

use crate::harness::tests;

tests! { check_unseen:
    literal literal_in_a_field literal_in_a_list literal_in_a_map boxed_literal literal_replaced literal_handed_to_a_function
    literal_in_a_closure literal_taken literal_that_waits literal_of_a_variant unit_literal literal_around_annotated_drop
    into_a_guard from_a_guard parsed_guard default_guard guard_or_default mapped_into_guards guard_kept_before_another_call
    guard_taken_out_of_its_variable
}

/// A library that does not know of the attribute.
mod library {
    use std::str::FromStr;
    use std::sync::atomic::{AtomicBool, Ordering::*};
    use std::thread::yield_now;

    /// Lets somebody go when it is dropped.
    pub struct Signal<'a> {
        pub flag: &'a AtomicBool,
    }

    impl Drop for Signal<'_> {
        fn drop(&mut self) {
            self.flag.store(true, Release);
        }
    }

    pub fn wait(flag: &AtomicBool) {
        while !flag.load(Acquire) {
            yield_now();
        }
    }

    pub fn set(flag: &AtomicBool) {
        flag.store(true, Release);
    }

    /// Waits when it is dropped.
    pub struct Waits<'a>(pub &'a AtomicBool);

    impl Drop for Waits<'_> {
        fn drop(&mut self) {
            wait(self.0);
        }
    }

    pub enum State<'a> {
        Idle,
        Busy(&'a AtomicBool),
    }

    impl Drop for State<'_> {
        fn drop(&mut self) {
            if let State::Busy(flag) = self {
                flag.store(true, Release);
            }
        }
    }

    /// A lock of which each holder needs to know the name only.
    pub static HELD: AtomicBool = AtomicBool::new(false);

    fn lock() {
        while HELD.swap(true, Acquire) {
            yield_now();
        }
    }

    /// Takes the lock in any of these ways.
    pub struct Held;

    impl Drop for Held {
        fn drop(&mut self) {
            HELD.store(false, Release);
        }
    }

    pub struct Key;

    impl From<Key> for Held {
        fn from(_: Key) -> Self {
            lock();
            Held
        }
    }

    impl FromStr for Held {
        type Err = ();
        fn from_str(_: &str) -> Result<Self, ()> {
            lock();
            Ok(Held)
        }
    }

    impl Default for Held {
        fn default() -> Self {
            lock();
            Held
        }
    }

    pub fn held() -> Held {
        Held::default()
    }

    /// Something else with a drop.
    pub struct Token(#[allow(dead_code)] String);

    pub fn token() -> Vec<Token> {
        vec![Token(String::from("token"))]
    }

    /// What [`UNIT`] says when a [`Unit`] is dropped.
    pub static UNIT: AtomicBool = AtomicBool::new(false);

    pub struct Unit;

    impl Drop for Unit {
        fn drop(&mut self) {
            UNIT.store(true, Release);
        }
    }
}

#[datarace::check]
mod programs {
    use super::library::{self, Held, Key, Signal, State, Token, Unit, Waits};
    use crate::harness::*;
    use std::collections::HashMap;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicBool;

    /// The first thread writes, and what `gives` leaves behind lets the second one go when it is dropped; or nothing does.
    fn signal(right: bool, gives: impl FnOnce(&AtomicBool, &Data) + Send) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        two(
            || {
                if right {
                    gives(&flag, &d);
                } else {
                    d.write();
                    d.reach(1);
                }
            },
            || {
                if right {
                    library::wait(&flag);
                } else {
                    d.wait_for(1);
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn literal(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _signal = Signal { flag };
            d.write();
        })
    }

    struct Job<'a> {
        #[allow(dead_code)]
        signal: Signal<'a>,
        number: u32,
    }

    pub fn literal_in_a_field(right: bool) -> u32 {
        signal(right, |flag, d| {
            let job = Job {
                signal: Signal { flag },
                number: 1,
            };
            d.write();
            assert_eq!(job.number, 1);
        })
    }

    pub fn literal_in_a_list(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut list = vec![Signal { flag }];
            d.write();
            list.pop();
        })
    }

    pub fn literal_in_a_map(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut map = HashMap::new();
            map.insert(1, Signal { flag });
            d.write();
            map.remove(&1);
        })
    }

    pub fn boxed_literal(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _boxed = Box::new(Signal { flag });
            d.write();
        })
    }

    pub fn literal_replaced(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut signal = Some(Signal { flag });
            assert!(signal.is_some());
            d.write();
            signal = None;
            assert!(signal.is_none());
        })
    }

    fn use_up(_: Signal<'_>, d: &Data) {
        d.write();
    }

    pub fn literal_handed_to_a_function(right: bool) -> u32 {
        signal(right, |flag, d| use_up(Signal { flag }, d))
    }

    pub fn literal_in_a_closure(right: bool) -> u32 {
        signal(right, |flag, d| {
            let signal = Signal { flag };
            let work = move || {
                d.write();
                drop(signal);
            };
            work();
        })
    }

    pub fn literal_taken(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut job = Some(Job {
                signal: Signal { flag },
                number: 1,
            });
            d.write();
            std::mem::take(&mut job);
        })
    }

    pub fn literal_that_waits(right: bool) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        two(
            || {
                d.write();
                if right {
                    library::set(&flag);
                }
                d.reach(1);
            },
            || {
                if right {
                    let _waits = Waits(&flag);
                } else {
                    d.wait_for(1);
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn literal_of_a_variant(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut state = State::Busy(flag);
            assert!(matches!(state, State::Busy(_)));
            d.write();
            state = State::Idle;
            assert!(matches!(state, State::Idle));
        })
    }

    pub fn unit_literal(right: bool) -> u32 {
        let d = data();
        datarace::untracked! { library::UNIT.store(false, std::sync::atomic::Ordering::SeqCst) };
        two(
            || {
                if right {
                    let _unit = Unit;
                    d.write();
                } else {
                    d.write();
                    d.reach(1);
                }
            },
            || {
                if right {
                    library::wait(&library::UNIT);
                } else {
                    d.wait_for(1);
                }
                d.write();
            },
        );
        d.touched()
    }

    /// Its own drop is annotated; that of its field is not, and comes behind it.
    struct Around<'a> {
        _signal: Signal<'a>,
    }

    impl Drop for Around<'_> {
        fn drop(&mut self) {}
    }

    pub fn literal_around_annotated_drop(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _around = Around {
                _signal: Signal { flag },
            };
            d.write();
        })
    }

    /// Both threads write, each while it has what `take` gets; or neither has.
    fn locked<G>(right: bool, take: impl Fn() -> G + Sync) -> u32 {
        // The library's lock is one for all tests.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = datarace::untracked! { ONE.lock().unwrap_or_else(|held| held.into_inner()) };
        let d = data();
        let work = || {
            if right {
                let _held = take();
                d.write();
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    pub fn into_a_guard(right: bool) -> u32 {
        locked(right, || {
            let held: Held = Key.into();
            held
        })
    }

    pub fn from_a_guard(right: bool) -> u32 {
        locked(right, || Held::from(Key))
    }

    pub fn parsed_guard(right: bool) -> u32 {
        locked(right, || "key".parse::<Held>().unwrap())
    }

    pub fn default_guard(right: bool) -> u32 {
        locked(right, Held::default)
    }

    pub fn guard_or_default(right: bool) -> u32 {
        locked(right, || None::<Held>.unwrap_or_default())
    }

    pub fn mapped_into_guards(right: bool) -> u32 {
        locked(right, || Some(Key).map(Held::from))
    }

    /// What the other call returned goes first, and is not the guard.
    pub fn guard_kept_before_another_call(right: bool) -> u32 {
        let d = data();
        let work = || {
            if right {
                let mut kept = Vec::new();
                kept.push(library::held());
                {
                    let _token: Vec<Token> = library::token();
                }
                d.write();
                kept.clear();
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }

    pub fn guard_taken_out_of_its_variable(right: bool) -> u32 {
        let d = data();
        let work = || {
            if right {
                let mut held = Some(library::held());
                d.write();
                held.take();
            } else {
                d.write();
            }
        };
        two(work, work);
        d.touched()
    }
}
