#[datarace::test(executions = 100)]
fn not_explored() {}

#[datarace::test(explore = "exhaustive", seed = 7)]
fn seed_of_exhaustive() {}

#[datarace::test(explore = "random", depth = 3)]
fn depth_of_random() {}

#[datarace::check]
fn reason_alone() {
    #[datarace(reason = "because")]
    let _x = 1;
}

fn main() {
    reason_alone();
}
