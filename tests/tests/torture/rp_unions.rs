use std::mem::ManuallyDrop;
#[repr(C)] union U { i: u32, f: f32, b: [u8; 4], s: (u16, u16), p: *mut u8 }
union M { s: ManuallyDrop<String>, n: u8 }
struct W { u: U, tag: u8 }
#[datarace::check] pub fn run() -> String {
    let mut u = U { i: 0 };
    u.f = 1.5;
    let mut y = 3u8;
    unsafe {
        u.b[3] ^= 0x80;
        let a = u.f;
        let U { i: b } = u;
        let c = match u { U { b: [_, _, x, _] } => x };
        u.s.0 += 1;
        let r = &mut u.b;
        r[0] = 7;
        let d = u.i;
        u.i += 1;
        let e = &raw const u.f;
        let f = (*e).to_bits();
        u.p = &mut y;
        *u.p += 1;
        let g = *u.p;
        let mut m = M { s: ManuallyDrop::new("abc".into()) };
        (*m.s).push('d');
        (*m.s).push('e');
        let h = m.s.len();
        ManuallyDrop::drop(&mut m.s);
        m.n = 4;
        let mut w = W { u: U { i: 1 }, tag: 0 };
        w.u.i += 5;
        w.tag += w.u.b[0];
        let pw = &raw mut w;
        (*pw).u.s.1 = 1;
        let k = (*pw).u.i;
        let z = match *pw { W { u: U { i: 5..100_000 }, tag } => tag, _ => 0 };
        format!("{a} {b} {c} {d} {f} {g} {h} {} {k} {z}", m.n)
    }
}
