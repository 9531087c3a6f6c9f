static mut R: Option<&'static str> = None;
static mut F: Option<fn(u32) -> u32> = None;
static mut CB: Option<&'static (dyn Fn(u32) -> u32 + Sync)> = None;
#[datarace::check] fn dbl(x: u32) -> u32 { x * 2 }
#[datarace::check] pub fn run() -> String {
    unsafe {
        let a = R.is_none();
        R = Some("x");
        let s: &'static str = R.unwrap();
        let t = R.map_or(0, str::len);
        F = Some(dbl);
        let y = F.unwrap()(4);
        let z = (F.unwrap())(5);
        CB = Some(&|x| x + 1);
        let w = CB.unwrap()(1);
        let g = if let Some(f) = F { f(1) } else { 0 };
        format!("{a}{s}{t}{y}{z}{w}{g}")
    }
}
