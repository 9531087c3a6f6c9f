//! Explanations, judged by the oracle: verified advice orders the pair, none of it is needless, and there is advice
//! whenever orderings alone could order the pair.
#![cfg(feature = "track")]

use datarace::__model::model::explain::explain;
use datarace::__model::race::Explanation;
use datarace_tests::corpus::number;
use datarace_tests::oracle::generate::{Vocabulary, runs};
use datarace_tests::oracle::trace::{Trace, with_ordering};
use datarace_tests::oracle::{Action, Execution, Relations, race};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, proptest};
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};

fn config() -> ProptestConfig {
    use proptest::test_runner::FileFailurePersistence::WithSource;
    let cases = number("DATARACE_TEST_CASES", 4_000);
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn advice_is_right_weakest_and_there(run in runs(Vocabulary::Usual)) {
        let execution = run.execute();
        let relations = Relations::of(&execution);
        let trace = Trace::of(&execution);
        for (earlier, later, _) in race::races(&execution, &relations) {
            let told = explain(&trace.until(later), &trace.side(earlier), &trace.side(later), &|_| None);
            judge(&execution, (earlier, later), &told)?;
        }
    }
}

fn judge(
    execution: &Execution,
    pair: (usize, usize),
    told: &Explanation,
) -> Result<(), TestCaseError> {
    let changes: Vec<(usize, Ordering)> = told
        .advice()
        .iter()
        .map(|change| (change.site.line() as usize, change.to))
        .collect();
    if changes.iter().any(|(_, to)| *to == SeqCst) {
        // Such advice forbids the execution; it does not order it.
        let relations = Relations::of(&changed(execution, &changes));
        prop_assert!(!relations.is_consistent());
        return Ok(());
    }
    if told.is_verified() {
        prop_assert!(is_ordered(execution, pair, &changes));
        for needless in 0..changes.len() {
            let mut fewer = changes.clone();
            fewer.remove(needless);
            prop_assert!(!is_ordered(execution, pair, &fewer));
        }
    }
    // The later event is not in its own past: only what is before it counts.
    let strongest: Vec<_> = (0..=pair.1)
        .filter_map(|event| Some((event, strongest(execution, event)?)))
        .collect();
    prop_assert!(
        told.is_verified() || !is_ordered(execution, pair, &strongest),
        "no advice, though orderings could order {:?}",
        pair
    );
    Ok(())
}

fn changed(execution: &Execution, changes: &[(usize, Ordering)]) -> Execution {
    let change =
        |execution, (event, to): &(usize, Ordering)| with_ordering(&execution, *event, *to);
    changes.iter().fold(execution.clone(), change)
}

fn is_ordered(
    execution: &Execution,
    (earlier, later): (usize, usize),
    changes: &[(usize, Ordering)],
) -> bool {
    Relations::of(&changed(execution, changes))
        .hb
        .holds(earlier, later)
}

fn strongest(execution: &Execution, event: usize) -> Option<Ordering> {
    match execution.events[event].action {
        Action::Load { .. } => Some(Acquire),
        Action::Store { .. } => Some(Release),
        Action::Rmw { .. } | Action::Fence { .. } => Some(AcqRel),
        _ => None,
    }
}
