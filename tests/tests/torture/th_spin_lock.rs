use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence, compiler_fence};
struct Spin<T> { l: AtomicBool, d: UnsafeCell<T> }
#[datarace::check] unsafe impl<T: Send> Sync for Spin<T> {}
struct Guard<'a, T>(&'a Spin<T>);
#[datarace::check] impl<T> Spin<T> {
    const fn new(t: T) -> Self { Spin { l: AtomicBool::new(false), d: UnsafeCell::new(t) } }
    fn lock(&self) -> Guard<'_, T> { while self.l.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() { while self.l.load(Ordering::Relaxed) { std::hint::spin_loop(); std::thread::yield_now(); } } Guard(self) }
    fn try_lock(&self) -> Option<Guard<'_, T>> { if self.l.swap(true, Ordering::AcqRel) { None } else { Some(Guard(self)) } }
    fn into_inner(self) -> T { self.d.into_inner() }
    fn get_mut(&mut self) -> &mut T { self.d.get_mut() }
}
#[datarace::check] impl<T> Deref for Guard<'_, T> { type Target = T; fn deref(&self) -> &T { unsafe { &*self.0.d.get() } } }
#[datarace::check] impl<T> DerefMut for Guard<'_, T> { fn deref_mut(&mut self) -> &mut T { unsafe { &mut *self.0.d.get() } } }
#[datarace::check] impl<T> Drop for Guard<'_, T> { fn drop(&mut self) { self.0.l.store(false, Ordering::Release); } }
static S: Spin<Vec<u32>> = Spin::new(Vec::new());
static T: AtomicUsize = AtomicUsize::new(0);
static NOW: AtomicUsize = AtomicUsize::new(0);
static mut DATA: u32 = 0;
#[datarace::check] fn ticket<R>(f: impl FnOnce() -> R) -> R { let me = T.fetch_add(1, Ordering::Relaxed); while NOW.load(Ordering::Acquire) != me { std::thread::yield_now(); } let r = f(); NOW.fetch_add(1, Ordering::Release); r }
#[datarace::check] pub fn run() -> String {
    std::thread::scope(|s| { for i in 0..3 { s.spawn(move || { for _ in 0..20 { S.lock().push(i); let mut g = S.lock(); g[0] += 1; let n = g.len(); g.truncate(n.max(1)); ticket(|| unsafe { DATA += 1; }); } }); } });
    let mut own = Spin::new(3); *own.get_mut() += 1; let t = own.try_lock().is_some();
    fence(Ordering::SeqCst); compiler_fence(Ordering::Release);
    format!("{} {} {t} {}", S.lock().len(), unsafe { DATA }, own.into_inner())
}
