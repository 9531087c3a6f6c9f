//! std's primitives by brute force: what their documentation says, one step after the other, in every order.
//!
//! One execution is program order, what each atomic read reads and the modification order of each atomic, and beside them
//! the order of the operations on each primitive and whom a notification wakes. The orders of a mutex (lock, unlock), a Condvar
//! (begin to wait, give up, notify), a barrier (arrive), a park token, a cell and a channel (send, drop of the receiver) count;
//! where some thread tries to receive, receives and drops of senders have their places among the operations of the channel too.
//! What follows from these orders counts nothing: which message a receive gets, the end of a send that waited for room, who leaves a
//! barrier. The documentation does not say that a send which fails comes after the drop of the receiver that it found; every
//! implementation has to tell it, so it does.

use super::execution::{Action, Event, EventId, Execution};
use super::machine::MemoryModel;
use super::program::{Operation, variable};
use super::relations::Relations;
use datarace::__model::event::{AtomicOperation, Bytes};
use datarace::__model::order::{LoadOrder, RmwOrder};
use std::collections::{BTreeSet, HashSet};

/// What a thread does. There are mutexes, one Condvar, one barrier for two, one Once, one OnceLock, and three channels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Statement {
    /// An atomic operation, whose read is noted, a plain access or a fence.
    Once(Operation),
    /// Takes a mutex.
    Lock(usize),
    /// Gives it back.
    Unlock(usize),
    /// Waits at the Condvar with this mutex.
    Wait(usize),
    /// Likewise, while the atomic is below the value.
    WaitUntil(usize, Bytes, u64),
    /// Likewise, and may give up: noted.
    WaitTimed(usize),
    /// Wakes one who waits at the Condvar.
    NotifyOne,
    /// Wakes all.
    NotifyAll,
    /// Waits at the barrier; notes whether it was the last.
    Barrier,
    /// Sends a value; notes whether the receiver was there.
    Send(usize, u64),
    /// Notes the value, or [`NOBODY`].
    Receive(usize),
    /// Notes the value, [`NOBODY`] or [`NOTHING`].
    TryReceive(usize),
    /// Drops this thread's sender; all are dropped at its end.
    DropSender(usize),
    /// Drops the receiver; else it lives to the end.
    DropReceiver(usize),
    /// Waits for its token and takes it.
    Park,
    /// Takes its token, if it is there.
    ParkTimed,
    /// Gives a thread its token.
    Unpark(usize),
    /// `call_once` with this operation.
    CallOnce(Operation),
    /// Sets the cell; notes whether that was the first.
    Set(u64),
    /// Notes what the cell holds; zero for nothing.
    Get,
}

/// A receive that finds no sender.
pub const NOBODY: u64 = 99;
/// A receive that finds no message.
pub const NOTHING: u64 = 98;
/// How many threads the barrier is for.
pub const ROUND: usize = 2;
/// How many messages each channel holds.
pub const CAPACITIES: [Option<usize>; 3] = [None, Some(1), Some(0)];

/// The threads of a program.
pub type Threads = Vec<Vec<Statement>>;

/// What each thread noted, and the last values of the atomics.
pub type Outcome = (Vec<Vec<u64>>, [u64; ATOMICS]);

/// Atomics whose last value is looked at.
pub const ATOMICS: usize = 3;

/// All executions of a program.
#[derive(Default, Debug)]
pub struct Executions {
    /// How many there are in which all threads end.
    pub complete: u64,
    /// In how many others nobody goes on.
    pub blocked: u64,
    /// What those that are complete show.
    pub outcomes: BTreeSet<Outcome>,
    /// Whether one of all has a race.
    pub racy: bool,
}

const MUTEX: usize = 10;
const CONDVAR: usize = 20;
const BARRIER: usize = 21;
const ONCE: usize = 22;
const CELL: usize = 23;
const CHANNEL: usize = 30;
const TOKEN: usize = 40;
const WAKE: usize = 50;

/// All executions; `None` if more than so many states are on the way.
pub fn executions(threads: &Threads, model: MemoryModel, states_max: usize) -> Option<Executions> {
    let mut all = Executions::default();
    let mut seen = HashSet::new();
    let mut open = vec![State::new(threads, model)];
    while let Some(state) = open.pop() {
        if states_max < seen.len() {
            return None;
        }
        let next: Vec<State> = (0..threads.len())
            .flat_map(|thread| state.steps(thread))
            .collect();
        if next.is_empty() {
            let relations = Relations::of(&state.execution);
            all.racy |= !super::race::races(&state.execution, &relations).is_empty();
            match state.threads.iter().all(|thread| thread.ended) {
                true => {
                    all.complete += 1;
                    all.outcomes.insert(state.outcome());
                }
                false => all.blocked += 1,
            }
        }
        open.extend(next.into_iter().filter(|state| seen.insert(state.key())));
    }
    Some(all)
}

#[derive(Clone)]
struct State<'p> {
    program: &'p Threads,
    model: MemoryModel,
    tries: bool,
    threads: Vec<Thread>,
    execution: Execution,
    /// Who waits at the Condvar.
    waiting: Vec<usize>,
    arrivals: Vec<EventId>,
    channels: [Channel; CAPACITIES.len()],
}

/// How far a thread is.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Thread {
    next: usize,
    phase: usize,
    ended: bool,
    noted: Vec<u64>,
    /// The number of its send or arrival.
    number: usize,
}

#[derive(Clone, Default)]
struct Channel {
    sent: Vec<(EventId, u64)>,
    received: Vec<EventId>,
    senders: Vec<usize>,
    drops: Vec<EventId>,
    /// The drop of the receiver.
    gone: Option<EventId>,
}

impl<'p> State<'p> {
    fn new(program: &'p Threads, model: MemoryModel) -> Self {
        let channels = std::array::from_fn(|channel| Channel {
            senders: (0..program.len())
                .filter(|thread| has_sender(&program[*thread], channel))
                .collect(),
            ..Channel::default()
        });
        Self {
            program,
            model,
            tries: program
                .iter()
                .flatten()
                .any(|one| matches!(one, Statement::TryReceive(_))),
            threads: vec![Thread::default(); program.len()],
            execution: Execution::default(),
            waiting: Vec::new(),
            arrivals: Vec::new(),
            channels,
        }
    }

    fn key(&self) -> (Execution, Vec<Thread>) {
        (self.execution.canonical(), self.threads.clone())
    }

    fn outcome(&self) -> Outcome {
        let notes = self.threads.iter().map(|thread| thread.noted.clone());
        (
            notes.collect(),
            std::array::from_fn(|object| self.value(object)),
        )
    }

    /// The latest value of an object.
    fn value(&self, object: usize) -> u64 {
        let stores = self.execution.stores(variable(object));
        self.execution.value(stores.last().copied())
    }

    fn push(&mut self, thread: usize, action: Action) -> EventId {
        self.execution.events.push(Event { thread, action });
        self.execution.events.len() - 1
    }

    /// The next operation on a primitive, which is a read-modify-write of it.
    fn update(&mut self, thread: usize, object: usize, order: RmwOrder, value: u64) -> EventId {
        let bytes = variable(object);
        let from = self.execution.stores(bytes).last().copied();
        let action = Action::Rmw {
            bytes,
            order,
            from,
            read: self.execution.value(from),
            value,
        };
        let event = self.push(thread, action);
        let object = (bytes.address, bytes.size);
        let stores = self.execution.modification_order.entry(object).or_default();
        stores.push(event);
        event
    }

    /// Finds a primitive done with: a load of what it is now.
    fn finds(&mut self, thread: usize, object: usize) {
        let bytes = variable(object);
        let from = self.execution.stores(bytes).last().copied();
        let value = self.execution.value(from);
        let order = LoadOrder::Acquire;
        self.push(
            thread,
            Action::Load {
                bytes,
                order,
                from,
                value,
            },
        );
    }

    fn note(&mut self, thread: usize, value: u64) {
        self.threads[thread].noted.push(value);
    }

    fn goes_on(mut self, thread: usize) -> Vec<Self> {
        self.threads[thread].next += 1;
        self.threads[thread].phase = 0;
        vec![self]
    }

    fn goes_to(mut self, thread: usize, phase: usize) -> Vec<Self> {
        self.threads[thread].phase = phase;
        vec![self]
    }

    fn wakes(&mut self, by: usize, place: usize) {
        let who = self.waiting.remove(place);
        self.update(by, WAKE + who, RmwOrder::Relaxed, 1);
    }

    /// Everything that a thread may do next.
    fn steps(&self, me: usize) -> Vec<Self> {
        let mut state = self.clone();
        let Thread { next, phase, .. } = self.threads[me];
        let waits = Vec::new;
        let Some(statement) = self.program[me].get(next).copied() else {
            if self.threads[me].ended {
                return waits();
            }
            // Its senders are dropped one after the other.
            return match (0..self.channels.len())
                .find(|at| self.channels[*at].senders.contains(&me))
            {
                Some(channel) => {
                    state.drop_sender(me, channel);
                    vec![state]
                }
                None => {
                    state.threads[me].ended = true;
                    vec![state]
                }
            };
        };
        match (statement, phase) {
            (Statement::Once(operation), _) => self
                .performs(me, operation, true)
                .into_iter()
                .flat_map(|(state, _)| state.goes_on(me))
                .collect(),
            (Statement::Lock(mutex), _) => match state.locks(me, mutex) {
                true => state.goes_on(me),
                false => waits(),
            },
            (Statement::Unlock(mutex), _) => {
                state.update(me, MUTEX + mutex, RmwOrder::Release, 0);
                state.goes_on(me)
            }
            (Statement::WaitUntil(_, bytes, least), 0) => {
                let order = LoadOrder::Relaxed;
                let operation = AtomicOperation::Load { order };
                let load = Operation::Atomic { bytes, operation };
                let all = self.performs(me, load, false).into_iter();
                all.flat_map(|(state, value)| match least <= value {
                    true => state.goes_on(me),
                    false => state.goes_to(me, 1),
                })
                .collect()
            }
            (Statement::Wait(_) | Statement::WaitTimed(_), 0) | (Statement::WaitUntil(..), 1) => {
                state.update(me, CONDVAR, RmwOrder::Relaxed, 0);
                state.waiting.push(me);
                state.goes_to(me, 2)
            }
            (
                Statement::Wait(mutex)
                | Statement::WaitTimed(mutex)
                | Statement::WaitUntil(mutex, ..),
                phase,
            ) => state.waits_at_condvar(me, statement, mutex, phase),
            (Statement::NotifyOne, _) => {
                state.update(me, CONDVAR, RmwOrder::Relaxed, 0);
                if state.waiting.is_empty() {
                    return state.goes_on(me);
                }
                (0..state.waiting.len())
                    .flat_map(|place| {
                        let mut state = state.clone();
                        state.wakes(me, place);
                        state.goes_on(me)
                    })
                    .collect()
            }
            (Statement::NotifyAll, _) => {
                state.update(me, CONDVAR, RmwOrder::Relaxed, 0);
                while !state.waiting.is_empty() {
                    state.wakes(me, 0);
                }
                state.goes_on(me)
            }
            (Statement::Barrier, 0) => {
                let arrival = state.update(me, BARRIER, RmwOrder::Release, 0);
                state.threads[me].number = state.arrivals.len();
                state.arrivals.push(arrival);
                state.goes_to(me, 1)
            }
            (Statement::Barrier, _) => {
                let number = state.threads[me].number;
                let first = number / ROUND * ROUND;
                let Some(round) = self.arrivals.get(first..first + ROUND) else {
                    return waits();
                };
                state.receives_from(me, round);
                state.note(me, u64::from(number % ROUND == ROUND - 1));
                state.goes_on(me)
            }
            (Statement::Send(channel, value), 0) => {
                let claim = state.update(me, CHANNEL + channel, RmwOrder::Release, 0);
                let channel = &mut state.channels[channel];
                state.threads[me].number = channel.sent.len();
                match channel.gone {
                    Some(gone) => {
                        state.receives_from(me, &[gone]);
                        state.note(me, 0);
                        state.goes_on(me)
                    }
                    None => {
                        channel.sent.push((claim, value));
                        state.goes_to(me, 1)
                    }
                }
            }
            (Statement::Send(channel, _), _) => state.ends_send(me, channel),
            (Statement::Receive(channel), _) => match state.receives(me, channel) {
                true => state.goes_on(me),
                false => waits(),
            },
            (Statement::TryReceive(channel), _) => {
                if !state.receives(me, channel) {
                    state.update(me, CHANNEL + channel, RmwOrder::Relaxed, 0);
                    state.note(me, NOTHING);
                }
                state.goes_on(me)
            }
            (Statement::DropSender(channel), _) => {
                state.drop_sender(me, channel);
                state.goes_on(me)
            }
            (Statement::DropReceiver(channel), _) => {
                let drop = state.update(me, CHANNEL + channel, RmwOrder::Relaxed, 0);
                state.channels[channel].gone = Some(drop);
                state.goes_on(me)
            }
            (Statement::Park, _) => match self.value(TOKEN + me) {
                0 => waits(),
                _ => {
                    state.update(me, TOKEN + me, RmwOrder::Acquire, 0);
                    state.goes_on(me)
                }
            },
            (Statement::ParkTimed, _) => {
                state.update(me, TOKEN + me, RmwOrder::Acquire, 0);
                state.goes_on(me)
            }
            (Statement::Unpark(thread), _) => {
                state.update(me, TOKEN + thread, RmwOrder::Release, 1);
                state.goes_on(me)
            }
            (Statement::CallOnce(_), 0) => match self.value(ONCE) {
                0 => {
                    state.update(me, ONCE, RmwOrder::Acquire, 1);
                    state.goes_to(me, 1)
                }
                1 => waits(),
                _ => {
                    state.finds(me, ONCE);
                    state.goes_on(me)
                }
            },
            (Statement::CallOnce(operation), 1) => self
                .performs(me, operation, true)
                .into_iter()
                .flat_map(|(state, _)| state.goes_to(me, 2))
                .collect(),
            (Statement::CallOnce(_), _) => {
                state.update(me, ONCE, RmwOrder::Release, 2);
                state.goes_on(me)
            }
            (Statement::Set(value), _) => {
                match self.value(CELL) {
                    0 => {
                        state.update(me, CELL, RmwOrder::AcqRel, value);
                        state.note(me, 1);
                    }
                    _ => {
                        state.finds(me, CELL);
                        state.note(me, 0);
                    }
                }
                state.goes_on(me)
            }
            (Statement::Get, _) => {
                let value = self.value(CELL);
                state.update(me, CELL, RmwOrder::Acquire, value);
                state.note(me, value);
                state.goes_on(me)
            }
        }
    }

    fn locks(&mut self, me: usize, mutex: usize) -> bool {
        let free = self.value(MUTEX + mutex) == 0;
        if free {
            self.update(me, MUTEX + mutex, RmwOrder::Acquire, 1);
        }
        free
    }

    /// A wait that has begun.
    fn waits_at_condvar(
        mut self,
        me: usize,
        statement: Statement,
        mutex: usize,
        phase: usize,
    ) -> Vec<Self> {
        let is_timed = matches!(statement, Statement::WaitTimed(_));
        match phase {
            2 => {
                self.update(me, MUTEX + mutex, RmwOrder::Release, 0);
                return self.goes_to(me, 3);
            }
            3 => match (self.value(WAKE + me), is_timed) {
                (1, _) => {
                    self.update(me, WAKE + me, RmwOrder::Relaxed, 0);
                    if is_timed {
                        self.note(me, 0);
                    }
                    return self.goes_to(me, 4);
                }
                (_, true) => {
                    self.update(me, CONDVAR, RmwOrder::Relaxed, 0);
                    self.waiting.retain(|waiting| *waiting != me);
                    self.note(me, 1);
                    return self.goes_to(me, 4);
                }
                _ => {}
            },
            _ => {
                if self.locks(me, mutex) {
                    return match statement {
                        Statement::WaitUntil(..) => self.goes_to(me, 0),
                        _ => self.goes_on(me),
                    };
                }
            }
        }
        Vec::new()
    }

    fn receives_from(&mut self, me: usize, events: &[EventId]) {
        for from in events.iter().copied() {
            self.push(me, Action::Receive { from });
        }
    }

    /// The end of a send, once there is room.
    fn ends_send(mut self, me: usize, channel: usize) -> Vec<Self> {
        let number = self.threads[me].number;
        let at = &self.channels[channel];
        let makes_room = match CAPACITIES[channel] {
            Some(0) => Some(number),
            capacity => capacity.and_then(|capacity| number.checked_sub(capacity)),
        };
        let Some(receive) = makes_room else {
            self.note(me, 1);
            return self.goes_on(me);
        };
        // Who hands a message over is done with it; who puts it into a channel may find the receiver gone.
        let gone = at.gone;
        let fails = gone.is_some() && CAPACITIES[channel] != Some(0);
        match (at.received.get(receive).copied(), gone) {
            (Some(receive), _) if !fails => {
                self.receives_from(me, &[receive]);
                self.note(me, 1);
                self.goes_on(me)
            }
            (_, Some(gone)) => {
                self.receives_from(me, &[gone]);
                self.note(me, 0);
                self.goes_on(me)
            }
            _ => Vec::new(),
        }
    }

    /// A message, or the news that none comes; neither may be there yet.
    fn receives(&mut self, me: usize, channel: usize) -> bool {
        let at = &self.channels[channel];
        let message = at.sent.get(at.received.len()).copied();
        let from = match message {
            Some((send, _)) => vec![send],
            None if at.senders.is_empty() => at.drops.clone(),
            None => return false,
        };
        self.receives_from(me, &from);
        if self.tries {
            self.update(me, CHANNEL + channel, RmwOrder::Relaxed, 0);
        }
        if message.is_some() {
            let event = self.execution.events.len() - 1;
            self.channels[channel].received.push(event);
        }
        self.note(me, message.map_or(NOBODY, |(_, value)| value));
        true
    }

    fn drop_sender(&mut self, me: usize, channel: usize) {
        if self.tries {
            self.update(me, CHANNEL + channel, RmwOrder::Relaxed, 0);
        }
        let event = self.push(me, Action::Publish { channel });
        let channel = &mut self.channels[channel];
        channel.senders.retain(|sender| *sender != me);
        channel.drops.push(event);
        channel.drops.sort_by_key(|event| {
            // In one order, since it means nothing.
            self.execution.events[*event].thread
        });
    }

    /// Every way to perform an operation, and what it read.
    fn performs(&self, me: usize, operation: Operation, notes: bool) -> Vec<(Self, u64)> {
        let simple = |action| {
            let mut state = self.clone();
            state.push(me, action);
            state
        };
        match operation {
            Operation::Plain { bytes, kind } => vec![(simple(Action::Access { bytes, kind }), 0)],
            Operation::Fence { order } => {
                let state = simple(Action::Fence { order });
                state
                    .is_allowed()
                    .then_some((state, 0))
                    .into_iter()
                    .collect()
            }
            Operation::Atomic { bytes, operation } => {
                let count = self.execution.stores(bytes).len();
                let ways = (0..=count).map(|place| self.reads_at(me, bytes, operation, place));
                ways.filter(|(state, _)| state.is_allowed())
                    .map(|(mut state, read)| {
                        if let Some(read) = read.filter(|_| notes) {
                            state.note(me, read);
                        }
                        (state, read.unwrap_or(0))
                    })
                    .collect()
            }
            _ => unreachable!("no operation of these programs"),
        }
    }

    /// An atomic operation that reads the store behind which it may stand, of so many.
    fn reads_at(
        &self,
        me: usize,
        bytes: Bytes,
        operation: AtomicOperation,
        place: usize,
    ) -> (Self, Option<u64>) {
        let mut state = self.clone();
        let stores = self.execution.stores(bytes);
        let from = place.checked_sub(1).map(|place| stores[place]);
        let read = self.execution.value(from);
        let (action, noted) = match operation {
            AtomicOperation::Load { order } => {
                let value = read;
                let load = Action::Load {
                    bytes,
                    order,
                    from,
                    value,
                };
                (load, Some(read))
            }
            AtomicOperation::Store { value, order } => (
                Action::Store {
                    bytes,
                    order,
                    value,
                },
                None,
            ),
            AtomicOperation::Rmw { operand, order, .. } => {
                let value = read + operand;
                let rmw = Action::Rmw {
                    bytes,
                    order,
                    from,
                    read,
                    value,
                };
                (rmw, Some(read))
            }
            AtomicOperation::CompareExchange { .. } => {
                unreachable!("no operation of these programs")
            }
        };
        let event = state.push(me, action);
        if !matches!(action, Action::Load { .. }) {
            let object = (bytes.address, bytes.size);
            let stores = state
                .execution
                .modification_order
                .entry(object)
                .or_default();
            stores.insert(place, event);
        }
        (state, noted)
    }

    fn is_allowed(&self) -> bool {
        let relations = Relations::of(&self.execution);
        match self.model {
            MemoryModel::SequentiallyConsistent => relations.is_sequentially_consistent(),
            _ => relations.is_consistent(),
        }
    }
}

/// Whether a thread has a sender of a channel.
pub fn has_sender(statements: &[Statement], channel: usize) -> bool {
    statements.iter().any(|statement| {
        matches!(statement, Statement::Send(at, _) | Statement::DropSender(at) if *at == channel)
    })
}

/// Whether it has the receiver.
pub fn has_receiver(statements: &[Statement], channel: usize) -> bool {
    statements.iter().any(|statement| {
        matches!(
            statement,
            Statement::Receive(at) | Statement::TryReceive(at) | Statement::DropReceiver(at)
                if *at == channel
        )
    })
}
