//! Programs as data.

use datarace::__model::event::{AccessKind, AtomicOperation, Bytes, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};

/// Some threads. Those that no operation spawns run from the beginning, with no edge between them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Program {
    /// Their operations, in order.
    pub threads: Vec<Vec<Operation>>,
}

/// What a thread does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operation {
    /// An access that is not atomic.
    Plain {
        /// The memory.
        bytes: Bytes,
        /// How it is touched.
        kind: AccessKind,
    },
    /// An atomic operation.
    Atomic {
        /// The object.
        bytes: Bytes,
        /// What is done to it.
        operation: AtomicOperation,
    },
    /// A fence.
    Fence {
        /// Its ordering.
        order: FenceOrder,
    },
    /// Lets a thread begin.
    Spawn {
        /// Which one.
        thread: usize,
    },
    /// Waits for the end of a thread.
    Join {
        /// Which one.
        thread: usize,
    },
    /// The release side of any other edge.
    Publish {
        /// To whom.
        channel: usize,
    },
    /// The acquire side: waits for a `Publish`, and receives from the latest.
    Receive {
        /// From whom.
        channel: usize,
    },
    /// As `Receive`, but from all of them.
    ReceiveAll {
        /// From whom.
        channel: usize,
    },
    /// The rest is done only if the thread's last atomic read saw at least this.
    OnlyIf {
        /// The value.
        at_least: u64,
    },
    /// The next operations are left out if that is what the thread's last atomic operation saw.
    Skip {
        /// What.
        when: Seen,
        /// How many operations.
        count: usize,
    },
    /// As `Atomic`, but waits until it can see that.
    Await {
        /// The object.
        bytes: Bytes,
        /// What is done to it.
        operation: AtomicOperation,
        /// What it waits for.
        seen: Seen,
    },
}

/// What an atomic operation may see.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Seen {
    /// This value or a higher one.
    AtLeast(u64),
    /// A value below this one.
    Below(u64),
    /// What lets it write: an exchange that does not fail.
    Success,
}

impl Seen {
    /// Whether an operation that read this value, and wrote or not, saw it.
    pub fn holds(self, read: u64, wrote: bool) -> bool {
        match self {
            Self::AtLeast(least) => least <= read,
            Self::Below(bound) => read < bound,
            Self::Success => wrote,
        }
    }
}

impl Program {
    /// A program of these threads.
    pub fn new<const N: usize>(threads: [&[Operation]; N]) -> Self {
        Self {
            threads: threads.map(<[_]>::to_vec).to_vec(),
        }
    }

    /// Whether some operation spawns the thread.
    pub fn is_spawned(&self, thread: usize) -> bool {
        self.operations()
            .any(|operation| operation == Operation::Spawn { thread })
    }

    /// Whether some operation joins the thread.
    pub fn is_joined(&self, thread: usize) -> bool {
        self.operations()
            .any(|operation| operation == Operation::Join { thread })
    }

    fn operations(&self) -> impl Iterator<Item = Operation> + '_ {
        self.threads.iter().flatten().copied()
    }
}

/// The bytes of the atomic objects and plain variables of test programs, eight apart.
pub const fn variable(number: usize) -> Bytes {
    Bytes {
        address: 0x1000 + 8 * number,
        size: 4,
    }
}

/// `x`
pub const X: Bytes = variable(0);
/// `y`
pub const Y: Bytes = variable(1);
/// `z`
pub const Z: Bytes = variable(2);

/// A plain read.
pub const fn read(bytes: Bytes) -> Operation {
    let kind = AccessKind::Read;
    Operation::Plain { bytes, kind }
}

/// A plain write.
pub const fn write(bytes: Bytes) -> Operation {
    let kind = AccessKind::Write;
    Operation::Plain { bytes, kind }
}

/// An atomic load.
pub const fn load(bytes: Bytes, order: LoadOrder) -> Operation {
    let operation = AtomicOperation::Load { order };
    Operation::Atomic { bytes, operation }
}

/// An atomic store.
pub const fn store(bytes: Bytes, value: u64, order: StoreOrder) -> Operation {
    let operation = AtomicOperation::Store { value, order };
    Operation::Atomic { bytes, operation }
}

/// `fetch_add(1)`
pub const fn increment(bytes: Bytes, order: RmwOrder) -> Operation {
    let operation = AtomicOperation::Rmw {
        operation: RmwOperation::Add,
        operand: 1,
        order,
    };
    Operation::Atomic { bytes, operation }
}

/// `compare_exchange`
pub const fn exchange(
    bytes: Bytes,
    (expected, new): (u64, u64),
    success: RmwOrder,
    failure: LoadOrder,
) -> Operation {
    let operation = AtomicOperation::CompareExchange {
        expected,
        new,
        success,
        failure,
        weak: false,
    };
    Operation::Atomic { bytes, operation }
}

/// A fence.
pub const fn fence(order: FenceOrder) -> Operation {
    Operation::Fence { order }
}

/// `if` the last read saw a value of at least `at_least`.
pub const fn only_if(at_least: u64) -> Operation {
    Operation::OnlyIf { at_least }
}
