use crate::obs::{note, take, v};
static mut A: [i32; 4] = [1, 2, 3, 4];
#[datarace::check] fn idx(i: usize) -> usize { note(format!("i{i}")); i }
#[datarace::check] pub fn run() -> String {
    unsafe {
        A[idx(1)] = v("val", 10);
        A[idx(2)] += v("add", 5);
        A[idx(0)] = A[idx(3)] + v("x", 1);
        let r = std::panic::catch_unwind(|| { A[idx(7)] = v("before the bounds check", 1); });
        let q = std::panic::catch_unwind(|| { A[idx(8)] += v("cmp", 1); });
        format!("{} {} {:?} {}", r.is_err(), q.is_err(), A, take())
    }
}
