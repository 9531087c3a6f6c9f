use std::sync::atomic::{AtomicU32, AtomicBool, Ordering::*};
static G: AtomicU32 = AtomicU32::new(1);
#[datarace::check] pub fn run() -> String {
    let a = G.try_update(AcqRel, Acquire, |x| Some(x + 1));
    let b = G.update(AcqRel, Acquire, |x| x * 3);
    let c = AtomicBool::new(true).update(Relaxed, Relaxed, |b| !b);
    let d = G.try_update(AcqRel, Acquire, |_| None);
    let e = AtomicU32::update(&G, SeqCst, SeqCst, |x| x + 1);
    format!("{a:?} {b} {c} {d:?} {e} {G:?}")
}
