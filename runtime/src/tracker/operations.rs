//! The atomic operations that write, one copy of each for every width.
//!
//! Apart from [`atomic`](tracker::atomic()), for the sake of an atomic that its thread has to itself ([`owned`]).
//! In builds with debug assertions, which are built again and again, they are statics: what a constant names is compiled with every
//! crate that uses it, and these would be a third of what an annotated crate is compiled to. In other builds they are constants, so
//! that they become a part of the user's function.

use crate::event::{AtomicCall, AtomicOperation, AtomicOutcome, RmwOperation};
use crate::order::{RmwOrder, StoreOrder};
use crate::site::Site;
use crate::tracker::atomic::{self, Exchange, width_of};
use crate::tracker::owned::{self, Tried};
use crate::tracker::takeover::Inside;
use crate::tracker::{self, thread};

/// The operations on the atomics of one width. Their first argument is the address.
#[derive(Debug)]
pub struct Operations {
    /// Performs a store together with its event.
    pub(crate) store: unsafe fn(usize, u64, StoreOrder, &'static Site),
    /// Performs a read-modify-write that always writes, likewise; answers what it read.
    pub(crate) rmw: unsafe fn(usize, RmwOperation, u64, RmwOrder, &'static Site) -> u64,
    /// Performs a `compare_exchange` or one of its kin, likewise.
    pub(crate) exchange: unsafe fn(usize, Exchange, &'static Site) -> AtomicOutcome,
}

macro_rules! operations {
    ($($name:ident)*) => {$(
        #[cfg(debug_assertions)]
        pub(crate) static $name: Operations = of::<{ atomic::$name }>();
        #[cfg(not(debug_assertions))]
        pub(crate) const $name: Operations = of::<{ atomic::$name }>();
    )*};
}

const fn of<const WIDTH: u8>() -> Operations {
    Operations {
        store: store::<WIDTH>,
        rmw: rmw::<WIDTH>,
        exchange: exchange::<WIDTH>,
    }
}

operations! { BOOL U8 U16 U32 U64 }

/// Performs an atomic store together with its event.
///
/// # Safety
/// `address` is that of a live atomic of width `WIDTH`.
#[inline(always)]
unsafe fn store<const WIDTH: u8>(
    address: usize,
    value: u64,
    order: StoreOrder,
    site: &'static Site,
) {
    if let Some(slot) = thread::attached()
        && let Some(_inside) = Inside::enter()
        // SAFETY: the caller's promise.
        && unsafe { owned::store::<WIDTH>(slot, address, value, order, site) }
    {
        return slot.count_event();
    }
    let call = AtomicCall {
        address,
        width: width_of(WIDTH),
        operation: AtomicOperation::Store { value, order },
        site,
    };
    // SAFETY: the caller's promise.
    unsafe { tracker::atomic(&call) };
}

/// Performs a read-modify-write that always writes, together with its event; answers what it read.
///
/// # Safety
/// `address` is that of a live atomic of width `WIDTH`.
#[inline(always)]
unsafe fn rmw<const WIDTH: u8>(
    address: usize,
    operation: RmwOperation,
    operand: u64,
    order: RmwOrder,
    site: &'static Site,
) -> u64 {
    let call = || AtomicCall {
        address,
        width: width_of(WIDTH),
        operation: AtomicOperation::Rmw {
            operation,
            operand,
            order,
        },
        site,
    };
    if let Some(slot) = thread::attached()
        && let Some(inside) = Inside::enter()
    {
        let what = (operation, operand);
        // SAFETY: the caller's promise.
        match unsafe { owned::rmw::<WIDTH>(slot, address, what, order, site) } {
            Tried::Done(read) => {
                slot.count_event();
                return read;
            }
            Tried::Performed(read) => {
                drop(inside);
                return performed(&call(), read).read;
            }
            Tried::Not => {}
        }
    }
    // SAFETY: the caller's promise.
    unsafe { tracker::atomic(&call()) }.read
}

/// Performs a `compare_exchange` or one of its kin together with its event.
///
/// # Safety
/// `address` is that of a live atomic of width `WIDTH`.
#[inline(always)]
unsafe fn exchange<const WIDTH: u8>(
    address: usize,
    exchange: Exchange,
    site: &'static Site,
) -> AtomicOutcome {
    let call = || AtomicCall {
        address,
        width: width_of(WIDTH),
        operation: AtomicOperation::CompareExchange {
            expected: exchange.expected,
            new: exchange.new,
            success: exchange.success,
            failure: exchange.failure,
            weak: exchange.weak,
        },
        site,
    };
    if let Some(slot) = thread::attached()
        && let Some(inside) = Inside::enter()
    {
        // SAFETY: the caller's promise.
        match unsafe { owned::exchange::<WIDTH>(slot, address, exchange, site) } {
            Tried::Done(read) => {
                slot.count_event();
                return AtomicOutcome { read, wrote: true };
            }
            Tried::Performed(read) => {
                drop(inside);
                return performed(&call(), read);
            }
            Tried::Not => {}
        }
    }
    // SAFETY: the caller's promise.
    unsafe { tracker::atomic(&call()) }
}

#[cold]
fn performed(call: &AtomicCall, read: u64) -> AtomicOutcome {
    let (Some(slot), Some(_inside)) = (thread::attached(), Inside::enter()) else {
        return AtomicOutcome { read, wrote: true };
    };
    slot.count_event();
    atomic::performed(slot, call, read)
}
