use std::sync::atomic::{AtomicU32, Ordering::*};
macro_rules! vec { ($($x:expr),*) => { [$($x + 1),*] }; }
macro_rules! assert { ($x:expr) => { if !$x { return "user assert".to_string() } }; }
macro_rules! println { ($($t:tt)*) => { concat!($(stringify!($t)),*) }; }
macro_rules! format { ($a:literal) => { std::format!($a) }; ($a:literal; $($x:expr),*) => { std::format!($a, $($x),*) }; }
macro_rules! matches { ($a:expr => $p:pat) => { match $a { $p => true, _ => false } }; }
macro_rules! write { ($x:ident <- $e:expr) => { $x = $e }; }
macro_rules! panic { () => { 3 }; }
macro_rules! addr_of { ($x:expr) => { $x }; }
macro_rules! dbg { ($x:expr; $y:expr) => { $x + $y }; }
macro_rules! thread_local { ($n:ident) => { static $n: u32 = 4; }; }
macro_rules! stringify { ($($t:tt)*) => { "s" }; }
macro_rules! concat { ($($t:tt)*) => { "c" }; }
macro_rules! line { () => { 5 }; }
static A: AtomicU32 = AtomicU32::new(1);
static mut N: u32 = 1;
thread_local!(TL);
#[datarace::check] pub fn run() -> String {
    let v = vec![A.load(Acquire), 2];
    let mut z = 0; write!(z <- unsafe { N += 1; N });
    let m = matches!(A.load(Relaxed) => 1);
    let s = println!(hello world);
    let p = addr_of!(z) + panic!() + dbg!(1; A.fetch_add(1, Relaxed)) + TL + line!();
    let f = format!("{}-{}-{}-{}-{}"; v[0], z, m, s, p);
    assert!(f.is_empty());
    f
}
