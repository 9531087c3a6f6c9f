use std::sync::atomic::{AtomicU32, Ordering::*};
#[datarace::check] fn a<'_a, 'static_, 'site, 'rt: 'site>(x: &'site AtomicU32, _y: &'rt u32, _z: &'static_ (), _w: &'_a ()) -> &'site AtomicU32 { x.fetch_add(1, Relaxed); x }
#[datarace::check] fn b(p: *mut u32) -> u32 { 'site: loop { 'r: { unsafe { *p += 1; if *p > 3 { break 'site *p; } break 'r; } } } }
#[datarace::check] fn c() -> u32 { let a = AtomicU32::new(0); 'a: while a.load(Relaxed) < 5 { 'b: for i in 0..3 { if a.fetch_add(i, Relaxed) > 3 { continue 'a; } if i == 1 { continue 'b; } } } a.into_inner() }
struct S<'p, T: 'p + ?Sized, const SITE: usize>(&'p T, [u8; SITE]);
#[datarace::check] impl<'p, T: ?Sized, const SITE: usize> S<'p, T, SITE> { fn g<'q>(&'q self, p: *const &'p T) -> &'p T where 'p: 'q { unsafe { if SITE > 0 { *p } else { self.0 } } } }
#[datarace::check] fn higher(f: &dyn for<'z> Fn(&'z AtomicU32) -> &'z AtomicU32) -> u32 { let a = AtomicU32::new(4); f(&a).load(Relaxed) }
#[datarace::check] pub fn run() -> String { let x = AtomicU32::new(1); let s = "x"; format!("{} {} {} {} {}", a(&x, &1, &(), &()).load(Acquire), b(&mut 0), c(), S(s, [0; 1]).g(&"y"), higher(&|x| x)) }
