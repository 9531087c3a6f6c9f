use crate::obs::{take, v, D, note};
use std::sync::atomic::{AtomicUsize, Ordering::*};
static A: [AtomicUsize; 3] = [const { AtomicUsize::new(1) }; 3];
#[datarace::check] fn a(i: usize) -> &'static AtomicUsize { note(format!("recv{i}")); &A[i] }
struct Tmp<'a>(&'a AtomicUsize, #[allow(dead_code)] D);
#[datarace::check] impl std::ops::Deref for Tmp<'_> { type Target = AtomicUsize; fn deref(&self) -> &AtomicUsize { note("deref"); self.0 } }
#[datarace::check] fn tmp(n: &'static str) -> Tmp<'static> { Tmp(&A[0], D(n)) }
#[datarace::check] fn early(b: bool) -> Option<usize> { Some(A[1].swap(if b { return None } else { 4 }, v("ord", AcqRel))) }
#[datarace::check] fn quest(o: Option<usize>) -> Option<usize> { A[1].store(o?, Relaxed); Some(A[1].load(Relaxed)) }
#[datarace::check] pub fn run() -> String {
    a(1).store(v("val", 5), v("ord", Release));
    let x = a(2).compare_exchange(v("cur", 1), v("new", 2), v("succ", AcqRel), v("fail", Acquire));
    let y = a(v("i", 0)).fetch_add(a(1).load(v("o1", Relaxed)), v("o2", Relaxed));
    let z = tmp("t1").load(v("o", Acquire));
    tmp("t2").store(tmp("t3").load(Relaxed) + 1, v("o", Release));
    match tmp("t4").load(Acquire) { n => note(format!("in match {n}")) }
    if tmp("t5").load(Acquire) > 0 { note("in if"); }
    if let 7 = tmp("t6").load(Acquire) { note("in iflet"); } else { note("else"); }
    while tmp("t7").load(Relaxed) > 1 { tmp("t8").store(0, Relaxed); note("loop"); }
    let w = { tmp("t9").load(Relaxed) };
    let r = &tmp("t10").load(Relaxed);
    note("after");
    let p = std::panic::catch_unwind(|| { let a: [AtomicUsize; 1] = [AtomicUsize::new(1)]; let i = std::hint::black_box(4); a[i].store(v("not evaluated?", 1), Relaxed) }).is_err();
    let br = loop { A[2].store(break 5, Relaxed) };
    let lb = 'l: { A[2].store({ if w == 0 { break 'l 1 } 2 }, Relaxed); 3 };
    let n: u32 = (0..4).map(|i| { if i == 2 { A[2].store(return 100, Relaxed) } i }).sum();
    format!("{x:?}{y}{z}{w}{r}{p}{br}{lb}{n}{:?}{:?}{:?}{:?} {}", early(true), early(false), quest(None), quest(Some(9)), take())
}
