static mut X: u32 = 1;
const C: u32 = 4;
#[datarace::check] fn f() -> u32 { unsafe { C } }
#[datarace::check] fn g() -> u32 { unsafe { unsafe { X } } }
#[datarace::check] fn h() -> u32 { unsafe { let x = 1; x } }
#[datarace::check] fn k(p: &u32) -> u32 { unsafe { *p } }
#[datarace::check] fn l(p: Box<u32>) -> u32 { unsafe { *p } }
#[datarace::check] pub fn run() -> String { format!("{}{}{}{}{}", f(), g(), h(), k(&3), l(Box::new(4))) }
