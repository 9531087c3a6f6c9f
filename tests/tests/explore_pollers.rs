//! Two threads that each ask again and again for what only the other one would write, after it got its own: nobody goes on. Whatever
//! they ask, an exploration names the two and where they are; it is never one that saw everything and found nothing.
#![cfg(feature = "track")]

use datarace::{Explorer, FailureKind};
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Condvar, Mutex, OnceLock, RwLock};
use std::thread;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(1);

/// Two threads, each with its own and the other one's.
#[datarace::check]
fn both<T: Sync>(one: T, two: T, body: impl Fn(&T, &T) + Sync) {
    thread::scope(|s| {
        s.spawn(|| body(&one, &two));
        s.spawn(|| body(&two, &one));
    });
}

#[datarace::check]
mod pollers {
    use super::*;

    pub fn load() {
        both(
            AtomicBool::new(false),
            AtomicBool::new(false),
            |mine, other| {
                while !mine.load(Acquire) {}
                other.store(true, Release);
            },
        );
    }

    pub fn load_with_hint() {
        both(
            AtomicBool::new(false),
            AtomicBool::new(false),
            |mine, other| {
                while !mine.load(Relaxed) {
                    spin_loop();
                }
                other.store(true, Relaxed);
            },
        );
    }

    pub fn load_and_yield() {
        both(
            AtomicBool::new(false),
            AtomicBool::new(false),
            |mine, other| {
                while !mine.load(SeqCst) {
                    thread::yield_now();
                }
                other.store(true, SeqCst);
            },
        );
    }

    pub fn exchange() {
        both(AtomicU32::new(0), AtomicU32::new(0), |mine, other| {
            while mine.compare_exchange(1, 2, AcqRel, Relaxed).is_err() {}
            other.store(1, Release);
        });
    }

    pub fn weak_exchange() {
        both(AtomicU32::new(0), AtomicU32::new(0), |mine, other| {
            while mine.compare_exchange_weak(1, 2, AcqRel, Relaxed).is_err() {
                spin_loop();
            }
            other.store(1, Release);
        });
    }

    pub fn swap() {
        both(
            AtomicBool::new(false),
            AtomicBool::new(false),
            |mine, other| {
                while !mine.swap(false, AcqRel) {}
                other.store(true, Release);
            },
        );
    }

    pub fn under_a_lock() {
        both(Mutex::new(false), Mutex::new(false), |mine, other| {
            loop {
                if *mine.lock().unwrap() {
                    break;
                }
            }
            *other.lock().unwrap() = true;
        });
    }

    pub fn under_a_read_lock() {
        both(RwLock::new(false), RwLock::new(false), |mine, other| {
            while !*mine.read().unwrap() {
                thread::yield_now();
            }
            *other.write().unwrap() = true;
        });
    }

    pub fn sleeping() {
        both(
            AtomicBool::new(false),
            AtomicBool::new(false),
            |mine, other| {
                while !mine.load(Acquire) {
                    thread::sleep(SHORT);
                }
                other.store(true, Release);
            },
        );
    }

    pub fn parked_for_a_while() {
        both(
            AtomicBool::new(false),
            AtomicBool::new(false),
            |mine, other| {
                while !mine.load(Acquire) {
                    thread::park_timeout(SHORT);
                }
                other.store(true, Release);
            },
        );
    }

    pub fn once() {
        both(OnceLock::new(), OnceLock::new(), |mine, other| {
            while mine.get().is_none() {
                spin_loop();
            }
            other.set(1).unwrap();
        });
    }

    pub fn waiting_for_a_while() {
        both(
            (Mutex::new(false), Condvar::new()),
            (Mutex::new(false), Condvar::new()),
            |mine, other| {
                let mut guard = mine.0.lock().unwrap();
                while !*guard {
                    guard = mine.1.wait_timeout(guard, SHORT).unwrap().0;
                }
                drop(guard);
                *other.0.lock().unwrap() = true;
                other.1.notify_one();
            },
        );
    }

    type End = (SyncSender<u32>, Receiver<u32>);

    fn ends() -> (End, End) {
        let (to_one, one) = mpsc::sync_channel(1);
        let (to_two, two) = mpsc::sync_channel(1);
        ((to_two, one), (to_one, two))
    }

    pub fn receiving() {
        let (one, two) = ends();
        for end in [one, two] {
            thread::spawn(move || {
                while end.1.try_recv().is_err() {}
                end.0.send(1).unwrap();
            });
        }
    }

    pub fn receiving_and_yielding() {
        let (one, two) = ends();
        for end in [one, two] {
            thread::spawn(move || {
                while end.1.try_recv().is_err() {
                    thread::yield_now();
                }
                end.0.send(1).unwrap();
            });
        }
    }

    pub fn receiving_for_a_while() {
        let (one, two) = ends();
        for end in [one, two] {
            thread::spawn(move || {
                while end.1.recv_timeout(SHORT).is_err() {}
                end.0.send(1).unwrap();
            });
        }
    }

    pub fn one_loads_and_one_receives() {
        let (sender, receiver) = mpsc::channel();
        let flag = AtomicBool::new(false);
        thread::scope(|s| {
            s.spawn(|| {
                while !flag.load(Acquire) {}
                sender.send(1).unwrap();
            });
            while receiver.try_recv().is_err() {
                spin_loop();
            }
            flag.store(true, Release);
        });
    }
}

fn places(text: &str) -> usize {
    text.matches("explore_pollers.rs:").count()
}

#[test]
fn they_are_named() {
    let bodies: [(&str, fn()); 16] = [
        ("load", pollers::load),
        ("load_with_hint", pollers::load_with_hint),
        ("load_and_yield", pollers::load_and_yield),
        ("exchange", pollers::exchange),
        ("weak_exchange", pollers::weak_exchange),
        ("swap", pollers::swap),
        ("under_a_lock", pollers::under_a_lock),
        ("under_a_read_lock", pollers::under_a_read_lock),
        ("sleeping", pollers::sleeping),
        ("parked_for_a_while", pollers::parked_for_a_while),
        ("once", pollers::once),
        ("waiting_for_a_while", pollers::waiting_for_a_while),
        ("receiving", pollers::receiving),
        ("receiving_and_yielding", pollers::receiving_and_yielding),
        ("receiving_for_a_while", pollers::receiving_for_a_while),
        (
            "one_loads_and_one_receives",
            pollers::one_loads_and_one_receives,
        ),
    ];
    let mut quiet = Vec::new();
    for (name, body) in bodies {
        for (strategy, explorer) in [
            ("exhaustive", Explorer::exhaustive()),
            ("random", Explorer::random(3)),
            ("pct", Explorer::pct(3, 2)),
            ("bounded", Explorer::exhaustive().preemptions(1)),
        ] {
            let found = explorer.executions(40).events(3_000).run(body);
            let text = found.to_string();
            let named = found.failures().iter().any(|failure| {
                let kind = matches!(
                    failure.kind(),
                    FailureKind::Livelock | FailureKind::Deadlock
                );
                // Both are told, and where they are.
                kind && 2 <= places(failure.message())
            });
            // Who only tries may give up some time: that is said, and to be complete it is not.
            let said = !found.is_complete() && text.contains("nobody sends") && 2 <= places(&text);
            // One who waits for a while goes on by itself: each execution in which both do so is followed by a longer one.
            let goes_on = !found.is_complete() && name.ends_with("ing_for_a_while");
            if !named && !said && !goes_on {
                quiet.push(format!("{name}, {strategy}: {text}"));
            }
        }
    }
    assert!(quiet.is_empty(), "{}", quiet.join("\n\n"));
}
