//! One body, plain and annotated. Written to break the macro, not to be read.

#![allow(
    static_mut_refs,
    dead_code,
    unused,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::undocumented_unsafe_blocks
)]
use std::cell::RefCell;
thread_local! { static LOG: RefCell<Vec<String>> = RefCell::new(vec![]); }
pub fn log(s: impl ToString) {
    LOG.with_borrow_mut(|l| l.push(s.to_string()));
}
struct D(&'static str);
impl Drop for D {
    fn drop(&mut self) {
        log(format!("drop {}", self.0));
    }
}
#[rustfmt::skip]
macro_rules! body { ($name:ident, #[$($attr:tt)*]) => {
#[$($attr)*]
mod $name {
    use super::*;
    use std::sync::atomic::{AtomicUsize, AtomicPtr, Ordering::*, Ordering};
    use std::ops::{Deref, DerefMut, Index, IndexMut, AddAssign};
    static A: AtomicUsize = AtomicUsize::new(0);
    static mut N: u32 = 1; static mut S: String = String::new(); static mut ARR: [u32; 4] = [1, 2, 3, 4]; static mut V: Vec<u32> = Vec::new();
    static mut GR: [[u32; 3]; 3] = [[0; 3]; 3];
    struct W(u32, u32); impl Deref for W { type Target = u32; fn deref(&self) -> &u32 { log("deref"); &self.0 } } impl DerefMut for W { fn deref_mut(&mut self) -> &mut u32 { log("deref_mut"); &mut self.0 } }
    static mut WW: W = W(3, 4);
    struct Ix(Vec<u32>); impl Index<usize> for Ix { type Output = u32; fn index(&self, i: usize) -> &u32 { log(format!("index {i}")); &self.0[i] } } impl IndexMut<usize> for Ix { fn index_mut(&mut self, i: usize) -> &mut u32 { log(format!("index_mut {i}")); &mut self.0[i] } }
    static mut IX: Ix = Ix(Vec::new());
    #[derive(Clone, Copy)] struct Acc(u32); impl AddAssign<u32> for Acc { fn add_assign(&mut self, o: u32) { log(format!("add {}", o)); self.0 += o; } }
    static mut ACC: Acc = Acc(0);
    fn e(s: &'static str, v: u32) -> u32 { log(s); v }
    fn o(s: &'static str, v: Ordering) -> Ordering { log(s); v }
    fn at(s: &'static str) -> &'static AtomicUsize { log(s); &A }
    fn pt(s: &'static str, p: *mut u32) -> *mut u32 { log(s); p }
    struct Bx { a: D, b: D }
    pub fn run() {
        A.store(0, Relaxed);
        at("recv").store(e("val", 3) as usize, o("ord", Relaxed));
        log(at("r2").compare_exchange(e("cur", 3) as usize, e("new", 4) as usize, o("s", AcqRel), o("f", Acquire)).is_ok());
        log(AtomicUsize::fetch_add({ log("first"); &A }, e("v", 1) as usize, o("oo", Relaxed)));
        unsafe {
            N = e("n", 4); N += e("m", 2); log(N); ARR[e("i", 1) as usize] = e("rhs", 9); ARR[e("i2", 2) as usize] += e("rhs2", 7); log(format!("{:?}", ARR));
            GR[e("gi", 1) as usize][e("gj", 2) as usize] = e("gv", 5); log(format!("{:?}", GR));
            ACC += e("acc", 3); log(ACC.0);
            S.push_str(&{ log("arg"); String::from("abc") }); log(S.len()); log(S.clone() + &S); V = vec![1, 2]; V.push(V.len() as u32); V.insert(e("vi", 0) as usize, e("vx", 7)); log(format!("{:?}", V)); V[e("k", 1) as usize] = e("kv", 3);
            *WW = e("ww", 5); log(*WW); log(WW.1); WW.1 = 9; let r = &mut *WW; *r += 1; log(WW.0);
            IX = Ix(vec![1, 2, 3]); IX[e("x", 1) as usize] = e("y", 5); log(IX[1]); IX[2] += e("z", 1); log(IX.0[2]);
            let mut x = 5u32; let p = &raw mut x; *pt("p1", p) = e("v1", 6); *pt("p2", p) += e("v2", 1); log(*pt("p3", p)); pt("p4", p).write(e("v4", 8)); log(pt("p5", p).read()); std::ptr::write(pt("p6", p), e("v6", 9)); log(std::ptr::replace(pt("p7", p), e("v7", 10))); log(x);
            let b = Box::new(Bx { a: D("a"), b: D("b") }); let Bx { a, .. } = *b; log("partial"); drop(a);
            let raw = Box::into_raw(Box::new(D("boxed"))); log("raw"); let bx = Box::from_raw(raw); let moved = *bx; log("moved"); drop(moved);
            let pd = Box::into_raw(Box::new(D("old"))); *pd = D("new"); log("assigned"); drop(Box::from_raw(pd));
            let res = std::panic::catch_unwind(|| { ARR[e("oob", 7) as usize] = e("never?", 1); }); log(res.is_err());
            let res = std::panic::catch_unwind(|| { let i = e("oob2", 9) as usize; ARR[i] }); log(res.is_err());
            let f = |i: usize| -> Option<u32> { let v = ARR.get(i)?; Some(*v) }; log(format!("{:?} {:?}", f(1), f(9)));
            let early = || -> Option<()> { S.push_str(&{ let x: Option<String> = None; x? }); log("unreached"); Some(()) }; log(early().is_none()); log(S.len());
            'l: for i in 0..3 { ARR[i] = if i == 1 { continue 'l } else { 77 }; } log(format!("{:?}", ARR));
            let t = (D("t1"), D("t2")); let pt2 = &raw const t; let _ = (*pt2).0.0; let y = &(*pt2).1; log(y.0);
            match N { n @ 1..=9 => log(n), n => log(n + 100) } if let 6 = N { log("six") }
            let tmp = { let g = D("g"); N + { log("inner"); 1 } }; log(tmp);
            log(format!("{} {:?}", N, ARR)); assert_eq!(N, 6, "{}", e("not evaluated", 1));
        }
        let v = { let _d = D("temp"); A.load(o("lo", Relaxed)) }; log(v);
        log(A.fetch_update(Relaxed, Relaxed, |x| { log("f"); if x > 1000 { None } else { Some(x + 1) } }).is_ok());
        let r = std::panic::catch_unwind(|| A.load(o("bad", Release))); log(*r.unwrap_err().downcast_ref::<&str>().unwrap());
        let r = std::panic::catch_unwind(|| A.store(1, o("bad", Acquire))); log(*r.unwrap_err().downcast_ref::<&str>().unwrap());
        let r = std::panic::catch_unwind(|| A.compare_exchange(1, 1, Relaxed, o("bad", AcqRel))); log(*r.unwrap_err().downcast_ref::<&str>().unwrap());
        let h = std::thread::Builder::new().name("n".into()).spawn(|| { let _d = D("thr"); 3 }).unwrap(); log(h.join().unwrap());
        log(std::any::type_name_of_val(&|| 3).contains("closure"));
        fn loc() -> u32 { std::panic::Location::caller().line() }
    }
}
} }
body!(plain, #[allow(unused)]);
body!(annotated, #[datarace::check]);
pub fn logs() -> (Vec<String>, Vec<String>) {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.payload_as_str().unwrap_or_default().to_owned();
        // Both bodies come out of one macro call each; std's own place is told for the plain one.
        let here = panic
            .location()
            .is_some_and(|place| place.file().ends_with("meaning.rs"));
        log(format!(
            "panic {text} {}",
            here || text.contains("no such thing")
        ));
    }));
    plain::run();
    let plain = LOG.take();
    annotated::run();
    let annotated = LOG.take();
    (plain, annotated)
}
