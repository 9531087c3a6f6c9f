//! Runs a program step by step; every choice that the memory model leaves open is a [`Step`].

use super::execution::{Action, Event, EventId, Execution};
use super::program::{Operation, Program, Seen};
use super::relations::Relations;
use datarace::__model::event::{AtomicOperation, Bytes, RmwOperation};

/// Which executions are allowed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MemoryModel {
    /// RC11 with C++20 release sequences.
    Rust,
    /// Sequential consistency.
    SequentiallyConsistent,
    /// Every load reads the latest store, as in an ordinary run.
    Latest,
}

/// A program on its way.
#[derive(Clone, Debug)]
pub struct Machine<'p> {
    program: &'p Program,
    model: MemoryModel,
    threads: Vec<Progress>,
    execution: Execution,
}

/// How far a thread is.
#[derive(Clone, Copy, Default, Debug)]
struct Progress {
    next: usize,
    begun: bool,
    ended: bool,
    last_read: u64,
    wrote: bool,
}

/// One event that may come next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Step {
    event: Event,
    /// For a store, how many stores to its object stand before it.
    position: usize,
}

impl<'p> Machine<'p> {
    /// A program before its first step.
    pub fn new(program: &'p Program, model: MemoryModel) -> Self {
        let mut machine = Self {
            program,
            model,
            threads: vec![Progress::default(); program.threads.len()],
            execution: Execution::default(),
        };
        (0..program.threads.len()).for_each(|thread| machine.skip_conditions(thread));
        machine
    }

    /// What has happened so far.
    pub fn execution(&self) -> &Execution {
        &self.execution
    }

    /// Whether every thread has ended; if not and there are no steps, the program is blocked.
    pub fn is_complete(&self) -> bool {
        (0..self.threads.len()).all(|thread| self.has_ended(thread))
    }

    /// Whether everyone who has not ended awaits what the latest store does not show: nobody ever goes on.
    pub fn hangs(&self) -> bool {
        let hangs = |thread: usize| match self.operation(thread) {
            Some(Operation::Await {
                bytes,
                operation,
                seen,
            }) => {
                let latest = self.execution.stores(bytes).last().copied();
                let mut actions = self.atomic_actions(bytes, operation, latest);
                !actions.any(|action| sees(action, seen))
            }
            _ => self.has_ended(thread),
        };
        !self.is_complete() && (0..self.threads.len()).all(hangs)
    }

    /// The threads that can make a step.
    pub fn runnable(&self) -> Vec<usize> {
        (0..self.threads.len())
            .filter(|thread| !self.candidates(*thread).is_empty())
            .collect()
    }

    /// What a thread may do next: empty if it has ended, not begun, or waits. To read the latest store and to store behind
    /// it is always allowed.
    pub fn steps(&self, thread: usize) -> Vec<Step> {
        let mut steps = self.candidates(thread);
        steps.retain(|step| self.allows(step));
        steps
    }

    /// The operation that a thread does next.
    pub fn operation(&self, thread: usize) -> Option<Operation> {
        self.program.threads[thread]
            .get(self.threads[thread].next)
            .copied()
    }

    /// Performs a step.
    pub fn perform(&mut self, step: Step) {
        let thread = step.event.thread;
        let id = self.execution.events.len();
        self.execution.events.push(step.event);
        let progress = &mut self.threads[thread];
        match step.event.action {
            Action::Begin => progress.begun = true,
            Action::End => progress.ended = true,
            Action::Load { value, .. } => (progress.last_read, progress.wrote) = (value, false),
            Action::Rmw { read, .. } => (progress.last_read, progress.wrote) = (read, true),
            _ => {}
        }
        if !matches!(step.event.action, Action::Begin | Action::End) {
            progress.next += 1;
        }
        if let Action::Store { bytes, .. } | Action::Rmw { bytes, .. } = step.event.action {
            let object = (bytes.address, bytes.size);
            let stores = self.execution.modification_order.entry(object).or_default();
            stores.insert(step.position, id);
        }
        self.skip_conditions(thread);
    }

    fn skip_conditions(&mut self, thread: usize) {
        let operations = &self.program.threads[thread];
        let progress = &mut self.threads[thread];
        loop {
            progress.next = match operations.get(progress.next) {
                Some(Operation::OnlyIf { at_least }) if progress.last_read < *at_least => {
                    operations.len()
                }
                Some(Operation::OnlyIf { .. }) => progress.next + 1,
                Some(Operation::Skip { when, count })
                    if when.holds(progress.last_read, progress.wrote) =>
                {
                    progress.next + 1 + count
                }
                Some(Operation::Skip { .. }) => progress.next + 1,
                _ => return,
            };
        }
    }

    /// The operation of each event, by its place in its thread. The events are those of an execution of the program.
    pub fn operations_of(program: &'p Program, execution: &Execution) -> Vec<usize> {
        let mut machine = Self::new(program, MemoryModel::Rust);
        let mut operations = Vec::with_capacity(execution.events.len());
        for event in &execution.events {
            operations.push(machine.threads[event.thread].next);
            // Where a store stands in modification order does not matter here.
            machine.perform(Step {
                event: *event,
                position: 0,
            });
        }
        operations
    }

    fn allows(&self, step: &Step) -> bool {
        if self.model == MemoryModel::Latest || !step.event.can_contradict_an_axiom() {
            return true;
        }
        let mut after = self.clone();
        after.perform(*step);
        let relations = Relations::of(&after.execution);
        match self.model {
            MemoryModel::SequentiallyConsistent => relations.is_sequentially_consistent(),
            _ => relations.is_consistent(),
        }
    }

    fn candidates(&self, thread: usize) -> Vec<Step> {
        let progress = self.threads[thread];
        let just = |action| vec![Step::of(thread, action)];
        let wait = Vec::new;
        if self.program.is_spawned(thread) && !progress.begun {
            let spawned = self.latest(Action::Spawn { thread }).is_some();
            return if spawned { just(Action::Begin) } else { wait() };
        }
        let Some(operation) = self.program.threads[thread].get(progress.next) else {
            let marks_end = self.program.is_joined(thread) && !progress.ended;
            return if marks_end { just(Action::End) } else { wait() };
        };
        match *operation {
            Operation::Plain { bytes, kind } => just(Action::Access { bytes, kind }),
            Operation::Atomic { bytes, operation } => self.atomic_steps(thread, bytes, operation),
            Operation::Fence { order } => just(Action::Fence { order }),
            Operation::Spawn { thread } => just(Action::Spawn { thread }),
            Operation::Join { thread } => match self.has_ended(thread) {
                true => just(Action::Join { thread }),
                false => wait(),
            },
            Operation::Publish { channel } => just(Action::Publish { channel }),
            Operation::Receive { channel } => match self.latest(Action::Publish { channel }) {
                Some(from) => just(Action::Receive { from }),
                None => wait(),
            },
            Operation::ReceiveAll { channel } => just(Action::ReceiveAll { channel }),
            Operation::Await {
                bytes,
                operation,
                seen,
            } => {
                let mut steps = self.atomic_steps(thread, bytes, operation);
                steps.retain(|step| sees(step.event.action, seen));
                steps
            }
            Operation::OnlyIf { .. } | Operation::Skip { .. } => {
                unreachable!("conditions are skipped with the step before")
            }
        }
    }

    fn atomic_steps(&self, thread: usize, bytes: Bytes, operation: AtomicOperation) -> Vec<Step> {
        let stores = self.execution.stores(bytes);
        let first = match self.model {
            MemoryModel::Latest => stores.len(),
            _ => 0,
        };
        (first..=stores.len())
            .flat_map(|position| {
                let from = position.checked_sub(1).map(|last| stores[last]);
                self.atomic_actions(bytes, operation, from)
                    .map(move |action| Step {
                        event: Event { thread, action },
                        position,
                    })
            })
            .collect()
    }

    /// What an operation may be that reads `from`, or stores right behind it.
    fn atomic_actions(
        &self,
        bytes: Bytes,
        operation: AtomicOperation,
        from: Option<EventId>,
    ) -> impl Iterator<Item = Action> + use<> {
        let read = self.execution.value(from);
        let load = |order| Action::Load {
            bytes,
            order,
            from,
            value: read,
        };
        let rmw = |order, value| Action::Rmw {
            bytes,
            order,
            from,
            read,
            value,
        };
        let (always, spuriously) = match operation {
            AtomicOperation::Load { order } => (load(order), None),
            AtomicOperation::Store { value, order } => {
                let store = Action::Store {
                    bytes,
                    order,
                    value,
                };
                (store, None)
            }
            AtomicOperation::Rmw {
                operation,
                operand,
                order,
            } => (rmw(order, compute(operation, read, operand)), None),
            AtomicOperation::CompareExchange {
                expected,
                new,
                success,
                failure,
                weak,
            } => match read == expected {
                true => (rmw(success, new), weak.then(|| load(failure))),
                false => (load(failure), None),
            },
        };
        std::iter::once(always).chain(spuriously)
    }

    fn has_ended(&self, thread: usize) -> bool {
        let progress = self.threads[thread];
        let marks = (!self.program.is_joined(thread) || progress.ended)
            && (!self.program.is_spawned(thread) || progress.begun);
        marks && progress.next == self.program.threads[thread].len()
    }

    fn latest(&self, action: Action) -> Option<EventId> {
        self.execution
            .events
            .iter()
            .rposition(|event| event.action == action)
    }
}

fn sees(action: Action, seen: Seen) -> bool {
    match action {
        Action::Load { value, .. } => seen.holds(value, false),
        Action::Rmw { read, .. } => seen.holds(read, true),
        _ => true,
    }
}

impl Step {
    fn of(thread: usize, action: Action) -> Self {
        Self {
            event: Event { thread, action },
            position: 0,
        }
    }

    /// The event that it makes.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// For a load, the position in modification order of what it reads, 0 for the initial value; for a store, how many
    /// stores stand before it.
    pub fn position(&self) -> usize {
        self.position
    }
}

impl Event {
    fn can_contradict_an_axiom(&self) -> bool {
        self.object().is_some() || matches!(self.action, Action::Fence { .. })
    }
}

fn compute(operation: RmwOperation, read: u64, operand: u64) -> u64 {
    match operation {
        RmwOperation::Swap => operand,
        RmwOperation::Add => read.wrapping_add(operand),
        RmwOperation::Sub => read.wrapping_sub(operand),
        RmwOperation::And => read & operand,
        RmwOperation::Nand => !(read & operand),
        RmwOperation::Or => read | operand,
        RmwOperation::Xor => read ^ operand,
        RmwOperation::Not => read ^ 1,
        RmwOperation::UnsignedMax => read.max(operand),
        RmwOperation::UnsignedMin => read.min(operand),
        RmwOperation::SignedMax => read
            .cast_signed()
            .max(operand.cast_signed())
            .cast_unsigned(),
        RmwOperation::SignedMin => read
            .cast_signed()
            .min(operand.cast_signed())
            .cast_unsigned(),
    }
}
