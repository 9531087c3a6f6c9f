//! Locks, structures and primitives, right and wrong in one way each, explored: right ones complete without a failure, wrong ones
//! are found, by every strategy.

#![cfg(feature = "track")]

#[path = "../programs/explored/mod.rs"]
mod explored;
#[path = "../programs/explored/statics.rs"]
mod statics;
#[path = "../programs/explored/sync.rs"]
mod sync;

use datarace::{Exploration, Explorer};
use explored::{Program, Verdict};

fn programs() -> impl Iterator<Item = Program> {
    statics::programs().into_iter().chain(explored::all())
}

fn judge(program: &Program, found: &Exploration) {
    let (races, failures) = (!found.races().is_empty(), !found.failures().is_empty());
    let name = program.name;
    match program.verdict {
        Verdict::Right => assert!(!races && !failures, "{name}: {found}"),
        Verdict::Race => assert!(races, "{name}: {found}"),
        Verdict::Failure => assert!(failures && !races, "{name}: {found}"),
    }
}

#[test]
fn every_execution() {
    for program in programs() {
        let found = Explorer::exhaustive().run(program.body);
        judge(&program, &found);
        let all = found.is_complete() && 0 < found.executions() + found.blocked();
        assert!(all, "{}: {found}", program.name);
    }
}

/// So many executions find each of the mistakes here; the seeds do not change, so this is no luck.
#[test]
fn random_walks() {
    for program in programs() {
        let explorer = Explorer::random(1).executions(300);
        judge(&program, &explorer.run(program.body));
    }
}

#[test]
fn priorities() {
    for program in programs() {
        // Some need more executions than others, most only a few.
        let found = (1..=20).map(|seed| Explorer::pct(seed, 3).executions(200).run(program.body));
        let wrong = |found: &Exploration| !found.races().is_empty() || !found.failures().is_empty();
        match program.verdict {
            Verdict::Right => found.take(2).for_each(|found| judge(&program, &found)),
            _ => {
                let found = found.into_iter().find(wrong);
                judge(
                    &program,
                    &found.unwrap_or_else(|| panic!("{}", program.name)),
                );
            }
        }
    }
}
