//! What happened, as data: the vocabulary between the hooks, the two engines, the rules and the reports.

pub use crate::access::AccessKind;
use crate::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use crate::site::Site;

/// A range of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Bytes {
    /// The first address.
    pub address: usize,
    /// How many bytes; zero touches nothing.
    pub size: usize,
}

/// One access to memory, as a hook reports it. The public `Access` of a report is `race::Access`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MemoryAccess {
    /// The memory.
    pub bytes: Bytes,
    /// How it was touched.
    pub kind: AccessKind,
    /// Where in the source.
    pub site: &'static Site,
}

/// The arithmetic of a read-modify-write.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RmwOperation {
    /// `swap`
    Swap,
    /// `fetch_add`, wrapping
    Add,
    /// `fetch_sub`, wrapping
    Sub,
    /// `fetch_and`
    And,
    /// `fetch_nand`; on `AtomicBool` it is the logical one
    Nand,
    /// `fetch_or`
    Or,
    /// `fetch_xor`
    Xor,
    /// `fetch_not` of `AtomicBool`
    Not,
    /// `fetch_max` of an unsigned type
    UnsignedMax,
    /// `fetch_min` of an unsigned type
    UnsignedMin,
    /// `fetch_max` of a signed type
    SignedMax,
    /// `fetch_min` of a signed type
    SignedMin,
}

/// An atomic operation with its operands; values are zero-extended to 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AtomicOperation {
    /// A load.
    Load {
        /// Its ordering.
        order: LoadOrder,
    },
    /// A store.
    Store {
        /// What is stored.
        value: u64,
        /// Its ordering.
        order: StoreOrder,
    },
    /// A read-modify-write that always writes.
    Rmw {
        /// The arithmetic.
        operation: RmwOperation,
        /// Its right operand.
        operand: u64,
        /// Its ordering.
        order: RmwOrder,
    },
    /// `compare_exchange` and `compare_exchange_weak`.
    CompareExchange {
        /// What must be there.
        expected: u64,
        /// What replaces it.
        new: u64,
        /// The ordering if it succeeds.
        success: RmwOrder,
        /// The ordering of the load if it fails.
        failure: LoadOrder,
        /// Whether it may fail spuriously.
        weak: bool,
    },
}

/// The type of an atomic: how wide, and whether it is a `bool`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AtomicWidth {
    /// `AtomicBool`
    Bool,
    /// One byte.
    U8,
    /// Two bytes.
    U16,
    /// Four bytes.
    U32,
    /// Eight bytes; pointers and `usize` on 64-bit machines.
    U64,
}

impl AtomicWidth {
    /// Size in bytes.
    #[inline]
    pub fn size(self) -> usize {
        match self {
            Self::Bool | Self::U8 => 1,
            Self::U16 => 2,
            Self::U32 => 4,
            Self::U64 => 8,
        }
    }
}

/// An atomic operation on an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AtomicCall {
    /// The address of the atomic.
    pub address: usize,
    /// Its type.
    pub width: AtomicWidth,
    /// What is done.
    pub operation: AtomicOperation,
    /// Where in the source.
    pub site: &'static Site,
}

/// What an atomic operation answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AtomicOutcome {
    /// The value that was read; for a store, the value that was stored.
    pub read: u64,
    /// Whether it wrote.
    pub wrote: bool,
}

/// A fence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FenceCall {
    /// Its ordering.
    pub order: FenceOrder,
    /// Where in the source.
    pub site: &'static Site,
}

/// What a call into the standard library's blocking or waking primitives does.
///
/// The hook tells the engine before and after the user's own call. What publishes is recorded before its real effect,
/// what receives after it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SyncOperation {
    /// `Mutex::lock`
    MutexLock,
    /// `Mutex::try_lock`
    MutexTryLock,
    /// A `MutexGuard` was or is about to be dropped.
    MutexUnlock,
    /// `RwLock::read`
    RwLockRead,
    /// `RwLock::try_read`
    RwLockTryRead,
    /// An `RwLockReadGuard` was or is about to be dropped.
    RwLockReadUnlock,
    /// `RwLock::write`
    RwLockWrite,
    /// `RwLock::try_write`
    RwLockTryWrite,
    /// An `RwLockWriteGuard` was or is about to be dropped.
    RwLockWriteUnlock,
    /// `Condvar::wait`; `mutex` is the address of the mutex or 0, `timed` whether a timeout may end it.
    CondvarWait {
        /// The mutex that is given up meanwhile.
        mutex: usize,
        /// Whether a timeout may end the wait.
        timed: bool,
    },
    /// `Condvar::notify_one`
    NotifyOne,
    /// `Condvar::notify_all`
    NotifyAll,
    /// `Barrier::wait`
    BarrierWait,
    /// `Once::call_once`, `OnceLock::get_or_init`, `LazyLock::force`: may run the initializer or wait for it.
    OnceInitialize,
    /// `OnceLock::set`: initializes, or waits for an initializer.
    OnceSet,
    /// `Once::wait`, `OnceLock::wait`: waits for an initializer to end.
    OnceWait,
    /// The initializer of a `Once`, `OnceLock` or `LazyLock` is about to end (only `sync_before`).
    OnceInitialized,
    /// A read of a `Once` that may find it initialized: `OnceLock::get`, `Once::is_completed`.
    OnceGet,
    /// A channel's `send`; `bounded` is its capacity if it may block.
    ChannelSend {
        /// Whether the send may block.
        bounded: bool,
    },
    /// A channel's `recv`, `try_recv`, iteration.
    ChannelReceive,
    /// A sender is about to be dropped explicitly (only `sync_before`).
    SenderDrop {
        /// No other sender was left before it.
        last: bool,
    },
    /// `thread::park`, `park_timeout`
    Park {
        /// Whether a timeout may end it.
        timed: bool,
    },
    /// `Thread::unpark`
    Unpark,
    /// `Arc` drop, `Arc::try_unwrap`, `Arc::into_inner`, `Arc::get_mut`, `Arc::make_mut`
    ArcRelease {
        /// How many owners there were before it.
        owners: usize,
    },
    /// `thread::yield_now`
    Yield,
    /// `hint::spin_loop`
    SpinLoop,
    /// `thread::sleep`
    Sleep,
}

/// Which object a [`SyncCall`] is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SyncObject {
    /// No object: yield, sleep, park (the thread itself).
    None,
    /// The object at this address.
    Address(usize),
    /// All objects of a type (channels without identity).
    Type(std::any::TypeId),
    /// A thread.
    Thread(std::thread::ThreadId),
}

/// A call into a primitive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SyncCall {
    /// What it does.
    pub operation: SyncOperation,
    /// To which object.
    pub object: SyncObject,
    /// Where in the source.
    pub site: &'static Site,
}

/// How the user's own call ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SyncOutcome {
    /// It did what its name says: the lock is held, a value was received, the initializer has run.
    Done,
    /// It came back without: `try_lock` would block, the channel is empty or disconnected, a timeout fired.
    Not,
    /// It panicked.
    Panicked,
}

/// A store in the history of an atomic object: the storing thread and a number that counts its stores.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct StoreId {
    /// The storing thread.
    pub thread: crate::clock::ThreadIndex,
    /// Which of its synchronization events it is.
    pub sequence: u64,
}

/// A [`StoreId`] or none in a word: thread + 1 and sequence; 0 is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PackedId(u64);

impl PackedId {
    /// No store.
    pub(crate) const NONE: Self = Self(0);

    const SEQUENCE_BITS: u32 = 48;

    /// An id from its parts.
    #[inline(always)]
    pub(crate) fn new(thread_bits: u64, sequence: u64) -> Self {
        Self(thread_bits | sequence)
    }

    /// What all ids of a thread have in common.
    pub(crate) const fn thread_bits(thread: crate::clock::ThreadIndex) -> u64 {
        (thread.0 as u64 + 1) << Self::SEQUENCE_BITS
    }

    #[inline]
    pub(crate) fn of(id: Option<StoreId>) -> Self {
        id.map_or(Self::NONE, |id| {
            Self::new(Self::thread_bits(id.thread), id.sequence)
        })
    }

    /// The id.
    pub(crate) fn get(self) -> Option<StoreId> {
        (self != Self::NONE).then(|| StoreId {
            thread: crate::clock::ThreadIndex((self.0 >> Self::SEQUENCE_BITS) as u32 - 1),
            sequence: self.0 & ((1 << Self::SEQUENCE_BITS) - 1),
        })
    }
}

/// One synchronization event that happened, kept for explanations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SyncRecord {
    /// Whose event.
    pub thread: crate::clock::ThreadIndex,
    /// The thread's own time when it happened (plain accesses between two records carry the time in between).
    pub time: u32,
    /// Counts the synchronization events of the thread, from 1.
    pub sequence: u64,
    /// What happened.
    pub event: SyncEvent,
    /// Where; `None` for what has no place in annotated code (an implicit join, an interposed call).
    pub site: Option<&'static Site>,
}

/// See [`SyncRecord`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncEvent {
    /// An atomic load, also that of a failed `compare_exchange`.
    Load {
        /// The address of the atomic.
        object: usize,
        /// Its ordering.
        order: LoadOrder,
        /// `None`: the initial value, or a value of unannotated code.
        reads_from: Option<StoreId>,
        /// Whether it is the load of a failed `compare_exchange` (its ordering is the site's second argument).
        failed_exchange: bool,
    },
    /// An atomic store.
    Store {
        /// The address of the atomic.
        object: usize,
        /// Its ordering.
        order: StoreOrder,
        /// Its place in the object's modification order, from 1.
        position: u64,
    },
    /// A successful read-modify-write.
    Rmw {
        /// The address of the atomic.
        object: usize,
        /// Its ordering.
        order: RmwOrder,
        /// See `Load`.
        reads_from: Option<StoreId>,
        /// See `Store`.
        position: u64,
    },
    /// A fence.
    Fence {
        /// Its ordering.
        order: FenceOrder,
    },
    /// An edge of another kind begins here: unlock, send, unpark, fork, exit, ..
    Publish {
        /// What it is, in words of the field: "unlock", "send", "spawn".
        edge: &'static str,
        /// What the receiving side names: an object's address, or a number.
        object: u64,
    },
    /// .. and ends here.
    Receive {
        /// What it is: "lock", "recv", "thread start", "join".
        edge: &'static str,
        /// See `Publish`.
        object: u64,
        /// Where it came from, if that is one event.
        from: Option<StoreId>,
    },
}
