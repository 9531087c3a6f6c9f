// very deep nesting, large expression
static mut N: u64 = 1;
macro_rules! nest { ($e:expr;) => { $e }; ($e:expr; $a:tt $($r:tt)*) => { nest!(($e + unsafe { N }); $($r)*) } }
macro_rules! ifs { ($p:ident;) => { { *$p += 1; } }; ($p:ident; $a:tt $($r:tt)*) => { if *$p > 0 { ifs!($p; $($r)*); } } }
macro_rules! many { ($($i:literal)*) => { $( unsafe { N = N.wrapping_mul(3) + $i; } )* } }
#[datarace::check] fn rec(n: u32, p: *mut u64) -> u64 { unsafe { if n == 0 { *p } else { *p = (*p).wrapping_add(u64::from(n)); rec(n - 1, p).wrapping_mul(31) ^ *p } } }
#[datarace::check] pub fn main() { println!("{}", nest!(unsafe { N }; 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1)); let mut x = 1u64; let p = &raw mut x; unsafe { ifs!(p; 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1); } many!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30); println!("{x} {} {}", unsafe { N }, rec(300, p));
  unsafe { println!("{}", (((((((((((*p + 1) * 2) ^ 3) | 4) & 0xffff) + *p) - 1) << 1) >> 1) % 1000) + if *p > 1 { if *p > 2 { if *p > 3 { match *p { 0 => 0, _ => match N { 0 => 1, _ => { let a = { let b = { let c = *p; c + 1 }; b + *p }; a & 0xff } } } } else { 1 } } else { 2 } } else { 3 })); println!("{}", (0..3).map(|a| (0..3).map(|b| (0..3).map(|c| (*p & 7) + a + b + c + (N & 3)).sum::<u64>()).sum::<u64>()).sum::<u64>()); } }
