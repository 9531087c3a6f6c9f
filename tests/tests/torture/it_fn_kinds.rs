use std::sync::atomic::{AtomicUsize, Ordering::*};
static A: AtomicUsize = AtomicUsize::new(1);
static mut N: u32 = 1;
#[datarace::check] fn plain() -> usize { A.load(Acquire) }
#[datarace::check] pub fn public() -> usize { A.load(Acquire) }
#[datarace::check] pub(crate) fn vis() -> usize { A.load(Acquire) }
#[datarace::check] const fn konst(x: u32) -> u32 { x + 1 }
#[datarace::check] const unsafe fn konst_unsafe(p: *const u32) -> u32 { unsafe { *p } }
#[datarace::check] unsafe fn uns(p: *const u32) -> u32 { unsafe { *p } }
#[datarace::check] extern "C" fn ext(x: u32) -> u32 { unsafe { N += x; N } }
#[datarace::check] pub unsafe extern "C" fn ext2(p: *mut u32) { unsafe { *p += 1 } }
#[datarace::check] extern "C-unwind" fn ext3() -> u32 { 3 }
#[datarace::check] async fn asy(x: &AtomicUsize) -> usize { x.fetch_add(1, AcqRel) }
#[datarace::check] async unsafe fn asy_un(p: *mut u32) -> u32 { unsafe { *p += 1; *p } }
#[datarace::check] fn generic<T: Copy + Into<u64>, const K: usize>(t: [T; K]) -> u64 where T: PartialOrd { A.fetch_add(K, Relaxed); t.iter().map(|&x| x.into()).sum() }
#[datarace::check] fn lifetimes<'a, 'b: 'a>(a: &'a AtomicUsize, _b: &'b str) -> &'a AtomicUsize { a.store(3, Release); a }
#[datarace::check] fn imp(x: impl Fn() -> usize) -> impl Iterator<Item = usize> { let n = A.load(Acquire) + x(); (0..n).map(|i| i + A.load(Relaxed)) }
#[datarace::check] fn imp_cap<'a>(x: &'a [u8]) -> impl Iterator<Item = u8> + use<'a> { x.iter().map(|b| b + 1) }
#[datarace::check] fn dynret() -> Box<dyn Fn(usize) -> usize + Send + 'static> { Box::new(|x| A.fetch_add(x, Relaxed)) }
#[datarace::check] fn hrtb<F>(f: F) -> usize where F: for<'x> Fn(&'x AtomicUsize) -> &'x AtomicUsize { f(&A).load(Relaxed) }
#[datarace::check] fn never(b: bool) -> usize { fn die() -> ! { panic!("die") } if b { die() } else { A.load(Relaxed) } }
#[datarace::check] fn never2() -> ! { A.store(9, Release); std::panic::panic_any(5u8) }
#[datarace::check] fn unit() {}
#[datarace::check] fn unit_expr() { A.store(4, Relaxed) }
#[datarace::check] fn args((a, b): (u32, u32), [c, ..]: [u32; 2], S { x, .. }: S, _: u8, mut d: u32, ref e: u32, &f: &u32) -> u32 { d += 1; a + b + c + x + d + *e + f }
struct S { x: u32, #[allow(dead_code)] y: u32 }
#[inline(always)] #[must_use = "why"] fn attrs(#[allow(unused)] x: u8) -> u8 { 1 }
#[deprecated] #[doc(hidden)] fn dep() -> u8 { 2 }
#[cold] #[inline(never)] fn cold() {}
#[cfg(any())] fn gone() -> Missing { missing!() }
#[cfg_attr(all(), inline)] fn cfga() -> u8 { 3 }
#[datarace::check] fn fnptr() -> [fn(u32) -> u32; 1] { [konst] }
#[datarace::check] fn self_rec(n: u32) -> u32 { if n == 0 { unsafe { N } } else { self_rec(n - 1) + 1 } }
#[datarace::check] fn opt_ret() -> Option<&'static AtomicUsize> { (A.load(Relaxed) > 0).then_some(&A) }
#[datarace::check] pub fn run() -> String {
    let mut n = 5;
    unsafe { ext2(&mut n); }
    let r = crate::obs::block_on(asy(&A)) + crate::obs::block_on(async { unsafe { asy_un(&mut n).await } }) as usize;
    #[allow(deprecated)]
    let d = dep();
    unit(); unit_expr(); cold();
    let p = std::panic::catch_unwind(|| never2()).unwrap_err().downcast_ref::<u8>().copied();
    format!("{}{}{}{}{}{}{}{}{r}{}{:?}{:?}{:?}{}{}{}{p:?}{}{}{d}{}{}{}{:?}", plain(), public(), vis(), konst(1), unsafe { konst_unsafe(&4) }, unsafe { uns(&3) }, ext(2), ext3(), generic([1u8, 2]), lifetimes(&A, ""), imp(|| 1).collect::<Vec<_>>(), imp_cap(&[1]).next(), dynret()(1), hrtb(|x| x), never(false), args((1, 2), [3, 4], S { x: 5, y: 0 }, 0, 1, 2, &3), attrs(0), cfga(), fnptr()[0](1), self_rec(3), opt_ret())
}
