// panics keep their place and text
use std::panic::catch_unwind;
static mut V: Vec<i32> = Vec::new();
static mut A: [i32; 3] = [1, 2, 3];
static mut O: Option<i32> = None;
static mut N: i32 = 0;
#[datarace::check] #[allow(static_mut_refs)]
pub fn main() {
    let i = std::hint::black_box(7);
    let mut arr = [1, 2, 3];
    let p = &raw mut arr;
    let _ = catch_unwind(|| unsafe { V[3] });
    let _ = catch_unwind(|| unsafe { A[i] });
    let _ = catch_unwind(|| unsafe { A[i] = 3 });
    let _ = catch_unwind(|| unsafe { A[i] += 3 });
    let _ = catch_unwind(|| unsafe { O.unwrap() });
    let _ = catch_unwind(|| unsafe { O.expect("nothing in O") });
    let _ = catch_unwind(|| unsafe { 1 / N });
    let _ = catch_unwind(|| unsafe { N -= i32::MAX; N -= i32::MAX });
    let _ = catch_unwind(move || unsafe { let p = p; (*p)[i] });
    let _ = catch_unwind(move || unsafe { let p = p; (*p)[i] = 2; });
    let _ = catch_unwind(|| unsafe { &V[1..0] == &V[..] });
    let _ = catch_unwind(|| unsafe { assert_eq!(N, 77, "n was {}", N) });
    let _ = catch_unwind(|| unsafe { assert!(N == 77) });
    let _ = catch_unwind(|| unsafe { V.remove(3) });
    let _ = catch_unwind(|| unsafe { V.insert(30, A[0]) });
    let _ = catch_unwind(|| unsafe { i32::try_from(V.capacity()).unwrap() / N.wrapping_mul(0) });
    let _ = catch_unwind(|| unsafe { unreachable!("n {}", N) });
    let _ = catch_unwind(|| unsafe { N << (N + 40) });
    let _ = catch_unwind(|| unsafe { -(N - N + i32::MIN) });
}
