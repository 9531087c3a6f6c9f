//! Runs the rules over an execution: what the clocks say of it.

use super::execution::{Action, EventId, Execution};
use datarace::__model::clock::{Epoch, ThreadIndex};
use datarace::__model::model::conflict::{self, Conflict};
use datarace::__model::model::message::{self, Message};
use datarace::__model::model::{ThreadView, edge, fence, release_sequence};
use std::collections::BTreeMap;

/// The answers of the clocks.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The epoch that each event bears.
    pub epochs: Vec<Epoch>,
    /// The view of its thread behind each event.
    pub views: Vec<ThreadView>,
    /// What each store, spawn, end and publication left.
    pub messages: BTreeMap<EventId, Message>,
    covered: Vec<u64>,
}

struct Rules<'e> {
    execution: &'e Execution,
    views: BTreeMap<usize, ThreadView>,
    /// What each store, spawn, end and publication leaves.
    messages: BTreeMap<EventId, Message>,
    /// What the publications to each channel leave together.
    channels: BTreeMap<usize, Message>,
}

impl Replay {
    /// Runs the rules over all events in the order in which they were performed.
    pub fn of(execution: &Execution) -> Self {
        let mut rules = Rules {
            execution,
            views: BTreeMap::new(),
            messages: BTreeMap::new(),
            channels: BTreeMap::new(),
        };
        let mut replay = Self {
            epochs: Vec::new(),
            views: Vec::new(),
            messages: BTreeMap::new(),
            covered: Vec::new(),
        };
        for event in 0..execution.events.len() {
            let epoch = rules.view(event).epoch();
            rules.apply(event);
            let view = rules.view(event).clone();
            replay.covered.push(
                (0..event)
                    .filter(|earlier| view.covers(replay.epochs[*earlier]))
                    .fold(0, |covered, earlier| covered | (1 << earlier)),
            );
            // A thread's clock before its first event is the one that it began with.
            replay.epochs.push(match execution.events[event].action {
                Action::Begin => view.epoch(),
                _ => epoch,
            });
            replay.views.push(view);
        }
        replay.messages = rules.messages;
        replay
    }

    /// Whether the clocks say that `earlier` happens before `later`, which was performed after it.
    pub fn happens_before(&self, earlier: EventId, later: EventId) -> bool {
        self.covered[later] & (1 << earlier) != 0
    }

    /// All pairs that race by the rules, as [`races`](super::race::races).
    pub fn races(&self, execution: &Execution) -> Vec<(EventId, EventId, bool)> {
        let mut races = Vec::new();
        for (later, second) in execution.events.iter().enumerate() {
            for (earlier, first) in execution.events[..later].iter().enumerate() {
                let (Some(a), Some(b)) = (first.access(), second.access()) else {
                    continue;
                };
                match conflict::conflict(a, b) {
                    Conflict::None => {}
                    _ if self.happens_before(earlier, later) => {}
                    gravity => races.push((earlier, later, gravity == Conflict::Unproven)),
                }
            }
        }
        races
    }
}

impl Rules<'_> {
    fn view(&mut self, event: EventId) -> &mut ThreadView {
        let thread = self.execution.events[event].thread;
        self.views
            .entry(thread)
            .or_insert_with(|| ThreadView::new(index(thread)))
    }

    fn apply(&mut self, event: EventId) {
        let message = match self.execution.events[event].action {
            Action::Access { .. } => None,
            Action::Load { order, from, .. } => {
                let read = self.message(from);
                message::load(self.view(event), &read, order);
                None
            }
            Action::Store { order, .. } => Some(message::store(self.view(event), order)),
            Action::Rmw { order, from, .. } => {
                let read = self.message(from);
                Some(release_sequence::rmw(self.view(event), &read, order))
            }
            Action::Fence { order } => {
                fence::fence(self.view(event), order);
                None
            }
            Action::Spawn { .. } => Some(edge::fork(self.view(event))),
            Action::Begin => {
                let thread = self.execution.events[event].thread;
                let spawn =
                    self.message(self.find(event, |other| other == Action::Spawn { thread }));
                let last = Epoch {
                    thread: index(thread),
                    time: 0,
                };
                self.views.insert(thread, edge::start(last, &spawn));
                None
            }
            Action::End => Some(edge::release(self.view(event))),
            Action::Join { thread } => {
                let end = (0..event).rfind(|other| {
                    let other = self.execution.events[*other];
                    other.thread == thread && other.action == Action::End
                });
                self.receive(event, end)
            }
            Action::Publish { channel } => {
                let mut together = self.channels.remove(&channel).unwrap_or_default();
                edge::release_into(&mut self.view(event).clone(), &mut together);
                self.channels.insert(channel, together);
                Some(edge::release(self.view(event)))
            }
            Action::Receive { from } => self.receive(event, Some(from)),
            Action::ReceiveAll { channel } => {
                let together = self.channels.get(&channel).cloned().unwrap_or_default();
                edge::acquire(self.view(event), &together);
                None
            }
        };
        if let Some(message) = message {
            self.messages.insert(event, message);
        }
    }

    fn receive(&mut self, event: EventId, from: Option<EventId>) -> Option<Message> {
        let message = self.message(from);
        edge::acquire(self.view(event), &message);
        None
    }

    fn message(&self, from: Option<EventId>) -> Message {
        from.and_then(|from| self.messages.get(&from).cloned())
            .unwrap_or_default()
    }

    fn find(&self, before: EventId, is_it: impl Fn(Action) -> bool) -> Option<EventId> {
        self.execution.events[..before]
            .iter()
            .rposition(|event| is_it(event.action))
    }
}

fn index(thread: usize) -> ThreadIndex {
    ThreadIndex(u32::try_from(thread).expect("a program has few threads"))
}
