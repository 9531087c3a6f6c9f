use std::sync::atomic::{AtomicBool, Ordering};

#[datarace::check(deny(seq_cst), allow(seq_cst, reason = "old code"))]
fn denied_and_allowed() {}

#[datarace::check(allow(seq_cst, reason = "old code"))]
fn allowed_but_not_denied() {}

#[datarace::check(deny(seq_cst))]
fn no_reason(flag: &AtomicBool) {
    #[datarace(allow(seq_cst))]
    flag.store(true, Ordering::SeqCst);
}

#[datarace::check]
fn empty_reason() {
    #[datarace(allow(race, reason = " "))]
    let _x = 1;
}

#[datarace::check]
fn skip_and_more() {
    #[datarace(skip, allow(race, reason = "a counter"))]
    let _x = 1;
}

fn main() {
    denied_and_allowed();
    allowed_but_not_denied();
    no_reason(&AtomicBool::new(false));
    empty_reason();
    skip_and_more();
}
