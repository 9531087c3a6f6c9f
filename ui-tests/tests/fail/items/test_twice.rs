#[datarace::test]
#[test]
fn twice() {}

fn main() {}
