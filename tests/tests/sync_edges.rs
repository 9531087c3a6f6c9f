//! Every primitive's edge, by the hooks' own calls: twins that differ in one token, one racy and one clean.
//!
//! Threads are ordered by plain atomics that nobody tracks, so each racy twin has both accesses in that order in every
//! run. Written by hand as the macro writes it.
// Expansions written by hand look as generated code looks.
#![allow(clippy::all)]
#![cfg(feature = "track")]

use datarace::__rt;
use datarace::__rt::sync_traits::*;
use datarace::__rt::{Function, Method, Site, Span};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Barrier, Condvar, Mutex, Once, OnceLock, RwLock};
use std::thread;
use std::time::Duration;

static FUNCTION: Function = Function {
    file: file!(),
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
    name: "edges",
};

macro_rules! site {
    () => {{
        static SITE: Site = Site::new(
            &FUNCTION,
            Span::new(line!(), 1, line!(), 2),
            "",
            "DATA",
            &[],
        );
        &SITE
    }};
}

macro_rules! call {
    ($method:ident: $receiver:ident => $call:expr) => {
        (&&&&&&&&&__rt::SyncReceiver(&raw const $receiver))
            .__sync(Method::$method, site!())
            .after($call)
    };
}

macro_rules! send {
    ($method:ident: $sender:ident . $name:ident ($value:expr)) => {{
        let site = site!();
        (&&&&&&&&&__rt::SyncReceiver(&raw const $sender))
            .__sync(Method::$method, site)
            .after($sender.$name(__rt::arguments_done($value, site)))
    }};
}

macro_rules! watch {
    ($guard:ident) => {
        (&&&__rt::Guard(&raw const $guard)).__watch(site!())
    };
}

macro_rules! spawn {
    ($f:expr) => {{
        let site = site!();
        __rt::Spawned(thread::spawn(__rt::thread_closure($f, site))).__forked(site)
    }};
}

/// The plain data that the twins race on. Only its address counts: its accesses are reported, not made.
struct Data(u64);

impl Data {
    fn write(&self) {
        __rt::__test_write(&raw const self.0 as usize, 8, site!());
    }
    fn read(&self) {
        __rt::__test_read(&raw const self.0 as usize, 8, site!());
    }
}

/// Orders threads without an edge that the tracker sees.
#[derive(Default)]
struct Steps(AtomicU32);

impl Steps {
    fn done(&self, step: u32) {
        self.0.store(step, Ordering::SeqCst);
    }
    fn wait(&self, step: u32) {
        while self.0.load(Ordering::SeqCst) < step {
            thread::yield_now();
        }
    }
}

/// The body runs in a session; answers whether a race was found.
fn is_racy(body: impl FnOnce(Arc<Data>, Arc<Steps>)) -> bool {
    let observation = datarace::observe(|| body(Arc::new(Data(0)), Arc::default()));
    assert!(observation.unproven().is_empty());
    assert!(observation.events() > 0);
    !observation.races().is_empty()
}

/// Runs `first` on one thread, then `second` on another, with nothing but what they do themselves between them.
fn in_turn(
    data: Arc<Data>,
    steps: Arc<Steps>,
    first: impl FnOnce(&Data) + Send + 'static,
    second: impl FnOnce(&Data) + Send + 'static,
) {
    let (data2, steps2) = (data.clone(), steps.clone());
    let a = spawn!(move || {
        first(&data);
        steps.done(1);
        steps.wait(2);
    });
    let b = spawn!(move || {
        steps2.wait(1);
        second(&data2);
        steps2.done(2);
    });
    a.join().unwrap();
    b.join().unwrap();
}

#[test]
fn nothing_between_two_threads_is_a_race() {
    assert!(is_racy(|data, steps| in_turn(
        data,
        steps,
        |data| data.write(),
        |data| data.read()
    )));
}

fn under_mutex(inside: bool) -> bool {
    is_racy(|data, steps| {
        let mutex = Arc::new(Mutex::new(0));
        let other = mutex.clone();
        in_turn(
            data,
            steps,
            move |data| {
                {
                    let mut guard = call!(Lock: mutex => mutex.lock()).unwrap();
                    let _watch = watch!(guard);
                    *guard += 1;
                    if inside {
                        data.write();
                    }
                }
                if !inside {
                    data.write();
                }
            },
            move |data| {
                let guard = call!(Lock: other => other.lock()).unwrap();
                let _watch = watch!(guard);
                data.write();
            },
        );
    })
}

#[test]
fn unlock_to_lock() {
    assert!(!under_mutex(true));
    assert!(under_mutex(false), "a write after the unlock");
}

fn explicit_drop(before: bool) -> bool {
    is_racy(|data, steps| {
        let mutex = Arc::new(Mutex::new(()));
        let other = mutex.clone();
        in_turn(
            data,
            steps,
            move |data| {
                let guard = call!(Lock: mutex => mutex.lock()).unwrap();
                let _watch = watch!(guard);
                if before {
                    data.write();
                }
                drop(__rt::dropping(
                    (&&&__rt::Dropped(&raw const guard)).__dropping(site!()),
                    guard,
                ));
                if !before {
                    data.write();
                }
            },
            move |data| {
                let guard = call!(TryLock: other => other.try_lock()).unwrap();
                data.write();
                drop(guard);
            },
        );
    })
}

#[test]
fn an_explicit_drop_unlocks() {
    assert!(!explicit_drop(true));
    assert!(explicit_drop(false));
}

fn temporary_guard(before: bool) -> bool {
    is_racy(|data, steps| {
        let mutex = Arc::new(Mutex::new(0));
        let other = mutex.clone();
        in_turn(
            data,
            steps,
            move |data| {
                if before {
                    data.write();
                }
                let site = site!();
                let held = __rt::locks_held();
                *(&&&&&&&&&__rt::SyncReceiver(&raw const mutex))
                    .__sync(Method::Lock, site)
                    .after(mutex.lock())
                    .unwrap() += 1;
                __rt::temporaries_end(held, &[site]);
                if !before {
                    data.write();
                }
            },
            move |data| {
                *call!(Lock: other => other.lock()).unwrap() += 1;
                data.write();
            },
        );
    })
}

#[test]
fn a_temporary_guard_unlocks_at_the_end_of_its_statement() {
    assert!(!temporary_guard(true));
    assert!(temporary_guard(false));
}

/// A guard that leaves annotated code: the next locker receives all that the holder knows by then.
#[test]
fn an_unseen_unlock_is_over_approximated() {
    assert!(!is_racy(|data, steps| {
        let mutex = Arc::new(Mutex::new(0));
        let other = mutex.clone();
        in_turn(
            data,
            steps,
            move |data| {
                let guard = call!(Lock: mutex => mutex.lock()).unwrap();
                data.write();
                std::mem::drop(guard);
            },
            move |data| {
                let _guard = call!(Lock: other => other.lock()).unwrap();
                data.write();
            },
        );
    }));
}

fn under_rwlock(exclusive: bool) -> bool {
    is_racy(|data, steps| {
        let lock = Arc::new(RwLock::new(()));
        let other = lock.clone();
        in_turn(
            data,
            steps,
            move |data| {
                let guard = call!(Read: lock => lock.read()).unwrap();
                let _watch = watch!(guard);
                data.write();
            },
            move |data| match exclusive {
                true => {
                    let guard = call!(Write: other => other.write()).unwrap();
                    let _watch = watch!(guard);
                    data.write();
                }
                false => {
                    let guard = call!(Read: other => other.read()).unwrap();
                    let _watch = watch!(guard);
                    data.write();
                }
            },
        );
    })
}

#[test]
fn readers_are_ordered_before_the_next_writer_only() {
    assert!(!under_rwlock(true));
    assert!(under_rwlock(false));
}

fn at_barrier(before: bool) -> bool {
    is_racy(|data, _| {
        let barrier = Arc::new(Barrier::new(2));
        let steps = Arc::new(Steps::default());
        let (other, data2, steps2) = (barrier.clone(), data.clone(), steps.clone());
        let a = spawn!(move || {
            if before {
                data.write();
            }
            call!(Wait: barrier => barrier.wait());
            if !before {
                data.write();
            }
            steps.done(1);
        });
        let b = spawn!(move || {
            call!(Wait: other => other.wait());
            steps2.wait(1);
            data2.read();
        });
        a.join().unwrap();
        b.join().unwrap();
    })
}

#[test]
fn arrival_to_leaving() {
    assert!(!at_barrier(true));
    assert!(at_barrier(false));
}

fn once(inside: bool) -> bool {
    is_racy(|data, steps| {
        static ONCES: Mutex<Vec<&'static OnceLock<u8>>> = Mutex::new(Vec::new());
        let cell: &'static OnceLock<u8> = Box::leak(Box::default());
        ONCES.lock().unwrap().push(cell);
        in_turn(
            data,
            steps,
            move |data| {
                let site = site!();
                (&&&&&&&&&__rt::SyncReceiver(&raw const cell))
                    .__sync(Method::GetOrInit, site)
                    .after(cell.get_or_init(|| {
                        let _initializing = __rt::initializing(site);
                        if inside {
                            data.write();
                        }
                        1
                    }));
                if !inside {
                    data.write();
                }
            },
            move |data| {
                assert!(call!(Get: cell => cell.get()).is_some());
                data.read();
            },
        );
    })
}

#[test]
fn initializer_to_get() {
    assert!(!once(true));
    assert!(once(false));
}

#[test]
fn an_initializer_that_is_a_path_is_over_approximated() {
    assert!(!is_racy(|data, steps| {
        let once = Arc::new(Once::new());
        let other = once.clone();
        in_turn(
            data,
            steps,
            move |data| {
                data.write();
                call!(CallOnce: once => once.call_once(|| {}));
            },
            move |data| {
                call!(CallOnce: other => other.call_once(|| {}));
                data.read();
            },
        );
    }));
}

fn channel(before: bool) -> bool {
    is_racy(|data, steps| {
        let (send, receive) = __rt::Made(mpsc::channel()).__made(site!());
        in_turn(
            data,
            steps,
            move |data| {
                if before {
                    data.write();
                }
                send!(Send: send.send(1)).unwrap();
                if !before {
                    data.write();
                }
                std::mem::forget(send);
            },
            move |data| {
                call!(Recv: receive => receive.recv()).unwrap();
                data.read();
            },
        );
    })
}

#[test]
fn send_to_receive() {
    assert!(!channel(true));
    assert!(channel(false));
}

/// The first of two messages is not the second.
fn fifo(which: usize) -> bool {
    is_racy(|data, steps| {
        let (send, receive) = __rt::Made(mpsc::channel()).__made(site!());
        in_turn(
            data,
            steps,
            move |data| {
                send!(Send: send.send(1)).unwrap();
                data.write();
                send!(Send: send.send(2)).unwrap();
                std::mem::forget(send);
            },
            move |data| {
                for _ in 0..which {
                    call!(Recv: receive => receive.recv()).unwrap();
                }
                data.read();
            },
        );
    })
}

#[test]
fn a_receive_takes_from_its_own_send() {
    assert!(fifo(1));
    assert!(!fifo(2));
}

/// The receiver's write before its receive is ordered before the end of the send only if the send waited for it.
fn rendezvous(capacity: usize) -> bool {
    is_racy(|data, steps| {
        let (send, receive) =
            __rt::Made(mpsc::sync_channel(__rt::capacity(capacity))).__made(site!());
        let (data2, steps2) = (data.clone(), steps.clone());
        let a = spawn!(move || {
            data.write();
            steps.done(1);
            call!(Recv: receive => receive.recv()).unwrap();
        });
        let b = spawn!(move || {
            steps2.wait(1);
            send!(Send: send.send(1)).unwrap();
            data2.read();
            std::mem::forget(send);
        });
        a.join().unwrap();
        b.join().unwrap();
    })
}

#[test]
fn receive_to_the_send_that_waited_for_it() {
    assert!(!rendezvous(0));
    assert!(rendezvous(1));
}

#[test]
fn a_disconnect_comes_after_everything_its_senders_did() {
    assert!(!is_racy(|data, steps| {
        let (send, receive) = __rt::Made(mpsc::channel::<u8>()).__made(site!());
        in_turn(
            data,
            steps,
            move |data| {
                data.write();
                std::mem::drop(send);
            },
            move |data| {
                assert!(call!(Recv: receive => receive.recv()).is_err());
                data.read();
            },
        );
    }));
}

fn unpark(before: bool) -> bool {
    is_racy(|data, _| {
        let steps = Arc::new(Steps::default());
        let (data2, steps2) = (data.clone(), steps.clone());
        let parked = spawn!(move || {
            __rt::path_call(Method::Park, site!()).after(thread::park());
            steps2.wait(1);
            data2.read();
        });
        let thread = parked.thread().clone();
        let waker = spawn!(move || {
            if before {
                data.write();
            }
            call!(Unpark: thread => thread.unpark());
            if !before {
                data.write();
            }
            steps.done(1);
        });
        parked.join().unwrap();
        waker.join().unwrap();
    })
}

#[test]
fn unpark_to_park() {
    assert!(!unpark(true));
    assert!(unpark(false));
}

fn condvar(inside: bool) -> bool {
    is_racy(|data, _| {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let steps = Arc::new(Steps::default());
        let (pair2, data2, steps2) = (pair.clone(), data.clone(), steps.clone());
        let waiter = spawn!(move || {
            let (mutex, condvar) = &*pair2;
            let mut guard = call!(Lock: mutex => mutex.lock()).unwrap();
            while !*guard {
                let site = site!();
                guard = (&&&&&&&&&__rt::SyncReceiver(&raw const condvar))
                    .__sync(Method::Wait, site)
                    .after(condvar.wait(
                        (&&&&&&__rt::CallReceiver::of(&raw const condvar)).__waiting(guard, site),
                    ))
                    .unwrap();
            }
            let _watch = watch!(guard);
            steps2.wait(1);
            data2.read();
        });
        let notifier = spawn!(move || {
            let (mutex, condvar) = &*pair;
            {
                let mut guard = call!(Lock: mutex => mutex.lock()).unwrap();
                let _watch = watch!(guard);
                *guard = true;
                if inside {
                    data.write();
                }
            }
            call!(NotifyOne: condvar => condvar.notify_one());
            if !inside {
                data.write();
            }
            steps.done(1);
        });
        waiter.join().unwrap();
        notifier.join().unwrap();
    })
}

#[test]
fn a_wait_has_the_edge_of_its_mutex_only() {
    assert!(!condvar(true));
    assert!(condvar(false));
}

fn joined(joins: bool) -> bool {
    is_racy(|data, _| {
        let steps = Arc::new(Steps::default());
        let (data2, steps2) = (data.clone(), steps.clone());
        let handle = spawn!(move || {
            data2.write();
            steps2.done(1);
        });
        match joins {
            true => call!(Join: handle => handle.join()).unwrap(),
            false => {
                steps.wait(1);
                data.read();
                return handle.join().unwrap();
            }
        }
        data.read();
    })
}

#[test]
fn end_to_join() {
    assert!(!joined(true));
    assert!(joined(false));
}

fn scoped(after: bool) -> bool {
    is_racy(|data, steps| {
        let data = &*data;
        let site = site!();
        __rt::scope(site).after(thread::scope(|s| {
            let _body = (&&&&&&__rt::Spawner(&raw const s)).__scope_opened(site);
            let steps2 = &steps;
            match (&&&&&&__rt::Spawner(&raw const s)).__spawner(site) {
                spawner => spawner.forked(s.spawn(spawner.wrap(move || {
                    data.write();
                    steps2.done(1);
                }))),
            };
            if !after {
                steps.wait(1);
                data.read();
            }
        }));
        data.read();
    })
}

#[test]
fn scoped_threads_end_with_their_scope() {
    assert!(!scoped(true));
    assert!(scoped(false));
}

/// Threads that code without annotation makes and joins.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn unannotated_spawn_and_join_have_their_edges() {
    let run = |joins: bool| {
        is_racy(|data, _| {
            data.write();
            let steps = Arc::new(Steps::default());
            let (data2, steps2) = (data.clone(), steps.clone());
            let handle = thread::spawn(move || {
                data2.write();
                steps2.done(1);
            });
            match joins {
                true => handle.join().unwrap(),
                false => steps.wait(1),
            }
            data.read();
        })
    };
    assert!(!run(true));
    assert!(run(false));
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn memory_that_is_given_out_anew_has_no_past() {
    assert!(!is_racy(|_, steps| {
        let addresses = Arc::new(Mutex::new(Vec::new()));
        let other = addresses.clone();
        let work = |addresses: &Mutex<Vec<usize>>| {
            for _ in 0..64 {
                let block = Box::new(Data(0));
                block.write();
                addresses.lock().unwrap().push(&raw const *block as usize);
            }
        };
        let steps2 = steps.clone();
        let a = thread::spawn(move || {
            work(&other);
            steps2.done(1);
        });
        steps.wait(1);
        let stack = Data(0);
        stack.write();
        let addresses2 = addresses.clone();
        let b = thread::spawn(move || work(&addresses2));
        b.join().unwrap();
        a.join().unwrap();
    }));
}

#[test]
fn a_stack_of_an_ended_thread_has_no_past() {
    assert!(!is_racy(|_, _| {
        for _ in 0..8 {
            // Detached: nothing orders one after the other.
            let steps = Arc::new(Steps::default());
            let steps2 = steps.clone();
            thread::spawn(move || {
                let local = Data(0);
                local.write();
                steps2.done(1);
            });
            steps.wait(1);
            thread::sleep(Duration::from_millis(0));
        }
    }));
}

fn exclusive_entry(exclusive: bool) -> bool {
    is_racy(|data, steps| {
        let object = Arc::new(0_u64);
        let other = object.clone();
        in_turn(
            data,
            steps,
            move |data| {
                __rt::shared(&*object, site!());
                data.write();
            },
            move |data| {
                match exclusive {
                    true => __rt::exclusive(&*other, site!()),
                    false => __rt::shared(&*other, site!()),
                }
                data.write();
            },
        );
    })
}

#[test]
fn safe_codes_exclusive_access_is_trusted() {
    assert!(!exclusive_entry(true));
    assert!(exclusive_entry(false));
}

fn arc(before: bool) -> bool {
    is_racy(|data, steps| {
        let content = Arc::new(0_u64);
        let mut other = content.clone();
        in_turn(
            data,
            steps,
            move |data| {
                __rt::shared(&*content, site!());
                if before {
                    data.write();
                }
                drop(__rt::dropping(
                    (&&&__rt::Dropped(&raw const content)).__dropping(site!()),
                    content,
                ));
                if !before {
                    data.write();
                }
            },
            move |data| {
                let got = (&&&__rt::PointerArgument(&raw const other))
                    .__sync(Method::ArcGetMut, site!())
                    .after(Arc::get_mut(&mut other));
                assert!(got.is_some());
                data.write();
            },
        );
    })
}

#[test]
fn drop_of_an_arc_to_get_mut() {
    assert!(!arc(true));
    assert!(arc(false));
}

/// Both sides went through code without annotation.
#[test]
fn unannotated_calls_on_both_sides_make_a_pair_unproven() {
    let run = |first: bool, second: bool| {
        let observation = datarace::observe(|| {
            in_turn(
                Arc::new(Data(0)),
                Arc::default(),
                move |data| {
                    data.write();
                    if first {
                        __rt::call("helper", site!()).after(());
                    }
                },
                move |data| {
                    if second {
                        __rt::call("helper", site!()).after(());
                    }
                    data.write();
                },
            );
        });
        (observation.races().len(), observation.unproven().len())
    };
    assert_eq!(run(true, true), (0, 1));
    assert_eq!(run(true, false), (1, 0));
    assert_eq!(run(false, true), (1, 0));
    assert_eq!(run(false, false), (1, 0));
}

/// An annotated callee of that name answers the call: nothing was crossed.
#[test]
fn an_annotated_callee_is_no_crossing() {
    static HELPER: Function = Function {
        file: file!(),
        manifest_dir: "",
        name: "Type::helper",
    };
    let call = || {
        __rt::call("helper", site!()).after({
            let _entered = __rt::enter(&HELPER);
        });
    };
    assert!(is_racy(|data, steps| in_turn(
        data,
        steps,
        move |data| {
            data.write();
            call();
        },
        move |data| {
            call();
            data.write();
        },
    )));
}
