//! Every schedule, every stale read: decides who runs and what is read.
//!
//! - [`graph`] is what an execution is, [`consistency`] which graphs are executions;
//! - [`search`] is what a strategy is, [`trust`] the exhaustive one, [`walk`] random walk, PCT and replay;
//! - [`runtime`] runs the real program along a graph, one thread at a time ([`baton`]), with the standard library's
//!   [`primitives`], a [`barrier`] and a [`channel`], loops that wait ([`spin`]), [`statics`] and [`plain`] accesses, and a [`watch`];
//! - [`explorer`] is the public face; [`failure`], [`record`], [`panics`], [`progress`] and [`token`] say what was found.

mod graph;

mod consistency;

mod search;
mod trust;
mod walk;

mod barrier;
mod baton;
mod channel;
mod plain;
mod primitives;
mod runtime;
mod spin;
mod statics;
mod watch;

mod explorer;
mod failure;
mod panics;
mod progress;
mod record;
mod token;

#[cfg(test)]
mod tests;

pub use consistency::MemoryModel;
pub use explorer::{Exploration, Explorer};
pub use failure::{Failure, FailureKind};
