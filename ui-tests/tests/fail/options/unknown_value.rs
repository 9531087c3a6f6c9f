#[datarace::test(explore = "all")]
fn strategy() {}

#[datarace::test(explore = "exhaustive", memory = "tso")]
fn memory() {}

#[datarace::check(deny(relaxed))]
fn lint() {}

fn main() {
    lint();
}
