#[datarace::check] mod store { pub static mut COUNTER: u32 = 0; pub mod deep { pub static mut NAMES: Vec<&'static str> = Vec::new(); pub static COUNTER: u32 = 55; } }
use store::COUNTER as TOTAL;
use store::deep::{self, NAMES};
use self::store::deep::NAMES as ALIAS;
#[datarace::check] pub fn run() -> String {
    unsafe {
        TOTAL += 1;
        store::COUNTER += 1;
        self::store::COUNTER += 1;
        NAMES.push("a");
        deep::NAMES.push("b");
        ALIAS.push("c");
        use store::deep::COUNTER;
        format!("{} {} {:?} {}", TOTAL, COUNTER, ALIAS, deep::COUNTER)
    }
}
