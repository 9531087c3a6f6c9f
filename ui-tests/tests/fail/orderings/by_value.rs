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

struct Flag(AtomicBool);

#[datarace::check]
impl Flag {
    const SEEN: std::sync::atomic::Ordering = named::Release;

    fn judged_by_the_value_of_a_constant_of_the_type(&self) -> bool {
        self.0.load(Self::SEEN) || self.0.load(Flag::SEEN)
    }
}

const NONE: std::sync::atomic::Ordering = std::sync::atomic::Ordering::Relaxed;

#[datarace::check]
fn fences() {
    std::sync::atomic::fence(NONE);
}

fn main() {
    fences();
    Flag(AtomicBool::new(false)).judged_by_the_value_of_a_constant_of_the_type();
    judged_by_their_value(&AtomicBool::new(false));
}
