//! Whole reports as snapshots.

mod failure;
mod files;
mod fixture;
mod json;
mod lines;
mod programs;
mod text;
