//! Exhaustive search: every complete execution graph, each exactly once.
//!
//! Source: Kokologiannakis, Marmanis, Gladstein, Vafeiadis, "Truly stateless, optimal dynamic partial order reduction", POPL 2022
//! (TruSt), algorithm 1 and the condition `IsMaximallyAdded`.
//! Departs from the paper: one run of the program extends a graph until it is complete and leaves the other ways on a list, so
//! that a run is paid for complete (or blocked) graphs only; the write of a read-modify-write is added with its read. A read that
//! waits (a lock) keeps the latest value that does not let it pass only as a place that a later write may revisit: others are
//! never added maximally, so they lead nowhere.
//! Invariant: the list of a frame is ordered by stamp, and what stands below an alternative's stamp is as it was when the
//! alternative was found. A frame is made by a backward revisit; their number is bounded by the number of events.

use crate::explore::consistency::{MemoryModel, first_place, is_consistent};
use crate::explore::graph::{EventId, Graph, Label, Location, ReadKind};
use crate::explore::search::{NewRead, NewWrite, Search};
use crate::site::Site;

/// Events by which a thread may be ahead of another one that can move (count).
const LEAD_MAX: usize = 256;

/// A way that was not taken.
#[derive(Clone, Copy, Debug)]
enum Alternative {
    /// A read takes from another place of the modification order.
    Read {
        read: EventId,
        stamp: u32,
        position: usize,
        spurious: bool,
    },
    /// A write stands at another place of the modification order; `reader` is the read that it revisited, and whether that fails
    /// spuriously.
    Place {
        write: EventId,
        stamp: u32,
        position: usize,
        reader: Option<(EventId, bool)>,
    },
    /// An earlier read takes from a later write; what came between and does not lead to the write is undone.
    Revisit {
        write: EventId,
        stamp: u32,
        read: EventId,
    },
    /// A choice goes another way.
    Choose {
        event: EventId,
        stamp: u32,
        option: u32,
    },
}

impl Alternative {
    fn stamp(&self) -> u32 {
        match *self {
            Self::Read { stamp, .. }
            | Self::Place { stamp, .. }
            | Self::Revisit { stamp, .. }
            | Self::Choose { stamp, .. } => stamp,
        }
    }
}

struct Frame {
    graph: Graph,
    work: Vec<(Alternative, f64)>,
}

impl Frame {
    /// Lists ways that were not taken, beside the one that is: each gets an equal part of what the present one weighed.
    fn list(&mut self, weight: &mut f64, ways: impl Iterator<Item = Alternative>) {
        let from = self.work.len();
        self.work.extend(ways.map(|way| (way, 0.0)));
        let count = self.work.len() - from;
        *weight /= (count + 1) as f64;
        for (_, part) in &mut self.work[from..] {
            *part = *weight;
        }
    }
}

/// The search.
pub(super) struct Trust {
    model: MemoryModel,
    frames: Vec<Frame>,
    /// What the present way weighs, of one for all.
    weight: f64,
    /// What the ways weigh that were taken to their end.
    done: f64,
}

impl Trust {
    /// A search that begins with the empty graph.
    pub(super) fn new(model: MemoryModel) -> Self {
        Self {
            model,
            frames: vec![Frame {
                graph: Graph::new(),
                work: Vec::new(),
            }],
            weight: 1.0,
            done: 0.0,
        }
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames
            .last_mut()
            .expect("a search that is over adds no event")
    }

    fn frame_and_weight(&mut self) -> (&mut Frame, &mut f64) {
        let frame = self
            .frames
            .last_mut()
            .expect("a search that is over adds no event");
        (frame, &mut self.weight)
    }

    /// Makes the graph of an alternative; whether it is consistent.
    fn apply(&mut self, alternative: Alternative) -> bool {
        match alternative {
            Alternative::Choose {
                event,
                stamp,
                option,
            } => {
                let graph = &mut self.frame().graph;
                graph.cut(stamp + 1);
                graph.event_mut(event).chosen = option;
                true
            }
            Alternative::Read {
                read,
                stamp,
                position,
                spurious,
            } => {
                let graph = &mut self.frame().graph;
                graph.cut(stamp + 1);
                let Some(location) = graph.event(read).label.location() else {
                    return false;
                };
                graph.event_mut(read).spurious = spurious;
                graph.set_source(read, location, position);
                self.settle(read) && self.is_consistent()
            }
            Alternative::Place {
                write,
                stamp,
                position,
                reader,
            } => {
                let graph = &mut self.frame().graph;
                graph.cut(stamp + 1);
                let Some(location) = graph.event(write).label.location() else {
                    return false;
                };
                graph.unplace(write, location);
                graph.place(write, location, position);
                if let Some((reader, spurious)) = reader {
                    graph.event_mut(reader).spurious = spurious;
                    graph.derive(reader);
                }
                reader.is_none_or(|(reader, _)| self.settle(reader)) && self.is_consistent()
            }
            Alternative::Revisit { write, stamp, read } => self.revisit(write, stamp, read),
        }
    }

    fn is_consistent(&self) -> bool {
        is_consistent(self.graph(), self.model)
    }

    /// Adds the write of a read-modify-write behind its read; whether atomicity holds.
    ///
    /// Where it does not hold, the write's revisits are all that the graph was good for.
    fn settle(&mut self, read: EventId) -> bool {
        let graph = &mut self.frame().graph;
        let event = graph.event(read);
        let Label::Read { location, kind, .. } = event.label else {
            return true;
        };
        let (source, spurious, site) = (event.reads_from, event.spurious, event.site);
        let Some((value, order)) = kind.writes(graph.value(location, source)) else {
            return true;
        };
        if spurious {
            return true;
        }
        let write = graph.push(
            read.thread,
            Label::Write {
                location,
                order,
                value,
                exclusive: true,
            },
            site,
        );
        let position = graph.position(location, source) + 1;
        graph.place(write, location, position);
        let atomic = is_atomic(graph, write, location, position);
        self.find_revisits(write, location);
        atomic
    }

    /// Lists the earlier reads that a new write revisits.
    fn find_revisits(&mut self, write: EventId, location: Location) {
        let (frame, weight) = self.frame_and_weight();
        let graph = &frame.graph;
        let stamp = graph.event(write).stamp;
        let past = &graph.event(write).past;
        let reads = &graph.location(location).reads;
        let revisits = reads
            .iter()
            .copied()
            .filter(|read| !past.covers(read.epoch()) && all_maximally_added(graph, *read, write));
        let revisits: Vec<_> = revisits
            .map(|read| Alternative::Revisit { write, stamp, read })
            .collect();
        frame.list(weight, revisits.into_iter());
    }

    /// Makes `read` take from `write`, in a graph without what came after `read` and does not lead to `write`.
    fn revisit(&mut self, write: EventId, stamp: u32, read: EventId) -> bool {
        self.frame().graph.cut(stamp + 1);
        let mut graph = self.graph().clone();
        let Some(location) = graph.event(write).label.location() else {
            return false;
        };
        let limit = graph.event(read).stamp;
        let past = graph.event(write).past.clone();
        graph.unplace(write, location);
        graph.retain(|id, event| event.stamp <= limit || past.covers(id.epoch()));
        graph.event_mut(read).spurious = false;
        let first = graph.first_readable(&before(&graph, read), location);
        let positions: Vec<usize> = match graph.is_exclusive(write) {
            true => vec![graph.position(location, graph.exclusive_source(write)) + 1],
            false => places(&graph, write, location).collect(),
        };
        let value = graph.value(location, Some(write));
        let ways: &[bool] = match graph.event(read).label {
            Label::Read { kind, .. } if may_fail_spuriously(kind, value) => &[true, false],
            _ => &[false],
        };
        let positions = positions
            .into_iter()
            .filter(|position| {
                first < *position
                    && (!graph.is_exclusive(write)
                        || graph.exclusive_successor(location, position - 1).is_none())
            })
            .flat_map(|position| {
                ways.iter().map(move |spurious| Alternative::Place {
                    write,
                    stamp,
                    position,
                    reader: Some((read, *spurious)),
                })
            })
            .collect::<Vec<_>>();
        if positions.is_empty() {
            return false;
        }
        let part = std::mem::take(&mut self.weight) / positions.len() as f64;
        let positions = positions.into_iter().map(|place| (place, part)).collect();
        let last = graph.location(location).order.len() + 1;
        graph.place(write, location, last);
        graph.set_source(read, location, last);
        self.frames.push(Frame {
            graph,
            work: positions,
        });
        // The places are alternatives of the new frame; the caller's loop takes the first of them.
        false
    }
}

impl Search for Trust {
    fn graph(&self) -> &Graph {
        &self
            .frames
            .last()
            .expect("a search that is over has no graph")
            .graph
    }

    fn add_location(&mut self, initial: u64) -> Location {
        self.frame().graph.add_location(initial)
    }

    fn add(&mut self, thread: u32, label: Label, site: Option<&'static Site>) -> EventId {
        self.frame().graph.push(thread, label, site)
    }

    fn choose(&mut self, thread: u32, options: u32, site: Option<&'static Site>) -> EventId {
        let (frame, weight) = self.frame_and_weight();
        let event = frame.graph.push(thread, Label::Choice { options }, site);
        let stamp = frame.graph.event(event).stamp;
        let others = (1..options).rev().map(|option| Alternative::Choose {
            event,
            stamp,
            option,
        });
        frame.list(weight, others);
        event
    }

    /// The latest write is taken first.
    fn read(&mut self, thread: u32, new: NewRead) -> EventId {
        let NewRead {
            location,
            order,
            kind,
            site,
        } = new;
        let (frame, weight) = self.frame_and_weight();
        let label = Label::Read {
            location,
            order,
            kind,
        };
        let read = frame.graph.push(thread, label, site);
        let graph = &frame.graph;
        let stamp = graph.event(read).stamp;
        let first = graph.first_readable(&graph.event(read).happens_before, location);
        let latest = graph.location(location).order.len();
        let mut others = Vec::new();
        for position in first..=latest {
            let value = graph.value(location, graph.at(location, position));
            if position != latest && kind.passes(value) {
                others.push(Alternative::Read {
                    read,
                    stamp,
                    position,
                    spurious: false,
                });
            }
            if may_fail_spuriously(kind, value) {
                others.push(Alternative::Read {
                    read,
                    stamp,
                    position,
                    spurious: true,
                });
            }
        }
        frame.list(weight, others.into_iter());
        frame.graph.set_source(read, location, latest);
        self.settle(read);
        read
    }

    /// The last place of the modification order is taken first.
    fn write(&mut self, thread: u32, new: NewWrite) -> EventId {
        let NewWrite {
            location,
            order,
            value,
            site,
        } = new;
        let (frame, weight) = self.frame_and_weight();
        let label = Label::Write {
            location,
            order,
            value,
            exclusive: false,
        };
        let write = frame.graph.push(thread, label, site);
        let stamp = frame.graph.event(write).stamp;
        let last = frame.graph.location(location).order.len() + 1;
        let others: Vec<_> = places(&frame.graph, write, location)
            .filter(|position| *position != last)
            .map(|position| Alternative::Place {
                write,
                stamp,
                position,
                reader: None,
            })
            .collect();
        frame.list(weight, others.into_iter());
        frame.graph.place(write, location, last);
        self.find_revisits(write, location);
        write
    }

    /// The first thread that can move: so that which event comes next follows from the graph alone. One that is far ahead of the
    /// others lets them go first: it may be in a loop that ends by what they do.
    fn pick(&mut self, _current: u32, enabled: &[u32]) -> u32 {
        let graph = self.graph();
        let lead = |thread: &u32| graph.events_of(*thread).len() / LEAD_MAX;
        *enabled
            .iter()
            .min_by_key(|thread| lead(thread))
            .unwrap_or(&enabled[0])
    }

    fn graph_mut(&mut self) -> &mut Graph {
        &mut self.frame().graph
    }

    fn read_again(&mut self, thread: u32, new: NewRead, source: Option<EventId>) -> EventId {
        let graph = &mut self.frame().graph;
        let label = Label::Read {
            location: new.location,
            order: new.order,
            kind: new.kind,
        };
        let read = graph.push(thread, label, new.site);
        let position = graph.position(new.location, source);
        graph.set_source(read, new.location, position);
        read
    }

    fn waits_by_reading(&self) -> bool {
        true
    }

    fn again(&mut self, stamp: u32) -> bool {
        let (frame, weight) = self.frame_and_weight();
        frame.graph.cut(stamp);
        while frame
            .work
            .last()
            .is_some_and(|(way, _)| stamp <= way.stamp())
        {
            *weight += frame.work.pop().map_or(0.0, |(_, part)| part);
        }
        true
    }

    fn comes_again(&self) -> bool {
        true
    }

    fn done(&self) -> Option<f64> {
        Some(self.done)
    }

    fn next(&mut self) -> bool {
        self.done += std::mem::take(&mut self.weight);
        while let Some(frame) = self.frames.last_mut() {
            match frame.work.pop() {
                None => {
                    self.frames.pop();
                }
                Some((alternative, weight)) => {
                    self.weight = weight;
                    if self.apply(alternative) {
                        return true;
                    }
                    self.done += std::mem::take(&mut self.weight);
                }
            }
        }
        false
    }
}

/// What happens before an event, without what it reads from.
fn before(graph: &Graph, id: EventId) -> crate::clock::VectorClock {
    match id.index.checked_sub(1) {
        Some(index) => graph.event(EventId { index, ..id }).happens_before.clone(),
        None => crate::clock::VectorClock::new(),
    }
}

pub(super) fn may_fail_spuriously(kind: ReadKind, value: u64) -> bool {
    matches!(kind, ReadKind::CompareExchange { expected, weak: true, .. } if value == expected)
}

/// The places where a write may stand that is not in the modification order yet.
pub(super) fn places(
    graph: &Graph,
    write: EventId,
    location: Location,
) -> impl Iterator<Item = usize> {
    let first = first_place(graph, &graph.event(write).happens_before, location);
    let last = graph.location(location).order.len() + 1;
    // Atomicity: nothing stands between a read-modify-write and what it read.
    (first..=last)
        .filter(move |position| graph.exclusive_successor(location, position - 1).is_none())
}

/// Whether the write behind an exclusive write does not belong to another reader of the same source.
fn is_atomic(graph: &Graph, write: EventId, location: Location, position: usize) -> bool {
    let source = graph.exclusive_source(write);
    match graph.location(location).order.get(position) {
        Some(next) => !(graph.is_exclusive(*next) && graph.exclusive_source(*next) == source),
        None => true,
    }
}

/// Whether `read` and all that a revisit would undo were added in the maximal way: then this graph is the one of many, with the
/// same rest, from which the revisit is made.
fn all_maximally_added(graph: &Graph, read: EventId, write: EventId) -> bool {
    let limit = graph.event(read).stamp;
    let past = &graph.event(write).past;
    graph.ids().all(|id| {
        let undone = id == read || (limit < graph.event(id).stamp && !past.covers(id.epoch()));
        !undone || is_maximally_added(graph, id, write)
    })
}

fn is_maximally_added(graph: &Graph, id: EventId, write: EventId) -> bool {
    let event = graph.event(id);
    let past = &graph.event(write).past;
    let previous = |other: EventId| {
        other != write && (graph.event(other).stamp <= event.stamp || past.covers(other.epoch()))
    };
    let (location, latest) = match event.label {
        Label::Choice { .. } => return event.chosen == 0,
        Label::Read { location, .. } => (location, event.reads_from),
        Label::Write { location, .. } => (location, Some(id)),
        _ => return true,
    };
    let state = graph.location(location);
    let is_read = matches!(event.label, Label::Write { .. })
        && state
            .reads
            .iter()
            .any(|read| graph.event(*read).reads_from == Some(id) && previous(*read));
    let position = graph.position(location, latest);
    !event.spurious
        && !is_read
        && latest.is_none_or(previous)
        && !state.order[position..].iter().any(|later| previous(*later))
}
