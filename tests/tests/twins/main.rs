//! Twins: programs as users write them, in pairs that differ in a token, one right and one wrong.
//!
//! One file for each family of rules. `TWIN_RUNS` says how often each pair runs (3 if it is not set); `just twins` runs each
//! 200 times with both cores busy.
#![cfg(feature = "track")]
#![allow(static_mut_refs, let_underscore_lock)]
// Programs are written as users write them.
#![allow(clippy::all, clippy::undocumented_unsafe_blocks, unused_assignments)]

mod harness;

mod channels;
mod closures;
mod drops;
mod elsewhere;
mod first_loads;
mod foreign_threads;
mod foreign_values;
mod functions;
mod guards;
mod iterators;
mod lazies;
mod locks;
mod owners;
mod threads;
mod unannotated;
mod values;
