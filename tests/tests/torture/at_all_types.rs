use std::sync::atomic::*;
macro_rules! int { ($out:ident, $($t:ident $v:ty),*) => { $({
    let a = $t::new(5);
    a.store(6, Ordering::Release);
    let l = a.load(Ordering::Acquire);
    let s = a.swap(7, Ordering::AcqRel);
    let c = a.compare_exchange(7, 8, Ordering::SeqCst, Ordering::Relaxed);
    let d = a.compare_exchange(7, 9, Ordering::Acquire, Ordering::Acquire);
    let w = loop { match a.compare_exchange_weak(8, 10, Ordering::Release, Ordering::Relaxed) { Ok(x) => break x, Err(_) => continue } };
    let ops = [a.fetch_add(3, Ordering::Relaxed), a.fetch_sub(1, Ordering::AcqRel), a.fetch_and(13, Ordering::Acquire), a.fetch_nand(6, Ordering::Release), a.fetch_or(3, Ordering::SeqCst), a.fetch_xor(5, Ordering::Relaxed), a.fetch_max(9, Ordering::Relaxed), a.fetch_min(4, Ordering::Relaxed)];
    let u = a.fetch_update(Ordering::AcqRel, Ordering::Acquire, |x| Some(x.wrapping_mul(2)));
    let n = a.fetch_update(Ordering::AcqRel, Ordering::Acquire, |_| None);
    let mut m = a;
    *m.get_mut() = m.get_mut().wrapping_add(1);
    let p = m.as_ptr();
    let pv = unsafe { *p };
    let fp = unsafe { $t::from_ptr(p) };
    fp.fetch_add(1, Ordering::Relaxed);
    $out += &format!("{l}{s}{c:?}{d:?}{w}{ops:?}{u:?}{n:?}{pv}{m:?}");
    $out += &format!("{} ", m.into_inner());
    let _: $v = 0;
})* }; }
#[datarace::check] pub fn run() -> String {
    let mut out = String::new();
    int!(out, AtomicU8 u8, AtomicI8 i8, AtomicU16 u16, AtomicI16 i16, AtomicU32 u32, AtomicI32 i32, AtomicU64 u64, AtomicI64 i64, AtomicUsize usize, AtomicIsize isize);
    out
}
