static mut N: usize = 2;
static mut A: [u8; 4] = [1, 2, 3, 4];
static mut S: &str = "abc";
static mut T: ((u8,), [(u8, u8); 2]) = ((1,), [(2, 3), (4, 5)]);
static mut PT: *mut u8 = std::ptr::null_mut();
#[datarace::check] pub fn run() -> String {
    unsafe {
        #[allow(unused_parens)]
        let a = (N);
        let b = { N };
        let c = (A)[1];
        let d = (T.0).0;
        let e = ((T.1)[1]).1;
        (N) = 3;
        (A[0]) = 7;
        T.1[0].1 += T.0.0;
        N += if c > 0 { return done(a, b, c, d, e) } else { 1 };
        String::new()
    }
}
#[datarace::check] fn done(a: usize, b: usize, c: u8, d: u8, e: u8) -> String { unsafe { format!("{a}{b}{c}{d}{e} {:?} {:?} {} {}", A, T, &S[1..], PT.is_null()) } }
