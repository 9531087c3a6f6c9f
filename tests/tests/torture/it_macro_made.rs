use std::sync::atomic::{AtomicU32, Ordering};
macro_rules! counters { ($($name:ident: $t:ty = $init:expr),* $(,)?) => { $(mod $name { use super::*; pub static CELL: AtomicU32 = AtomicU32::new($init); pub fn get() -> $t { CELL.fetch_add(1, Ordering::Relaxed) as $t } })* }; }
counters! { alpha: u64 = 3, beta: u8 = 4, }
macro_rules! imp { ($t:ident { $($f:ident => $e:expr;)* }) => { struct $t; impl $t { $(fn $f(&self) -> u32 { $e })* } }; }
static A: AtomicU32 = AtomicU32::new(7);
imp! { M { load => A.load(Ordering::Acquire); add => A.fetch_add(2, Ordering::Relaxed); } }
macro_rules! ops { ($a:expr, $($op:ident($($arg:expr),*)),*) => { [$($a.$op($($arg,)* Ordering::Relaxed)),*] }; }
macro_rules! fun { ($(#[$m:meta])* $v:vis fn $n:ident($($a:ident: $t:ty),*) -> $r:ty $b:block) => { $(#[$m])* $v fn $n($($a: $t),*) -> $r $b }; }
fun! { #[inline] pub fn made(x: u32, y: u32) -> u32 { A.store(x + y, Ordering::Release); A.load(Ordering::Acquire) } }
macro_rules! annotated { ($n:ident) => { fn $n() -> u32 { unsafe { static mut S: u32 = 1; S += 1; S } } }; }
annotated!(made_gen);
macro_rules! rec { () => { 0 }; ($h:expr $(, $t:expr)*) => { $h.load(Ordering::Relaxed) + rec!($($t),*) }; }
macro_rules! hyg { ($x:ident) => {{ let p = &mut $x as *mut u32; let $x = 9; unsafe { *p += $x; *p } }}; }
#[datarace::check] pub fn run() -> String {
    let mut q = 5u32;
    let s: u64 = alpha::get() + beta::get() as u64;
    format!("{s} {} {} {:?} {} {} {} {}", M.load(), M.add(), ops!(A, load(), swap(3), fetch_add(4)), made(1, 2), made_gen(), rec!(A, A), hyg!(q))
}
