//! Finds data races and wrong memory orderings in ordinary tests on stable Rust.

#[cfg(feature = "track")]
mod clock;
#[cfg(feature = "track")]
mod order;
#[cfg(feature = "track")]
mod site;

#[cfg(feature = "track")]
mod event;
#[cfg(feature = "track")]
mod race;

#[cfg(feature = "track")]
mod model;

#[cfg(feature = "track")]
mod shadow;

#[cfg(feature = "track")]
mod tracker;

#[cfg(feature = "track")]
mod report;
#[cfg(feature = "track")]
mod session;

#[cfg(feature = "track")]
mod explore;
#[cfg(feature = "track")]
mod hooks;

#[cfg(feature = "track")]
pub use crate::race::{
    Access, AccessKind, Change, Explanation, MissingEdge, Race, ThreadDescription, Verdict,
};
#[cfg(feature = "track")]
pub use crate::session::{Observation, observe};

/// What generated code calls. Not for use by hand: it changes with the macros and without notice.
#[cfg(feature = "track")]
#[doc(hidden)]
pub mod __rt {
    pub use crate::hooks::*;
}

#[cfg(feature = "track")]
pub use datarace_macros::check;
