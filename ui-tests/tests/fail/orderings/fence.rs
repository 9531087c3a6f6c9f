use std::sync::atomic::{Ordering, compiler_fence, fence};

#[datarace::check]
fn fences() {
    fence(Ordering::Relaxed);
    std::sync::atomic::fence(Ordering::Relaxed);
    compiler_fence(Ordering::Relaxed);
}

fn main() {
    fences();
}
