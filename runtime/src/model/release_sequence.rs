//! Release sequences: how read-modify-writes hand a message on.
//!
//! Source: [intro.races]/5 (N4861), P0982R1: the head store and the read-modify-writes that follow it in modification
//! order, whoever makes them. Operational rules after Lidbury & Donaldson, POPL 2017, section 5.3.
//! Departs from the paper: plain stores of the same thread end the sequence, as C++20 has it.
//! Invariant: the message of a store is the join over the heads of the release sequences it belongs to; a plain store
//! replaces it ([`message::store`]), a read-modify-write joins into it.
//! Not modelled: consume.

use crate::model::message::{self, Message};
use crate::model::view::ThreadView;
use crate::order::{LoadOrder, RmwOrder};

/// The rule of a successful read-modify-write that reads from a store with this message: its own message.
pub fn rmw(view: &mut ThreadView, read: &Message, order: RmwOrder) -> Message {
    message::load(view, read, read_part(order));
    let mut message = match order.releases() {
        true => view.publish(),
        false => view.store_relaxed(),
    };
    message.join(read);
    message
}

/// [`rmw`] with its message in the place of the one that it reads. Test: `in_place_is_the_same`.
#[inline(always)]
pub fn rmw_into(view: &mut ThreadView, message: &mut Message, order: RmwOrder) {
    if order == RmwOrder::Relaxed && message.is_empty() && view.released_by_fence().is_empty() {
        // A counter: nothing is handed on, and only the time passes.
        return view.tick();
    }
    message::load(view, message, read_part(order));
    match order.releases() {
        // Whoever has received all of the message publishes it with the rest.
        true if read_part(order) != LoadOrder::Relaxed || view.has_received(message) => {
            view.publish_into(message);
        }
        true => publish_beside(view, message),
        false => view.store_relaxed_beside(message),
    }
}

#[inline(never)]
fn publish_beside(view: &mut ThreadView, message: &mut Message) {
    message.join(&view.publish());
}

/// Whether the write part releases.
#[inline]
pub fn releases(order: RmwOrder) -> bool {
    matches!(
        order,
        RmwOrder::Release | RmwOrder::AcqRel | RmwOrder::SeqCst
    )
}

/// The ordering of the read part.
#[inline]
pub fn read_part(order: RmwOrder) -> LoadOrder {
    match order {
        RmwOrder::Relaxed | RmwOrder::Release => LoadOrder::Relaxed,
        RmwOrder::Acquire | RmwOrder::AcqRel => LoadOrder::Acquire,
        RmwOrder::SeqCst => LoadOrder::SeqCst,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ThreadIndex;
    use crate::model::{edge, fence};
    use crate::order::{FenceOrder, LoadOrder, StoreOrder};

    /// All sequences of a few operations by three threads on one object, once by value and once in place.
    #[test]
    fn in_place_is_the_same() {
        const STEPS: u32 = 4;
        const CHOICES: usize = 3 * 13;
        for program in 0..CHOICES.pow(STEPS) {
            let mut views: Vec<_> = (0..3).map(|i| ThreadView::new(ThreadIndex(i))).collect();
            let mut twins = views.clone();
            let (mut object, mut twin_object) = (Message::new(), Message::new());
            let mut rest = program;
            for _ in 0..STEPS {
                let (thread, choice) = (rest % 3, rest / 3 % 13);
                rest /= CHOICES;
                let (view, twin) = (&mut views[thread], &mut twins[thread]);
                match choice {
                    0..5 => {
                        object = rmw(view, &object, RmwOrder::ALL[choice]);
                        rmw_into(twin, &mut twin_object, RmwOrder::ALL[choice]);
                    }
                    5..8 => {
                        object = message::store(view, StoreOrder::ALL[choice - 5]);
                        message::store_into(twin, StoreOrder::ALL[choice - 5], &mut twin_object);
                    }
                    8 => {
                        message::load(view, &object, LoadOrder::Acquire);
                        message::load(twin, &twin_object, LoadOrder::Acquire);
                    }
                    9 => {
                        fence::fence(view, FenceOrder::Release);
                        fence::fence(twin, FenceOrder::Release);
                    }
                    10 => {
                        fence::fence(view, FenceOrder::Acquire);
                        fence::fence(twin, FenceOrder::Acquire);
                    }
                    11 => {
                        object = edge::release(view);
                        edge::release_over(twin, &mut twin_object);
                    }
                    _ => {
                        let other = edge::release(view);
                        edge::acquire(&mut views[(thread + 1) % 3], &other);
                        let other = edge::release(twin);
                        edge::acquire(&mut twins[(thread + 1) % 3], &other);
                    }
                }
            }
            assert_eq!(views, twins, "program {program}");
            assert_eq!(object.clock(), twin_object.clock(), "program {program}");
        }
    }
}
