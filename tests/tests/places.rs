//! Which access is reported at which place, for each shape that DESIGN 3 lists.
//!
//! Each function of `places/cases.rs` runs in a thread of its own; then, ordered with it by nothing but time, another
//! thread reads and writes everything the function may have touched. The comment at the end of a line says what that line
//! does: `//~ read X.1, write Y[0]` wants a read whose place begins where the text `X.1` stands, a write where `Y[0]`
//! stands, and nothing else on the line. One line under test in each function: an access of the same thread to the same
//! place, later and as strong, would take its place in the shadow memory.
// The cases spell one access in many ways.
#![allow(clippy::all)]

#[path = "places/cases.rs"]
mod cases;
#[path = "places/shapes.rs"]
mod shapes;

use std::collections::BTreeSet;

use datarace::AccessKind;

/// Some cases, and the text that they stand in.
struct File {
    source: &'static str,
    cases: &'static [(&'static str, fn())],
    in_turn: fn(fn()),
}

const FILES: [File; 2] = [
    File {
        source: include_str!("places/cases.rs"),
        cases: cases::all::ALL,
        in_turn: cases::all::in_turn,
    },
    File {
        source: include_str!("places/shapes.rs"),
        cases: shapes::shapes::ALL,
        in_turn: shapes::shapes::in_turn,
    },
];

/// Line (1-based), column (1-based, in characters), whether it writes.
type Seen = BTreeSet<(u32, u32, &'static str)>;

fn word(kind: AccessKind) -> &'static str {
    match kind.writes() {
        true => "write",
        false => "read",
    }
}

/// What the comments want of the function `name`.
fn wanted(source: &str, name: &str) -> Seen {
    let head = format!("pub fn {name}() {{");
    let mut seen = Seen::new();
    let lines = source.lines().zip(1u32..);
    for (line, number) in lines.skip_while(|(line, _)| !line.trim().starts_with(&head)) {
        if let Some((code, comment)) = line.split_once("//~ ") {
            for want in comment
                .replace(", read ", "\nread ")
                .replace(", write ", "\nwrite ")
                .lines()
            {
                let (kind, text) = want.split_once(' ').expect("kind and place");
                let kind = if kind == "read" {
                    "read"
                } else {
                    assert_eq!(kind, "write");
                    "write"
                };
                let (text, nth) = text
                    .split_once('#')
                    .map_or((text, 1), |(t, n)| (t, n.parse().unwrap()));
                let (column, _) = code
                    .match_indices(text)
                    .nth(nth - 1)
                    .unwrap_or_else(|| panic!("line {number} has no `{text}`"));
                seen.insert((number, 1 + code[..column].chars().count() as u32, kind));
            }
        }
        if line.starts_with("    }") {
            break;
        }
    }
    seen
}

fn observed(file: &File, name: &str, case: fn()) -> Seen {
    let observation = datarace::observe(|| (file.in_turn)(case));
    let end = wanted_range(file.source, name);
    observation
        .races()
        .iter()
        .chain(observation.unproven())
        .flat_map(|race| [race.earlier(), race.later()])
        .filter(|access| end.contains(&access.site().line()))
        .map(|access| {
            (
                access.site().line(),
                access.site().column(),
                word(access.kind()),
            )
        })
        .collect()
}

fn wanted_range(source: &str, name: &str) -> std::ops::Range<u32> {
    let head = format!("pub fn {name}() {{");
    let start = source
        .lines()
        .position(|line| line.trim().starts_with(&head))
        .expect("a case");
    let length = source
        .lines()
        .skip(start)
        .position(|line| line.starts_with("    }"))
        .expect("its end");
    start as u32 + 1..(start + length) as u32 + 2
}

#[test]
fn each_access_is_reported_at_its_place() {
    let mut failures = String::new();
    for file in &FILES {
        for (name, case) in file.cases {
            let (want, got) = (wanted(file.source, name), observed(file, name, *case));
            if want != got {
                let line = |number: u32| {
                    file.source
                        .lines()
                        .nth(number as usize - 1)
                        .unwrap_or("")
                        .trim()
                };
                failures += &format!("{name}:\n");
                for (l, c, k) in want.difference(&got) {
                    failures += &format!("  missing {k} at {l}:{c}  {}\n", line(*l));
                }
                for (l, c, k) in got.difference(&want) {
                    failures += &format!("  unexpected {k} at {l}:{c}  {}\n", line(*l));
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
