//! The receiver asks relaxed whether the value was sent, and takes it (tokio's and futures' oneshot, crate oneshot).
use super::either;
use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const LOAD: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

const VALUE_SENT: usize = 0b10;
const CLOSED: usize = 0b100;

struct Inner<T> {
    state: AtomicUsize,
    value: UnsafeCell<Option<T>>,
}
unsafe impl<T: Send> Send for Inner<T> {}
unsafe impl<T: Send> Sync for Inner<T> {}

pub struct Sender<T>(Option<Arc<Inner<T>>>);
pub struct Receiver<T>(Option<Arc<Inner<T>>>);

#[derive(Debug, PartialEq)]
pub enum TryRecv<T> {
    Empty,
    Closed,
    Value(T),
}

#[datarace::check]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let inner = Arc::new(Inner {
        state: AtomicUsize::new(0),
        value: UnsafeCell::new(None),
    });
    (Sender(Some(inner.clone())), Receiver(Some(inner)))
}

#[datarace::check]
impl<T> Sender<T> {
    pub fn send(mut self, t: T) -> Result<(), T> {
        let inner = self.0.take().unwrap();
        unsafe { *inner.value.get() = Some(t) };
        let previous = inner.state.fetch_or(VALUE_SENT, Ordering::AcqRel);
        if previous & CLOSED != 0 {
            return Err(unsafe { (*inner.value.get()).take().unwrap() });
        }
        Ok(())
    }
}

#[datarace::check]
impl<T> Receiver<T> {
    pub fn try_recv(&mut self) -> TryRecv<T> {
        let Some(inner) = self.0.as_ref() else {
            return TryRecv::Closed;
        };
        let state = inner.state.load(LOAD);
        if state & VALUE_SENT == 0 {
            return TryRecv::Empty;
        }
        let value = unsafe { (*inner.value.get()).take() };
        self.0 = None;
        value.map_or(TryRecv::Closed, TryRecv::Value)
    }
}

#[datarace::check]
pub fn body() {
    let (sender, mut receiver) = channel();
    let thread = thread::spawn(move || sender.send(vec![1, 2, 3]).unwrap());
    let value = loop {
        match receiver.try_recv() {
            TryRecv::Empty => std::hint::spin_loop(),
            other => break other,
        }
    };
    assert_eq!(value, TryRecv::Value(vec![1, 2, 3]));
    thread.join().unwrap();
}
