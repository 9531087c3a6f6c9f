#[datarace::test]
struct Node;

#[datarace::test]
mod tests {}

trait Run {
    #[datarace::test]
    fn run(&self);
}

fn main() {
    let _ = Node;
}
