#[datarace::check(crate = "datarace")]
fn path_in_quotes() {}

#[datarace::check(static_mut = COUNTER)]
fn no_list() {}

#[datarace::check(static_mut(module::COUNTER))]
fn path() {}

#[datarace::check(static_mut())]
fn empty_list() {}

#[datarace::check(deny = seq_cst)]
fn deny_no_list() {}

#[datarace::check(deny(seq_cst = 1))]
fn lint_with_value() {}

#[datarace::test(explore)]
fn no_value() {}

#[datarace::test(explore = "random", seed = "7")]
fn seed_in_quotes() {}

#[datarace::test(explore = "random", executions = 10u32)]
fn suffix() {}

#[datarace::test(explore = "random", time = 10)]
fn time_without_unit() {}

#[datarace::test(explore = "random", threads = 99999999999999999999999)]
fn too_large() {}

fn main() {
    path_in_quotes();
    no_list();
    path();
    empty_list();
    deny_no_list();
    lint_with_value();
}
