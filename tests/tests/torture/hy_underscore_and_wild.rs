use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(12);
static mut N: (u32, String) = (7, String::new());
static mut V: Vec<String> = Vec::new();
#[datarace::check] pub fn run() -> String {
    let p = &raw mut *unsafe { &mut N };
    unsafe {
        let _ = *p;
        let _ = (*p).1;
        let (_, _) = *p;
        let (a, _) = *p;
        let (_, ref b) = *p;
        let _ = A.load(Acquire);
        _ = A.swap(3, AcqRel);
        _ = *p;
        let (ref mut c, ..) = *p;
        *c += 1;
        match *p { _ => (), }
        match *p { (x, _) if x > 100 => (), (_, ref s) => { let _ = s.len(); } }
        let _x = (*p).0;
        if let (8, _) = *p { (*p).1.push('k'); }
        let q = &raw const V; let _ = *q; let _ = (&(*q)).len();
        let n = std::ptr::null::<u32>(); let _ = *n; // no access: a place expression in a wildcard
        let _: u32 = (*p).0;
        let _y @ (_, _) = ((*p).0, 3);
        for _ in 0..(*p).0 { A.fetch_add(1, Relaxed); }
        format!("{a} {b} {} {}", (*p).1, A.load(Relaxed))
    }
}
