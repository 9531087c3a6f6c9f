#![doc = include_str!("guide.md")]
#![warn(clippy::undocumented_unsafe_blocks)]

#[cfg_attr(not(feature = "track"), allow(dead_code))]
mod access;
#[cfg(feature = "track")]
mod clock;
#[cfg(feature = "track")]
mod order;
#[cfg_attr(not(feature = "track"), allow(dead_code))]
mod site;

#[cfg(feature = "track")]
mod event;
#[cfg_attr(not(feature = "track"), allow(dead_code))]
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

#[cfg(not(feature = "track"))]
mod off;

#[cfg(feature = "track")]
pub use crate::explore::{Exploration, Explorer, Failure, FailureKind, MemoryModel};
pub use crate::race::{
    Access, AccessKind, Change, MissingEdge, MissingKind, PathOperation, Race, ThreadDescription,
    Verdict,
};
#[cfg(feature = "track")]
pub use crate::session::{Observation, observe};
pub use crate::site::{Site, Span};

#[cfg(not(feature = "track"))]
pub use crate::off::{
    Exploration, Explorer, Failure, FailureKind, MemoryModel, Observation, observe,
};

#[doc = include_str!("report/reports.md")]
pub mod reports {}

/// What generated code calls. Not for use by hand: it changes with the macros and without notice.
#[cfg(feature = "track")]
#[doc(hidden)]
pub mod __rt {
    pub use crate::hooks::*;
}

#[cfg(feature = "track")]
pub use datarace_macros::{check, test};
// Cargo builds one macro crate for the host and the target, so each form has its own name there and the choice is here.
#[cfg(not(feature = "track"))]
pub use datarace_macros::{check_plain as check, test_plain as test};

/// Code of an annotated item that is left as it is.
#[macro_export]
macro_rules! untracked {
    ($($code:tt)*) => {
        { $($code)* }
    };
}

/// The pure layers, for the oracle in the tests. Not part of the public interface.
#[cfg(feature = "track")]
#[doc(hidden)]
pub mod __model {
    #![allow(missing_docs)]
    pub mod clock {
        pub use crate::clock::*;
    }
    pub mod event {
        pub use crate::event::*;
    }
    pub mod model {
        pub use crate::model::*;
    }
    pub mod order {
        pub use crate::order::*;
    }
    pub mod race {
        pub use crate::race::*;
    }
    pub mod site {
        pub use crate::site::*;
    }
}
