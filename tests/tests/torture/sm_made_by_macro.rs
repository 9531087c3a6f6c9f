macro_rules! counter {
    ($name:ident, $f:ident) => {
        static mut $name: u32 = 0;
        pub fn $f() -> u32 { unsafe { $name += 1; $name } }
    };
}
counter!(A, a);
counter!(B, b);
macro_rules! function { ($f:ident $body:block) => { fn $f() -> u32 $body }; }
static mut X: u32 = 5;
function!(c { unsafe { X += 1; X } });
macro_rules! expr_static { ($e:expr) => { unsafe { $e } }; }
#[datarace::check] pub fn run() -> String { a(); b(); format!("{}{}{}{}", a(), b(), c(), expr_static!(X + 1)) }
