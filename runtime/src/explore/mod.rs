//! Every schedule, every stale read: decides who runs and what is read.
//!
//! [`graph`] is what an execution is, [`consistency`] which graphs are executions, [`trust`] the exhaustive search.

#![allow(dead_code)] // The engine that uses the search follows.

mod consistency;
mod graph;
mod trust;

#[cfg(test)]
mod tests;

#[allow(unused_imports)]
pub use consistency::MemoryModel;
