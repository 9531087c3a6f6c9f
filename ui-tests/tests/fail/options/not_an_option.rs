#[datarace::check("fast")]
fn literal() {}

#[datarace::test(7, explore = "exhaustive")]
fn number() {}

fn main() {
    literal();
}
