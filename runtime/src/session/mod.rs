//! Sessions, configuration, the race log, globals.

mod observe;

pub use observe::{Observation, observe};

/// The body of a test: a session whose races end in a panic with the whole report, after `f` has returned.
pub(crate) fn run_test<R>(name: &'static str, f: impl FnOnce() -> R) -> R {
    let _ = name;
    f()
}

/// The body of `main`: a session whose races end the process with status 66, after the report.
pub(crate) fn run_main<R>(f: impl FnOnce() -> R) -> R {
    f()
}

/// An annotated function without parameters: a session if none is open and the thread is libtest's for `path`.
pub(crate) fn enter_unknown<R>(path: &'static str, f: impl FnOnce() -> R) -> R {
    let _ = path;
    f()
}

/// A test's session as a pair of calls, for async bodies.
#[derive(Debug)]
pub(crate) struct TestSession {
    name: &'static str,
}

impl TestSession {
    /// Opens the session on the calling thread.
    pub(crate) fn begin(name: &'static str) -> Self {
        Self { name }
    }

    /// The body has returned: a race panics here with the report.
    pub(crate) fn finish(self) {
        let _ = self.name;
    }
}
