//! The explorer against the oracle: random programs on real threads, every execution.
//!
//! Where no execution has a race, the explorer sees as many executions as there are graphs; where one has, it finds one.
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation, Bytes, RmwOperation};
use datarace_tests::corpus::number;
use datarace_tests::oracle::enumerate::enumerate;
use datarace_tests::oracle::generate::{Vocabulary, programs};
use datarace_tests::oracle::program::variable;
use datarace_tests::oracle::{MemoryModel, Operation, Program, Relations, race};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};
use std::sync::atomic::{AtomicU32, Ordering, fence};
use std::thread;

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
    const EXECUTIONS_MAX: usize = 300;
    let expected = enumerate(program, MemoryModel::Rust);
    if EXECUTIONS_MAX < expected.complete.len() {
        return Ok(());
    }
    let racy = expected
        .complete
        .iter()
        .any(|execution| !race::races(execution, &Relations::of(execution)).is_empty());
    let exploration = datarace::Explorer::exhaustive().run(|| body(program));
    prop_assert_eq!(!exploration.races().is_empty(), racy);
    if !racy {
        prop_assert!(exploration.is_complete());
        prop_assert_eq!(exploration.executions(), expected.complete.len() as u64);
    }
    Ok(())
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

#[datarace::check]
fn body(program: &Program) {
    let atomics = [const { AtomicU32::new(0) }; 5];
    thread::scope(|scope| {
        for operations in &program.threads {
            let atomics = &atomics;
            scope.spawn(move || perform_all(operations, atomics));
        }
    });
}

#[datarace::check]
fn perform_all(operations: &[Operation], atomics: &[AtomicU32; 5]) {
    let mut last = 0;
    for operation in operations {
        match *operation {
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
            ..
        } => {
            let (success, failure): (Ordering, Ordering) = (success.into(), failure.into());
            match atomic.compare_exchange(expected as u32, new as u32, success, failure) {
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
