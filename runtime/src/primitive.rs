//! What our own lock-free shell is made of: atomics, locks and cells, taken from one place.
//!
//! The shell is what stands between the program's threads and our state (shadow words, the lock of a granule, biased locks,
//! the table of sites, slots). It names no atomic of std itself, so that the models in `tests/loom` can compile the same
//! files over loom's types, which try every interleaving and every value that a load may read.
//! Not taken from here: the program's own atomics, which the tracker operates on (`tracker/perform.rs`).

pub(crate) use core::cell::UnsafeCell;
pub(crate) use core::hint::spin_loop;
pub(crate) use core::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, compiler_fence,
    fence,
};
pub(crate) use std::sync::{Mutex, MutexGuard, PoisonError};
pub(crate) use std::thread::yield_now;

/// Statics of the shell; the models have one of each for every execution.
macro_rules! shell_static {
    ($(#[$attribute:meta])* static $name:ident: $type:ty = $value:expr;) => {
        $(#[$attribute])*
        static $name: $type = $value;
    };
}

/// Functions that are `const` here, and cannot be where atomics are made at run time.
macro_rules! shell_const {
    ($(#[$attribute:meta])* $visible:vis fn $($rest:tt)*) => {
        $(#[$attribute])*
        $visible const fn $($rest)*
    };
}

/// An array of new atomics.
macro_rules! shell_array {
    ($new:expr; $len:expr) => {
        [const { $new }; $len]
    };
}

pub(crate) use {shell_array, shell_const, shell_static};
