//! Sessions, configuration, the race log, globals.
//!
//! A session is a test, a `main` or an `observe`, and the threads that come from it. Races are reported between threads of
//! one session only; a session starts after everything that has ended.

pub(crate) mod environment;
mod guards;
mod log;
mod observe;
mod open;
pub(crate) mod output;
pub(crate) mod report_file;
#[cfg(test)]
mod tests;

pub(crate) use guards::in_crate;
pub use guards::{
    MainSession, TestSession, UnknownSession, enter_unknown_should_panic, run_should_panic,
    run_should_panic_async,
};
pub(crate) use log::race_found;
pub(crate) use observe::NO_EVENT;
pub use observe::{Observation, observe};
