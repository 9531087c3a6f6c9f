//! Sessions, configuration, the race log, globals.

mod guards;
mod observe;
pub(crate) mod report_file;

pub use guards::{
    MainSession, TestSession, UnknownSession, enter_unknown_should_panic, run_should_panic,
};
pub use observe::{Observation, observe};
