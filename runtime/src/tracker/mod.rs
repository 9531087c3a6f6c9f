//! The concurrent engine: thread-locals, object locks, lifetimes.

pub(crate) mod engine;
