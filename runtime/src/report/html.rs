//! The report as one page: a lane per thread, what happens before what as arrows, the missing one dashed.
//!
//! The page needs nothing but itself: no script, no font, no image from elsewhere. Every text of the user's program is
//! escaped. Each race is a section; further ones are put before the mark [`END`].

use crate::race::Race;
use crate::report::advice::{self, Names};
use crate::report::color::Style;
use crate::report::failure::{self, FailureReport};
use crate::report::lanes::Lanes;
use crate::report::source::SourceCache;
use crate::report::text;

/// Behind the last section.
const END: &str = "<!-- datarace: further reports go above this line -->";

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>datarace report</title>
<style>
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --faint: #6b7280; --line: #d1d5db; --card: #f6f7f9;
  --bad: #c81e1e; --good: #1d6f42; --access: #1e50a0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #15171b; --faint: #9ca3af; --line: #3b4048;
  --card: #1e2127; --bad: #ff7b72; --good: #56d364; --access: #79b8ff; } }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; }
h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
section { border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.2rem; margin: 1.5rem 0; }
code, pre, .code { font-family: ui-monospace, monospace; font-size: 13px; }
pre { background: var(--card); padding: .8rem; overflow-x: auto; }
.tag { color: var(--bad); }
.unproven .tag { color: var(--faint); }
.help { color: var(--good); font-weight: 600; }
.faint { color: var(--faint); }
.lanes { overflow-x: auto; }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
svg .code { font: 12px ui-monospace, monospace; }
svg .faint { fill: var(--faint); font-size: 12px; }
svg .lane { stroke: var(--line); stroke-width: 2; }
svg .node { fill: var(--card); stroke: var(--line); }
svg .access { stroke: var(--access); stroke-width: 2; }
svg .missing { stroke: var(--bad); stroke-width: 2; }
svg .edge { stroke: var(--good); stroke-width: 2; fill: none; }
svg .gap { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 5; fill: none; }
svg .gap-text { fill: var(--bad); font-size: 12px; }
svg .read { stroke: var(--faint); fill: none; }
svg .read-head { fill: var(--faint); }
svg .edge-head { fill: var(--good); }
svg .gap-head { fill: var(--bad); }
</style>
</head>
<body>
<h1>datarace report</h1>
<p class="faint">Time runs downwards. A solid arrow orders what is above it before what is below; the dashed one is
missing. A thin arrow is a value that was read.</p>
<svg width="0" height="0" aria-hidden="true"><defs>
<marker id="edge-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="edge-head" d="M0 0 L10 5 L0 10 z"/></marker>
<marker id="gap-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="gap-head" d="M0 0 L10 5 L0 10 z"/></marker>
<marker id="read-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="read-head" d="M0 0 L10 5 L0 10 z"/></marker>
</defs></svg>
"#;

const FOOT: &str = "\n</body>\n</html>\n";

/// The page with the sections of `races` added; `None` if `existing` is not a page of ours.
pub(crate) fn append(existing: &str, races: &[Race], sources: &mut SourceCache) -> Option<String> {
    let sections: String = races
        .iter()
        .map(|race| race_section(race, sources))
        .collect();
    insert(existing, &sections)
}

/// The page with the sections of `failures` added; `None` if `existing` is not a page of ours.
pub(crate) fn append_failures(
    existing: &str,
    failures: &[FailureReport<'_>],
    sources: &mut SourceCache,
) -> Option<String> {
    let sections: String = failures
        .iter()
        .map(|failure| failure_section(failure, sources))
        .collect();
    insert(existing, &sections)
}

fn insert(existing: &str, sections: &str) -> Option<String> {
    let (head, foot) = match existing.trim() {
        "" => (HEAD, FOOT),
        _ => existing.rsplit_once(END)?,
    };
    Some(format!("{head}{sections}{END}{foot}"))
}

fn race_section(race: &Race, sources: &mut SourceCache) -> String {
    let names = Names::new(race);
    Section {
        kind: &race.verdict.to_string(),
        title: &advice::headline(race),
        lanes: Lanes::of_race(race, &names, sources),
        notes: advice::notes(race, &names),
        help: advice::what_to_change(race),
        text: text::render(race, sources, Style::Plain),
    }
    .write()
}

fn failure_section(failure: &FailureReport<'_>, sources: &mut SourceCache) -> String {
    Section {
        kind: failure.kind,
        title: failure.message,
        lanes: Lanes::of_failure(failure),
        notes: Vec::new(),
        help: failure.help.map(str::to_owned),
        text: failure::render(failure, sources, Style::Plain),
    }
    .write()
}

struct Section<'a> {
    kind: &'a str,
    title: &'a str,
    lanes: Lanes,
    notes: Vec<String>,
    help: Option<String>,
    text: String,
}

impl Section<'_> {
    fn write(&self) -> String {
        let kind = escape(self.kind);
        let notes: String = self
            .notes
            .iter()
            .map(|note| format!("<li>{}</li>\n", prose(note)))
            .collect();
        let help = match &self.help {
            Some(help) => format!("<p class=\"help\">{}</p>\n", prose(help)),
            None => String::new(),
        };
        format!(
            "<section class=\"{kind}\">\n<h2><span class=\"tag\">{kind}</span> {}</h2>\n\
             <div class=\"lanes\">{}</div>\n<ul>\n{notes}</ul>\n{help}\
             <details open><summary>source</summary><pre>{}</pre></details>\n</section>\n",
            prose(self.title),
            self.lanes.draw(),
            escape(&self.text),
        )
    }
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html += "&amp;",
            '<' => html += "&lt;",
            '>' => html += "&gt;",
            '"' => html += "&quot;",
            '\'' => html += "&#39;",
            '\n' | '\t' => html.push(c),
            c if c.is_control() => html.push('\u{fffd}'),
            c => html.push(c),
        }
    }
    html
}

/// A sentence as HTML: what stands between backquotes is code.
fn prose(sentence: &str) -> String {
    let mut html = String::new();
    let parts: Vec<&str> = sentence.split('`').collect();
    let last = parts.len() - 1;
    for (n, part) in parts.iter().enumerate() {
        match n % 2 == 1 && n < last {
            true => html += &format!("<code>{}</code>", escape(part)),
            false => html += &escape(part),
        }
    }
    html.replace('\n', "<br>\n")
}
