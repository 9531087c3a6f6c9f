#[derive(Default)]
struct S { a: u8, b: (u16, [u32; 2]), c: String, p: Option<*mut u8> }
#[datarace::check] pub fn run() -> String {
    let mut s = S::default();
    let p = &mut s as *mut S;
    unsafe {
        let a = &raw mut (*p).a;
        *a = 4;
        let b = &raw const (*p).b.1[1];
        let c = std::ptr::addr_of_mut!((*p).b.1[1]);
        *c = 8;
        let d = *b;
        let e = core::ptr::addr_of!((*p).c);
        (*e).len();
        (*p).p = Some(a);
        let f = (*p).p.map(|x| *x);
        let null: *mut S = std::ptr::null_mut();
        let off = (&raw const (*p).b as usize) - (p as usize);
        let z = null.is_null();
        let sl = &raw mut (*p).b.1;
        (*sl)[0] = 3;
        let g = &raw mut *a;
        *g += 1;
        let h = &raw const *(&*a);
        let off_ok = off > 0;
        format!("{d} {} {f:?} {off_ok} {z} {} {}", (*p).a, *h, (*p).b.1[0])
    }
}
