//! Programs over std's primitives, or those that stand for them.

use super::{Program, Verdict, two};
use crate::sync::{Arc, Condvar, Mutex, RwLock, mpsc, thread};

#[datarace::check]
fn mutex() {
    let add = |count: &Mutex<u32>| *count.lock().unwrap() += 1;
    let count = two(Mutex::new(0), add, add);
    assert_eq!(*count.lock().unwrap(), 2);
}

/// The lock is given back between the read and the write.
#[datarace::check]
fn mutex_twice() {
    let add = |count: &Mutex<u32>| {
        let now = *count.lock().unwrap();
        *count.lock().unwrap() = now + 1;
    };
    let count = two(Mutex::new(0), add, add);
    assert_eq!(*count.lock().unwrap(), 2, "an update was lost");
}

#[datarace::check]
fn crossed() {
    type Both = (Mutex<u32>, Mutex<u32>);
    two(
        (Mutex::new(0), Mutex::new(0)),
        |(a, b): &Both| {
            let _a = a.lock().unwrap();
            let _b = b.lock().unwrap();
        },
        |(a, b): &Both| {
            let _b = b.lock().unwrap();
            let _a = a.lock().unwrap();
        },
    );
}

#[datarace::check]
fn rwlock() {
    type State = RwLock<(u32, u32)>;
    two(
        RwLock::new((0, 0)),
        |state: &State| {
            let mut state = state.write().unwrap();
            state.0 += 1;
            state.1 += 1;
        },
        |state: &State| {
            let state = state.read().unwrap();
            assert_eq!(state.0, state.1);
        },
    );
}

#[datarace::check]
fn condvar() {
    type State = (Mutex<bool>, Condvar);
    two(
        (Mutex::new(false), Condvar::new()),
        |(ready, changed): &State| {
            let mut ready = ready.lock().unwrap();
            while !*ready {
                ready = changed.wait(ready).unwrap();
            }
        },
        |(ready, changed): &State| {
            *ready.lock().unwrap() = true;
            changed.notify_one();
        },
    );
}

/// The condition is not looked at again under the lock that the wait gives up.
#[datarace::check]
fn lost_notification() {
    type State = (Mutex<bool>, Condvar);
    two(
        (Mutex::new(false), Condvar::new()),
        |(ready, changed): &State| {
            let seen = *ready.lock().unwrap();
            if !seen {
                let guard = ready.lock().unwrap();
                drop(changed.wait(guard).unwrap());
            }
        },
        |(ready, changed): &State| {
            *ready.lock().unwrap() = true;
            changed.notify_one();
        },
    );
}

#[datarace::check]
fn channel() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    let senders = [
        thread::spawn(move || sender.send(1_u32).unwrap()),
        thread::spawn(move || other.send(2).unwrap()),
    ];
    let sum = receiver.recv().unwrap() + receiver.recv().unwrap();
    assert_eq!(sum, 3);
    for sender in senders {
        sender.join().unwrap();
    }
}

/// Messages of two senders in an order that nobody promised.
#[datarace::check]
fn channel_order() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    let senders = [
        thread::spawn(move || sender.send(1_u32).unwrap()),
        thread::spawn(move || other.send(2).unwrap()),
    ];
    assert_eq!(receiver.recv().unwrap(), 1, "the second was first");
    for sender in senders {
        sender.join().unwrap();
    }
}

/// A thread takes the lock that its parent holds while it joins it.
#[datarace::check]
fn join_under_lock() {
    let lock = Arc::new(Mutex::new(0));
    let other = Arc::clone(&lock);
    let guard = lock.lock().unwrap();
    let thread = thread::spawn(move || *other.lock().unwrap() += 1);
    thread.join().unwrap();
    drop(guard);
}

#[rustfmt::skip]
pub fn programs() -> Vec<Program> {
    let program = |name, verdict, body| Program { name, verdict, body };
    vec![
        program("Mutex", Verdict::Right, mutex),
        program("Mutex, given back in between", Verdict::Failure, mutex_twice),
        program("Mutex, crossed", Verdict::Failure, crossed),
        program("Mutex, join under the lock", Verdict::Failure, join_under_lock),
        program("RwLock", Verdict::Right, rwlock),
        program("Condvar", Verdict::Right, condvar),
        program("Condvar, lost notification", Verdict::Failure, lost_notification),
        program("channel", Verdict::Right, channel),
        program("channel, wrong order", Verdict::Failure, channel_order),
    ]
}
