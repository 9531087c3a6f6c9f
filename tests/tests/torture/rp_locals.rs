#[datarace::check] pub fn run() -> String {
    let mut x = 5u32;
    let p = &mut x as *mut u32;
    let q: *const u32 = p;
    unsafe {
        *p = 6;
        *p += 1;
        let a = *p;
        let b = *q + *p;
        let r = &*q;
        let c = *r;
        let m = &mut *p;
        *m += 1;
        let n = &mut *m;
        *n *= 2;
        format!("{a} {b} {c} {} {}", *q, *p)
    }
}
