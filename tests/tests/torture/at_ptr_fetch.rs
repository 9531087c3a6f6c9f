use std::sync::atomic::{AtomicPtr, Ordering::*};
#[datarace::check] pub fn run() -> String {
    let mut a = [1u32, 2, 3, 4];
    let base = a.as_mut_ptr();
    let p = AtomicPtr::new(base);
    let x = p.fetch_ptr_add(2, AcqRel) as usize - base as usize;
    let y = p.fetch_ptr_sub(1, Relaxed) as usize - base as usize;
    let z = p.fetch_byte_add(4, Relaxed) as usize - base as usize;
    let w = p.fetch_byte_sub(8, Relaxed) as usize - base as usize;
    let t = p.fetch_or(1, Relaxed) as usize - base as usize;
    let u = p.fetch_and(!1, Relaxed) as usize - base as usize;
    let v = p.fetch_xor(0, AcqRel) == base;
    let b = p.as_ptr();
    let c = unsafe { **b };
    format!("{x}{y}{z}{w}{t}{u}{v}{c}")
}
