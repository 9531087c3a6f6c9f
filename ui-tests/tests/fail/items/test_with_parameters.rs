#[datarace::test]
fn with_parameters(threads: usize, seed: u64) {
    let _ = (threads, seed);
}

fn main() {}
