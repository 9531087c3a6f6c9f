//! Whole reports as snapshots.

mod failure;
mod files;
mod fixture;
mod json;
mod lines;
pub(crate) mod programs;
mod text;
