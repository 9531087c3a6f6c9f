//! Stale reads in ordinary runs (`DATARACE_WEAK=1`): what the model allows is read, and nothing else.
//!
//! The variable is read once, so each test runs this binary again with it. Litmus programs are written down, random ones are
//! judged by the oracle: after each step there must be one that the axioms allow and that read the same value.
#![cfg(feature = "track")]

use datarace::__model::event::{AtomicOperation, RmwOperation};
use datarace_tests::corpus::number;
use datarace_tests::oracle::generate::{Run, Vocabulary, runs};
use datarace_tests::oracle::program::variable;
use datarace_tests::oracle::{Action, Machine, MemoryModel, Operation, Program};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::cell::UnsafeCell;
use std::process::{Command, Output};
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering, fence};

/// Set in the processes that shall do the work.
const INNER: &str = "WEAK_TEST_INNER";

/// Runs one of the tests below in a process of its own, with stale reads or without.
fn run(name: &str, weak: &str, seed: &str) -> Output {
    let output = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(INNER, "1")
        .env("DATARACE_WEAK", weak)
        .env("DATARACE_SEED", seed)
        .env_remove("DATARACE_FORMAT")
        .env_remove("DATARACE_REPORT")
        .output()
        .expect("it starts");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn is_inner() -> bool {
    std::env::var_os(INNER).is_some()
}

/// How often each program is run.
const RUNS: usize = 200;

/// The outcomes of a litmus program, each once.
#[derive(Default)]
struct Outcomes(std::collections::BTreeSet<Vec<u32>>);

impl Outcomes {
    /// Each run has a session of its own: what stood on its stack is forgotten.
    fn of(program: impl Fn() -> Vec<u32>) -> Self {
        let mut outcomes = Self::default();
        for _ in 0..RUNS {
            let mut outcome = Vec::new();
            datarace::observe(|| outcome = program()).assert_race_free();
            outcomes.0.insert(outcome);
        }
        outcomes
    }

    fn has<const N: usize>(&self, outcome: [u32; N]) -> bool {
        self.0.contains(&outcome[..])
    }
}

fn wait(done: &AtomicBool) {
    while !done.load(SeqCst) {
        std::thread::yield_now();
    }
}

/// Threads that run one after the other, though no edge says so: without stale reads each has but one outcome.
#[datarace::check]
mod litmus {
    use super::*;

    pub fn store_buffering(store: Ordering, load: Ordering) -> Vec<u32> {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, store);
                let value = y.load(load);
                datarace::untracked! { done.store(true, SeqCst) }
                value
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                y.store(1, store);
                x.load(load)
            });
            vec![first.join().unwrap(), second.join().unwrap()]
        })
    }

    pub fn store_buffering_fences(order: Ordering) -> Vec<u32> {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, Relaxed);
                fence(order);
                let value = y.load(Relaxed);
                datarace::untracked! { done.store(true, SeqCst) }
                value
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                y.store(1, Relaxed);
                fence(order);
                x.load(Relaxed)
            });
            vec![first.join().unwrap(), second.join().unwrap()]
        })
    }

    pub fn message_passing(store: Ordering, load: Ordering) -> Vec<u32> {
        let (x, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, Relaxed);
                flag.store(1, store);
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                let seen = flag.load(load);
                vec![seen, x.load(Relaxed)]
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }

    pub fn coherence() -> Vec<u32> {
        let x = AtomicU32::new(0);
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, Relaxed);
                x.store(2, Relaxed);
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                let values = [x.load(Relaxed), x.load(Relaxed), x.load(Relaxed)];
                values.to_vec()
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }

    pub fn read_modify_write() -> Vec<u32> {
        let x = AtomicU32::new(0);
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, Relaxed);
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                let stale = x.load(Relaxed);
                let failed = x.compare_exchange(7, 8, Relaxed, Relaxed);
                let added = x.fetch_add(1, Relaxed);
                let values = [stale, failed.unwrap_err(), added, x.load(Relaxed)];
                values.to_vec()
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }

    pub fn behind_a_join(order: (Ordering, Ordering)) -> Vec<u32> {
        let x = AtomicU32::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| x.store(1, order.0)).join().unwrap();
            let inner = scope.spawn(|| x.load(order.1)).join().unwrap();
            vec![inner, x.load(order.1)]
        })
    }

    pub fn behind_a_lock() -> Vec<u32> {
        let (x, lock) = (AtomicU32::new(0), std::sync::Mutex::new(()));
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                let guard = lock.lock().unwrap();
                x.store(1, Relaxed);
                drop(guard);
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                let _guard = lock.lock().unwrap();
                let value = x.load(Relaxed);
                vec![value]
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }

    /// How often a loop has to look for a value that is there.
    pub fn spin() -> Vec<u32> {
        let x = AtomicU32::new(0);
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, Relaxed);
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                let mut looks = 1;
                while x.load(Relaxed) == 0 {
                    looks += 1;
                }
                vec![looks]
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }

    static mut WINNERS: u32 = 0;

    /// Both may enter, unless the orderings are SeqCst.
    pub fn dekker(order: (Ordering, Ordering)) -> Vec<u32> {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, order.0);
                if y.load(order.1) == 0 {
                    unsafe { WINNERS += 1 };
                }
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                y.store(1, order.0);
                if x.load(order.1) == 0 {
                    unsafe { WINNERS += 1 };
                }
                Vec::new()
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }

    /// A value that no hook saw.
    pub fn foreign() -> Vec<u32> {
        let x = AtomicU32::new(0);
        let done = AtomicBool::new(false);
        let done = &done;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                x.store(1, Relaxed);
                datarace::untracked! { x.store(2, Relaxed) }
                datarace::untracked! { done.store(true, SeqCst) }
            });
            datarace::untracked! { wait(done) }
            let second = scope.spawn(|| {
                let value = x.load(Relaxed);
                vec![value]
            });
            first.join().unwrap();
            second.join().unwrap()
        })
    }
}

/// A helper without annotation, which may synchronize for all that is known.
fn helper(flag: &AtomicBool, wait: bool) {
    match wait {
        true => {
            while !flag.load(Acquire) {
                std::thread::yield_now();
            }
        }
        false => flag.store(true, Release),
    }
}

#[datarace::check]
fn behind_a_helper() -> Vec<u32> {
    let (x, flag) = (AtomicU32::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            x.store(1, Relaxed);
            helper(&flag, false);
        });
        let read = scope.spawn(|| {
            helper(&flag, true);
            x.load(Relaxed)
        });
        vec![read.join().unwrap()]
    })
}

#[test]
fn stale_values_are_read_and_only_those_that_the_model_allows() {
    if !is_inner() {
        run(
            "stale_values_are_read_and_only_those_that_the_model_allows",
            "1",
            "0",
        );
        return;
    }
    let of = |program: &dyn Fn() -> Vec<u32>| Outcomes::of(program);
    // The second thread may miss what the first one wrote, however long ago.
    for (store, load) in [(Relaxed, Relaxed), (Release, Acquire), (Release, SeqCst)] {
        assert!(of(&|| litmus::store_buffering(store, load)).has([0, 0]));
    }
    assert!(!of(&|| litmus::store_buffering(SeqCst, SeqCst)).has([0, 0]));
    assert!(of(&|| litmus::store_buffering_fences(AcqRel)).has([0, 0]));
    assert!(!of(&|| litmus::store_buffering_fences(SeqCst)).has([0, 0]));
    for (store, load) in [(Relaxed, Relaxed), (Release, Relaxed), (Relaxed, Acquire)] {
        assert!(of(&|| litmus::message_passing(store, load)).has([1, 0]));
    }
    let passed = of(&|| litmus::message_passing(Release, Acquire));
    assert!(passed.has([0, 0]) && passed.has([0, 1]) && passed.has([1, 1]));
    assert!(!passed.has([1, 0]));

    let coherent = of(&litmus::coherence);
    assert!(coherent.has([0, 1, 2]));
    assert!(coherent.0.iter().all(|values| values.is_sorted()));

    let updated = of(&litmus::read_modify_write);
    assert!(updated.has([0, 1, 1, 2]));
    assert!(updated.0.iter().all(|values| values[1..] == [1, 1, 2]));

    for order in [(Relaxed, Relaxed), (SeqCst, SeqCst)] {
        assert_eq!(of(&|| litmus::behind_a_join(order)).0.len(), 1);
    }
    assert_eq!(of(&litmus::behind_a_lock).0.len(), 1);
    assert_eq!(of(&litmus::foreign).0.len(), 1);
    assert_eq!(of(&behind_a_helper).0.len(), 1);

    let looks = of(&litmus::spin);
    assert!(looks.has([2]) && looks.0.iter().all(|looks| looks[0] <= 9));
}

#[test]
fn without_the_variable_nothing_is_stale() {
    if !is_inner() {
        run("without_the_variable_nothing_is_stale", "0", "0");
        return;
    }
    let outcomes = Outcomes::of(|| litmus::store_buffering(Relaxed, Relaxed));
    assert_eq!(outcomes.0.len(), 1);
    assert_eq!(Outcomes::of(litmus::coherence).0.len(), 1);
}

#[test]
fn store_buffering_with_less_than_seq_cst_is_racy_in_an_ordinary_run() {
    if !is_inner() {
        run(
            "store_buffering_with_less_than_seq_cst_is_racy_in_an_ordinary_run",
            "1",
            "3",
        );
        return;
    }
    let racy = |order| {
        let once = || datarace::observe(|| drop(litmus::dekker(order)));
        (0..RUNS).any(|_| !once().races().is_empty())
    };
    assert!(racy((Release, Acquire)));
    assert!(racy((SeqCst, Acquire)));
    assert!(racy((Release, SeqCst)));
    assert!(!racy((SeqCst, SeqCst)));
}

#[test]
fn the_same_seed_reads_the_same_values() {
    if !is_inner() {
        let name = "the_same_seed_reads_the_same_values";
        let outcome = |seed: &str| {
            let text = text(&run(name, "1", seed));
            let line = text.lines().find(|line| line.contains("outcomes:"));
            line.map(String::from).expect("the outcomes are printed")
        };
        assert_eq!(outcome("7"), outcome("7"));
        assert_ne!(outcome("7"), outcome("8"));
        return;
    }
    let mut outcomes = Vec::new();
    for _ in 0..RUNS {
        datarace::observe(|| outcomes.extend(litmus::coherence())).assert_race_free();
    }
    println!("outcomes: {outcomes:?}");
}

/// A lock in one word with what it protects.
#[repr(C, align(8))]
struct Counter {
    state: AtomicU32,
    value: UnsafeCell<u32>,
}

// SAFETY: the value is reached with the lock only.
unsafe impl Sync for Counter {}

#[datarace::check]
impl Counter {
    fn lock(&self) {
        let mut spins = 0;
        while self.state.compare_exchange(0, 1, Acquire, Relaxed).is_err() {
            while self.state.load(Relaxed) == 1 && spins < 1000 {
                spins += 1;
                std::hint::spin_loop();
            }
        }
    }

    fn add_from(&self, threads: u32, times: u32) {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| self.add(times));
            }
        });
    }

    fn add(&self, times: u32) {
        for _ in 0..times {
            self.lock();
            unsafe { *self.value.get() += 1 };
            self.state.store(0, Release);
        }
    }
}

/// Which older values may be read is asked of the threads that wrote newer ones; who is asked may wait for this very word.
#[test]
fn threads_that_ask_each_other_do_not_wait_for_each_other() {
    if !is_inner() {
        run(
            "threads_that_ask_each_other_do_not_wait_for_each_other",
            "1",
            "5",
        );
        return;
    }
    let (threads, times) = (4, 20_000);
    let counter = Counter {
        state: AtomicU32::new(0),
        value: UnsafeCell::new(0),
    };
    let observation = datarace::observe(|| counter.add_from(threads, times));
    observation.assert_race_free();
    assert_eq!(counter.value.into_inner(), threads * times);
}

/// Each run has sixteen words of its own; statics, since the first value of an atomic on the heap may be anybody's.
static MEMORY: [AtomicU32; 16 << 16] = [const { AtomicU32::new(0) }; 16 << 16];
static RUN: AtomicUsize = AtomicUsize::new(0);
/// Whose turn it is: the number of the step.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// One step of a thread, with what it read.
#[datarace::check]
fn perform(base: usize, operation: Operation) -> Option<u64> {
    match operation {
        Operation::Fence { order } => {
            fence(order.into());
            None
        }
        Operation::Atomic { bytes, operation } => {
            let object = &MEMORY[base + (bytes.address - variable(0).address) / 4];
            let read = match operation {
                AtomicOperation::Load { order } => object.load(order.into()),
                AtomicOperation::Store { value, order } => {
                    object.store(value as u32, order.into());
                    return None;
                }
                AtomicOperation::Rmw { operand, order, .. } => {
                    object.swap(operand as u32, order.into())
                }
                AtomicOperation::CompareExchange { .. } => return None,
            };
            Some(u64::from(read))
        }
        _ => None,
    }
}

/// Runs the threads of a program, each step when its turn has come; nothing that is tracked orders them.
#[datarace::check]
fn real(program: &Program, schedule: &[usize], base: usize) -> Vec<Option<u64>> {
    datarace::untracked! { TURN.store(0, SeqCst) };
    let mut answers = vec![None; schedule.len()];
    std::thread::scope(|scope| {
        let mut handles = Vec::new();
        for (thread, operations) in program.threads.iter().enumerate() {
            handles.push(scope.spawn(move || {
                let mut answers = Vec::new();
                let mut operations = operations.iter();
                datarace::untracked! {
                    for (turn, _) in schedule.iter().enumerate().filter(|(_, who)| **who == thread) {
                        while TURN.load(SeqCst) != turn {
                            std::thread::yield_now();
                        }
                        let operation = operations.next().expect("the schedule fits the program");
                        answers.push((turn, perform(base, *operation)));
                        TURN.store(turn + 1, SeqCst);
                    }
                }
                answers
            }));
        }
        for handle in handles {
            let part: Vec<(usize, Option<u64>)> = handle.join().unwrap();
            datarace::untracked! {
                for (turn, answer) in part {
                    answers[turn] = answer;
                }
            }
        }
    });
    answers
}

/// Atomics and fences only; every store writes a value of its own, so that a value tells which store was read.
fn unique(program: &Program) -> Program {
    let mut value = 0;
    let mut next = || {
        value += 1;
        value
    };
    let threads = program.threads.iter().map(|operations| {
        let operations = operations.iter().filter_map(|operation| {
            let Operation::Atomic { bytes, operation } = *operation else {
                return matches!(operation, Operation::Fence { .. }).then_some(*operation);
            };
            let operation = match operation {
                AtomicOperation::Load { .. } => operation,
                AtomicOperation::Store { order, .. } => AtomicOperation::Store {
                    value: next(),
                    order,
                },
                AtomicOperation::Rmw { order, .. }
                | AtomicOperation::CompareExchange { success: order, .. } => AtomicOperation::Rmw {
                    operation: RmwOperation::Swap,
                    operand: next(),
                    order,
                },
            };
            Some(Operation::Atomic { bytes, operation })
        });
        operations.collect()
    });
    Program {
        threads: threads.collect(),
    }
}

/// Who makes each step.
fn schedule(program: &Program, run: &Run) -> Vec<usize> {
    let mut left: Vec<usize> = program.threads.iter().map(Vec::len).collect();
    let mut choices = run.choices.iter();
    let mut schedule = Vec::new();
    loop {
        let runnable: Vec<usize> = (0..left.len())
            .filter(|thread| left[*thread] != 0)
            .collect();
        if runnable.is_empty() {
            return schedule;
        }
        let (who, _) = choices.next().copied().unwrap_or_default();
        let thread = runnable[usize::from(who) % runnable.len()];
        left[thread] -= 1;
        schedule.push(thread);
    }
}

/// How many values were stale; `Err` with what the axioms forbid.
fn judge(program: &Program, schedule: &[usize], answers: &[Option<u64>]) -> Result<usize, String> {
    let mut machine = Machine::new(program, MemoryModel::Rust);
    let mut stale = 0;
    for (thread, answer) in schedule.iter().zip(answers) {
        let steps = machine.steps(*thread);
        let found = steps.iter().rev().find(|step| {
            let execution = machine.execution();
            match step.event().action {
                Action::Store { bytes, .. } => step.position() == execution.stores(bytes).len(),
                Action::Rmw { bytes, read, .. } => {
                    step.position() == execution.stores(bytes).len() && Some(read) == *answer
                }
                Action::Load { value, .. } => Some(value) == *answer,
                _ => true,
            }
        });
        let Some(step) = found else {
            return Err(format!("{program:?}, {schedule:?}: {answers:?}"));
        };
        if let Action::Load { bytes, .. } = step.event().action {
            stale += usize::from(step.position() != machine.execution().stores(bytes).len());
        }
        machine.perform(*step);
    }
    Ok(stale)
}

#[test]
fn random_programs_read_what_the_axioms_allow() {
    if !is_inner() {
        run("random_programs_read_what_the_axioms_allow", "1", "1");
        return;
    }
    let cases = number("DATARACE_TEST_CASES", 300);
    let mut runner = TestRunner::deterministic();
    let (mut stale, mut loads) = (0, 0);
    for _ in 0..cases {
        let case = runs(Vocabulary::Usual)
            .new_tree(&mut runner)
            .expect("a program");
        let case = case.current();
        let program = unique(&case.program);
        let schedule = schedule(&program, &case);
        let base = 16 * (RUN.fetch_add(1, Relaxed) % (1 << 16));
        let mut answers = Vec::new();
        let observation = datarace::observe(|| answers = real(&program, &schedule, base));
        observation.assert_race_free();
        loads += answers.iter().flatten().count();
        stale += judge(&program, &schedule, &answers).unwrap_or_else(|text| panic!("{text}"));
    }
    // The test would show nothing if hardly anything had been stale; one value in forty is.
    assert!(loads < 80 * stale, "{stale} of {loads} values were stale");
}
