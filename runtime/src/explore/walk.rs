//! One execution after the other, each decided as it goes: at random, by PCT, one way after the other, or as a token says.
//!
//! Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with probabilistic guarantees of finding bugs",
//! ASPLOS 2010 (PCT): with `n` threads, `k` events and depth `d` an execution has a bug of depth `d` with probability at least
//! 1 / (n·k^(d-1)).
//! Departs from the paper: the guarantee is about the schedule; which store a load reads is drawn beside it, the latest one seven
//! times out of eight (always, under sequential consistency). `k` is the longest execution so far.

use crate::explore::consistency::{MemoryModel, is_consistent};
use crate::explore::graph::{EventId, Graph, Label, Location, ReadKind};
use crate::explore::search::{NewRead, NewWrite, Search};
use crate::explore::trust::{may_fail_spuriously, places};
use crate::random::Random;
use crate::site::Site;
use smallvec::SmallVec;
use std::collections::VecDeque;

/// How the next thread is chosen.
#[derive(Clone, Debug)]
enum Schedule {
    /// Any thread that can move, each as likely; the present one goes on half of the time.
    Uniform,
    /// The thread of the highest priority; at each of `depth - 1` events the priority of the present thread drops.
    Priorities {
        depth: u32,
        priorities: Vec<u64>,
        changes: Vec<u64>,
    },
    /// As it was before.
    Recorded { script: Script },
    /// One after the other, every way.
    Systematic(Ways),
}

/// The ways of a systematic walk: depth first.
#[derive(Clone, Debug, Default)]
struct Ways {
    /// The decisions of the present way: which option, of how many.
    decisions: Vec<(u32, u32)>,
    /// How many of them were made in this execution.
    made: usize,
    /// Something was left out.
    left_out: bool,
    /// What the next read of a loop that waits would only read again.
    avoided: Option<(Option<EventId>, bool)>,
    /// How much lies behind.
    done: f64,
}

impl Ways {
    /// The next decision.
    fn decide(&mut self, options: u64) -> u64 {
        let options = u32::try_from(options).unwrap_or(u32::MAX);
        if self.made == self.decisions.len() {
            self.decisions.push((0, options));
        }
        let (option, _) = self.decisions[self.made];
        self.made += 1;
        u64::from(option.min(options - 1))
    }

    /// Turns to the next way; `false` if there is none.
    fn next(&mut self) -> bool {
        self.decisions.truncate(self.made);
        self.made = 0;
        while let Some((option, options)) = self.decisions.pop() {
            if option + 1 < options {
                self.decisions.push((option + 1, options));
                self.done = self.part();
                return true;
            }
        }
        self.done = 1.0;
        false
    }

    /// The part of all ways that lies before the present one.
    fn part(&self) -> f64 {
        let parts = self
            .decisions
            .iter()
            .scan(1.0, |weight, (option, options)| {
                *weight /= f64::from(*options);
                Some(*weight * f64::from(*option))
            });
        parts.sum()
    }
}

/// A recorded execution: whose turn it is, event by event, and the choices that were not the first ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Script {
    /// Threads and how many turns they take.
    pub turns: VecDeque<(u32, u32)>,
    /// The number of a decision, and how far it is from the first option.
    pub choices: VecDeque<(u32, u32)>,
}

/// Turns in a row after which a thread lets others go first that can move (count): it may be in a loop that ends by what they do.
const ALONE_MAX: u32 = 1_000;

/// A walk.
pub(super) struct Walk {
    model: MemoryModel,
    schedule: Schedule,
    random: Random,
    graph: Graph,
    /// Turns taken in this execution.
    turns: u64,
    /// Turns that the present thread has taken in a row.
    alone: u32,
    /// Decisions made in this execution.
    decisions: u32,
    longest: u64,
    preemptions_left: u32,
    preemptions: u32,
    /// The present turn is one of the script's.
    is_scripted: bool,
    /// The script did not fit.
    pub(super) diverged: bool,
}

impl Walk {
    /// Every execution drawn by itself.
    pub(super) fn random(model: MemoryModel, seed: u64, preemptions: Option<u32>) -> Self {
        Self::new(model, Schedule::Uniform, seed, preemptions)
    }

    /// Priorities with `depth - 1` changes.
    pub(super) fn pct(model: MemoryModel, seed: u64, depth: u32, preemptions: Option<u32>) -> Self {
        let schedule = Schedule::Priorities {
            depth,
            priorities: Vec::new(),
            changes: Vec::new(),
        };
        let mut walk = Self::new(model, schedule, seed, preemptions);
        walk.prepare();
        walk
    }

    /// A recorded execution, once.
    pub(super) fn replay(model: MemoryModel, script: Script) -> Self {
        Self::new(model, Schedule::Recorded { script }, 0, None)
    }

    /// Every schedule with at most so many preemptions, and with each of them everything that a load may read.
    ///
    /// Source: Musuvathi & Qadeer, "Iterative context bounding for systematic testing of multithreaded programs", PLDI 2007. A
    /// preemption is a turn taken from a thread that could go on. Different schedules may make the same execution.
    pub(super) fn systematic(model: MemoryModel, preemptions: u32) -> Self {
        Self::new(
            model,
            Schedule::Systematic(Ways::default()),
            0,
            Some(preemptions),
        )
    }

    fn new(model: MemoryModel, schedule: Schedule, seed: u64, preemptions: Option<u32>) -> Self {
        let preemptions = preemptions.unwrap_or(u32::MAX);
        Self {
            model,
            schedule,
            random: Random::new(seed),
            graph: Graph::new(),
            turns: 0,
            alone: 0,
            decisions: 0,
            longest: 16,
            preemptions_left: preemptions,
            preemptions,
            is_scripted: false,
            diverged: false,
        }
    }

    /// As before the first event.
    fn clear(&mut self) {
        self.graph = Graph::new();
        self.turns = 0;
        self.alone = 0;
        self.decisions = 0;
        self.preemptions_left = self.preemptions;
    }

    fn prepare(&mut self) {
        if let Schedule::Priorities {
            depth,
            priorities,
            changes,
        } = &mut self.schedule
        {
            priorities.clear();
            changes.clear();
            for _ in 1..*depth {
                changes.push(self.random.below(self.longest));
            }
        }
    }

    /// One of `options`; the first is the usual one.
    fn decide(&mut self, options: u64) -> u64 {
        let number = self.decisions;
        self.decisions += 1;
        match &mut self.schedule {
            Schedule::Systematic(ways) => ways.decide(options),
            Schedule::Recorded { script } => match script.choices.front() {
                Some((at, option)) if *at == number => {
                    let option = u64::from(*option);
                    script.choices.pop_front();
                    self.diverged |= options <= option;
                    option.min(options - 1)
                }
                _ => 0,
            },
            Schedule::Priorities { .. } if !self.random.once_in(8) => 0,
            Schedule::Uniform if !self.random.once_in(3) => 0,
            _ => self.random.below(options),
        }
    }

    /// Whether a thread has had the turn for so long that others get it, however the schedule is made.
    fn is_tired(&self) -> bool {
        ALONE_MAX <= self.alone
    }

    /// Whether the schedule decides everything, as it does under sequential consistency; a token says which store is read.
    fn is_interleaving(&self) -> bool {
        self.model == MemoryModel::SequentiallyConsistent
            && !matches!(self.schedule, Schedule::Recorded { .. })
    }

    /// The options of a read: places of the modification order, the latest first, and whether it fails spuriously.
    fn sources(&self, read: EventId, location: Location, kind: ReadKind) -> Vec<(usize, bool)> {
        let graph = &self.graph;
        let latest = graph.location(location).order.len();
        let waits = matches!(
            kind,
            ReadKind::Wait { .. }
                | ReadKind::Await { .. }
                | ReadKind::Once
                | ReadKind::Set
                | ReadKind::Initialized
        );
        let first = match waits {
            true => latest,
            false => graph.first_readable(&graph.event(read).happens_before, location),
        };
        let mut sources = Vec::new();
        for position in (first..=latest).rev() {
            let value = graph.value(location, graph.at(location, position));
            let taken = graph.exclusive_successor(location, position).is_some();
            if !(taken && kind.writes(value).is_some()) {
                sources.push((position, false));
            }
            if may_fail_spuriously(kind, value) {
                sources.push((position, true));
            }
        }
        sources
    }

    fn take_source(&mut self, read: EventId, location: Location, source: (usize, bool)) -> bool {
        self.graph.event_mut(read).spurious = source.1;
        self.graph.set_source(read, location, source.0);
        let latest = self.graph.location(location).order.len();
        let value = self.graph.value_read(read);
        let Label::Read { kind, .. } = self.graph.event(read).label else {
            return true;
        };
        let site = self.graph.event(read).site;
        let write = match source.1 {
            true => None,
            false => kind.writes(value),
        };
        if let Some((value, order)) = write {
            let label = Label::Write {
                location,
                order,
                value,
                exclusive: true,
            };
            let write = self.graph.push(read.thread, label, site);
            self.graph.place(write, location, source.0 + 1);
        }
        source.0 == latest || is_consistent(&self.graph, self.model)
    }
}

impl Search for Walk {
    fn graph(&self) -> &Graph {
        &self.graph
    }

    fn add_location(&mut self, initial: u64) -> Location {
        self.graph.add_location(initial)
    }

    fn add(&mut self, thread: u32, label: Label, site: Option<&'static Site>) -> EventId {
        self.graph.push(thread, label, site)
    }

    fn choose(&mut self, thread: u32, options: u32, site: Option<&'static Site>) -> EventId {
        let chosen = match options {
            1 => 0,
            options => self.decide(u64::from(options)) as u32,
        };
        let event = self.graph.push(thread, Label::Choice { options }, site);
        self.graph.event_mut(event).chosen = chosen;
        event
    }

    fn read(&mut self, thread: u32, new: NewRead) -> EventId {
        let NewRead {
            location,
            order,
            kind,
            site,
        } = new;
        let label = Label::Read {
            location,
            order,
            kind,
        };
        let read = self.graph.push(thread, label, site);
        let stamp = self.graph.event(read).stamp;
        let mut sources = self.sources(read, location, kind);
        if self.is_interleaving() {
            let latest = self.graph.location(location).order.len();
            sources.retain(|(position, _)| *position == latest);
        }
        if let Schedule::Systematic(ways) = &mut self.schedule {
            let avoided = ways.avoided.take();
            if let Some((source, alone)) = avoided {
                let all = sources.len();
                let graph = &self.graph;
                sources.retain(|(position, spurious)| {
                    *spurious || graph.settled(graph.at(location, *position)) != source
                });
                ways.left_out |= !alone && sources.len() < all;
            }
            sources.retain(|source| {
                let taken = self.take_source(read, location, *source);
                self.graph.cut(stamp + 1);
                taken
            });
        }
        loop {
            let choice = match sources.len() {
                1 => 0,
                count => self.decide(count as u64) as usize,
            };
            let source = sources.remove(choice);
            if self.take_source(read, location, source) || sources.is_empty() {
                return read;
            }
            self.graph.cut(stamp + 1);
        }
    }

    fn write(&mut self, thread: u32, new: NewWrite) -> EventId {
        let NewWrite {
            location,
            order,
            value,
            site,
        } = new;
        let label = Label::Write {
            location,
            order,
            value,
            exclusive: false,
        };
        let write = self.graph.push(thread, label, site);
        let mut options: Vec<usize> = places(&self.graph, write, location).collect();
        options.reverse();
        if self.is_interleaving() {
            options.truncate(1);
        }
        if matches!(self.schedule, Schedule::Systematic(_)) {
            options.retain(|position| {
                self.graph.place(write, location, *position);
                let allowed = is_consistent(&self.graph, self.model);
                self.graph.unplace(write, location);
                allowed
            });
        }
        loop {
            let choice = match options.len() {
                1 => 0,
                count => self.decide(count as u64) as usize,
            };
            let position = options.remove(choice);
            let last = self.graph.location(location).order.len() + 1;
            self.graph.place(write, location, position);
            if position == last || options.is_empty() || is_consistent(&self.graph, self.model) {
                return write;
            }
            self.graph.unplace(write, location);
        }
    }

    fn pick(&mut self, current: u32, enabled: &[u32]) -> u32 {
        self.turns += 1;
        let goes_on = enabled.contains(&current);
        let tired = self.is_tired();
        if tired && let Schedule::Priorities { priorities, .. } = &mut self.schedule {
            // It may be in a loop that ends by what others do: below all that a change point gives.
            if let Some(priority) = priorities.get_mut(current as usize) {
                *priority = 0;
            }
        }
        self.is_scripted = false;
        let picked = match &mut self.schedule {
            Schedule::Recorded { script } => match script.turns.front_mut() {
                Some((thread, left)) if enabled.contains(thread) => {
                    self.is_scripted = true;
                    let thread = *thread;
                    *left -= 1;
                    if *left == 0 {
                        script.turns.pop_front();
                    }
                    thread
                }
                Some(_) => {
                    self.diverged = true;
                    enabled[0]
                }
                None if goes_on => current,
                None => enabled[0],
            },
            _ if enabled.len() == 1 => enabled[0],
            Schedule::Systematic(_) if tired => *enabled
                .iter()
                .find(|thread| **thread != current)
                .unwrap_or(&current),
            Schedule::Systematic(ways) if goes_on && self.preemptions_left == 0 => {
                ways.left_out = true;
                current
            }
            Schedule::Systematic(ways) => {
                // The present thread goes on in the first way.
                let mut order: SmallVec<[u32; 8]> = enabled.into();
                order.sort_by_key(|thread| *thread != current);
                order[ways.decide(order.len() as u64) as usize]
            }
            _ if goes_on && self.preemptions_left == 0 && !tired => current,
            Schedule::Uniform if goes_on && self.random.once_in(2) => current,
            Schedule::Uniform => enabled[self.random.below(enabled.len() as u64) as usize],
            Schedule::Priorities {
                priorities,
                changes,
                ..
            } => {
                let threads = self.graph.threads.len().max(priorities.len());
                while priorities.len() < threads {
                    // Above all that a change point gives.
                    priorities.push((1 << 32) + self.random.below(1 << 32));
                }
                if let Some(change) = changes.iter().position(|at| *at == self.turns) {
                    priorities[current as usize] = 1 + change as u64;
                }
                let highest = enabled
                    .iter()
                    .max_by_key(|thread| priorities[**thread as usize]);
                *highest.unwrap_or(&enabled[0])
            }
        };
        self.alone = match picked == current {
            true => self.alone + 1,
            false => 0,
        };
        if goes_on && picked != current && !tired {
            self.preemptions_left = self.preemptions_left.saturating_sub(1);
        }
        picked
    }

    fn graph_mut(&mut self) -> &mut Graph {
        &mut self.graph
    }

    fn read_again(&mut self, thread: u32, new: NewRead, source: Option<EventId>) -> EventId {
        let graph = &mut self.graph;
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
        false
    }

    fn avoid(&mut self, source: Option<EventId>, alone: bool) {
        if let Schedule::Systematic(ways) = &mut self.schedule {
            ways.avoided = Some((source, alone));
        }
    }

    fn done(&self) -> Option<f64> {
        match &self.schedule {
            Schedule::Systematic(ways) => Some(ways.done),
            _ => None,
        }
    }

    fn may_repeat(&self) -> bool {
        matches!(self.schedule, Schedule::Systematic(_))
    }

    fn has_left_out(&self) -> bool {
        matches!(&self.schedule, Schedule::Systematic(ways) if ways.left_out)
    }

    fn again(&mut self, _stamp: u32) -> bool {
        self.clear();
        match &mut self.schedule {
            Schedule::Systematic(ways) => {
                ways.decisions.truncate(ways.made);
                ways.made = 0;
                ways.avoided = None;
                true
            }
            _ => false,
        }
    }

    fn comes_again(&self) -> bool {
        matches!(self.schedule, Schedule::Systematic(_))
    }

    fn is_recorded(&self) -> Option<bool> {
        matches!(self.schedule, Schedule::Recorded { .. }).then_some(self.is_scripted)
    }

    fn next(&mut self) -> bool {
        self.longest = self.longest.max(self.turns);
        self.clear();
        self.prepare();
        match &mut self.schedule {
            Schedule::Recorded { .. } => false,
            Schedule::Systematic(ways) => ways.next(),
            Schedule::Uniform | Schedule::Priorities { .. } => true,
        }
    }
}

/// The script of an execution that another search found: what a walk has to decide to make it again.
pub(super) fn transcribe(
    model: MemoryModel,
    graph: &Graph,
    trace: &[EventId],
    turns: &[u32],
) -> Script {
    let mut walk = Walk::random(model, 0, None);
    let mut script = Script::default();
    let mut threads = vec![0_u32; graph.threads.len()];
    let mut locations: Vec<Option<Location>> = vec![None; graph.locations.len()];
    // Of each location, in order, the places of the writes that were made again.
    let mut standing: Vec<Vec<usize>> = vec![Vec::new(); graph.locations.len()];
    let mut stand = |location: Location, write: EventId| {
        let place = graph.position(location, Some(write));
        let standing = &mut standing[location.0 as usize];
        let before = standing.partition_point(|other| *other < place);
        standing.insert(before, place);
        1 + before
    };
    let mut number = 0;
    let mut decided = |options: usize, option: usize| {
        if options != 1 {
            if option != 0 {
                script.choices.push_back((number, option as u32));
            }
            number += 1;
        }
    };
    for id in &trace[1..] {
        let event = graph.event(*id);
        let thread = threads[id.thread as usize];
        let mut own = |walk: &mut Walk, location: Location| {
            *locations[location.0 as usize]
                .get_or_insert_with(|| walk.add_location(graph.location(location).initial))
        };
        let there = |id: EventId| EventId {
            thread: threads[id.thread as usize],
            ..id
        };
        match event.label {
            Label::Read {
                location,
                order,
                kind,
            } => {
                let own = own(&mut walk, location);
                let label = Label::Read {
                    location: own,
                    order,
                    kind,
                };
                if !kind.passes(graph.value_read(*id)) {
                    continue;
                }
                let read = walk.graph.push(thread, label, None);
                let position = walk.graph.position(own, event.reads_from.map(there));
                let sources = walk.sources(read, own, kind);
                let source = (position, event.spurious);
                let option = sources.iter().position(|other| *other == source);
                decided(sources.len(), option.unwrap_or(0));
                walk.take_source(read, own, source);
            }
            Label::Write {
                location,
                exclusive: true,
                ..
            } => {
                stand(location, *id);
            }
            Label::Write {
                location,
                order,
                value,
                ..
            } => {
                let own = own(&mut walk, location);
                let label = Label::Write {
                    location: own,
                    order,
                    value,
                    exclusive: false,
                };
                let write = walk.graph.push(thread, label, None);
                let mut options: Vec<usize> = places(&walk.graph, write, own).collect();
                options.reverse();
                let position = stand(location, *id);
                let option = options.iter().position(|other| *other == position);
                decided(options.len(), option.unwrap_or(0));
                walk.graph.place(write, own, position);
            }
            Label::Choice { options } => {
                walk.graph.push(thread, event.label, None);
                decided(options as usize, event.chosen as usize);
            }
            Label::Create { child } => {
                let own = walk.graph.free_thread();
                threads[child as usize] = own;
                walk.graph.push(thread, Label::Create { child: own }, None);
            }
            Label::Join { child } => {
                let child = threads[child as usize];
                walk.graph.push(thread, Label::Join { child }, None);
            }
            Label::After { .. } => {
                let after: Vec<EventId> = event.after.iter().map(|id| there(*id)).collect();
                walk.graph.push_after(thread, event.label, &after, None);
            }
            label => {
                walk.graph.push(thread, label, None);
            }
        }
    }
    for thread in turns {
        let thread = threads.get(*thread as usize).copied().unwrap_or(0);
        match script.turns.back_mut() {
            Some((last, count)) if *last == thread => *count += 1,
            _ => script.turns.push_back((thread, 1)),
        }
    }
    script
}
