#[repr(C, packed(2))] #[derive(Clone, Copy, Default, Debug)]
struct P { a: u8, b: u32, c: u64, d: [u32; 2], e: Q }
#[repr(C, packed)] #[derive(Clone, Copy, Default, Debug)]
struct Q { x: u8, y: u16 }
#[datarace::check] pub fn run() -> String {
    let mut v = P::default();
    let p = &raw mut v;
    unsafe {
        (*p).b = 5;
        (*p).c += 3;
        (*p).d[1] = 8;
        (*p).d[0] |= 1;
        (*p).e.y = 9;
        (*p).e.y <<= 1;
        let a = (*p).b;
        let b = (*p).d;
        let c = (*p).d[1];
        let d = { (*p).e.y };
        let e = (*p).e;
        let P { b: f, e: Q { y, .. }, .. } = *p;
        let g = *p;
        let h = &raw const (*p).c;
        let i = h.read_unaligned();
        let j = std::ptr::addr_of!((*p).e.y).read_unaligned();
        let k = (*p).b.wrapping_add((*p).d[0]);
        let l = (*p).b == 5 && (*p).c > 1;
        let m = match (*p).b { 5 => "five", _ => "?" };
        let n = if let 5 = (*p).b { 1 } else { 0 };
        *p = P { a: 1, ..*p };
        format!("{a} {b:?} {c} {d} {} {f} {y} {} {i} {j} {k} {l} {m} {n} {}", { e.x }, { g.c }, (*p).a)
    }
}
