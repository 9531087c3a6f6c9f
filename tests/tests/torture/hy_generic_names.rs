use std::sync::atomic::{AtomicU32, Ordering::*};
#[datarace::check] fn f<T, U, A, P, F, R, const N: usize, const SITE: usize>(a: *const T, b: *mut U, c: &A, d: P, e: F) -> R where T: Copy, A: std::ops::Deref<Target = AtomicU32>, P: Into<u32>, F: FnOnce(T, u32) -> R { unsafe { let v = *a; let _u = &mut *b; c.fetch_add(N as u32 + SITE as u32, AcqRel); e(v, d.into() + c.load(Acquire)) } }
struct Outer<T>(T);
#[datarace::check] impl<T: Copy> Outer<T> { fn g<U: Copy>(&self, p: *const (T, U)) -> (T, U, u32) { static C: AtomicU32 = AtomicU32::new(1); unsafe { let q = &(*p).1; ((*p).0, *q, C.fetch_add(1, Relaxed)) } } fn sized<const K: usize>(p: *const [T; K]) -> T where [T; K]: Copy { unsafe { (*p)[K - 1] } } }
#[datarace::check] trait Tr { type X: Copy; const K: usize; fn t(p: *const Self::X) -> Self::X { unsafe { *p } } }
#[datarace::check] impl Tr for u8 { type X = (u8, char); const K: usize = 2; }
#[datarace::check] pub fn run() -> String { let a = Box::new(AtomicU32::new(1)); format!("{} {:?} {:?} {} {}", f::<_, _, _, _, _, _, 2, 3>(&5u8, &mut 1u8, &a, 3u8, |x, y| x as u32 + y), Outer(1).g(&(1, 'c')), u8::t(&(1, 'x')), Outer::sized(&[1, 2, 3]), u8::K) }
