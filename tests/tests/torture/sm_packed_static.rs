#[repr(C, packed)]
#[derive(Clone, Copy)]
struct P { a: u8, b: u32, c: [u16; 2], d: (u8, u64) }
static mut X: P = P { a: 1, b: 2, c: [3, 4], d: (5, 6) };
#[datarace::check] pub fn run() -> String {
    unsafe {
        X.b = 7;
        X.b += 1;
        X.c[0] = 4;
        X.c[1] += 2;
        X.d.1 *= 2;
        let b = X.b;
        let c = X.c;
        let P { a, d: (e, f), .. } = X;
        let i = 1usize;
        let q = X.c[i];
        let g = { X.b } + { X.d.1 } as u32;
        let r = &raw const X.b;
        let h = r.read_unaligned();
        format!("{b} {c:?} {a} {e} {f} {q} {g} {h} {}", { X.b })
    }
}
