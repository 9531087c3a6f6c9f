//! What tests over many programs share: how many, which, and in which orders of their threads.

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

/// Some orders of `n` threads: as they stand, backwards, and turned by one.
#[must_use]
pub fn orders(n: usize) -> Vec<Vec<usize>> {
    let forwards: Vec<usize> = (0..n).collect();
    let backwards = forwards.iter().copied().rev().collect();
    let turned = (0..n).map(|number| (number + 1) % n).collect();
    vec![forwards, backwards, turned]
}
