//! The oracle: happens-before by definition, on small programs.
//!
//! Programs are data ([`Program`]); a [`Machine`] runs them, one step after the other, with every choice that the memory
//! model leaves open (who runs, which store a load reads, where a store stands in modification order) made by the
//! caller. What it leaves is an [`Execution`], and [`Relations`] builds sb, rf, mo, rs, sw, hb and the rest of RC11 from it as
//! explicit relations, clause by clause. Nothing here uses the rules of `datarace`, only its event types;
//! [`replay`](clocks::Replay) alone runs the rules over an execution, so that the tests can compare.

pub mod clocks;
pub mod enumerate;
pub mod execution;
pub mod generate;
pub mod library;
pub mod machine;
pub mod program;
pub mod race;
pub mod relation;
pub mod relations;
pub mod text;
pub mod trace;

pub use clocks::Replay;
pub use execution::{Action, Event, Execution};
pub use machine::{Machine, MemoryModel, Step};
pub use program::{Operation, Program};
pub use relation::Relation;
pub use relations::Relations;
