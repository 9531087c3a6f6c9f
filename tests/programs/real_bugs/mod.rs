//! Ordering bugs from the histories of real crates, written anew from the facts, each in a wrong and a repaired form.
//!
//! `IS_WRONG` of whoever includes this says which form it is; the files are included once for each.

use super::IS_WRONG;
use std::sync::atomic::Ordering;

/// The ordering of the form.
const fn either(wrong: Ordering, right: Ordering) -> Ordering {
    match IS_WRONG {
        true => wrong,
        false => right,
    }
}

pub mod atomic_waker;
pub mod batch_refcount;
pub mod bilock;
pub mod chase_lev;
pub mod concurrent_single;
pub mod dekker;
pub mod double_checked;
pub mod epoch_pin;
pub mod event_listener;
pub mod fence_side;
pub mod hashtable_failure;
pub mod hazard_pointer;
pub mod last_owner;
pub mod left_right;
pub mod once_failure;
pub mod oneshot_complete;
pub mod peterson;
pub mod readiness_store;
pub mod refcell;
pub mod segqueue_block;
pub mod seqlock_reader;
pub mod seqlock_writer;
pub mod task_state;
pub mod thread_local_iter;
pub mod treiber_pop;
pub mod unordered_queue;
pub mod unpark_failed_exchange;
pub mod vyukov_mpmc;
pub mod weak_upgrade;
