//! Fences.

use core::sync::atomic::Ordering;

use crate::event::FenceCall;
use crate::order::FenceOrder;
use crate::site::Site;
use crate::tracker;

/// The ordering of a `fence`, on its way to the user's own call; the event stands here, just before it.
#[inline(always)]
pub fn fence(order: Ordering, site: &'static Site) -> Ordering {
    // A relaxed fence panics in the user's own call.
    if let Ok(order) = FenceOrder::try_from(order) {
        tracker::fence(&FenceCall { order, site });
    }
    order
}
