static mut N: u32 = 1;
#[datarace::check] pub fn run() -> String {
    unsafe {
        let a = N;
        N = 5;
        N += 2;
        N -= 1;
        N *= 3;
        N <<= 1;
        N |= 1;
        N ^= 4;
        N %= 100;
        let b = N + N * 2;
        let c = -(N as i64);
        let d = !N;
        format!("{a} {b} {c} {d} {}", N)
    }
}
