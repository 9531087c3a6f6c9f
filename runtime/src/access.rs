//! How memory is touched: the kinds of access, as rules, reports and users name them.

/// How memory was touched. Which pairs conflict is decided by `model::conflict`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AccessKind {
    /// A plain read.
    Read,
    /// A plain write. Also what frees or publishes (`Box::from_raw`, `dealloc`, `drop_in_place`, `Box::into_raw`).
    Write,
    /// An atomic load, or the read part of a failed `compare_exchange`.
    AtomicRead,
    /// An atomic store or read-modify-write.
    AtomicWrite,
    /// `&*p`: a reference made from a raw pointer or a `static mut`.
    ReborrowShared,
    /// `&mut *p`.
    ReborrowExclusive,
    /// A read through `UnsafeCell::get`, or a shared reference made through it.
    CellRead,
    /// A write through `UnsafeCell::get`.
    CellWrite,
}

impl AccessKind {
    /// Whether it counts as a write.
    #[inline]
    pub fn writes(self) -> bool {
        matches!(
            self,
            Self::Write | Self::AtomicWrite | Self::ReborrowExclusive | Self::CellWrite
        )
    }

    /// Whether it is atomic.
    #[inline]
    pub fn is_atomic(self) -> bool {
        matches!(self, Self::AtomicRead | Self::AtomicWrite)
    }
}
