//! The events of each source form that DESIGN 3 lists: kind, bytes, and the user's line and column, in order.
//!
//! `places` asks which accesses a race names; here the events themselves are looked at, so that also what no race can tell
//! apart is exact. Each line of `access_matrix/cases.rs` says in a comment what it does, in order:
//! `//~ read P.a, shared A[1..3] @A[1]:8` wants a read that stands where the text `P.a` stands and touches the bytes of the
//! place of that name, then a shared reborrow at `A[1..3]`, of eight bytes from where `A[1]` begins. `#2` behind a text is
//! its second occurrence on the line, `@_` any address (`@_:4`: of four bytes). A line without a comment has no event.
#![cfg(feature = "track")]
// The cases spell one access in many ways.
#![allow(clippy::all)]

#[path = "access_matrix/cases.rs"]
mod cases;

use datarace::__model::event::AtomicOperation;
use datarace::__model::{Recorded, record};
use datarace::AccessKind;

const SOURCE: &str = include_str!("access_matrix/cases.rs");

/// An event, as comments and failures write it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Seen {
    line: u32,
    column: u32,
    kind: &'static str,
    address: Option<usize>,
    size: Option<usize>,
}

fn kind_of(kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::Read => "read",
        AccessKind::Write => "write",
        AccessKind::ReborrowShared => "shared",
        AccessKind::ReborrowExclusive => "exclusive",
        AccessKind::CellRead => "cell-read",
        AccessKind::CellWrite => "cell-write",
        AccessKind::AtomicRead | AccessKind::AtomicWrite => "atomic",
    }
}

fn seen(event: &Recorded) -> Seen {
    let (site, kind, address, size) = match event {
        Recorded::Access(access) => {
            let bytes = access.bytes;
            (access.site, kind_of(access.kind), bytes.address, bytes.size)
        }
        Recorded::Atomic(call, _) => {
            let kind = match call.operation {
                AtomicOperation::Load { .. } => "load",
                AtomicOperation::Store { .. } => "store",
                AtomicOperation::Rmw { .. } => "rmw",
                AtomicOperation::CompareExchange { .. } => "exchange",
            };
            (call.site, kind, call.address, call.width.size())
        }
        Recorded::Fence(call) => (call.site, "fence", 0, 0),
    };
    assert!(site.file().ends_with("access_matrix/cases.rs"), "{site:?}");
    Seen {
        line: site.line(),
        column: site.column(),
        kind,
        address: Some(address),
        size: Some(size),
    }
}

const KINDS: [&str; 11] = [
    "read",
    "write",
    "shared",
    "exclusive",
    "cell-read",
    "cell-write",
    "load",
    "store",
    "rmw",
    "exchange",
    "fence",
];

/// What a comment wants of its line.
fn wanted(line: u32, code: &str, comment: &str) -> Vec<Seen> {
    let mut text = comment.trim().to_string();
    for kind in KINDS {
        text = text.replace(&format!(", {kind} "), &format!("\n{kind} "));
    }
    text.lines()
        .map(|want| one_wanted(line, code, want))
        .collect()
}

fn one_wanted(line: u32, code: &str, want: &str) -> Seen {
    let (kind, rest) = want.split_once(' ').expect("kind and place");
    let kind = KINDS.into_iter().find(|known| *known == kind).expect(want);
    let (place, bytes) = match rest.split_once(" @") {
        Some((place, bytes)) => (place, Some(bytes)),
        None => (rest, None),
    };
    let (place, nth) = match place.rsplit_once('#') {
        Some((place, nth)) => (place, nth.parse().unwrap()),
        None => (place, 1),
    };
    let (column, _) = code
        .match_indices(place)
        .nth(nth - 1)
        .unwrap_or_else(|| panic!("line {line} has no `{place}`"));
    let (name, size) = match bytes.and_then(|bytes| bytes.split_once(':')) {
        Some((name, size)) => (name, Some(size.parse().unwrap())),
        None => (bytes.unwrap_or(place), None),
    };
    let (address, own_size) = match (kind, name) {
        (_, "_") => (None, None),
        ("fence", _) => (Some(0), Some(0)),
        _ => {
            let (_, address, size) = cases::places()
                .into_iter()
                .find(|(known, ..)| *known == name)
                .unwrap_or_else(|| panic!("line {line}: `{name}` is no place of the table"));
            (Some(address), Some(size))
        }
    };
    Seen {
        line,
        column: 1 + code[..column].chars().count() as u32,
        kind,
        address,
        size: size.or(own_size),
    }
}

fn fits(wanted: &Seen, got: &Seen) -> bool {
    (wanted.column, wanted.kind) == (got.column, got.kind)
        && wanted
            .address
            .is_none_or(|address| got.address == Some(address))
        && wanted.size.is_none_or(|size| got.size == Some(size))
}

#[test]
fn each_form_has_exactly_its_events() {
    let events = record(cases::run);
    let got: Vec<Seen> = events.iter().map(seen).collect();
    let mut failures = String::new();
    let mut rows = 0;
    for (text, line) in SOURCE.lines().zip(1u32..) {
        let (code, comment) = match text.split_once("//~") {
            Some((code, comment)) => (code, comment.trim()),
            None => (text, ""),
        };
        let want = match comment {
            "" => Vec::new(),
            comment => wanted(line, code, comment),
        };
        rows += usize::from(!want.is_empty());
        let here: Vec<&Seen> = got.iter().filter(|seen| seen.line == line).collect();
        if here.len() != want.len() || !want.iter().zip(&here).all(|(w, g)| fits(w, g)) {
            let show = |seen: &Seen| {
                let bytes = seen.address.map(|address| (name_of(address), seen.size));
                format!("{} at column {} of {bytes:?}", seen.kind, seen.column)
            };
            let want: Vec<String> = want.iter().map(show).collect();
            let here: Vec<String> = here.into_iter().map(show).collect();
            failures += &format!(
                "{line}: {}\n    wanted {want:?}\n    got    {here:?}\n",
                code.trim()
            );
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(rows > 200, "{rows} rows with events");
}

fn name_of(address: usize) -> String {
    cases::places()
        .into_iter()
        .find(|(_, known, _)| *known == address)
        .map_or_else(|| format!("{address:#x}"), |(name, ..)| name.to_string())
}
