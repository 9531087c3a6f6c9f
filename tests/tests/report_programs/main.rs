//! The reports of real programs, as their users see them: the whole way from the macro to the text.
// The programs are what users write, a result that is dropped included.
#![allow(dropping_references)]
#![cfg(feature = "track")]
#![allow(static_mut_refs)]

mod processes;
mod programs;

use expect_test::{Expect, expect};

fn check(body: fn(), expected: Expect) {
    let observation = datarace::observe(body);
    let reports: Vec<String> = observation
        .races()
        .iter()
        .map(ToString::to_string)
        .collect();
    expected.assert_eq(&(reports.join("\n\n") + "\n"));
    assert!(
        observation.unproven().is_empty(),
        "{:?}",
        observation.unproven()
    );
}

#[test]
fn lock_whose_unlock_is_relaxed() {
    check(
        programs::lock::run,
        expect![[r#"
            error[race]: data race on `DATA` (24 bytes): two unordered writes
              --> tests/tests/report_programs/programs.rs:17:18
               |
            13 |             .compare_exchange(free, LOCKED, Acquire, Relaxed)
               |                                             ------- .. that this `compare_exchange` in thread `b` could receive
            ...
            17 |         unsafe { DATA.push('!') };
               |                  ^^^^ earlier write by thread `a`; later write by thread `b`
            18 |         STATE.store(free + 1, Relaxed);
               |                               ------- this store in thread `a` publishes nothing ..
               |
               = note: thread `b` read the value of `STATE` that thread `a` had written, but that does not order the accesses
               = note: the store is not `Release`: what its thread did before it is not published with the value
               = note: thread `a` was spawned by thread `lock_whose_unlock_is_relaxed` at tests/tests/report_programs/programs.rs:143:9
               = note: thread `b` was spawned by thread `lock_whose_unlock_is_relaxed` at tests/tests/report_programs/programs.rs:144:9
               = note: the later write was reached through
                       `f(1)` at tests/tests/report_programs/programs.rs:23:44
                       `b.spawn_scoped(scope, second)` at tests/tests/report_programs/programs.rs:144:9
               = help: store with `Release`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn lock_without_any_ordering() {
    check(
        programs::lock_without_orderings::run,
        expect![[r#"
            error[race]: data race on `DATA` (24 bytes): two unordered writes
              --> tests/tests/report_programs/programs.rs:40:18
               |
            37 |             .compare_exchange(free, LOCKED, Ordering::Relaxed, Ordering::Relaxed)
               |                                             ----------------- .. and this `compare_exchange` in thread `b` receives nothing
            ...
            40 |         unsafe { DATA.push('!') };
               |                  ^^^^ earlier write by thread `a`; later write by thread `b`
            41 |         STATE.store(free + 1, Ordering::Relaxed);
               |                               ----------------- this store in thread `a` publishes nothing ..
               |
               = note: thread `b` read the value of `STATE` that thread `a` had written, but that does not order the accesses
               = note: the store is not `Release`: what its thread did before it is not published with the value
               = note: the `compare_exchange` is not `Acquire`: it sees the value, but receives nothing of what was published with it
               = note: thread `a` was spawned by thread `lock_without_any_ordering` at tests/tests/report_programs/programs.rs:143:9
               = note: thread `b` was spawned by thread `lock_without_any_ordering` at tests/tests/report_programs/programs.rs:144:9
               = note: the later write was reached through
                       `f(1)` at tests/tests/report_programs/programs.rs:46:44
                       `b.spawn_scoped(scope, second)` at tests/tests/report_programs/programs.rs:144:9
               = help: store with `Release` at tests/tests/report_programs/programs.rs:41:41 and give `compare_exchange` the success ordering `Acquire` at tests/tests/report_programs/programs.rs:37:55: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn lazy_initialization_with_a_relaxed_load() {
    check(
        programs::lazy_load::run,
        expect![[r#"
            error[race]: data race between `Box::into_raw(..)` and `*p` (400 bytes): unordered write and shared reference
              --> tests/tests/report_programs/programs.rs:64:17
               |
            58 |             let p = PTR.load(Relaxed);
               |                              ------- .. but this load in thread `b` does not receive it
            ...
            64 |             p = Box::into_raw(Box::new([1; 50]));
               |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ earlier write by thread `a`
            65 |             if let Err(e) = PTR.compare_exchange(std::ptr::null_mut(), p, Release, Acquire) {
               |                                                                           ------- this `compare_exchange` in thread `a` publishes the access ..
            ...
            72 |         unsafe { &*p }
               |                   ^^ later shared reference by thread `b`
               |
               = note: thread `b` read the value of `PTR` that thread `a` had written, but that does not order the accesses
               = note: the load is not `Acquire`: it sees the value, but receives nothing of what was published with it
               = note: `Box::into_raw` hands the allocation over: it counts as a write of all its bytes
               = note: a shared reference promises that nobody writes as long as it lives: it counts as a read of all its bytes
               = note: thread `a` was spawned by thread `lazy_initialization_with_a_relaxed_load` at tests/tests/report_programs/programs.rs:143:9
               = note: thread `b` was spawned by thread `lazy_initialization_with_a_relaxed_load` at tests/tests/report_programs/programs.rs:144:9
               = note: the later shared reference was reached through
                       `get_data(true)` at tests/tests/report_programs/programs.rs:77:66
                       `b.spawn_scoped(scope, second)` at tests/tests/report_programs/programs.rs:144:9
               = help: load with `Acquire`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn lazy_initialization_with_a_relaxed_failure() {
    check(
        programs::lazy_failure::run,
        expect![[r#"
            error[race]: data race between `Box::into_raw(..)` and `*p` (400 bytes): unordered write and shared reference
               --> tests/tests/report_programs/programs.rs:104:17
                |
            104 |             p = Box::into_raw(Box::new(generate_data(second)));
                |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ earlier write by thread `a`
            105 |             if let Err(e) = PTR.compare_exchange(std::ptr::null_mut(), p, Release, Relaxed) {
                |                                                                           -------  ------- .. but this failed `compare_exchange` in thread `b` does not receive it
                |                                                                           |
                |                                                                           this `compare_exchange` in thread `a` publishes the access ..
            ...
            110 |         unsafe { &*p }
                |                   ^^ later shared reference by thread `b`
                |
                = note: thread `b` read the value of `PTR` that thread `a` had written, but that does not order the accesses
                = note: the failed `compare_exchange` is not `Acquire`: it sees the value, but receives nothing of what was published with it
                = note: `Box::into_raw` hands the allocation over: it counts as a write of all its bytes
                = note: a shared reference promises that nobody writes as long as it lives: it counts as a read of all its bytes
                = note: thread `a` was spawned by thread `lazy_initialization_with_a_relaxed_failure` at tests/tests/report_programs/programs.rs:143:9
                = note: thread `b` was spawned by thread `lazy_initialization_with_a_relaxed_failure` at tests/tests/report_programs/programs.rs:144:9
                = note: the later shared reference was reached through
                        `get_data(true)` at tests/tests/report_programs/programs.rs:119:47
                        `b.spawn_scoped(scope, second)` at tests/tests/report_programs/programs.rs:144:9
                = help: give `compare_exchange` the failure ordering `Acquire`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn counter_without_anything() {
    let observation = datarace::observe(programs::counter::run);
    let [race] = observation.races() else {
        panic!("one race: {:?}", observation.races())
    };
    let report = race.to_string();
    let first = "error[race]: data race on `COUNTER` (8 bytes): two unordered writes";
    assert!(report.starts_with(first), "{report}");
    assert!(report.contains("help: no ordering can help"), "{report}");
}
