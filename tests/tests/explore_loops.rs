//! Locks and loops that wait, explored, against brute force over the axioms.
//!
//! For the oracle a lock is a read-modify-write that waits for a value, and a loop is its iterations: a few that may fail, and a last
//! one that waits. The loops of a program without an end come out as waits that nothing ends. Compared are, under both models and
//! in any order of threads, what the reads outside of loops see together with what memory holds in the end, whether there is a
//! race, whether some execution hangs, and, where an iteration that fails leaves no trace, the number of executions.
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation, RmwOperation};
use datarace::__model::order::{LoadOrder, RmwOrder, StoreOrder};
use datarace::{Explorer, FailureKind};
use datarace_tests::corpus::{Compared, MODELS, Random, line, number, orders};
use datarace_tests::oracle::enumerate::enumerate_within;
use datarace_tests::oracle::execution::{Action, Execution};
use datarace_tests::oracle::program::{Seen, variable};
use datarace_tests::oracle::text::{load_order, operation, rmw_order, store_order};
use datarace_tests::oracle::{Machine, MemoryModel, Operation, Program, Relations, race};
use std::collections::BTreeSet;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread;

/// What a thread does, by the names of the objects: atomics `x y z w`, plain data `d`, mutexes `a b`, a lock for readers `r`.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Statement {
    /// `x=1 rel`, `x acq`, `x+1 rlx`, `F sc`, `d=`, `d`
    Once(Operation),
    /// `await x 1 acq` (`spin` and `yield` say that they wait): a loop of loads.
    Await(usize, u64, LoadOrder, Hint),
    /// `grab x acq`: a loop of exchanges; `grabw` of weak ones; `swap` of swaps; `ttas` of loads, then a weak exchange.
    Grab(usize, RmwOrder, How),
    /// `count x rlx`: adds one by a load and a loop of exchanges, `countw` of weak ones.
    Count(usize, RmwOrder, How),
    /// `take x acq`: takes one away once there is one.
    Take(usize, RmwOrder),
    /// `lock a`, `unlock a`, `write r`, `unwrite r`, `read r`, `unread r`
    Lock(usize, Side),
    Unlock(usize, Side),
    /// `try a 2`, `trywrite r 2`, `tryread r 2`: the next statements only if it takes the lock.
    Try(usize, Side, usize),
    /// `poll a x 1`: takes the lock until the atomic is at least this under it, and keeps it.
    Poll(usize, usize, u64),
    /// `pollown w x 1 acq rel`: likewise, with a lock of the program's own, an atomic.
    PollOwn {
        lock: usize,
        object: usize,
        least: u64,
        takes: RmwOrder,
        gives: StoreOrder,
    },
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Hint {
    None,
    Spin,
    Yield,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum How {
    Strong,
    Weak,
    Swap,
    Loads,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Side {
    Mutex,
    Write,
    Read,
}

const ATOMICS: usize = 4;
const DATA: usize = 4;
const MUTEXES: usize = 2;
const NAMES: &str = "xyzwdabr";
const MUTEX: usize = 5;
/// Written to the lock for readers by a writer; smaller values count readers.
const WRITER: u64 = 100;

fn named(name: &str) -> usize {
    NAMES.find(name).expect(name)
}

fn statement(text: &str) -> Statement {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |at: usize| words[at].parse::<u64>().expect(text);
    let side = |word: &str| match word {
        word if word.ends_with("write") => Side::Write,
        word if word.ends_with("read") => Side::Read,
        _ => Side::Mutex,
    };
    match words[0] {
        "await" | "spin" | "yield" => {
            let hint = match words[0] {
                "await" => Hint::None,
                "spin" => Hint::Spin,
                _ => Hint::Yield,
            };
            Statement::Await(named(words[1]), number(2), load_order(words[3]), hint)
        }
        "grab" => Statement::Grab(named(words[1]), rmw_order(words[2]), How::Strong),
        "grabw" => Statement::Grab(named(words[1]), rmw_order(words[2]), How::Weak),
        "swap" => Statement::Grab(named(words[1]), rmw_order(words[2]), How::Swap),
        "ttas" => Statement::Grab(named(words[1]), rmw_order(words[2]), How::Loads),
        "count" => Statement::Count(named(words[1]), rmw_order(words[2]), How::Strong),
        "countw" => Statement::Count(named(words[1]), rmw_order(words[2]), How::Weak),
        "take" => Statement::Take(named(words[1]), rmw_order(words[2])),
        "lock" | "write" | "read" => Statement::Lock(named(words[1]), side(words[0])),
        "unlock" | "unwrite" | "unread" => Statement::Unlock(named(words[1]), side(words[0])),
        "try" | "trywrite" | "tryread" => {
            Statement::Try(named(words[1]), side(words[0]), number(2) as usize)
        }
        "poll" => Statement::Poll(named(words[1]), named(words[2]), number(3)),
        "pollown" => Statement::PollOwn {
            lock: named(words[1]),
            object: named(words[2]),
            least: number(3),
            takes: rmw_order(words[4]),
            gives: store_order(words[5]),
        },
        _ => Statement::Once(operation(text)),
    }
}

type Threads = Vec<Vec<Statement>>;

fn parse(line: &str) -> Threads {
    let thread = |thread: &str| {
        thread
            .split(';')
            .map(|text| statement(text.trim()))
            .collect()
    };
    line.split('|').map(thread).collect()
}

impl Statement {
    /// Whether an iteration that fails may leave something behind, so that there are more executions than without it.
    fn may_leave_a_trace(&self) -> bool {
        matches!(
            self,
            Self::Grab(_, _, How::Weak | How::Loads)
                | Self::Count(..)
                | Self::Take(..)
                | Self::Poll(..)
                | Self::PollOwn { .. }
        )
    }
}

/// A program for the oracle, and which of its operations are noted.
struct Unrolled {
    program: Program,
    noted: Vec<Vec<bool>>,
}

fn unroll(threads: &Threads, iterations: usize) -> Unrolled {
    let mut unrolled = Unrolled {
        program: Program::default(),
        noted: Vec::new(),
    };
    for statements in threads {
        let each: Vec<Vec<Operation>> = statements
            .iter()
            .map(|statement| operations(statement, iterations))
            .collect();
        let mut list = Vec::new();
        let mut noted = Vec::new();
        for (place, (statement, operations)) in statements.iter().zip(&each).enumerate() {
            list.extend(operations.iter().copied());
            noted.extend(
                operations
                    .iter()
                    .map(|_| matches!(statement, Statement::Once(_))),
            );
            if let Statement::Try(lock, side, guarded) = *statement {
                let count = each[place + 1..=place + guarded].iter().map(Vec::len).sum();
                let when = match side {
                    Side::Mutex | Side::Write => Seen::AtLeast(1),
                    Side::Read => Seen::AtLeast(WRITER),
                };
                list.push(try_lock(lock, side));
                list.push(Operation::Skip { when, count });
                noted.extend([false, false]);
            }
        }
        unrolled.program.threads.push(list);
        unrolled.noted.push(noted);
    }
    unrolled
}

fn exchange((expected, new): (u64, u64), success: RmwOrder, weak: bool) -> AtomicOperation {
    AtomicOperation::CompareExchange {
        expected,
        new,
        success,
        failure: LoadOrder::Relaxed,
        weak,
    }
}

/// What takes a lock, and what it waits for.
fn takes(side: Side) -> (AtomicOperation, Seen) {
    let rmw = |operation, operand| AtomicOperation::Rmw {
        operation,
        operand,
        order: RmwOrder::Acquire,
    };
    match side {
        Side::Mutex | Side::Write => (rmw(RmwOperation::Swap, WRITER), Seen::Below(1)),
        Side::Read => (rmw(RmwOperation::Add, 1), Seen::Below(WRITER)),
    }
}

/// Only what takes a mutex or writes can be tried by an exchange; readers are no more than one where they try.
fn try_lock(lock: usize, side: Side) -> Operation {
    let new = match side {
        Side::Mutex | Side::Write => WRITER,
        Side::Read => 1,
    };
    Operation::Atomic {
        bytes: variable(lock),
        operation: exchange((0, new), RmwOrder::Acquire, false),
    }
}

fn unlock(lock: usize, side: Side) -> Operation {
    let operation = match side {
        Side::Mutex | Side::Write => AtomicOperation::Store {
            value: 0,
            order: StoreOrder::Release,
        },
        Side::Read => AtomicOperation::Rmw {
            operation: RmwOperation::Sub,
            operand: 1,
            order: RmwOrder::Release,
        },
    };
    Operation::Atomic {
        bytes: variable(lock),
        operation,
    }
}

/// A statement as operations; `iterations` of a loop.
fn operations(statement: &Statement, iterations: usize) -> Vec<Operation> {
    let atomic = |object, operation| Operation::Atomic {
        bytes: variable(object),
        operation,
    };
    let wait = |object, operation, seen| Operation::Await {
        bytes: variable(object),
        operation,
        seen,
    };
    let load = |order| AtomicOperation::Load { order };
    match *statement {
        Statement::Once(operation) => vec![operation],
        Statement::Await(object, least, order, _) => {
            let seen = Seen::AtLeast(least);
            let last = vec![wait(object, load(order), seen)];
            repeated(&[atomic(object, load(order))], seen, last, iterations)
        }
        Statement::Grab(object, order, how) => {
            let swap = AtomicOperation::Rmw {
                operation: RmwOperation::Swap,
                operand: 1,
                order,
            };
            let strong = exchange((0, 1), order, false);
            let weak = exchange((0, 1), order, true);
            let last = vec![wait(object, strong, Seen::Success)];
            match how {
                How::Strong => repeated(&[atomic(object, strong)], Seen::Success, last, iterations),
                How::Weak => repeated(&[atomic(object, weak)], Seen::Success, last, iterations),
                How::Swap => {
                    let last = vec![wait(object, swap, Seen::Below(1))];
                    repeated(&[atomic(object, swap)], Seen::Below(1), last, iterations)
                }
                How::Loads => {
                    let taken = Seen::AtLeast(1);
                    let once = [
                        atomic(object, load(LoadOrder::Relaxed)),
                        // Where the load saw that it is taken there is no exchange; its value is no success either.
                        Operation::Skip {
                            when: taken,
                            count: 1,
                        },
                        atomic(object, weak),
                    ];
                    repeated(&once, Seen::Success, last, iterations)
                }
            }
        }
        // A load that the exchange repeats, and exchanges that fail, show nothing that the one that succeeds does not.
        Statement::Count(object, order, _) => vec![atomic(
            object,
            AtomicOperation::Rmw {
                operation: RmwOperation::Add,
                operand: 1,
                order,
            },
        )],
        Statement::Take(object, order) => {
            let operation = AtomicOperation::Rmw {
                operation: RmwOperation::Sub,
                operand: 1,
                order,
            };
            vec![wait(object, operation, Seen::AtLeast(1))]
        }
        Statement::Lock(lock, side) => {
            let (operation, seen) = takes(side);
            vec![wait(lock, operation, seen)]
        }
        Statement::Unlock(lock, side) => vec![unlock(lock, side)],
        Statement::Try(..) => Vec::new(),
        Statement::Poll(lock, object, least) => {
            let (operation, seen) = takes(Side::Mutex);
            let take = wait(lock, operation, seen);
            polled(take, unlock(lock, Side::Mutex), (object, least), iterations)
        }
        Statement::PollOwn {
            lock,
            object,
            least,
            takes,
            gives,
        } => {
            let take = wait(lock, exchange((0, 1), takes, false), Seen::Success);
            let store = AtomicOperation::Store {
                value: 0,
                order: gives,
            };
            polled(take, atomic(lock, store), (object, least), iterations)
        }
    }
}

/// Iterations that take a lock, look at an object, and give the lock back, unless it was at least this.
fn polled(
    take: Operation,
    give: Operation,
    (object, least): (usize, u64),
    iterations: usize,
) -> Vec<Operation> {
    let bytes = variable(object);
    let operation = AtomicOperation::Load {
        order: LoadOrder::Relaxed,
    };
    let enough = Seen::AtLeast(least);
    let last = Operation::Await {
        bytes,
        operation,
        seen: enough,
    };
    let mut list = vec![take, last];
    for _ in 1..iterations {
        let skip = Operation::Skip {
            when: enough,
            count: list.len() + 1,
        };
        let mut more = vec![take, Operation::Atomic { bytes, operation }, skip, give];
        more.append(&mut list);
        list = more;
    }
    list
}

/// Iterations that end the loop where that is what the last operation of one saw, and the last iteration.
fn repeated(
    once: &[Operation],
    ends: Seen,
    last: Vec<Operation>,
    iterations: usize,
) -> Vec<Operation> {
    let mut list = last;
    for _ in 1..iterations {
        let mut more = once.to_vec();
        more.push(Operation::Skip {
            when: ends,
            count: list.len(),
        });
        more.append(&mut list);
        list = more;
    }
    list
}

/// What the noted reads of each thread saw, and what memory holds in the end.
type Outcome = (Vec<Vec<u64>>, [u64; ATOMICS]);

/// What the oracle says.
struct Expected {
    executions: u64,
    outcomes: BTreeSet<Outcome>,
    racy: bool,
    hangs: bool,
}

const GRAPHS_MAX: usize = 60_000;

/// `None` if there is too much of it.
fn expected(threads: &Threads, model: MemoryModel, iterations: usize) -> Option<Expected> {
    let unrolled = unroll(threads, iterations);
    let all = enumerate_within(&unrolled.program, model, GRAPHS_MAX)?;
    let races =
        |execution: &Execution| !race::races(execution, &Relations::of(execution)).is_empty();
    Some(Expected {
        executions: all.complete.len() as u64,
        outcomes: all
            .complete
            .iter()
            .map(|execution| outcome(&unrolled, execution))
            .collect(),
        racy: all.complete.iter().chain(&all.blocked).any(races),
        hangs: !all.blocked.is_empty(),
    })
}

fn outcome(unrolled: &Unrolled, execution: &Execution) -> Outcome {
    let mut reads = vec![Vec::new(); unrolled.program.threads.len()];
    let operations = Machine::operations_of(&unrolled.program, execution);
    for (event, operation) in execution.events.iter().zip(operations) {
        let read = match event.action {
            Action::Load { value, .. } => value,
            Action::Rmw { read, .. } => read,
            _ => continue,
        };
        if unrolled.noted[event.thread][operation] {
            reads[event.thread].push(read);
        }
    }
    let last = |object| execution.value(execution.stores(variable(object)).last().copied());
    (reads, std::array::from_fn(last))
}

#[derive(Default)]
struct Memory {
    atomics: [AtomicU64; DATA + 1],
    mutexes: [Mutex<()>; MUTEXES],
    rwlock: RwLock<()>,
}

#[datarace::check]
fn run(threads: &Threads, order: &[usize], outcome: &Mutex<Outcome>) {
    let memory = Memory::default();
    let shared = &memory;
    thread::scope(|s| {
        for number in order.iter().copied() {
            let statements = &threads[number];
            s.spawn(move || {
                let mut reads = Vec::new();
                perform(statements, shared, &mut reads);
                note(outcome, number, reads);
            });
        }
    });
    note_memory(outcome, memory);
}

/// Not annotated: the outcome is no part of the program.
fn note(outcome: &Mutex<Outcome>, number: usize, reads: Vec<u64>) {
    outcome.lock().unwrap().0[number] = reads;
}

/// Likewise.
fn note_memory(outcome: &Mutex<Outcome>, memory: Memory) {
    let mut values = memory.atomics.into_iter().map(AtomicU64::into_inner);
    outcome.lock().unwrap().1 = std::array::from_fn(|_| values.next().unwrap());
}

#[derive(Default)]
struct Guards<'a> {
    mutexes: [Option<MutexGuard<'a, ()>>; MUTEXES],
    read: Option<RwLockReadGuard<'a, ()>>,
    write: Option<RwLockWriteGuard<'a, ()>>,
}

#[datarace::check]
fn perform<'a>(statements: &[Statement], memory: &'a Memory, reads: &mut Vec<u64>) {
    let mut guards: Guards<'a> = Guards::default();
    let mut left_out = 0;
    for statement in statements {
        if left_out != 0 {
            left_out -= 1;
            continue;
        }
        match *statement {
            Statement::Once(operation) => once(operation, memory, reads),
            Statement::Await(object, least, order, hint) => {
                wait_for(&memory.atomics[object], least, order.into(), hint);
            }
            Statement::Grab(object, order, how) => grab(&memory.atomics[object], order.into(), how),
            Statement::Count(object, order, how) => {
                count(&memory.atomics[object], order.into(), how);
            }
            Statement::Take(object, order) => take(&memory.atomics[object], order.into()),
            Statement::Lock(lock, Side::Mutex) => {
                let guard = memory.mutexes[lock - MUTEX].lock().unwrap();
                guards.mutexes[lock - MUTEX] = Some(guard);
            }
            Statement::Lock(_, Side::Read) => {
                let guard = memory.rwlock.read().unwrap();
                guards.read = Some(guard);
            }
            Statement::Lock(_, Side::Write) => {
                let guard = memory.rwlock.write().unwrap();
                guards.write = Some(guard);
            }
            Statement::Unlock(lock, Side::Mutex) => drop(guards.mutexes[lock - MUTEX].take()),
            Statement::Unlock(_, Side::Read) => drop(guards.read.take()),
            Statement::Unlock(_, Side::Write) => drop(guards.write.take()),
            Statement::Try(lock, Side::Mutex, guarded) => {
                match memory.mutexes[lock - MUTEX].try_lock() {
                    Ok(guard) => guards.mutexes[lock - MUTEX] = Some(guard),
                    Err(_) => left_out = guarded,
                }
            }
            Statement::Try(_, Side::Read, guarded) => match memory.rwlock.try_read() {
                Ok(guard) => guards.read = Some(guard),
                Err(_) => left_out = guarded,
            },
            Statement::Try(_, Side::Write, guarded) => match memory.rwlock.try_write() {
                Ok(guard) => guards.write = Some(guard),
                Err(_) => left_out = guarded,
            },
            Statement::Poll(lock, object, least) => loop {
                let guard = memory.mutexes[lock - MUTEX].lock().unwrap();
                if least <= memory.atomics[object].load(Ordering::Relaxed) {
                    guards.mutexes[lock - MUTEX] = Some(guard);
                    break;
                }
                drop(guard);
                spin_loop();
            },
            Statement::PollOwn {
                lock,
                object,
                least,
                takes,
                gives,
            } => loop {
                grab(&memory.atomics[lock], takes.into(), How::Strong);
                if least <= memory.atomics[object].load(Ordering::Relaxed) {
                    break;
                }
                memory.atomics[lock].store(0, gives.into());
                spin_loop();
            },
        }
    }
}

#[datarace::check]
fn once(operation: Operation, memory: &Memory, reads: &mut Vec<u64>) {
    match operation {
        Operation::Fence { order } => {
            let order: Ordering = order.into();
            fence(order);
        }
        Operation::Plain { kind, .. } => {
            let place = memory.atomics[DATA].as_ptr();
            match kind {
                AccessKind::Write => unsafe { place.write(1) },
                _ => {
                    let _value = unsafe { place.read() };
                }
            }
        }
        Operation::Atomic { bytes, operation } => {
            let object = &memory.atomics[(bytes.address - variable(0).address) / 8];
            match operation {
                AtomicOperation::Load { order } => {
                    let order: Ordering = order.into();
                    reads.push(object.load(order));
                }
                AtomicOperation::Store { value, order } => {
                    let order: Ordering = order.into();
                    object.store(value, order);
                }
                AtomicOperation::Rmw { operand, order, .. } => {
                    let order: Ordering = order.into();
                    reads.push(object.fetch_add(operand, order));
                }
                AtomicOperation::CompareExchange { .. } => {}
            }
        }
        _ => {}
    }
}

#[datarace::check]
fn wait_for(object: &AtomicU64, least: u64, order: Ordering, hint: Hint) {
    match hint {
        Hint::None => while object.load(order) < least {},
        Hint::Spin => {
            while object.load(order) < least {
                spin_loop();
            }
        }
        Hint::Yield => {
            while object.load(order) < least {
                thread::yield_now();
            }
        }
    }
}

#[datarace::check]
fn grab(object: &AtomicU64, order: Ordering, how: How) {
    use Ordering::Relaxed;
    match how {
        How::Strong => while object.compare_exchange(0, 1, order, Relaxed).is_err() {},
        How::Weak => while object.compare_exchange_weak(0, 1, order, Relaxed).is_err() {},
        How::Swap => while object.swap(1, order) != 0 {},
        How::Loads => loop {
            if object.load(Relaxed) == 0
                && object.compare_exchange_weak(0, 1, order, Relaxed).is_ok()
            {
                break;
            }
        },
    }
}

#[datarace::check]
fn count(object: &AtomicU64, order: Ordering, how: How) {
    let mut found = object.load(Ordering::Relaxed);
    loop {
        let result = match how {
            How::Weak => object.compare_exchange_weak(found, found + 1, order, Ordering::Relaxed),
            _ => object.compare_exchange(found, found + 1, order, Ordering::Relaxed),
        };
        match result {
            Ok(_) => return,
            Err(now) => found = now,
        }
    }
}

#[datarace::check]
fn take(object: &AtomicU64, order: Ordering) {
    loop {
        let found = object.load(Ordering::Relaxed);
        if found == 0 {
            spin_loop();
            continue;
        }
        if object
            .compare_exchange(found, found - 1, order, Ordering::Relaxed)
            .is_ok()
        {
            return;
        }
    }
}

fn compare(name: &str, threads: &Threads, order: &[usize], compared: &mut Compared) {
    for (oracle, model) in MODELS {
        let waits = expected(threads, oracle, 1);
        let loops = expected(threads, oracle, 3).or_else(|| expected(threads, oracle, 2));
        let (Some(waits), Some(loops)) = (waits, loops) else {
            compared.left_out += 1;
            continue;
        };
        let empty: Outcome = (vec![Vec::new(); threads.len()], [0; ATOMICS]);
        let outcome = Mutex::new(empty);
        let seen = Mutex::new(BTreeSet::new());
        let found = Explorer::exhaustive().memory(model).run(|| {
            run(threads, order, &outcome);
            seen.lock().unwrap().insert(outcome.lock().unwrap().clone());
        });
        let what = format!("{name} in the order {order:?} under {model:?}: {found}");
        let polls = threads
            .iter()
            .flatten()
            .any(|one| matches!(one, Statement::Poll(..) | Statement::PollOwn { .. }));
        let racy = waits.racy || loops.racy;
        assert_eq!(!found.races().is_empty(), racy, "{what}");
        compared.races += usize::from(racy);
        if racy {
            continue;
        }
        let hangs = |failure: &datarace::Failure| {
            matches!(
                failure.kind(),
                FailureKind::Deadlock | FailureKind::Livelock
            )
        };
        assert!(found.failures().iter().all(hangs), "{what}");
        if !polls {
            // A loop may also hang because it has missed what it waits for.
            assert_eq!(!found.failures().is_empty(), loops.hangs, "{what}");
            compared.hangs += usize::from(loops.hangs);
        }
        // There is no end of executions where a lock is tried that a loop takes in vain again and again.
        assert_eq!(found.is_complete(), !leaves_out(threads, &found), "{what}");
        assert_eq!(
            waits.outcomes, loops.outcomes,
            "{name}: the two forms of the program differ"
        );
        assert_eq!(*seen.lock().unwrap(), waits.outcomes, "{what}");
        if !threads.iter().flatten().any(Statement::may_leave_a_trace) {
            assert_eq!(found.executions(), waits.executions, "{what}");
        }
        compared.executions += waits.executions;
    }
}

/// Whether executions had to be left out, which can only be where a lock is both polled and tried, or is an atomic.
fn leaves_out(threads: &Threads, found: &datarace::Exploration) -> bool {
    let statements = || threads.iter().flatten();
    let polled = statements().filter_map(|one| match one {
        Statement::Poll(lock, ..) => Some(*lock),
        _ => None,
    });
    let is_tried =
        |lock| statements().any(|one| matches!(one, Statement::Try(tried, ..) if *tried == lock));
    let is_own = |one: &Statement| matches!(one, Statement::PollOwn { .. });
    (polled.into_iter().any(is_tried) || statements().any(is_own)) && !found.is_complete()
}

fn rows(rows: &[&str]) -> Compared {
    let mut compared = Compared::default();
    for row in rows {
        let threads = parse(row);
        for order in orders(threads.len()) {
            compare(row, &threads, &order, &mut compared);
        }
    }
    assert_eq!(compared.left_out, 0, "a row is too large for the oracle");
    compared
}

#[test]
fn locks() {
    let compared = rows(&[
        "lock a; unlock a | lock a; unlock a",
        "lock a; unlock a | lock a; unlock a | lock a; unlock a",
        "lock a; unlock a; lock a; unlock a | lock a; unlock a",
        "lock a; d=; unlock a | lock a; d=; unlock a",
        "lock a; x=1 rlx; unlock a | lock a; x rlx; unlock a",
        "lock a; x=1 rlx; y=1 rlx; unlock a | lock a; y rlx; x rlx; unlock a | x rlx",
        "lock a; x=1 rlx; unlock a | lock b; x rlx; unlock b",
        "x=1 rlx; lock a; unlock a; y rlx | y=1 rlx; lock a; unlock a; x rlx",
        "x=1 rlx; lock a; unlock a; y rlx | y=1 rlx; lock b; unlock b; x rlx",
        "lock a; lock b; unlock b; unlock a | lock a; lock b; unlock b; unlock a",
        "lock a; lock b; unlock b; unlock a | lock b; lock a; unlock a; unlock b",
        "lock a; lock b; unlock a; unlock b | lock a; lock b; unlock b; unlock a",
        "lock a; d=; unlock a | d",
        "d=; lock a; unlock a | lock a; unlock a; d",
        "d=; lock a; x=1 rlx; unlock a | spin x 1 rlx; lock a; unlock a; d",
        "lock a; x+1 rlx; unlock a | lock a; x+1 rlx; unlock a | lock a; x+1 rlx; unlock a",
        "write r; unwrite r | write r; unwrite r",
        "read r; unread r | read r; unread r",
        "read r; unread r | write r; unwrite r",
        "read r; d; unread r | read r; d; unread r | write r; d=; unwrite r",
        "read r; d=; unread r | read r; d=; unread r",
        "read r; x=1 rlx; y rlx; unread r | read r; y=1 rlx; x rlx; unread r",
        "write r; x=1 rlx; unwrite r | read r; x rlx; unread r; x rlx",
        "lock a; read r; unread r; unlock a | write r; lock a; unlock a; unwrite r",
    ]);
    assert!(
        0 < compared.races && 0 < compared.hangs,
        "rows of each kind"
    );
}

#[test]
fn locks_that_are_tried() {
    let compared = rows(&[
        "try a 1; unlock a | try a 1; unlock a",
        "try a 1; unlock a | lock a; unlock a",
        "try a 1; unlock a | lock a; unlock a; lock a; unlock a",
        "try a 2; d=; unlock a | lock a; d=; unlock a",
        "try a 2; d=; unlock a; d | lock a; d=; unlock a",
        "try a 2; x=1 rlx; unlock a; y rlx | try a 2; y=1 rlx; unlock a; x rlx",
        "try a 1; unlock a | try a 1; unlock a | lock a; unlock a",
        "lock a; x=1 rlx; unlock a | try a 2; x rlx; unlock a; x rlx",
        "lock a; try b 1; unlock b; unlock a | lock b; try a 1; unlock a; unlock b",
        "trywrite r 1; unwrite r | write r; unwrite r",
        "trywrite r 1; unwrite r | read r; unread r",
        "tryread r 1; unread r | write r; unwrite r",
        "tryread r 2; d; unread r | write r; d=; unwrite r",
        "trywrite r 2; d=; unwrite r | trywrite r 2; d=; unwrite r",
    ]);
    assert!(
        0 < compared.races && 0 < compared.executions,
        "rows of each kind"
    );
}

#[test]
fn loops_that_wait() {
    let compared = rows(&[
        "d=; x=1 rel | await x 1 acq; d",
        "d=; x=1 rel | spin x 1 acq; d",
        "d=; x=1 rel | yield x 1 rlx; d",
        "d=; x=1 rlx | await x 1 acq; d",
        "x=1 rel | await x 2 acq",
        "x=1 rlx; x=2 rlx | await x 1 rlx; x rlx",
        "x=1 rlx; x=0 rlx | await x 1 rlx",
        "x=1 rlx; x=0 rlx; x=2 rlx | spin x 1 rlx; x rlx",
        "x=1 rlx | x=2 rlx | await x 2 rlx; x rlx",
        "x=1 rel; await y 1 acq | await x 1 acq; y=1 rel",
        "await x 1 acq; y=1 rel | await y 1 acq; x=1 rel",
        "y=1 rlx; x=1 rlx | await x 1 rlx; y rlx",
        "y=1 rlx; F rel; x=1 rlx | await x 1 rlx; F acq; y rlx",
        "y=1 rlx; F rel; x=1 rlx | await x 1 rlx; y rlx",
        "x=1 sc; await y 1 sc | y=1 sc; await x 1 sc",
        "d=; x=1 rel | await x 1 acq; y=1 rel | await y 1 acq; d",
        "d=; x=1 rel | await x 1 rlx; y=1 rel | await y 1 acq; d",
        "d=; x=1 rel | x+1 rlx | await x 2 acq; d",
        "await x 1 rlx; y=1 rlx | x=1 rlx; y rlx",
        "x+1 acqrel; await x 2 acq; y rlx | y=1 rlx; x+1 acqrel; await x 2 acq",
        "x=2 rlx | await x 1 rlx; await x 1 rlx; await x 2 rlx",
        "x=1 rlx; x=2 rlx | spin x 1 rlx; spin x 2 rlx | spin x 1 rlx; spin x 1 rlx",
        "x=1 rlx | spin x 1 rlx; spin x 2 rlx",
        "x+1 acqrel; spin x 3 acq | x+1 acqrel; spin x 3 acq | x+1 acqrel; spin x 3 acq",
    ]);
    assert!(
        0 < compared.races && 0 < compared.hangs,
        "rows of each kind"
    );
}

#[test]
fn loops_that_take_a_lock() {
    let compared = rows(&[
        "grab x acq; d=; x=0 rel | grab x acq; d=; x=0 rel",
        "grab x acq; x=0 rel | grab x acq; x=0 rel | grab x acq; x=0 rel",
        "grab x rlx; d=; x=0 rel | grab x acq; d=; x=0 rel",
        "grab x acq; d=; x=0 rlx | grab x acq; d=; x=0 rel",
        "grab x acq | grab x acq",
        "grabw x acq; d=; x=0 rel | grabw x acq; d=; x=0 rel",
        "grabw x acq; d=; x=0 rlx | grabw x acq; d=; x=0 rel",
        "swap x acq; d=; x=0 rel | swap x acq; d=; x=0 rel",
        "swap x acq; d=; x=0 rel | swap x rlx; d=; x=0 rel",
        "swap x acq; x=0 rel | swap x acq; x=0 rel | swap x acq; x=0 rel",
        "ttas x acq; d=; x=0 rel | ttas x acq; d=; x=0 rel",
        "ttas x rlx; d=; x=0 rel | ttas x acq; d=; x=0 rel",
        "grab x acq; y=1 rlx; x=0 rel | swap x acq; y rlx; x=0 rel",
        "swap x acq; y=1 rlx; x=0 rel; x rlx | swap x acq; y rlx; x=0 rel",
        "grab x acq; grab y acq; y=0 rel; x=0 rel | grab y acq; grab x acq; x=0 rel; y=0 rel",
        "count x rlx | count x rlx",
        "count x rlx; x rlx | count x rlx",
        "countw x acqrel; y rlx | y=1 rlx; countw x acqrel",
        "count x rel; y rlx | y=1 rlx; count x acq",
        "count x rlx | count x rlx | count x rlx",
        "take x acq | x+1 rel",
        "take x acq; d | d=; x+1 rel",
        "take x rlx; d | d=; x+1 rel",
        "take x acq | take x acq | x+1 rel",
        "take x acq; x+1 rel | take x acq; x+1 rel | x+1 rel",
        "poll a x 1; unlock a | lock a; x=1 rlx; unlock a",
        "poll a x 1; d; unlock a | lock a; d=; x=1 rlx; unlock a",
        "poll a x 1; y rlx; unlock a | y=1 rlx; lock a; x=1 rlx; unlock a",
        "poll a x 1; unlock a | lock a; x=1 rlx; unlock a | lock a; y=1 rlx; unlock a",
        "pollown w x 1 acq rel; w=0 rel | grab w acq; x=1 rlx; w=0 rel",
        "pollown w x 1 acq rel; d; w=0 rel | grab w acq; d=; x=1 rlx; w=0 rel",
        "pollown w x 1 rlx rel; d; w=0 rel | grab w acq; d=; x=1 rlx; w=0 rel",
        "pollown w x 1 acq rel; d; w=0 rel | grab w acq; d=; x=1 rlx; w=0 rlx",
        "pollown w x 1 acq rel; d=; w=0 rel | grab w acq; d; x=1 rlx; w=0 rel",
        "pollown w x 1 acq rlx; d=; w=0 rlx | grab w acq; d; x=1 rlx; w=0 rel",
        "pollown w x 1 acq rel; y rlx; w=0 rel | y=1 rlx; swap w acq; x=1 rlx; w=0 rel",
        "pollown w x 1 acq rel; w=0 rel | y rlx; x=1 rlx",
        "pollown w x 1 acq rel; w=0 rel | w rlx; x=1 rlx",
        "pollown w x 1 acq rel; w=0 rel | x=1 rlx; w+2 acqrel",
        "pollown w x 1 acq rel; w=0 rel | pollown w y 1 acq rel; w=0 rel",
        "pollown w x 1 acq rel; y=1 rlx; w=0 rel | pollown w y 1 acq rel; w=0 rel | x=1 rlx",
        "poll a x 1; unlock a | poll a y 1; unlock a",
    ]);
    assert!(
        0 < compared.races && 0 < compared.hangs,
        "rows of each kind"
    );
}

/// One step of a random program: some statements that belong together.
fn random_step(random: &mut Random) -> String {
    let at = random.pick(&["x", "y"]);
    let load = random.pick(&["rlx", "acq", "acq", "sc"]);
    let store = random.pick(&["rlx", "rel", "rel", "sc"]);
    let rmw = random.pick(&["rlx", "acq", "rel", "acqrel", "sc"]);
    let lock = random.pick(&["a", "a", "b"]);
    let inner = match random.below(5) {
        0 => String::from("d="),
        1 => String::from("d"),
        2 => format!("z=1 {store}"),
        3 => format!("z+1 {rmw}"),
        _ => format!("z {load}"),
    };
    match random.below(19) {
        0..=2 => format!("{at}={} {store}", 1 + random.below(2)),
        3 | 4 => format!("{at} {load}"),
        5 => format!("{at}+1 {rmw}"),
        6 => format!("F {}", random.pick(&["acq", "rel", "sc"])),
        7 | 8 => format!("{} {at} 1 {load}", random.pick(&["await", "spin"])),
        9 => format!("lock {lock}; {inner}; unlock {lock}"),
        10 => format!("try {lock} 2; {inner}; unlock {lock}"),
        11 => format!("write r; {inner}; unwrite r"),
        12 => format!("read r; {inner}; unread r"),
        13 | 14 => {
            let how = random.pick(&["grab", "grabw", "swap", "ttas"]);
            format!(
                "{how} w {}; {inner}; w=0 {store}",
                random.pick(&["rlx", "acq", "acq"])
            )
        }
        15 => format!("{} {at} {rmw}", random.pick(&["count", "countw"])),
        16 => format!("take {at} {rmw}"),
        17 => {
            let takes = random.pick(&["rlx", "acq", "acq"]);
            format!("pollown w {at} 1 {takes} {store}; {inner}; w=0 {store}")
        }
        _ => format!("poll {lock} {at} 1; {inner}; unlock {lock}"),
    }
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
        let line = line(&mut random, threads, |random, _| random_step(random));
        let orders = orders(threads);
        compare(
            &format!("case {case}: {line}"),
            &parse(&line),
            &orders[case % 3],
            &mut compared,
        );
    }
    compared.assert_many(cases, cases / 20);
}
