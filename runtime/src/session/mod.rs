//! Sessions, configuration, the race log, globals.

mod guards;
mod observe;

pub use guards::{
    MainSession, TestSession, UnknownSession, enter_unknown_should_panic, run_should_panic,
};
pub use observe::{Observation, observe};
