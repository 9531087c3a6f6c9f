//! Channels, explored: each order of the sends is an execution, everything else follows from it.

use datarace::{Exploration, Explorer, FailureKind};
use std::sync::atomic::{AtomicU32, Ordering::*};
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use std::thread;
use std::time::Duration;

/// Explored in every way: nothing is wrong, and an exhaustive exploration comes to its end with so many executions.
fn has(executions: u64, body: fn()) -> Exploration {
    Explorer::random(1).executions(50).run(body).assert_ok();
    Explorer::pct(1, 3).executions(50).run(body).assert_ok();
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete(), "{found}");
    assert_eq!(found.executions(), executions, "{found}");
    found
}

#[test]
fn one_sender_has_one_execution() {
    #[datarace::check]
    fn body() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || {
            unsafe { DATA += 1 };
            sender.send(1).unwrap();
            sender.send(2).unwrap();
        });
        assert_eq!(receiver.recv(), Ok(1));
        unsafe { DATA += 1 };
        assert_eq!(receiver.recv(), Ok(2));
        assert!(receiver.recv().is_err());
        other.join().unwrap();
    }
    has(1, body);
}

#[test]
fn two_senders_have_one_execution_for_each_order_of_their_sends() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel();
        for number in 0..2 {
            let sender = sender.clone();
            thread::spawn(move || sender.send(number).unwrap());
        }
        drop(sender);
        let mut sum = 0;
        for number in receiver {
            sum += number;
        }
        assert_eq!(sum, 1);
    }
    has(2, body);
}

#[test]
fn three_senders_and_a_loop_over_a_reference() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|s| {
            for number in 0..3 {
                let sender = sender.clone();
                s.spawn(move || sender.send(number).unwrap());
            }
            drop(sender);
            let mut seen = Vec::new();
            for number in &receiver {
                seen.push(number);
            }
            seen.sort();
            assert_eq!(seen, [0, 1, 2]);
        });
    }
    has(6, body);
}

#[test]
fn a_message_orders_only_its_own_sender() {
    #[datarace::check]
    fn body() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::channel();
        thread::scope(|s| {
            let first = sender.clone();
            s.spawn(move || {
                unsafe { DATA = 1 };
                first.send(1).unwrap();
            });
            s.spawn(move || sender.send(2).unwrap());
            if receiver.recv() == Ok(2) {
                // The other message may be there already: it is not this one.
                let _value = unsafe { DATA };
            }
        });
    }
    let found = Explorer::exhaustive().run(body);
    assert_eq!(found.races().len(), 1, "{found}");
}

#[test]
fn a_bounded_channel_waits_for_room() {
    #[datarace::check]
    fn body() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::sync_channel(1);
        let other = thread::spawn(move || {
            sender.send(1).unwrap();
            sender.send(2).unwrap();
            // The first receive comes before the end of the second send.
            unsafe { DATA += 1 };
            sender.send(3).unwrap();
        });
        unsafe { DATA += 1 };
        let mut seen = Vec::new();
        while let Ok(number) = receiver.recv() {
            seen.push(number);
        }
        assert_eq!(seen, [1, 2, 3]);
        other.join().unwrap();
    }
    has(1, body);
}

#[test]
fn a_rendezvous() {
    #[datarace::check]
    fn body() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::sync_channel(0);
        let other = thread::spawn(move || {
            sender.send(1).unwrap();
            // The receive has begun: what came before it is seen.
            unsafe { DATA += 1 };
            sender.send(2).unwrap();
        });
        unsafe { DATA += 1 };
        assert_eq!(receiver.recv(), Ok(1));
        assert_eq!(receiver.recv(), Ok(2));
        assert!(receiver.recv().is_err());
        other.join().unwrap();
    }
    has(1, body);
    #[datarace::check]
    fn two_senders() {
        let (sender, receiver) = mpsc::sync_channel(0);
        thread::scope(|s| {
            for number in 0..2 {
                let sender = sender.clone();
                s.spawn(move || sender.send(number).unwrap());
            }
            drop(sender);
            let mut sum = 0;
            for number in receiver.iter() {
                sum += number;
            }
            assert_eq!(sum, 1);
        });
    }
    has(2, two_senders);
}

#[test]
fn a_receiver_that_goes_early() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::sync_channel(1);
        let other = thread::spawn(move || {
            let mut sent = 0;
            while sent < 3 && sender.send(sent).is_ok() {
                sent += 1;
            }
            assert!(sent != 0);
        });
        assert_eq!(receiver.recv(), Ok(0));
        drop(receiver);
        other.join().unwrap();
    }
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete() && 1 < found.executions(), "{found}");
}

#[test]
fn nobody_sends_is_a_deadlock() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel::<u32>();
        let other = thread::spawn(move || receiver.recv());
        other.join().unwrap().unwrap();
        drop(sender);
    }
    for explorer in [Explorer::exhaustive(), Explorer::random(1)] {
        let found = explorer.executions(20).run(body);
        assert_eq!(found.failures().len(), 1, "{found}");
        assert_eq!(found.failures()[0].kind(), FailureKind::Deadlock, "{found}");
        let text = found.to_string();
        assert!(
            text.contains("waits for a message; one sender is left"),
            "{text}"
        );
    }
}

#[test]
fn what_a_try_finds_is_explored() {
    static SEEN: [AtomicU32; 3] = [const { AtomicU32::new(0) }; 3];
    fn saw(what: usize) {
        SEEN[what].fetch_add(1, Relaxed);
    }
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || sender.send(1).unwrap());
        match receiver.try_recv() {
            Ok(number) => {
                assert_eq!(number, 1);
                saw(0);
            }
            Err(TryRecvError::Empty) => saw(1),
            Err(TryRecvError::Disconnected) => saw(2),
        }
        other.join().unwrap();
    }
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete(), "{found}");
    assert_ne!((SEEN[0].load(Relaxed), SEEN[1].load(Relaxed)), (0, 0));
    assert_ne!(SEEN[0].load(Relaxed), 0, "{found}");
    assert_ne!(SEEN[1].load(Relaxed), 0, "{found}");
    assert_eq!(
        SEEN[2].load(Relaxed),
        0,
        "the message is there when the sender is gone"
    );
    Explorer::random(3).executions(50).run(body).assert_ok();
}

#[test]
fn a_loop_that_tries_ends() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || sender.send(1).unwrap());
        loop {
            match receiver.try_recv() {
                Ok(number) => break assert_eq!(number, 1),
                Err(_) => thread::yield_now(),
            }
        }
        other.join().unwrap();
    }
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete(), "{found}");
}

#[test]
fn a_full_channel_that_is_tried() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::sync_channel(1);
        let other = thread::spawn(move || {
            let first = sender.try_send(1);
            let second = sender.try_send(2);
            assert!(first.is_ok());
            assert!(!matches!(second, Err(TrySendError::Disconnected(_))));
        });
        assert_eq!(receiver.recv(), Ok(1));
        other.join().unwrap();
    }
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete() && 1 < found.executions(), "{found}");
}

#[test]
fn a_receive_that_times_out() {
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel::<u32>();
        thread::scope(|s| {
            s.spawn(move || {
                let got = receiver.recv_timeout(Duration::from_secs(3600));
                assert!(!matches!(got, Err(RecvTimeoutError::Disconnected)));
            });
            let _ = sender.send(1);
        });
        drop(sender);
    }
    let found = Explorer::exhaustive().run(body);
    found.assert_ok();
    assert!(found.is_complete() && 1 < found.executions(), "{found}");
}

#[test]
fn a_pool_of_threads() {
    use std::sync::{Arc, Mutex};
    #[datarace::check]
    fn body() {
        let (sender, receiver) = mpsc::channel::<u32>();
        let receiver = Arc::new(Mutex::new(receiver));
        let (done, results) = mpsc::channel();
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let receiver = Arc::clone(&receiver);
                let done = done.clone();
                thread::spawn(move || {
                    loop {
                        let job = receiver.lock().unwrap().recv();
                        match job {
                            Ok(job) => done.send(job * 2).unwrap(),
                            Err(_) => break,
                        }
                    }
                })
            })
            .collect();
        drop(done);
        for job in 1..3 {
            sender.send(job).unwrap();
        }
        drop(sender);
        let mut sum = 0;
        for result in results {
            sum += result;
        }
        assert_eq!(sum, 6);
        for worker in workers {
            worker.join().unwrap();
        }
    }
    let found = Explorer::exhaustive().executions(20_000).run(body);
    found.assert_ok();
    Explorer::random(3).executions(100).run(body).assert_ok();
}

#[test]
fn who_finds_the_other_end_dropped_comes_after_that() {
    #[datarace::check]
    fn no_sender() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::channel::<u32>();
        let ends = Some(sender);
        thread::scope(|s| {
            s.spawn(move || {
                unsafe { DATA = 1 };
                drop(ends);
            });
            if receiver.try_recv() == Err(TryRecvError::Disconnected) {
                unsafe { DATA += 1 };
            }
        });
    }
    #[datarace::check]
    fn no_receiver() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::channel::<u32>();
        let ends = Some(receiver);
        thread::scope(|s| {
            s.spawn(move || {
                unsafe { DATA = 1 };
                drop(ends);
            });
            if sender.send(1).is_err() {
                unsafe { DATA += 1 };
            }
        });
    }
    #[datarace::check]
    fn no_receiver_to_try() {
        static mut DATA: u32 = 0;
        let (sender, receiver) = mpsc::sync_channel::<u32>(1);
        let ends = Some(receiver);
        thread::scope(|s| {
            s.spawn(move || {
                unsafe { DATA = 1 };
                drop(ends);
            });
            if let Err(TrySendError::Disconnected(_)) = sender.try_send(1) {
                unsafe { DATA += 1 };
            }
        });
    }
    has(2, no_sender);
    has(2, no_receiver);
    has(2, no_receiver_to_try);
}
