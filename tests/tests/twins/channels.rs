//! `std::sync::mpsc`.

use crate::harness::tests;

tests! { check:
    closure_literal_sent     send_recv try_recv recv_timeout receiver_for_loop receiver_try_iter receiver_into_iter sync_bounded rendezvous
    rendezvous_back bounded_back cloned_sender sender_dropped_by_scope wrong_channel pointer_sent send_in_loop
    sender_in_struct second_message channel_of_channels sender_moved_into_fn try_send
    channel_by_use_path two_producers while_let_ok last_sender_dropped last_of_two_dropped
}

tests! { check_silent: try_recv_finds_no_sender recv_timeout_finds_no_sender send_finds_no_receiver try_send_finds_no_receiver }

#[datarace::check]
mod programs {
    use crate::harness::{Data, data, let_go, two};
    use std::sync::mpsc::{
        self, Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel,
    };
    use std::thread;
    use std::time::Duration;

    pub fn closure_literal_sent(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel::<fn() -> u32>());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(|| 3).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                d.wait_for(1);
                assert_eq!(rx.recv().unwrap()(), 3);
                d.write();
            },
        );
        seen.touched()
    }

    pub fn send_recv(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    d.write();
                }
                tx.send(1).unwrap();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
            move || {
                rx.recv().unwrap();
                d2(&e);
            },
        );
        seen.touched()
    }

    fn d2(d: &Data) {
        d.wait_for(1);
        d.write();
    }

    pub fn try_recv(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(1).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                loop {
                    match rx.try_recv() {
                        Ok(n) => break assert_eq!(n, 1),
                        Err(TryRecvError::Empty) => thread::yield_now(),
                        Err(TryRecvError::Disconnected) => unreachable!(),
                    }
                }
                d2(&d);
            },
        );
        seen.touched()
    }

    pub fn recv_timeout(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(1).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                while rx.recv_timeout(Duration::from_millis(1)).is_err() {}
                d2(&d);
            },
        );
        seen.touched()
    }

    pub fn receiver_for_loop(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(1).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
                e.wait_for(2);
            },
            move || {
                for n in &rx {
                    assert_eq!(n, 1);
                    d2(&d);
                    break;
                }
                d.reach(2);
            },
        );
        seen.touched()
    }

    pub fn receiver_try_iter(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(1).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
                e.wait_for(2);
            },
            move || {
                d.wait_for(1);
                for n in rx.try_iter() {
                    assert_eq!(n, 1);
                    d.write();
                }
                d.reach(2);
            },
        );
        seen.touched()
    }

    pub fn receiver_into_iter(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                for n in 0..3 {
                    if right && n == 0 {
                        e.write();
                    }
                    tx.send(n).unwrap();
                }
                if !right {
                    e.write();
                }
                e.reach(1);
                e.wait_for(2);
            },
            move || {
                let mut all = Vec::new();
                for n in rx {
                    all.push(n);
                    if n == 2 {
                        d2(&d);
                        d.reach(2);
                    }
                }
                assert_eq!(all.len(), 3);
            },
        );
        seen.touched()
    }

    pub fn sync_bounded(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::sync_channel(4));
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(1).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                rx.recv().unwrap();
                d2(&d);
            },
        );
        seen.touched()
    }

    pub fn rendezvous(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), sync_channel(0));
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.send(1).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                rx.recv().unwrap();
                d2(&d);
            },
        );
        seen.touched()
    }

    pub fn rendezvous_back(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), sync_channel(0));
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                tx.send(1).unwrap();
                d2(&e);
            },
            move || {
                if right {
                    d.write();
                }
                rx.recv().unwrap();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        seen.touched()
    }

    pub fn bounded_back(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), sync_channel(1));
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                tx.send(1).unwrap();
                tx.send(2).unwrap();
                d2(&e);
            },
            move || {
                if right {
                    d.write();
                }
                rx.recv().unwrap();
                if !right {
                    d.write();
                }
                d.reach(1);
                rx.recv().unwrap();
            },
        );
        seen.touched()
    }

    pub fn cloned_sender(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                let tx2 = tx.clone();
                if right {
                    e.write();
                }
                tx2.send(()).unwrap();
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                rx.recv().unwrap();
                d2(&d);
            },
        );
        seen.touched()
    }

    pub fn sender_dropped_by_scope(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), channel::<u32>());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                {
                    let tx = tx;
                    tx.send(1).unwrap();
                    if right {
                        e.write();
                    }
                }
                e.reach(1);
            },
            move || {
                let mut sum = 0;
                while let Ok(n) = rx.recv() {
                    sum += n;
                }
                assert_eq!(sum, 1);
                d.wait_for(1);
                if !right {
                    let e = d.clone();
                    let other = thread::spawn(move || e.write());
                    d.write();
                    other.join().unwrap();
                }
                d.write();
            },
        );
        seen.touched()
    }

    pub fn wrong_channel(right: bool) -> u32 {
        let d = data();
        let ((tx, rx), (tx2, rx2)) = (mpsc::channel(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                tx2.send(0).unwrap();
                e.write();
                tx.send(1).unwrap();
                e.reach(1);
            },
            move || {
                d.wait_for(1);
                if right {
                    rx.recv().unwrap();
                } else {
                    rx2.recv().unwrap();
                }
                d.write();
            },
        );
        seen.touched()
    }

    struct Message(*mut u64);
    unsafe impl Send for Message {}

    pub fn pointer_sent(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel::<Message>());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                let pointer = Box::into_raw(Box::new(1_u64));
                unsafe { *pointer = 2 };
                e.touch();
                tx.send(Message(pointer)).unwrap();
                if !right {
                    unsafe { *pointer = 3 };
                }
                e.reach(1);
                e.wait_for(2);
            },
            move || {
                let message = rx.recv().unwrap();
                d.wait_for(1);
                d.touch();
                assert!(unsafe { *message.0 } >= 2);
                drop(unsafe { Box::from_raw(message.0) });
                d.reach(2);
            },
        );
        seen.touched()
    }

    pub fn send_in_loop(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                for n in 0..3 {
                    if n == 1 && right {
                        e.write();
                    }
                    tx.send(n).unwrap();
                    if n == 1 && !right {
                        e.write();
                        e.reach(1);
                        e.wait_for(2);
                    }
                }
                e.reach(1);
            },
            move || {
                d.wait_for(1);
                rx.recv().unwrap();
                assert_eq!(rx.recv().unwrap(), 1);
                d.write();
                d.reach(2);
                rx.recv().unwrap();
            },
        );
        seen.touched()
    }

    struct Endpoint {
        tx: Sender<u32>,
    }

    impl Endpoint {
        fn post(&self, n: u32) {
            self.tx.send(n).unwrap();
        }
    }

    pub fn sender_in_struct(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        let endpoint = Endpoint { tx };
        two(
            move || {
                if right {
                    e.write();
                }
                endpoint.post(1);
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                take(&rx);
                d2(&d);
            },
        );
        seen.touched()
    }

    fn take(rx: &Receiver<u32>) -> u32 {
        rx.recv().unwrap()
    }

    pub fn second_message(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                tx.send(1).unwrap();
                e.write();
                tx.send(2).unwrap();
                e.reach(1);
            },
            move || {
                d.wait_for(1);
                rx.recv().unwrap();
                if right {
                    rx.recv().unwrap();
                }
                d.write();
            },
        );
        seen.touched()
    }

    pub fn channel_of_channels(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel::<Sender<u32>>());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                let (answer, answers) = mpsc::channel();
                tx.send(answer).unwrap();
                answers.recv().unwrap();
                d2(&e);
            },
            move || {
                let answer = rx.recv().unwrap();
                if right {
                    d.write();
                }
                answer.send(1).unwrap();
                if !right {
                    d.write();
                }
                d.reach(1);
            },
        );
        seen.touched()
    }

    fn post<T>(tx: Sender<T>, value: T) {
        tx.send(value).ok();
    }

    pub fn sender_moved_into_fn(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                post(tx, String::from("hello"));
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                assert_eq!(rx.recv().unwrap().len(), 5);
                d2(&d);
            },
        );
        seen.touched()
    }

    pub fn try_send(right: bool) -> u32 {
        let (d, (tx, rx)): (_, (SyncSender<u32>, _)) = (data(), sync_channel(1));
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                tx.try_send(1).unwrap();
                assert!(tx.try_send(2).is_err());
                if !right {
                    e.write();
                }
                e.reach(1);
            },
            move || {
                d.wait_for(1);
                rx.recv().unwrap();
                d.write();
            },
        );
        seen.touched()
    }

    pub fn channel_by_use_path(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), std::sync::mpsc::channel::<Box<u64>>());
        let (e, seen) = (d.clone(), d.clone());
        let first = thread::spawn(move || {
            let boxed = Box::new(1);
            if right {
                e.write();
            }
            tx.send(boxed).expect("open");
            if !right {
                e.write();
            }
            e.reach(1);
        });
        let n = *rx.recv().expect("open");
        assert_eq!(n, 1);
        d2(&d);
        first.join().unwrap();
        seen.touched()
    }

    pub fn two_producers(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        thread::scope(|s| {
            let d = &d;
            for number in 0..2_u32 {
                let tx = tx.clone();
                s.spawn(move || {
                    d.wait_for(number);
                    if number == 0 {
                        d.write();
                    }
                    tx.send(number).unwrap();
                    d.reach(number + 1);
                });
            }
            s.spawn(move || {
                d.wait_for(2);
                assert_eq!(rx.recv().unwrap(), 0);
                d.read();
            });
            if !right {
                d.wait_for(1);
                d.read();
            }
        });
        d.touched()
    }

    pub fn while_let_ok(right: bool) -> u32 {
        let (d, (tx, rx)) = (data(), mpsc::channel());
        let (e, seen) = (d.clone(), d.clone());
        two(
            move || {
                if right {
                    e.write();
                }
                for n in 0..2 {
                    tx.send(n).unwrap();
                }
                if !right {
                    e.write();
                }
                e.reach(1);
                e.wait_for(2);
            },
            move || {
                while let Ok(n) = rx.recv() {
                    if n == 1 {
                        d2(&d);
                        d.reach(2);
                        break;
                    }
                }
            },
        );
        seen.touched()
    }

    pub fn last_sender_dropped(right: bool) -> u32 {
        let (send, receive) = mpsc::channel::<u32>();
        let_go(
            right,
            move || drop(send),
            move |d| {
                d.reach(1);
                assert!(receive.recv().is_err());
            },
        )
    }

    pub fn last_of_two_dropped(right: bool) -> u32 {
        let (send, receive) = mpsc::sync_channel::<u32>(1);
        let other = send.clone();
        let_go(
            right,
            move || {
                let _other = other;
                drop(send.clone());
                drop(_other);
                drop(send);
            },
            move |d| {
                d.reach(1);
                assert!(receive.recv().is_err());
            },
        )
    }

    /// The sender goes with its scope, and the other thread polls.
    fn polled(poll: impl Fn(&mpsc::Receiver<u32>) -> bool + Sync) -> u32 {
        let (send, receive) = mpsc::channel::<u32>();
        let d = data();
        two(
            || {
                let _send = send;
                d.write();
            },
            || {
                let receive = receive;
                while !poll(&receive) {
                    thread::yield_now();
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn try_recv_finds_no_sender(_: bool) -> u32 {
        polled(|receive| receive.try_recv() == Err(mpsc::TryRecvError::Disconnected))
    }

    pub fn recv_timeout_finds_no_sender(_: bool) -> u32 {
        polled(|receive| {
            let result = receive.recv_timeout(Duration::from_millis(1));
            result == Err(mpsc::RecvTimeoutError::Disconnected)
        })
    }

    /// The receiver is dropped behind the write, explicitly or with its closure; whoever finds it gone writes too.
    fn receiver_goes<S>(
        explicitly: bool,
        (tx, rx): (S, Receiver<u32>),
        sends: impl Fn(&S) -> bool + Send,
    ) -> u32
    where
        S: Send,
    {
        let d = data();
        let (e, f) = (d.clone(), d.clone());
        two(
            move || {
                while sends(&tx) {
                    thread::yield_now();
                }
                f.write();
            },
            move || {
                e.write();
                if explicitly {
                    drop(rx);
                }
            },
        );
        d.touched()
    }

    pub fn send_finds_no_receiver(explicitly: bool) -> u32 {
        receiver_goes(explicitly, mpsc::channel(), |tx: &Sender<u32>| {
            tx.send(1).is_ok()
        })
    }

    pub fn try_send_finds_no_receiver(explicitly: bool) -> u32 {
        receiver_goes(explicitly, mpsc::sync_channel(1), |tx: &SyncSender<u32>| {
            !matches!(tx.try_send(1), Err(mpsc::TrySendError::Disconnected(_)))
        })
    }
}
