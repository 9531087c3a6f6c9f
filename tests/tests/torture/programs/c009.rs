// const contexts
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
const N: usize = { let mut a = [1usize, 2, 3]; let p = &raw mut a; unsafe { (*p)[1] = 5; *(&raw const a).cast::<usize>() + (*p)[1] } };
static S: [AtomicUsize; N] = [const { AtomicUsize::new(N) }; N];
static PTR: &AtomicUsize = &S[1]; static mut T: [u8; const { N / 2 }] = [{ const X: u8 = 2; X }; 3];
const fn cf<const K: usize>(a: &[u8; K]) -> u8 { let mut i = 0; let mut s = 0; while i < K { s += unsafe { *a.as_ptr().add(i) }; i += 1; } s }
const fn cmut(x: &mut u8) -> u8 { let p: *mut u8 = x; unsafe { *p += 1; *p } }
struct A<const M: usize>; #[datarace::check] impl<const M: usize> A<M> { const V: [u8; M] = [cf(&[1, 2]); M]; fn f(&self) -> usize { let a = [0u8; 4]; let p = a.as_ptr(); unsafe { *p.add(const { 4 - 1 }) as usize + M + Self::V.len() } } const fn g(&self) -> usize { M } }
enum E { A = { let x = [7isize]; x[0] }, B = cf(&[3]) as isize * 10 }
#[datarace::check] trait Tr { const C: usize = 3; fn h(&self) -> [u8; 2] { const L: usize = 2; let x = [0u8; L]; unsafe { T[0] += Self::C as u8; [T[0], x[1]] } } } #[datarace::check] impl Tr for u8 { const C: usize = const { 1 + 1 }; }
#[datarace::check] pub fn main() { println!("{N} {} {}", PTR.fetch_add(1, Relaxed), S[1].load(Relaxed)); unsafe { println!("{:?} {}", T, T[const { 1 }]); }
  const Q: u8 = { let mut x = 4; cmut(&mut x) }; println!("{Q} {} {} {} {} {:?}", A::<2>.f(), A::<{ N }>.g(), E::A as u8, E::B as u8, 1u8.h()); let arr = [(); { const fn k() -> usize { 2 } k() }]; println!("{} {}", arr.len(), match 3u8 { Q => 1, 0..=3 => 2, _ => 3 }); println!("{}", const { cf(&[1, 2, 3]) }); let z: [u8; cf(&[1, 1]) as usize] = [1; 2]; println!("{z:?} {}", std::mem::offset_of!(P, b)); static LOCAL: [u8; 2] = { let a = [1, 2]; unsafe { *(&raw const a) } }; println!("{LOCAL:?}"); #[repr(C)] struct P { a: u8, b: u32 } let _ = P { a: 1, b: 2 }.a; let _ = P { a: 0, b: 1 }.b; }
