#![allow(non_upper_case_globals)]

use std::sync::atomic::AtomicBool;

mod named {
    use std::sync::atomic::Ordering;

    pub const Release: Ordering = Ordering::Release;
    pub const Acquire: Ordering = Ordering::AcqRel;
}

#[datarace::check]
fn judged_by_their_value(flag: &AtomicBool) -> bool {
    use named::Release;
    flag.store(true, named::Acquire);
    flag.load(Release)
}

fn main() {
    judged_by_their_value(&AtomicBool::new(false));
}
