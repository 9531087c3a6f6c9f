//! Which function a pointer was a pointer to: whether the annotated function that has just been entered is the callee itself, or one
//! that a callee without annotation calls.
//!
//! The annotated function does not know its own address, but the unwinder does: where the functions on the stack begin. What it
//! answers is the same for each call of one pointer, so it is asked once for each.
//! Departs from the truth: where the pointer leads to a shim of rustc's (a function with `#[track_caller]`, a closure), the call
//! counts as one of code without annotation, which hides races only. So does any on a platform whose unwinder is not asked; there
//! whatever annotated function comes first counts as the callee.

use crate::primitive::{Mutex, PoisonError};
use rustc_hash::FxHashMap;

static KNOWN: Mutex<Option<FxHashMap<usize, bool>>> = Mutex::new(None);

/// Pointers whose functions are remembered (count); beyond it they are asked for anew.
const KNOWN_MAX: usize = 1 << 14;

/// Whether the function that has called `entry`, in which the calling thread is, begins at `target`.
pub(crate) fn is(target: usize, entry: usize) -> bool {
    let known = {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().and_then(|known| known.get(&target).copied())
    };
    known.unwrap_or_else(|| {
        let is = unwinder::caller_of(entry).is_none_or(|caller| caller == target);
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_with(FxHashMap::default);
        if known.len() < KNOWN_MAX {
            known.insert(target, is);
        }
        is
    })
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod unwinder {
    use core::ffi::{c_int, c_void};
    use core::ptr;

    /// Frames that are looked at (count): those of our own are few.
    const FRAMES_MAX: u32 = 64;

    /// `_URC_NO_REASON`: go on. Anything else ends the walk.
    const GO_ON: c_int = 0;
    const END: c_int = 5;

    // The unwinder that std brings along; its names are those of the Itanium C++ ABI and of libgcc.
    unsafe extern "C" {
        fn _Unwind_Backtrace(
            frame: extern "C" fn(*mut c_void, *mut c_void) -> c_int,
            walk: *mut c_void,
        ) -> c_int;
        fn _Unwind_GetIP(context: *mut c_void) -> usize;
        fn _Unwind_FindEnclosingFunction(place: *mut c_void) -> *mut c_void;
    }

    struct Walk {
        entry: usize,
        seen: u32,
        is_behind: bool,
        found: usize,
    }

    extern "C" fn frame(context: *mut c_void, walk: *mut c_void) -> c_int {
        // SAFETY: `caller_of` passes a `Walk` of its own, which nobody else touches while the walk lasts.
        let walk = unsafe { &mut *walk.cast::<Walk>() };
        // SAFETY: `context` is the one that the unwinder has called with.
        let back = unsafe { _Unwind_GetIP(context) };
        // The call stands before the place to which it returns.
        let place = ptr::without_provenance_mut(back.saturating_sub(1));
        // SAFETY: looks the number up in tables; the memory there is not read.
        let function = unsafe { _Unwind_FindEnclosingFunction(place) }.addr();
        walk.seen += 1;
        if walk.is_behind {
            walk.found = function;
            return END;
        }
        walk.is_behind = function == walk.entry;
        match walk.seen < FRAMES_MAX {
            true => GO_ON,
            false => END,
        }
    }

    /// Where the function begins that has called the one at `entry`; 0 if the stack does not tell.
    pub(super) fn caller_of(entry: usize) -> Option<usize> {
        let mut walk = Walk {
            entry,
            seen: 0,
            is_behind: false,
            found: 0,
        };
        // SAFETY: `frame` has the type that the function asks for and does not unwind; it gets `walk`, which outlives the call.
        unsafe { _Unwind_Backtrace(frame, (&raw mut walk).cast()) };
        Some(walk.found)
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
mod unwinder {
    /// Nobody is asked.
    pub(super) fn caller_of(_: usize) -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(never)]
    fn entry(target: usize) -> bool {
        core::hint::black_box(is(target, entry as fn(usize) -> bool as usize))
    }

    #[inline(never)]
    fn callee(target: usize) -> bool {
        core::hint::black_box(entry(target))
    }

    #[inline(never)]
    fn around(target: usize) -> bool {
        core::hint::black_box(callee(target))
    }

    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn the_callee_of_a_pointer_is_told_from_what_it_calls() {
        let direct: fn(usize) -> bool = callee;
        let wrapped: fn(usize) -> bool = around;
        // The second time from memory.
        for _ in 0..2 {
            assert!(direct(direct as usize));
            assert!(!wrapped(wrapped as usize));
        }
    }
}
