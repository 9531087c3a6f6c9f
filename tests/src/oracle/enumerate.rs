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
    /// How many others end because nobody can go on.
    pub blocked: usize,
}

/// All execution graphs. Exponential: for a handful of events per thread.
pub fn enumerate(program: &Program, model: MemoryModel) -> Enumeration {
    let mut enumeration = Enumeration::default();
    let mut seen = HashSet::new();
    let mut open = vec![Machine::new(program, model)];
    while let Some(machine) = open.pop() {
        let runnable = machine.runnable();
        if runnable.is_empty() {
            match machine.is_complete() {
                true => enumeration.complete.push(machine.execution().clone()),
                false => enumeration.blocked += 1,
            }
        }
        for step in runnable.iter().flat_map(|thread| machine.steps(*thread)) {
            let mut after = machine.clone();
            after.perform(step);
            if seen.insert(after.execution().canonical()) {
                open.push(after);
            }
        }
    }
    enumeration
}
