//! The whole tool against the oracle: random programs on real memory and real threads, in a given order of steps.
//!
//! Each operation has a function, and so sites, of its own. A pair is reported only if it races by definition; and where an
//! access races with an earlier one, it or one of its thread's accesses of the same epoch, from which nobody could tell it,
//! is reported (entries that a newer one dominates are dropped, which loses no racing access). What stands between the steps is not annotated, so a report may be unproven.
#![cfg(feature = "track")]

use datarace::__model::event::{AccessKind, AtomicOperation, Bytes, RmwOperation};
use datarace::__model::order::RmwOrder;
use datarace::__model::set_turns;
use datarace_tests::oracle::generate::{Run, Vocabulary, runs};
use datarace_tests::oracle::program::variable;
use datarace_tests::oracle::{
    Execution, Machine, MemoryModel, Operation, Program, Relations, Replay, Step, race,
};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, proptest};
use std::cell::UnsafeCell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("DATARACE_TEST_CASES")
            .map_or(300, |cases| cases.parse().expect("DATARACE_TEST_CASES is a number")),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_run_on_real_memory_is_judged_as_defined(run in runs(Vocabulary::Usual)) {
        compare(&run, simplified)?;
    }

    #[test]
    fn every_kind_and_size_on_real_memory(run in runs(Vocabulary::Everything)) {
        compare(&run, simplified_mixed)?;
    }

    #[test]
    fn owned_or_not_the_verdicts_are_the_same(run in runs(Vocabulary::Usual)) {
        compare_owned(&run, simplified)?;
    }

    #[test]
    fn owned_or_not_the_verdicts_are_the_same_for_every_kind_and_size(run in runs(Vocabulary::Everything)) {
        compare_owned(&run, simplified_mixed)?;
    }
}

/// Steps that a thread makes in a row (count): enough to come to own what it works on.
const BURST: usize = 4;

/// One run at a time, since how soon a thread owns an atomic is said for the whole process.
static TURNS: Mutex<()> = Mutex::new(());

/// How often a store or read-modify-write is made where it is repeated: the second time its thread owns the atomic, from the third
/// time on it may be no event of its own.
const REPEATED: usize = 4;

/// Threads that own an atomic as soon as they have made an operation, and threads that never do: both are judged as defined,
/// and report the same. So do threads that make each write several times, which by definition races no more and no less.
fn compare_owned(
    run: &Run,
    simplify: fn(Operation) -> Option<Operation>,
) -> Result<(), TestCaseError> {
    let _alone = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    let (program, plan) = planned(run, simplify, BURST);
    let [at_once, repeated, never] =
        [(0, 1), (0, REPEATED), (u32::MAX, 1)].map(|(turns, times)| {
            set_turns(turns);
            reported(&program, &plan.steps, times)
        });
    prop_assert!(at_once == never, "owned {at_once:?}, not owned {never:?}");
    prop_assert!(
        repeated == never,
        "owned and repeated {repeated:?}, not owned {never:?}"
    );
    judge(&plan, &at_once)
}

fn compare(run: &Run, simplify: fn(Operation) -> Option<Operation>) -> Result<(), TestCaseError> {
    let (program, plan) = planned(run, simplify, 1);
    judge(&plan, &reported(&program, &plan.steps, 1))
}

fn planned(
    run: &Run,
    simplify: fn(Operation) -> Option<Operation>,
    burst: usize,
) -> (Program, Plan) {
    let threads = run.program.threads.iter();
    let simplified = threads.map(|operations| {
        let simplified = operations.iter().copied().filter_map(simplify);
        behind_cells(simplified.collect())
    });
    let program = Program {
        threads: simplified.collect(),
    };
    let plan = plan(&program, &run.choices, burst);
    (program, plan)
}

/// The pairs that were reported against the definition.
fn judge(plan: &Plan, reported: &BTreeSet<(usize, usize)>) -> Result<(), TestCaseError> {
    let relations = Relations::of(&plan.execution);
    let name = |event: usize| plan.names[event];
    let races: BTreeSet<(usize, usize)> = race::races(&plan.execution, &relations)
        .into_iter()
        .map(|(earlier, later, _)| (name(earlier), name(later)))
        .collect();
    let text = format!("reported {reported:?}, by definition {races:?}");
    prop_assert!(reported.is_subset(&races), "{}", text);
    let replay = Replay::of(&plan.execution);
    let epoch = |name: usize| {
        let event = plan.names.iter().position(|other| *other == name);
        let epoch = replay.epochs[event.expect("every operation has an event")];
        (epoch.thread, epoch.time)
    };
    let named: BTreeSet<_> = reported
        .iter()
        .flat_map(|(earlier, later)| [epoch(*earlier), epoch(*later)])
        .collect();
    for (_, later) in &races {
        prop_assert!(named.contains(&epoch(*later)), "{}", text);
    }
    Ok(())
}

/// No edges but atomics, no spurious failures.
fn simplified(mut operation: Operation) -> Option<Operation> {
    match &mut operation {
        Operation::Atomic { operation, .. } => {
            if let AtomicOperation::CompareExchange { weak, .. } = operation {
                *weak = false;
            }
        }
        Operation::Plain { .. } | Operation::Fence { .. } | Operation::OnlyIf { .. } => {}
        _ => return None,
    }
    Some(operation)
}

/// Accesses are aligned. Overlapping atomics have one size for each address, and all values stay zero: the oracle holds
/// overlapping atomics for different objects.
fn simplified_mixed(mut operation: Operation) -> Option<Operation> {
    match &mut operation {
        Operation::Plain { bytes, .. } => align(bytes),
        Operation::Atomic { bytes, operation } => {
            bytes.size = [4, 1, 2, 1][bytes.address % 4];
            match operation {
                AtomicOperation::Load { .. } => {}
                AtomicOperation::Store { value, .. } => *value = 0,
                AtomicOperation::Rmw { operand, .. } => *operand = 0,
                AtomicOperation::CompareExchange {
                    expected,
                    new,
                    weak,
                    ..
                } => {
                    (*expected, *new, *weak) = (0, 0, false);
                }
            }
        }
        Operation::Fence { .. } => {}
        _ => return None,
    }
    Some(operation)
}

/// What the hooks make of a thread's accesses (`hooks::interior`): plain ones within bytes that it reached through a cell before
/// are accesses through the cell. The definition has no such rule, so the program says so itself.
fn behind_cells(mut operations: Vec<Operation>) -> Vec<Operation> {
    let mut cells: Vec<Bytes> = Vec::new();
    for operation in &mut operations {
        let Operation::Plain { bytes, kind } = operation else {
            continue;
        };
        let within = |cell: &Bytes| {
            cell.address <= bytes.address && bytes.address + bytes.size <= cell.address + cell.size
        };
        let behind = cells.iter().any(within);
        match kind {
            AccessKind::CellRead | AccessKind::CellWrite => cells.push(*bytes),
            AccessKind::Read if behind => *kind = AccessKind::CellRead,
            AccessKind::Write if behind => *kind = AccessKind::CellWrite,
            _ => {}
        }
    }
    operations
}

fn align(bytes: &mut Bytes) {
    bytes.address -= bytes.address % bytes.size;
}

/// A run, decided in advance.
struct Plan {
    steps: Vec<Planned>,
    execution: Execution,
    /// The operation of each event.
    names: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Planned {
    thread: usize,
    name: usize,
    operation: Operation,
    /// What a plain write writes: what the oracle has there, which knows no values but those of atomics.
    value: u64,
}

/// As an ordinary run: each load reads the latest store. A thread that is chosen makes `burst` steps, if it can.
fn plan(program: &Program, choices: &[(u8, u8)], burst: usize) -> Plan {
    let mut machine = Machine::new(program, MemoryModel::Latest);
    let choices = choices.iter().copied();
    let mut choices = choices.flat_map(|choice| std::iter::repeat_n(choice, burst));
    let mut last = None;
    let (mut steps, mut names): (Vec<Planned>, Vec<usize>) = Default::default();
    loop {
        let runnable = machine.runnable();
        let (who, _) = choices.next().unwrap_or_default();
        if runnable.is_empty() {
            let execution = machine.execution().clone();
            return Plan {
                steps,
                execution,
                names,
            };
        }
        let thread = match last {
            Some((chosen, thread)) if chosen == who && 1 < burst && runnable.contains(&thread) => {
                thread
            }
            _ => runnable[usize::from(who) % runnable.len()],
        };
        last = Some((who, thread));
        let operation = machine.operation(thread).expect("it can run");
        let name = steps.len();
        let value = match operation {
            Operation::Plain { bytes, .. } => {
                let execution = machine.execution();
                execution.value(execution.stores(bytes).last().copied())
            }
            _ => 0,
        };
        let step: Step = machine.steps(thread)[0];
        machine.perform(step);
        names.push(name);
        steps.push(Planned {
            thread,
            name,
            operation,
            value,
        });
    }
}

/// Statics, since the first value of an atomic on the heap may be anybody's. Each run has sixteen words of its own.
static MEMORY: [AtomicU64; 16 << 16] = [const { AtomicU64::new(0) }; 16 << 16];
static RUNS: AtomicUsize = AtomicUsize::new(0);

#[derive(Clone, Copy)]
struct Base(*mut u8);
// SAFETY: a pointer to a static; every race on it is wanted, and no two threads run at a time.
unsafe impl Send for Base {}

/// The pairs of operations that are reported, proven or not, where each write to an atomic is made so many times.
fn reported(program: &Program, steps: &[Planned], times: usize) -> BTreeSet<(usize, usize)> {
    let first = 16 * (RUNS.fetch_add(1, Ordering::Relaxed) % (1 << 16));
    // An earlier run may have left something, when all of the memory was used.
    let words = &MEMORY[first..first + 16];
    words
        .iter()
        .for_each(|word| word.store(0, Ordering::Relaxed));
    let base = Base(MEMORY[first].as_ptr().cast());
    let observation = datarace::observe(|| {
        std::thread::scope(|scope| {
            let workers: Vec<(Sender<Planned>, Receiver<()>)> = program
                .threads
                .iter()
                .map(|_| {
                    let (order, orders) = channel::<Planned>();
                    let (done, dones) = channel();
                    scope.spawn(move || {
                        let base = base;
                        for planned in orders {
                            perform(base.0, &planned, times);
                            done.send(()).expect("the test waits");
                        }
                    });
                    (order, dones)
                })
                .collect();
            for planned in steps {
                let (order, dones) = &workers[planned.thread];
                order.send(*planned).expect("the worker waits");
                dones.recv().expect("the worker answers");
            }
        });
    });
    let all = observation.races().iter().chain(observation.unproven());
    all.map(|race| (number(race.earlier()), number(race.later())))
        .collect()
}

/// The operation that an access stands for, by the name of its function.
fn number(access: &datarace::Access) -> usize {
    let name = access.site().function.name;
    let digits = name.rsplit('_').next().unwrap_or_default();
    digits.parse().expect("the functions have numbers")
}

fn perform(base: *mut u8, planned: &Planned, times: usize) {
    let at = |bytes: Bytes| base.wrapping_add(bytes.address - variable(0).address);
    match planned.operation {
        Operation::Plain { bytes, kind } => plain(planned, at(bytes), bytes.size, kind),
        Operation::Atomic { bytes, operation } => {
            atomic(planned.name, at(bytes), bytes.size, operation, times);
        }
        Operation::Fence { order } => FENCES[planned.name](order.into()),
        _ => {}
    }
}

fn plain(planned: &Planned, at: *mut u8, size: usize, kind: AccessKind) {
    let Planned { name, value, .. } = *planned;
    // SAFETY: the memory is there, aligned and initialized; all accesses are made one after the other.
    match size {
        1 => PLAIN_1[name](at.cast(), unsafe { &*at.cast() }, kind, value),
        2 => PLAIN_2[name](at.cast(), unsafe { &*at.cast() }, kind, value),
        _ => PLAIN_4[name](at.cast(), unsafe { &*at.cast() }, kind, value),
    }
}

fn atomic(name: usize, at: *mut u8, size: usize, operation: AtomicOperation, times: usize) {
    // SAFETY: the memory is there, aligned, and all accesses are made one after the other.
    match size {
        1 => ATOMIC_1[name](unsafe { AtomicU8::from_ptr(at.cast()) }, operation, times),
        2 => ATOMIC_2[name](unsafe { AtomicU16::from_ptr(at.cast()) }, operation, times),
        _ => ATOMIC_4[name](unsafe { AtomicU32::from_ptr(at.cast()) }, operation, times),
    }
}

fn success(order: RmwOrder) -> Ordering {
    order.into()
}

macro_rules! operations {
    ($($fence:ident $p1:ident $p2:ident $p4:ident $a1:ident $a2:ident $a4:ident)*) => {
        static FENCES: &[fn(Ordering)] = &[$($fence),*];
        static PLAIN_1: &[fn(*mut u8, &UnsafeCell<u8>, AccessKind, u64)] = &[$($p1),*];
        static PLAIN_2: &[fn(*mut u16, &UnsafeCell<u16>, AccessKind, u64)] = &[$($p2),*];
        static PLAIN_4: &[fn(*mut u32, &UnsafeCell<u32>, AccessKind, u64)] = &[$($p4),*];
        static ATOMIC_1: &[fn(&AtomicU8, AtomicOperation, usize)] = &[$($a1),*];
        static ATOMIC_2: &[fn(&AtomicU16, AtomicOperation, usize)] = &[$($a2),*];
        static ATOMIC_4: &[fn(&AtomicU32, AtomicOperation, usize)] = &[$($a4),*];
        $(
            #[datarace::check]
            fn $fence(order: Ordering) {
                fence(order);
            }
            plain_operation!($p1 u8);
            plain_operation!($p2 u16);
            plain_operation!($p4 u32);
            atomic_operation!($a1 u8 AtomicU8);
            atomic_operation!($a2 u16 AtomicU16);
            atomic_operation!($a4 u32 AtomicU32);
        )*
    };
}

macro_rules! plain_operation {
    ($name:ident $type:ty) => {
        #[datarace::check]
        fn $name(at: *mut $type, cell: &UnsafeCell<$type>, kind: AccessKind, value: u64) {
            // SAFETY: the memory is there, aligned and initialized; all accesses are made one after the other.
            match kind {
                AccessKind::Write => unsafe { *at = value as $type },
                AccessKind::ReborrowShared => unsafe {
                    std::hint::black_box(&*at);
                },
                AccessKind::ReborrowExclusive => unsafe {
                    std::hint::black_box(&mut *at);
                },
                AccessKind::CellRead => unsafe {
                    std::hint::black_box(*cell.get());
                },
                AccessKind::CellWrite => unsafe { *cell.get() = value as $type },
                _ => unsafe {
                    std::hint::black_box(*at);
                },
            }
        }
    };
}

macro_rules! atomic_operation {
    ($name:ident $value:ident $atomic:ident) => {
        #[datarace::check]
        fn $name(at: &$atomic, operation: AtomicOperation, times: usize) {
            match operation {
                AtomicOperation::Load { order } => {
                    at.load(order.into());
                }
                AtomicOperation::Store { value, order } => {
                    for _ in 0..times {
                        at.store(value as $value, order.into());
                    }
                }
                AtomicOperation::Rmw {
                    operation: RmwOperation::Swap,
                    operand,
                    order,
                } => {
                    for _ in 0..times {
                        at.swap(operand as $value, order.into());
                    }
                }
                AtomicOperation::Rmw { operand, order, .. } => {
                    for time in 0..times {
                        let operand = if time == 0 { operand as $value } else { 0 };
                        at.fetch_add(operand, order.into());
                    }
                }
                AtomicOperation::CompareExchange {
                    expected,
                    new,
                    success: order,
                    failure,
                    ..
                } => {
                    let _ = at.compare_exchange(
                        expected as $value,
                        new as $value,
                        success(order),
                        failure.into(),
                    );
                }
            }
        }
    };
}

operations! {
    f_0 p_one_0 p_two_0 p_four_0 a_one_0 a_two_0 a_four_0
    f_1 p_one_1 p_two_1 p_four_1 a_one_1 a_two_1 a_four_1
    f_2 p_one_2 p_two_2 p_four_2 a_one_2 a_two_2 a_four_2
    f_3 p_one_3 p_two_3 p_four_3 a_one_3 a_two_3 a_four_3
    f_4 p_one_4 p_two_4 p_four_4 a_one_4 a_two_4 a_four_4
    f_5 p_one_5 p_two_5 p_four_5 a_one_5 a_two_5 a_four_5
    f_6 p_one_6 p_two_6 p_four_6 a_one_6 a_two_6 a_four_6
    f_7 p_one_7 p_two_7 p_four_7 a_one_7 a_two_7 a_four_7
    f_8 p_one_8 p_two_8 p_four_8 a_one_8 a_two_8 a_four_8
    f_9 p_one_9 p_two_9 p_four_9 a_one_9 a_two_9 a_four_9
    f_10 p_one_10 p_two_10 p_four_10 a_one_10 a_two_10 a_four_10
    f_11 p_one_11 p_two_11 p_four_11 a_one_11 a_two_11 a_four_11
}
