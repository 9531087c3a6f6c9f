#![deny(warnings)]

#[allow(unused_imports)]
use datarace as renamed;

#[datarace::check(crate = crate::renamed, static_mut(COUNTER))]
fn all_options() {}

#[datarace::check(deny(seq_cst, relaxed_publish), allow(race, reason = "a counter"),)]
fn lints() {}

#[datarace::check()]
fn empty() {}

fn main() {
    all_options();
    lints();
    empty();
}
