//! Memory orderings that cannot be illegal: one type per kind of operation.
//!
//! Source: [atomics.order] (N4861) and the `# Panics` sections of `core::sync::atomic`.
//! Departs from it: nothing; `consume` does not exist in Rust.

use core::sync::atomic::Ordering;

/// The ordering of a load, or of a failed `compare_exchange`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LoadOrder {
    /// No edge.
    Relaxed,
    /// Receives what the store it reads from released.
    Acquire,
    /// Acquire, and part of the single total order.
    SeqCst,
}

/// The ordering of a store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StoreOrder {
    /// No edge, except from an earlier release fence.
    Relaxed,
    /// Publishes all that happens before it.
    Release,
    /// Release, and part of the single total order.
    SeqCst,
}

/// The ordering of a read-modify-write.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RmwOrder {
    /// No edge of its own; it continues the release sequence it reads from.
    Relaxed,
    /// Its read part acquires.
    Acquire,
    /// Its write part releases.
    Release,
    /// Both.
    AcqRel,
    /// Both, and part of the single total order.
    SeqCst,
}

/// The ordering of a fence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FenceOrder {
    /// Orders earlier atomic loads with what follows.
    Acquire,
    /// Orders what precedes with later atomic stores.
    Release,
    /// Both.
    AcqRel,
    /// Both, and part of the single total order.
    SeqCst,
}

/// An ordering that its operation cannot take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IllegalOrder(pub Ordering);

macro_rules! legal_orders {
    ($name:ident: $($order:ident)*) => {
        impl TryFrom<Ordering> for $name {
            type Error = IllegalOrder;

            #[inline]
            fn try_from(order: Ordering) -> Result<Self, IllegalOrder> {
                match order {
                    $(Ordering::$order => Ok(Self::$order),)*
                    other => Err(IllegalOrder(other)),
                }
            }
        }

        impl From<$name> for Ordering {
            #[inline]
            fn from(order: $name) -> Ordering {
                match order {
                    $($name::$order => Ordering::$order,)*
                }
            }
        }

        impl $name {
            /// All of them, weakest first.
            pub const ALL: &'static [Self] = &[$(Self::$order),*];
        }
    };
}

legal_orders!(LoadOrder: Relaxed Acquire SeqCst);
legal_orders!(StoreOrder: Relaxed Release SeqCst);
legal_orders!(RmwOrder: Relaxed Acquire Release AcqRel SeqCst);
legal_orders!(FenceOrder: Acquire Release AcqRel SeqCst);

impl LoadOrder {
    /// The weakest ordering at least as strong that acquires.
    pub fn with_acquire(self) -> Self {
        match self {
            Self::Relaxed => Self::Acquire,
            other => other,
        }
    }

    /// Whether it acquires.
    #[inline]
    pub fn acquires(self) -> bool {
        !matches!(self, Self::Relaxed)
    }
}

impl StoreOrder {
    /// The weakest ordering at least as strong that releases.
    pub fn with_release(self) -> Self {
        match self {
            Self::Relaxed => Self::Release,
            other => other,
        }
    }

    /// Whether it releases.
    #[inline]
    pub fn releases(self) -> bool {
        !matches!(self, Self::Relaxed)
    }
}

impl RmwOrder {
    /// Whether its read part acquires.
    #[inline]
    pub fn acquires(self) -> bool {
        matches!(self, Self::Acquire | Self::AcqRel | Self::SeqCst)
    }

    /// The weakest ordering at least as strong that acquires.
    pub fn with_acquire(self) -> Self {
        match self {
            Self::Relaxed => Self::Acquire,
            Self::Release => Self::AcqRel,
            other => other,
        }
    }

    /// The weakest ordering at least as strong that releases.
    pub fn with_release(self) -> Self {
        match self {
            Self::Relaxed => Self::Release,
            Self::Acquire => Self::AcqRel,
            other => other,
        }
    }

    /// Whether its write part releases.
    #[inline]
    pub fn releases(self) -> bool {
        matches!(self, Self::Release | Self::AcqRel | Self::SeqCst)
    }
}

impl FenceOrder {
    /// Whether it acquires.
    #[inline]
    pub fn acquires(self) -> bool {
        !matches!(self, Self::Release)
    }

    /// The weakest ordering at least as strong that acquires.
    pub fn with_acquire(self) -> Self {
        match self {
            Self::Release => Self::AcqRel,
            other => other,
        }
    }

    /// The weakest ordering at least as strong that releases.
    pub fn with_release(self) -> Self {
        match self {
            Self::Acquire => Self::AcqRel,
            other => other,
        }
    }

    /// Whether it releases.
    #[inline]
    pub fn releases(self) -> bool {
        !matches!(self, Self::Acquire)
    }
}
