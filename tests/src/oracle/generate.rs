//! Random programs and runs of them, with shrinking.

use super::execution::Execution;
use super::machine::{Machine, MemoryModel};
use super::program::{Operation, Program, variable};
use datarace::__model::event::{AccessKind, AtomicOperation, Bytes, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// How much of the vocabulary a generated program uses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Vocabulary {
    /// Plain reads and writes, atomics of one size.
    Usual,
    /// Every access kind, and atomics of different sizes in the same bytes.
    Everything,
}

/// A program and the choices of one run.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Run {
    /// What is run.
    pub program: Program,
    /// Which executions are allowed.
    pub model: MemoryModel,
    /// Who runs and which step it makes, modulo what there is.
    pub choices: Vec<(u8, u8)>,
}

impl Run {
    /// Runs the program until nobody can go on.
    pub fn execute(&self) -> Execution {
        let mut machine = Machine::new(&self.program, self.model);
        let mut choices = self.choices.iter().copied();
        loop {
            let runnable = machine.runnable();
            let (who, what) = choices.next().unwrap_or_default();
            if runnable.is_empty() {
                return machine.execution().clone();
            }
            let steps = machine.steps(runnable[usize::from(who) % runnable.len()]);
            // The last step is the one that an ordinary run makes: what a choice shrinks to.
            let step = steps.len() - 1 - usize::from(what) % steps.len();
            machine.perform(steps[step]);
        }
    }
}

/// Programs of 2 to 4 threads with some 12 events, and a run of each.
pub fn runs(vocabulary: Vocabulary) -> impl Strategy<Value = Run> {
    let model = select(vec![MemoryModel::Latest, MemoryModel::Rust]);
    let choices = vec(any::<(u8, u8)>(), 24);
    (programs(vocabulary), model, choices).prop_map(|(program, model, choices)| Run {
        program,
        model,
        choices,
    })
}

/// The programs alone.
pub fn programs(vocabulary: Vocabulary) -> impl Strategy<Value = Program> {
    let operations = vec((0..4_usize, operation(vocabulary)), 2..=12);
    (2..=4_usize, operations, vec(lifetime(), 3)).prop_map(|(threads, operations, lifetimes)| {
        let mut program = Program {
            threads: vec![Vec::new(); threads],
        };
        for (thread, operation) in operations {
            program.threads[thread % threads].push(operation);
        }
        for (thread, (spawned, joined)) in (1..threads).zip(lifetimes) {
            if let Some((by, place)) = spawned {
                insert(
                    &mut program,
                    by % thread,
                    place,
                    Operation::Spawn { thread },
                );
            }
            if let Some((by, place)) = joined {
                insert(&mut program, by % thread, place, Operation::Join { thread });
            }
        }
        program
    })
}

/// A thread, and a place among its operations.
type By = (usize, usize);

/// Who spawns a thread and who joins it, and where.
fn lifetime() -> impl Strategy<Value = (Option<By>, Option<By>)> {
    let place = || (0..3_usize, 0..5_usize);
    (
        option::weighted(0.3, place()),
        option::weighted(0.3, place()),
    )
}

fn insert(program: &mut Program, thread: usize, place: usize, operation: Operation) {
    let operations = &mut program.threads[thread];
    operations.insert(place.min(operations.len()), operation);
}

fn operation(vocabulary: Vocabulary) -> impl Strategy<Value = Operation> {
    let plain = (plain_bytes(vocabulary), plain_kind(vocabulary))
        .prop_map(|(bytes, kind)| Operation::Plain { bytes, kind });
    let atomic = (atomic_bytes(vocabulary), atomic_operation())
        .prop_map(|(bytes, operation)| Operation::Atomic { bytes, operation });
    prop_oneof![
        4 => plain,
        10 => atomic,
        3 => select(FenceOrder::ALL).prop_map(|order| Operation::Fence { order }),
        1 => edge(),
        1 => (1..3_u64).prop_map(|at_least| Operation::OnlyIf { at_least }),
    ]
}

fn edge() -> impl Strategy<Value = Operation> {
    let channel = 0..2_usize;
    prop_oneof![
        2 => channel.clone().prop_map(|channel| Operation::Publish { channel }),
        1 => channel.clone().prop_map(|channel| Operation::Receive { channel }),
        1 => channel.prop_map(|channel| Operation::ReceiveAll { channel }),
    ]
}

fn plain_bytes(vocabulary: Vocabulary) -> impl Strategy<Value = Bytes> {
    match vocabulary {
        Vocabulary::Usual => select(vec![variable(3), variable(4), variable(0)]).boxed(),
        Vocabulary::Everything => ragged_bytes().boxed(),
    }
}

fn atomic_bytes(vocabulary: Vocabulary) -> impl Strategy<Value = Bytes> {
    match vocabulary {
        Vocabulary::Usual => select(vec![variable(0), variable(1)]).boxed(),
        Vocabulary::Everything => ragged_bytes().boxed(),
    }
}

/// Bytes of eight, so that accesses overlap in every way.
fn ragged_bytes() -> impl Strategy<Value = Bytes> {
    (0..4_usize, select(vec![1, 2, 4])).prop_map(|(offset, size)| Bytes {
        address: variable(0).address + offset,
        size,
    })
}

fn plain_kind(vocabulary: Vocabulary) -> impl Strategy<Value = AccessKind> {
    use AccessKind::{CellRead, CellWrite, Read, ReborrowExclusive, ReborrowShared, Write};
    match vocabulary {
        Vocabulary::Usual => select(vec![Read, Write]),
        Vocabulary::Everything => select(vec![
            Read,
            Write,
            ReborrowShared,
            ReborrowExclusive,
            CellRead,
            CellWrite,
        ]),
    }
}

fn atomic_operation() -> impl Strategy<Value = AtomicOperation> {
    let value = 0..3_u64;
    let rmw_operation = select(vec![RmwOperation::Swap, RmwOperation::Add]);
    prop_oneof![
        3 => load_order().prop_map(|order| AtomicOperation::Load { order }),
        3 => (value.clone(), store_order())
            .prop_map(|(value, order)| AtomicOperation::Store { value, order }),
        2 => (rmw_operation, value.clone(), rmw_order()).prop_map(|(operation, operand, order)| {
            AtomicOperation::Rmw { operation, operand, order }
        }),
        2 => (value.clone(), value, rmw_order(), load_order(), any::<bool>()).prop_map(
            |(expected, new, success, failure, weak)| AtomicOperation::CompareExchange {
                expected, new, success, failure, weak,
            }
        ),
    ]
}

fn load_order() -> impl Strategy<Value = LoadOrder> {
    prop_oneof![Just(LoadOrder::Relaxed), select(LoadOrder::ALL)]
}

fn store_order() -> impl Strategy<Value = StoreOrder> {
    prop_oneof![Just(StoreOrder::Relaxed), select(StoreOrder::ALL)]
}

fn rmw_order() -> impl Strategy<Value = RmwOrder> {
    prop_oneof![Just(RmwOrder::Relaxed), select(RmwOrder::ALL)]
}
