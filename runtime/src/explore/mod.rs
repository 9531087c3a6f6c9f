//! Decides who runs and what is read.
