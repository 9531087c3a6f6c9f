//! Why nothing orders a pair of accesses, and the weakest change of orderings that would.

use crate::clock::{Epoch, ThreadIndex};
use crate::event::{MemoryAccess, SyncRecord};
use crate::race::{Explanation, ThreadDescription};
use std::sync::Arc;

/// One side of a race.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The access.
    pub access: MemoryAccess,
    /// Its thread, and that thread's time at the access.
    pub epoch: Epoch,
}

/// Explains a race from what is left of the trace: all records at hand, in any order between threads. The later access
/// is behind all records of its thread whose time is not after its own.
pub fn explain(
    _records: &[SyncRecord],
    _earlier: &Side,
    _later: &Side,
    _threads: &dyn Fn(ThreadIndex) -> Option<Arc<ThreadDescription>>,
) -> Explanation {
    Explanation::no_path()
}
