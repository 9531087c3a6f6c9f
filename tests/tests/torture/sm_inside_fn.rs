#[datarace::check] fn next() -> u32 { static mut N: u32 = 0; unsafe { N += 1; N } }
#[datarace::check] fn other() -> u32 { static mut N: u32 = 10; let f = || unsafe { N += 1; N }; f() }
#[datarace::check] fn block() -> u32 { let x = { static mut N: u32 = 20; unsafe { N += 1; N } }; x }
#[datarace::check] fn shadow() -> u32 { let r = unsafe { N }; static mut N: u32 = 30; r }
struct S;
#[datarace::check] impl S { fn m(&self) -> u32 { static mut N: [u32; 2] = [1, 2]; unsafe { N[0] += N[1]; N[0] } } }
#[datarace::check] pub fn run() -> String { next(); next(); other(); block(); format!("{}{}{}{}{}", next(), other(), block(), shadow(), S.m()) }
