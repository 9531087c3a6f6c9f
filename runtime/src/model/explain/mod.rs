//! Why nothing orders a pair of accesses, and the weakest change of orderings that would.
//!
//! Over program order, edges, and the reads-from that failed to become edges, the cheapest path from the earlier access to
//! the later one is looked for (`path`); each thing that would have to change has a cost. What the path lacks is what
//! the report shows, and closing it is the advice. The advice is tried: the rules run over the whole trace again with the
//! changes in place (`trace`), and each change that the pair can do without is dropped.
//!
//! Errs: the trace is bounded, so a path that begins in what it has lost is not found, and a change that needs what it has
//! lost is not verified; what is verified holds. The changes are the least in number on the path found, not over all paths.
//! Not modelled: moving or adding a fence (the report says which one is misplaced; the advice is an ordering), and making
//! a store an update.

mod path;
mod steps;
mod store_buffering;
mod trace;

#[cfg(all(test, not(datarace_loom)))]
mod tests;

use crate::clock::Epoch;
use crate::event::{MemoryAccess, SyncRecord};
use crate::race::{Change, Explanation, ThreadDescription};
use std::sync::Arc;

use path::Path;
use trace::{Strengthening, Trace};

/// One side of a race.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The access.
    pub access: MemoryAccess,
    /// Its thread, and that thread's time at the access.
    pub epoch: Epoch,
}

/// Explains a race from what is left of the trace: all records at hand, in any order between threads. The later access
/// is behind all records of its thread whose time is not after its own. `threads` tells who had an index at a time.
pub fn explain(
    records: &[SyncRecord],
    earlier: &Side,
    later: &Side,
    threads: &dyn Fn(Epoch) -> Option<Arc<ThreadDescription>>,
) -> Explanation {
    let trace = Trace::new(records, earlier.epoch, later.epoch);
    let path = path::cheapest(&trace);
    if let Some(path) = path.as_ref().filter(|path| path.orderings_can_help()) {
        return explain_path(&trace, path, threads);
    }
    if let Some(cycle) = store_buffering::find(&trace) {
        return cycle.explanation(&trace, threads);
    }
    match path {
        Some(path) => Explanation::new(steps::describe(&trace, &path, threads), Vec::new(), false),
        None => Explanation::no_path(),
    }
}

fn explain_path(
    trace: &Trace<'_>,
    path: &Path,
    threads: &dyn Fn(Epoch) -> Option<Arc<ThreadDescription>>,
) -> Explanation {
    let mut changes = Strengthening::default();
    path.changes()
        .for_each(|(place, part)| changes.add(trace.record(place), part));
    let verified = trace.is_ordered_with(&changes);
    if verified {
        changes.drop_needless(|fewer| trace.is_ordered_with(fewer));
    }
    let advice: Vec<Change> = changes.advice().collect();
    Explanation::new(steps::describe(trace, path, threads), advice, verified)
}
