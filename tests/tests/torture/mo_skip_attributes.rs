use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(0);
static mut N: u32 = 0;
#[datarace::check] pub fn run() -> String {
    let mut x = 1; let p = &raw mut x;
    #[allow(unused_unsafe)]
    unsafe { N += 1; *p += N; }
    let y = std::convert::identity({ A.store(2, Release); A.load(Acquire) });
    fn helper() -> u32 { unsafe { N += 1; N } }
    format!("{y} {x} {}", helper())
}
