use std::sync::atomic::{AtomicU32, AtomicBool, Ordering::{self, *}};
#[datarace::check] trait Load { fn load(&self, o: Ordering) -> u32; fn store(&self, v: u32, o: Ordering); }
struct Shadow(AtomicU32);
#[datarace::check] impl Load for Shadow { fn load(&self, o: Ordering) -> u32 { self.0.load(o) + 100 } fn store(&self, v: u32, o: Ordering) { self.0.store(v * 2, o) } }
#[datarace::check] trait Ext { fn load_acq(&self) -> u32; fn fetch_mul(&self, v: u32, o: Ordering) -> u32; fn bump(&self) -> u32 { self.load_acq() + 1 } }
#[datarace::check] impl Ext for AtomicU32 { fn load_acq(&self) -> u32 { self.load(Acquire) } fn fetch_mul(&self, v: u32, o: Ordering) -> u32 { self.fetch_update(o, Relaxed, |x| Some(x * v)).unwrap() } }
#[datarace::check] trait AtomicLike { type V; fn load(&self, o: Ordering) -> Self::V; fn store(&self, v: Self::V, o: Ordering); fn swap(&self, v: Self::V, o: Ordering) -> Self::V; }
#[datarace::check] impl AtomicLike for AtomicBool { type V = bool; fn load(&self, o: Ordering) -> bool { AtomicBool::load(self, o) } fn store(&self, v: bool, o: Ordering) { AtomicBool::store(self, v, o) } fn swap(&self, v: bool, o: Ordering) -> bool { self.swap(v, o) } }
#[datarace::check] impl AtomicLike for AtomicU32 { type V = u32; fn load(&self, o: Ordering) -> u32 { self.load(o) } fn store(&self, v: u32, o: Ordering) { self.store(v, o) } fn swap(&self, v: u32, o: Ordering) -> u32 { AtomicU32::swap(self, v, o) } }
#[datarace::check] fn generic<A: AtomicLike>(a: &A, v: A::V) -> A::V { a.store(v, Release); a.load(Acquire) }
#[datarace::check] fn by_trait(a: &dyn Load) -> u32 { a.store(4, Release); a.load(Acquire) }
#[datarace::check] fn gen_box<T: AtomicLike<V = u32> + ?Sized>(a: Box<T>) -> u32 { a.swap(3, AcqRel) + a.load(Acquire) }
#[datarace::check] fn imp(a: impl AtomicLike<V = u32>) -> u32 { AtomicLike::load(&a, Acquire) + <_ as AtomicLike>::load(&a, Relaxed) + a.load(Relaxed) }
#[datarace::check] pub fn run() -> String {
    let s = Shadow(AtomicU32::new(1));
    s.store(3, Release);
    let a = s.load(Acquire) + by_trait(&s);
    let x = AtomicU32::new(3);
    let b = x.bump() + x.fetch_mul(3, AcqRel) + x.load(Relaxed);
    let c = generic(&x, 8) + generic(&AtomicU32::new(0), 1);
    let d = generic(&AtomicBool::new(false), true);
    format!("{a} {b} {c} {d} {} {} {}", gen_box(Box::new(AtomicU32::new(9))), imp(AtomicU32::new(2)), Load::load(&s, Relaxed))
}
