use std::sync::atomic::{AtomicUsize, Ordering::*};
static A: AtomicUsize = AtomicUsize::new(1);
static mut N: u32 = 1;
#[datarace::check] fn mk(n: usize) -> impl Fn(usize) -> usize { move |x| A.fetch_add(x + n, Relaxed) }
#[datarace::check] fn mk_mut() -> impl FnMut() -> u32 { let mut c = 0; move || { c += 1; unsafe { N += c; N } } }
#[datarace::check] fn mk_once(s: String) -> impl FnOnce() -> String { move || s + &A.load(Relaxed).to_string() }
#[datarace::check] fn rec(f: &dyn Fn(&dyn Fn(u32) -> u32, u32) -> u32) -> u32 { f(&|n| n + 1, 5) }
#[datarace::check] fn apply<R>(f: impl FnOnce() -> R) -> R { f() }
#[datarace::check] pub fn run() -> String {
    let mut o = vec![];
    let f = |x: usize| -> usize { if x > 3 { return A.load(Acquire); } A.fetch_add(x, Relaxed) };
    o.push(f(2) + f(5));
    let p: fn(usize) -> usize = |x| A.swap(x, AcqRel);
    o.push(p(7));
    o.push(mk(1)(2));
    let mut m = mk_mut();
    o.push((m() + m()) as usize);
    o.push(mk_once("a".into())().len());
    o.push(rec(&|g, n| g(n) * 2) as usize);
    let mut st = (1u32, String::new(), vec![1u8]);
    let mut c1 = || st.0 += 1;
    let mut c2 = || { st.1.push('x'); A.load(Relaxed) };
    c1(); o.push(c2()); 
    let c3 = || st.2.len();
    o.push(c3() + st.0 as usize);
    let nested = |a: usize| move |b: usize| move |c: usize| A.fetch_max(a + b + c, Relaxed);
    o.push(nested(1)(2)(3));
    o.push(apply(|| apply(|| apply(|| A.load(Relaxed)))));
    let r = &A;
    let v: Vec<usize> = (0..3).map(|i| r.fetch_add(i, Relaxed)).filter(|x| x % 2 == 0 || A.load(Relaxed) > 0).collect();
    o.extend(v);
    let b: Box<dyn FnMut(&mut u32) -> bool> = Box::new(|x| { *x += unsafe { N }; *x > 3 });
    let mut b = b; let mut z = 1; o.push(b(&mut z) as usize + z as usize);
    let tup = (|x: u32| x + unsafe { N }, |y: u32| y * 2);
    o.push(((tup.0)(1) + (tup.1)(2)) as usize);
    let d = |(a, b): (u32, u32), [c, ..]: [u32; 2], S { s }: S| a + b + c + s;
    o.push(d((1, 2), [3, 4], S { s: 5 }) as usize);
    let e = |x: &mut Vec<u32>| -> Option<u32> { let n = x.pop()?; unsafe { N = n }; Some(n) };
    o.push(e(&mut vec![9]).unwrap() as usize);
    let q = || -> Result<usize, std::num::ParseIntError> { let n: usize = "12".parse()?; A.store(n, Release); Ok(A.load(Acquire)) };
    o.push(q().unwrap());
    let res: Result<Vec<usize>, String> = (0..3).map(|i| A.compare_exchange(12 + i, 13 + i, AcqRel, Acquire).map_err(|e| e.to_string())).collect();
    o.push(res.unwrap().len());
    o.sort_by_key(|x| { A.load(Relaxed); *x });
    o.sort_by(|a, b| b.cmp(a));
    format!("{o:?}")
}
struct S { s: u32 }
