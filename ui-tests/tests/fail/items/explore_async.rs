#[datarace::test(explore = "exhaustive")]
async fn explored() {}

fn main() {}
