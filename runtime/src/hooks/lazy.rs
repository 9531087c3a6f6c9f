//! A `LazyLock` that the next statement may force by an implicit deref.
//!
//! Source: the documentation of `std::sync::LazyLock`; its rule is that of a `Once` (`tracker/arrivals.rs`).
//! A look before the statement tells whether it is initialized already: then what the initializer left is received there. Else the
//! statement may initialize it, or wait for who does; what it does counts as done in code without annotation until it has
//! ended, since nobody sees where in it the deref stands.

use crate::event::{SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::site::Site;
use crate::tracker;
use std::sync::LazyLock;

/// A place that may hold a `LazyLock`; made by generated code only, of places that the next statement names.
#[derive(Debug)]
pub struct Lazily<T: ?Sized>(pub *const T);

impl<T, F> Lazily<LazyLock<T, F>> {
    /// The statement comes next.
    #[inline]
    pub fn __look(self, site: &'static Site) -> LazyLook {
        if tracker::is_explored() {
            return LazyLook(None);
        }
        // SAFETY: generated code makes the pointer by `&raw const PLACE` right before a statement that names PLACE, which is
        // initialized: by its declaration, or as a static.
        let lazy = unsafe { &*self.0 };
        look(self.0.addr(), &|| LazyLock::get(lazy).is_some(), site)
    }
}

/// The place holds something else.
pub trait LazyOther {
    /// Nothing to look at.
    fn __look(self, site: &'static Site) -> LazyLook;
}

impl<T: ?Sized> LazyOther for Lazily<T> {
    #[inline]
    fn __look(self, _: &'static Site) -> LazyLook {
        LazyLook(None)
    }
}

/// The statement is on its way.
#[derive(Debug)]
#[must_use]
pub struct LazyLook(Option<Waiting>);

/// A statement that began before the place was initialized.
#[derive(Debug)]
struct Waiting {
    call: SyncCall,
    /// The number of the open call.
    number: u64,
}

fn look(address: usize, is_done: &dyn Fn() -> bool, site: &'static Site) -> LazyLook {
    tracker::once_used(address, is_done);
    let call = |operation| SyncCall {
        operation,
        object: SyncObject::Address(address),
        site,
    };
    if is_done() {
        tracker::sync_after(&call(SyncOperation::OnceGet), SyncOutcome::Done);
        return LazyLook(None);
    }
    let call = call(SyncOperation::OnceInitialize);
    tracker::sync_before(&call);
    // No function has this name.
    let number = tracker::call_begin("{lazy}", site);
    tracker::called_back_inline("");
    LazyLook(Some(Waiting { call, number }))
}

/// The statement has ended.
#[inline]
pub fn looked_at(look: LazyLook) {
    drop(look);
}

impl Drop for LazyLook {
    /// The statement has ended. The place itself may be gone; one that is still not initialized is found so by the next look.
    fn drop(&mut self) {
        let Some(waiting) = self.0.take() else {
            return;
        };
        tracker::call_end(waiting.number);
        let outcome = match std::thread::panicking() {
            true => SyncOutcome::Panicked,
            false => SyncOutcome::Done,
        };
        tracker::sync_after(&waiting.call, outcome);
    }
}
