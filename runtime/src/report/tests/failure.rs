use expect_test::expect;

use super::fixture::*;
use crate::report::color::Style;
use crate::report::failure::{FailureReport, Read, Standing, Step, render, render_json};
use crate::report::file::{FileFormat, append, append_failures};
use crate::report::github::render_failure;

const LOCKS: &str = "\
fn a() {
    let x = X.lock().unwrap();
    READY.store(true, Release);
    let y = Y.lock().unwrap();
}
fn b() {
    let y = Y.lock().unwrap();
    if READY.load(Acquire) {}
    let x = X.lock().unwrap();
}
";

struct Deadlock {
    file: File,
    standing: Vec<Standing>,
    steps: Vec<Step>,
}

fn deadlock() -> Deadlock {
    let file = File::new("src/locks.rs", LOCKS);
    let spawn = file.site("fn a", "fn a", "", &[]);
    let (a, b) = (thread(Some("a"), 1, spawn), thread(Some("b"), 2, spawn));
    let site = |line, text| file.site(line, text, "", &[]);
    let stands = |thread: &std::sync::Arc<_>, line, text, what: &str| Standing {
        thread: std::sync::Arc::clone(thread),
        site: Some(site(line, text)),
        what: what.to_owned(),
    };
    let step = |thread: &std::sync::Arc<_>, line, text, read| Step {
        thread: std::sync::Arc::clone(thread),
        site: Some(site(line, text)),
        read,
        does: None,
    };
    let read = Read {
        value: 0,
        from: None,
        stale: true,
    };
    let standing = vec![
        stands(
            &a,
            "let y",
            "Y.lock()",
            "waits for `Y`, which thread `b` holds",
        ),
        stands(
            &b,
            "{}\n    let x",
            "X.lock()",
            "waits for `X`, which thread `a` holds",
        ),
        Standing {
            thread: main_thread(),
            site: None,
            what: "waits for thread `a` to end".to_owned(),
        },
    ];
    let steps = vec![
        step(&a, "let x", "X.lock()", None),
        step(&b, "fn b() {\n    let y", "Y.lock()", None),
        step(&a, "READY.store", "READY.store(true, Release)", None),
        step(&b, "READY.load", "READY.load(Acquire)", Some(read)),
    ];
    Deadlock {
        file,
        standing,
        steps,
    }
}

fn report(deadlock: &Deadlock) -> FailureReport<'_> {
    FailureReport {
        kind: "deadlock",
        message: "deadlock: 3 threads wait and nothing can wake them",
        standing: &deadlock.standing,
        steps: &deadlock.steps,
        help: Some("take the two locks in the same order everywhere"),
        token: Some("e1.3.1"),
    }
}

#[test]
fn deadlock_shows_who_waits_where_and_the_way_there() {
    let deadlock = deadlock();
    let mut sources = sources(&[&deadlock.file]);
    let text = render(&report(&deadlock), &mut sources, Style::Plain) + "\n";
    expect![[r#"
        error[deadlock]: deadlock: 3 threads wait and nothing can wake them
         --> src/locks.rs:4:13
          |
        4 |     let y = Y.lock().unwrap();
          |             ^^^^^^^^ thread `a` waits for `Y`, which thread `b` holds
        ...
        9 |     let x = X.lock().unwrap();
          |             ^^^^^^^^ thread `b` waits for `X`, which thread `a` holds
          |
          = note: the main thread waits for thread `a` to end
          = note: the execution, step by step (stale: a newer value was there already):
                  1  thread `a`  src/locks.rs:2:13  X.lock()
                  2  thread `b`  src/locks.rs:7:13  Y.lock()
                  3  thread `a`  src/locks.rs:3:5   READY.store(true, Release)
                  4  thread `b`  src/locks.rs:8:8   READY.load(Acquire)  -> 0 (the initial value, stale)
          = note: replay with DATARACE_REPLAY=e1.3.1
          = help: take the two locks in the same order everywhere
    "#]].assert_eq(&text);
}

#[test]
fn failure_as_json() {
    let deadlock = deadlock();
    expect![[r#"{"schema":1,"kind":"deadlock","message":"deadlock: 3 threads wait and nothing can wake them","threads":[{"thread":"a","file":"src/locks.rs","line":4,"column":13,"text":"waits for `Y`, which thread `b` holds"},{"thread":"b","file":"src/locks.rs","line":9,"column":13,"text":"waits for `X`, which thread `a` holds"},{"thread":"main","file":null,"line":null,"column":null,"text":"waits for thread `a` to end"}],"steps":[{"thread":"a","file":"src/locks.rs","line":2,"column":13,"code":"X.lock()","read":null,"does":null},{"thread":"b","file":"src/locks.rs","line":7,"column":13,"code":"Y.lock()","read":null,"does":null},{"thread":"a","file":"src/locks.rs","line":3,"column":5,"code":"READY.store(true, Release)","read":null,"does":null},{"thread":"b","file":"src/locks.rs","line":8,"column":8,"code":"READY.load(Acquire)","read":0,"does":null}],"replay":"e1.3.1"}"#]].assert_eq(&render_json(&report(&deadlock)));
}

#[test]
fn long_executions_show_their_last_steps() {
    let mut deadlock = deadlock();
    deadlock.steps = deadlock.steps.iter().cycle().take(1000).cloned().collect();
    let text = render(
        &report(&deadlock),
        &mut sources(&[&deadlock.file]),
        Style::Plain,
    );
    assert!(text.contains("(940 earlier steps are left out)"));
    assert!(text.contains("1000  thread `b`"));
    assert!(text.lines().count() < 100);
}

#[test]
fn files_take_failures_too() {
    let deadlock = deadlock();
    for format in [FileFormat::Json, FileFormat::Sarif, FileFormat::Html] {
        let mut sources = sources(&[&deadlock.file]);
        let failures = [report(&deadlock)];
        let races = [super::programs::unproven().race];
        let one = append(format, "", &races, &mut sources).expect("new");
        let two = append_failures(format, &one, &failures, &mut sources).expect("ours");
        assert!(two.contains("deadlock"));
        assert!(two.contains("unproven"));
        let three = append(format, &two, &races, &mut sources).expect("ours");
        assert!(two.len() < three.len());
    }
}

#[test]
fn failure_on_github() {
    let deadlock = deadlock();
    let text = render_failure(&report(&deadlock), &mut sources(&[&deadlock.file]));
    assert!(text.starts_with("::error file=src/locks.rs,line=4,"));
    assert_eq!(text.lines().count(), 1);
}
