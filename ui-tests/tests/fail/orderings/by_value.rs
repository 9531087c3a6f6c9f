#![allow(non_upper_case_globals)]

use std::sync::atomic::AtomicBool;

mod named {
    use std::sync::atomic::Ordering;

    pub const Release: Ordering = Ordering::Release;
    pub const Acquire: Ordering = Ordering::AcqRel;
    pub const PUBLISH: std::sync::atomic::Ordering = Ordering::Release;
}

#[datarace::check]
fn judged_by_their_value(flag: &AtomicBool) -> bool {
    use named::Release;
    flag.store(true, named::Acquire);
    flag.load(Release) && flag.load(named::PUBLISH)
}

fn main() {
    judged_by_their_value(&AtomicBool::new(false));
}
