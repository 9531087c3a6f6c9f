use std::sync::atomic::{AtomicUsize, Ordering::*};
static G: AtomicUsize = AtomicUsize::new(0);
static mut N: u32 = 0;
#[datarace::check] trait Base { const ID: usize = 3; type Out: Default; fn req(&self) -> usize; fn with_default(&self) -> usize { G.fetch_add(self.req(), AcqRel) + Self::ID } fn stat() -> usize where Self: Sized { G.load(Acquire) } fn generic<T: Into<u64>>(&self, t: T) -> u64 where Self: Sized { t.into() + G.load(Relaxed) as u64 } fn out(&self) -> Self::Out { Default::default() } unsafe fn uns(&self) -> u32 { unsafe { N += 1; N } } fn own(self) -> usize where Self: Sized { self.req() } fn boxed(self: Box<Self>) -> usize { self.req() } fn mutm(&mut self) -> usize { self.req() } }
#[datarace::check] trait Super: Base + Send { fn sup(&self) -> usize { self.with_default() + self.req() } }
#[datarace::check] unsafe trait Uns { unsafe fn go(&self, p: *mut u32) { unsafe { *p += 1 } } }
#[datarace::check] trait Gat { type I<'a>: Iterator<Item = &'a u32> where Self: 'a; fn it<'a>(&'a self) -> Self::I<'a>; fn sum(&self) -> u32 { self.it().sum() } }
#[datarace::check] trait Rpit { fn it(&self) -> impl Iterator<Item = usize> { (0..3).map(|x| x + G.load(Relaxed) * 0) } }
#[datarace::check] trait Asy { async fn go(&self) -> usize { G.load(Acquire) } }
#[datarace::check] trait Closure { fn call<F: FnMut(u32)>(&self, mut f: F) { unsafe { N += 1; f(N); f(N + 1) } } }
struct X(u32);
#[datarace::check] impl Base for X { type Out = String; fn req(&self) -> usize { self.0 as usize } }
#[datarace::check] impl Super for X {}
#[datarace::check] unsafe impl Uns for X {}
#[datarace::check] impl Gat for Vec<u32> { type I<'a> = std::slice::Iter<'a, u32>; fn it<'a>(&'a self) -> Self::I<'a> { self.iter() } }
#[datarace::check] impl Rpit for X {}
#[datarace::check] impl Asy for X {}
#[datarace::check] impl Closure for X {}
#[datarace::check] impl<T: Base + ?Sized> Base for &T { type Out = u8; const ID: usize = 7; fn req(&self) -> usize { (**self).req() + 1 } }
#[datarace::check] impl<T, const K: usize> Base for [T; K] { type Out = (); fn req(&self) -> usize { K } }
#[datarace::check] impl dyn Dy { fn inherent(&self) -> usize { self.d() + G.load(Relaxed) } }
#[datarace::check] trait Dy { fn d(&self) -> usize { G.fetch_add(1, Relaxed) } }
#[datarace::check] impl Dy for X {}
#[datarace::check] pub fn run() -> String {
    let x = X(2);
    let mut k = 5;
    unsafe { Uns::go(&x, &mut k); }
    let mut v = vec![];
    x.call(|n| v.push(n));
    let d: &dyn Dy = &x;
    let a = x.with_default() + X::stat() + x.sup() + (&x).with_default() + [1u8; 4].req() + d.d() + d.inherent();
    let b = x.generic(4u8) + unsafe { x.uns() } as u64 + k as u64 + vec![1, 2].sum() as u64;
    format!("{a} {b} {:?} {:?} {} {v:?} {} {}", Base::out(&x), Rpit::it(&x).collect::<Vec<_>>(), crate::obs::block_on(x.go_async()), Box::new(X(1)).boxed(), X(4).own())
}
#[datarace::check] impl X { async fn go_async(&self) -> usize { Asy::go(self).await } }
