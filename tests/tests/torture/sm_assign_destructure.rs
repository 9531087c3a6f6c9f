static mut A: u32 = 1;
static mut B: u32 = 2;
static mut P: (u32, [u32; 2]) = (0, [0, 0]);
struct S { x: u32, y: u32 }
static mut ST: S = S { x: 0, y: 0 };
#[datarace::check] pub fn run() -> String {
    unsafe {
        (A, B) = (B, A);
        (P.0, P.1[1]) = (A, B);
        [P.1[0], _] = [5, 6];
        S { x: ST.y, y: ST.x } = S { x: 8, y: 9 };
        (A, ..) = (A + 10, 1, 2);
        _ = A;
        let (mut a, b);
        (a, b) = (A, B);
        a += 1;
        format!("{a} {b} {:?} {} {}", P, ST.x, ST.y)
    }
}
