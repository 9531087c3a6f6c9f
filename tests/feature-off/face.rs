//! The public face, used whole: built with and without the feature by `feature-off.sh`.

#![deny(warnings)]

use std::fmt::{Debug, Display};
use std::time::Duration;

fn printed(_: &(impl Display + Debug + Clone + Send + Sync)) {}

fn races(races: &[datarace::Race]) {
    for race in races {
        printed(race);
        let _: (datarace::Verdict, usize, u64, bool) =
            (race.verdict(), race.bytes(), race.count(), race.is_verified());
        let _: (Option<&str>, &[String]) = (race.token(), race.unannotated());
        for access in [race.earlier(), race.later()] {
            let access: &datarace::Access = access;
            printed(access);
            let site: &datarace::Site = access.site();
            let _: (&str, u32, u32) = (site.file(), site.line(), site.column());
            let _: (&str, &[&datarace::Site]) = (access.place(), access.stack());
            let thread: &datarace::ThreadDescription = access.thread();
            let _: (Option<&str>, u32) = (thread.name(), thread.number());
            match access.kind() {
                datarace::AccessKind::Read | datarace::AccessKind::AtomicRead => {}
                kind => assert!(kind.writes() || !kind.is_atomic()),
            }
        }
        for missing in race.missing() {
            let missing: &datarace::MissingEdge = missing;
            printed(missing);
        }
        for change in race.advice() {
            let change: &datarace::Change = change;
            printed(change);
        }
    }
}

#[datarace::check]
fn main() {
    let observation: datarace::Observation<u8> = datarace::observe(|| 7);
    races(observation.races());
    races(observation.unproven());
    observation.assert_race_free();
    let _: (u64, &u8) = (observation.events(), observation.value());
    assert_eq!(observation.into_value(), 7);

    let explorers = [
        datarace::Explorer::exhaustive(),
        datarace::Explorer::random(7),
        datarace::Explorer::pct(7, 3),
    ];
    for explorer in explorers {
        let exploration: datarace::Exploration = explorer
            .executions(10)
            .threads(2)
            .events(100)
            .time(Duration::from_secs(1))
            .preemptions(1)
            .memory(datarace::MemoryModel::SequentiallyConsistent)
            .run(|| 7);
        races(exploration.races());
        for failure in exploration.failures() {
            let failure: &datarace::Failure = failure;
            let _: (&str, Option<&str>) = (failure.message(), failure.token());
            assert_ne!(failure.kind(), datarace::FailureKind::Deadlock);
        }
        assert!(exploration.executions() > 0);
        let _: (u64, bool) = (exploration.blocked(), exploration.is_complete());
        exploration.assert_ok();
        let _ = exploration.to_string();
    }
    let _ = datarace::Explorer::replay("").memory(datarace::MemoryModel::Rust);
    assert_eq!(datarace::untracked! { let one = 1; one + 1 }, 2);
}

#[datarace::test(explore = "random", seed = 7, executions = 3)]
fn explored() {}

#[datarace::test]
fn observed() {}
