//! The rules: pure functions on the view of a thread and the state of an object.
//!
//! Two engines use them: the tracker on the run that happens, the explorer on the runs that could have happened. One
//! judge knows nothing of them: the axiomatic oracle in `tests/src/oracle`, which builds happens-before by definition.
//!
//! The semantics is RC11 (Lahav et al., PLDI 2017) with the release sequences of C++20; clauses are those of N4861.
//!
//! Tests are those of `tests/tests/litmus_rules.rs`; random and exhaustive programs in `rules.rs` judge all rules together.
//!
//! | edge | source | function | test |
//! | --- | --- | --- | --- |
//! | within a thread | [intro.execution]/8 | [`ThreadView::covers`] | `message_passing_of_plain_data` |
//! | release store to acquire load | [intro.races]/9 | [`message::store`], [`message::load`] | `message_passing_of_plain_data`, `s_with_plain_data` |
//! | a plain store ends the release sequence | [intro.races]/5, P0982R1 | [`message::store`] | `an_own_store_ends_the_release_sequence`, `a_foreign_store_ends_the_release_sequence` |
//! | a read-modify-write continues it | [intro.races]/5 | [`release_sequence::rmw`] | `message_passing_through_an_update`, `message_passing_through_two_exchanges` |
//! | a failed `compare_exchange` is a load | [atomics.types.operations]/22 | [`message::load`] | `updates_are_atomic`, `message_passing_through_two_exchanges` |
//! | release fence to what stores after it leave | [atomics.fences]/2, /3 | [`fence::fence`], [`ThreadView::released_by_fence`] | `message_passing_of_plain_data` |
//! | what loads before it saw to an acquire fence | [atomics.fences]/2, /4 | [`fence::fence`], [`ThreadView::pending_acquire`] | `message_passing_of_plain_data` |
//! | SeqCst | [atomics.order]/4, RC11 `psc` | [`sc`]: no edge; [`sc::ScOrder::bound`] which stores a load may see | `history_offers_what_the_axioms_allow` |
//! | spawn to start, end to join | [thread.thread.constr]/6, [thread.thread.member]/4 | [`edge::fork`], [`edge::start`], [`edge::release`], [`edge::acquire`] | `spawn_and_join_are_edges` |
//! | unlock to lock, send to recv, notify to wake, unpark to park, `Once` | the documentation of `std::sync`, `std::thread` | [`edge::release`], [`edge::acquire`] | `an_unlock_is_an_edge_to_the_next_lock` |
//! | the same from all who released: read locks, barriers, channels by type | as above | [`edge::release_into`] | `readers_hand_their_reads_to_the_next_writer` |
//!
//! Which stores a load may read, where it may read older ones: [`history::History::readable`] ([intro.races]/15 to /18).
//!
//! And what races: [`conflict::conflict`] ([intro.races]/21), with [`conflict::overlap`] and [`conflict::dominates`].
//!
//! Not modelled: `consume` (Rust has none), signal fences as edges (`compiler_fence` orders nothing between threads), and
//! load buffering (RC11 forbids it; hardware may show it).

pub mod conflict;
pub mod edge;
pub mod explain;
pub mod fence;
pub mod history;
pub mod message;
pub mod release_sequence;
pub mod sc;
pub mod view;

pub use message::Message;
pub use view::ThreadView;
