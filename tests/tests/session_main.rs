//! `#[datarace::check] fn main`: a race ends the program with exit status 66, after the report.

use std::process::Command;

#[track_caller]
fn check(program: &str, words: &[&str], status: i32, said: &[&str], not_said: &[&str]) {
    let output = Command::new(program)
        .args(words)
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{words:?}:\n{text}");
    for sentence in said {
        assert!(text.contains(sentence), "{sentence:?} is said:\n{text}");
    }
    for sentence in not_said {
        assert!(
            !text.contains(sentence),
            "{sentence:?} is not said:\n{text}"
        );
    }
}

const UNIT: &str = env!("CARGO_BIN_EXE_main_unit");
const RESULT: &str = env!("CARGO_BIN_EXE_main_result");
const RACE: &str = "data race on `DATA`";

#[test]
fn a_race_ends_the_program_with_66() {
    check(UNIT, &["race"], 66, &[RACE], &[]);
    check(RESULT, &["race"], 66, &[RACE], &[]);
}

#[test]
fn without_a_race_the_status_is_the_programs() {
    check(UNIT, &[], 0, &[], &["race"]);
    check(RESULT, &[], 0, &[], &["race"]);
    check(RESULT, &["error"], 1, &["the error of the body"], &["race"]);
}

#[test]
fn a_race_counts_more_than_an_error_that_is_returned() {
    check(RESULT, &["race", "error"], 66, &[RACE], &[]);
}

#[test]
fn a_panic_of_the_body_is_not_replaced() {
    check(
        UNIT,
        &["race and panic"],
        101,
        &[RACE, "the panic of the body"],
        &[],
    );
}

#[test]
fn a_race_is_reported_also_where_the_program_exits_by_itself() {
    check(UNIT, &["race and exit"], 66, &[RACE], &[]);
}

#[test]
fn a_session_without_events_says_so() {
    check(UNIT, &["nothing"], 0, &["no event"], &[RACE]);
}
