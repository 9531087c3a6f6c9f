#[datarace::check(skip)]
fn helper_option() {}

#[datarace::check(explore = "exhaustive")]
fn option_of_test() {}

#[datarace::test(explor = "exhaustive")]
fn misspelt() {}

fn main() {
    helper_option();
    option_of_test();
}
