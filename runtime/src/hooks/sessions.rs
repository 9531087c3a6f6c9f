//! The sessions that tests and `main` open.

pub use crate::session::{
    MainSession, TestSession, UnknownSession, enter_unknown_should_panic, run_should_panic,
    run_should_panic_async,
};
