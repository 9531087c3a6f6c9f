//! The picture in the page: a lane per thread, time downwards, arrows between lanes.

use std::fmt::Write;

use crate::race::{Access, MissingKind, PathStep, Race, ThreadDescription};
use crate::report::advice::{self, Names, When};
use crate::report::failure::{self, FailureReport, Standing, Step};
use crate::report::html::escape;
use crate::report::path::is_same_thread;
use crate::report::source::SourceCache;
use crate::site::Site;

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
pub(crate) struct Lanes {
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
    kind: ArrowKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ArrowKind {
    /// What is before it happens before what is behind it.
    Edge,
    /// .. would, if all did their part.
    Missing,
    /// A value went this way, which orders nothing by itself.
    Read,
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
    /// The picture of an execution that ends badly.
    pub(crate) fn of_failure(failure: &FailureReport<'_>) -> Self {
        let names = failure::names(failure);
        let threads = failure::threads_of(failure);
        let lane = |thread: &ThreadDescription| {
            let same = |known: &&ThreadDescription| is_same_thread(known, thread);
            threads.iter().position(same).unwrap_or(0)
        };
        let mut lanes = Self {
            threads: threads.iter().map(|thread| names.of(thread)).collect(),
            nodes: Vec::new(),
            arrows: Vec::new(),
        };
        let hidden = failure::steps_hidden(failure);
        for (n, step) in failure.steps.iter().enumerate().skip(hidden) {
            lanes.nodes.push(step_node(n, step, lane(&step.thread)));
            let row = lanes.nodes.len() - 1;
            let read_from = step.read.as_ref().and_then(|read| read.from);
            lanes.arrows.extend(
                read_from
                    .and_then(|from| from.checked_sub(hidden))
                    .filter(|from| *from < row)
                    .map(|from| Arrow {
                        from,
                        to: Target::Node(row),
                        kind: ArrowKind::Read,
                    }),
            );
        }
        let standing = failure.standing.iter();
        lanes
            .nodes
            .extend(standing.map(|standing| standing_node(standing, lane(&standing.thread))));
        lanes
    }

    /// The picture of a race.
    pub(crate) fn of_race(race: &Race, names: &Names, sources: &mut SourceCache) -> Self {
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
                kind: ArrowKind::Edge,
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
            kind: match missing {
                true => ArrowKind::Missing,
                false => ArrowKind::Edge,
            },
        });
    }

    /// The picture as SVG.
    pub(crate) fn draw(&self) -> String {
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
        let (class, head) = match arrow.kind {
            ArrowKind::Edge => ("edge", "edge-head"),
            ArrowKind::Missing => ("gap", "gap-head"),
            ArrowKind::Read => ("read", "read-head"),
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
        let text = match arrow.kind {
            ArrowKind::Missing => format!(
                "<text class=\"gap-text\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">missing</text>\n",
                (x1 + x2) / 2,
                (y1 + y2) / 2 - 12
            ),
            ArrowKind::Edge | ArrowKind::Read => String::new(),
        };
        format!(
            "<path class=\"{class}\" d=\"M{x1} {y1} L{x2} {y2}\" marker-end=\"url(#{head})\"/>\n{text}"
        )
    }
}

fn step_node(n: usize, step: &Step, lane: usize) -> Node {
    let read = step.read.as_ref();
    let words = step.words();
    Node {
        lane,
        class: match read.is_some_and(|read| read.stale) {
            true => "node missing",
            false => "node",
        },
        code: step.site.map_or("", |site| site.text).to_owned(),
        label: format!("step {} {words}", n + 1),
        place: step.site.map_or(String::new(), Site::to_string),
    }
}

fn standing_node(standing: &Standing, lane: usize) -> Node {
    Node {
        lane,
        class: "node access",
        code: standing.site.map_or("", |site| site.text).to_owned(),
        label: standing.what.replace('`', ""),
        place: standing.site.map_or(String::new(), Site::to_string),
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
