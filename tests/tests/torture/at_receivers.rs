use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::sync::{Arc, LazyLock, OnceLock, Mutex};
use std::rc::Rc;
use std::ops::Deref;
static G: AtomicUsize = AtomicUsize::new(0);
static LAZY: LazyLock<AtomicUsize> = LazyLock::new(|| AtomicUsize::new(3));
static ONCE: OnceLock<AtomicUsize> = OnceLock::new();
static ARR: [AtomicUsize; 3] = [const { AtomicUsize::new(1) }; 3];
static NEST: [[AtomicUsize; 2]; 2] = [const { [const { AtomicUsize::new(1) }; 2] }; 2];
struct S { a: AtomicUsize, t: (u8, AtomicUsize), inner: Box<I>, r: &'static AtomicUsize, v: Vec<AtomicUsize>, o: Option<AtomicUsize> }
struct I { n: AtomicUsize }
struct New(AtomicUsize);
#[datarace::check] impl Deref for New { type Target = AtomicUsize; fn deref(&self) -> &AtomicUsize { &self.0 } }
struct Pad<T> { v: T }
#[datarace::check] impl<T> Deref for Pad<T> { type Target = T; fn deref(&self) -> &T { &self.v } }
#[datarace::check] impl S {
    fn bump(&self) -> usize { self.a.fetch_add(1, AcqRel) + self.t.1.fetch_add(1, Relaxed) + self.inner.n.fetch_add(1, Relaxed) + self.r.fetch_add(1, SeqCst) }
    fn a(&self) -> &AtomicUsize { &self.a }
    fn by_mut(&mut self) -> usize { *self.a.get_mut() += 1; self.a.store(9, Relaxed); self.a.load(Relaxed) }
}
#[datarace::check] fn refs(a: &AtomicUsize, b: &&AtomicUsize, c: &mut AtomicUsize, d: &mut &AtomicUsize) -> usize { a.fetch_add(1, Relaxed) + b.fetch_add(1, Relaxed) + c.fetch_add(1, Relaxed) + d.fetch_add(1, Relaxed) }
#[datarace::check] fn gen1<T: Deref<Target = AtomicUsize>>(t: T) -> usize { t.fetch_add(1, AcqRel) + t.load(Acquire) }
#[datarace::check] fn gen2<T: AsRef<AtomicUsize>>(t: T) -> usize { t.as_ref().load(Acquire) }
#[datarace::check] fn gen3(t: &impl Deref<Target = AtomicUsize>) -> usize { t.load(Acquire) }
#[datarace::check] fn dynd(t: &dyn Deref<Target = AtomicUsize>) -> usize { t.load(Acquire) }
#[datarace::check] fn slice(s: &[AtomicUsize]) -> usize { s.iter().map(|a| a.fetch_add(1, Relaxed)).sum::<usize>() + s[0].load(Relaxed) + s.first().unwrap().load(Relaxed) }
#[datarace::check] fn pinned(p: std::pin::Pin<&AtomicUsize>) -> usize { p.load(Relaxed) }
#[datarace::check] fn cow(p: std::borrow::Cow<'_, u8>) -> u8 { *p }
#[datarace::check] pub fn run() -> String {
    let mut s = S { a: AtomicUsize::new(1), t: (1, AtomicUsize::new(2)), inner: Box::new(I { n: AtomicUsize::new(3) }), r: &G, v: vec![AtomicUsize::new(8)], o: Some(AtomicUsize::new(7)) };
    let arc = Arc::new(AtomicUsize::new(5));
    let rc = Rc::new(AtomicUsize::new(6));
    let bx = Box::new(AtomicUsize::new(7));
    let bb: Box<Arc<AtomicUsize>> = Box::new(arc.clone());
    let new = New(AtomicUsize::new(8));
    let pad = Pad { v: Arc::new(New(AtomicUsize::new(9))) };
    let mut own = AtomicUsize::new(1);
    let mut out = vec![];
    out.push(s.bump() + s.bump() + s.a().load(Relaxed) + s.by_mut());
    out.push(s.v[0].load(Relaxed) + s.o.as_ref().unwrap().swap(2, Relaxed) + s.o.as_ref().map_or(0, |a| a.load(Relaxed)));
    out.push(arc.fetch_add(1, Relaxed) + rc.fetch_add(1, Relaxed) + bx.fetch_add(1, Relaxed) + bb.fetch_add(1, Relaxed));
    out.push(new.load(Relaxed) + pad.load(Relaxed) + pad.v.load(Relaxed) + pad.v.0.load(Relaxed));
    out.push(LAZY.fetch_add(1, Relaxed) + ONCE.get_or_init(|| AtomicUsize::new(4)).fetch_add(1, Relaxed) + ONCE.get().unwrap().load(Relaxed));
    out.push(ARR[1].fetch_add(1, Relaxed) + ARR[ARR[1].load(Relaxed)].load(Relaxed) + NEST[1][0].fetch_add(1, Relaxed) + slice(&ARR));
    out.push(refs(&G, &&G, &mut own, &mut &G) + (&G).load(Relaxed) + (&&&G).load(Relaxed) + (*&G).load(Relaxed) + { &G }.load(Relaxed));
    out.push(gen1(&G) + gen1(arc.clone()) + gen1(New(AtomicUsize::new(2))) + gen2(W(AtomicUsize::new(2))) + gen3(&arc) + dynd(&arc) + pinned(std::pin::pin!(AtomicUsize::new(3)).as_ref()));
    out.push(AtomicUsize::new(4).load(Relaxed) + AtomicUsize::new(4).fetch_add(1, Relaxed) + AtomicUsize::default().into_inner());
    let m = Mutex::new(AtomicUsize::new(3));
    out.push(m.lock().unwrap().fetch_add(1, Relaxed));
    out.push({ let g = m.lock().unwrap(); g.load(Relaxed) });
    out.push(*m.lock().unwrap().get_mut());
    let f = |a: &AtomicUsize| a.load(Relaxed);
    let g = |a| -> usize { let a: &AtomicUsize = a; a.load(Relaxed) };
    out.push(f(&G) + g(&own) + [&G, &own].iter().map(|a| a.load(Relaxed)).sum::<usize>() + cow(std::borrow::Cow::Owned(1)) as usize);
    out.push(if let Some(a) = &s.o { a.load(Relaxed) } else { 0 } + match &s { S { a, t: (_, b), .. } => a.load(Relaxed) + b.load(Relaxed) });
    for a in &ARR { a.store(2, Relaxed); }
    for (i, a) in ARR.iter().enumerate() { out.push(a.swap(i, AcqRel)); }
    format!("{out:?} {arc:?} {rc:?} {bx:?} {own:?} {:?}", ARR)
}
struct W(AtomicUsize);
#[datarace::check] impl AsRef<AtomicUsize> for W { fn as_ref(&self) -> &AtomicUsize { &self.0 } }
