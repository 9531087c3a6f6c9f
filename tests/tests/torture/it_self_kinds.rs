use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::*};
#[derive(Default)]
struct C { n: AtomicUsize, v: u32 }
#[datarace::check] impl C {
    const K: u32 = 4;
    const fn new() -> Self { C { n: AtomicUsize::new(0), v: Self::K } }
    fn r(&self) -> usize { self.n.fetch_add(1, Relaxed) }
    fn m(&mut self) -> u32 { self.v += 1; *self.n.get_mut() += 1; self.v }
    fn mm(mut self) -> Self { self.v += 1; self }
    fn own(mut self) -> usize { *self.n.get_mut() }
    fn arc(self: Arc<Self>) -> usize { self.n.fetch_add(1, AcqRel) + Arc::strong_count(&self) }
    fn arcr(self: &Arc<Self>) -> Arc<Self> { self.n.fetch_add(1, AcqRel); Arc::clone(self) }
    fn rc(self: Rc<Self>) -> u32 { self.v }
    fn bx(self: Box<Self>) -> C { *self }
    fn bxm(mut self: Box<Self>) -> Box<Self> { self.v = 9; self }
    fn pin(self: Pin<&mut Self>) -> u32 { let t = self.get_mut(); t.v += 1; t.v }
    fn pinr(self: Pin<&Self>) -> usize { self.n.load(Acquire) }
    fn pinbox(self: Pin<Box<Self>>) -> u32 { self.v }
    fn refself(self: &Self) -> u32 { self.v }
    fn mutself(self: &mut Self) -> &mut Self { self.v *= 2; self }
    fn typed(self: C) -> u32 { self.v }
    fn lt<'a>(&'a self) -> &'a AtomicUsize { &self.n }
    unsafe fn raw(this: *mut Self) -> u32 { unsafe { (*this).v += 1; (*this).v } }
    fn unsafe_in_self(&mut self) -> u32 { let p: *mut Self = self; unsafe { (*p).v = 30; (*p).n.store(3, Release); (*p).v + self.v } }
    fn assoc() -> u32 { Self::K + <Self as Tr>::Q }
    fn builder(self, v: u32) -> Self { let mut s = self; s.v = v; s }
    fn take(&mut self) -> Self { std::mem::take(self) }
    fn pattern(&self) -> u32 { let Self { v, .. } = self; *v }
}
#[datarace::check] trait Tr { const Q: u32; type T; fn t(self) -> Self::T; }
#[datarace::check] impl Tr for C { const Q: u32 = { const fn f() -> u32 { 6 } f() }; type T = [u32; 2]; fn t(self) -> Self::T { [self.v, Self::Q] } }
#[datarace::check] impl Drop for C { fn drop(&mut self) { crate::obs::note(format!("drop{}", self.v)); self.n.store(0, Release); } }
struct P(u32);
#[datarace::check] impl P { fn part(self) -> u32 { let P(x) = self; x } fn mutable(mut self) -> u32 { self.0 += 1; self.0 } }
#[datarace::check] pub fn run() -> String {
    let mut c = C::new();
    c.mutself().mutself().m();
    let mut out = vec![c.r() as u32, c.m(), c.refself(), c.lt().load(Relaxed) as u32, C::assoc(), c.unsafe_in_self(), unsafe { C::raw(&mut c) }, c.pattern()];
    let a = Arc::new(C::new());
    out.push(a.arcr().arc() as u32);
    out.push(Rc::new(C::new()).rc());
    out.push(Box::new(C::new()).bxm().bx().v);
    out.push(Pin::new(&mut c).pin() + Pin::new(&c).pinr() as u32 + Box::pin(C::new()).pinbox());
    out.push(C::new().typed() + P(3).part() + P(3).mutable());
    let t = c.take();
    out.push(t.refself());
    format!("{out:?} {}", crate::obs::take())
}
