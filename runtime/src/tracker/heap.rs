//! The heap: memory that is given out anew has no past.
//!
//! Source: [basic.life]/1.5 (N4861): reuse of storage ends the lifetime of what was there. An allocator orders a free before
//! the allocation that reuses its memory by locks of its own that nobody sees.
//! Two ways lead here: the interposed `malloc` family (see `interpose`), and the `realloc`/`alloc` hooks of annotated code.
//! What annotated code frees itself is a checked write, which its own hook reports; a free inside std is not checked.

use crate::primitive::{AtomicBool, Ordering};

/// Whether anything was ever tracked: before that, no memory has a past.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Something is tracked from here on.
#[inline]
pub(crate) fn activate() {
    // ORDER: Relaxed; memory that was touched by a tracked event is allocated anew only after a synchronization through the
    // allocator, which orders this store before the load.
    if !ACTIVE.swap(true, Ordering::Relaxed) {
        #[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
        crate::tracker::interpose::stop_in_children();
    }
}

/// Whether memory may have a past.
#[inline]
pub(crate) fn is_active() -> bool {
    // ORDER: Relaxed; see `activate`.
    ACTIVE.load(Ordering::Relaxed)
}
