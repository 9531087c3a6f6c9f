//! Which pairs race, by definition.

use super::execution::{EventId, Execution};
use super::relations::Relations;
use datarace::__model::event::{AccessKind, Bytes};

/// All pairs that race, the one performed first in front; `true` where both are reborrows, which alone prove nothing.
pub fn races(execution: &Execution, relations: &Relations) -> Vec<(EventId, EventId, bool)> {
    let mut races = Vec::new();
    for (later, second) in execution.events.iter().enumerate() {
        for (earlier, first) in execution.events[..later].iter().enumerate() {
            let (Some(a), Some(b)) = (first.access(), second.access()) else {
                continue;
            };
            if !relations.hb.holds(earlier, later) && conflict(a, b) {
                races.push((earlier, later, is_reborrow(a.0) && is_reborrow(b.0)));
            }
        }
    }
    races
}

/// A common byte, a write, and not two atomic accesses to one object; a reborrow conflicts with plain accesses and other
/// reborrows only, a read through a cell not with atomics.
fn conflict((a, a_bytes): (AccessKind, Bytes), (b, b_bytes): (AccessKind, Bytes)) -> bool {
    let two_atomics_of_one_object = is_atomic(a) && is_atomic(b) && a_bytes == b_bytes;
    let allowed_beside_reborrow = (is_reborrow(a) && !is_plain(b) && !is_reborrow(b))
        || (is_reborrow(b) && !is_plain(a) && !is_reborrow(a));
    bytes(a_bytes).any(|byte| bytes(b_bytes).any(|other| byte == other))
        && (is_write(a) || is_write(b))
        && !two_atomics_of_one_object
        && !(is_atomic(a) && b == AccessKind::CellRead)
        && !(is_atomic(b) && a == AccessKind::CellRead)
        && !allowed_beside_reborrow
}

fn bytes(bytes: Bytes) -> std::ops::Range<usize> {
    bytes.address..bytes.address + bytes.size
}

fn is_write(kind: AccessKind) -> bool {
    use AccessKind::{AtomicWrite, CellWrite, ReborrowExclusive, Write};
    [Write, AtomicWrite, CellWrite, ReborrowExclusive].contains(&kind)
}

fn is_atomic(kind: AccessKind) -> bool {
    [AccessKind::AtomicRead, AccessKind::AtomicWrite].contains(&kind)
}

fn is_plain(kind: AccessKind) -> bool {
    [AccessKind::Read, AccessKind::Write].contains(&kind)
}

fn is_reborrow(kind: AccessKind) -> bool {
    [AccessKind::ReborrowShared, AccessKind::ReborrowExclusive].contains(&kind)
}
