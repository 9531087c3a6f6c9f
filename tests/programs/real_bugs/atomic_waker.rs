//! `register` takes the cell without acquiring what the last `wake` did to it (futures' AtomicWaker).
use super::either;
use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Release};
use std::task::{Wake, Waker};
use std::thread;

const SUCCESS: Ordering = either(Ordering::Relaxed, Ordering::Acquire);
const FAILURE: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

const WAITING: usize = 0;
const REGISTERING: usize = 0b01;
const WAKING: usize = 0b10;

pub struct AtomicWaker {
    state: AtomicUsize,
    waker: UnsafeCell<Option<Waker>>,
}

unsafe impl Send for AtomicWaker {}
unsafe impl Sync for AtomicWaker {}

#[datarace::check]
impl AtomicWaker {
    pub const fn new() -> Self {
        AtomicWaker {
            state: AtomicUsize::new(WAITING),
            waker: UnsafeCell::new(None),
        }
    }

    pub fn register(&self, waker: &Waker) -> bool {
        match self
            .state
            .compare_exchange(WAITING, REGISTERING, SUCCESS, FAILURE)
            .unwrap_or_else(|x| x)
        {
            WAITING => unsafe {
                match &*self.waker.get() {
                    Some(old) if old.will_wake(waker) => (),
                    _ => *self.waker.get() = Some(waker.clone()),
                }
                let res = self
                    .state
                    .compare_exchange(REGISTERING, WAITING, AcqRel, Acquire);
                if res.is_err() {
                    let waker = (*self.waker.get()).take().unwrap();
                    self.state.swap(WAITING, AcqRel);
                    waker.wake();
                }
                true
            },
            WAKING => {
                waker.wake_by_ref();
                false
            }
            _ => false,
        }
    }

    pub fn take(&self) -> Option<Waker> {
        match self.state.fetch_or(WAKING, AcqRel) {
            WAITING => {
                let waker = unsafe { (*self.waker.get()).take() };
                self.state.fetch_and(!WAKING, Release);
                waker
            }
            _ => None,
        }
    }
}

struct Nothing;
impl Wake for Nothing {
    fn wake(self: Arc<Self>) {}
}

#[datarace::check]
pub fn body() {
    let slot = AtomicWaker::new();
    let waker = Waker::from(Arc::new(Nothing));
    assert!(slot.register(&waker));
    thread::scope(|s| {
        s.spawn(|| drop(slot.take()));
        slot.register(&waker);
    });
}
