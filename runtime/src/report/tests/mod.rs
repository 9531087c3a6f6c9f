//! Whole reports as snapshots.

mod fixture;
mod programs;
mod text;
