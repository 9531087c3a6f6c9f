//! Entry into annotated functions, exclusive access that safe code proved, and calls out of annotated code.
//!
//! Source: DESIGN 5.3, "safe code is trusted" and "unannotated code that may synchronize".

use crate::event::{AccessKind, Bytes, MemoryAccess};
use crate::hooks::drops;
use crate::site::{Function, Site};
use crate::tracker;
use core::any::type_name;
use core::mem::ManuallyDrop;
use std::sync::Arc;

/// Inside an annotated function; leaves it when dropped.
#[derive(Debug)]
#[must_use]
pub struct Entered(());

/// The first statement of every annotated function; part of it, so that the stack tells whose entry it is.
#[inline(always)]
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

/// The call of a value begins, which stands at this place.
#[inline]
pub fn call_of<F: ?Sized>(value: *const F, site: &'static Site) -> Call {
    let call = match callee(type_name::<F>()) {
        Callee::Function(name) => tracker::call_begin(name, site),
        // SAFETY: reads the function pointer that the type's name says is there (`callee`): generated code makes `value` by
        // `&raw const PLACE` right before it calls the same PLACE, so it is initialized.
        Callee::Pointer => tracker::call_begin_at(unsafe { value.cast::<usize>().read() }, site),
        Callee::Value => tracker::call_begin("", site),
    };
    Call(call, Some(site))
}

/// What a thread runs from its root, if that is no closure: a call that began at its `spawn`.
#[inline]
pub(crate) fn root<F>(value: &F, site: &'static Site) -> Option<Call> {
    match callee(type_name::<F>()) {
        Callee::Function(_) | Callee::Pointer => Some(call_of(value, site)),
        Callee::Value => {
            if !type_name::<F>().ends_with("{{closure}}") {
                tracker::rooted_outside();
            }
            None
        }
    }
}

/// What a call of a value runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Callee<'n> {
    /// The function of this name.
    Function(&'n str),
    /// A function that only its pointer tells.
    Pointer,
    /// A closure, or something that holds one.
    Value,
}

/// What the name of a type says about it. A function's own type bears its path, as no type of the user's does: those that can be called
/// without a feature of rustc's are functions, closures, pointers, and boxes of them.
fn callee(name: &str) -> Callee<'_> {
    const POINTERS: &[&str] = &["fn(", "unsafe fn(", "extern ", "unsafe extern ", "for<"];
    if POINTERS.iter().any(|start| name.starts_with(start)) {
        return Callee::Pointer;
    }
    let is_other = name.starts_with(['&', '*', '('])
        || name.starts_with("dyn ")
        || ["alloc::boxed::", "alloc::rc::", "alloc::sync::"]
            .iter()
            .any(|module| name.starts_with(module));
    let without_parameters = match name.strip_suffix('>') {
        Some(rest) => opening(rest).unwrap_or(name),
        None => name,
    };
    let last = without_parameters.rsplit("::").next().unwrap_or(name);
    match is_other || last.starts_with('{') || last == name {
        true => Callee::Value,
        false => Callee::Function(last),
    }
}

/// What stands before the bracket that the end of `rest` closes.
fn opening(rest: &str) -> Option<&str> {
    let mut depth = 1_u32;
    for (place, letter) in rest.char_indices().rev() {
        match letter {
            // The arrow of a function's type.
            '>' if !rest[..place].ends_with('-') => depth += 1,
            '<' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(rest[..place].trim_end_matches("::"));
        }
    }
    None
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
    pub fn after<R>(self, result: R) -> R {
        self.ended(result).1
    }

    /// The same; answers too whether it was one of code without annotation.
    #[inline]
    pub(crate) fn ended<R>(self, mut result: R) -> (bool, R) {
        // Its drop is for calls that unwind.
        let call = ManuallyDrop::new(self);
        let Some(site) = call.1 else {
            return (false, result);
        };
        let crossed = tracker::call_end(call.0);
        drops::Returned::of(&mut result).by(crossed, site);
        (crossed, result)
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
        if let (true, Some(site)) = (self.0 != 0, self.1) {
            match drops::Dropped::of::<R>().may_synchronize() {
                true => tracker::unknown_guards_used_up(site),
                false => tracker::call_is_inert(),
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of<F>(_: &F) -> Callee<'static> {
        callee(type_name::<F>())
    }

    fn plain() {}
    fn generic<T>(_: T) {}

    #[test]
    fn types_of_functions_bear_their_names() {
        assert_eq!(of(&plain), Callee::Function("plain"));
        assert_eq!(of(&generic::<Vec<u8>>), Callee::Function("generic"));
        assert_eq!(of(&generic::<fn() -> u8>), Callee::Function("generic"));
        assert_eq!(of(&str::len), Callee::Function("len"));
        assert_eq!(of(&<Vec<u8> as Clone>::clone), Callee::Function("clone"));
    }

    #[test]
    fn pointers_to_functions_are_told_from_closures() {
        assert_eq!(of(&(plain as fn())), Callee::Pointer);
        assert_eq!(
            of(&(str::len as for<'a> fn(&'a str) -> usize)),
            Callee::Pointer
        );
        let text = String::new();
        assert_eq!(of(&|| text.len()), Callee::Value);
        let boxed: Box<dyn Fn()> = Box::new(plain);
        assert_eq!(of(&boxed), Callee::Value);
        assert_eq!(of(&&*boxed), Callee::Value);
    }
}
