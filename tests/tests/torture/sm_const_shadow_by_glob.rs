static mut LEVEL: u32 = 1;
#[datarace::check] mod consts { pub const LEVEL: u32 = 8; pub const OTHER: u32 = 9; }
#[datarace::check] mod user {
    use super::consts::*;
    pub fn f() -> u32 { unsafe { std::hint::black_box(LEVEL + OTHER) } }
}
#[datarace::check] mod user2 {
    use super::*;
    pub fn f() -> u32 { unsafe { LEVEL += 1; LEVEL } }
}
#[datarace::check] pub fn run() -> String { format!("{} {}", user::f(), user2::f()) }
