//! The real atomic operation: what the user's own call would have done to memory.
//!
//! Source: the inherent methods of `core::sync::atomic`.
//! Departs from them: nothing; the same method of the same type runs with the same orderings.

use crate::event::{AtomicOperation, AtomicOutcome, AtomicWidth, RmwOperation};
use core::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering, compiler_fence, fence,
};

use crate::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};

/// Performs `operation` on the atomic at `address`.
///
/// # Safety
/// `address` is that of a live atomic of width `width` (any of the std types with that size and representation).
#[inline(always)]
pub(crate) unsafe fn atomic(
    address: usize,
    width: AtomicWidth,
    operation: AtomicOperation,
) -> AtomicOutcome {
    match width {
        // SAFETY: the caller promises a live atomic of this width at `address`.
        AtomicWidth::Bool => on_bool(
            unsafe { AtomicBool::from_ptr(address as *mut bool) },
            operation,
        ),
        // SAFETY: as above.
        AtomicWidth::U8 => on_u8(unsafe { AtomicU8::from_ptr(address as *mut u8) }, operation),
        // SAFETY: as above.
        AtomicWidth::U16 => on_u16(
            unsafe { AtomicU16::from_ptr(address as *mut u16) },
            operation,
        ),
        // SAFETY: as above.
        AtomicWidth::U32 => on_u32(
            unsafe { AtomicU32::from_ptr(address as *mut u32) },
            operation,
        ),
        // SAFETY: as above.
        AtomicWidth::U64 => on_u64(
            unsafe { AtomicU64::from_ptr(address as *mut u64) },
            operation,
        ),
    }
}

/// [`atomic`] inside a critical section of the tracker, whose lock orders more than any of the user's orderings: a few
/// fixed ones serve, and with a constant width and operation what remains is one instruction.
///
/// # Safety
/// See [`atomic`].
#[inline(always)]
pub(crate) unsafe fn load(address: usize, width: AtomicWidth) -> u64 {
    let operation = AtomicOperation::Load {
        order: LoadOrder::Acquire,
    };
    // SAFETY: the caller's promise.
    unsafe { atomic(address, width, operation) }.read
}

/// See [`load`].
///
/// # Safety
/// See [`atomic`].
#[inline(always)]
pub(crate) unsafe fn store(address: usize, width: AtomicWidth, value: u64, order: StoreOrder) {
    let store = |order| {
        // SAFETY: the caller's promise.
        unsafe { atomic(address, width, AtomicOperation::Store { value, order }) };
    };
    match order {
        StoreOrder::SeqCst => store(StoreOrder::SeqCst),
        StoreOrder::Relaxed | StoreOrder::Release => store(StoreOrder::Release),
    }
}

/// See [`load`].
///
/// # Safety
/// See [`atomic`].
#[inline(always)]
pub(crate) unsafe fn rmw(
    address: usize,
    width: AtomicWidth,
    operation: RmwOperation,
    operand: u64,
) -> u64 {
    let operation = AtomicOperation::Rmw {
        operation,
        operand,
        order: RmwOrder::SeqCst,
    };
    // SAFETY: the caller's promise.
    unsafe { atomic(address, width, operation) }.read
}

/// [`rmw`] and its [`result`]: what it read, and what it left. The operation is looked up once.
///
/// # Safety
/// See [`atomic`].
#[inline(always)]
pub(crate) unsafe fn rmw_and_result(
    address: usize,
    width: AtomicWidth,
    operation: RmwOperation,
    operand: u64,
) -> (u64, u64) {
    macro_rules! each {
        ($($name:ident)*) => {
            match operation {
                $(RmwOperation::$name => {
                    // SAFETY: the caller's promise.
                    let read = unsafe { rmw(address, width, RmwOperation::$name, operand) };
                    (read, result(RmwOperation::$name, width, read, operand))
                })*
            }
        };
    }
    each! { Swap Add Sub And Nand Or Xor Not UnsignedMax UnsignedMin SignedMax SignedMin }
}

/// See [`load`].
///
/// # Safety
/// See [`atomic`].
#[inline(always)]
pub(crate) unsafe fn compare_exchange(
    address: usize,
    width: AtomicWidth,
    expected: u64,
    new: u64,
    weak: bool,
) -> AtomicOutcome {
    let operation = AtomicOperation::CompareExchange {
        expected,
        new,
        success: RmwOrder::SeqCst,
        failure: LoadOrder::SeqCst,
        weak,
    };
    // SAFETY: the caller's promise.
    unsafe { atomic(address, width, operation) }
}

/// The value at `address`, without any ordering.
///
/// # Safety
/// See [`atomic`].
#[inline(always)]
pub(crate) unsafe fn peek(address: usize, width: AtomicWidth) -> u64 {
    let load = AtomicOperation::Load {
        order: LoadOrder::Relaxed,
    };
    // SAFETY: the caller promises what `atomic` needs.
    unsafe { atomic(address, width, load) }.read
}

/// What a read-modify-write leaves where it found `old`.
#[inline(always)]
pub(crate) fn result(operation: RmwOperation, width: AtomicWidth, old: u64, operand: u64) -> u64 {
    let operand = zero_extended(width, operand);
    let signed = |value: u64| {
        let unused = 64 - 8 * width.size() as u32;
        (value << unused) as i64 >> unused
    };
    let new = match operation {
        RmwOperation::Swap => operand,
        RmwOperation::Add => old.wrapping_add(operand),
        RmwOperation::Sub => old.wrapping_sub(operand),
        RmwOperation::And => old & operand,
        RmwOperation::Nand => !(old & operand),
        RmwOperation::Or => old | operand,
        RmwOperation::Xor => old ^ operand,
        RmwOperation::Not => !old,
        RmwOperation::UnsignedMax => old.max(operand),
        RmwOperation::UnsignedMin => old.min(operand),
        RmwOperation::SignedMax if signed(old) < signed(operand) => operand,
        RmwOperation::SignedMin if signed(operand) < signed(old) => operand,
        RmwOperation::SignedMax | RmwOperation::SignedMin => old,
    };
    match width {
        AtomicWidth::Bool => new & 1,
        _ => zero_extended(width, new),
    }
}

/// A value as it reads back from an atomic of this width.
#[inline(always)]
pub(crate) fn zero_extended(width: AtomicWidth, value: u64) -> u64 {
    match width {
        AtomicWidth::Bool => u64::from(value != 0),
        AtomicWidth::U8 => value & 0xff,
        AtomicWidth::U16 => value & 0xffff,
        AtomicWidth::U32 => value & 0xffff_ffff,
        AtomicWidth::U64 => value,
    }
}

/// Performs a fence.
#[inline]
pub(crate) fn fence_now(order: FenceOrder) {
    fence(Ordering::from(order));
}

/// Performs a compiler fence.
#[inline]
#[allow(
    dead_code,
    reason = "for hooks that keep `compiler_fence` beside their event"
)]
pub(crate) fn compiler_fence_now(order: FenceOrder) {
    compiler_fence(Ordering::from(order));
}

fn read(value: u64) -> AtomicOutcome {
    AtomicOutcome {
        read: value,
        wrote: false,
    }
}

fn wrote(value: u64) -> AtomicOutcome {
    AtomicOutcome {
        read: value,
        wrote: true,
    }
}

macro_rules! on_integer {
    ($name:ident, $atomic:ty, $unsigned:ty, $signed:ty) => {
        #[inline(always)]
        fn $name(object: &$atomic, operation: AtomicOperation) -> AtomicOutcome {
            match operation {
                AtomicOperation::Load { order } => read(u64::from(object.load(order.into()))),
                AtomicOperation::Store { value, order } => {
                    object.store(value as $unsigned, order.into());
                    wrote(value)
                }
                AtomicOperation::CompareExchange {
                    expected,
                    new,
                    success,
                    failure,
                    weak,
                } => {
                    let (expected, new) = (expected as $unsigned, new as $unsigned);
                    let result = match weak {
                        true => object.compare_exchange_weak(
                            expected,
                            new,
                            success.into(),
                            failure.into(),
                        ),
                        false => {
                            object.compare_exchange(expected, new, success.into(), failure.into())
                        }
                    };
                    match result {
                        Ok(value) => wrote(u64::from(value)),
                        Err(value) => read(u64::from(value)),
                    }
                }
                AtomicOperation::Rmw {
                    operation,
                    operand,
                    order,
                } => {
                    let order = Ordering::from(order);
                    let operand = operand as $unsigned;
                    let signed = |keep: fn($signed, $signed) -> $signed| {
                        let mut old = object.load(Ordering::Relaxed);
                        loop {
                            let new = keep(old as $signed, operand as $signed) as $unsigned;
                            // ORDER: the user's own, on the one exchange that succeeds; a failed attempt is no event.
                            match object.compare_exchange_weak(old, new, order, Ordering::Relaxed) {
                                Ok(old) => return old,
                                Err(now) => old = now,
                            }
                        }
                    };
                    wrote(u64::from(match operation {
                        RmwOperation::Swap => object.swap(operand, order),
                        RmwOperation::Add => object.fetch_add(operand, order),
                        RmwOperation::Sub => object.fetch_sub(operand, order),
                        RmwOperation::And => object.fetch_and(operand, order),
                        RmwOperation::Nand => object.fetch_nand(operand, order),
                        RmwOperation::Or => object.fetch_or(operand, order),
                        RmwOperation::Xor => object.fetch_xor(operand, order),
                        RmwOperation::Not => object.fetch_xor(<$unsigned>::MAX, order),
                        RmwOperation::UnsignedMax => object.fetch_max(operand, order),
                        RmwOperation::UnsignedMin => object.fetch_min(operand, order),
                        RmwOperation::SignedMax => signed(Ord::max),
                        RmwOperation::SignedMin => signed(Ord::min),
                    }))
                }
            }
        }
    };
}

on_integer!(on_u8, AtomicU8, u8, i8);
on_integer!(on_u16, AtomicU16, u16, i16);
on_integer!(on_u32, AtomicU32, u32, i32);
on_integer!(on_u64, AtomicU64, u64, i64);

#[inline(always)]
fn on_bool(object: &AtomicBool, operation: AtomicOperation) -> AtomicOutcome {
    match operation {
        AtomicOperation::Load { order } => read(u64::from(object.load(order.into()))),
        AtomicOperation::Store { value, order } => {
            object.store(value != 0, order.into());
            wrote(value)
        }
        AtomicOperation::CompareExchange {
            expected,
            new,
            success,
            failure,
            weak,
        } => {
            let (expected, new) = (expected != 0, new != 0);
            let result = match weak {
                true => object.compare_exchange_weak(expected, new, success.into(), failure.into()),
                false => object.compare_exchange(expected, new, success.into(), failure.into()),
            };
            match result {
                Ok(value) => wrote(u64::from(value)),
                Err(value) => read(u64::from(value)),
            }
        }
        AtomicOperation::Rmw {
            operation,
            operand,
            order,
        } => {
            let order = Ordering::from(order);
            let operand = operand != 0;
            wrote(u64::from(match operation {
                RmwOperation::Swap => object.swap(operand, order),
                RmwOperation::And | RmwOperation::UnsignedMin | RmwOperation::SignedMin => {
                    object.fetch_and(operand, order)
                }
                RmwOperation::Nand => object.fetch_nand(operand, order),
                RmwOperation::Or | RmwOperation::UnsignedMax | RmwOperation::SignedMax => {
                    object.fetch_or(operand, order)
                }
                RmwOperation::Xor | RmwOperation::Add | RmwOperation::Sub => {
                    object.fetch_xor(operand, order)
                }
                RmwOperation::Not => object.fetch_not(order),
            }))
        }
    }
}
