//! Litmus shapes of the literature beyond the table, each as a line of text: the explorer and brute force over the axioms agree on
//! the number of executions, on what the reads can see, and on whether there is a race, under both models and in any order of threads.
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace::Explorer;
use datarace_tests::corpus::{MODELS, Random, number, orders};
use datarace_tests::oracle::enumerate::enumerate;
use datarace_tests::oracle::execution::Action;
use datarace_tests::oracle::program::variable;
use datarace_tests::oracle::{MemoryModel, Operation, Program, Relations, race};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::thread;

/// What the reads of each thread saw.
type Outcome = Vec<Vec<u64>>;

/// A line: threads apart by `|`, operations by `;`. `x=1 rel` a store, `x acq` a load, `x+1 rlx` an addition, `x<2 acq` a swap,
/// `x^2 rlx` a maximum, `x?0:1 acqrel acq` an exchange, `x~0:1 ..` a weak one, `F sc` a fence, `if 1` goes on where the last read
/// saw at least that, `d=` and `d` plain accesses.
fn parse(line: &str) -> Program {
    Program {
        threads: line
            .split('|')
            .map(|thread| {
                thread
                    .split(';')
                    .map(|text| operation(text.trim()))
                    .collect()
            })
            .collect(),
    }
}

fn operation(text: &str) -> Operation {
    let mut words = text.split(' ');
    let what = words.next().unwrap();
    let orders: Vec<&str> = words.collect();
    let load = |word: &str| match word {
        "rlx" => LoadOrder::Relaxed,
        "acq" => LoadOrder::Acquire,
        "sc" => LoadOrder::SeqCst,
        _ => panic!("{text}"),
    };
    let store = |word: &str| match word {
        "rlx" => StoreOrder::Relaxed,
        "rel" => StoreOrder::Release,
        "sc" => StoreOrder::SeqCst,
        _ => panic!("{text}"),
    };
    let rmw = |word: &str| match word {
        "rlx" => RmwOrder::Relaxed,
        "acq" => RmwOrder::Acquire,
        "rel" => RmwOrder::Release,
        "acqrel" => RmwOrder::AcqRel,
        "sc" => RmwOrder::SeqCst,
        _ => panic!("{text}"),
    };
    let number = |text: &str| text.parse::<u64>().unwrap();
    if what == "F" {
        let order = match orders[0] {
            "acq" => FenceOrder::Acquire,
            "rel" => FenceOrder::Release,
            "acqrel" => FenceOrder::AcqRel,
            "sc" => FenceOrder::SeqCst,
            _ => panic!("{text}"),
        };
        return Operation::Fence { order };
    }
    if what == "if" {
        return Operation::OnlyIf {
            at_least: number(orders[0]),
        };
    }
    let bytes = variable("xyzwd".find(&what[..1]).expect(text));
    let rest = &what[1..];
    if what.starts_with('d') {
        let kind = match rest {
            "=" => AccessKind::Write,
            _ => AccessKind::Read,
        };
        return Operation::Plain { bytes, kind };
    }
    let change = |operation, operand| AtomicOperation::Rmw {
        operation,
        operand: number(operand),
        order: rmw(orders[0]),
    };
    let operation = match rest.get(..1) {
        None => AtomicOperation::Load {
            order: load(orders[0]),
        },
        Some("=") => AtomicOperation::Store {
            value: number(&rest[1..]),
            order: store(orders[0]),
        },
        Some("+") => change(RmwOperation::Add, &rest[1..]),
        Some("<") => change(RmwOperation::Swap, &rest[1..]),
        Some("^") => change(RmwOperation::UnsignedMax, &rest[1..]),
        Some(mark @ ("?" | "~")) => {
            let (expected, new) = rest[1..].split_once(':').expect(text);
            AtomicOperation::CompareExchange {
                expected: number(expected),
                new: number(new),
                success: rmw(orders[0]),
                failure: load(orders[1]),
                weak: mark == "~",
            }
        }
        _ => panic!("{text}"),
    };
    Operation::Atomic { bytes, operation }
}

const VARIABLES: usize = 5;

#[datarace::check]
fn run(program: &Program, order: &[usize], outcome: &Mutex<Outcome>) {
    let memory: [AtomicU64; VARIABLES] = Default::default();
    let memory = &memory;
    thread::scope(|s| {
        for number in order.iter().copied() {
            let operations = &program.threads[number];
            s.spawn(move || {
                let mut reads = Vec::new();
                perform(operations, memory, &mut reads);
                note(outcome, number, reads);
            });
        }
    });
}

/// Not annotated: the outcome is no part of the program.
fn note(outcome: &Mutex<Outcome>, number: usize, reads: Vec<u64>) {
    outcome.lock().unwrap()[number] = reads;
}

#[datarace::check]
fn perform(operations: &[Operation], memory: &[AtomicU64; VARIABLES], reads: &mut Vec<u64>) {
    for operation in operations {
        match *operation {
            Operation::Fence { order } => {
                let order: Ordering = order.into();
                fence(order);
            }
            Operation::OnlyIf { at_least } => {
                if reads.last().copied().unwrap_or(0) < at_least {
                    return;
                }
            }
            Operation::Plain { bytes, kind } => {
                let place = memory[index(bytes.address)].as_ptr();
                match kind {
                    AccessKind::Write => unsafe { place.write(1) },
                    _ => {
                        let _value = unsafe { place.read() };
                    }
                }
            }
            Operation::Atomic { bytes, operation } => {
                if let Some(read) = atomic(&memory[index(bytes.address)], operation) {
                    reads.push(read);
                }
            }
            _ => unreachable!("the lines have no such operation"),
        }
    }
}

fn index(address: usize) -> usize {
    (address - variable(0).address) / 8
}

#[datarace::check]
fn atomic(atomic: &AtomicU64, operation: AtomicOperation) -> Option<u64> {
    match operation {
        AtomicOperation::Load { order } => {
            let order: Ordering = order.into();
            Some(atomic.load(order))
        }
        AtomicOperation::Store { value, order } => {
            let order: Ordering = order.into();
            atomic.store(value, order);
            None
        }
        AtomicOperation::Rmw {
            operation,
            operand,
            order,
        } => {
            let order: Ordering = order.into();
            Some(match operation {
                RmwOperation::Add => atomic.fetch_add(operand, order),
                RmwOperation::Swap => atomic.swap(operand, order),
                _ => atomic.fetch_max(operand, order),
            })
        }
        AtomicOperation::CompareExchange {
            expected,
            new,
            success,
            failure,
            weak,
        } => {
            let (success, failure): (Ordering, Ordering) = (success.into(), failure.into());
            let result = match weak {
                true => atomic.compare_exchange_weak(expected, new, success, failure),
                false => atomic.compare_exchange(expected, new, success, failure),
            };
            match result {
                Ok(read) | Err(read) => Some(read),
            }
        }
    }
}

/// What the oracle says: how many executions, what they read, and whether one of them races.
fn expected(program: &Program, model: MemoryModel) -> (u64, BTreeSet<Outcome>, bool) {
    let all = enumerate(program, model).complete;
    let racy = all
        .iter()
        .any(|execution| !race::races(execution, &Relations::of(execution)).is_empty());
    let outcomes = all.iter().map(|execution| {
        let mut outcome: Outcome = vec![Vec::new(); program.threads.len()];
        for event in &execution.events {
            if let Action::Load { value: read, .. } | Action::Rmw { read, .. } = event.action {
                outcome[event.thread].push(read);
            }
        }
        outcome
    });
    (all.len() as u64, outcomes.collect(), racy)
}

/// Compares one program in one order of its threads; the number of executions.
fn compare(name: &str, program: &Program, order: &[usize]) -> u64 {
    let mut count = 0;
    for (oracle, model) in MODELS {
        let (executions, outcomes, racy) = expected(program, oracle);
        let outcome = Mutex::new(vec![Vec::new(); program.threads.len()]);
        let seen = Mutex::new(BTreeSet::new());
        let found = Explorer::exhaustive().memory(model).run(|| {
            run(program, order, &outcome);
            seen.lock().unwrap().insert(outcome.lock().unwrap().clone());
        });
        let what = format!("{name} in the order {order:?} under {model:?}: {found}\n{program:?}");
        assert!(found.failures().is_empty(), "{what}");
        assert_eq!(!found.races().is_empty(), racy, "{what}");
        if !racy {
            assert!(found.is_complete(), "{what}");
            assert_eq!(
                (found.executions(), found.blocked()),
                (executions, 0),
                "{what}"
            );
            assert_eq!(*seen.lock().unwrap(), outcomes, "{what}");
        }
        count += executions;
    }
    count
}

const ROWS: &[(&str, &str)] = &[
    ("R", "x=1 rel; y=1 rel | y=2 rel; x acq"),
    ("R+scs", "x=1 sc; y=1 sc | y=2 sc; x sc"),
    ("R+scfs", "x=1 rlx; F sc; y=1 rlx | y=2 rlx; F sc; x rlx"),
    ("R+sc+scf", "x=1 sc; y=1 sc | y=2 rlx; F sc; x sc"),
    ("S+scfs", "x=2 rlx; F sc; y=1 rlx | y rlx; F sc; x=1 rlx"),
    ("S+rel+acqf", "x=2 rlx; y=1 rel | y rlx; F acq; x=1 rlx"),
    ("MP+scfs", "x=1 rlx; F sc; y=1 rlx | y rlx; F sc; x rlx"),
    ("MP+scf+acq", "x=1 rlx; F sc; y=1 rlx | y acq; x rlx"),
    ("MP+swap", "x=1 rlx; y<1 rel | y<2 acq; x rlx"),
    ("MP+cas", "x=1 rlx; y=1 rel | y?1:2 acq rlx; x rlx"),
    ("MP+cas+acqfail", "x=1 rlx; y=1 rel | y?0:2 rlx acq; x rlx"),
    ("MP+weak", "x=1 rlx; y=1 rel | y~1:2 acq rlx; x rlx"),
    ("MP+max", "x=1 rlx; y^2 rel | y^1 acq; x rlx"),
    (
        "MP+relf+2",
        "x=1 rlx; F rel; y=1 rlx; z=1 rlx | z rlx; F acq; y rlx; x rlx",
    ),
    ("3.SB", "x=1 rel; y acq | y=1 rel; z acq | z=1 rel; x acq"),
    ("3.SB+scs", "x=1 sc; y sc | y=1 sc; z sc | z=1 sc; x sc"),
    (
        "3.SB+scfs",
        "x=1 rlx; F sc; y rlx | y=1 rlx; F sc; z rlx | z=1 rlx; F sc; x rlx",
    ),
    (
        "3.SB+2scfs",
        "x=1 rlx; F sc; y rlx | y=1 rlx; F sc; z rlx | z=1 rlx; x rlx",
    ),
    ("3.LB", "x acq; y=1 rel | y acq; z=1 rel | z acq; x=1 rel"),
    (
        "3.2W",
        "x=1 rlx; y=2 rlx | y=1 rlx; z=2 rlx | z=1 rlx; x=2 rlx",
    ),
    (
        "3.2W+scs",
        "x=1 sc; y=2 sc | y=1 sc; z=2 sc | z=1 sc; x=2 sc",
    ),
    ("2+2W+1scf", "x=1 rlx; F sc; y=2 rlx | y=1 rlx; x=2 rlx"),
    ("2+2W+scf+sc", "x=1 rlx; F sc; y=2 rlx | y=1 sc; x=2 sc"),
    (
        "2+2W+reads",
        "x=1 rlx; y=2 rlx; y rlx | y=1 rlx; x=2 rlx; x rlx",
    ),
    ("W+RWC", "x=1 rel; y=1 rel | y acq; z acq | z=1 rel; x acq"),
    ("W+RWC+scs", "x=1 sc; y=1 sc | y sc; z sc | z=1 sc; x sc"),
    (
        "W+RWC+acq+scs",
        "x=1 rel; y=1 rel | y acq; z sc | z=1 sc; x sc",
    ),
    (
        "W+RWC+scfs",
        "x=1 rlx; y=1 rel | y acq; F sc; z rlx | z=1 rlx; F sc; x rlx",
    ),
    ("RWC", "x=1 rel | x acq; y acq | y=1 rel; x acq"),
    ("RWC+scs", "x=1 sc | x sc; y sc | y=1 sc; x sc"),
    (
        "RWC+scfs",
        "x=1 rlx | x rlx; F sc; y rlx | y=1 rlx; F sc; x rlx",
    ),
    (
        "RWC+acq+scfs",
        "x=1 rel | x acq; F sc; y rlx | y=1 rlx; F sc; x rlx",
    ),
    (
        "WRC+scfs",
        "x=1 rlx | x rlx; F sc; y=1 rlx | y rlx; F sc; x rlx",
    ),
    ("WRW+WR", "x=1 rel | x acq; y=1 rel | y=2 sc; x sc"),
    ("WRW+2W", "x=2 rlx | x acq; y=1 rel | y acq; x=1 rlx"),
    ("WWC", "x=2 rel | x acq; y=1 rel | y acq; x=1 rel"),
    ("Z6.0", "x=1 rel; y=1 rel | y acq; z=1 rel | z=2 rel; x acq"),
    ("Z6.0+scs", "x=1 sc; y=1 sc | y sc; z=1 sc | z=2 sc; x sc"),
    (
        "Z6.1",
        "x=1 rel; y=1 rel | y=2 rel; z=1 rel | z acq; x=2 rel",
    ),
    ("Z6.2", "x=1 rel; y=1 rel | y acq; z=1 rel | z acq; x=2 rel"),
    ("Z6.3", "x=1 rel; y=1 rel | y=2 rel; z=1 rel | z acq; x acq"),
    ("Z6.3+scs", "x=1 sc; y=1 sc | y=2 sc; z=1 sc | z sc; x sc"),
    (
        "Z6.4+scfs",
        "x=1 rlx; F sc; y=1 rlx | y=2 rlx; F sc; z rlx | z=1 rlx; F sc; x rlx",
    ),
    ("Z6.5", "x=1 sc; y=1 sc | y=2 sc; z=1 sc | z=2 sc; x sc"),
    (
        "IRIW+scfs",
        "x=1 rlx | y=1 rlx | x rlx; F sc; y rlx | y rlx; F sc; x rlx",
    ),
    (
        "IRIW+rel+scfs",
        "x=1 rel | y=1 rel | x acq; F sc; y rlx | y acq; F sc; x rlx",
    ),
    (
        "IRIW+1scf",
        "x=1 rlx | y=1 rlx | x acq; F sc; y rlx | y acq; x acq",
    ),
    ("IRIW+2sc", "x=1 sc | y=1 sc | x acq; y sc | y acq; x sc"),
    (
        "IRIW+scr+relw",
        "x=1 rel | y=1 rel | x sc; y sc | y sc; x sc",
    ),
    (
        "IRIW+rmw",
        "x+1 acqrel | y+1 acqrel | x+0 acqrel; y acq | y+0 acqrel; x acq",
    ),
    (
        "IRIW+rmws",
        "x=1 rlx | y=1 rlx | x+0 sc; y+0 sc | y+0 sc; x+0 sc",
    ),
    ("SB+rmws", "x<1 acqrel; y acq | y<1 acqrel; x acq"),
    ("SB+rmws+sc", "x<1 sc; y sc | y<1 sc; x sc"),
    ("SB+rmw-reads", "x=1 rlx; y+0 acqrel | y=1 rlx; x+0 acqrel"),
    ("SB+one-fence", "x=1 rlx; F sc; y rlx | y=1 rlx; x rlx"),
    ("SB+fence+sc", "x=1 rlx; F sc; y rlx | y=1 sc; x sc"),
    (
        "SB+acqrelf",
        "x=1 rlx; F acqrel; y rlx | y=1 rlx; F acqrel; x rlx",
    ),
    ("SB+cas", "x?0:1 sc sc; y sc | y?0:1 sc sc; x sc"),
    ("SB+rfi", "x=1 sc; x rlx; y sc | y=1 sc; y rlx; x sc"),
    (
        "SB+rfi+rlx",
        "x=1 rlx; x rlx; y rlx | y=1 rlx; y rlx; x rlx",
    ),
    ("SB+mixed", "x=1 sc; y=1 rlx; z sc | z=1 sc; x sc"),
    ("CoRR+rmw", "x+1 rlx; x+1 rlx | x rlx; x rlx"),
    ("CoWW", "x=1 rlx; x=2 rlx | x=3 rlx; x rlx"),
    ("CoWR+rmw", "x=1 rlx; x+1 rlx; x rlx | x+2 rlx"),
    ("CoRW+rmw", "x rlx; x+1 rlx | x=5 rlx; x+1 rlx"),
    ("CoRR+swap", "x<1 rlx | x<2 rlx | x rlx; x rlx"),
    ("CoRR+sc+rlx", "x=1 sc; x=2 rlx | x sc; x rlx | x=3 sc"),
    ("rs+rmw", "d=; x=1 rel | x+1 rlx | x acq; if 2; d"),
    (
        "rs+2rmw",
        "d=; x=1 rel | x+1 rlx | x+1 rlx | x acq; if 3; d",
    ),
    (
        "rs+swap",
        "d=; x=1 rel | x<5 rlx; if 1; y=1 rel | y acq; if 1; x acq; if 5; d",
    ),
    ("rs+swap+over", "d=; x=1 rel | x<5 rlx | x acq; if 5; d"),
    ("rs+store", "d=; x=1 rel | x=2 rlx | x acq; if 2; d"),
    ("rs+own-store", "d=; x=1 rel; x=2 rlx | x acq; if 2; d"),
    ("rs+own-rmw", "d=; x=1 rel; x+1 rlx | x acq; if 2; d"),
    (
        "rs+cas-fails",
        "d=; x=1 rel | x?3:4 rlx rlx | x acq; if 1; d",
    ),
    (
        "rs+cas-chain",
        "d=; x=1 rel | x?1:2 rlx rlx | x acq; if 2; d",
    ),
    ("rs+weak", "d=; x=1 rel | x~1:2 rlx rlx | x acq; if 2; d"),
    ("rs+two-heads", "d=; x=1 rel | x+1 rel | x acq; if 2; d"),
    (
        "rs+fence-head",
        "d=; F rel; x=1 rlx | x+1 rlx | x rlx; F acq; if 2; d",
    ),
    ("cas-fail-acquires", "d=; x=1 rel | x?0:9 rlx acq; if 1; d"),
    ("cas-fail-relaxed", "d=; x=1 rel | x?0:9 acq rlx; if 1; d"),
    ("weak-both", "x~0:1 acqrel acq | x~0:2 acqrel acq"),
    ("weak-twice", "x~0:1 rlx rlx; x~0:1 rlx rlx | x+1 rlx"),
    ("weak-sc", "x~0:1 sc sc; y sc | y~0:1 sc sc; x sc"),
    ("dekker", "x=1 sc; y sc; z+1 rlx | y=1 sc; x sc; z+1 rlx"),
    (
        "peterson",
        "x=1 sc; z=1 sc; y sc; z sc | y=1 sc; z=2 sc; x sc; z sc",
    ),
    (
        "peterson+rlx",
        "x=1 rlx; z<1 acqrel; y acq; z rlx | y=1 rlx; z<2 acqrel; x acq; z rlx",
    ),
    (
        "barrier",
        "x=1 rlx; z+1 acqrel; z acq; if 2; y rlx | y=1 rlx; z+1 acqrel; z acq; if 2; x rlx",
    ),
    (
        "seqlock",
        "z=1 rlx; F rel; x=1 rlx; z=2 rel | z acq; x rlx; F acq; z rlx",
    ),
    (
        "seqlock+2",
        "z=1 rlx; F rel; x=1 rlx; y=1 rlx; z=2 rel | z acq; x rlx; y rlx; F acq; z rlx",
    ),
    ("exchange", "x<1 rlx | x<2 rlx | x<3 rlx"),
    ("exchange+read", "x<1 acq; y rlx | y=1 rlx; x<2 rel"),
    ("max", "x^3 rlx | x^1 rlx | x^2 rlx; x rlx"),
    ("ctrl", "x rlx; if 1; y=1 rlx | y rlx; if 1; x=1 rlx"),
    ("ctrl+LB", "x rlx; y=1 rlx | y rlx; if 1; x=1 rlx"),
    (
        "message",
        "d=; x=1 rel | x acq; if 1; d=; y=1 rel | y acq; if 1; d",
    ),
    (
        "message+rlx",
        "d=; x=1 rel | x acq; if 1; d=; y=1 rlx | y acq; if 1; d",
    ),
    (
        "message+skip",
        "d=; x=1 rel | x rlx; if 1; y=1 rel | y acq; if 1; d",
    ),
    (
        "message+skip+fence",
        "d=; x=1 rel | x rlx; if 1; F acqrel; y=1 rlx | y acq; if 1; d",
    ),
    ("lock", "x?0:1 acq rlx; d=; x=0 rel | y=1 rlx"),
    ("count-down", "d=; x+1 rel | x+1 acq; if 1; d="),
    ("count-down+rlx", "d=; x+1 rlx | x+1 acq; if 1; d="),
    ("count-down+fence", "d=; x+1 rel | x+1 rlx; if 1; F acq; d="),
    (
        "four",
        "x=1 rel | x acq; y=1 rel | y acq; z=1 rel | z acq; x rlx",
    ),
    (
        "four-counters",
        "x+1 rlx; y rlx | y+1 rlx; x rlx | x+1 rlx | y+1 rlx",
    ),
    (
        "sc-fence-rmw",
        "x+1 rlx; F sc; y rlx | y+1 rlx; F sc; x rlx",
    ),
    (
        "sc-fence-hb",
        "x=1 rlx; F sc; z=1 rel | z acq; y rlx | y=1 rlx; F sc; x rlx",
    ),
    ("sc-store-rlx-load", "x=1 sc; y rlx | y=1 sc; x rlx"),
    (
        "two-fences",
        "x=1 rlx; F sc; F sc; y rlx | y=1 rlx; F sc; x rlx",
    ),
];

#[test]
fn the_explorer_and_the_axioms_agree() {
    for (name, line) in ROWS {
        let program = parse(line);
        for order in orders(program.threads.len()) {
            compare(name, &program, &order);
        }
    }
}

fn random_operation(random: &mut Random) -> String {
    let load = ["rlx", "acq", "sc"];
    let rmw = ["rlx", "acq", "rel", "acqrel", "sc"];
    let at = random.pick(&["x", "y"]);
    let value = 1 + random.below(2);
    match random.below(14) {
        0..=3 => format!("{at}={value} {}", random.pick(&["rlx", "rel", "sc"])),
        4..=7 => format!("{at} {}", random.pick(&load)),
        8 => format!("{at}+1 {}", random.pick(&rmw)),
        9 => format!("{at}<{value} {}", random.pick(&rmw)),
        10 => format!(
            "{at}?{}:{value} {} {}",
            random.below(3),
            random.pick(&rmw),
            random.pick(&load)
        ),
        11 => format!(
            "{at}~{}:{value} {} {}",
            random.below(3),
            random.pick(&rmw),
            random.pick(&load)
        ),
        12 => format!("F {}", random.pick(&["acq", "rel", "acqrel", "sc", "sc"])),
        _ => format!("if {value}"),
    }
}

/// As many random programs as `DATARACE_TEST_CASES` says.
#[test]
fn random_programs_agree() {
    let cases = number("DATARACE_TEST_CASES", 60);
    let mut random = Random(20_261_125);
    let mut total = 0;
    for case in 0..cases {
        let threads = 2 + random.below(3);
        let left = [0, 0, 7, 8, 8][threads];
        let mut lines = vec![Vec::new(); threads];
        for operation in 0..left {
            let thread = match operation < threads {
                true => operation,
                false => random.below(threads),
            };
            lines[thread].push(random_operation(&mut random));
        }
        let line: Vec<String> = lines.iter().map(|thread| thread.join("; ")).collect();
        let line = line.join(" | ");
        let program = parse(&line);
        if enumerate(&program, MemoryModel::Rust).complete.len() <= 2_000 {
            let orders = orders(threads);
            total += compare(&format!("case {case}: {line}"), &program, &orders[case % 3]);
        }
    }
    assert!(cases < total as usize, "the programs have executions");
}
