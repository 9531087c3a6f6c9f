//! Programs that are explored, each right or wrong in one way, over types that can be exchanged for those of other explorers.
//!
//! Whoever includes them has a module `sync` at its root with the types: `std`'s for us (`sync.rs` here), loom's or shuttle's in
//! `tests/peers`. State is made in the body, since loom has no statics; the programs with statics are in `statics.rs`.

pub mod locks;
pub mod primitives;
pub mod structures;

use crate::sync::{Arc, thread};

/// What an exploration should say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// No execution goes wrong.
    Right,
    /// Some execution has a data race.
    Race,
    /// Some execution fails: an assertion, a deadlock.
    Failure,
}

/// A program.
#[derive(Clone, Copy)]
pub struct Program {
    pub name: &'static str,
    pub verdict: Verdict,
    pub body: fn(),
}

/// All of them, in the order of the tables.
pub fn all() -> Vec<Program> {
    let mut all = locks::programs();
    all.extend(structures::programs());
    all.extend(primitives::programs());
    all
}

/// Two threads over one state, and the state when both have ended.
#[datarace::check]
pub fn two<S: Send + Sync + 'static>(
    state: S,
    first: impl FnOnce(&S) + Send + 'static,
    second: impl FnOnce(&S) + Send + 'static,
) -> Arc<S> {
    let state = Arc::new(state);
    let one = Arc::clone(&state);
    let other = Arc::clone(&state);
    let one = thread::spawn(move || first(&one));
    let other = thread::spawn(move || second(&other));
    one.join().unwrap();
    other.join().unwrap();
    state
}
