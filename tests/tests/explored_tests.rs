//! `#[datarace::test(explore = ..)]`: the body is run again and again, and the test fails exactly if one run goes wrong.
//!
//! Tests that fail on purpose do nothing unless [`FIXTURE`] is set; the last test runs them in child processes.

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

#[track_caller]
fn check(test: &str, said: &str) {
    let output = Command::new(std::env::current_exe().expect("this test's own path"))
        .args(["--exact", test])
        .env(FIXTURE, "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("the child starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("running 1 test"), "{test} exists:\n{text}");
    assert!(!output.status.success(), "{test} fails:\n{text}");
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
