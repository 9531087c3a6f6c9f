//! What the running thread carries: its engine, if an exploration took it over, and the flag against re-entrance.
//!
//! No thread-local here has a destructor, so hooks work in TLS destructors and signal handlers.

use crate::primitive::{Mutex, PoisonError};
use crate::tracker::engine::Engine;
use crate::tracker::engine::ForkTicket;
use crate::tracker::heap;
use crate::tracker::thread::{self, Slot};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

thread_local! {
    static ENGINE: Cell<Option<*const dyn Engine>> = const { Cell::new(None) };
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Marks that the thread is inside a hook; ends when dropped, also by unwinding.
pub(crate) struct Inside(());

impl Inside {
    /// `None` if the thread is inside a hook already: the caller then performs the bare operation and nothing else.
    #[inline]
    pub(crate) fn enter() -> Option<Self> {
        // By `with`: `LocalKey::set` and `replace` are calls, also of a constant.
        INSIDE.with(|inside| match inside.replace(true) {
            true => None,
            false => Some(Self(())),
        })
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        INSIDE.with(|inside| inside.set(false));
    }
}

/// The calling thread is inside a hook from here on and for good: nothing that it does is tracked.
pub(crate) fn stay_inside() {
    INSIDE.set(true);
}

/// Whether the thread is inside a hook.
#[inline]
pub(crate) fn is_inside() -> bool {
    INSIDE.with(|inside| inside.get())
}

/// Nothing on the calling thread is tracked from here on.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn stop_on_this_thread() {
    INSIDE.set(true);
}

/// Runs `f` as the program under test again, from inside an engine: hooks in it are seen.
///
/// For an engine that runs user code (a body) on a thread that is inside a hook.
pub(crate) fn outside<R>(f: impl FnOnce() -> R) -> R {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            INSIDE.set(self.0);
        }
    }
    let _restore = Restore(INSIDE.replace(false));
    f()
}

/// Runs `f` unseen: its hooks perform the bare operation.
pub(crate) fn untracked<R>(f: impl FnOnce() -> R) -> R {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            INSIDE.set(self.0);
        }
    }
    let _restore = Restore(INSIDE.replace(true));
    f()
}

/// Hands the calling thread over to `engine` while `f` runs.
pub(crate) fn with_engine<R>(engine: Arc<dyn Engine>, f: impl FnOnce() -> R) -> R {
    struct Restore(Option<*const dyn Engine>, Option<&'static Slot>);
    impl Drop for Restore {
        fn drop(&mut self) {
            ENGINE.set(self.0);
            thread::set_current(self.1);
        }
    }
    // An engine keeps freed memory: each free is asked about from here on, also where nothing was tracked before.
    heap::activate();
    let _restore = Restore(
        ENGINE.replace(Some(Arc::as_ptr(&engine))),
        thread::set_current(None),
    );
    f()
}

/// The engine that has taken over the calling thread.
#[inline]
pub(crate) fn engine() -> Option<&'static dyn Engine> {
    // SAFETY: dereferences the pointer of the `Arc` that `with_engine` holds.
    // - The slot is set only in `with_engine` and restored, also by unwinding, before its `Arc` is dropped.
    // - The slot is thread-local, and every user of this function is called by code that `with_engine` runs, and drops
    //   the reference before it returns there; so the `Arc` outlives it.
    ENGINE.get().map(|engine| unsafe { &*engine })
}

/// The engines of threads that were spawned and have not started yet, by ticket.
static STARTING: Mutex<BTreeMap<u64, Arc<dyn Engine>>> = Mutex::new(BTreeMap::new());

/// Remembers that the thread of `ticket` belongs to the engine of the calling thread.
pub(crate) fn engine_forked(ticket: ForkTicket) {
    let Some(engine) = ENGINE.get() else { return };
    // SAFETY: `increment_strong_count` needs a pointer that came from an `Arc` with at least one live reference:
    // the one that `with_engine` or `engine_starts` holds while the slot is set.
    unsafe { Arc::increment_strong_count(engine) };
    // SAFETY: takes over the reference that was counted in the line above.
    let engine = unsafe { Arc::from_raw(engine) };
    let mut starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    starting.insert(ticket.0, engine);
}

/// Forgets a spawn that failed.
pub(crate) fn engine_not_started(ticket: ForkTicket) {
    let mut starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    drop(starting.remove(&ticket.0));
}

/// The new thread of `ticket` joins the engine of its creator, until [`engine_finished`].
pub(crate) fn engine_starts(ticket: ForkTicket) {
    let mut starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    let engine = starting.remove(&ticket.0);
    drop(starting);
    if let Some(engine) = engine {
        ENGINE.set(Some(Arc::into_raw(engine)));
    }
}

/// The thread has had its last event: its engine is given back.
pub(crate) fn engine_finished() {
    if let Some(engine) = ENGINE.take() {
        // SAFETY: `engine_starts` gave this reference away with `into_raw`, and the slot is empty from here on.
        drop(unsafe { Arc::from_raw(engine) });
    }
}
