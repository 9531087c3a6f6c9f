use crate::obs::{take, v};
use std::ops::AddAssign;
#[derive(Clone, Copy)]
struct W(i32);
#[datarace::check] impl AddAssign<i32> for W { fn add_assign(&mut self, o: i32) { crate::obs::note(format!("add {} {o}", self.0)); self.0 += o; } }
static mut A: W = W(1);
static mut AR: [W; 3] = [W(1), W(2), W(3)];
static mut S: String = String::new();
static mut N: u32 = 1;
#[datarace::check] pub fn run() -> String {
    unsafe {
        A += v("rhs", 4);
        AR[v("i", 1)] += v("rhs", 5);
        A += A.0;
        S += "x";
        S += &S.clone();
        S += { S.push('y'); "z" };
        N += { N = 10; 1 };
        N = N + { N = 20; N };
        N = { N += 1; N } + N;
        format!("{} {} {} {} {}", A.0, AR[1].0, S, N, take())
    }
}
