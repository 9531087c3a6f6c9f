//! What tests over many programs share: how many, which, in which orders of their threads, and what was seen of them.

#[cfg(feature = "track")]
use crate::oracle::MemoryModel;
use std::str::FromStr;

/// The number in an environment variable, or `default` if it is not set.
///
/// # Panics
/// If it holds something else than a number of that type.
pub fn number<T: FromStr>(variable: &str, default: T) -> T {
    match std::env::var(variable) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{variable}={text} is no number")),
        Err(_) => default,
    }
}

/// A small generator; the programs of a seed never change.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }

    /// One of the list.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// A program of `threads` threads and five steps, of which each thread has one at least: a line for each, parted by `|`. `step` makes
/// one for the thread of a number.
pub fn line(
    random: &mut Random,
    threads: usize,
    mut step: impl FnMut(&mut Random, usize) -> String,
) -> String {
    let mut lines = vec![Vec::new(); threads];
    for number in 0..5 {
        let thread = match number < threads {
            true => number,
            false => random.below(threads),
        };
        lines[thread].push(step(random, thread));
    }
    let lines: Vec<String> = lines.iter().map(|thread| thread.join("; ")).collect();
    lines.join(" | ")
}

/// What was compared with brute force.
#[derive(Default, Debug)]
pub struct Compared {
    /// Complete ones, of all programs.
    pub executions: u64,
    /// Programs with a race.
    pub races: usize,
    /// Programs that hang in some execution.
    pub hangs: usize,
    /// Programs of which the exploration says that it cannot see all of them.
    pub cut_short: usize,
    /// Programs that are too large for the oracle.
    pub left_out: usize,
}

impl Compared {
    /// Random programs show nothing if hardly any of them does something.
    ///
    /// # Panics
    /// If fewer than `races_min` of this many raced, or too few of them hung or were small enough.
    pub fn assert_many(&self, cases: usize, races_min: usize) {
        assert!(
            cases < self.executions as usize,
            "{} executions",
            self.executions
        );
        assert!(races_min <= self.races, "{} races", self.races);
        assert!(cases / 20 <= self.hangs, "{} hangs", self.hangs);
        assert!(self.left_out <= cases, "{} were too large", self.left_out);
    }
}

/// The memory models, as the oracle and as the explorer name them.
#[cfg(feature = "track")]
pub const MODELS: [(MemoryModel, datarace::MemoryModel); 2] = [
    (MemoryModel::Rust, datarace::MemoryModel::Rust),
    (
        MemoryModel::SequentiallyConsistent,
        datarace::MemoryModel::SequentiallyConsistent,
    ),
];

/// Some orders of `n` threads: as they stand, backwards, and turned by one.
#[must_use]
pub fn orders(n: usize) -> Vec<Vec<usize>> {
    let forwards: Vec<usize> = (0..n).collect();
    let backwards = forwards.iter().copied().rev().collect();
    let turned = (0..n).map(|number| (number + 1) % n).collect();
    vec![forwards, backwards, turned]
}
