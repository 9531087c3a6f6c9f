//! The rules and the oracle agree: on happens-before of every pair of events, and on the set of races.
//!
//! `DATARACE_TEST_CASES` sets the number of random programs (default 12,000; `just rules` takes millions).
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation, Bytes};
use datarace::__model::model::ThreadView;
use datarace::__model::model::conflict::{self, Conflict};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace_tests::corpus::number;
use datarace_tests::oracle::enumerate::enumerate;
use datarace_tests::oracle::generate::{Run, Vocabulary, runs};
use datarace_tests::oracle::program::{self, Operation, Program, X, variable};
use datarace_tests::oracle::{Execution, MemoryModel, Relations, Replay, race};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};

fn config(share: u32) -> ProptestConfig {
    use proptest::test_runner::FileFailurePersistence::WithSource;
    let cases = number("DATARACE_TEST_CASES", 12_000);
    ProptestConfig {
        cases: cases / share,
        failure_persistence: Some(Box::new(WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(1))]

    #[test]
    fn clocks_say_what_the_definition_says(run in runs(Vocabulary::Usual)) {
        check(&run.execute())?;
    }
}

proptest! {
    #![proptest_config(config(4))]

    #[test]
    fn every_access_kind_and_size_races_as_defined(run in runs(Vocabulary::Everything)) {
        check(&run.execute())?;
    }

    #[test]
    fn dropping_dominated_entries_loses_no_racing_access(run in runs(Vocabulary::Everything)) {
        let execution = run.execute();
        prop_assert_eq!(racing_accesses(&execution, Keep::All), racing_accesses(&execution, Keep::Undominated));
    }

    #[test]
    fn publisher_epoch_stands_for_the_whole_message(run in runs(Vocabulary::Usual)) {
        publisher_epoch_is_exact(&run)?;
    }
}

fn check(execution: &Execution) -> Result<(), TestCaseError> {
    let relations = Relations::of(execution);
    let replay = Replay::of(execution);
    for later in 0..execution.events.len() {
        for earlier in 0..later {
            prop_assert_eq!(
                replay.happens_before(earlier, later),
                relations.hb.holds(earlier, later),
                "event {} before event {}",
                earlier,
                later
            );
            prop_assert!(!relations.hb.holds(later, earlier));
        }
    }
    prop_assert_eq!(replay.races(execution), race::races(execution, &relations));
    Ok(())
}

/// Where one thread published a message, one comparison answers as the comparison of all components.
fn publisher_epoch_is_exact(run: &Run) -> Result<(), TestCaseError> {
    let replay = Replay::of(&run.execute());
    let deferred = replay
        .views
        .iter()
        .map(ThreadView::pending_acquire)
        .cloned();
    let messages: Vec<_> = replay.messages.values().cloned().chain(deferred).collect();
    for (event, view) in replay.views.iter().enumerate() {
        for (_, message) in replay.messages.range(..=event) {
            let received = view.clock().covers_all(&message.clock());
            prop_assert_eq!(view.has_received(message), received);
        }
    }
    for message in &messages {
        for other in &messages {
            let (mut joined, mut clock) = (message.clone(), message.clock());
            prop_assert_eq!(message.covers_all(other), clock.covers_all(&other.clock()));
            joined.join(other);
            clock.join(&other.clock());
            prop_assert_eq!(joined.clock(), clock);
        }
    }
    Ok(())
}

/// What is kept of an access's predecessors.
#[derive(Clone, Copy, PartialEq)]
enum Keep {
    All,
    Undominated,
}

/// Which accesses race with some kept earlier one, and how gravely.
fn racing_accesses(execution: &Execution, keep: Keep) -> Vec<Conflict> {
    let replay = Replay::of(execution);
    let mut entries: Vec<(usize, (AccessKind, Bytes))> = Vec::new();
    let mut verdicts = Vec::new();
    for (event, what) in execution.events.iter().enumerate() {
        let Some(access) = what.access() else {
            continue;
        };
        let unordered = entries
            .iter()
            .filter(|(earlier, _)| !replay.happens_before(*earlier, event));
        verdicts.extend(
            unordered
                .map(|(_, earlier)| conflict::conflict(*earlier, access))
                .max(),
        );
        if keep == Keep::Undominated {
            let same = |other: Bytes| other == access.1;
            let redundant = entries.iter().any(|(earlier, (kind, bytes))| {
                replay.epochs[*earlier] == replay.epochs[event]
                    && same(*bytes)
                    && conflict::makes_redundant(*kind, access.0)
            });
            if redundant {
                continue;
            }
            entries.retain(|(earlier, (kind, bytes))| {
                !(replay.happens_before(*earlier, event)
                    && same(*bytes)
                    && conflict::dominates(access.0, *kind))
            });
        }
        entries.push((event, access));
    }
    verdicts.retain(|verdict| *verdict != Conflict::None);
    verdicts
}

type Word = [Operation; 2];

/// Every program of two threads with two operations each on one object and one variable, in every execution: all of the
/// operations of [`classes`] anywhere, and each other operation and ordering of [`all`] in every place among [`few`].
///
/// What is left out is two operations of one class that differ in ordering only, or in the way to fail. The rules look at one
/// operation at a time: at its ordering, its thread's view and the message it meets. What two such operations do together
/// is what their views and messages carry between them, and those the classes have in every combination. With
/// `DATARACE_TEST_FULL=1` (`just exhaustive`) nothing is left out: some 3.4 million programs.
#[test]
fn all_programs_of_two_threads_with_two_operations() {
    if std::env::var_os("DATARACE_TEST_FULL").is_some() {
        let words = words(&all());
        check_all(words.len(), |number, check| {
            words[number..]
                .iter()
                .for_each(|right| check(&words[number], right));
        });
        return;
    }
    let words = words(&classes());
    check_all(words.len(), |number, check| {
        words[number..]
            .iter()
            .for_each(|right| check(&words[number], right));
    });
    let (few, classes) = (few(), classes());
    let others: Vec<_> = all()
        .into_iter()
        .filter(|operation| !classes.contains(operation))
        .collect();
    let rights = self::words(&few);
    check_all(others.len(), |number, check| {
        for with in &few {
            for left in [[others[number], *with], [*with, others[number]]] {
                rights.iter().for_each(|right| check(&left, right));
            }
        }
    });
}

fn words(operations: &[Operation]) -> Vec<Word> {
    let from = |first: &Operation| {
        let first = *first;
        operations.iter().map(move |second| [first, *second])
    };
    operations.iter().flat_map(from).collect()
}

/// Checks the programs that `each` names for the numbers below `count`, on all processors.
fn check_all(count: usize, each: impl Fn(usize, &mut dyn FnMut(&Word, &Word)) + Sync) {
    let next = AtomicUsize::new(0);
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (mut programs, mut executions) = (0u64, 0u64);
    std::thread::scope(|scope| {
        let work = || {
            let (mut programs, mut executions) = (0, 0);
            loop {
                let number = next.fetch_add(1, Relaxed);
                if count <= number {
                    return (programs, executions);
                }
                each(number, &mut |left, right| {
                    programs += 1;
                    executions += check_program(&Program::new([left, right]));
                });
            }
        };
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let done = worker.join().expect("every program passes");
            (programs, executions) = (programs + done.0, executions + done.1);
        }
    });
    println!("{programs} programs, {executions} executions");
    assert!(programs < executions);
}

fn check_program(program: &Program) -> u64 {
    let complete = enumerate(program, MemoryModel::Rust).complete;
    for execution in &complete {
        if let Err(error) = check(execution) {
            panic!("{error}\n{program:?}\n{execution:?}");
        }
    }
    complete.len() as u64
}

const DATA: Bytes = variable(3);

/// One of each: operations that the rules treat alike stand for one another.
fn classes() -> Vec<Operation> {
    let mut operations = vec![program::read(DATA), program::write(DATA)];
    operations
        .extend([LoadOrder::Relaxed, LoadOrder::Acquire].map(|order| program::load(X, order)));
    operations.extend(
        [StoreOrder::Relaxed, StoreOrder::Release].map(|order| program::store(X, 1, order)),
    );
    operations.extend(
        [
            RmwOrder::Relaxed,
            RmwOrder::Acquire,
            RmwOrder::Release,
            RmwOrder::AcqRel,
        ]
        .map(|order| program::increment(X, order)),
    );
    operations.push(program::exchange(
        X,
        (0, 1),
        RmwOrder::Release,
        LoadOrder::Acquire,
    ));
    operations
        .extend([FenceOrder::Acquire, FenceOrder::Release, FenceOrder::AcqRel].map(program::fence));
    operations
}

/// What the others stand among.
fn few() -> Vec<Operation> {
    vec![
        program::read(DATA),
        program::write(DATA),
        program::load(X, LoadOrder::Relaxed),
        program::load(X, LoadOrder::Acquire),
        program::store(X, 1, StoreOrder::Relaxed),
        program::store(X, 1, StoreOrder::Release),
        program::increment(X, RmwOrder::Relaxed),
        program::fence(FenceOrder::AcqRel),
    ]
}

/// Every kind of access, and every operation with every ordering.
fn all() -> Vec<Operation> {
    let plain = [
        AccessKind::Read,
        AccessKind::Write,
        AccessKind::ReborrowShared,
        AccessKind::ReborrowExclusive,
        AccessKind::CellRead,
        AccessKind::CellWrite,
    ];
    let mut operations: Vec<_> = plain
        .map(|kind| Operation::Plain { bytes: DATA, kind })
        .into();
    operations.extend(LoadOrder::ALL.iter().map(|order| program::load(X, *order)));
    operations.extend(
        StoreOrder::ALL
            .iter()
            .map(|order| program::store(X, 1, *order)),
    );
    operations.extend(
        RmwOrder::ALL
            .iter()
            .map(|order| program::increment(X, *order)),
    );
    operations.extend(FenceOrder::ALL.iter().map(|order| program::fence(*order)));
    for success in RmwOrder::ALL {
        for failure in LoadOrder::ALL {
            for weak in [false, true] {
                operations.push(Operation::Atomic {
                    bytes: X,
                    operation: AtomicOperation::CompareExchange {
                        expected: 0,
                        new: 1,
                        success: *success,
                        failure: *failure,
                        weak,
                    },
                });
            }
        }
    }
    operations
}
