// user macros named as std's
macro_rules! assert { ($a:ident) => { println!("my assert {}", stringify!($a)) }; ($a:ident == $b:literal) => { println!("cmp {}", stringify!($a)) } }
macro_rules! vec { ($($k:ident => $v:expr),*) => { [$((stringify!($k), $v)),*] } }
macro_rules! format { ($x:ident) => { $x } }
macro_rules! write { ($($t:tt)*) => { stringify!($($t)*) } }
macro_rules! matches { ($a:ident, $b:ident) => { concat!(stringify!($a), stringify!($b)) } }
macro_rules! panic { ($a:ident) => { 7 } }
static mut N: u32 = 3;
#[datarace::check] pub fn main() { unsafe { assert!(N); assert!(N == 3); let v = vec![a => N, b => N + 1]; println!("{v:?} {}", format!(N)); println!("{}", write!(N, "x{}", *p)); println!("{}", matches!(N, N)); println!("{}", panic!(N)); N += 1; println!("{}", N); } }
