// spin locks: ticket, mcs, clh, rwlock
use std::cell::UnsafeCell; use std::hint::spin_loop; use std::ops::{Deref, DerefMut}; use std::ptr::{self, NonNull}; use std::sync::atomic::*; use std::thread;
pub struct Ticket<T: ?Sized> { next: AtomicU32, serving: AtomicU32, data: UnsafeCell<T> }
#[datarace::check] unsafe impl<T: ?Sized + Send> Sync for Ticket<T> {}
pub struct Guard<'a, T: ?Sized> { l: &'a Ticket<T>, t: u32 }
#[datarace::check] impl<T> Ticket<T> { pub const fn new(t: T) -> Self { Self { next: AtomicU32::new(0), serving: AtomicU32::new(0), data: UnsafeCell::new(t) } } pub fn into_inner(self) -> T { self.data.into_inner() } }
#[datarace::check] impl<T: ?Sized> Ticket<T> { pub fn lock(&self) -> Guard<'_, T> { let t = self.next.fetch_add(1, Ordering::Relaxed); while self.serving.load(Ordering::Acquire) != t { spin_loop(); thread::yield_now(); } Guard { l: self, t } } pub fn get_mut(&mut self) -> &mut T { unsafe { &mut *self.data.get() } } }
#[datarace::check] impl<T: ?Sized> Deref for Guard<'_, T> { type Target = T; fn deref(&self) -> &T { unsafe { &*self.l.data.get() } } } #[datarace::check] impl<T: ?Sized> DerefMut for Guard<'_, T> { fn deref_mut(&mut self) -> &mut T { unsafe { &mut *self.l.data.get() } } }
#[datarace::check] impl<T: ?Sized> Drop for Guard<'_, T> { fn drop(&mut self) { self.l.serving.store(self.t.wrapping_add(1), Ordering::Release); } }
struct McsNode { next: AtomicPtr<McsNode>, locked: AtomicBool }
pub struct Mcs { tail: AtomicPtr<McsNode> }
#[datarace::check] impl Mcs { pub fn with<R>(&self, f: impl FnOnce() -> R) -> R {
    let node = McsNode { next: AtomicPtr::new(ptr::null_mut()), locked: AtomicBool::new(true) }; let me = &raw const node as *mut McsNode;
    if let Some(prev) = NonNull::new(self.tail.swap(me, Ordering::AcqRel)) { unsafe { prev.as_ref().next.store(me, Ordering::Release); } while node.locked.load(Ordering::Acquire) { thread::yield_now(); } }
    let r = f();
    if node.next.load(Ordering::Relaxed).is_null() { if self.tail.compare_exchange(me, ptr::null_mut(), Ordering::Release, Ordering::Relaxed).is_ok() { return r; } while node.next.load(Ordering::Relaxed).is_null() { thread::yield_now(); } }
    unsafe { (*node.next.load(Ordering::Acquire)).locked.store(false, Ordering::Release); } r } }
pub struct Rw<T> { s: AtomicUsize, v: UnsafeCell<T> } #[datarace::check] unsafe impl<T: Send + Sync> Sync for Rw<T> {}
#[datarace::check] impl<T> Rw<T> { const W: usize = usize::MAX; pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R { loop { let s = self.s.load(Ordering::Relaxed); if s != Self::W && self.s.compare_exchange_weak(s, s + 1, Ordering::Acquire, Ordering::Relaxed).is_ok() { break; } thread::yield_now(); } let r = f(unsafe { &*self.v.get() }); self.s.fetch_sub(1, Ordering::Release); r }
  pub fn write<R>(&self, f: impl FnOnce(&mut T) -> R) -> R { while let Err(_e) = self.s.compare_exchange(0, Self::W, Ordering::Acquire, Ordering::Relaxed) { thread::yield_now(); } let r = f(unsafe { &mut *self.v.get() }); self.s.store(0, Ordering::Release); r } }
static MCS: Mcs = Mcs { tail: AtomicPtr::new(ptr::null_mut()) }; static mut COUNT: u32 = 0;
#[datarace::check] pub fn main() {
    let t = Ticket::new(vec![0u32]); let rw = Rw { s: AtomicUsize::new(0), v: UnsafeCell::new(0u64) };
    thread::scope(|s| { for i in 0..4 { s.spawn(|| for _ in 0..20 { t.lock().push(1); MCS.with(|| unsafe { COUNT += 1 }); rw.write(|v| *v += 1); rw.read(|v| assert!(*v > 0)); }); let _ = i; } });
    let mut t = t; t.get_mut().push(2); println!("{} {} {}", t.into_inner().len(), unsafe { COUNT }, rw.read(|v| *v));
    let dt: &Ticket<[u8]> = &Ticket::new([1, 2, 3]); dt.lock()[1] = 9; println!("{:?}", &*dt.lock());
}
