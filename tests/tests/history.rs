//! Which stores a load may read: the history of an object offers what the axioms allow.
#![cfg(feature = "track")]

use datarace::__model::clock::ThreadIndex;
use datarace::__model::event::{AtomicOperation, Bytes, StoreId};
use datarace::__model::model::history::{History, Stored};
use datarace::__model::model::sc::ScOrder;
use datarace::__model::model::{Message, ThreadView};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace_tests::oracle::generate::{Run, Vocabulary, runs};
use datarace_tests::oracle::{Action, Execution, Machine, MemoryModel, Operation, Replay, Step};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;

/// As many stores as there are in any program here.
const ALL: usize = 32;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn history_offers_what_the_axioms_allow(run in runs(Vocabulary::Usual)) {
        follow(&run, ALL)?;
    }

    #[test]
    fn a_short_history_offers_less(run in runs(Vocabulary::Usual)) {
        follow(&run, 2)?;
    }
}

/// Runs a program whose stores come in modification order, and compares the reads that each load is offered.
fn follow(run: &Run, len_max: usize) -> Result<(), TestCaseError> {
    let mut machine = Machine::new(&run.program, MemoryModel::Rust);
    let mut choices = run.choices.iter().copied();
    loop {
        let runnable = machine.runnable();
        let (who, what) = choices.next().unwrap_or_default();
        if runnable.is_empty() {
            return Ok(());
        }
        let thread = runnable[usize::from(who) % runnable.len()];
        let mut steps = machine.steps(thread);
        let is_load = matches!(
            machine.operation(thread),
            Some(Operation::Atomic {
                operation: AtomicOperation::Load { .. },
                ..
            })
        );
        steps.retain(|step| appends(machine.execution(), step));
        compare(machine.execution(), &steps, is_load, len_max)?;
        machine.perform(steps[usize::from(what) % steps.len()]);
    }
}

fn appends(execution: &Execution, step: &Step) -> bool {
    match step.event().action {
        Action::Store { bytes, .. } | Action::Rmw { bytes, .. } => {
            step.position() == execution.stores(bytes).len()
        }
        _ => true,
    }
}

/// `steps` are all that a thread may do next. A `compare_exchange` (`!is_load`) that would succeed on some of what is offered
/// reads only the others.
fn compare(
    execution: &Execution,
    steps: &[Step],
    is_load: bool,
    len_max: usize,
) -> Result<(), TestCaseError> {
    let first = steps[0].event();
    let Action::Load { bytes, order, .. } = first.action else {
        return Ok(());
    };
    let mut allowed: Vec<u64> = steps.iter().map(|step| step.position() as u64).collect();
    // A weak one may fail or succeed on the same value.
    allowed.dedup();
    let objects = Objects::of(execution, len_max);
    let view = objects.view(first.thread);
    let bound = match order {
        LoadOrder::SeqCst => objects.seq_cst.now(),
        _ => objects.seq_cst.bound(&view),
    };
    let mut offered: Vec<u64> = objects.history(bytes).readable(&view, &bound).collect();
    offered.retain(|position| is_load || allowed.contains(position));
    prop_assert!(
        offered.iter().all(|position| allowed.contains(position)),
        "{:?} of {:?}",
        offered,
        allowed
    );
    if len_max == ALL && !uses_seq_cst(execution) && order != LoadOrder::SeqCst {
        prop_assert_eq!(offered, allowed);
    }
    Ok(())
}

fn uses_seq_cst(execution: &Execution) -> bool {
    execution
        .events
        .iter()
        .any(|event| is_seq_cst(event.action))
}

fn is_seq_cst(action: Action) -> bool {
    match action {
        Action::Load { order, .. } => order == LoadOrder::SeqCst,
        Action::Store { order, .. } => order == StoreOrder::SeqCst,
        Action::Rmw { order, .. } => order == RmwOrder::SeqCst,
        Action::Fence { order } => order == FenceOrder::SeqCst,
        _ => false,
    }
}

/// The state of all objects after an execution, by the rules.
struct Objects {
    histories: BTreeMap<(usize, usize), History>,
    seq_cst: ScOrder,
    views: BTreeMap<usize, ThreadView>,
    len_max: usize,
}

impl Objects {
    fn of(execution: &Execution, len_max: usize) -> Self {
        let replay = Replay::of(execution);
        let mut objects = Self {
            histories: BTreeMap::new(),
            seq_cst: ScOrder::new(),
            views: BTreeMap::new(),
            len_max,
        };
        for event in 0..execution.events.len() {
            objects.add(execution, &replay, event);
            let thread = execution.events[event].thread;
            objects.views.insert(thread, replay.views[event].clone());
        }
        objects
    }

    fn view(&self, thread: usize) -> ThreadView {
        let new = || ThreadView::new(ThreadIndex(u32::try_from(thread).expect("few threads")));
        self.views.get(&thread).cloned().unwrap_or_else(new)
    }

    fn history(&self, bytes: Bytes) -> History {
        let object = self.histories.get(&(bytes.address, bytes.size));
        object.cloned().unwrap_or_else(|| initial(self.len_max))
    }

    fn add(&mut self, execution: &Execution, replay: &Replay, event: usize) {
        let (what, epoch) = (execution.events[event], replay.epochs[event]);
        if let Action::Fence {
            order: FenceOrder::SeqCst,
        } = what.action
        {
            self.seq_cst.fence(epoch, &replay.views[event]);
        }
        let Some(bytes) = what.object() else {
            return;
        };
        let place = |store| {
            let position = execution
                .stores(bytes)
                .iter()
                .position(|other| *other == store);
            position.expect("the store is in modification order") as u64 + 1
        };
        let history = self
            .histories
            .entry((bytes.address, bytes.size))
            .or_insert_with(|| initial(self.len_max));
        if matches!(what.action, Action::Load { .. } | Action::Rmw { .. }) {
            history.read(what.reads_from().map_or(0, place), epoch);
        }
        let position = match what.action {
            Action::Load { .. } => what.reads_from().map_or(0, place),
            _ => {
                let id = StoreId {
                    thread: epoch.thread,
                    sequence: event as u64,
                };
                history.push(Stored::new(0, Message::new(), Some((id, epoch))));
                place(event)
            }
        };
        if is_seq_cst(what.action) {
            history.accessed_seq_cst(self.seq_cst.access(), position);
        }
    }
}

fn initial(len_max: usize) -> History {
    History::new(Stored::new(0, Message::new(), None), len_max)
}
