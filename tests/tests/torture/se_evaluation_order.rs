use crate::obs::{note, take, v};
use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(1);
static mut N: u32 = 1;
static mut ARR: [u32; 4] = [0; 4];
static mut V: Vec<u32> = Vec::new();
static mut BX: Option<Box<u32>> = None;
#[datarace::check] fn p() -> *mut u32 { note("p"); &raw mut N }
#[datarace::check] fn bump() -> u32 { unsafe { N += 1; N } }
#[datarace::check] pub fn run() -> String {
    let mut o = vec![];
    unsafe {
        o.push(N + bump() + N);
        o.push(N * 10 + { N = 5; N });
        N = bump() + N;
        N += bump();
        *p() = v("rhs", bump());
        *p() += v("rhs", bump());
        *p().add(v("off", 0)) -= v("r", 1);
        ARR[v("i", 1)] = v("rhs", N);
        ARR[{ N += 1; 2 }] = N;
        ARR[(N % 4) as usize] += { N += 1; N };
        V.push({ V.push(1); V.len() as u32 });
        V[v("vi", 0)] = v("vr", V.len() as u32);
        V[0] += V[1] + { let n = V.len(); n as u32 };
        let (x, y) = (N, bump());
        o.extend([x, y, N]);
        let a = [N, bump(), N, { N = 0; N }];
        o.extend(a);
        o.push(f(N, bump(), N));
        let s = S { b: bump(), a: N };
        o.extend([s.a, s.b]);
        let q = &raw mut N;
        o.push(*q + bump() + *q);
        o.push((*q, { *q = 9; 1 }).0);
        *q = { *q += 1; *q } + *q;
        let mut m = [1u32, 2];
        let mp = m.as_mut_ptr();
        *mp = *mp.add(1) + { *mp.add(1) = 7; *mp.add(1) };
        o.extend(m);
        BX = Some(Box::new(1));
        **BX.as_mut().unwrap() += { note("bx"); 1 };
        o.push(*BX.take().unwrap());
        o.push(A.load(Relaxed) + A.fetch_add(1, Relaxed) * 10 + A.load(Relaxed) * 100);
        A.store({ A.store(7, Relaxed); A.load(Relaxed) + 1 }, Relaxed);
        o.push(A.load(Relaxed));
        o.push(if N > 0 && { N = 0; true } && N == 0 { 1 } else { 2 });
        let mut z = 5; let r = &mut z; *r += { 1 }; let w = *r; *r = w + *r; o.push(z);
        let t = (V.len(), V.pop(), V.len()); o.push(t.0 as u32 * 100 + t.2 as u32);
        o.push(match N { n if { N = 3; n == 0 } => N, _ => 100 });
    }
    format!("{o:?} {}", take())
}
struct S { a: u32, b: u32 }
#[datarace::check] fn f(a: u32, b: u32, c: u32) -> u32 { a * 100 + b * 10 + c }
