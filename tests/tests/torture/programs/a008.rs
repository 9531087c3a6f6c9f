use std::sync::atomic::{AtomicU32, Ordering::*};
// type inference that depends on method probing
#[datarace::check] fn f<T: From<u32>>(x: T) -> T { x }
#[datarace::check] pub fn main() {
    let x = AtomicU32::new(3);
    let y: u64 = x.load(Relaxed).into();
    let z = f::<u64>(x.load(Acquire).into());
    let mut v = Vec::new();
    v.push(x.swap(4, Relaxed));
    let s: i64 = v.iter().map(|&n| i64::from(n)).sum();
    let mut p = std::ptr::null_mut();
    let mut data = 5u8;
    if x.load(Relaxed) == 4 { p = &mut data; }
    unsafe { *p += 1; }
    let mut q = std::ptr::null();
    let mut w = None;
    unsafe { if let Some(p) = w { q = p; } }
    w = Some(&raw const data);
    if v.len() == 1 { q = w.unwrap(); }
    let g = |a, b: &AtomicU32| b.fetch_add(a, Relaxed);
    let h = |c: &_| AtomicU32::load(c, Relaxed);
    println!("{y} {z} {s} {data} {} {} {}", unsafe { *q }, g(2, &x), h(&x));
    let parse = "7".parse().unwrap_or(x.load(Relaxed));
    let cmp = x.load(Relaxed) < "9".parse().unwrap();
    let arr = [0; 8];
    let e = arr[x.load(Relaxed) as usize];
    println!("{parse} {cmp} {}", e + 1u8);
    let c = Default::default();
    x.store(c, Release);
    let d = x.fetch_add("5".parse().unwrap(), SeqCst) + c;
    let opt = (x.load(Relaxed) == 5).then(|| x.load(Relaxed));
    println!("{c} {d} {opt:?} {:?}", x.compare_exchange(5, Default::default(), AcqRel, Acquire).map(u64::from));
}
