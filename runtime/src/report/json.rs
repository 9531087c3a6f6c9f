//! The report for programs: one JSON object per line, schema 1.
//!
//! The fields are documented in `reports.md`, which is [`crate::reports`], and as JSON Schema in `schema-1.json`; a test
//! holds the lines against the schema.

use serde::Serialize;

use crate::race::{Access, Change, MissingEdge, Race, ThreadDescription};
use crate::report::advice::{self, Names};
use crate::site::Site;

/// The number that `schema` bears.
pub(crate) const SCHEMA: u32 = 1;

/// One line, without its end.
pub(crate) fn render(race: &Race) -> String {
    serde_json::to_string(&Line::new(race)).expect("strings and numbers can be written as JSON")
}

#[derive(Serialize)]
struct Line<'a> {
    schema: u32,
    kind: String,
    place: &'a str,
    bytes: usize,
    earlier: Side,
    later: Side,
    missing: Vec<Missing>,
    fix: Vec<Fix>,
    verified: bool,
    count: u64,
    replay: Option<&'a str>,
}

#[derive(Serialize)]
struct Side {
    kind: &'static str,
    file: &'static str,
    line: u32,
    column: u32,
    thread: String,
}

#[derive(Serialize)]
struct Missing {
    kind: &'static str,
    file: Option<&'static str>,
    line: Option<u32>,
    column: Option<u32>,
    thread: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct Fix {
    file: &'static str,
    line: u32,
    column: u32,
    from: &'static str,
    to: &'static str,
}

impl<'a> Line<'a> {
    fn new(race: &'a Race) -> Self {
        let names = Names::new(race);
        let unannotated = race
            .unannotated
            .iter()
            .map(|name| Missing::unannotated(name));
        let missing = race.missing().iter().map(|edge| Missing::new(edge, &names));
        Self {
            schema: SCHEMA,
            kind: race.verdict.to_string(),
            place: race.earlier.place(),
            bytes: race.bytes,
            earlier: Side::new(&race.earlier, &names),
            later: Side::new(&race.later, &names),
            missing: unannotated.chain(missing).collect(),
            fix: race.advice().iter().map(Fix::new).collect(),
            verified: race.is_verified(),
            count: race.count,
            replay: race.token(),
        }
    }
}

impl Side {
    fn new(access: &Access, names: &Names) -> Self {
        Self {
            kind: advice::access_word(access.kind),
            file: access.site.file(),
            line: access.site.line(),
            column: access.site.column(),
            thread: thread_word(access.thread(), names),
        }
    }
}

impl Missing {
    fn new(edge: &MissingEdge, names: &Names) -> Self {
        let place = edge.site.map(|site| place_of_argument(site, edge.argument));
        Self {
            kind: advice::missing_word(edge.kind),
            file: edge.site.map(Site::file),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            thread: edge.thread().map(|thread| thread_word(thread, names)),
            text: edge.to_string(),
        }
    }

    fn unannotated(name: &str) -> Self {
        Self {
            kind: "unannotated",
            file: None,
            line: None,
            column: None,
            thread: None,
            text: name.to_owned(),
        }
    }
}

fn place_of_argument(site: &Site, argument: Option<usize>) -> (u32, u32) {
    let argument = argument.and_then(|n| site.orderings.get(n));
    let span = argument.map_or(site.span, |argument| argument.span);
    (span.line, span.column)
}

impl Fix {
    fn new(change: &Change) -> Self {
        let (line, column) = advice::place_of_ordering(change);
        Self {
            file: change.site.file(),
            line,
            column,
            from: advice::ordering_name(change.from),
            to: advice::ordering_name(change.to),
        }
    }
}

/// A thread's name as data.
pub(crate) fn thread_word(thread: &ThreadDescription, names: &Names) -> String {
    match thread.name() {
        Some(name) if names.are_shared(name) => format!("{name} ({})", thread.number),
        Some(name) => name.to_owned(),
        None => format!("thread {}", thread.number),
    }
}
