//! Barriers: whoever arrives waits here until its round is full, and then all threads of the round make their own calls at once.
//!
//! Source: the documentation of `std::sync::Barrier`: what came before the wait of any thread of a round happens before what comes
//! after the wait of any other; one of them, the leader, is told so. Here the leader is the last one to arrive.
//! Arrivals are read-modify-writes of the barrier's location, so each order of them is an execution of its own; leaving adds none.
//! Invariant: a real call begins only when the round is full, so it comes back whatever else happens.

use crate::event::RmwOperation;
use crate::explore::graph::EventId;
use crate::explore::runtime::{Key, Stage, Wait};
use crate::order::RmwOrder;
use crate::site::Site;
use std::cell::Cell;

/// What happened at a barrier in this execution.
#[derive(Default)]
pub(super) struct Rounds {
    /// How many threads a round has; zero: not known.
    pub size: usize,
    /// Every arrival, in order.
    arrivals: Vec<EventId>,
    /// Who waits for the round to be full.
    waiting: Vec<u32>,
    /// Who makes its call.
    calling: Vec<u32>,
}

impl Rounds {
    /// How many threads the present round lacks.
    pub(super) fn missing(&self) -> usize {
        self.size.saturating_sub(self.waiting.len())
    }
}

/// How the calling thread came to the barrier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At one whose size is not known: the call is made without the turn.
    Unknown,
    /// Among those that waited, in the round of this number.
    Among(usize),
    /// As the last of the round of this number.
    Last(usize),
}

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::Unknown) };
}

impl Stage {
    /// Before the call: waits until the round is full.
    pub(super) fn arrive(&self, key: Key, site: &'static Site) {
        let Key::Object(address) = key else { return };
        let arrived = self.operate(Wait::Ready, |state, me| {
            let number = state.update(me, key, RmwOperation::Add, 1, RmwOrder::AcqRel, site)?;
            let event = state.last_id(me);
            let rounds = state.barriers.entry(address).or_default();
            rounds.arrivals.push(event);
            Ok((number as usize, rounds.size))
        });
        let Some((number, size)) = arrived else {
            return;
        };
        let me = Self::me();
        if size == 0 {
            PLACE.set(Place::Unknown);
            return self.go_outside(me);
        }
        let (round, is_last) = (number / size, (number + 1) % size == 0);
        if !is_last {
            PLACE.set(Place::Among(round));
            self.with(|state| {
                state.threads[me as usize].waits_at = Some(site);
                state.barriers.entry(address).or_default().waiting.push(me);
            });
            return self.wait_to_be_let_go(me, Wait::Barrier(address));
        }
        PLACE.set(Place::Last(round));
        let waiting = self.with(|state| {
            let rounds = state.barriers.entry(address).or_default();
            rounds.calling = std::mem::take(&mut rounds.waiting);
            rounds.calling.clone()
        });
        waiting.into_iter().for_each(|thread| self.let_go(thread));
    }

    /// After the call.
    pub(super) fn leave_barrier(&self, key: Key, site: &'static Site) {
        let Key::Object(address) = key else { return };
        let me = Self::me();
        let place = PLACE.get();
        if let (Place::Last(_), false) = (place, self.is_over()) {
            self.with(|state| {
                let rounds = state.barriers.entry(address).or_default();
                for thread in std::mem::take(&mut rounds.calling) {
                    state.threads[thread as usize].wait = Wait::Ready;
                }
            });
        }
        self.come_back(me);
        let (Place::Among(round) | Place::Last(round)) = place else {
            self.operate(Wait::Ready, |state, me| {
                state.update(me, key, RmwOperation::Or, 0, RmwOrder::AcqRel, site)
            });
            return;
        };
        self.operate(Wait::Ready, |state, me| {
            state.threads[me as usize].waits_at = None;
            let rounds = &state.barriers[&address];
            let of_round = round * rounds.size..(round + 1) * rounds.size;
            let arrivals = rounds.arrivals[of_round].to_vec();
            state.event_after(me, "barrier", &arrivals, Some(site))
        });
    }

    /// Whether the calling thread was the last one of its round.
    pub(super) fn was_last(&self) -> bool {
        matches!(PLACE.get(), Place::Last(_))
    }
}
