use std::sync::atomic::{AtomicU64, AtomicPtr, Ordering::*};
static G: AtomicU64 = AtomicU64::new(1);
static H: AtomicU64 = AtomicU64::new(1);
#[datarace::check] pub fn run() -> String {
    let mut calls = 0;
    let mut seen = vec![];
    let a = G.fetch_update(AcqRel, Acquire, |x| { calls += 1; seen.push(x); H.fetch_add(1, Relaxed); x.checked_add(H.load(Relaxed)) });
    let b = G.fetch_update(Relaxed, Relaxed, |x| if x > 100 { Some(1) } else { G.load(Relaxed); None });
    let c = G.fetch_update(SeqCst, Relaxed, move |x| Some(x * 2)).unwrap();
    let f = |x: u64| Some(x + 1);
    let d = G.fetch_update(AcqRel, Acquire, f);
    let e = G.fetch_update(AcqRel, Acquire, nf);
    let g = (|| -> Result<u64, String> { G.fetch_update(AcqRel, Acquire, |x| x.checked_sub(1000)).map_err(|e| format!("no {e}")) })();
    let h = G.fetch_update(AcqRel, Relaxed, |x| { H.store(x, Relaxed); Some(G.load(Relaxed) + 1) });
    let p = std::panic::catch_unwind(|| G.fetch_update(AcqRel, Relaxed, |_| panic!("in closure")).is_ok()).is_err();
    let ap = AtomicPtr::new(std::ptr::null_mut::<u8>());
    let i = ap.fetch_update(AcqRel, Acquire, |p| if p.is_null() { None } else { Some(p) }).is_err();
    let j = G.fetch_update(AcqRel, Acquire, |x| -> Option<u64> { let y = Some(x)?; Some(y) });
    format!("{a:?} {b:?} {c} {d:?} {e:?} {g:?} {h:?} {p} {i} {calls} {seen:?} {j:?}")
}
#[datarace::check] fn nf(x: u64) -> Option<u64> { Some(x) }
