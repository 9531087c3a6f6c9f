#[datarace::check(crate = datarace, crate = datarace)]
fn twice() {}

#[datarace::check(static_mut(A, B, A))]
fn name_twice() {}

#[datarace::check(deny(seq_cst, seq_cst))]
fn lint_twice() {}

#[datarace::test(explore = "random", seed = 1, executions = 10, seed = 2)]
fn seed_twice() {}

fn main() {
    twice();
    name_twice();
    lint_twice();
}
