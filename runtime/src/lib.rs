#![doc = include_str!("guide.md")]
#![warn(clippy::undocumented_unsafe_blocks)]

#[cfg_attr(not(feature = "track"), allow(dead_code))]
mod access;
#[cfg(feature = "track")]
mod clock;
#[cfg(feature = "track")]
mod order;
#[cfg_attr(
    not(feature = "track"),
    allow(dead_code, unused_imports, unused_macros)
)]
mod primitive;
#[cfg(feature = "track")]
mod random;
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

/// Instruments a function, an `impl`, a trait or an inline module, with everything inside.
///
/// Nested items and closures are included; a `const fn` is left as it is. On a test, above or below `#[test]`, and on
/// `main` it also makes a session: a race makes the test fail, or ends the program with status 66.
///
/// ```
/// #[datarace::check]
/// mod mailbox {
///     use std::sync::atomic::{AtomicBool, Ordering};
///
///     static READY: AtomicBool = AtomicBool::new(false);
///     static mut MESSAGE: u32 = 0;
///
///     pub fn send(message: u32) {
///         unsafe { MESSAGE = message };
///         READY.store(true, Ordering::Release);
///     }
///
///     pub fn receive() -> Option<u32> {
///         READY.load(Ordering::Acquire).then(|| unsafe { MESSAGE })
///     }
/// }
/// # mailbox::send(7);
/// # assert_eq!(mailbox::receive(), Some(7));
/// ```
///
/// # Options
///
/// | option | meaning |
/// | --- | --- |
/// | `crate = path::to::datarace` | where generated code finds this crate, if not at `::datarace` |
/// | `static_mut(NAME, ..)` | these names are `static mut`; needed only where a macro or another crate declares them |
/// | `deny(seq_cst)` | no `SeqCst` without a reason |
/// | `deny(relaxed_publish)` | no relaxed store, after a plain write, to what the item loads as a flag |
/// | `deny(unpaired)` | on an `impl` or a module: no release that nothing in it acquires, and the reverse |
/// | `allow(race, reason = "..")` | plain accesses inside are not checked |
///
/// The lists of `deny` and `allow` take several names.
///
/// # Inside
///
/// `#[datarace(skip)]` on an item, a statement or an expression leaves it alone, as does [`untracked!`]. So does
/// `#[datarace(allow(race, reason = ".."))]` for plain accesses, and with the name of a lint for that lint.
///
/// # Errors
///
/// An ordering that its operation cannot take (a release load, an acquire store, a releasing failure ordering, a relaxed
/// fence), an item that cannot be instrumented, and an option that is unknown, repeated or contradicts another one are
/// errors at the tokens in question.
#[cfg(feature = "track")]
pub use datarace_macros::check;
/// A test whose races make it fail: `#[test]` and [`check`](macro@check) in one, with a session.
///
/// ```
/// #[datarace::test]
/// fn one_run_as_it_happens() { /* .. */ }
///
/// #[datarace::test(explore = "exhaustive")]
/// fn every_execution() { /* .. */ }
///
/// #[datarace::test(explore = "random", executions = 10_000, seed = 7)]
/// fn many_executions() -> Result<(), std::num::ParseIntError> {
///     /* .. */
///     Ok(())
/// }
/// ```
///
/// Works with `#[should_panic]` (a race makes such a test fail all the same), `#[ignore]`, `Result`s, and an async
/// runtime's own `test` attribute, above or below.
///
/// # Options
///
/// Those of [`check`](macro@check), and for an exploration:
///
/// | option | meaning | default |
/// | --- | --- | --- |
/// | `explore = ".."` | `"exhaustive"`: every execution; `"random"`: a random walk; `"pct"`: random priorities with few changes | one run as it happens |
/// | `seed = 7` | where `"random"` and `"pct"` begin; `DATARACE_SEED` goes before it | 0 |
/// | `depth = 3` | how many changes of priority `"pct"` makes, and one | 3 |
/// | `executions = 10_000`, `threads = 8`, `events = 10_000`, `preemptions = 3` | bounds; reaching one is said | as [`Explorer`] |
/// | `time = "90s"` | a bound in `ms`, `s` or `min` | none |
/// | `memory = ".."` | `"rust"`: stale reads included; `"sequentially_consistent"` | `"rust"` |
#[cfg(feature = "track")]
pub use datarace_macros::test;

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
    pub use crate::tracker::ownership::set_turns;
    pub use crate::tracker::recorder::{Recorded, record};
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
