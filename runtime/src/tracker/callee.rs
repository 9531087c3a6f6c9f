//! Which function a pointer, or the table of a `dyn Fn`, was one to: whether the annotated function that has just been entered is the callee itself, or one
//! that a callee without annotation calls.
//!
//! The annotated function does not know its own address, but the unwinder does: where the functions on the stack begin. What it
//! answers is the same for each call of one pointer, so it is asked once for each.
//! Of a `dyn Fn` the function is the one that its table leads to.
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
    remembered(target, || {
        unwinder::callers_of(entry).is_none_or(|[caller, ..]| caller == target)
    })
}

/// Whether the closure that has called `entry`, in which the calling thread is, is the one in a `dyn Fn` or `dyn FnMut` whose table leads
/// to it at `target`. Without `entry` nobody is asked.
pub(crate) fn is_in_object(target: usize, entry: Option<usize>) -> bool {
    is_in(target, entry, |[caller, ..]| caller == target)
}

/// The same of a closure or function and a `dyn FnOnce`, whose table leads to a shim that does nothing but take it out of its box and
/// call it. Between the two may be a shim that calls what takes its captures by reference.
pub(crate) fn is_behind_shim(target: usize, entry: Option<usize>) -> bool {
    is_in(target, entry, |[_, before, first]| {
        before == target || (first == target && shims::come_in_pairs())
    })
}

fn is_in(target: usize, entry: Option<usize>, is: impl FnOnce([usize; 3]) -> bool) -> bool {
    entry.is_some_and(|entry| remembered(target, || unwinder::callers_of(entry).is_none_or(is)))
}

/// What the names of functions on the stack say.
mod shims {
    use std::backtrace::Backtrace;

    /// Whether the innermost shim of a table on the stack has called another shim of rustc's, and not a closure.
    ///
    /// A program that was stripped of its names is taken to have called a closure.
    pub(super) fn come_in_pairs() -> bool {
        let stack = Backtrace::force_capture().to_string();
        let mut inner = "";
        for frame in stack.lines().filter_map(name) {
            if is_of_table(frame) {
                return is_shim(inner);
            }
            inner = frame;
        }
        false
    }

    /// The name in a line such as `  12: name`; other lines tell the place.
    fn name(line: &str) -> Option<&str> {
        let (number, name) = line.trim_start().split_once(": ")?;
        number
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(name)
    }

    /// By either mangling of names.
    fn is_of_table(name: &str) -> bool {
        name.ends_with("{{vtable.shim}}") || name.contains("{shim:vtable#")
    }

    fn is_shim(name: &str) -> bool {
        name == "core::ops::function::FnOnce::call_once"
            || (name.starts_with('<') && name.contains(" as core::ops::function::FnOnce<"))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn names_are_told_from_places() {
            assert_eq!(name("  12: a::b::{{closure}}"), Some("a::b::{{closure}}"));
            assert_eq!(name("             at /src/a.rs:3:4"), None);
            assert!(is_of_table(
                "core::ops::function::FnOnce::call_once{{vtable.shim}}"
            ));
            assert!(is_shim("core::ops::function::FnOnce::call_once"));
            assert!(!is_shim("library::around::{{closure}}"));
        }
    }
}

fn remembered(target: usize, asks: impl FnOnce() -> bool) -> bool {
    let known = {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().and_then(|known| known.get(&target).copied())
    };
    known.unwrap_or_else(|| {
        let is = asks();
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
        found: [usize; 3],
        found_count: usize,
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
            walk.found[walk.found_count] = function;
            walk.found_count += 1;
        }
        walk.is_behind |= function == walk.entry;
        match walk.seen < FRAMES_MAX && walk.found_count < walk.found.len() {
            true => GO_ON,
            false => END,
        }
    }

    /// Where the function begins that has called the one at `entry`, the one that has called that, and the next; 0 if the stack does
    /// not tell.
    pub(super) fn callers_of(entry: usize) -> Option<[usize; 3]> {
        let mut walk = Walk {
            entry,
            seen: 0,
            is_behind: false,
            found: [0; 3],
            found_count: 0,
        };
        // SAFETY: `frame` has the type that the function asks for and does not unwind; it gets `walk`, which outlives the call.
        unsafe { _Unwind_Backtrace(frame, (&raw mut walk).cast()) };
        Some(walk.found)
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
mod unwinder {
    /// Nobody is asked.
    pub(super) fn callers_of(_: usize) -> Option<[usize; 3]> {
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
