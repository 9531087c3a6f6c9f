use std::sync::{Mutex, RwLock};
use std::cell::RefCell;
use crate::obs::{D, note, take};
static M: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static R: RwLock<(u32, u32)> = RwLock::new((1, 2));
#[datarace::check] fn d(n: &'static str) -> Box<D> { Box::new(D(n)) }
#[datarace::check] fn s() -> String { "tmp".into() }
#[datarace::check] pub fn run() -> String {
    let mut o = vec![];
    unsafe {
        std::hint::black_box(());
        let x: &str = &*s(); o.push(x.len());
        let g = &mut *M.lock().unwrap(); g.push(1); o.push(g.len());
    }
    unsafe { std::hint::black_box(()); let (a, b) = { let r = &*R.read().unwrap(); (r.0, r.1) }; o.push((a + b) as usize); let w = &mut R.write().unwrap().0; *w += 1; o.push(*w as usize); }
    let y = unsafe { std::hint::black_box(()); &*s() }; o.push(y.len());
    let z = &(*d("ext")).0; note("after ext"); o.push(z.len());
    unsafe { std::hint::black_box(()); let z2 = &(*d("ext2")).0; note("after ext2"); o.push(z2.len()); let f = &d("ext3").0[1..]; note("a"); o.push(f.len()); let t = (&*s(), &*d("ext4")); note(t.1.0); o.push(t.0.len()); }
    unsafe { std::hint::black_box(()); let c = RefCell::new(vec![1]); let b = &*c.borrow(); o.push(b.len()); let p = &raw const *b; o.push((&*p).len()); }
    unsafe { std::hint::black_box(()); let a = [&*s(), &*s()]; o.push(a.len()); struct H<'a> { r: &'a str } let h = H { r: &*s() }; o.push(h.r.len()); let k = { &*s() == "tmp" } as usize; o.push(k); let u = &*if k > 0 { s() } else { s() }; o.push(u.len()); }
    format!("{o:?} {}", take())
}
