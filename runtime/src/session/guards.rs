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
use std::cell::Cell;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::OnceLock;
use std::task::Poll;

/// A test's session: its drop panics with the report if a race was found, or prints it if the body panics already.
#[derive(Debug)]
#[must_use]
pub struct TestSession {
    session: Option<OpenSession>,
    /// As libtest prints it.
    test: &'static str,
}

impl TestSession {
    /// Opens it; `path` is the test's path with its crate's name before it.
    pub fn begin(path: &'static str) -> Self {
        Self {
            session: (current() == SessionId::NONE).then(|| OpenSession::begin(Purpose::Test)),
            test: in_crate(path),
        }
    }

    /// Ends it: the races that make the test fail.
    fn finish(&mut self) -> Vec<Race> {
        let Some(session) = self.session.take() else {
            return Vec::new();
        };
        let seen = session.finish();
        let test = self.test;
        if seen.events == 0 {
            output::note_aloud(&format!("test `{test}`: {NO_EVENT}"));
        }
        let (races, unproven): (Vec<_>, Vec<_>) = seen.races.into_iter().partition(is_fatal);
        if !unproven.is_empty() {
            output::note_aloud(&format!("test `{test}`: {}", unproven_note(unproven.len())));
        }
        races
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
    pub fn enter(path: &'static str) -> Self {
        let name = NAME.get();
        // Also where nobody has asked for the name yet: then it rules nothing out.
        if path.len() < name.len_min
            || (path.as_bytes().last() != Some(&name.last) && name.len_min != 0)
        {
            return Self(None);
        }
        Self::enter_perhaps(path)
    }

    #[inline(never)]
    fn enter_perhaps(path: &'static str) -> Self {
        if current() != SessionId::NONE || !is_test(path) {
            return Self(None);
        }
        Self(Some(TestSession::begin(path)))
    }
}

/// What the name of a thread tells at a glance: which paths may be its test.
#[derive(Clone, Copy)]
struct Name {
    is_known: bool,
    /// The last byte of the path, unless any will do.
    last: u8,
    /// The shortest path; 0: any path will do.
    len_min: usize,
}

std::thread_local! {
    static NAME: Cell<Name> = const {
        Cell::new(Name { is_known: false, last: 0, len_min: 0 })
    };
}

/// Whether the calling thread runs the test of this path, which has its crate's name before it.
///
/// Almost no function is a test, and each call of one that could be asks: so what the thread's name rules out is answered
/// without it (tests: `tests/session_forms.rs`).
fn is_test(path: &str) -> bool {
    if !NAME.get().is_known {
        look_at_name();
    }
    is_named_test(path)
}

#[cold]
fn look_at_name() {
    let thread = std::thread::current();
    let (len_min, last) = match thread.name() {
        // No path is that long: without a name it is no test's.
        None => (usize::MAX, 0),
        // The main thread runs the tests, under its own name.
        Some("main") if tests_run_on_main() => (0, 0),
        Some(name) => (name.len(), name.bytes().last().unwrap_or_default()),
    };
    NAME.set(Name {
        is_known: true,
        last,
        len_min,
    });
}

fn is_named_test(path: &str) -> bool {
    let thread = std::thread::current();
    let Some(name) = thread.name() else {
        return false;
    };
    name == in_crate(path) || (name == "main" && tests_run_on_main())
}

/// The path of a test as libtest prints it.
pub(crate) fn in_crate(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, rest)| rest)
}

/// Of a test that passes nobody sees what it printed.
fn unproven_note(count: usize) -> String {
    let (pairs, them) = match count {
        1 => ("one pair of accesses is".to_owned(), "it"),
        count => (format!("{count} pairs of accesses are"), "them"),
    };
    format!(
        "{pairs} unproven, since code without `#[datarace::check]` may have ordered {them}; \
         `cargo test -- --show-output` shows {them}, `DATARACE_UNPROVEN=fail` makes {them} fail"
    )
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
