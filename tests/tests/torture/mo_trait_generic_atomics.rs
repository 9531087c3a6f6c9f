use std::sync::atomic::*;
use std::ops::Deref;
use std::borrow::Borrow;
struct CachePadded<T>(T);
#[datarace::check] impl<T> Deref for CachePadded<T> { type Target = T; fn deref(&self) -> &T { &self.0 } }
struct Shared<'a, T: ?Sized>(&'a T);
#[datarace::check] impl<'a, T: ?Sized> Deref for Shared<'a, T> { type Target = T; fn deref(&self) -> &T { self.0 } }
#[datarace::check] trait Flag { fn raise(&self) -> bool; fn lowered(&self) -> bool; }
#[datarace::check] impl<T: Deref<Target = AtomicBool>> Flag for T { fn raise(&self) -> bool { self.swap(true, Ordering::AcqRel) } fn lowered(&self) -> bool { !self.load(Ordering::Acquire) } }
#[datarace::check] trait Prim: Copy { type A; fn new(self) -> Self::A; fn load(a: &Self::A, o: Ordering) -> Self; fn store(a: &Self::A, v: Self, o: Ordering); fn cas(a: &Self::A, x: Self, y: Self) -> Result<Self, Self>; }
macro_rules! prim { ($($p:ty: $a:ty),*) => { $(impl Prim for $p { type A = $a; fn new(self) -> $a { <$a>::new(self) } fn load(a: &$a, o: Ordering) -> $p { a.load(o) } fn store(a: &$a, v: $p, o: Ordering) { a.store(v, o) } fn cas(a: &$a, x: $p, y: $p) -> Result<$p, $p> { a.compare_exchange(x, y, Ordering::AcqRel, Ordering::Acquire) } })* }; }
prim!(u8: AtomicU8, i64: AtomicI64, bool: AtomicBool, usize: AtomicUsize);
struct AtomicCell<P: Prim>(P::A);
#[datarace::check] impl<P: Prim> AtomicCell<P> { fn new(p: P) -> Self { Self(p.new()) } fn load(&self) -> P { P::load(&self.0, Ordering::Acquire) } fn store(&self, p: P) { P::store(&self.0, p, Ordering::Release) } fn swap(&self, p: P, o: Ordering) -> P { let old = P::load(&self.0, o); P::store(&self.0, p, Ordering::Relaxed); old } fn compare_exchange(&self, a: P, b: P, _: Ordering, _: Ordering) -> Result<P, P> { P::cas(&self.0, a, b) } }
struct EnumCell<E>(AtomicU8, std::marker::PhantomData<E>);
#[datarace::check] impl<E: From<u8> + Into<u8>> EnumCell<E> { fn load(&self, o: Ordering) -> E { self.0.load(o).into() } fn store(&self, e: E, o: Ordering) { self.0.store(e.into(), o) } fn fetch_update(&self, s: Ordering, f: Ordering, mut g: impl FnMut(E) -> Option<E>) -> Result<E, E> { self.0.fetch_update(s, f, |x| g(x.into()).map(Into::into)).map(Into::into).map_err(Into::into) } }
#[derive(Debug, Clone, Copy)] enum Col { R, G } impl From<u8> for Col { fn from(x: u8) -> Col { if x == 0 { Col::R } else { Col::G } } } impl From<Col> for u8 { fn from(c: Col) -> u8 { c as u8 } }
#[datarace::check] fn borrow<B: Borrow<AtomicU8>>(b: B) -> u8 { b.borrow().fetch_add(1, Ordering::Relaxed) }
#[datarace::check] fn deref2<A, B>(a: A) -> usize where A: Deref<Target = B>, B: Deref<Target = AtomicUsize> { a.fetch_add(1, Ordering::Relaxed) + a.load(Ordering::Relaxed) + (**a).load(Ordering::Relaxed) }
#[datarace::check] fn iter<'a>(i: impl IntoIterator<Item = &'a AtomicUsize>) -> usize { i.into_iter().map(|a| a.swap(0, Ordering::AcqRel)).sum() }
#[datarace::check] fn func(f: impl Fn() -> &'static AtomicU8) -> u8 { f().load(Ordering::Acquire) + f().fetch_sub(1, Ordering::Release) }
#[datarace::check] fn ptr<T>(a: &AtomicPtr<T>) -> Option<&T> { unsafe { a.load(Ordering::Acquire).as_ref() } }
#[datarace::check] fn ptr2<T: Copy>(a: &AtomicPtr<T>, d: T) -> T { let p = a.load(Ordering::Acquire); if p.is_null() { d } else { unsafe { *p } } }
static Z: AtomicU8 = AtomicU8::new(3);
#[datarace::check] pub fn run() -> String {
    let f = Box::new(AtomicBool::new(false)); let s = Shared(&Z); let c = AtomicCell::new(3u8); c.store(4); let mut t = 5u32; let e = EnumCell(AtomicU8::new(0), std::marker::PhantomData::<Col>); e.store(Col::G, Ordering::Release);
    let cp = CachePadded(CachePadded(AtomicUsize::new(4))); let arr = [AtomicUsize::new(1), AtomicUsize::new(2)];
    format!("{} {} {} {} {} {:?} {:?} {:?} {} {} {} {} {:?} {} {} {} {:?}", f.raise(), f.lowered(), s.fetch_add(1, Ordering::Relaxed), c.load(), c.swap(7, Ordering::SeqCst), c.compare_exchange(7, 8, Ordering::AcqRel, Ordering::Acquire), e.load(Ordering::Acquire), e.fetch_update(Ordering::AcqRel, Ordering::Acquire, |_| Some(Col::R)).is_ok(), borrow(&Z), deref2(Shared(&cp.0)), iter(&arr), func(|| &Z), ptr(&AtomicPtr::new(&mut t)), ptr2(&AtomicPtr::new(std::ptr::null_mut()), 3), AtomicCell::new(true).load(), cp.0.0.load(Ordering::Relaxed), AtomicCell::new(-5i64).swap(3, Ordering::Relaxed))
}
