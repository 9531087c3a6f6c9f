//! Entry into annotated functions, exclusive access that safe code proved, and calls out of annotated code.
//!
//! Source: DESIGN 5.3, "safe code is trusted" and "unannotated code that may synchronize".

use crate::event::{AccessKind, Bytes, MemoryAccess};
use crate::hooks::drops;
use crate::site::{Function, Site};
use crate::tracker;
use core::mem::ManuallyDrop;
use std::sync::Arc;

/// Inside an annotated function; leaves it when dropped.
#[derive(Debug)]
#[must_use]
pub struct Entered(());

/// The first statement of every annotated function.
#[inline]
pub fn enter(function: &'static Function) -> Entered {
    tracker::enter(function);
    Entered(())
}

impl Drop for Entered {
    #[inline]
    fn drop(&mut self) {
        tracker::leave();
    }
}

/// A method was entered with `&mut self`, or `Drop::drop`: safe code proved exclusive access to these bytes.
#[inline]
pub fn exclusive<T: ?Sized>(this: &T, site: &'static Site) {
    let address = &raw const *this as *const () as usize;
    tracker::exclusive(address, size_of_val(this), site);
}

/// `Drop::drop` was entered.
#[inline]
pub fn dropped<T: ?Sized>(this: &T, site: &'static Site) {
    let address = &raw const *this as *const () as usize;
    tracker::dropped(address, size_of_val(this), site);
}

/// What `Arc::new` returned, which is handed through; `content` looks at it.
// The value is an argument of a function, so that what the surroundings expect reaches it: a closure in it takes the types of
// its parameters from there.
#[inline]
pub fn arc_made<A>(arc: A, content: impl FnOnce(&A)) -> A {
    content(&arc);
    arc
}

/// What [`arc_made`] looks at; made by generated code only.
#[derive(Debug)]
pub struct MadeArc<'a, A>(pub &'a A);

impl<T: ?Sized> MadeArc<'_, Arc<T>> {
    /// Notes where its content is, if that has a drop.
    #[inline]
    pub fn __made(self) {
        if core::mem::needs_drop::<T>() {
            let content: &T = self.0;
            let address = core::ptr::from_ref(content).cast::<()>() as usize;
            tracker::shared_made(address, size_of_val(content));
        }
    }
}

/// An `Arc` of somebody else's.
pub trait MadeOther {
    /// Nothing is noted.
    fn __made(self);
}

impl<A> MadeOther for MadeArc<'_, A> {
    #[inline]
    fn __made(self) {}
}

/// A method was entered with `&self`.
#[inline]
pub fn shared<T: ?Sized>(this: &T, _: &'static Site) {
    let address = &raw const *this as *const () as usize;
    tracker::shared(address, size_of_val(this));
}

/// A call that may be of code without the attribute.
#[derive(Debug)]
#[must_use]
pub struct Call(u64, Option<&'static Site>);

/// The call begins; `name` is the last segment of the callee's path, or empty if it is a value.
#[inline]
pub fn call(name: &'static str, site: &'static Site) -> Call {
    Call(tracker::call_begin(name, site), Some(site))
}

/// The first statement of a closure that such a call may run.
#[inline]
pub fn called_back() {
    tracker::called_back();
}

impl Call {
    /// A call that is known not to cross.
    pub(crate) const INERT: Self = Self(0, None);

    /// The call has returned `result`, which is handed through.
    #[inline]
    pub fn after<R>(self, mut result: R) -> R {
        // Its drop is for calls that unwind.
        let call = ManuallyDrop::new(self);
        if let Some(site) = call.1 {
            drops::Returned::of(&mut result).by(tracker::call_end(call.0), site);
        }
        result
    }

    /// As [`Call::after`], of a call whose result is seen to be dropped.
    #[inline]
    pub(crate) fn hand_through<R>(self, result: R) -> R {
        result
    }

    /// As [`Call::after`], of a call that by its name does no more than make a value: it may synchronize if the value's
    /// drop may.
    #[inline]
    pub fn made<R>(self, result: R) -> R {
        // 0: nothing is tracked.
        if self.0 != 0 && !drops::Dropped::of::<R>().may_synchronize() {
            tracker::call_is_inert();
        }
        self.after(result)
    }
}

impl Drop for Call {
    #[inline]
    fn drop(&mut self) {
        tracker::call_end(self.0);
    }
}

/// Holds a value whose type the surroundings shall not expect: `&mut Wrapped(guard).0` coerces as `&mut guard` does.
#[derive(Debug)]
pub struct Wrapped<T>(pub T);

/// A plain write of `size` bytes at `address`, for tests that write shapes by hand.
#[inline]
pub fn __test_write(address: usize, size: usize, site: &'static Site) {
    plain(AccessKind::Write, address, size, site);
}

/// A plain read, likewise.
#[inline]
pub fn __test_read(address: usize, size: usize, site: &'static Site) {
    plain(AccessKind::Read, address, size, site);
}

fn plain(kind: AccessKind, address: usize, size: usize, site: &'static Site) {
    tracker::access(&MemoryAccess {
        bytes: Bytes { address, size },
        kind,
        site,
    });
}
