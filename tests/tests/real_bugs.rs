//! Bugs that real crates had, in programs as their users would write them: each is found, and its repaired form is silent.
//!
//! Silent: in ordinary runs, with stale reads (`DATARACE_WEAK=1`, in a process of its own), and in every execution of the
//! exhaustive exploration. Found: by the exploration always; by every ordinary run where the program makes both accesses happen
//! in a row that no schedule changes. What is advised is told in full, and was tried.
#![cfg(feature = "track")]
// Programs of users take references to `static mut`; and each is there twice: that is how its two forms are made.
#![allow(static_mut_refs, clippy::duplicate_mod)]

use datarace::{Explorer, Race};
use std::collections::BTreeSet;
use std::process::Command;

#[path = "../programs"]
mod wrong {
    pub const IS_WRONG: bool = true;
    pub mod real_bugs;
}

#[path = "../programs"]
mod repaired {
    pub const IS_WRONG: bool = false;
    pub mod real_bugs;
}

/// How the wrong form is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    /// As a race, by each ordinary run: whoever comes first, both accesses happen and nothing orders them.
    ByEachRun,
    /// As a race, in some executions.
    InSome,
    /// As a failure (a deadlock, a wrong value) in some executions: there is no race.
    AsFailure,
}

struct Bug {
    name: &'static str,
    wrong: fn(),
    repaired: fn(),
    found: Found,
    /// What the exploration's first race is advised: `method argument: from -> to`.
    advice: &'static [&'static str],
}

macro_rules! bugs {
    ($($name:ident: $found:ident [$($advice:literal),*])*) => {
        [$(Bug {
            name: stringify!($name),
            wrong: wrong::real_bugs::$name::body,
            repaired: repaired::real_bugs::$name::body,
            found: Found::$found,
            advice: &[$($advice),*],
        }),*]
    };
}

const BUGS: [Bug; 29] = bugs! {
    // A relaxed load, and what it points to is used.
    double_checked: ByEachRun ["load 0: Relaxed -> Acquire"]
    oneshot_complete: ByEachRun ["load 0: Relaxed -> Acquire"]
    thread_local_iter: InSome ["load 0: Relaxed -> Acquire"]
    treiber_pop: ByEachRun ["load 0: Relaxed -> Acquire"]
    weak_upgrade: ByEachRun ["compare_exchange_weak 0: Relaxed -> Acquire"]
    // A store that publishes nothing.
    bilock: ByEachRun ["swap 0: Relaxed -> Release"]
    concurrent_single: ByEachRun ["fetch_and 0: Relaxed -> Release"]
    refcell: InSome ["fetch_sub 0: Relaxed -> Release"]
    unordered_queue: ByEachRun ["store 0: Relaxed -> Release"]
    vyukov_mpmc: ByEachRun ["store 0: Relaxed -> Release"]
    // A drop or a free that nothing orders.
    batch_refcount: ByEachRun ["fetch_sub 0: Release -> AcqRel"]
    last_owner: ByEachRun ["fetch_sub 0: Release -> AcqRel"]
    segqueue_block: ByEachRun ["fetch_or 0: Relaxed -> Acquire"]
    task_state: ByEachRun ["fetch_sub 0: Acquire -> AcqRel"]
    // A failed exchange that receives nothing, or publishes nothing.
    atomic_waker: InSome ["compare_exchange 0: Relaxed -> Acquire"]
    hashtable_failure: ByEachRun ["compare_exchange 1: Relaxed -> Acquire"]
    once_failure: ByEachRun ["compare_exchange 1: Relaxed -> Acquire"]
    unpark_failed_exchange: ByEachRun ["store 0: Relaxed -> Release", "load 0: Relaxed -> Acquire"]
    // A plain store that ends another thread's release sequence.
    readiness_store: InSome ["load 0: Relaxed -> Acquire", "store 0: Relaxed -> Release"]
    // A fence on the wrong side, or none.
    fence_side: ByEachRun ["store 0: Relaxed -> Release"]
    seqlock_reader: AsFailure []
    seqlock_writer: AsFailure []
    // Store buffering, which no x86 machine need show.
    chase_lev: AsFailure []
    dekker: InSome ["fence 0: AcqRel -> SeqCst"]
    epoch_pin: InSome ["store 0: Relaxed -> SeqCst", "load 0: Acquire -> SeqCst"]
    event_listener: AsFailure []
    hazard_pointer: InSome ["swap 0: AcqRel -> SeqCst", "load 0: Acquire -> SeqCst", "store 0: Release -> SeqCst", "load 0: Acquire -> SeqCst"]
    left_right: InSome ["fetch_add 0: AcqRel -> SeqCst", "load 0: Acquire -> SeqCst"]
    peterson: InSome ["store 0: Release -> SeqCst", "load 0: Acquire -> SeqCst"]
};

/// Ordinary runs of each program.
const RUNS: usize = 20;

/// Set in the process that runs with stale reads.
const INNER: &str = "REAL_BUGS_INNER";

fn told(race: &Race) -> Vec<String> {
    let change = |change: &datarace::Change| {
        let text: String = change.site.text.split_whitespace().collect();
        let method = text.rsplit('.').find(|part| part.contains('('));
        let method = method.and_then(|part| part.split('(').next());
        let (argument, from, to) = (change.argument, change.from, change.to);
        format!(
            "{} {argument}: {from:?} -> {to:?}",
            method.unwrap_or_default()
        )
    };
    race.advice().iter().map(change).collect()
}

fn repaired_forms_are_silent_in_a_run() {
    for bug in &BUGS {
        for _ in 0..RUNS {
            let observation = datarace::observe(bug.repaired);
            assert!(0 < observation.events(), "{}", bug.name);
            let reports = [observation.races(), observation.unproven()].concat();
            assert!(reports.is_empty(), "{}: {}", bug.name, reports[0]);
        }
    }
}

#[test]
fn repaired_forms_are_silent() {
    repaired_forms_are_silent_in_a_run();
}

/// A torn value or a lost wake-up would fail here, as would a race.
#[test]
fn repaired_forms_are_silent_with_stale_reads() {
    let name = "repaired_forms_are_silent_with_stale_reads";
    if std::env::var_os(INNER).is_some() {
        return repaired_forms_are_silent_in_a_run();
    }
    let output = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(INNER, "1")
        .env("DATARACE_WEAK", "1")
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
}

#[test]
fn each_run_that_makes_both_accesses_finds_the_race() {
    for bug in BUGS.iter().filter(|bug| bug.found == Found::ByEachRun) {
        for _ in 0..RUNS {
            let observation = datarace::observe(bug.wrong);
            assert!(!observation.races().is_empty(), "{}", bug.name);
            assert!(
                observation.races().iter().all(Race::is_verified),
                "{}",
                bug.name
            );
        }
    }
}

#[test]
fn every_execution_of_a_repaired_form_is_right() {
    for bug in &BUGS {
        let found = Explorer::exhaustive().run(bug.repaired);
        let right = found.races().is_empty() && found.failures().is_empty();
        assert!(
            right && found.is_complete() && 0 < found.executions(),
            "{}: {found}",
            bug.name
        );
    }
}

#[test]
fn an_exploration_finds_each_bug_and_says_what_to_change() {
    for bug in &BUGS {
        let found = Explorer::exhaustive().run(bug.wrong);
        let name = bug.name;
        match bug.found {
            Found::AsFailure => {
                assert!(
                    found.races().is_empty() && !found.failures().is_empty(),
                    "{name}: {found}"
                );
            }
            Found::ByEachRun | Found::InSome => {
                let race = found
                    .races()
                    .first()
                    .unwrap_or_else(|| panic!("{name}: {found}"));
                assert!(race.is_verified(), "{name}: {race}");
                let set = |advice: &[String]| advice.iter().cloned().collect::<BTreeSet<_>>();
                let expected = bug.advice.iter().map(|text| text.to_string()).collect();
                assert_eq!(set(&told(race)), expected, "{name}: {race}");
            }
        }
    }
}
