#[datarace::test(explore = "random", executions = 0)]
fn never_run() {}

#[datarace::test(explore = "pct", depth = 0, threads = 0, time = "0s")]
fn three_at_once() {}

fn main() {}
