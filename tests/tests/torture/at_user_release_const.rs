use std::sync::atomic::{AtomicUsize, Ordering};
#[allow(non_upper_case_globals)]
const Release: Ordering = Ordering::Acquire;
#[allow(non_upper_case_globals)]
const Acquire: Ordering = Ordering::Release;
#[allow(non_upper_case_globals)]
const AcqRel: Ordering = Ordering::Relaxed;
static G: AtomicUsize = AtomicUsize::new(5);
#[datarace::check] pub fn run() -> String {
    G.store(6, Acquire);
    let a = G.load(Release);
    let b = G.compare_exchange(6, 7, Acquire, Release);
    let c = AtomicUsize::load(&G, AcqRel);
    format!("{a}{b:?}{c}")
}
