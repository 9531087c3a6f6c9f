use std::ops::{Add, AddAssign, Index, IndexMut, Neg};
use std::panic::Location;
// track_caller operators
#[derive(Clone, Copy)]
struct N(i32);
#[datarace::check] impl Add for N { type Output = u32; #[track_caller] fn add(self, _o: N) -> u32 { Location::caller().column() } }
#[datarace::check] impl AddAssign<i32> for N { #[track_caller] fn add_assign(&mut self, o: i32) { println!("{}:{}", Location::caller().line(), Location::caller().column()); self.0 += o; } }
#[datarace::check] impl Neg for N { type Output = u32; #[track_caller] fn neg(self) -> u32 { Location::caller().column() } }
#[datarace::check] impl Index<usize> for N { type Output = i32; #[track_caller] fn index(&self, i: usize) -> &i32 { println!("ix{i} {}:{}", Location::caller().line(), Location::caller().column()); &self.0 } }
#[datarace::check] impl IndexMut<usize> for N { #[track_caller] fn index_mut(&mut self, i: usize) -> &mut i32 { println!("ixm{i} {}:{}", Location::caller().line(), Location::caller().column()); &mut self.0 } }
#[datarace::check] impl PartialEq for N { #[track_caller] fn eq(&self, _o: &N) -> bool { println!("eq {}", Location::caller().column()); true } }
#[datarace::check] impl N { #[track_caller] fn here(&self) -> u32 { Location::caller().column() } #[track_caller] fn val(self) -> u32 { Location::caller().column() } #[track_caller] fn m(&mut self) -> u32 { Location::caller().column() } }
static mut S: N = N(1);
static mut A: [N; 2] = [N(1), N(2)];
#[datarace::check] pub fn main() {
    let mut n = N(2);
    let p = &raw mut n;
    unsafe {
        println!("{}", S + S);
        println!("{}", *p + *p);
        S += 1;
        *p += 2;
        (*p) += 3;
        A[1] += 3;
        println!("{}", -S);
        println!("{}", - *p);
        println!("{} {} {}", A[0] + A[1], *p == S, (*p) == *p);
        let a = *p; let b = S;
        println!("{} {} {}", a.here(), b.val(), n.m());
        println!("{} {} {} {}", (*p).here(), S.val(), A[1].here(), (*p).m());
        println!("{} {}", (*p)[3], S[4]);
        S[5] = 3;
        (*p)[6] += 3;
        A[0][1] = 7;
        println!("{}", (&raw const S).read().here());
    }
}
