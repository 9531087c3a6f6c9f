use expect_test::{Expect, expect};

use super::programs::*;
use crate::report::github::render;

fn check(case: Case, expected: Expect) {
    expected.assert_eq(&(render(&case.race) + "\n"));
}

#[test]
fn github_annotates_the_access_and_the_ordering_to_change() {
    check(
        lock_with_both_relaxed(),
        expect![[r#"
            ::error file=src/lock.rs,line=3,endLine=3,col=18,endColumn=21,title=data race on `DATA` (24 bytes)%3A two unordered writes::earlier write by thread `a` at src/lock.rs:3:18%0Alater write by thread `b` at src/lock.rs:3:18%0Athread `b` read the value of `LOCKED` that thread `a` had written, but that does not order the accesses%0Athe store is not `Release`: what its thread did before it is not published with the value%0Athe `compare_exchange` is not `Acquire`: it sees the value, but receives nothing of what was published with it%0Athread `a` was spawned by the main thread at src/lock.rs:8:37%0Athread `b` was spawned by the main thread at src/lock.rs:9:37%0Aseen 12 times%0Areplay with DATARACE_REPLAY=r1.Zm9vYmFy%0Astore with `Release` at src/lock.rs:4:39 and give `compare_exchange` the success ordering `Acquire` at src/lock.rs:2:55: verified, the race is gone and no other appears
            ::notice file=src/lock.rs,line=4,endLine=4,col=39,endColumn=45,title=data race on `DATA` (24 bytes)%3A two unordered writes::`Release` here instead of `Relaxed` closes the race
            ::notice file=src/lock.rs,line=2,endLine=2,col=55,endColumn=61,title=data race on `DATA` (24 bytes)%3A two unordered writes::`Acquire` here instead of `Relaxed` closes the race
        "#]],
    );
}

#[test]
fn github_warns_about_what_is_unproven() {
    check(
        unproven(),
        expect![[r#"
        ::warning file=src/pool.rs,line=2,endLine=2,col=14,endColumn=17,title=possible data race on `*p.0` (4 bytes)%3A two unordered writes::earlier write by thread `pool` (4) at src/pool.rs:2:14%0Alater write by thread `pool` (5) at src/pool.rs:2:14%0Abetween the accesses `rayon::yield_now()` at src/pool.rs:3:5 ran, which may have ordered them unseen%0Athread `pool` (4) was spawned by code without annotation%0Athread `pool` (5) was spawned by code without annotation%0Aannotate that code with `#[datarace::check]`, and the answer becomes exact
    "#]],
    );
}

#[test]
fn github_escapes_what_would_end_a_property_or_a_line() {
    let mut case = no_ordering_can_help();
    case.race.token = Some("100%\r\n::error::".to_owned());
    check(
        case,
        expect![[r#"
        ::error file=src/main.rs,line=3,endLine=3,col=39,endColumn=45,title=data race on `COUNTER` (8 bytes)%3A unordered write and read::earlier write by the main thread at src/main.rs:4:14%0Alater read by thread 1 at src/main.rs:3:39%0Anothing connects the two threads between the accesses: no atomic, lock, join or channel%0Athread 1 was spawned by the main thread at src/main.rs:3:13%0Areplay with DATARACE_REPLAY=100%25%0D%0A::error::%0Ano ordering can help: a lock, a join or a channel between the two accesses is missing
    "#]],
    );
}
