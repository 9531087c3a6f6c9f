//! What the environment makes of a report: the tests run this binary again, with one test and some variables.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::programs;

/// Set in the processes that shall race.
const RACE: &str = "REPORT_TEST_SHALL_RACE";

#[datarace::test]
fn races_if_it_is_asked_to() {
    if std::env::var_os(RACE).is_some() {
        programs::lock::run();
    }
}

fn start(variables: &[(&str, &str)]) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args(["--exact", "processes::races_if_it_is_asked_to"])
        .args(["--nocapture", "--test-threads=2"])
        .env(RACE, "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in [
        "NO_COLOR",
        "CARGO_TERM_COLOR",
        "DATARACE_FORMAT",
        "DATARACE_REPORT",
    ] {
        command.env_remove(name);
    }
    command
        .envs(variables.iter().copied())
        .spawn()
        .expect("it starts")
}

fn output(variables: &[(&str, &str)]) -> String {
    let output = start(variables).wait_with_output().expect("it ends");
    assert!(!output.status.success(), "a race makes the test fail");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn text_is_the_default_and_plain_where_there_is_no_terminal() {
    let text = output(&[]);
    assert!(
        text.contains("error[race]: data race on `DATA` (24 bytes): two unordered writes"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn color_can_be_asked_for_and_refused() {
    assert!(output(&[("CARGO_TERM_COLOR", "always")]).contains("\u{1b}["));
    let refused = output(&[("CARGO_TERM_COLOR", "always"), ("NO_COLOR", "1")]);
    assert!(!refused.contains('\u{1b}'));
}

#[test]
fn json_is_one_object_a_line() {
    let text = output(&[("DATARACE_FORMAT", "json")]);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('{')).collect();
    let [line] = lines[..] else {
        panic!("one race, one line: {text}")
    };
    let file = "tests/tests/report_programs/programs.rs";
    for part in [
        r#"{"schema":1,"kind":"race","place":"DATA","bytes":24,"earlier":{"kind":"write","#
            .to_owned(),
        format!(
            r#""earlier":{{"kind":"write","file":"{file}","line":17,"column":18,"thread":"a"}}"#
        ),
        format!(r#""later":{{"kind":"write","file":"{file}","line":17,"column":18,"thread":"b"}}"#),
        r#""missing":[{"kind":"publishes_nothing","#.to_owned(),
        format!(
            r#""fix":[{{"file":"{file}","line":18,"column":31,"from":"Relaxed","to":"Release"}}]"#
        ),
        r#""verified":true,"count":1,"replay":null}"#.to_owned(),
    ] {
        assert!(line.contains(&part), "{part} is not in {line}");
    }
}

#[test]
fn github_gets_annotations() {
    let text = output(&[("DATARACE_FORMAT", "github")]);
    let file = "tests/tests/report_programs/programs.rs";
    assert!(
        text.contains(&format!("::error file={file},line=17,")),
        "{text}"
    );
    assert!(
        text.contains(&format!("::notice file={file},line=18,")),
        "{text}"
    );
}

#[test]
fn processes_write_one_report_and_lose_nothing() {
    const PROCESSES: usize = 4;
    let name = format!("datarace-report-{}", std::process::id());
    let folder: PathBuf = std::env::temp_dir().join(name);
    for (ending, once) in [
        ("json", "\"schema\":1"),
        ("sarif", "\"ruleId\""),
        ("html", "<section"),
    ] {
        let path = folder.join("races").with_extension(ending);
        let path = path.to_str().expect("a plain path");
        let children: Vec<Child> = (0..PROCESSES)
            .map(|_| start(&[("DATARACE_REPORT", path)]))
            .collect();
        for child in children {
            assert!(!child.wait_with_output().expect("it ends").status.success());
        }
        let text = std::fs::read_to_string(path).expect("the report");
        assert_eq!(text.matches(once).count(), PROCESSES, "{path}");
    }
    std::fs::remove_dir_all(folder).expect("it is ours");
}

#[test]
fn a_report_file_of_another_kind_is_an_error_that_names_the_endings() {
    let text = output(&[("DATARACE_REPORT", "races.txt")]);
    for ending in [".json", ".sarif", ".html"] {
        assert!(text.contains(ending), "{text}");
    }
}
