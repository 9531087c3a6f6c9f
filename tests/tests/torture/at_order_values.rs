use std::sync::atomic::{AtomicUsize, AtomicBool, Ordering, fence};
static G: AtomicUsize = AtomicUsize::new(5);
const REL: Ordering = Ordering::Release;
const ORD: (Ordering, Ordering) = (Ordering::AcqRel, Ordering::Acquire);
static SO: Ordering = Ordering::Acquire;
struct O { load: Ordering, f: fn() -> Ordering }
#[datarace::check] trait Mode { const L: Ordering; const S: Ordering; fn order(&self) -> Ordering { Self::L } }
struct Fast; struct Slow;
#[datarace::check] impl Mode for Fast { const L: Ordering = Ordering::Relaxed; const S: Ordering = Ordering::Relaxed; }
#[datarace::check] impl Mode for Slow { const L: Ordering = Ordering::Acquire; const S: Ordering = Ordering::Release; }
#[datarace::check] fn pick(b: bool) -> Ordering { if b { Ordering::SeqCst } else { Ordering::Relaxed } }
#[datarace::check] fn get<M: Mode>(m: M) -> usize { G.store(3, M::S); G.load(M::L) + G.load(m.order()) }
#[datarace::check] fn arg(o: Ordering) -> usize { G.load(o) + G.fetch_add(1, o) }
macro_rules! ord { (acq) => { Ordering::Acquire }; (rel) => { Ordering::Release }; }
#[datarace::check] pub fn run() -> String {
    let o = O { load: Ordering::Acquire, f: || Ordering::Relaxed };
    let a = G.load(pick(true)) + G.load(if G.load(pick(false)) > 2 { Ordering::Acquire } else { Ordering::Relaxed });
    G.store(4, REL);
    let b = G.compare_exchange(4, 6, ORD.0, ORD.1);
    let c = G.load(SO) + G.load(o.load) + G.load((o.f)()) + G.load({ Ordering::Acquire }) + G.load(*&SO);
    let d = get(Fast) + get(Slow) + arg(Ordering::Relaxed) + arg(pick(true));
    let e: Vec<usize> = [Ordering::Relaxed, Ordering::Acquire, Ordering::SeqCst].into_iter().map(|x| G.load(x)).collect();
    fence(pick(true));
    fence(REL);
    G.store(9, ord!(rel));
    let f = G.load(ord!(acq));
    use Ordering as Or;
    let g = G.load(Or::SeqCst);
    let h = match 1 { 1 => G.load(match pick(false) { Ordering::Relaxed => Ordering::Acquire, x => x }), _ => 0 };
    let bad = std::panic::catch_unwind(|| G.load(std::hint::black_box(REL))).is_err();
    let bad2 = std::panic::catch_unwind(|| G.store(1, std::hint::black_box(SO))).is_err();
    let bad3 = std::panic::catch_unwind(|| AtomicBool::new(true).compare_exchange(true, false, SO, std::hint::black_box(REL))).is_err();
    let bad4 = std::panic::catch_unwind(|| fence(std::hint::black_box(Ordering::Relaxed))).is_err();
    format!("{a} {b:?} {c} {d} {e:?} {f} {g} {h} {bad} {bad2} {bad3} {bad4}")
}
