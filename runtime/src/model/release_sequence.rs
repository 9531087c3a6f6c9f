//! Release sequences: how read-modify-writes hand a message on.
//!
//! Source: [intro.races]/5 (N4861), P0982R1: the head store and the read-modify-writes that follow it in modification
//! order, whoever makes them. Operational rules after Lidbury & Donaldson, POPL 2017, section 5.3.
//! Departs from the paper: plain stores of the same thread end the sequence, as C++20 has it.
//! Invariant: the message of a store is the join over the heads of the release sequences it belongs to; a plain store
//! replaces it ([`message::store`](crate::model::message::store)), a read-modify-write joins into it.
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

/// The ordering of the read part.
pub fn read_part(order: RmwOrder) -> LoadOrder {
    match order {
        RmwOrder::Relaxed | RmwOrder::Release => LoadOrder::Relaxed,
        RmwOrder::Acquire | RmwOrder::AcqRel => LoadOrder::Acquire,
        RmwOrder::SeqCst => LoadOrder::SeqCst,
    }
}
