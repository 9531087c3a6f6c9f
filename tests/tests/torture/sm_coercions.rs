use std::fmt::Display;
static mut D: Option<Box<dyn Display>> = None;
static mut SL: &'static [u8] = &[];
static mut R: &'static dyn Display = &1;
static mut F: fn(u8) -> u8 = |x| x;
static mut PT: *const u8 = std::ptr::null();
static mut PM: *mut u8 = std::ptr::null_mut();
static mut AR: [u8; 4] = [1, 2, 3, 4];
static mut E: Result<u8, Box<dyn std::error::Error>> = Ok(1);
static mut CELL: Option<u64> = None;
#[datarace::check] pub fn run() -> String {
    unsafe {
        D = Some(Box::new(5));
        SL = &[1, 2, 3];
        SL = &AR;
        R = &"x";
        F = |x| x + 1;
        PT = &AR[1];
        PM = &mut AR[2];
        PM = &raw mut AR[3];
        PT = PM;
        E = Err("bad".into());
        CELL = Some(1);
        CELL = None;
        CELL = Default::default();
        CELL = "5".parse().ok();
        let v: Vec<u8> = SL.iter().copied().collect();
        format!("{} {v:?} {} {} {} {:?} {:?}", D.as_ref().unwrap(), R, F(1), *PT, E.as_ref().map_err(|e| e.to_string()), CELL)
    }
}
