// autoref/deref receivers behind pointers
use std::rc::Rc; use std::sync::Arc; use std::ops::{Deref, DerefMut}; use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::*};
struct My<T>(T); #[datarace::check] impl<T> Deref for My<T> { type Target = T; fn deref(&self) -> &T { println!("deref"); &self.0 } } #[datarace::check] impl<T> DerefMut for My<T> { fn deref_mut(&mut self) -> &mut T { println!("deref_mut"); &mut self.0 } }
#[datarace::check] impl My<AtomicU8> { fn store(&self, x: u8, _: std::sync::atomic::Ordering) { println!("own store {x}"); } }
#[datarace::check] impl My<My<AtomicU32>> { fn load(self: &Rc<Self>, _: std::sync::atomic::Ordering) -> u32 { 77 } }
struct Wrap { inner: AtomicU32 } #[datarace::check] impl Wrap { fn load(&self, n: u32) -> u32 { n } fn swap(&mut self, o: std::sync::atomic::Ordering) -> std::sync::atomic::Ordering { o } } #[datarace::check] impl Deref for Wrap { type Target = AtomicU32; fn deref(&self) -> &AtomicU32 { &self.inner } }
#[datarace::check] pub fn main() {
    let a = My(My(AtomicU8::new(1)));
    println!("{}", a.load(Relaxed)); a.store(3, Relaxed); a.0.0.store(4, Release); println!("{}", a.fetch_add(1, AcqRel)); println!("{}", a.0.load(Acquire));
    let r = Rc::new(My(My(AtomicU32::new(5)))); println!("{}", r.load(Relaxed)); println!("{}", (*r).load(Relaxed)); println!("{}", (&&&&**r).load(Relaxed));
    let mut w = Wrap { inner: AtomicU32::new(8) }; println!("{} {:?} {}", w.load(3), w.swap(Acquire), w.fetch_or(1, Relaxed)); println!("{}", AtomicU32::load(&w, SeqCst)); println!("{}", Wrap::load(&w, 2)); println!("{}", Deref::deref(&w).load(SeqCst));
    let arc = Arc::new([AtomicU8::new(0), AtomicU8::new(2)]); println!("{} {}", arc[1].load(Relaxed), arc.iter().map(|x| x.swap(9, Relaxed)).sum::<u8>()); println!("{arc:?}");
    let b: Box<dyn Deref<Target = AtomicU8>> = Box::new(My(AtomicU8::new(4))); println!("{}", b.load(Relaxed)); println!("{}", (**b).load(Relaxed));
    let mut m = My(vec![1]); let p = &raw mut m; unsafe { (*p).push(2); (&(*p)).len(); (&mut (*p))[0] = 4; println!("{:?}", (*p).0); let q: *mut Vec<i32> = &mut **p; (*q).push(5); println!("{}", (*q).iter().sum::<i32>()); }
}
