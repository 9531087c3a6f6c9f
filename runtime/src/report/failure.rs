//! What an exploration found besides races: an execution that ends badly, step by step.
//!
//! The explorer fills in [`FailureReport`]; its kinds and messages are its own.
//!
//! The fields of its line of JSON are documented in `reports.md`.

use std::sync::Arc;

use crate::race::ThreadDescription;
use crate::report::advice::Names;
use crate::report::color::Style;
use crate::report::diagnostic::{Diagnostic, Mark, Role, Severity};
use crate::report::json::{SCHEMA, thread_word};
use crate::report::path::is_same_thread;
use crate::report::source::SourceCache;
use crate::report::value::{Value, json};
use crate::site::Site;

/// An execution that ends badly.
#[derive(Clone, Debug)]
pub(crate) struct FailureReport<'a> {
    /// One word: `deadlock`.
    pub(crate) kind: &'a str,
    /// The first line: `two threads wait for each other`.
    pub(crate) message: &'a str,
    /// Where threads stand at the end, if that says something: who waits for what, who panicked.
    pub(crate) standing: &'a [Standing],
    /// What happened, in order.
    pub(crate) steps: &'a [Step],
    /// What to do about it, if anything is known.
    pub(crate) help: Option<&'a str>,
    /// The replay token.
    pub(crate) token: Option<&'a str>,
}

/// Where a thread stands.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// Which thread.
    pub(crate) thread: Arc<ThreadDescription>,
    /// Where; `None` outside of annotated code.
    pub(crate) site: Option<&'static Site>,
    /// What it does there, as a verb: `waits for the lock that thread b holds`, `panics`.
    pub(crate) what: String,
}

/// One event of the execution.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Whose event.
    pub(crate) thread: Arc<ThreadDescription>,
    /// Where; `None` for what has no place in annotated code.
    pub(crate) site: Option<&'static Site>,
    /// What a load or an update read.
    pub(crate) read: Option<Read>,
    /// What a call into a primitive did, as a verb: `takes the lock`.
    pub(crate) does: Option<String>,
}

impl Step {
    /// What it read or did, in words; empty where the code says all.
    pub(crate) fn words(&self) -> String {
        match (&self.read, &self.does) {
            (Some(read), _) => read_words(read),
            (None, Some(does)) => format!("-> {does}"),
            (None, None) => String::new(),
        }
    }
}

/// What was read.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// The value.
    pub(crate) value: u64,
    /// Which step wrote it (an index into the steps); `None`: the initial value.
    pub(crate) from: Option<usize>,
    /// Whether a newer value was there already.
    pub(crate) stale: bool,
}

/// Steps that a report shows; of longer executions the last ones.
const STEPS_SHOWN_MAX: usize = 60;

/// The report for people, without a line end.
pub(crate) fn render(
    failure: &FailureReport<'_>,
    sources: &mut SourceCache,
    style: Style,
) -> String {
    let names = names(failure);
    let marks = failure.standing.iter().filter_map(|standing| {
        let site = standing.site?;
        Some(Mark {
            site,
            span: site.span,
            role: Role::Subject,
            label: standing_label(standing, &names),
        })
    });
    let elsewhere = failure.standing.iter().filter(|one| one.site.is_none());
    let mut notes: Vec<String> = elsewhere
        .map(|standing| standing_label(standing, &names))
        .collect();
    notes.extend(steps_note(failure, &names));
    notes.extend(
        failure
            .token
            .map(|token| format!("replay with DATARACE_REPLAY={token}")),
    );
    let diagnostic = Diagnostic {
        severity: Severity::Error,
        id: failure.kind.to_owned(),
        title: failure.message.to_owned(),
        marks: marks.collect(),
        notes,
        help: failure.help.map(str::to_owned),
    };
    diagnostic.draw(sources, style)
}

/// How the threads of a failure are called.
pub(crate) fn names(failure: &FailureReport<'_>) -> Names {
    Names::of_threads(threads_of(failure))
}

/// The threads of a failure, each once, in the order in which they were made.
pub(crate) fn threads_of<'a>(failure: &FailureReport<'a>) -> Vec<&'a ThreadDescription> {
    let standing = failure.standing.iter().map(|standing| &standing.thread);
    let steps = failure.steps.iter().map(|step| &step.thread);
    let mut threads: Vec<&ThreadDescription> = Vec::new();
    for thread in standing.chain(steps) {
        if !threads.iter().any(|known| is_same_thread(known, thread)) {
            threads.push(thread);
        }
    }
    threads.sort_by_key(|thread| thread.number);
    threads
}

/// How many of the first steps are left out.
pub(crate) fn steps_hidden(failure: &FailureReport<'_>) -> usize {
    failure.steps.len().saturating_sub(STEPS_SHOWN_MAX)
}

fn standing_label(standing: &Standing, names: &Names) -> String {
    format!("{} {}", names.of(&standing.thread), standing.what)
}

/// The execution as a table: step, thread, place, code, what was read.
fn steps_note(failure: &FailureReport<'_>, names: &Names) -> Option<String> {
    let (steps, hidden) = (failure.steps, steps_hidden(failure));
    let rows: Vec<[String; 4]> = steps
        .iter()
        .enumerate()
        .skip(hidden)
        .map(|(n, step)| row(n, step, names))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let (number, thread, place) = (width(0), width(1), width(2));
    let stale = steps[hidden..]
        .iter()
        .any(|step| step.read.as_ref().is_some_and(|read| read.stale));
    let head = match stale {
        true => "the execution, step by step (stale: a newer value was there already):",
        false => "the execution, step by step:",
    };
    let mut lines = vec![head.to_owned()];
    if 0 < hidden {
        lines.push(format!("({hidden} earlier steps are left out)"));
    }
    for [n, who, place_text, what] in &rows {
        let line = format!("{n:>number$}  {who:thread$}  {place_text:place$}  {what}");
        lines.push(line.trim_end().to_owned());
    }
    Some(lines.join("\n"))
}

fn row(n: usize, step: &Step, names: &Names) -> [String; 4] {
    let place = step.site.map_or("-".to_owned(), Site::to_string);
    let code = step.site.map_or("", |site| site.text);
    let what = format!("{code}  {}", step.words());
    let what = what.trim_end().to_owned();
    [(n + 1).to_string(), names.of(&step.thread), place, what]
}

/// What was read, in words.
fn read_words(read: &Read) -> String {
    let from = match read.from {
        Some(n) => format!("of step {}", n + 1),
        None => "the initial value".to_owned(),
    };
    let stale = if read.stale { ", stale" } else { "" };
    format!("-> {} ({from}{stale})", read.value)
}

/// One line of JSON, without its end.
pub(crate) fn render_json(failure: &FailureReport<'_>) -> String {
    let names = names(failure);
    json!({
        "schema": SCHEMA,
        "kind": failure.kind,
        "message": failure.message,
        "threads": failure.standing.iter().map(|standing| thread_line(standing, &names)).collect::<Value>(),
        "steps": failure.steps.iter().map(|step| step_line(step, &names)).collect::<Value>(),
        "replay": failure.token,
    })
    .to_string()
}

fn thread_line(standing: &Standing, names: &Names) -> Value {
    json!({
        "thread": thread_word(&standing.thread, names),
        "file": standing.site.map(Site::file),
        "line": standing.site.map(Site::line),
        "column": standing.site.map(Site::column),
        "text": standing.what.as_str(),
    })
}

fn step_line(step: &Step, names: &Names) -> Value {
    json!({
        "thread": thread_word(&step.thread, names),
        "file": step.site.map(Site::file),
        "line": step.site.map(Site::line),
        "column": step.site.map(Site::column),
        "code": step.site.map(|site| site.text),
        "read": step.read.as_ref().map(|read| read.value),
        "does": step.does.as_deref(),
    })
}
