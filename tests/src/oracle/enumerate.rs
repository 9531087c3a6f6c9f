//! All executions of a program, by brute force: each graph of sb, rf and mo once, whatever the order of its events.

use super::execution::Execution;
use super::machine::{Machine, MemoryModel};
use super::program::Program;
use std::collections::HashSet;

/// The execution graphs of a program.
#[derive(Clone, Debug, Default)]
pub struct Enumeration {
    /// Those in which every thread ended.
    pub complete: Vec<Execution>,
    /// Those in which nobody goes on, and not every thread ended.
    pub blocked: Vec<Execution>,
}

/// All execution graphs. Exponential: for a handful of events per thread.
pub fn enumerate(program: &Program, model: MemoryModel) -> Enumeration {
    enumerate_within(program, model, usize::MAX).expect("no bound is reached")
}

/// As [`enumerate`]; `None` if more than so many graphs, finished or not, are on the way.
pub fn enumerate_within(
    program: &Program,
    model: MemoryModel,
    graphs_max: usize,
) -> Option<Enumeration> {
    let mut enumeration = Enumeration::default();
    let mut seen = HashSet::new();
    let mut open = vec![Machine::new(program, model)];
    while let Some(machine) = open.pop() {
        if graphs_max < seen.len() {
            return None;
        }
        // Not `runnable`: what a thread awaits may be there and contradict the model.
        let threads = 0..program.threads.len();
        let steps: Vec<_> = threads.flat_map(|thread| machine.steps(thread)).collect();
        if steps.is_empty() && machine.is_complete() {
            enumeration.complete.push(machine.execution().clone());
        } else if steps.is_empty() || machine.hangs() {
            // One that hangs may have steps: those by which a thread would have gone on before.
            enumeration.blocked.push(machine.execution().clone());
        }
        for step in steps {
            let mut after = machine.clone();
            after.perform(step);
            if seen.insert(after.execution().canonical()) {
                open.push(after);
            }
        }
    }
    Some(enumeration)
}
