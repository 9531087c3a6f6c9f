//! Whole reports as snapshots.

mod files;
mod fixture;
mod json;
mod lines;
mod programs;
mod text;
