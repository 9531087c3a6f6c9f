//! The search against brute force over explicit relations, and against the exact numbers of the litmus table.

mod litmus;
mod program;
mod real;
