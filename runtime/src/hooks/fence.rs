//! Fences.

use core::cell::Cell;
use core::ops::Deref;
use core::sync::atomic::Ordering;

use crate::event::FenceCall;
use crate::hooks::judge::{LegalFence, Place};
use crate::order::FenceOrder;
use crate::tracker;

/// The argument of something called `fence`.
#[repr(transparent)]
pub struct FenceArgument<T>(OtherArgument<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct OtherArgument<T>(Cell<Option<T>>);

/// The argument on its way to the user's own call.
#[inline(always)]
pub fn fence_order<T>(argument: T) -> FenceArgument<T> {
    FenceArgument(OtherArgument(Cell::new(Some(argument))))
}

impl<T> Deref for FenceArgument<T> {
    type Target = OtherArgument<T>;

    #[inline(always)]
    fn deref(&self) -> &OtherArgument<T> {
        &self.0
    }
}

impl FenceArgument<Ordering> {
    /// An ordering: the event stands here, just before the user's own call.
    #[inline(always)]
    pub fn __at<J: Place + LegalFence>(&self, site: J) -> Ordering {
        // Never empty: generated code calls `at` once.
        let order = self.0.0.take().unwrap_or(Ordering::SeqCst);
        // A relaxed fence panics in the user's own call.
        if let Ok(order) = FenceOrder::try_from(order) {
            let site = site.site();
            tracker::fence(&FenceCall { order, site });
        }
        order
    }
}

impl<T> OtherArgument<T> {
    /// Anything else: a user's own `fence`.
    #[inline(always)]
    #[track_caller]
    pub fn __at<J>(&self, _site: J) -> T {
        match self.0.take() {
            Some(argument) => argument,
            None => unreachable!("generated code takes an argument once"),
        }
    }
}
