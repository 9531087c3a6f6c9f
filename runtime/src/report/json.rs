//! The report for programs: one JSON object per line, schema 1.
//!
//! The fields are documented in `reports.md`, which is [`crate::reports`], and as JSON Schema in `schema-1.json`; a test
//! holds the lines against the schema.

use crate::race::{Access, Change, MissingEdge, Race, ThreadDescription};
use crate::report::advice::{self, Names};
use crate::report::value::{Value, json};
use crate::site::Site;

/// The number that `schema` bears.
pub(crate) const SCHEMA: u32 = 1;

/// One line, without its end.
pub(crate) fn render(race: &Race) -> String {
    let names = Names::new(race);
    let unannotated = race.unannotated.iter().map(|name| not_annotated(name));
    let missing = race.missing().iter().map(|edge| missing(edge, &names));
    json!({
        "schema": SCHEMA,
        "kind": race.verdict.to_string(),
        "place": race.earlier.place(),
        "bytes": race.bytes,
        "earlier": side(&race.earlier, &names),
        "later": side(&race.later, &names),
        "missing": unannotated.chain(missing).collect::<Value>(),
        "fix": race.advice().iter().map(fix).collect::<Value>(),
        "verified": race.is_verified(),
        "count": race.count,
        "replay": race.token(),
    })
    .to_string()
}

fn side(access: &Access, names: &Names) -> Value {
    json!({
        "kind": advice::access_word(access.kind),
        "file": access.site.file(),
        "line": access.site.line(),
        "column": access.site.column(),
        "thread": thread_word(access.thread(), names),
    })
}

fn missing(edge: &MissingEdge, names: &Names) -> Value {
    let place = edge.site.map(|site| place_of_argument(site, edge.argument));
    json!({
        "kind": advice::missing_word(edge.kind),
        "file": edge.site.map(Site::file),
        "line": place.map(|(line, _)| line),
        "column": place.map(|(_, column)| column),
        "thread": edge.thread().map(|thread| thread_word(thread, names)),
        "text": edge.to_string(),
    })
}

fn not_annotated(name: &str) -> Value {
    json!({
        "kind": "unannotated",
        "file": Value::Null,
        "line": Value::Null,
        "column": Value::Null,
        "thread": Value::Null,
        "text": name,
    })
}

fn place_of_argument(site: &Site, argument: Option<usize>) -> (u32, u32) {
    let argument = argument.and_then(|n| site.orderings.get(n));
    let span = argument.map_or(site.span, |argument| argument.span);
    (span.line, span.column)
}

fn fix(change: &Change) -> Value {
    let (line, column) = advice::place_of_ordering(change);
    json!({
        "file": change.site.file(),
        "line": line,
        "column": column,
        "from": advice::ordering_name(change.from),
        "to": advice::ordering_name(change.to),
    })
}

/// A thread's name as data.
pub(crate) fn thread_word(thread: &ThreadDescription, names: &Names) -> String {
    match thread.name() {
        Some(name) if names.are_shared(name) => format!("{name} ({})", thread.number),
        Some(name) => name.to_owned(),
        None => format!("thread {}", thread.number),
    }
}
