use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(5);
static mut O: Option<Vec<u32>> = None;
static mut N: u32 = 2;
#[datarace::check] fn chain(p: *const Option<u32>) -> u32 {
    if let Some(x) = unsafe { *p } && x > A.load(Acquire) && let Some(v) = unsafe { &mut O } && !v.is_empty() && unsafe { N } > 1 { v.push(x); return v.len() as u32; }
    unsafe { if let Some(ref v) = O && let [a, ..] = v[..] && a > 1 && let n = A.swap(a, AcqRel) && n != 0 { return a + n; } }
    while let Some(v) = unsafe { O.as_mut() } && let Some(x) = v.pop() && A.fetch_add(x, Relaxed) < 50 { unsafe { N += x; } }
    unsafe { if N > 1 && let 5..=100 = N { N } else if let Some(v) = &O && v.is_empty() { 0 } else { 1 } }
}
#[datarace::check] pub fn run() -> String { let s = Some(8); let n = None; unsafe { let a = chain(&n); O = Some(vec![]); let b = chain(&s); O = Some(vec![3, 4]); let c = chain(&s); let d = chain(&n); let e = chain(&n); format!("{a} {b} {c} {d} {e} {:?} {}", O, N) } }
