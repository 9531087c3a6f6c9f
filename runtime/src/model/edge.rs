//! Every other edge: fork and join, unlock and lock, send and recv, notify and wake, unpark and park, `Once`.
//!
//! Source: [thread.thread.constr]/6, [thread.thread.member]/4, [thread.mutex.requirements.mutex]/11, /25 (N4861) and the
//! documentation of `std::sync` and `std::thread`.
//! Departs from it: nothing; each is one release and one acquire of a message. Which release an acquire takes (the last
//! unlock, all sends of a type) is the engine's choice, and each choice that takes too much is in its docs.
//! Invariant: the release side ticks.

use crate::clock::Epoch;
use crate::model::message::Message;
use crate::model::view::ThreadView;

/// The release side: what the acquire side will receive.
#[inline]
pub fn release(view: &mut ThreadView) -> Message {
    view.publish()
}

/// [`release`] in the place of what the object held before; test: `in_place_is_the_same`.
#[inline(always)]
pub fn release_over(view: &mut ThreadView, object: &mut Message) {
    view.publish_into(object);
}

/// The release side where an object gathers what several threads release: read locks, a channel, a barrier, the counter
/// of an `Arc`.
#[inline]
pub fn release_into(view: &mut ThreadView, object: &mut Message) {
    object.join(&view.publish());
}

/// The acquire side.
#[inline]
pub fn acquire(view: &mut ThreadView, message: &Message) {
    view.receive(message);
}

/// A spawn: what the new thread starts with.
#[inline]
pub fn fork(parent: &mut ThreadView) -> Message {
    release(parent)
}

/// The start of a thread that was forked with `message`. `last` is the end of the thread that had the index before, time
/// 0 if none had; see [`ThreadView::resume`].
pub fn start(last: Epoch, message: &Message) -> ThreadView {
    let mut view = ThreadView::resume(last);
    acquire(&mut view, message);
    view
}
