//! rustc says what is wrong with a thread's closure at the closure, as it does without us.

use std::rc::Rc;
use std::thread;

#[datarace::check]
fn not_to_be_sent() {
    let shared = Rc::new(1);
    thread::spawn(move || println!("{shared}"));
    let other = Rc::new(2);
    thread::scope(|scope| {
        scope.spawn(|| println!("{other}"));
    });
}

fn main() {
    not_to_be_sent();
}
