//! What generated code calls.

pub mod judge;
mod sessions;

pub use sessions::*;
