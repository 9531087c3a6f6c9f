static mut X: u32 = 1;
static mut DATA: u32 = 2;
#[datarace::check] fn param(#[allow(non_snake_case)] DATAP: u32) -> u32 { unsafe { DATAP + X } }
#[datarace::check] fn generic<const X: usize>() -> usize { let a = [0u8; X]; unsafe { a.len() + X + std::hint::black_box(0) } }
#[datarace::check] fn inner_const() -> u32 { const X: u32 = 100; unsafe { X + std::hint::black_box(0) + *(&raw const DATA) } }
#[datarace::check] fn inner_fn() -> u32 { fn helper() -> u32 { const DATA: u32 = 5; DATA } helper() + unsafe { DATA } }
#[datarace::check] fn late_const() -> u32 { let r = unsafe { X + DATA }; const X: u32 = 50; r }
#[datarace::check] fn closure_param() -> u32 { let f = |#[allow(non_snake_case)] DATAX: u32| unsafe { DATAX + X }; f(9) }
#[datarace::check] fn inner_static() -> u32 { static mut X: u32 = 70; unsafe { X += 1; X } }
#[datarace::check] fn nested_block() -> u32 { let a = unsafe { X }; let b = { const X: u32 = 60; X }; a + b + unsafe { X } }
#[datarace::check] mod inner { pub const X: u32 = 9; pub fn f() -> u32 { unsafe { std::hint::black_box(X) } } }
#[datarace::check] fn glob() -> u32 { use inner::*; f() }
#[datarace::check] fn glob_x() -> u32 { mod k { pub const DATA: u8 = 3; } use k::DATA; (unsafe { std::hint::black_box(DATA) }) as u32 }
#[datarace::check] pub fn run() -> String {
    format!("{} {} {} {} {} {} {} {} {} {}", param(10), generic::<3>(), inner_const(), inner_fn(), late_const(), closure_param(), inner_static(), nested_block(), glob(), glob_x())
}
