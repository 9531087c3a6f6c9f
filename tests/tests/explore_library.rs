//! Condvars, barriers, channels, parking and what is done once, explored, against brute force over their documentation.
//!
//! Compared are, under both models and in several orders of threads, the number of executions, what every call returned
//! and what memory holds in the end, whether there is a race, and whether some execution hangs. The last thread of a program is the one
//! that makes the others, since it alone can unpark each of them.
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation};
use datarace::{Explorer, FailureKind};
use datarace_tests::corpus::{Compared, MODELS, Random, line, number, orders};
use datarace_tests::oracle::Operation;
use datarace_tests::oracle::library::{
    ATOMICS, CAPACITIES, Executions, NOBODY, NOTHING, Outcome, ROUND, Statement, Threads,
    executions, has_receiver, has_sender,
};
use datarace_tests::oracle::program::variable;
use datarace_tests::oracle::text::{named, operation};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Barrier, Condvar, Mutex, MutexGuard, Once, OnceLock};
use std::thread::{self, Thread};
use std::time::Duration;

const CHANNELS: &str = "stu";

fn statement(text: &str) -> Statement {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |at: usize| words[at].parse::<u64>().expect(text);
    let at = |names: &str| names.find(words[1]).expect(text);
    match words[0] {
        "lock" => Statement::Lock(at("ab")),
        "unlock" => Statement::Unlock(at("ab")),
        "wait" if words.len() == 2 => Statement::Wait(at("ab")),
        "wait" => Statement::WaitUntil(at("ab"), variable(named(words[2])), number(3)),
        "timed" => Statement::WaitTimed(at("ab")),
        "one" => Statement::NotifyOne,
        "all" => Statement::NotifyAll,
        "barrier" => Statement::Barrier,
        "send" => Statement::Send(at(CHANNELS), number(2)),
        "recv" => Statement::Receive(at(CHANNELS)),
        "try" => Statement::TryReceive(at(CHANNELS)),
        "close" => Statement::DropSender(at(CHANNELS)),
        "gone" => Statement::DropReceiver(at(CHANNELS)),
        "park" => Statement::Park,
        "parkt" => Statement::ParkTimed,
        "unpark" => Statement::Unpark(number(1) as usize),
        "once" => Statement::CallOnce(operation(&words[1..].join(" "))),
        "set" => Statement::Set(number(1)),
        "get" => Statement::Get,
        _ => Statement::Once(operation(text)),
    }
}

fn parse(line: &str) -> Threads {
    let thread = |thread: &str| {
        let statements = thread.split(';').map(str::trim);
        let statements = statements.filter(|text| !text.is_empty());
        statements.map(statement).collect()
    };
    line.split('|').map(thread).collect()
}

struct Shared {
    atomics: [AtomicU64; ATOMICS],
    data: AtomicU64,
    mutexes: [Mutex<()>; 2],
    changed: Condvar,
    barrier: Barrier,
    once: Once,
    cell: OnceLock<u64>,
}

/// What a thread has of the channels.
#[derive(Default)]
struct Ends {
    unbounded: Option<Sender<u64>>,
    bounded: [Option<SyncSender<u64>>; 2],
    receivers: [Option<Receiver<u64>>; CAPACITIES.len()],
}

fn ends(threads: &Threads) -> Vec<Ends> {
    let mut ends: Vec<Ends> = threads.iter().map(|_| Ends::default()).collect();
    for at in 0..CAPACITIES.len() {
        let user = |has: fn(&[Statement], usize) -> bool| {
            (0..threads.len()).filter(move |thread| has(&threads[*thread], at))
        };
        if user(has_sender).chain(user(has_receiver)).next().is_none() {
            continue;
        }
        let receiver = made(&mut ends, at, &user(has_sender).collect::<Vec<_>>());
        let owner = user(has_receiver).next().unwrap_or(threads.len() - 1);
        ends[owner].receivers[at] = Some(receiver);
    }
    ends
}

#[datarace::check]
fn made(ends: &mut [Ends], at: usize, senders: &[usize]) -> Receiver<u64> {
    match CAPACITIES[at] {
        None => {
            let (sender, receiver) = channel();
            for thread in senders {
                ends[*thread].unbounded = Some(sender.clone());
            }
            receiver
        }
        Some(capacity) => {
            let (sender, receiver) = sync_channel(capacity);
            for thread in senders {
                ends[*thread].bounded[at - 1] = Some(sender.clone());
            }
            receiver
        }
    }
}

#[datarace::check]
fn run(threads: &Threads, order: &[usize], outcome: &Mutex<Outcome>) {
    let shared = Shared {
        atomics: [const { AtomicU64::new(0) }; ATOMICS],
        data: AtomicU64::new(0),
        mutexes: [const { Mutex::new(()) }; 2],
        changed: Condvar::new(),
        barrier: Barrier::new(ROUND),
        once: Once::new(),
        cell: OnceLock::new(),
    };
    let mut ends = ends(threads);
    let kept = Mutex::new(Vec::new());
    let maker = threads.len() - 1;
    let main = thread::current();
    thread::scope(|s| {
        let mut handles: Vec<Thread> = vec![main.clone(); threads.len()];
        for number in order.iter().copied().filter(|number| *number != maker) {
            let (ends, statements) = (std::mem::take(&mut ends[number]), &threads[number]);
            let (shared, kept, main) = (&shared, &kept, main.clone());
            let handle = s.spawn(move || {
                let handles = vec![main; maker + 1];
                let (notes, receivers) = perform(statements, shared, ends, &handles);
                note(outcome, number, notes);
                keep(kept, receivers);
            });
            handles[number] = handle.thread().clone();
        }
        let ends = std::mem::take(&mut ends[maker]);
        let (notes, receivers) = perform(&threads[maker], &shared, ends, &handles);
        note(outcome, maker, notes);
        keep(&kept, receivers);
    });
    note_memory(outcome, shared);
}

/// Not annotated: the outcome is no part of the program.
fn note(outcome: &Mutex<Outcome>, number: usize, notes: Vec<u64>) {
    outcome.lock().unwrap().0[number] = notes;
}

/// Likewise: what is not dropped in the program lives to its end.
fn keep(kept: &Mutex<Vec<Receivers>>, receivers: Receivers) {
    kept.lock().unwrap().push(receivers);
}

/// Likewise.
fn note_memory(outcome: &Mutex<Outcome>, shared: Shared) {
    outcome.lock().unwrap().1 = shared.atomics.map(AtomicU64::into_inner);
}

type Receivers = [Option<Receiver<u64>>; CAPACITIES.len()];

#[datarace::check]
fn perform(
    statements: &[Statement],
    shared: &Shared,
    mut ends: Ends,
    handles: &[Thread],
) -> (Vec<u64>, Receivers) {
    let mut notes = Vec::new();
    let mut guards: [Option<MutexGuard<'_, ()>>; 2] = [None, None];
    for statement in statements {
        match *statement {
            Statement::Once(operation) => notes.extend(once(operation, shared)),
            Statement::Lock(mutex) => guards[mutex] = Some(shared.mutexes[mutex].lock().unwrap()),
            Statement::Unlock(mutex) => drop(guards[mutex].take()),
            Statement::Wait(mutex) => {
                let guard = guards[mutex].take().unwrap();
                guards[mutex] = Some(shared.changed.wait(guard).unwrap());
            }
            Statement::WaitUntil(mutex, bytes, least) => {
                let mut guard = guards[mutex].take().unwrap();
                while shared.atomics[index(bytes.address)].load(Ordering::Relaxed) < least {
                    guard = shared.changed.wait(guard).unwrap();
                }
                guards[mutex] = Some(guard);
            }
            Statement::WaitTimed(mutex) => {
                let guard = guards[mutex].take().unwrap();
                let hour = Duration::from_secs(3600);
                let (guard, result) = shared.changed.wait_timeout(guard, hour).unwrap();
                guards[mutex] = Some(guard);
                notes.push(u64::from(result.timed_out()));
            }
            Statement::NotifyOne => shared.changed.notify_one(),
            Statement::NotifyAll => shared.changed.notify_all(),
            Statement::Barrier => notes.push(u64::from(shared.barrier.wait().is_leader())),
            Statement::Send(0, value) => {
                let sender = ends.unbounded.as_ref().unwrap();
                notes.push(u64::from(sender.send(value).is_ok()));
            }
            Statement::Send(at, value) => {
                let sender = ends.bounded[at - 1].as_ref().unwrap();
                notes.push(u64::from(sender.send(value).is_ok()));
            }
            Statement::Receive(at) => {
                let receiver = ends.receivers[at].as_ref().unwrap();
                notes.push(receiver.recv().unwrap_or(NOBODY));
            }
            Statement::TryReceive(at) => {
                let receiver = ends.receivers[at].as_ref().unwrap();
                notes.push(match receiver.try_recv() {
                    Ok(value) => value,
                    Err(TryRecvError::Empty) => NOTHING,
                    Err(TryRecvError::Disconnected) => NOBODY,
                });
            }
            Statement::DropSender(0) => drop(ends.unbounded.take()),
            Statement::DropSender(at) => drop(ends.bounded[at - 1].take()),
            Statement::DropReceiver(at) => drop(ends.receivers[at].take()),
            Statement::Park => thread::park(),
            Statement::ParkTimed => thread::park_timeout(Duration::from_secs(3600)),
            Statement::Unpark(thread) => handles[thread].unpark(),
            Statement::CallOnce(operation) => {
                shared
                    .once
                    .call_once(|| notes.extend(once(operation, shared)));
            }
            Statement::Set(value) => notes.push(u64::from(shared.cell.set(value).is_ok())),
            Statement::Get => notes.push(shared.cell.get().copied().unwrap_or(0)),
        }
    }
    (notes, ends.receivers)
}

fn index(address: usize) -> usize {
    (address - variable(0).address) / 8
}

#[datarace::check]
fn once(operation: Operation, shared: &Shared) -> Option<u64> {
    match operation {
        Operation::Fence { order } => {
            let order: Ordering = order.into();
            fence(order);
            None
        }
        Operation::Plain { kind, .. } => {
            let place = shared.data.as_ptr();
            match kind {
                AccessKind::Write => unsafe { place.write(1) },
                _ => {
                    let _value = unsafe { place.read() };
                }
            }
            None
        }
        Operation::Atomic { bytes, operation } => {
            let object = &shared.atomics[index(bytes.address)];
            match operation {
                AtomicOperation::Load { order } => {
                    let order: Ordering = order.into();
                    Some(object.load(order))
                }
                AtomicOperation::Store { value, order } => {
                    let order: Ordering = order.into();
                    object.store(value, order);
                    None
                }
                AtomicOperation::Rmw { operand, order, .. } => {
                    let order: Ordering = order.into();
                    Some(object.fetch_add(operand, order))
                }
                AtomicOperation::CompareExchange { .. } => None,
            }
        }
        _ => None,
    }
}

/// An exploration that cannot be complete says so, and why.
const DROPPED_AT_ONCE: &str = "between the drops of two ends of channels";

const STATES_MAX: usize = 40_000;

fn compare(name: &str, threads: &Threads, order: &[usize], compared: &mut Compared) -> Vec<u64> {
    let mut counts = Vec::new();
    for (oracle, model) in MODELS {
        let Some(expected) = executions(threads, oracle, STATES_MAX) else {
            compared.left_out += 1;
            continue;
        };
        counts.push(expected.complete);
        let Executions {
            complete,
            blocked,
            outcomes,
            racy,
        } = expected;
        let empty: Outcome = (vec![Vec::new(); threads.len()], [0; ATOMICS]);
        let outcome = Mutex::new(empty);
        let seen = Mutex::new(BTreeSet::new());
        let found = Explorer::exhaustive().memory(model).run(|| {
            run(threads, order, &outcome);
            seen.lock().unwrap().insert(outcome.lock().unwrap().clone());
        });
        let what = format!("{name} in the order {order:?} under {model:?}: {found}");
        assert_eq!(!found.races().is_empty(), racy, "{what}");
        compared.races += usize::from(racy);
        if racy {
            continue;
        }
        let hangs = |failure: &datarace::Failure| failure.kind() == FailureKind::Deadlock;
        assert!(found.failures().iter().all(hangs), "{what}");
        if !found.is_complete() && found.to_string().contains(DROPPED_AT_ONCE) {
            assert!(seen.lock().unwrap().is_subset(&outcomes), "{what}");
            assert!(found.executions() <= complete, "{what}");
            assert!(found.failures().is_empty() || 0 < blocked, "{what}");
            compared.cut_short += 1;
            continue;
        }
        assert_eq!(!found.failures().is_empty(), 0 < blocked, "{what}");
        compared.hangs += usize::from(0 < blocked);
        assert!(found.is_complete(), "{what}");
        assert_eq!(*seen.lock().unwrap(), outcomes, "{what}");
        assert_eq!(found.executions(), complete, "{what}");
        compared.executions += complete;
    }
    counts
}

/// Some rows, with how many executions they have under each model if they have no race.
fn rows(rows: &[(&str, [u64; 2])]) -> Compared {
    let mut compared = Compared::default();
    for (row, counts) in rows {
        let threads = parse(row);
        for order in orders(threads.len()) {
            let found = compare(row, &threads, &order, &mut compared);
            assert_eq!(&found[..], counts, "{row}");
        }
    }
    assert_eq!(compared.left_out, 0, "a row is too large for the oracle");
    compared
}

#[test]
fn primitives() {
    let compared = rows(&[
        (
            "lock a; wait a x 1; unlock a | lock a; x=1 rlx; one; unlock a",
            [2, 2],
        ),
        ("unpark 1; unpark 1; unpark 1 | parkt", [4, 4]),
        ("parkt; parkt; park | unpark 0", [1, 1]),
    ]);
    assert_ne!(compared.executions, 0);
}

#[test]
fn receivers_that_try() {
    rows(&[
        ("send u 3 | try u", [1, 1]),
        ("send u 3 | try u; x=1 rlx", [1, 1]),
        ("send u 3; send u 2 | try u; recv u", [1, 1]),
        ("send s 3; send s 2 | try s; recv s", [8, 8]),
        ("send t 3 | send t 2 | try t; recv t", [56, 56]),
        ("send t 3; send s 2; send s 2 | try s; recv t", [8, 8]),
        ("send t 1 | try t; try t", [6, 6]),
        ("try u | send s 3; close u", [2, 2]),
        ("send s 2 | recv s; try t; x+1 sc; recv s", [2, 2]),
    ]);
}

/// Nobody tells in which order one thread drops two ends, and nobody can come between: the exploration is not complete.
#[test]
fn what_others_do_between_two_drops_is_said_to_be_left_out() {
    let rows = [
        "send s 1; close t | recv t; try s",
        "send t 2; send s 2 | try s; gone t; gone s",
        "send s 3; gone u | send u 1; recv s; try t",
    ];
    for row in rows {
        let threads = parse(row);
        for order in orders(threads.len()) {
            let mut compared = Compared::default();
            compare(row, &threads, &order, &mut compared);
            assert_eq!(compared.cut_short, MODELS.len(), "{row}");
        }
    }
}

#[test]
fn receivers_that_go_early() {
    rows(&[
        ("send u 3; x=2 rlx | gone u", [2, 2]),
        ("send u 3; x=2 rlx | gone u; x=1 rlx", [4, 4]),
        ("send u 3; x=2 rlx; send t 2 | gone u; recv s", [2, 2]),
        ("send t 1; send t 2; x=2 rlx | gone t; x=1 rlx", [6, 6]),
        (
            "send t 1; send t 2; x=2 rlx | recv t; gone t; x=1 rlx",
            [6, 6],
        ),
    ]);
}

fn random_step(random: &mut Random, theme: usize, threads: usize, me: usize) -> String {
    let load = random.pick(&["rlx", "acq", "sc"]);
    let store = random.pick(&["rlx", "rel", "sc"]);
    let rmw = random.pick(&["rlx", "acq", "rel", "acqrel", "sc"]);
    let at = random.pick(&["x", "x", "y"]);
    let lock = random.pick(&["a", "a", "b"]);
    let channel = random.pick(&["s", "t", "u"]);
    let plain = random.pick(&["d", "d="]);
    let simple = match random.below(8) {
        0..3 => format!("{at} {load}"),
        3..6 => format!("{at}={} {store}", 1 + random.below(2)),
        6 => format!("{at}+1 {rmw}"),
        _ => String::from(plain),
    };
    if random.below(3) == 0 {
        return simple;
    }
    match (theme, random.below(8)) {
        (0, 0) => format!("lock a; wait a; {simple}; unlock a"),
        (0, 1) => format!("lock a; wait a {at} 1; unlock a"),
        (0, 2) => String::from("lock a; timed a; unlock a"),
        (0, 3) => String::from("one"),
        (0, 4) => String::from("all"),
        (0, 5) => format!("lock a; {simple}; one; unlock a"),
        (0, 6) => format!("lock a; {simple}; unlock a; all"),
        (0, _) => format!("lock {lock}; {simple}; unlock {lock}"),
        (1, 0..6) => String::from("barrier"),
        (1, _) => format!("lock a; {simple}; unlock a"),
        // The last thread has the receivers.
        (2, _) if me == threads - 1 => format!("recv {channel}"),
        (5, way) => match (me == receiver_of(channel, threads), way) {
            (true, 0..2) => format!("recv {channel}"),
            (true, 2..6) => format!("try {channel}"),
            (true, _) => format!("gone {channel}"),
            (false, 7) => format!("close {channel}"),
            (false, _) => format!("send {channel} {}", 1 + random.below(3)),
        },
        (2, 7) => format!("close {channel}"),
        (2, _) => format!("send {channel} {}", 1 + random.below(3)),
        (3, 0..2) => String::from("park"),
        (3, 2) => String::from("parkt"),
        (3, _) => match me == threads - 1 {
            true => format!("unpark {}", random.below(threads)),
            false => format!("unpark {}", threads - 1),
        },
        (_, 0..3) => format!("once {simple}"),
        (_, 3..5) => format!("set {}", 1 + random.below(2)),
        _ => String::from("get"),
    }
}

/// Who has the receiver of a channel, where receivers try.
fn receiver_of(channel: &str, threads: usize) -> usize {
    match channel {
        "u" => 0,
        _ => threads - 1,
    }
}

/// No end of a channel is used that the thread has dropped.
fn is_sound(threads: &Threads) -> bool {
    let uses_of = |channel: usize| {
        move |statement: &Statement| match *statement {
            Statement::Send(at, _) | Statement::Receive(at) | Statement::TryReceive(at) => {
                at == channel
            }
            _ => false,
        }
    };
    threads.iter().all(|statements| {
        statements
            .iter()
            .enumerate()
            .all(|(place, one)| match *one {
                Statement::DropSender(at) | Statement::DropReceiver(at) => {
                    let rest = &statements[place + 1..];
                    !rest.iter().any(uses_of(at)) && !rest.contains(one)
                }
                _ => true,
            })
    })
}

/// As many random programs as `DATARACE_TEST_CASES` says.
#[test]
fn random_programs_agree() {
    let cases = number("DATARACE_TEST_CASES", 100);
    let seed = number("DATARACE_TEST_SEED", 20_261_128);
    let mut random = Random(seed);
    let mut compared = Compared::default();
    for case in 0..cases {
        let threads = 2 + random.below(2);
        let theme = case % 6;
        let line = line(&mut random, threads, |random, thread| {
            random_step(random, theme, threads, thread)
        });
        let program = parse(&line);
        if !is_sound(&program) {
            continue;
        }
        let name = format!("case {case}: {line}");
        let order = &orders(threads)[case % 3];
        compare(&name, &program, order, &mut compared);
    }
    assert!(compared.cut_short < cases / 5, "{compared:?}");
    compared.assert_many(cases, cases / 50);
}
