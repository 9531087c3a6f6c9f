#[derive(Clone, Copy)]
union U { i: u32, f: f32, b: [u8; 4] }
static mut X: U = U { i: 0 };
#[datarace::check] pub fn run() -> String {
    unsafe {
        X.f = 1.0;
        let a = X.i;
        X.b[0] = 1;
        X.i += 1;
        let U { i } = X;
        match X { U { b: [p, ..] } => format!("{a} {i} {p} {:?}", X.b) }
    }
}
