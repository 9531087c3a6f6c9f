use std::sync::atomic::{AtomicI32, AtomicU8, Ordering};
use std::sync::atomic::Ordering::*;
static A: AtomicI32 = AtomicI32::new(5);
static B: AtomicU8 = AtomicU8::new(250);
#[datarace::check] pub fn run() -> String {
    A.store(6, Release);
    let l = A.load(Ordering::Acquire);
    let s = A.swap(-7, std::sync::atomic::Ordering::AcqRel);
    let c = A.compare_exchange(-7, 8, SeqCst, Relaxed);
    let d = A.compare_exchange(7, 9, Acquire, Acquire).unwrap_or_else(|x| x * 2);
    while A.compare_exchange_weak(8, 10, Release, Relaxed).is_err() {}
    let o = [A.fetch_add(3, Relaxed), A.fetch_sub(1, AcqRel), A.fetch_and(13, Acquire), A.fetch_nand(6, Release), A.fetch_or(3, SeqCst), A.fetch_xor(5, Relaxed), A.fetch_max(9, Relaxed), A.fetch_min(4, Relaxed)];
    let u = A.fetch_update(AcqRel, Acquire, |x| x.checked_mul(2));
    let v = A.fetch_update(SeqCst, Relaxed, |x| if x > 1000 { Some(0) } else { None });
    let w = B.fetch_add(10, Relaxed);
    let x = B.fetch_sub(10, Relaxed);
    let e: u64 = B.load(Relaxed).into();
    let f = B.load(Relaxed) as usize + A.load(SeqCst) as usize;
    assert_eq!(B.load(SeqCst), 250, "value {}", B.load(SeqCst));
    format!("{l} {s} {c:?} {d} {o:?} {u:?} {v:?} {w} {x} {e} {f} {A:?} {}", A.load(Relaxed))
}
