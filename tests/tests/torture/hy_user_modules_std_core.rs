#[allow(non_camel_case_types)]
#[::datarace::check] mod std_like { pub mod std { pub fn f() -> u8 { 1 } } pub mod core { pub fn g() -> u8 { 2 } } pub mod datarace { pub fn check() -> u8 { 3 } pub mod __rt { pub fn x() -> u8 { 4 } } } pub mod alloc { pub fn a() -> u8 { 5 } } }
use ::std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(1);
static mut N: u32 = 1;
#[::datarace::check] mod uses {
    use super::std_like::{alloc, core, datarace, std};
    use super::{A, N};
    use super::{Acquire, AcqRel};
    pub fn f() -> u32 { unsafe { N += 1; let p = &raw mut N; *p += A.load(Acquire); N + A.fetch_add(1, AcqRel) + (std::f() + core::g() + datarace::check() + datarace::__rt::x() + alloc::a()) as u32 } }
    pub fn g() -> u8 { let f = || std::f(); ::std::thread::spawn(move || f()).join().unwrap() }
}
#[::datarace::check] pub fn run() -> String { format!("{} {}", uses::f(), uses::g()) }
