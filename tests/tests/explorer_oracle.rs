//! The explorer against the oracle: random programs on real threads, every execution.
//!
//! Where no execution has a race, the explorer sees as many executions as there are graphs; where one has, it finds one.
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation, Bytes, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace_tests::corpus::{MODELS, Random, number, orders};
use datarace_tests::oracle::enumerate::enumerate_within;
use datarace_tests::oracle::generate::{Vocabulary, programs};
use datarace_tests::oracle::program::variable;
use datarace_tests::oracle::{MemoryModel, Operation, Program, Relations, race};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering, fence};
use std::thread::{self, JoinHandle};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: number("DATARACE_TEST_CASES", 60),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_execution_once(program in programs(Vocabulary::Usual)) {
        compare(&simplified(&program))?;
    }
}

fn compare(program: &Program) -> Result<(), TestCaseError> {
    let order: Vec<usize> = (0..program.threads.len()).collect();
    compare_with(program, &order, MODELS[0], EXECUTIONS_MAX)?;
    Ok(())
}

/// Programs with more executions are left out.
const EXECUTIONS_MAX: usize = 300;

/// The number of executions, zero for a program with a race; `None` for one that is left out.
fn compare_with(
    program: &Program,
    order: &[usize],
    (oracle, model): (MemoryModel, datarace::MemoryModel),
    executions_max: usize,
) -> Result<Option<usize>, TestCaseError> {
    let Some(expected) = enumerate_within(program, oracle, 20 * executions_max) else {
        return Ok(None);
    };
    if executions_max < expected.complete.len() {
        return Ok(None);
    }
    let racy = expected
        .complete
        .iter()
        .any(|execution| !race::races(execution, &Relations::of(execution)).is_empty());
    let program = Arc::new(program.clone());
    let exploration = datarace::Explorer::exhaustive()
        .memory(model)
        .run(|| body(&program, order));
    prop_assert!(exploration.failures().is_empty(), "{}", exploration);
    prop_assert_eq!(!exploration.races().is_empty(), racy, "{}", exploration);
    if racy {
        return Ok(Some(0));
    }
    prop_assert!(exploration.is_complete(), "{}", exploration);
    prop_assert_eq!(exploration.executions(), expected.complete.len() as u64);
    Ok(Some(expected.complete.len()))
}

/// What this file can perform, on three variables; no more than seven operations.
fn simplified(program: &Program) -> Program {
    let mut left = 7;
    let mut keep = |operation: &Operation| {
        let mut operation = *operation;
        if let Operation::Atomic {
            operation: AtomicOperation::CompareExchange { weak, .. },
            ..
        } = &mut operation
        {
            *weak = false;
        }
        if let Operation::Plain { bytes, .. } = &mut operation {
            *bytes = variable(3 + index(*bytes) % 2);
        }
        let performs = matches!(
            operation,
            Operation::Plain { .. }
                | Operation::Atomic { .. }
                | Operation::Fence { .. }
                | Operation::OnlyIf { .. }
        );
        let more = performs && 0 < left;
        left -= usize::from(more);
        more.then_some(operation)
    };
    Program {
        threads: program
            .threads
            .iter()
            .map(|operations| operations.iter().filter_map(&mut keep).collect())
            .collect(),
    }
}

fn index(bytes: Bytes) -> usize {
    (bytes.address - variable(0).address) / 8
}

type Variables = [AtomicU32; 5];

#[datarace::check]
fn body(program: &Arc<Program>, order: &[usize]) {
    let variables: Arc<Variables> = Arc::new([const { AtomicU32::new(0) }; 5]);
    let mut handles = Vec::new();
    for number in order.iter().copied() {
        if !program.is_spawned(number) {
            handles.push(spawned(program, number, &variables));
        }
    }
    for handle in handles {
        handle.join().unwrap();
    }
}

#[datarace::check]
fn spawned(program: &Arc<Program>, number: usize, variables: &Arc<Variables>) -> JoinHandle<()> {
    let (program, variables) = (Arc::clone(program), Arc::clone(variables));
    thread::spawn(move || perform_all(&program, number, &variables))
}

#[datarace::check]
fn perform_all(program: &Arc<Program>, number: usize, variables: &Arc<Variables>) {
    let atomics: &Variables = variables;
    let mut handles: Vec<(usize, JoinHandle<()>)> = Vec::new();
    let mut last = 0;
    for operation in &program.threads[number] {
        match *operation {
            Operation::Spawn { thread } => {
                handles.push((thread, spawned(program, thread, variables)));
            }
            Operation::Join { thread } => {
                let place = handles.iter().position(|(other, _)| *other == thread);
                let (_, handle) = handles.remove(place.unwrap());
                handle.join().unwrap();
            }
            Operation::OnlyIf { at_least } if u64::from(last) < at_least => return,
            Operation::Plain { bytes, kind } if 3 <= index(bytes) => {
                let place = atomics[index(bytes)].as_ptr();
                match kind {
                    // The values of the atomics stay what they are.
                    AccessKind::Write => unsafe { place.write_volatile(0) },
                    _ => {
                        unsafe { place.read_volatile() };
                    }
                }
            }
            Operation::Atomic { bytes, operation } => {
                if let Some(read) = atomic(&atomics[index(bytes)], operation) {
                    last = read;
                }
            }
            Operation::Fence { order } => {
                let order: Ordering = order.into();
                fence(order);
            }
            _ => {}
        }
    }
}

#[datarace::check]
fn atomic(atomic: &AtomicU32, operation: AtomicOperation) -> Option<u32> {
    match operation {
        AtomicOperation::Load { order } => {
            let order: Ordering = order.into();
            Some(atomic.load(order))
        }
        AtomicOperation::Store { value, order } => {
            let order: Ordering = order.into();
            atomic.store(value as u32, order);
            None
        }
        AtomicOperation::Rmw {
            operation: RmwOperation::Swap,
            operand,
            order,
        } => {
            let order: Ordering = order.into();
            Some(atomic.swap(operand as u32, order))
        }
        AtomicOperation::Rmw { operand, order, .. } => {
            let order: Ordering = order.into();
            Some(atomic.fetch_add(operand as u32, order))
        }
        AtomicOperation::CompareExchange {
            expected,
            new,
            success,
            failure,
            weak,
        } => {
            let (success, failure): (Ordering, Ordering) = (success.into(), failure.into());
            let (expected, new) = (expected as u32, new as u32);
            let found = match weak {
                true => atomic.compare_exchange_weak(expected, new, success, failure),
                false => atomic.compare_exchange(expected, new, success, failure),
            };
            match found {
                Ok(read) | Err(read) => Some(read),
            }
        }
    }
}

#[test]
fn a_thread_that_was_stopped_at_a_race_stays_there_while_its_graph_is_replayed() {
    use datarace::__model::order::*;
    use datarace_tests::oracle::program::*;
    let rmw = |bytes, operation, operand, order| Operation::Atomic {
        bytes,
        operation: AtomicOperation::Rmw {
            operation,
            operand,
            order,
        },
    };
    let d = variable(3);
    let program = Program::new([
        &[
            write(d),
            rmw(Y, RmwOperation::Add, 1, RmwOrder::Relaxed),
            rmw(X, RmwOperation::Swap, 1, RmwOrder::AcqRel),
            read(d),
        ],
        &[
            rmw(X, RmwOperation::Add, 0, RmwOrder::Relaxed),
            load(Y, LoadOrder::Relaxed),
            write(d),
        ],
    ]);
    compare(&program).expect("the explorer and the oracle agree");
}

/// Families of litmus tests: `W` writes, `R` reads, `U` does both; each access gets any form and ordering, and anything may stand between.
const FAMILIES: [&str; 33] = [
    "Wx1 Ry | Wy1 Rx",
    "Wx1 Wy1 | Ry Rx",
    "Ry Wx1 | Rx Wy1",
    "Wx2 Wy1 | Ry Wx1",
    "Wx1 Wy1 | Wy2 Rx",
    "Wx1 Wy2 | Wy1 Wx2",
    "Wx1 | Wy1 | Rx Ry | Ry Rx",
    "Wx1 | Rx Wy1 | Ry Rx",
    "Wx2 | Rx Wy1 | Ry Wx1",
    "Wx1 Wy1 | Ry Wz1 | Rz Rx",
    "Wx1 Wy1 | Ry Rz | Wz1 Rx",
    "Wx1 | Rx Ry | Wy1 Rx",
    "Wx1 | Rx Wy1 | Wy2 Rx",
    "Wx1 Wy1 | Ry Wz1 | Wz2 Rx",
    "Wx2 Wy1 | Ry Wz1 | Rz Wx1",
    "Wx1 Wy1 | Wy2 Wz1 | Rz Rx",
    "Wx1 Wy1 | Wy2 Wz1 | Wz2 Rx",
    "Wx1 Ry | Wy1 Rz | Wz1 Rx",
    "Wx1 Wy2 | Wy1 Wz2 | Wz1 Wx2",
    "Ry Wx1 | Rz Wy1 | Rx Wz1",
    "Wx1 | Rx Rx",
    "Wx1 | Wx2 | Rx Rx",
    "Wx1 Wx2 | Rx Rx",
    "Wx1 | Wx2 | Rx Rx | Rx",
    "Rx Wx1 | Wx2",
    "Wx1 Rx | Wx2",
    "Rx Wx1 | Wx2 Rx",
    "Wx1 Wx2 | Ux | Rx",
    "Wx1 Ux | Ux | Rx",
    "Wx1 | Ux Wy1 | Ry Ux",
    "Ux Uy | Uy Ux",
    "Ux | Ux | Ux | Rx",
    "Ux Ry | Uy Rx",
];

fn access(random: &mut Random, text: &str) -> Operation {
    let mut letters = text.chars();
    let what = letters.next().unwrap();
    let bytes = variable("xyz".find(letters.next().unwrap()).unwrap());
    let value = letters.next().map_or(1, |digit| digit as u64 - '0' as u64);
    let rmw = |random: &mut Random, operation, operand| AtomicOperation::Rmw {
        operation,
        operand,
        order: random.pick(RmwOrder::ALL),
    };
    let exchange = |random: &mut Random, new| AtomicOperation::CompareExchange {
        expected: random.below(3) as u64,
        new,
        success: random.pick(RmwOrder::ALL),
        failure: random.pick(LoadOrder::ALL),
        weak: random.below(2) == 0,
    };
    let operation = match (what, random.below(10)) {
        ('W', 0..7) => AtomicOperation::Store {
            value,
            order: random.pick(StoreOrder::ALL),
        },
        ('W', 7) => rmw(random, RmwOperation::Add, value),
        ('W', _) => rmw(random, RmwOperation::Swap, value),
        ('R', 0..7) => AtomicOperation::Load {
            order: random.pick(LoadOrder::ALL),
        },
        ('R', 7) => rmw(random, RmwOperation::Add, 0),
        ('R', _) => exchange(random, value + 2),
        (_, 0..4) => rmw(random, RmwOperation::Add, 1),
        (_, 4..6) => rmw(random, RmwOperation::Swap, value + 1),
        _ => exchange(random, value),
    };
    Operation::Atomic { bytes, operation }
}

/// A member of a family: with fences, plain data, and threads that make and join others.
fn member(random: &mut Random, family: &str) -> Program {
    let mut threads: Vec<Vec<Operation>> = family
        .split('|')
        .map(|line| {
            let mut operations = Vec::new();
            for text in line.split_whitespace() {
                if random.below(4) == 0 {
                    let order = random.pick(FenceOrder::ALL);
                    operations.push(Operation::Fence { order });
                }
                operations.push(access(random, text));
            }
            operations
        })
        .collect();
    let count = threads.len();
    let plain = |kind| Operation::Plain {
        bytes: variable(3),
        kind,
    };
    let kinds = [AccessKind::Read, AccessKind::Write];
    let reader = random.below(count);
    if random.below(2) == 0 {
        threads[(reader + 1) % count].insert(0, plain(AccessKind::Write));
        let place = 1 + random.below(threads[reader].len());
        let at_least = 1 + random.below(2) as u64;
        let kind = random.pick(&kinds);
        let read = [Operation::OnlyIf { at_least }, plain(kind)];
        threads[reader].splice(place..place, read);
    }
    // A thread that may end early makes no other.
    let by = random.below(count - 1);
    if random.below(3) == 0 && by != reader {
        let thread = by + 1 + random.below(count - by - 1);
        let place = random.below(threads[by].len() + 1);
        threads[by].insert(place, Operation::Spawn { thread });
        if random.below(2) == 0 {
            let place = place + 1 + random.below(threads[by].len() - place);
            threads[by].insert(place, Operation::Join { thread });
        }
    }
    Program { threads }
}

/// As many members of the families as `DATARACE_TEST_CASES` says, from another one on for each `DATARACE_TEST_SEED`.
#[test]
fn members_of_litmus_families_have_their_numbers() {
    let cases = number("DATARACE_TEST_CASES", 150);
    let mut random = Random(number("DATARACE_TEST_SEED", 20_261_129));
    let (mut compared, mut races, mut executions) = (0, 0, 0);
    let mut wrong = Vec::new();
    for case in 0..cases {
        let family = FAMILIES[case % FAMILIES.len()];
        let program = member(&mut random, family);
        let order = &orders(program.threads.len())[case % 3];
        for model in MODELS {
            match compare_with(&program, order, model, EXECUTIONS_MAX) {
                Ok(Some(found)) => {
                    compared += 1;
                    races += usize::from(found == 0);
                    executions += found;
                }
                Ok(None) => {}
                Err(error) => wrong.push(format!(
                    "case {case}, {family}, under {:?}: {error}\n{program:#?}",
                    model.1
                )),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ: {}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(cases < compared, "{compared} of {cases} compared");
    assert!(cases / 10 < races, "{races} races");
    assert!(2 * cases < executions, "{executions} executions");
}
