// unions, packed, align
#[repr(C)] union U { a: u32, b: f32, c: [u8; 4], d: std::mem::ManuallyDrop<(u16, u16)> }
#[repr(C, packed)] #[derive(Clone, Copy)] struct P { a: u8, b: u32, c: [u16; 2], d: Q }
#[repr(C, packed(2))] #[derive(Clone, Copy, Debug, Default, PartialEq)] struct Q { x: u8, y: u64 }
#[repr(align(32))] struct A { v: u8, p: P }
static mut UN: U = U { a: 1 };
static mut PK: P = P { a: 1, b: 2, c: [3, 4], d: Q { x: 5, y: 6 } };
static mut AL: [A; 2] = [const { A { v: 0, p: P { a: 0, b: 0, c: [0; 2], d: Q { x: 0, y: 0 } } } }; 2];
#[datarace::check] pub fn main() {
    unsafe {
        UN.b = 1.5; println!("{:x} {:?}", UN.a, UN.c); UN.c[0] = 1; (*UN.d).0 += 1; println!("{}", UN.a); let U { a } = UN; println!("{a}");
        match UN { U { c: [0, ..] } => println!("zero"), U { a: n @ 1.. } => println!("{n}"), _ => {} }
        let r = &mut UN; r.a = 9; (*(&raw mut UN)).c[1] = 1; println!("{}", r.a); let p = &raw mut UN.c; (*p)[2] += 1; println!("{:?}", *p);
        PK.b += 3; PK.c[1] = 9; PK.d.y <<= 1; PK.d.x = PK.a; let (b, c, d) = (PK.b, PK.c, PK.d); println!("{b} {c:?} {d:?}"); println!("{} {}", { PK.b }, { PK.d.y } + u64::from(PK.d.x));
        let q = &raw mut PK; (*q).b -= 1; (*q).c[0] ^= 7; let e = (*q).c[0] + (*q).c[1]; println!("{e} {}", (*q).b == 4); let f = &raw mut (*q).b; f.write_unaligned(f.read_unaligned() + 1); println!("{}", { (*q).b });
        let P { a, b, c: [c0, _], .. } = *q; println!("{a} {b} {c0}"); let P { d: Q { y, .. }, .. } = PK; println!("{y}"); if let P { b: 5, .. } = PK { println!("five") } match PK.b { 5 => println!("5"), _ => {} }
        AL[1].p.b = 8; AL[1].v += 1; AL[0].p = AL[1].p; let k = &raw mut AL[0]; (*k).p.d.y = u64::MAX; println!("{} {} {}", AL[1].v, { AL[0].p.b }, { (*k).p.d.y }); println!("{}", { AL[0].p.d } == Q { x: 0, y: u64::MAX }); println!("{}", (&raw const AL[1]).addr() % 32);
        std::mem::swap(&mut AL[0].v, &mut AL[1].v); println!("{}", AL[0].v);
    }
}
