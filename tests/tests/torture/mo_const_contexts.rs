use std::sync::atomic::{AtomicU32, Ordering::*};
static mut N: u32 = 1;
static A: AtomicU32 = AtomicU32::new(1);
#[datarace::check] pub fn run() -> String {
    static Z: u32 = unsafe { *(&C as *const u32).cast::<u32>() };
    const C: u32 = { let x = 5u32; let p = &raw const x; unsafe { *p + p.read() } };
    enum E { A = unsafe { *(&1isize as *const isize) }, B = C as isize }
    const fn cf(p: *const u32) -> u32 { unsafe { *p + std::ptr::read(p) } }
    const fn cm(p: *mut u32) -> u32 { unsafe { *p += 1; *p } }
    struct S<const K: usize>;
    impl<const K: usize> S<K> { const D: usize = K + { let x = 1usize; unsafe { *(&raw const x) } }; const fn k() -> usize { let p = &K as *const usize; unsafe { *p } } }
    let arr = [0u8; { let x = 3usize; unsafe { *(&raw const x) } }];
    let g = S::<{ let x = 2usize; unsafe { *(&raw const x) } }>::D;
    let i = const { let x = 4u32; let p = &raw const x; unsafe { *p } };
    let t: [u8; unsafe { *(&2usize as *const usize) }] = [1, 2];
    static AT: AtomicU32 = AtomicU32::new(cf(&7));
    const CA: AtomicU32 = AtomicU32::new(const { unsafe { *(&9u32 as *const u32) } });
    thread_local! { static TL: u32 = const { unsafe { *(&8u32 as *const u32) } }; }
    const HALF: u32 = C / 2; let m = match 5u32 { HALF => 1, _ => 2 };
    let mut q = 1; unsafe { N += cm(&mut q); }
    let addr: *const u32 = const { std::ptr::null() };
    format!("{Z} {C} {} {} {} {g} {i} {} {} {} {} {m} {} {} {}", E::A as u8, E::B as u8, arr.len(), t.len(), AT.load(Relaxed), CA.load(Relaxed), TL.with(|x| *x), S::<3>::k(), addr.is_null(), A.load(Acquire))
}
