use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::*};
static B: AtomicBool = AtomicBool::new(false);
static P: AtomicPtr<u32> = AtomicPtr::new(std::ptr::null_mut());
static ST: AtomicPtr<&'static str> = AtomicPtr::new(std::ptr::null_mut());
#[datarace::check] pub fn run() -> String {
    B.store(true, Release);
    let o = [B.load(Acquire), B.swap(false, AcqRel), B.fetch_or(true, Relaxed), B.fetch_and(true, Relaxed), B.fetch_xor(true, SeqCst), B.fetch_nand(true, Acquire), B.fetch_not(Release)];
    let c = B.compare_exchange(false, true, AcqRel, Acquire);
    let w = B.compare_exchange_weak(false, true, SeqCst, Relaxed).is_ok();
    let u = B.fetch_update(Relaxed, Relaxed, |b| Some(!b));
    if !B.load(Relaxed) && B.load(Acquire) == false { B.store(true, SeqCst); }
    while !B.load(Acquire) { std::hint::spin_loop(); }
    let mut xs = [1u32, 2, 3];
    let p = xs.as_mut_ptr();
    P.store(p, Release);
    unsafe {
        *P.load(Acquire) += 1;
        let old = P.swap(p.add(1), AcqRel);
        let cx = P.compare_exchange(p.add(1), p.add(2), SeqCst, Relaxed).unwrap();
        let up = P.fetch_update(AcqRel, Acquire, |q| if q.is_null() { None } else { Some(q.sub(1)) }).is_ok();
        let r = P.load(Relaxed).as_ref().copied();
        let bx = Box::into_raw(Box::new("s"));
        ST.store(bx, Release);
        let s = *Box::from_raw(ST.swap(std::ptr::null_mut(), Acquire));
        let n = ST.load(Relaxed).is_null();
        let mut own = AtomicPtr::new(&mut xs[0]);
        **own.get_mut() = 50;
        let k = *own.into_inner();
        format!("{o:?} {c:?} {w} {u:?} {} {} {up} {r:?} {s} {n} {k}", *old, *cx)
    }
}
