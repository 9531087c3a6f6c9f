//! The litmus programs on the rules alone: all their executions by brute force, racy exactly where the table says.
//!
//! The counts judge the oracle: they are those of GenMC. The explorer is judged by the same rows in its own tests.
#![cfg(feature = "track")]

use datarace::__model::event::Bytes;
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace_tests::oracle::enumerate::enumerate;
use datarace_tests::oracle::program::{
    Operation, Program, X, Y, Z, exchange, fence, increment, load, only_if, read, store, variable,
    write,
};
use datarace_tests::oracle::{MemoryModel, Relations, Replay, race};

use FenceOrder as F;
use LoadOrder as L;
use RmwOrder as R;
use StoreOrder as S;

/// Plain data.
const DATA: Bytes = variable(8);

/// The number of executions, that under sequential consistency, and whether any of them has a race: by definition, and by
/// the rules.
#[track_caller]
fn check<const N: usize>(threads: [&[Operation]; N], expected: (usize, usize)) {
    let program = Program::new(threads);
    let found = (
        enumerate(&program, MemoryModel::Rust).complete.len(),
        enumerate(&program, MemoryModel::SequentiallyConsistent)
            .complete
            .len(),
    );
    assert_eq!(
        found, expected,
        "executions, and those under sequential consistency"
    );
    assert!(!is_racy(&program));
}

#[track_caller]
fn check_racy<const N: usize>(threads: [&[Operation]; N]) {
    assert!(is_racy(&Program::new(threads)));
}

#[track_caller]
fn check_free<const N: usize>(threads: [&[Operation]; N]) {
    assert!(!is_racy(&Program::new(threads)));
}

#[track_caller]
fn is_racy(program: &Program) -> bool {
    let executions = enumerate(program, MemoryModel::Rust).complete;
    let racy = executions.iter().filter(|execution| {
        let by_definition = race::races(execution, &Relations::of(execution));
        assert_eq!(Replay::of(execution).races(execution), by_definition);
        !by_definition.is_empty()
    });
    racy.count() != 0
}

#[test]
fn store_buffering() {
    let sb = |s1, l1, s2, l2| {
        [
            [store(X, 1, s1), load(Y, l1)],
            [store(Y, 1, s2), load(X, l2)],
        ]
    };
    let counts = |[a, b]: [[Operation; 2]; 2], expected| check([&a, &b], expected);
    counts(sb(S::Release, L::Acquire, S::Release, L::Acquire), (4, 3));
    counts(sb(S::SeqCst, L::SeqCst, S::SeqCst, L::SeqCst), (3, 3));
    counts(sb(S::SeqCst, L::SeqCst, S::SeqCst, L::Acquire), (4, 3));
    counts(sb(S::SeqCst, L::SeqCst, S::Release, L::SeqCst), (4, 3));
    let fenced = |a, b| {
        [
            store(a, 1, S::Relaxed),
            fence(F::SeqCst),
            load(b, L::Relaxed),
        ]
    };
    check([&fenced(X, Y), &fenced(Y, X)], (3, 3));
}

#[test]
fn message_passing() {
    let mp = |s, l| [[store(X, 1, s), store(Y, 1, s)], [load(Y, l), load(X, l)]];
    let [a, b] = mp(S::Release, L::Acquire);
    check([&a, &b], (3, 3));
    let [a, b] = mp(S::Relaxed, L::Relaxed);
    check([&a, &b], (4, 3));
}

/// The ways to publish with `Y` and their twins that fail to; the second of each pair is the failing one.
fn publish(how: &str) -> Vec<Operation> {
    match how {
        "rel" => vec![store(Y, 1, S::Release)],
        "relf" => vec![fence(F::Release), store(Y, 1, S::Relaxed)],
        "rels" => vec![store(Y, 0, S::Release), store(Y, 1, S::Relaxed)],
        "rlx" => vec![store(Y, 1, S::Relaxed)],
        "late" => vec![store(Y, 1, S::Relaxed), fence(F::Release)],
        _ => unreachable!("{how}"),
    }
}

fn receive(how: &str, at_least: u64) -> Vec<Operation> {
    match how {
        "acq" => vec![load(Y, L::Acquire), only_if(at_least)],
        "acqf" => vec![load(Y, L::Relaxed), only_if(at_least), fence(F::Acquire)],
        "rlx" => vec![load(Y, L::Relaxed), only_if(at_least)],
        "early" => vec![fence(F::Acquire), load(Y, L::Relaxed), only_if(at_least)],
        _ => unreachable!("{how}"),
    }
}

#[test]
fn message_passing_of_plain_data() {
    let program = |publishes, receives| {
        let writer = [vec![write(DATA)], publish(publishes)].concat();
        let reader = [receive(receives, 1), vec![read(DATA)]].concat();
        (writer, reader)
    };
    for publishes in ["rel", "relf"] {
        for receives in ["acq", "acqf"] {
            let (writer, reader) = program(publishes, receives);
            check([&writer, &reader], (2, 2));
        }
        for receives in ["rlx", "early"] {
            let (writer, reader) = program(publishes, receives);
            check_racy([&writer, &reader]);
        }
    }
    for publishes in ["rlx", "rels", "late"] {
        for receives in ["acq", "acqf", "rlx", "early"] {
            let (writer, reader) = program(publishes, receives);
            check_racy([&writer, &reader]);
        }
    }
}

#[test]
fn message_passing_through_an_update() {
    let program = |publishes, receives| {
        let writer = [vec![write(DATA)], publish(publishes)].concat();
        let reader = [receive(receives, 2), vec![read(DATA)]].concat();
        (writer, [increment(Y, R::Relaxed)], reader)
    };
    for (publishes, receives) in [
        ("rel", "acq"),
        ("relf", "acqf"),
        ("relf", "acq"),
        ("rel", "acqf"),
    ] {
        let (writer, between, reader) = program(publishes, receives);
        check([&writer, &between, &reader], (6, 6));
    }
    for (publishes, receives) in [
        ("rlx", "acq"),
        ("rel", "rlx"),
        ("rlx", "rlx"),
        ("relf", "rlx"),
        ("rlx", "acqf"),
    ] {
        let (writer, between, reader) = program(publishes, receives);
        check_racy([&writer, &between, &reader]);
    }
}

#[test]
fn message_passing_through_two_exchanges() {
    let one = |from| [exchange(Y, (from, from + 1), R::Relaxed, L::Relaxed)];
    let reader = [load(Y, L::Acquire), only_if(3), read(DATA)];
    check(
        [
            &[write(DATA), store(Y, 1, S::Release)],
            &one(1),
            &one(2),
            &reader,
        ],
        (14, 14),
    );
    check_racy([
        &[write(DATA), store(Y, 1, S::Relaxed)],
        &one(1),
        &one(2),
        &reader,
    ]);
}

#[test]
fn a_foreign_store_ends_the_release_sequence() {
    let writer = [write(DATA), store(Y, 1, S::Release)];
    let reader = [load(Y, L::Acquire), only_if(2), read(DATA)];
    check_racy([&writer, &[store(Y, 2, S::Relaxed)], &reader]);
    check_free([&writer, &[increment(Y, R::Relaxed)], &reader]);
}

#[test]
fn an_own_store_ends_the_release_sequence() {
    let reader = [load(Y, L::Acquire), only_if(2), read(DATA)];
    let writer = |second| [write(DATA), store(Y, 1, S::Release), store(Y, 2, second)];
    check_racy([&writer(S::Relaxed), &reader]);
    check_free([&writer(S::Release), &reader]);
    let updater = [
        write(DATA),
        store(Y, 1, S::Release),
        increment(Y, R::Relaxed),
    ];
    check_free([&updater, &reader]);
}

#[test]
fn spawn_and_join_are_edges() {
    let (spawn, join) = (
        Operation::Spawn { thread: 1 },
        Operation::Join { thread: 1 },
    );
    let child = [write(DATA)];
    check_free([&[write(DATA), spawn, join, write(DATA)], &child]);
    check_racy([&[spawn, write(DATA), join], &child]);
    check_racy([&[spawn, write(DATA)], &child]);
    // What the child was told by others is handed on by its end.
    let other = [write(DATA), store(Y, 1, S::Release)];
    let told = [load(Y, L::Acquire)];
    check_free([&[spawn, join], &told, &other]);
    check_racy([&[spawn, join, read(DATA)], &told, &other]);
}

#[test]
fn an_unlock_is_an_edge_to_the_next_lock() {
    let (unlock, lock) = (
        Operation::Publish { channel: 0 },
        Operation::Receive { channel: 0 },
    );
    check_free([&[write(DATA), unlock], &[lock, write(DATA)]]);
    check_racy([&[unlock, write(DATA)], &[lock, write(DATA)]]);
    check_racy([&[write(DATA), unlock], &[write(DATA), lock]]);
    let other = Operation::Receive { channel: 1 };
    let unrelated = Operation::Publish { channel: 1 };
    check_racy([&[write(DATA), unlock], &[other, write(DATA)], &[unrelated]]);
}

#[test]
fn readers_hand_their_reads_to_the_next_writer() {
    let unlock = Operation::Publish { channel: 0 };
    let both = [
        Operation::Receive { channel: 1 },
        Operation::Receive { channel: 2 },
        Operation::ReceiveAll { channel: 0 },
        write(DATA),
    ];
    let reader = |channel| [read(DATA), unlock, Operation::Publish { channel }];
    check_free([&reader(1), &reader(2), &both]);
    check_racy([
        &[read(DATA), Operation::Publish { channel: 1 }],
        &reader(2),
        &[both[1], both[2], both[3]],
    ]);
}

#[test]
fn s_with_plain_data() {
    let writer = |order| [write(DATA), store(Y, 1, order)];
    let other = |order| [load(Y, order), only_if(1), write(DATA)];
    check([&writer(S::Release), &other(L::Acquire)], (2, 2));
    check_racy([&writer(S::Relaxed), &other(L::Acquire)]);
    check_racy([&writer(S::Release), &other(L::Relaxed)]);
    let atomic = [store(X, 2, S::Relaxed), store(Y, 1, S::Relaxed)];
    check(
        [&atomic, &[load(Y, L::Relaxed), store(X, 1, S::Relaxed)]],
        (4, 3),
    );
}

#[test]
fn load_buffering_does_not_happen() {
    let one = |a, b| [load(a, L::Relaxed), store(b, 1, S::Relaxed)];
    check([&one(Y, X), &one(X, Y)], (3, 3));
    check([&one(X, Y), &one(Y, Z), &one(Z, X)], (7, 7));
}

#[test]
fn coherence() {
    let (rlx, once) = (L::Relaxed, [load(X, L::Relaxed)]);
    let twice = [load(X, rlx), load(X, rlx)];
    let put = |value| [store(X, value, S::Relaxed)];
    check(
        [&[store(X, 1, S::Relaxed), store(X, 2, S::Relaxed)], &twice],
        (6, 6),
    );
    check([&put(1), &once, &once], (4, 4));
    check([&put(1), &put(2), &twice, &once], (36, 36));
    check([&put(1), &put(2), &twice, &twice], (72, 72));
    check([&[store(X, 1, S::Relaxed), load(X, rlx)], &put(2)], (3, 3));
    check([&[load(X, rlx), store(X, 1, S::Relaxed)], &put(2)], (3, 3));
    check(
        [&put(1), &[store(Y, 1, S::Relaxed)], &once, &[load(Y, rlx)]],
        (4, 4),
    );
    check(
        [
            &put(1),
            &[load(X, rlx), load(X, rlx), load(X, rlx)],
            &put(2),
        ],
        (20, 20),
    );
    check([&twice, &put(1), &put(2)], (12, 12));
}

#[test]
fn two_plus_two_writes() {
    let one = |a, b, order| [store(a, 1, order), store(b, 2, order)];
    check([&one(X, Y, S::Release), &one(Y, X, S::Release)], (4, 3));
    check([&one(X, Y, S::SeqCst), &one(Y, X, S::SeqCst)], (3, 3));
    let fenced = |a, b| {
        [
            store(a, 1, S::Relaxed),
            fence(F::SeqCst),
            store(b, 2, S::Relaxed),
        ]
    };
    check([&fenced(X, Y), &fenced(Y, X)], (3, 3));
}

#[test]
fn independent_reads_of_independent_writes() {
    let put = |at, order| [store(at, 1, order)];
    let both = |a, b, order| [load(a, order), load(b, order)];
    for (s, l, count) in [(S::Release, L::Acquire, 16), (S::SeqCst, L::SeqCst, 15)] {
        check(
            [&put(X, s), &put(Y, s), &both(X, Y, l), &both(Y, X, l)],
            (count, 15),
        );
    }
}

#[test]
fn causality_is_transitive() {
    let (rel, acq) = (S::Release, L::Acquire);
    let last = [load(Y, acq), load(X, acq)];
    check(
        [
            &[store(X, 1, rel)],
            &[load(X, acq), store(Y, 1, rel)],
            &last,
        ],
        (7, 7),
    );
    let isa2 = [load(Y, acq), store(Z, 1, rel)];
    let reader = [load(Z, acq), load(X, L::Relaxed)];
    check(
        [&[store(X, 1, S::Relaxed), store(Y, 1, rel)], &isa2, &reader],
        (7, 7),
    );
}

#[test]
fn updates_are_atomic() {
    let inc = [increment(X, R::Relaxed)];
    let cas = |from, to| [exchange(X, (from, to), R::Relaxed, L::Relaxed)];
    check(
        [&[load(X, L::Relaxed), increment(X, R::Relaxed)], &inc],
        (3, 3),
    );
    check(
        [
            &[load(Y, L::Relaxed), increment(X, R::Relaxed)],
            &[increment(X, R::Relaxed), store(Y, 1, S::Release)],
        ],
        (3, 3),
    );
    check([&inc, &inc, &[store(X, 7, S::Relaxed)]], (6, 6));
    check([&cas(1, 2), &inc, &inc], (6, 6));
    check(
        [
            &cas(0, 42),
            &[
                exchange(X, (0, 17), R::Relaxed, L::Relaxed),
                load(X, L::Relaxed),
            ],
        ],
        (2, 2),
    );
    check([&inc, &inc, &inc, &inc], (24, 24));
    let twice = [increment(X, R::Relaxed), increment(Y, R::Relaxed)];
    check([&twice, &twice, &twice], (36, 36));
    let casw = |value| {
        [
            exchange(X, (0, 1), R::Relaxed, L::Relaxed),
            store(X, value, S::Relaxed),
        ]
    };
    check([&casw(3), &casw(4), &casw(5)], (66, 66));
    let wrw = |value| [load(X, L::Relaxed), store(X, value, S::Relaxed)];
    check([&[store(X, 9, S::Relaxed)], &wrw(1), &wrw(2)], (22, 22));
}
