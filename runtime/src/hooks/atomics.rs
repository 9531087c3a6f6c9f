//! The methods of std's atomics, done by the tracker together with their events.
//!
//! Source: the inherent methods of `core::sync::atomic` (1.95); texts of panics and the loops of the `update` family are
//! std's. Departs from it: nothing that a program can see. User closures run outside every lock of ours.

use core::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
    AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};

use crate::event::{AtomicWidth, RmwOperation};
use crate::order::{LoadOrder, RmwOrder, StoreOrder};
use crate::site::Site;
use crate::tracker::operations::{self, Operations};
use crate::tracker::{self, Exchange};

/// One of std's atomic types.
pub trait AtomicType: Sized {
    #[doc(hidden)]
    const WIDTH: AtomicWidth;
    #[doc(hidden)]
    const OPERATIONS: &'static Operations;
    #[doc(hidden)]
    type Value: Copy;
    #[doc(hidden)]
    fn to_bits(value: Self::Value) -> u64;
    #[doc(hidden)]
    fn from_bits(bits: u64) -> Self::Value;
}

/// An atomic whose operations are events.
pub struct Tracked<'a, A> {
    atomic: &'a A,
    site: &'static Site,
}

impl<A> Clone for Tracked<'_, A> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Tracked<'_, A> {}

impl<'a, A: AtomicType> Tracked<'a, A> {
    #[inline(always)]
    pub(crate) fn new(atomic: &'a A, site: &'static Site) -> Self {
        Self { atomic, site }
    }

    #[inline(always)]
    fn address(self) -> usize {
        core::ptr::from_ref(self.atomic).addr()
    }

    #[inline(always)]
    fn rmw(self, operation: RmwOperation, operand: A::Value, order: Ordering) -> A::Value {
        let (operand, order) = (A::to_bits(operand), rmw_order(order));
        // SAFETY: the address is that of an atomic borrowed for `'a`, and `WIDTH` is its type's.
        let read =
            unsafe { (A::OPERATIONS.rmw)(self.address(), operation, operand, order, self.site) };
        A::from_bits(read)
    }

    #[inline(always)]
    #[track_caller]
    fn exchange(
        self,
        current: A::Value,
        new: A::Value,
        success: Ordering,
        failure: Ordering,
        weak: bool,
    ) -> Result<A::Value, A::Value> {
        let exchange = Exchange {
            expected: A::to_bits(current),
            new: A::to_bits(new),
            success: rmw_order(success),
            failure: failure_order(failure),
            weak,
        };
        // SAFETY: the address is that of an atomic borrowed for `'a`, and `WIDTH` is its type's.
        let outcome = unsafe { (A::OPERATIONS.exchange)(self.address(), exchange, self.site) };
        match outcome.wrote {
            true => Ok(A::from_bits(outcome.read)),
            false => Err(A::from_bits(outcome.read)),
        }
    }

    /// `load`
    #[inline(always)]
    #[track_caller]
    pub fn load(self, order: Ordering) -> A::Value {
        let order = load_order(order);
        // SAFETY: the address is that of an atomic borrowed for `'a`, and `WIDTH` is its type's.
        A::from_bits(unsafe { tracker::load(self.address(), A::WIDTH, order, self.site) })
    }

    /// `store`
    #[inline(always)]
    #[track_caller]
    pub fn store(self, value: A::Value, order: Ordering) {
        let order = store_order(order);
        let value = A::to_bits(value);
        // SAFETY: the address is that of an atomic borrowed for `'a`, and `WIDTH` is its type's.
        unsafe { (A::OPERATIONS.store)(self.address(), value, order, self.site) };
    }

    /// `swap`
    #[inline(always)]
    pub fn swap(self, value: A::Value, order: Ordering) -> A::Value {
        self.rmw(RmwOperation::Swap, value, order)
    }

    /// `compare_and_swap`
    #[inline(always)]
    pub fn compare_and_swap(self, current: A::Value, new: A::Value, order: Ordering) -> A::Value {
        let failure = strongest_failure(order);
        match self.exchange(current, new, order, failure, false) {
            Ok(value) | Err(value) => value,
        }
    }

    /// `compare_exchange`
    #[inline(always)]
    #[track_caller]
    pub fn compare_exchange(
        self,
        current: A::Value,
        new: A::Value,
        success: Ordering,
        failure: Ordering,
    ) -> Result<A::Value, A::Value> {
        self.exchange(current, new, success, failure, false)
    }

    /// `compare_exchange_weak`
    #[inline(always)]
    #[track_caller]
    pub fn compare_exchange_weak(
        self,
        current: A::Value,
        new: A::Value,
        success: Ordering,
        failure: Ordering,
    ) -> Result<A::Value, A::Value> {
        self.exchange(current, new, success, failure, true)
    }

    /// `fetch_update`
    #[inline]
    #[track_caller]
    pub fn fetch_update<F>(
        self,
        set_order: Ordering,
        fetch_order: Ordering,
        f: F,
    ) -> Result<A::Value, A::Value>
    where
        F: FnMut(A::Value) -> Option<A::Value>,
    {
        self.try_update(set_order, fetch_order, f)
    }

    /// `try_update`
    #[inline]
    #[track_caller]
    pub fn try_update<F>(
        self,
        set_order: Ordering,
        fetch_order: Ordering,
        mut f: F,
    ) -> Result<A::Value, A::Value>
    where
        F: FnMut(A::Value) -> Option<A::Value>,
    {
        let mut previous = self.load(fetch_order);
        while let Some(next) = f(previous) {
            match self.exchange(previous, next, set_order, fetch_order, true) {
                Ok(value) => return Ok(value),
                Err(now) => previous = now,
            }
        }
        Err(previous)
    }

    /// `update`
    #[inline]
    #[track_caller]
    pub fn update<F>(self, set_order: Ordering, fetch_order: Ordering, mut f: F) -> A::Value
    where
        F: FnMut(A::Value) -> A::Value,
    {
        let mut previous = self.load(fetch_order);
        loop {
            match self.exchange(previous, f(previous), set_order, fetch_order, true) {
                Ok(value) => return value,
                Err(now) => previous = now,
            }
        }
    }
}

macro_rules! rmws {
    ($($method:ident $operation:ident;)*) => {
        $(
            #[doc = concat!("`", stringify!($method), "`")]
            #[inline(always)]
            pub fn $method(self, value: Value<A>, order: Ordering) -> Value<A> {
                self.rmw(RmwOperation::$operation, value, order)
            }
        )*
    };
}

type Value<A> = <A as AtomicType>::Value;

/// An atomic whose bits can be combined.
pub trait Bitwise: AtomicType {}

impl<A: Bitwise> Tracked<'_, A> {
    rmws! {
        fetch_and And;
        fetch_or Or;
        fetch_xor Xor;
        fetch_nand Nand;
    }
}

/// An atomic number.
pub trait Number: Bitwise {
    #[doc(hidden)]
    const MAX: RmwOperation;
    #[doc(hidden)]
    const MIN: RmwOperation;
}

impl<A: Number> Tracked<'_, A> {
    rmws! {
        fetch_add Add;
        fetch_sub Sub;
    }

    /// `fetch_max`
    #[inline(always)]
    pub fn fetch_max(self, value: Value<A>, order: Ordering) -> Value<A> {
        self.rmw(A::MAX, value, order)
    }

    /// `fetch_min`
    #[inline(always)]
    pub fn fetch_min(self, value: Value<A>, order: Ordering) -> Value<A> {
        self.rmw(A::MIN, value, order)
    }
}

macro_rules! numbers {
    ($($atomic:ty, $value:ty, $unsigned:ty, $width:ident, $max:ident, $min:ident;)*) => {
        $(
            impl AtomicType for $atomic {
                const WIDTH: AtomicWidth = AtomicWidth::$width;
                const OPERATIONS: &'static Operations = &operations::$width;
                type Value = $value;

                #[inline(always)]
                fn to_bits(value: $value) -> u64 {
                    value as $unsigned as u64
                }

                #[inline(always)]
                fn from_bits(bits: u64) -> $value {
                    bits as $value
                }
            }

            impl Bitwise for $atomic {}

            impl Number for $atomic {
                const MAX: RmwOperation = RmwOperation::$max;
                const MIN: RmwOperation = RmwOperation::$min;
            }
        )*
    };
}

numbers! {
    AtomicU8, u8, u8, U8, UnsignedMax, UnsignedMin;
    AtomicU16, u16, u16, U16, UnsignedMax, UnsignedMin;
    AtomicU32, u32, u32, U32, UnsignedMax, UnsignedMin;
    AtomicU64, u64, u64, U64, UnsignedMax, UnsignedMin;
    AtomicI8, i8, u8, U8, SignedMax, SignedMin;
    AtomicI16, i16, u16, U16, SignedMax, SignedMin;
    AtomicI32, i32, u32, U32, SignedMax, SignedMin;
    AtomicI64, i64, u64, U64, SignedMax, SignedMin;
}

#[cfg(target_pointer_width = "64")]
numbers! {
    AtomicUsize, usize, usize, U64, UnsignedMax, UnsignedMin;
    AtomicIsize, isize, usize, U64, SignedMax, SignedMin;
}

#[cfg(target_pointer_width = "32")]
numbers! {
    AtomicUsize, usize, usize, U32, UnsignedMax, UnsignedMin;
    AtomicIsize, isize, usize, U32, SignedMax, SignedMin;
}

impl AtomicType for AtomicBool {
    const WIDTH: AtomicWidth = AtomicWidth::Bool;
    const OPERATIONS: &'static Operations = &operations::BOOL;
    type Value = bool;

    #[inline(always)]
    fn to_bits(value: bool) -> u64 {
        u64::from(value)
    }

    #[inline(always)]
    fn from_bits(bits: u64) -> bool {
        bits != 0
    }
}

impl Bitwise for AtomicBool {}

impl Tracked<'_, AtomicBool> {
    /// `fetch_not`
    #[inline(always)]
    pub fn fetch_not(self, order: Ordering) -> bool {
        self.rmw(RmwOperation::Not, true, order)
    }
}

impl<T> AtomicType for AtomicPtr<T> {
    #[cfg(target_pointer_width = "64")]
    const WIDTH: AtomicWidth = AtomicWidth::U64;
    #[cfg(target_pointer_width = "64")]
    const OPERATIONS: &'static Operations = &operations::U64;
    #[cfg(target_pointer_width = "32")]
    const WIDTH: AtomicWidth = AtomicWidth::U32;
    #[cfg(target_pointer_width = "32")]
    const OPERATIONS: &'static Operations = &operations::U32;
    type Value = *mut T;

    #[inline(always)]
    fn to_bits(value: *mut T) -> u64 {
        value.expose_provenance() as u64
    }

    #[inline(always)]
    fn from_bits(bits: u64) -> *mut T {
        core::ptr::with_exposed_provenance_mut(bits as usize)
    }
}

impl<T> Tracked<'_, AtomicPtr<T>> {
    #[inline(always)]
    fn on_address(self, operation: RmwOperation, operand: usize, order: Ordering) -> *mut T {
        let operand = core::ptr::without_provenance_mut(operand);
        self.rmw(operation, operand, order)
    }

    /// `fetch_ptr_add`
    #[inline(always)]
    pub fn fetch_ptr_add(self, count: usize, order: Ordering) -> *mut T {
        self.fetch_byte_add(count.wrapping_mul(size_of::<T>()), order)
    }

    /// `fetch_ptr_sub`
    #[inline(always)]
    pub fn fetch_ptr_sub(self, count: usize, order: Ordering) -> *mut T {
        self.fetch_byte_sub(count.wrapping_mul(size_of::<T>()), order)
    }

    /// `fetch_byte_add`
    #[inline(always)]
    pub fn fetch_byte_add(self, count: usize, order: Ordering) -> *mut T {
        self.on_address(RmwOperation::Add, count, order)
    }

    /// `fetch_byte_sub`
    #[inline(always)]
    pub fn fetch_byte_sub(self, count: usize, order: Ordering) -> *mut T {
        self.on_address(RmwOperation::Sub, count, order)
    }

    /// `fetch_or`
    #[inline(always)]
    pub fn fetch_or(self, bits: usize, order: Ordering) -> *mut T {
        self.on_address(RmwOperation::Or, bits, order)
    }

    /// `fetch_and`
    #[inline(always)]
    pub fn fetch_and(self, bits: usize, order: Ordering) -> *mut T {
        self.on_address(RmwOperation::And, bits, order)
    }

    /// `fetch_xor`
    #[inline(always)]
    pub fn fetch_xor(self, bits: usize, order: Ordering) -> *mut T {
        self.on_address(RmwOperation::Xor, bits, order)
    }
}

#[inline(always)]
#[track_caller]
fn load_order(order: Ordering) -> LoadOrder {
    match order {
        Ordering::Relaxed => LoadOrder::Relaxed,
        Ordering::Acquire => LoadOrder::Acquire,
        Ordering::SeqCst => LoadOrder::SeqCst,
        Ordering::Release => panic!("there is no such thing as a release load"),
        _ => panic!("there is no such thing as an acquire-release load"),
    }
}

#[inline(always)]
#[track_caller]
fn store_order(order: Ordering) -> StoreOrder {
    match order {
        Ordering::Relaxed => StoreOrder::Relaxed,
        Ordering::Release => StoreOrder::Release,
        Ordering::SeqCst => StoreOrder::SeqCst,
        Ordering::Acquire => panic!("there is no such thing as an acquire store"),
        _ => panic!("there is no such thing as an acquire-release store"),
    }
}

#[inline(always)]
#[track_caller]
fn failure_order(order: Ordering) -> LoadOrder {
    match order {
        Ordering::Relaxed => LoadOrder::Relaxed,
        Ordering::Acquire => LoadOrder::Acquire,
        Ordering::SeqCst => LoadOrder::SeqCst,
        Ordering::Release => panic!("there is no such thing as a release failure ordering"),
        _ => panic!("there is no such thing as an acquire-release failure ordering"),
    }
}

#[inline(always)]
fn rmw_order(order: Ordering) -> RmwOrder {
    match order {
        Ordering::Relaxed => RmwOrder::Relaxed,
        Ordering::Acquire => RmwOrder::Acquire,
        Ordering::Release => RmwOrder::Release,
        Ordering::AcqRel => RmwOrder::AcqRel,
        _ => RmwOrder::SeqCst,
    }
}

fn strongest_failure(order: Ordering) -> Ordering {
    match order {
        Ordering::Release | Ordering::Relaxed => Ordering::Relaxed,
        Ordering::SeqCst => Ordering::SeqCst,
        _ => Ordering::Acquire,
    }
}
