//! Entry into annotated functions, exclusive access that safe code proved, and calls out of annotated code.
//!
//! Source: DESIGN 5.3, "safe code is trusted" and "unannotated code that may synchronize".

use crate::event::{AccessKind, Bytes, MemoryAccess};
use crate::hooks::drops;
use crate::site::{Function, Site};
use crate::tracker;
use core::any::type_name;
use core::mem::ManuallyDrop;
use core::num::NonZeroUsize;
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
        Callee::Value => tracker::call_begin("", site),
        Callee::Closure(name) => tracker::call_begin_of(tracker::Callee::Closure(name), site),
        // SAFETY: reads the function pointer that the type's name says is there (`callee`): generated code makes `value` by
        // `&raw const PLACE` right before it calls the same PLACE, so it is initialized.
        Callee::Pointer => begin_at(
            unsafe { value.cast::<usize>().read() },
            site,
            tracker::Callee::Function,
        ),
        // SAFETY: as above; what is there is a pointer to a `dyn Fn` of this kind.
        Callee::Pointee(kind) => begin_object(kind, unsafe { kind.target(value.cast()) }, site),
        // SAFETY: `value` is such a pointer itself.
        Callee::Object(kind) => begin_object(
            kind,
            unsafe { kind.target((&raw const value).cast()) },
            site,
        ),
    };
    Call(call, Some(site))
}

fn begin_object(kind: Kind, target: usize, site: &'static Site) -> u64 {
    let callee = match kind {
        Kind::Once => tracker::Callee::ObjectOnce,
        Kind::Mut | Kind::Shared => tracker::Callee::Object,
    };
    begin_at(target, site, callee)
}

fn begin_at(
    address: usize,
    site: &'static Site,
    callee: impl FnOnce(NonZeroUsize) -> tracker::Callee,
) -> u64 {
    match NonZeroUsize::new(address) {
        Some(address) => tracker::call_begin_of(callee(address), site),
        None => tracker::call_begin("", site),
    }
}

/// What a call of a value runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Callee<'n> {
    /// The function of this name.
    Function(&'n str),
    /// A function that only its pointer tells.
    Pointer,
    /// The closure whose type has this name.
    Closure(&'n str),
    /// A `dyn Fn`.
    Object(Kind),
    /// A `dyn Fn` behind a pointer.
    Pointee(Kind),
    /// Something else that holds one.
    Value,
}

/// Which of the traits a `dyn Fn` is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Once,
    Mut,
    Shared,
}

impl Kind {
    /// The address that the table of the object leads to for a call.
    ///
    /// rustc does not promise what is where in a table. With another layout this is the address of another method or of nothing that
    /// runs, and the call counts as one of code without annotation.
    ///
    /// # Safety
    /// `object` is the place of an initialized pointer to a `dyn Fn` of this kind.
    unsafe fn target(self, object: *const [usize; 2]) -> usize {
        // Behind the drop, the size and the alignment come the methods of `FnOnce`, `FnMut` and `Fn`.
        let method = match self {
            Self::Once => 3,
            Self::Mut => 4,
            Self::Shared => 5,
        };
        // SAFETY: the caller's; a pointer with a table is two words in all versions of rustc, and the second one is the table's.
        let [_, table] = unsafe { object.read() };
        let table = core::ptr::with_exposed_provenance::<usize>(table);
        // SAFETY: a table of a trait with so many methods has so many words behind its head.
        unsafe { table.add(method).read() }
    }
}

/// What the name of a type says about it. A function's own type bears its path, as no type of the user's does: those that can be called
/// without a feature of rustc's are functions, closures, pointers, and boxes of them.
fn callee(name: &str) -> Callee<'_> {
    const POINTERS: &[&str] = &["fn(", "unsafe fn(", "extern ", "unsafe extern ", "for<"];
    if POINTERS.iter().any(|start| name.starts_with(start)) {
        return Callee::Pointer;
    }
    if let Some(object) = name.strip_prefix("dyn ") {
        return kind(object).map_or(Callee::Value, Callee::Object);
    }
    if let Some(object) = pointee(name).and_then(|to| to.strip_prefix("dyn ")) {
        return kind(object).map_or(Callee::Value, Callee::Pointee);
    }
    let mut target = name;
    while let Some(to) = pointee(target) {
        target = to;
    }
    if target.ends_with("{{closure}}") {
        return Callee::Closure(target);
    }
    let is_other = target.len() < name.len() || name.starts_with(['*', '(']);
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

/// What a pointer type of this name points to.
fn pointee(name: &str) -> Option<&str> {
    if let Some(to) = name.strip_prefix('&') {
        return Some(to.strip_prefix("mut ").unwrap_or(to));
    }
    ["alloc::boxed::Box<", "alloc::rc::Rc<", "alloc::sync::Arc<"]
        .iter()
        .find_map(|start| name.strip_prefix(start)?.strip_suffix('>'))
}

/// Which of the traits stands first in the bounds of an object.
fn kind(bounds: &str) -> Option<Kind> {
    let bounds = match bounds.strip_prefix("for<") {
        Some(rest) => rest.split_once("> ")?.1,
        None => bounds,
    };
    let (name, _) = bounds.split_once('(')?;
    match name {
        "core::ops::function::FnOnce" => Some(Kind::Once),
        "core::ops::function::FnMut" => Some(Kind::Mut),
        "core::ops::function::Fn" => Some(Kind::Shared),
        _ => None,
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

/// In a closure that such a call may run; leaves it when dropped.
#[must_use = "the closure is left when this is dropped"]
pub struct CalledBack(RunBy);

#[derive(Clone, Copy)]
enum RunBy {
    /// What it does is its caller's.
    Annotated,
    /// A call from annotated code, of code without.
    Unannotated,
    /// Nothing annotated, on a thread of code without annotation.
    ForeignThread,
}

/// The first statement of a closure that such a call may run; the argument is a closure in it.
// Part of it, so that the stack tells whose it is.
#[inline(always)]
pub fn called_back<C>(_: C) -> CalledBack {
    CalledBack::when(tracker::called_back(around::<C>()))
}

/// The same in a crate that is compiled with optimizations: a closure may stand inside the one that calls it.
#[inline]
pub fn called_back_inline<C>(_: C) -> CalledBack {
    CalledBack::when(tracker::called_back_inline(around::<C>()))
}

impl CalledBack {
    #[inline]
    fn when(called_back: bool) -> Self {
        Self(match called_back {
            true => RunBy::Unannotated,
            false => RunBy::Annotated,
        })
    }

    /// The closure moves nothing of what it captured or was called with: nothing that code without annotation made is dropped unseen
    /// while its body runs. So all that it does on a thread of such code is as exact as in an annotated function.
    #[inline]
    pub fn __keeps(self) -> Self {
        match self.0 {
            RunBy::Annotated if tracker::closure_entered() => Self(RunBy::ForeignThread),
            _ => self,
        }
    }
}

impl Drop for CalledBack {
    #[inline]
    fn drop(&mut self) {
        match self.0 {
            RunBy::Annotated => {}
            RunBy::Unannotated => tracker::closure_returned(),
            RunBy::ForeignThread => tracker::closure_left(),
        }
    }
}

/// The name of the type of the closure in which the closure of type `C` stands.
#[inline]
fn around<C>() -> &'static str {
    let name = type_name::<C>();
    name.strip_suffix("::{{closure}}").unwrap_or(name)
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
        assert!(matches!(of(&|| text.len()), Callee::Closure(_)));
    }

    #[test]
    fn closures_bear_the_name_of_their_function() {
        fn name(callee: Callee<'static>) -> &'static str {
            match callee {
                Callee::Closure(name) => name,
                other => panic!("{other:?}"),
            }
        }
        let text = String::new();
        let closure = || text.len();
        let own = name(of(&closure));
        assert!(own.ends_with("closures_bear_the_name_of_their_function::{{closure}}"));
        assert_eq!(name(of(&&closure)), own);
        assert_eq!(name(of(&&mut &closure)), own);
        assert_eq!(name(of(&Box::new(closure))), own);
        let inside = || around_of(|| {});
        assert_eq!(inside(), name(of(&inside)));
        let generic = in_generic(vec![1_u8]);
        assert_eq!(generic(), name(of(&generic)));
    }

    fn around_of<C>(_: C) -> &'static str {
        around::<C>()
    }

    fn in_generic<T: Clone>(value: T) -> impl Fn() -> &'static str {
        move || {
            let _ = value.clone();
            around_of(|| {})
        }
    }

    #[test]
    fn objects_are_told_by_their_trait() {
        let boxed: Box<dyn Fn()> = Box::new(plain);
        assert_eq!(of(&boxed), Callee::Pointee(Kind::Shared));
        assert_eq!(of(&&*boxed), Callee::Pointee(Kind::Shared));
        assert_eq!(of(&&boxed), Callee::Value);
        assert_eq!(
            callee("dyn core::ops::function::Fn()"),
            Callee::Object(Kind::Shared)
        );
        let once: Box<dyn FnOnce(u8, u8) -> u8 + Send> = Box::new(|a, b| a + b);
        assert_eq!(of(&once), Callee::Pointee(Kind::Once));
        let mut turns = 0;
        let mut f = |text: &str| turns += text.len();
        let changing: &mut dyn FnMut(&str) = &mut f;
        assert_eq!(of(&changing), Callee::Pointee(Kind::Mut));
        let arc: Arc<dyn Fn(&str) + Send + Sync> = Arc::new(|_| {});
        assert_eq!(of(&arc), Callee::Pointee(Kind::Shared));
        let other: Box<dyn std::fmt::Debug> = Box::new(1);
        assert_eq!(of(&other), Callee::Value);
    }

    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn what_the_tables_lead_to_are_functions() {
        let boxed: Box<dyn Fn() -> u32> = Box::new(|| 5);
        // SAFETY: the place of a pointer to a `dyn Fn`.
        let target = unsafe { Kind::Shared.target((&raw const boxed).cast()) };
        assert_eq!(boxed(), 5);
        // SAFETY: a closure that captures nothing ignores its receiver, by any calling convention that is in use.
        let call: fn(&()) -> u32 = unsafe { core::mem::transmute(target) };
        assert_eq!(call(&()), 5);
    }
}
