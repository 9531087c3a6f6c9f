//! Sessions as guards: what generated code opens first in a test and in `main`, and what ends it by its drop.
//!
//! A guard leaves the body as it was: `return` and `?`, nested items, drop order, async bodies. Only what must hold a
//! panic back, or run the body again, is a closure.
//!
//! Invariant: a guard that found a session open on its thread does nothing, so sessions never nest.

use crate::race::Race;
use crate::session::log::{Purpose, is_fatal};
use crate::session::observe::NO_EVENT;
use crate::session::open::{OpenSession, current};
use crate::session::output;
use crate::tracker::membership::SessionId;
use crate::tracker::process::{self, RACE_STATUS};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::OnceLock;
use std::task::Poll;

/// A test's session: its drop panics with the report if a race was found, or prints it if the body panics already.
#[derive(Debug)]
#[must_use]
pub struct TestSession(Option<OpenSession>);

impl TestSession {
    /// Opens it; `path` is the test's path with its crate's name before it.
    pub fn begin(path: &'static str) -> Self {
        let _ = path;
        Self((current() == SessionId::NONE).then(|| OpenSession::begin(Purpose::Test)))
    }

    /// Ends it: the races that make the test fail.
    fn finish(&mut self) -> Vec<Race> {
        let Some(session) = self.0.take() else {
            return Vec::new();
        };
        let seen = session.finish();
        if seen.events == 0 {
            output::note(NO_EVENT);
        }
        seen.races.into_iter().filter(is_fatal).collect()
    }
}

impl Drop for TestSession {
    fn drop(&mut self) {
        let races = self.finish();
        // A panic of the body is never replaced; the races were printed when they were found.
        if !races.is_empty() && !std::thread::panicking() {
            panic!("{}", output::message(&races));
        }
    }
}

/// The session of `main`: its drop prints the report and ends the process with status 66 if a race was found.
#[derive(Debug)]
#[must_use]
pub struct MainSession(Option<OpenSession>);

impl MainSession {
    /// Opens it; `module` is where this `main` stands: only in the root of a crate it is the program's.
    pub fn begin(module: &'static str) -> Self {
        let is_root = !module.contains("::");
        let opens = is_root && current() == SessionId::NONE;
        Self(opens.then(|| OpenSession::begin(Purpose::Main)))
    }
}

impl Drop for MainSession {
    fn drop(&mut self) {
        let Some(session) = self.0.take() else { return };
        let seen = session.finish();
        if seen.events == 0 {
            output::note(NO_EVENT);
        }
        match std::thread::panicking() {
            true => process::keep_status(),
            false if seen.races.iter().any(is_fatal) => std::process::exit(RACE_STATUS),
            false => {}
        }
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
        if current() != SessionId::NONE {
            return Self(None);
        }
        Self(is_test(path).then(|| TestSession::begin(path)))
    }
}

/// Whether the calling thread runs the test of this path, which has its crate's name before it.
fn is_test(path: &str) -> bool {
    let thread = std::thread::current();
    let Some(name) = thread.name() else {
        return false;
    };
    let in_crate = path.split_once("::").map_or(path, |(_, rest)| rest);
    name == in_crate || (name == "main" && tests_run_on_main())
}

/// With one test thread libtest runs its tests on the main thread.
fn tests_run_on_main() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        let arguments: Vec<_> = std::env::args().collect();
        let by_argument = arguments.iter().any(|word| word == "--test-threads=1")
            || arguments
                .windows(2)
                .any(|words| words[0] == "--test-threads" && words[1] == "1");
        by_argument || std::env::var("RUST_TEST_THREADS").is_ok_and(|threads| threads == "1")
    })
}

/// The body of a `#[should_panic]` test: if it raced, the report is printed and its panic held back, so that the test
/// fails.
pub fn run_should_panic(path: &'static str, body: impl FnOnce()) {
    hold_panic_back(TestSession::begin(path), body);
}

/// The same for a function of which only the run time knows that it is a test.
pub fn enter_unknown_should_panic(path: &'static str, body: impl FnOnce()) {
    match UnknownSession::enter(path).0.take() {
        Some(session) => hold_panic_back(session, body),
        None => body(),
    }
}

/// The same for an async body, whose runtime's attribute makes the test.
pub async fn run_should_panic_async(path: &'static str, body: impl Future<Output = ()>) {
    let session = TestSession::begin(path);
    let mut body = pin!(body);
    let outcome =
        poll_fn(
            |context| match catch_unwind(AssertUnwindSafe(|| body.as_mut().poll(context))) {
                Ok(progress) => progress.map(Ok),
                Err(panic) => Poll::Ready(Err(panic)),
            },
        );
    let outcome = outcome.await;
    settle(session, outcome);
}

fn hold_panic_back(session: TestSession, body: impl FnOnce()) {
    let outcome = catch_unwind(AssertUnwindSafe(body));
    settle(session, outcome);
}

/// Ends a session whose body was expected to panic.
fn settle(mut session: TestSession, outcome: std::thread::Result<()>) {
    let races = session.finish();
    match outcome {
        Err(panic) if races.is_empty() => resume_unwind(panic),
        // Returning makes a test that should panic fail.
        Err(_) => output::note("the test panicked as it should, but it also raced, so it fails"),
        Ok(()) if races.is_empty() => {}
        Ok(()) => output::note("the test did not panic, and it raced"),
    }
}
