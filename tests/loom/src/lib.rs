//! The lock-free shell of `datarace` under loom: its own files, compiled over loom's atomics, in every interleaving.
//!
//! The files are those of `runtime/src`, taken by path; only `primitive` (the atomics), `map` (memory that comes from the
//! system as zeros), `barrier` (a system call), `membership` (sessions) and `weak` (stale reads) are other ones. What is not modelled: the slot
//! table's place in thread-local storage, giving pages of shadow back to the system, and the interposed functions; they
//! have their tests in `runtime` and `tests` on real threads.
//! Bounds: each model names its own; the larger ones are bounded in preemptions, as loom advises (3 find what is to be found).

#![cfg(test)]
#![allow(dead_code, unused_imports, unused_macros, missing_docs)]

#[path = "../../../runtime/src/access.rs"]
mod access;
#[path = "../../../runtime/src/clock.rs"]
mod clock;
#[path = "../../../runtime/src/event.rs"]
mod event;
#[path = "../../../runtime/src/model/mod.rs"]
mod model;
#[path = "../../../runtime/src/order.rs"]
mod order;
#[path = "../../../runtime/src/race.rs"]
mod race;
#[path = "../../../runtime/src/shadow/mod.rs"]
mod shadow;
#[path = "../../../runtime/src/site.rs"]
mod site;

mod barrier;
mod primitive;

mod tracker;

mod models;
