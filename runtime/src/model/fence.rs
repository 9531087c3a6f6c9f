//! Fences: the acquire half for loads before them, the release half for stores after them.
//!
//! Source: [atomics.fences]/2 to /4 (N4861); the two thread clocks after Lidbury & Donaldson, POPL 2017, section 5.4.
//! Departs from the standard: nothing. An acquire-release fence first receives and then publishes, so it hands on what
//! it received.
//! Invariant: what a release fence published stays what relaxed stores leave until the next one; later knowledge of the
//! thread is not in it.
//! Not modelled: `compiler_fence`, which orders nothing between threads.

use crate::model::view::ThreadView;
use crate::order::FenceOrder;

/// The rule of a fence. What SeqCst adds is in [`sc`](crate::model::sc); it adds no edge.
pub fn fence(view: &mut ThreadView, order: FenceOrder) {
    if order.acquires() {
        view.receive_deferred();
    }
    match order.releases() {
        true => view.release_to_later_stores(),
        false => view.tick(),
    }
}
