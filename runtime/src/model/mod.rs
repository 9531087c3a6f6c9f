//! The rules: pure functions on the view of a thread and the state of an object.
//!
//! Two engines use them: the tracker on the run that happens, the explorer on the runs that could have happened. One
//! judge knows nothing of them: the axiomatic oracle in `tests/src/oracle`, which builds happens-before by definition.
//!
//! The semantics is RC11 (Lahav et al., PLDI 2017) with the release sequences of C++20; clauses are those of N4861.
//!
//! | edge | source | function |
//! | --- | --- | --- |
//! | within a thread | [intro.execution]/8 | [`ThreadView::epoch`], one thread is covered up to its time |
//! | release store to acquire load | [intro.races]/9 | [`message::store`], [`message::load`] |
//! | through read-modify-writes | [intro.races]/5, P0982R1 | [`release_sequence::rmw`] |
//! | release fence to what stores after it leave | [atomics.fences]/2, /3 | [`fence::fence`], [`ThreadView::released_by_fence`] |
//! | what loads before it saw to an acquire fence | [atomics.fences]/2, /4 | [`fence::fence`], [`ThreadView::pending_acquire`] |
//! | SeqCst | [atomics.order]/4, RC11 `psc` | [`sc`]: no edge; which stores a load may see |
//! | spawn to start, end to join | [thread.thread.constr]/6, [thread.thread.member]/4 | [`edge::fork`], [`edge::start`], [`edge::release`], [`edge::acquire`] |
//! | unlock to lock, send to recv, notify to wake, unpark to park, `Once` | the documentation of `std::sync`, `std::thread` | [`edge::release`], [`edge::release_into`], [`edge::acquire`] |
//!
//! And what races: [`conflict::conflict`] ([intro.races]/21), with [`conflict::overlap`] and [`conflict::dominates`].
//!
//! Not modelled: `consume` (Rust has none), signal fences as edges (`compiler_fence` orders nothing between threads), and
//! load buffering (RC11 forbids it; hardware may show it).

pub mod conflict;
pub mod edge;
pub mod explain;
pub mod fence;
pub mod message;
pub mod release_sequence;
pub mod sc;
pub mod view;

pub use message::Message;
pub use view::ThreadView;
