//! Explores one of the programs with the explorer that this was built for, and says what came of it in one line.
//!
//!     datarace-peers                       the names of the programs, with what should be said of them
//!     datarace-peers all NAME SECONDS      every execution, until the verdict or so many seconds
//!     datarace-peers random NAME SECONDS   executions at random for so long

#[path = "../../programs/explored/mod.rs"]
mod explored;

#[cfg_attr(feature = "ours", path = "../../programs/explored/sync.rs")]
#[cfg_attr(feature = "loom", path = "loom.rs")]
#[cfg_attr(feature = "shuttle", path = "shuttle.rs")]
mod sync;

#[cfg_attr(feature = "ours", path = "run_ours.rs")]
#[cfg_attr(feature = "loom", path = "run_loom.rs")]
#[cfg_attr(feature = "shuttle", path = "run_shuttle.rs")]
mod run;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Executions that were begun.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// How an exploration ended.
#[derive(Debug)]
pub enum End {
    /// Every execution was seen, and nothing went wrong.
    Complete,
    /// Not all were seen; nothing went wrong in those that were.
    Bounded,
    /// Something went wrong.
    Found,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, name, seconds] = &arguments[..] else {
        for program in explored::all() {
            println!("{}\t{:?}", program.name, program.verdict);
        }
        return;
    };
    let programs = explored::all();
    let program = programs.iter().find(|program| program.name == name);
    let body = program.expect("the name of a program").body;
    let limit = Duration::from_secs(seconds.parse().expect("seconds"));
    let counted = move || {
        BEGUN.fetch_add(1, Relaxed);
        body();
    };
    std::panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let end = catch_unwind(AssertUnwindSafe(|| match mode.as_str() {
        "all" => run::all(counted, limit),
        _ => run::random(counted, limit),
    }));
    let time = began.elapsed().as_secs_f64();
    let end = end.unwrap_or(End::Found);
    println!("{end:?}\t{}\t{time:.6}", BEGUN.load(Relaxed));
    // Threads of an exploration that was given up may hang at the end of the process.
    std::process::exit(0);
}
