struct P { x: i32, y: (u8, [u16; 3]), s: &'static str }
static mut P1: P = P { x: 1, y: (2, [3, 4, 5]), s: "a" };
#[datarace::check] pub fn run() -> String {
    unsafe {
        P1.x += 1;
        P1.y.0 = 9;
        P1.y.1[1] += 10;
        let i = 2;
        P1.y.1[i] = P1.y.1[i - 1] + P1.y.1[0];
        P1.s = "bb";
        let P { x, y: (a, [b, ..]), s } = P1;
        let P { ref x, .. } = P1;
        format!("{x} {a} {b} {s} {} {}", P1.y.1.len(), P1.s.len()) + &format!("{x}")
    }
}
