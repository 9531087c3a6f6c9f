use std::sync::atomic::{AtomicUsize, AtomicBool, Ordering, fence};
static G: AtomicUsize = AtomicUsize::new(5);
#[datarace::check] fn apply(f: fn(&AtomicUsize, usize, Ordering) -> usize) -> usize { f(&G, 2, Ordering::Relaxed) }
#[datarace::check] fn apply2(f: impl Fn(&AtomicUsize, Ordering) -> usize) -> usize { f(&G, Ordering::Relaxed) }
#[datarace::check] pub fn run() -> String {
    let v: Vec<usize> = vec![AtomicUsize::new(1), AtomicUsize::new(2)].into_iter().map(AtomicUsize::into_inner).collect();
    let n: Vec<AtomicUsize> = (0..3).map(AtomicUsize::new).collect();
    let a = apply(AtomicUsize::fetch_add) + apply(AtomicUsize::fetch_sub) + apply2(AtomicUsize::load);
    let f = AtomicUsize::swap;
    let b = f(&G, 9, Ordering::AcqRel);
    let g: fn(Ordering) = fence;
    g(Ordering::SeqCst);
    let t: [(&str, fn(&AtomicBool, bool, Ordering) -> bool); 2] = [("or", AtomicBool::fetch_or), ("and", AtomicBool::fetch_and)];
    let bo = AtomicBool::new(false);
    let c: Vec<bool> = t.iter().map(|(_, f)| f(&bo, true, Ordering::Relaxed)).collect();
    let st: Vec<()> = n.iter().map(|x| x.store(1, Ordering::Relaxed)).collect();
    let s: usize = n.iter().map(|x| x.load(Ordering::Relaxed)).sum();
    let l = AtomicUsize::load;
    format!("{v:?} {a} {b} {c:?} {} {s} {}", st.len(), l(&G, Ordering::Acquire))
}
