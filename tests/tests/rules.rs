//! The rules and the oracle agree: on happens-before of every pair of events, and on the set of races.
//!
//! `DATARACE_TEST_CASES` sets the number of random programs (default 12,000; `just rules` takes millions).
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, Bytes};
use datarace::__model::model::ThreadView;
use datarace::__model::model::conflict::{self, Conflict};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace_tests::oracle::enumerate::enumerate;
use datarace_tests::oracle::generate::{Run, Vocabulary, runs};
use datarace_tests::oracle::program::{self, Operation, Program, X, variable};
use datarace_tests::oracle::{Execution, MemoryModel, Relations, Replay, race};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};

fn config(share: u32) -> ProptestConfig {
    use proptest::test_runner::FileFailurePersistence::WithSource;
    let cases = std::env::var("DATARACE_TEST_CASES").map_or(12_000, |cases| {
        cases.parse().expect("DATARACE_TEST_CASES is a number")
    });
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

/// Every program of two threads with two operations each on one object and one variable, in every execution.
#[test]
fn all_programs_of_two_threads_with_two_operations() {
    let operations = alphabet();
    let mut programs = 0;
    let mut executions = 0;
    let words: Vec<[Operation; 2]> = operations
        .iter()
        .flat_map(|first| operations.iter().map(|second| [*first, *second]))
        .collect();
    for (number, left) in words.iter().enumerate() {
        for right in &words[number..] {
            let program = Program::new([left, right]);
            for execution in enumerate(&program, MemoryModel::Rust).complete {
                executions += 1;
                if let Err(error) = check(&execution) {
                    panic!("{error}\n{program:?}\n{execution:?}");
                }
            }
            programs += 1;
        }
    }
    assert_eq!(programs, words.len() * (words.len() + 1) / 2);
    assert!(executions > programs);
}

/// One of each: operations that the rules treat alike stand for one another.
fn alphabet() -> Vec<Operation> {
    let data = variable(3);
    let mut operations = vec![program::read(data), program::write(data)];
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
