//! `#[datarace::test(explore = ..)]`: the body is run again and again, and the test fails exactly if one run goes wrong.
//!
//! Tests that fail on purpose do nothing unless [`FIXTURE`] is set; the last test runs them in child processes.

use std::io::Write;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set in the children.
const FIXTURE: &str = "DATARACE_TESTS_FIXTURE";

fn is_child() -> bool {
    std::env::var_os(FIXTURE).is_some()
}

#[datarace::check]
mod mailbox {
    use super::*;

    static mut MESSAGE: u64 = 0;
    static READY: AtomicBool = AtomicBool::new(false);

    /// One thread writes and says so, the other reads if it has heard.
    pub(super) fn pass(store_order: Ordering, load_order: Ordering) {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                unsafe { MESSAGE = 7 };
                READY.store(true, store_order);
            });
            if READY.load(load_order) {
                assert_eq!(unsafe { MESSAGE }, 7);
            }
        });
    }

    pub(super) fn wrong_in_a_child() {
        match is_child() {
            true => pass(Ordering::Relaxed, Ordering::Relaxed),
            false => right(),
        }
    }

    pub(super) fn right() {
        pass(Ordering::Release, Ordering::Acquire);
    }
}

#[datarace::test(explore = "exhaustive")]
fn every_execution_of_a_right_program() {
    mailbox::right();
}

#[datarace::test(
    explore = "random",
    executions = 50,
    seed = 7,
    memory = "rust",
    time = "5min"
)]
fn many_executions_of_a_right_program() {
    mailbox::right();
}

#[datarace::test(
    explore = "pct",
    depth = 2,
    executions = 50,
    threads = 4,
    events = 1_000,
    preemptions = 3
)]
fn a_result_that_is_ok() -> Result<(), String> {
    mailbox::right();
    Ok(())
}

#[datarace::test(explore = "exhaustive")]
#[should_panic(expected = "the panic of every execution")]
fn a_panic_that_is_expected() {
    panic!("the panic of every execution");
}

#[datarace::test(explore = "exhaustive")]
fn exhaustive() {
    mailbox::wrong_in_a_child();
}

#[datarace::test(explore = "random", executions = 500)]
fn random() {
    mailbox::wrong_in_a_child();
}

#[datarace::test(explore = "pct", depth = 3, executions = 500)]
fn pct() {
    mailbox::wrong_in_a_child();
}

#[datarace::test(explore = "exhaustive")]
fn result() -> Result<(), String> {
    match is_child() {
        true => Err("the error of the body".to_owned()),
        false => Ok(()),
    }
}

#[datarace::test(explore = "exhaustive")]
#[should_panic]
fn should_panic() {
    mailbox::wrong_in_a_child();
    panic!("expected");
}

#[datarace::check]
mod annotated {
    use super::mailbox;

    #[datarace::test(explore = "exhaustive")]
    fn in_a_module() {
        mailbox::wrong_in_a_child();
    }
}

/// Tests that pass, and must not look better than they are.
mod quiet {
    use super::mailbox;

    #[datarace::test(explore = "exhaustive", executions = 1)]
    fn bounded() {
        mailbox::right();
    }

    #[datarace::test(explore = "exhaustive")]
    fn without_events() {}

    #[datarace::test(explore = "exhaustive")]
    fn complete() {
        mailbox::right();
    }
}

/// Prints what an exploration of the program found, past what the harness keeps of a test that passes.
#[test]
fn explorer_of_the_program() {
    if !is_child() {
        return;
    }
    let found = datarace::Explorer::exhaustive().run(mailbox::wrong_in_a_child);
    let token = found.races().first().and_then(|race| race.token());
    let (executions, token) = (found.executions(), token.unwrap_or("none"));
    writeln!(std::io::stderr(), "executions {executions}, token {token}").expect("it is open");
}

#[test]
fn an_explorer_of_the_program_obeys_the_environment() {
    if is_child() {
        return;
    }
    let explore = |variables: &[(&str, &str)]| {
        let (passed, text) = run_with("explorer_of_the_program", variables);
        assert!(passed, "{variables:?}:\n{text}");
        let line = text.split("executions ").nth(1).expect("it is printed");
        let (executions, rest) = line.split_once(", token ").expect("both are printed");
        let token = rest.split_whitespace().next().expect("a token");
        (
            executions.parse::<u64>().expect("a number"),
            token.to_owned(),
        )
    };
    let (all, token) = explore(&[]);
    assert!(all > 1 && token != "none", "{all} executions, {token}");
    assert_eq!(explore(&[("DATARACE_EXECUTIONS", "1")]).0, 1);
    assert_eq!(explore(&[("DATARACE_REPLAY", &token)]), (1, token.clone()));
}

/// The verdict of a test in a child, and what it printed.
fn run(test: &str) -> (bool, String) {
    run_with(test, &[])
}

fn run_with(test: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let output = Command::new(std::env::current_exe().expect("this test's own path"))
        .args(["--exact", test])
        .envs(variables.iter().copied())
        .env(FIXTURE, "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("the child starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("running 1 test"), "{test} exists:\n{text}");
    (output.status.success(), text)
}

#[test]
fn a_bound_that_was_reached_and_a_body_without_events_are_said() {
    if is_child() {
        return;
    }
    for (test, said) in [
        (
            "quiet::bounded",
            Some("test `quiet::bounded`: 1 execution, not all of them"),
        ),
        (
            "quiet::without_events",
            Some("test `quiet::without_events`: no event was seen"),
        ),
        ("quiet::complete", None),
    ] {
        let (passed, text) = run(test);
        assert!(passed, "{test} passes:\n{text}");
        match said {
            Some(said) => assert!(text.contains(said), "{test} says {said:?}:\n{text}"),
            None => assert!(!text.contains("datarace:"), "{test} says nothing:\n{text}"),
        }
    }
}

#[track_caller]
fn check(test: &str, said: &str) {
    let (passed, text) = run(test);
    assert!(!passed, "{test} fails:\n{text}");
    assert!(text.contains(said), "{test} says {said:?}:\n{text}");
}

#[test]
fn each_form_fails_if_one_execution_goes_wrong() {
    if is_child() {
        return;
    }
    let race = "data race on `MESSAGE`";
    check("exhaustive", race);
    check("random", race);
    check("pct", race);
    check("result", "the body returned a failure");
    check("should_panic", race);
    check("annotated::in_a_module", race);
}

/// What a test of this binary says when it is run alone, or with others, with a token.
fn run_all(tests: &[&str], token: Option<&str>) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().expect("this test's own path"));
    command
        .arg("--exact")
        .args(tests)
        .env(FIXTURE, "1")
        .env("RUST_BACKTRACE", "0")
        .env_remove("DATARACE_REPLAY");
    if let Some(token) = token {
        command.env("DATARACE_REPLAY", token);
    }
    let output = command.output().expect("the child starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.success(), text)
}

/// The token that a report names.
fn token(text: &str) -> &str {
    let (_, rest) = text.split_once("DATARACE_REPLAY=").expect("a token");
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
    &rest[..end.unwrap_or(rest.len())]
}

#[test]
fn a_token_is_replayed_by_the_test_that_it_belongs_to() {
    if is_child() {
        return;
    }
    let (_, first) = run_all(&["exhaustive"], None);
    let token = token(&first);
    let (passed, text) = run_all(&["exhaustive", "annotated::in_a_module"], Some(token));
    assert!(!passed, "{text}");
    assert!(text.contains("data race on `MESSAGE`"), "{text}");
    assert!(text.contains("1 execution, not all of them"), "{text}");
    let said = "test `annotated::in_a_module` was not run: the replay token belongs to another exploration";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("1 passed; 1 failed"), "{text}");
}

#[test]
fn a_token_that_does_not_fit_is_refused_with_a_reason() {
    if is_child() {
        return;
    }
    let refused = |token: &str, said: &str| {
        let (passed, text) = run_all(&["exhaustive"], Some(token));
        assert!(!passed && text.contains(said), "{text}");
    };
    refused(
        "x1abc",
        "the replay token was made by another version of datarace",
    );
    refused("x2!", "the replay token is damaged");
}
