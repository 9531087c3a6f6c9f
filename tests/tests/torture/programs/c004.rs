// spsc ring, channel oneshot
use std::cell::UnsafeCell; use std::mem::MaybeUninit; use std::sync::Arc; use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering}; use std::thread::{self, Thread}; use std::marker::PhantomData;
#[repr(align(64))] struct Pad<T>(T); #[datarace::check] impl<T> std::ops::Deref for Pad<T> { type Target = T; fn deref(&self) -> &T { &self.0 } }
struct Ring<T, const N: usize> { buf: [UnsafeCell<MaybeUninit<T>>; N], head: Pad<AtomicUsize>, tail: Pad<AtomicUsize> } #[datarace::check] unsafe impl<T: Send, const N: usize> Sync for Ring<T, N> {}
struct Producer<T, const N: usize>(Arc<Ring<T, N>>); struct Consumer<T, const N: usize>(Arc<Ring<T, N>>);
#[datarace::check] fn ring<T, const N: usize>() -> (Producer<T, N>, Consumer<T, N>) { let r = Arc::new(Ring { buf: [const { UnsafeCell::new(MaybeUninit::uninit()) }; N], head: Pad(AtomicUsize::new(0)), tail: Pad(AtomicUsize::new(0)) }); (Producer(r.clone()), Consumer(r)) }
#[datarace::check] impl<T, const N: usize> Producer<T, N> { fn push(&mut self, t: T) -> Result<(), T> { let tail = self.0.tail.load(Ordering::Relaxed); if tail - self.0.head.load(Ordering::Acquire) == N { return Err(t); } unsafe { (*self.0.buf[tail % N].get()).write(t); } self.0.tail.store(tail + 1, Ordering::Release); Ok(()) } }
#[datarace::check] impl<T, const N: usize> Consumer<T, N> { fn pop(&mut self) -> Option<T> { let head = self.0.head.load(Ordering::Relaxed); if head == self.0.tail.load(Ordering::Acquire) { return None; } let v = unsafe { (*self.0.buf[head % N].get()).assume_init_read() }; self.0.head.store(head + 1, Ordering::Release); Some(v) } }
#[datarace::check] impl<T, const N: usize> Drop for Ring<T, N> { fn drop(&mut self) { let (h, t) = (*self.head.0.get_mut(), *self.tail.0.get_mut()); for i in h..t { unsafe { self.buf[i % N].get_mut().assume_init_drop(); } } } }
struct Channel<T> { msg: UnsafeCell<MaybeUninit<T>>, ready: AtomicBool } #[datarace::check] unsafe impl<T: Send> Sync for Channel<T> {}
struct Sender<'a, T> { ch: &'a Channel<T>, th: Thread } struct Receiver<'a, T> { ch: &'a Channel<T>, _p: PhantomData<*const ()> }
#[datarace::check] impl<T> Channel<T> { const fn new() -> Self { Self { msg: UnsafeCell::new(MaybeUninit::uninit()), ready: AtomicBool::new(false) } } fn split(&mut self) -> (Sender<'_, T>, Receiver<'_, T>) { *self = Self::new(); (Sender { ch: self, th: thread::current() }, Receiver { ch: self, _p: PhantomData }) } }
#[datarace::check] impl<T> Sender<'_, T> { fn send(self, m: T) { unsafe { (*self.ch.msg.get()).write(m) }; self.ch.ready.store(true, Ordering::Release); self.th.unpark(); } }
#[datarace::check] impl<T> Receiver<'_, T> { fn receive(self) -> T { while !self.ch.ready.swap(false, Ordering::Acquire) { thread::park(); } unsafe { (*self.ch.msg.get()).assume_init_read() } } }
#[datarace::check] impl<T> Drop for Channel<T> { fn drop(&mut self) { if *self.ready.get_mut() { unsafe { self.msg.get_mut().assume_init_drop() } } } }
#[datarace::check] pub fn main() {
    let (mut p, mut c) = ring::<String, 4>();
    let t = thread::spawn(move || { let mut n = 0; while n < 20 { match p.push(format!("{n}")) { Ok(()) => n += 1, Err(_) => thread::yield_now() } } });
    let mut got = vec![]; while got.len() < 20 { match c.pop() { Some(s) => got.push(s), None => thread::yield_now() } } t.join().unwrap(); println!("{}", got.join(","));
    let mut ch = Channel::new(); thread::scope(|s| { let (tx, rx) = ch.split(); s.spawn(move || tx.send("hello".to_string())); println!("{}", rx.receive()); }); let (tx, _) = ch.split(); tx.send("dropped".into());
}
