//! What generated code calls.

pub mod atomics;
mod condvar;
mod deferred;
mod drops;
mod fence;
mod functions;
mod held;
mod identity;
mod indexed;
mod inert;
mod interior;
pub mod judge;
mod kick;
mod lazy;
mod look;
mod looped;
mod pending;
mod pending_forks;
mod place;
mod pointers;
pub mod ptr;
mod references;
mod reports;
mod resolve;
mod sessions;
mod sync;
mod thread;

pub use crate::event::AccessKind;
pub use crate::site::{Function, OrderingArgument, Site, Span};
pub use deferred::arguments_ran;
pub use fence::*;
pub use functions::*;
pub use held::{
    Guard, Locked, LocksHeld, Tail, Watch, locks_held, tail, temporaries_end, unknown_made,
};
pub use inert::{CallReceiver, anything, captured};
pub use lazy::{Lazily, LazyLook, looked_at};
pub use look::{CellLook, Look, Touch};
pub use looped::*;
pub use place::*;
pub use pointers::*;
pub use references::{Used, stored, then, used};
pub use resolve::*;
pub use sessions::*;
pub use sync::*;
pub use thread::*;

/// The traits through which types decide; generated code imports them all, without their names.
pub mod sync_traits {
    pub use super::functions::MadeOther as _;
    pub use super::held::{GuardKnown as _, GuardUnknown as _, LockedOther as _};
    pub use super::inert::{CallBehind as _, CallFarBehind as _, CallInert as _, CallUnknown as _};
    pub use super::lazy::LazyOther as _;
    pub use super::looped::{FedOther as _, FedValues as _, HandedOther as _, LoopedOther as _};
    pub use super::resolve::{AsPlace as _, ReferredExclusive as _, ReferredShared as _};
    pub use super::sync::{
        DroppedGuard as _, DroppedInert as _, DroppedOther as _, DroppedShared as _, Level0 as _,
        Level1 as _, Level2 as _, Level3 as _, Level4 as _, LevelInert0 as _, LevelInert1 as _,
        LevelInert2 as _, LevelNone as _, MadeNothing as _, PointerLevel0 as _, PointerLevel1 as _,
        PointerLevelNone as _, TimedOther as _, Waiter0 as _, Waiter1 as _, Waiter2 as _,
        Waiter3 as _, Waiter4 as _, WaiterOther as _,
    };
    pub use super::thread::{
        SpawnedOther as _, SpawnerKnown as _, SpawnerUnknown as _, ThreadArgumentOther as _,
        ThreadArgumentRuns as _,
    };
}
