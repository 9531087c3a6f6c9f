static mut F: fn(u32) -> u32 = id;
static mut T: (fn(&str) -> usize, [fn() -> u8; 2]) = (str::len, [one, two]);
#[datarace::check] fn id(x: u32) -> u32 { x }
#[datarace::check] fn tr(x: u32) -> u32 { x * 3 }
#[datarace::check] fn one() -> u8 { 1 }
#[datarace::check] fn two() -> u8 { 2 }
#[datarace::check] pub fn run() -> String {
    unsafe {
        let a = F(1);
        F = tr;
        let b = F(2);
        let c = (F)(3);
        let d = (T.0)("abc");
        let e = T.1[1]() + (T.1[0])();
        format!("{a}{b}{c}{d}{e}")
    }
}
