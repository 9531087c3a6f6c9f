//! The report as one page: a lane per thread, what happens before what as arrows, the missing one dashed.
//!
//! The page needs nothing but itself: no script, no font, no image from elsewhere. Every text of the user's program is
//! escaped. Each race is a section; further ones are put before the mark [`END`].

use std::fmt::Write;

use crate::race::{Access, MissingKind, PathStep, Race, ThreadDescription};
use crate::report::advice::{self, Names, When};
use crate::report::color::Style;
use crate::report::path::is_same_thread;
use crate::report::source::SourceCache;
use crate::report::text;
use crate::site::Site;

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
svg .edge-head { fill: var(--good); }
svg .gap-head { fill: var(--bad); }
</style>
</head>
<body>
<h1>datarace report</h1>
<p class="faint">Time runs downwards. A solid arrow orders what is above it before what is below; the dashed one is
missing.</p>
<svg width="0" height="0" aria-hidden="true"><defs>
<marker id="edge-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="edge-head" d="M0 0 L10 5 L0 10 z"/></marker>
<marker id="gap-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="gap-head" d="M0 0 L10 5 L0 10 z"/></marker>
</defs></svg>
"#;

const FOOT: &str = "\n</body>\n</html>\n";

/// The page with the sections of `races` added; `None` if `existing` is not a page of ours.
pub(crate) fn append(existing: &str, races: &[Race], sources: &mut SourceCache) -> Option<String> {
    let (head, foot) = match existing.trim() {
        "" => (HEAD, FOOT),
        _ => existing.rsplit_once(END)?,
    };
    let mut page = head.to_owned();
    for race in races {
        page += &section(race, sources);
    }
    page += END;
    page += foot;
    Some(page)
}

fn section(race: &Race, sources: &mut SourceCache) -> String {
    let names = Names::new(race);
    let verdict = race.verdict.to_string();
    let notes: String = advice::notes(race, &names)
        .iter()
        .map(|note| format!("<li>{}</li>\n", prose(note)))
        .collect();
    let help = advice::what_to_change(race)
        .map(|help| format!("<p class=\"help\">{}</p>\n", prose(&help)))
        .unwrap_or_default();
    let text = escape(&text::render(race, sources, Style::Plain));
    format!(
        "<section class=\"{verdict}\">\n<h2><span class=\"tag\">{verdict}</span> {}</h2>\n\
         <div class=\"lanes\">{}</div>\n<ul>\n{notes}</ul>\n{help}\
         <details open><summary>source</summary><pre>{text}</pre></details>\n</section>\n",
        prose(&advice::headline(race)),
        Lanes::new(race, &names, sources).draw(),
    )
}

/// Text as HTML.
fn escape(text: &str) -> String {
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

// The picture.

const LANE_WIDTH: usize = 400;
const NODE_WIDTH: usize = 364;
const NODE_HEIGHT: usize = 68;
const ROW_HEIGHT: usize = 96;
const HEADER_HEIGHT: usize = 30;
const CODE_CHARACTERS_MAX: usize = 46;
const LABEL_CHARACTERS_MAX: usize = 52;

/// Whether a step comes before the earlier access in its thread: the store and the load of store buffering do.
fn stands_before(step: &PathStep, race: &Race) -> bool {
    let thread = race.earlier.thread();
    step.missing == Some(MissingKind::NotSequentiallyConsistent)
        && step
            .thread
            .as_deref()
            .is_some_and(|other| is_same_thread(other, thread))
}

/// Where everything stands: a column per thread, a row per event.
struct Lanes {
    threads: Vec<String>,
    nodes: Vec<Node>,
    arrows: Vec<Arrow>,
}

struct Node {
    lane: usize,
    class: &'static str,
    code: String,
    label: String,
    place: String,
}

struct Arrow {
    from: usize,
    to: Target,
    missing: bool,
}

/// The end of an arrow.
#[derive(Clone, Copy)]
enum Target {
    /// A node.
    Node(usize),
    /// The beginning of a lane, at the row of the arrow.
    Lane(usize),
}

impl Lanes {
    fn new(race: &Race, names: &Names, sources: &mut SourceCache) -> Self {
        let mut threads = advice::threads_of(race);
        threads.sort_by_key(|thread| thread.number);
        let lane = |thread: &ThreadDescription| {
            let same = |known: &&ThreadDescription| is_same_thread(known, thread);
            threads.iter().position(same).unwrap_or(0)
        };
        let mut lanes = Self {
            threads: threads.iter().map(|thread| names.of(thread)).collect(),
            nodes: Vec::new(),
            arrows: Vec::new(),
        };
        lanes.add_spawns(race, &lane, sources);
        lanes.add_path(race, &lane, sources);
        lanes
    }

    fn add_spawns(
        &mut self,
        race: &Race,
        lane: &dyn Fn(&ThreadDescription) -> usize,
        sources: &mut SourceCache,
    ) {
        for thread in [race.earlier.thread(), race.later.thread()] {
            let Some((site, by)) = &thread.created else {
                continue;
            };
            let label = format!("spawns {thread}");
            self.add_node(lane(by), "node", label, Some(site), sources);
            self.arrows.push(Arrow {
                from: self.nodes.len() - 1,
                to: Target::Lane(lane(thread)),
                missing: false,
            });
        }
    }

    fn add_path(
        &mut self,
        race: &Race,
        lane: &dyn Fn(&ThreadDescription) -> usize,
        sources: &mut SourceCache,
    ) {
        let path = &race.explanation.path;
        let labels = advice::short_labels(path);
        let before_access = path
            .iter()
            .take_while(|step| stands_before(step, race))
            .count();
        let mut first = 0;
        for n in 0..=path.len() {
            if n == before_access {
                self.add_access(When::Earlier, &race.earlier, lane, sources);
                first = self.nodes.len() - 1;
            }
            let Some(step) = path.get(n) else { break };
            let before = self.nodes.last().map(|node| node.lane);
            let lane = step.thread.as_deref().map(lane).or(before).unwrap_or(0);
            let class = match step.missing {
                Some(_) => "node missing",
                None => "node",
            };
            self.add_node(lane, class, labels[n].clone(), step.site, sources);
            let last = path[..n].last().and_then(|last| last.missing);
            if before_access <= n && before != Some(lane) {
                self.add_arrow(self.nodes.len() - 2, step.missing.or(last).is_some());
            }
        }
        self.add_access(When::Later, &race.later, lane, sources);
        if path.is_empty() {
            self.add_arrow(first, true);
        }
    }

    fn add_access(
        &mut self,
        when: When,
        access: &Access,
        lane: &dyn Fn(&ThreadDescription) -> usize,
        sources: &mut SourceCache,
    ) {
        let label = format!(
            "{when} {} of {}",
            advice::access_noun(access.kind),
            access.place()
        );
        let lane = lane(access.thread());
        self.add_node(lane, "node access", label, Some(access.site), sources);
    }

    fn add_node(
        &mut self,
        lane: usize,
        class: &'static str,
        label: String,
        site: Option<&'static Site>,
        sources: &mut SourceCache,
    ) {
        let line = site.map_or(String::new(), |site| sources.line(site));
        let code = match site {
            Some(site) if CODE_CHARACTERS_MAX < line.chars().count() => site.text.to_owned(),
            _ => line,
        };
        self.nodes.push(Node {
            lane,
            class,
            code,
            label: label.replace('`', ""),
            place: site.map_or(String::new(), Site::to_string),
        });
    }

    /// An arrow from a node to the next.
    fn add_arrow(&mut self, from: usize, missing: bool) {
        self.arrows.push(Arrow {
            from,
            to: Target::Node(from + 1),
            missing,
        });
    }

    fn draw(&self) -> String {
        let width = self.threads.len() * LANE_WIDTH;
        let height = HEADER_HEIGHT + self.nodes.len() * ROW_HEIGHT;
        let mut svg = format!(
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n"
        );
        for (lane, name) in self.threads.iter().enumerate() {
            let x = center(lane);
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"18\" text-anchor=\"middle\">{}</text>\n\
                 <line class=\"lane\" x1=\"{x}\" y1=\"{HEADER_HEIGHT}\" x2=\"{x}\" y2=\"{height}\"/>",
                escape(&shortened(&name.replace('`', ""), LABEL_CHARACTERS_MAX)),
            );
        }
        for (row, node) in self.nodes.iter().enumerate() {
            svg += &draw_node(row, node);
        }
        for arrow in &self.arrows {
            svg += &self.draw_arrow(arrow);
        }
        svg + "</svg>"
    }

    fn draw_arrow(&self, arrow: &Arrow) -> String {
        let from = self.nodes[arrow.from].lane;
        let (to, row) = match arrow.to {
            Target::Node(row) => (self.nodes[row].lane, row),
            Target::Lane(lane) => (lane, arrow.from),
        };
        let (class, head) = match arrow.missing {
            true => ("gap", "gap-head"),
            false => ("edge", "edge-head"),
        };
        let side = |lane: usize, towards: usize| match lane < towards {
            true => center(lane) + NODE_WIDTH / 2,
            false => center(lane) - NODE_WIDTH / 2,
        };
        let x1 = side(from, to);
        let y1 = middle(arrow.from);
        let (x2, y2) = match arrow.to {
            Target::Node(_) if row == arrow.from + 1 => (center(to), top(row)),
            Target::Node(_) => (side(to, from), middle(row)),
            Target::Lane(_) => (center(to), y1),
        };
        let text = match arrow.missing {
            true => format!(
                "<text class=\"gap-text\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">missing</text>\n",
                (x1 + x2) / 2,
                (y1 + y2) / 2 - 12
            ),
            false => String::new(),
        };
        format!(
            "<path class=\"{class}\" d=\"M{x1} {y1} L{x2} {y2}\" marker-end=\"url(#{head})\"/>\n{text}"
        )
    }
}

fn draw_node(row: usize, node: &Node) -> String {
    let (x, y) = (center(node.lane) - NODE_WIDTH / 2, top(row));
    let text = |class: &str, down: usize, text: &str, characters_max: usize| {
        let (x, y) = (x + 10, y + down);
        let text = escape(&shortened(text, characters_max));
        format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>\n")
    };
    format!(
        "<g><title>{}</title>\n\
         <rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{NODE_WIDTH}\" height=\"{NODE_HEIGHT}\" rx=\"4\"/>\n\
         {}{}{}</g>\n",
        escape(&format!("{}\n{}\n{}", node.code, node.label, node.place)),
        node.class,
        text("code", 20, &node.code, CODE_CHARACTERS_MAX),
        text("label", 39, &node.label, LABEL_CHARACTERS_MAX),
        text("faint", 57, &node.place, LABEL_CHARACTERS_MAX),
    )
}

fn center(lane: usize) -> usize {
    lane * LANE_WIDTH + LANE_WIDTH / 2
}

fn top(row: usize) -> usize {
    HEADER_HEIGHT + row * ROW_HEIGHT + (ROW_HEIGHT - NODE_HEIGHT) / 2
}

fn middle(row: usize) -> usize {
    top(row) + NODE_HEIGHT / 2
}

fn shortened(text: &str, characters_max: usize) -> String {
    match text.chars().count() <= characters_max {
        true => text.to_owned(),
        false => text.chars().take(characters_max - 1).chain(['…']).collect(),
    }
}
