//! The tracker's modules that are modelled, and what they ask of others.

pub(crate) use crate::barrier;

#[path = "../../../runtime/src/tracker/biased.rs"]
pub(crate) mod biased;
#[path = "../../../runtime/src/tracker/object.rs"]
pub(crate) mod object;
#[path = "../../../runtime/src/tracker/ownership.rs"]
pub(crate) mod ownership;
#[path = "../../../runtime/src/tracker/spin.rs"]
pub(crate) mod spin;

/// One slot, whose tenant says that it is the caller.
pub(crate) mod thread {
    use super::biased::Biased;
    use crate::clock::ThreadIndex;
    use std::cell::Cell;

    loom::lazy_static! {
        /// The biased lock of the only thread that owns anything.
        pub(crate) static ref OWNER: Biased = Biased::new();
    }

    loom::thread_local! {
        static CALLER: Cell<u32> = Cell::new(0);
    }

    /// The calling thread has this slot.
    pub(crate) fn set_caller(index: ThreadIndex) {
        CALLER.with(|caller| caller.set(index.0));
    }

    pub(crate) fn is_of_caller(index: ThreadIndex) -> bool {
        CALLER.with(|caller| caller.get() == index.0)
    }

    pub(crate) fn wait_while_alone(_: ThreadIndex) {
        OWNER.wait_while_alone();
    }
}

/// No session ends in a model.
pub(crate) mod membership {
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
    pub(crate) struct SessionId(pub u32);

    impl SessionId {
        pub(crate) const NONE: Self = Self(0);
    }

    pub(crate) fn has_ended(_: SessionId) -> bool {
        false
    }
}

/// No load is stale in a model.
pub(crate) mod weak {
    use super::membership::SessionId;

    #[derive(Debug)]
    pub(crate) struct Weak(SessionId);

    impl Weak {
        pub(crate) fn new(session: SessionId) -> Box<Self> {
            Box::new(Self(session))
        }

        pub(crate) fn session(&self) -> SessionId {
            self.0
        }

        pub(crate) fn share(&mut self) {}
    }

    pub(crate) fn is_on() -> bool {
        false
    }
}
