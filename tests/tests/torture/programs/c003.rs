// Arc with Weak, as in textbooks
use std::cell::UnsafeCell; use std::mem::ManuallyDrop; use std::ops::Deref; use std::process::abort; use std::ptr::NonNull; use std::sync::atomic::{AtomicUsize, Ordering::{Acquire, Relaxed, Release}, fence};
pub struct MyArc<T> { ptr: NonNull<Inner<T>> } pub struct MyWeak<T> { ptr: NonNull<Inner<T>> }
struct Inner<T> { refs: AtomicUsize, alloc: AtomicUsize, data: UnsafeCell<ManuallyDrop<T>> }
#[datarace::check] unsafe impl<T: Sync + Send> Send for MyArc<T> {} #[datarace::check] unsafe impl<T: Sync + Send> Sync for MyArc<T> {} #[datarace::check] unsafe impl<T: Sync + Send> Send for MyWeak<T> {} #[datarace::check] unsafe impl<T: Sync + Send> Sync for MyWeak<T> {}
#[datarace::check] impl<T> MyArc<T> {
    pub fn new(data: T) -> MyArc<T> { MyArc { ptr: NonNull::from(Box::leak(Box::new(Inner { alloc: AtomicUsize::new(1), refs: AtomicUsize::new(1), data: UnsafeCell::new(ManuallyDrop::new(data)) }))) } }
    fn data(&self) -> &Inner<T> { unsafe { self.ptr.as_ref() } }
    pub fn get_mut(a: &mut Self) -> Option<&mut T> {
        if a.data().alloc.compare_exchange(1, usize::MAX, Acquire, Relaxed).is_err() { return None; }
        let unique = a.data().refs.load(Relaxed) == 1; a.data().alloc.store(1, Release); if !unique { return None; } fence(Acquire); unsafe { Some(&mut *a.data().data.get()) }
    }
    pub fn downgrade(a: &Self) -> MyWeak<T> { let mut n = a.data().alloc.load(Relaxed); loop { if n == usize::MAX { std::hint::spin_loop(); n = a.data().alloc.load(Relaxed); continue; } assert!(n <= usize::MAX / 2); if let Err(e) = a.data().alloc.compare_exchange_weak(n, n + 1, Acquire, Relaxed) { n = e; continue; } return MyWeak { ptr: a.ptr }; } }
}
#[datarace::check] impl<T> Deref for MyArc<T> { type Target = T; fn deref(&self) -> &T { unsafe { &*self.data().data.get() } } }
#[datarace::check] impl<T> MyWeak<T> { fn data(&self) -> &Inner<T> { unsafe { self.ptr.as_ref() } } pub fn upgrade(&self) -> Option<MyArc<T>> { let mut n = self.data().refs.load(Relaxed); loop { if n == 0 { return None; } assert!(n <= usize::MAX / 2); if let Err(e) = self.data().refs.compare_exchange_weak(n, n + 1, Relaxed, Relaxed) { n = e; continue; } return Some(MyArc { ptr: self.ptr }); } } }
#[datarace::check] impl<T> Clone for MyWeak<T> { fn clone(&self) -> Self { if self.data().alloc.fetch_add(1, Relaxed) > usize::MAX / 2 { abort(); } MyWeak { ptr: self.ptr } } }
#[datarace::check] impl<T> Drop for MyWeak<T> { fn drop(&mut self) { if self.data().alloc.fetch_sub(1, Release) == 1 { fence(Acquire); unsafe { drop(Box::from_raw(self.ptr.as_ptr())); } } } }
#[datarace::check] impl<T> Clone for MyArc<T> { fn clone(&self) -> Self { if self.data().refs.fetch_add(1, Relaxed) > usize::MAX / 2 { abort(); } MyArc { ptr: self.ptr } } }
#[datarace::check] impl<T> Drop for MyArc<T> { fn drop(&mut self) { if self.data().refs.fetch_sub(1, Release) == 1 { fence(Acquire); unsafe { ManuallyDrop::drop(&mut *self.data().data.get()); } drop(MyWeak { ptr: self.ptr }); } } }
#[datarace::check] pub fn main() {
    static DROPS: AtomicUsize = AtomicUsize::new(0); struct D(u8); impl Drop for D { fn drop(&mut self) { DROPS.fetch_add(1, Relaxed); } }
    let mut a = MyArc::new(D(7)); MyArc::get_mut(&mut a).unwrap().0 += 1; let w = MyArc::downgrade(&a); let v = w.clone();
    let t = std::thread::spawn(move || { let y = v.upgrade().unwrap(); y.0 }); println!("{}", t.join().unwrap()); let b = a.clone(); println!("{} {}", b.0, MyArc::get_mut(&mut a).is_none()); drop(a); println!("{}", DROPS.load(Relaxed)); drop(b); println!("{} {}", DROPS.load(Relaxed), w.upgrade().is_none());
}
