//! Operations as they are written in rows of tests: `x acq`, `x=1 rel`, `x+1 rlx`, `F sc`, `d=`, `d`.

use super::program::{Operation, variable};
use datarace::__model::event::{AccessKind, AtomicOperation, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};

/// The names of the atomics, which are the first variables, and of the plain data behind them.
pub const NAMES: &str = "xyzwd";

/// The variable of a name.
pub fn named(name: &str) -> usize {
    NAMES.find(name).expect(name)
}

/// The ordering of a load.
pub fn load_order(word: &str) -> LoadOrder {
    match word {
        "rlx" => LoadOrder::Relaxed,
        "acq" => LoadOrder::Acquire,
        "sc" => LoadOrder::SeqCst,
        _ => panic!("{word}"),
    }
}

/// The ordering of a read-modify-write.
pub fn rmw_order(word: &str) -> RmwOrder {
    match word {
        "rlx" => RmwOrder::Relaxed,
        "acq" => RmwOrder::Acquire,
        "rel" => RmwOrder::Release,
        "acqrel" => RmwOrder::AcqRel,
        "sc" => RmwOrder::SeqCst,
        _ => panic!("{word}"),
    }
}

/// The ordering of a store.
pub fn store_order(word: &str) -> StoreOrder {
    match word {
        "rlx" => StoreOrder::Relaxed,
        "rel" => StoreOrder::Release,
        "sc" => StoreOrder::SeqCst,
        _ => panic!("{word}"),
    }
}

/// The ordering of a fence.
pub fn fence_order(word: &str) -> FenceOrder {
    match word {
        "acq" => FenceOrder::Acquire,
        "rel" => FenceOrder::Release,
        "acqrel" => FenceOrder::AcqRel,
        "sc" => FenceOrder::SeqCst,
        _ => panic!("{word}"),
    }
}

/// An operation.
pub fn operation(text: &str) -> Operation {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[0] {
        "F" => Operation::Fence {
            order: fence_order(words[1]),
        },
        "d" | "d=" => Operation::Plain {
            bytes: variable(named("d")),
            kind: match words[0] {
                "d" => AccessKind::Read,
                _ => AccessKind::Write,
            },
        },
        what => {
            let bytes = variable(named(&what[..1]));
            let value = || what[2..].parse().expect(text);
            let operation = match what.get(1..2) {
                None => AtomicOperation::Load {
                    order: load_order(words[1]),
                },
                Some("=") => AtomicOperation::Store {
                    value: value(),
                    order: store_order(words[1]),
                },
                Some("+") => AtomicOperation::Rmw {
                    operation: RmwOperation::Add,
                    operand: value(),
                    order: rmw_order(words[1]),
                },
                _ => panic!("{text}"),
            };
            Operation::Atomic { bytes, operation }
        }
    }
}
