//! `notify` looks for listeners before its state change can be seen: the wake-up is lost (event-listener, want, tokio's Notify).
use super::IS_WRONG;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Event {
    listeners: AtomicUsize,
    notified: Mutex<bool>,
    wake: Condvar,
}

struct Flag {
    set: AtomicBool,
    event: Event,
}

#[datarace::check]
impl Flag {
    fn set(&self) {
        self.set.store(true, Ordering::Release);
        if !IS_WRONG {
            fence(Ordering::SeqCst);
        }
        if self.event.listeners.load(Ordering::Acquire) > 0 {
            *self.event.notified.lock().unwrap() = true;
            self.event.wake.notify_all();
        }
    }

    fn wait(&self) {
        self.event.listeners.fetch_add(1, Ordering::AcqRel);
        if !IS_WRONG {
            fence(Ordering::SeqCst);
        }
        if !self.set.load(Ordering::Acquire) {
            let mut notified = self.event.notified.lock().unwrap();
            while !*notified {
                notified = self.event.wake.wait(notified).unwrap();
            }
        }
    }
}

#[datarace::check]
pub fn body() {
    let flag = Arc::new(Flag {
        set: AtomicBool::new(false),
        event: Event {
            listeners: AtomicUsize::new(0),
            notified: Mutex::new(false),
            wake: Condvar::new(),
        },
    });
    let waiter = {
        let flag = flag.clone();
        thread::spawn(move || flag.wait())
    };
    flag.set();
    waiter.join().unwrap();
}
