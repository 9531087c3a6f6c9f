#[datarace::check]
struct Node {
    next: Option<Box<Node>>,
}

#[datarace::check]
enum State {
    Empty,
}

#[datarace::check]
union Bits {
    byte: u8,
}

#[datarace::check]
type Alias = u8;

#[datarace::check]
const LIMIT: u8 = 1;

#[datarace::check]
static NAME: &str = "name";

#[datarace::check]
use std::fmt;

#[datarace::check]
unsafe extern "C" {
    fn abs(number: i32) -> i32;
}

#[datarace::check]
macro_rules! nothing {
    () => {};
}

nothing!();

fn main() {
    let node = Node { next: None };
    let _ = node.next;
    let _ = State::Empty;
    let _ = Bits { byte: 0 };
    let _: Alias = LIMIT;
    let _: fmt::Result = Ok(println!("{NAME}"));
    unsafe { abs(1) };
}
