//! What other files of the crate declare, which the attribute does not see where it stands.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering::*};

/// Lets somebody go when it is dropped.
pub struct Signal<'a> {
    pub flag: &'a AtomicBool,
}

impl Drop for Signal<'_> {
    fn drop(&mut self) {
        self.flag.store(true, Release);
    }
}

pub struct Wrapped<'a>(pub &'a AtomicBool);

impl Drop for Wrapped<'_> {
    fn drop(&mut self) {
        self.0.store(true, Release);
    }
}

pub enum State<'a> {
    Idle,
    Busy(&'a AtomicBool),
}

impl Drop for State<'_> {
    fn drop(&mut self) {
        if let State::Busy(flag) = self {
            flag.store(true, Release);
        }
    }
}

/// Its `Drop` is annotated, and so are all accesses that it orders.
pub struct Annotated<'a>(pub &'a AtomicBool);

#[datarace::check]
impl Drop for Annotated<'_> {
    fn drop(&mut self) {
        self.0.store(true, Release);
    }
}

/// A type of this name without a `Drop` is declared in the file that uses it.
pub struct Plain<'a>(pub &'a AtomicBool);

impl Drop for Plain<'_> {
    fn drop(&mut self) {
        self.0.store(true, Release);
    }
}

pub fn wait(flag: &AtomicBool) {
    while !flag.load(Acquire) {
        std::thread::yield_now();
    }
}

fn three() -> u32 {
    3
}

pub struct Config {
    pub level: u32,
}

pub static LEVEL: LazyLock<u32> = LazyLock::new(three);
pub static NAMES: std::sync::LazyLock<Vec<u32>> = LazyLock::new(Vec::new);
pub static CONFIG: LazyLock<Config> = LazyLock::new(|| Config { level: 3 });
pub static RENAMED: LazyLock<u32> = LazyLock::new(three);
pub static IN_A_MACRO: LazyLock<u32> = LazyLock::new(three);
pub static BY_PATH: LazyLock<u32> = LazyLock::new(three);
pub static BY_PATH_IN_A_MACRO: LazyLock<u32> = LazyLock::new(three);
