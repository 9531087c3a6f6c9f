//! Explores right and wrong programs, each with every execution, and prints what came of it.
//!
//!     cargo run --release -p datarace-tests --example explore_programs [NAME..]
//!
//! Seconds are until the exploration's end; the first finding of a wrong program comes earlier.

#[path = "../programs/explored/mod.rs"]
mod explored;
#[path = "../programs/explored/statics.rs"]
mod statics;
#[path = "../programs/explored/sync.rs"]
mod sync;

use datarace::{Exploration, Explorer};
use std::time::Instant;

fn words(found: &Exploration) -> String {
    let mut words = Vec::new();
    match found.races().len() {
        0 => {}
        1 => words.push(String::from("race")),
        races => words.push(format!("{races} races")),
    }
    words.extend(
        found
            .failures()
            .iter()
            .map(|failure| failure.kind().to_string()),
    );
    words.dedup();
    match words.is_empty() {
        true => String::from("nothing wrong"),
        false => words.join(", "),
    }
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    std::panic::set_hook(Box::new(|_| {}));
    println!("| program | expected | found | executions | blocked | complete | seconds |");
    println!("|---|---|---|---:|---:|---|---:|");
    for program in statics::programs().into_iter().chain(explored::all()) {
        if !asked.is_empty() && !asked.iter().any(|name| name == program.name) {
            continue;
        }
        let began = Instant::now();
        let found = Explorer::exhaustive().run(program.body);
        println!(
            "| {} | {} | {} | {} | {} | {} | {:.4} |",
            program.name,
            format!("{:?}", program.verdict).to_lowercase(),
            words(&found),
            found.executions(),
            found.blocked(),
            match found.is_complete() {
                true => "yes",
                false => "no",
            },
            began.elapsed().as_secs_f64()
        );
    }
}
