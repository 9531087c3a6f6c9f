//! What an access is that only looks: a method with `&self`, `==`, formatting, `ref`, a reference made through a cell.
//!
//! A shared reference does not claim the interior-mutable parts of what it refers to: `(*queue).push(x)` with `&self` is
//! fine beside the atomics inside the queue. Which types have such parts is asked of the compiler, once the type is known
//! in full, so also behind a type parameter: std's `Fuse` behaves differently for a `FusedIterator`, and [`Probe`] is one
//! where the type has a property. Without that specialization of std's every answer would be "may have cells", which errs
//! towards silence.

use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::panic::RefUnwindSafe;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::event::AccessKind;
use std::sync::{MutexGuard, RwLockReadGuard, RwLockWriteGuard};

/// How a place is touched, where the type may have a say.
pub trait Touch: Copy {
    #[doc(hidden)]
    fn kind<T: ?Sized>(self) -> AccessKind;
}

impl Touch for AccessKind {
    #[inline(always)]
    fn kind<T: ?Sized>(self) -> AccessKind {
        self
    }
}

/// It is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look;

/// It is looked at through `UnsafeCell::get`.
#[derive(Clone, Copy, Debug)]
pub struct CellLook;

impl Touch for Look {
    /// A read where nothing inside can change behind a shared reference.
    #[inline(always)]
    fn kind<T: ?Sized>(self) -> AccessKind {
        match is_plain::<T>() {
            true => AccessKind::Read,
            false => AccessKind::ReborrowShared,
        }
    }
}

impl Touch for CellLook {
    /// A read where the only things inside that can change behind a shared reference are atomics, with which it does not
    /// conflict.
    #[inline(always)]
    fn kind<T: ?Sized>(self) -> AccessKind {
        match has::<T, WithoutCells>() || is_plain::<T>() {
            true => AccessKind::CellRead,
            false => AccessKind::ReborrowShared,
        }
    }
}

/// Whether there is nothing in a value of this type that can change behind a shared reference.
#[inline(always)]
pub(crate) fn is_plain<T: ?Sized>() -> bool {
    has::<T, IsCopy>() || has::<T, IsPlain>() || has::<T, IsSliceOfCopy>()
}

/// Whether a field that is named on a value of this type may be that of another value.
#[inline(always)]
pub(crate) fn derefs<T: ?Sized>() -> bool {
    has::<T, Derefs>()
}

/// Which of std's guards a type is, once it is known in full.
pub(crate) fn guard<T>() -> Option<StdGuardType> {
    // A constant, so that nothing is compiled for the many types that are none by their size.
    if const { !has_size_of_guard::<T>() } {
        return None;
    }
    match has::<T, IsGuard>() {
        true => guard_of_name(core::any::type_name::<T>()),
        false => None,
    }
}

const fn has_size_of_guard<T>() -> bool {
    let size = size_of::<T>();
    core::mem::needs_drop::<T>()
        && (size == size_of::<MutexGuard<'static, u8>>()
            || size == size_of::<MutexGuard<'static, [u8]>>()
            || size == size_of::<RwLockReadGuard<'static, u8>>()
            || size == size_of::<RwLockReadGuard<'static, [u8]>>()
            || size == size_of::<RwLockWriteGuard<'static, u8>>()
            || size == size_of::<RwLockWriteGuard<'static, [u8]>>())
}

/// Which of std's guards has this name, where it is known to be one of them.
fn guard_of_name(name: &str) -> Option<StdGuardType> {
    let path = name.split('<').next().unwrap_or(name);
    match path.rsplit("::").next() {
        Some("MutexGuard") => Some(StdGuardType::Mutex),
        Some("RwLockReadGuard") => Some(StdGuardType::Read),
        Some("RwLockWriteGuard") => Some(StdGuardType::Write),
        _ => None,
    }
}

/// One of std's guards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum StdGuardType {
    Mutex,
    Read,
    Write,
}

/// A property of a type.
struct WithoutCells;
struct IsGuard;
struct IsCopy;
struct IsPlain;
struct IsSliceOfCopy;
struct Derefs;

/// Ends, and goes on, unless it has ended for good: `FusedIterator` where `T` has the property `A`.
struct Probe<T: ?Sized, A> {
    ended: bool,
    asked: PhantomData<(*const A, *const T)>,
}

impl<T: ?Sized, A> Iterator for Probe<T, A> {
    type Item = ();

    #[inline(always)]
    fn next(&mut self) -> Option<()> {
        match self.ended {
            true => Some(()),
            false => {
                self.ended = true;
                None
            }
        }
    }
}

// Std's atomics say that they are `RefUnwindSafe`, `UnsafeCell` says that it is not, and the trait is an auto trait.
impl<T: ?Sized + RefUnwindSafe> FusedIterator for Probe<T, WithoutCells> {}
impl<T: Copy> FusedIterator for Probe<T, IsCopy> {}
impl<T: ?Sized + Plain> FusedIterator for Probe<T, IsPlain> {}
impl<T: Copy> FusedIterator for Probe<[T], IsSliceOfCopy> {}
impl<T: ?Sized + Deref> FusedIterator for Probe<T, Derefs> {}
impl<T: ?Sized> FusedIterator for Probe<MutexGuard<'_, T>, IsGuard> {}
impl<T: ?Sized> FusedIterator for Probe<RwLockReadGuard<'_, T>, IsGuard> {}
impl<T: ?Sized> FusedIterator for Probe<RwLockWriteGuard<'_, T>, IsGuard> {}

#[inline(always)]
fn has<T: ?Sized, A>() -> bool {
    let mut probe = Probe::<T, A> {
        ended: false,
        asked: PhantomData,
    }
    .fuse();
    probe.next();
    probe.next().is_some()
}

/// Types of std's that are not `Copy` and hold nothing that changes behind a shared reference, apart from what is on the
/// heap.
trait Plain {}

macro_rules! plain {
    ($($({$($parameter:tt)*})? $type:ty),* $(,)?) => { $(impl$(<$($parameter)*>)? Plain for $type {})* };
}

plain! {
    (), bool, char, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    String, str, std::path::PathBuf, std::ffi::OsString, std::ffi::CString,
    {T: ?Sized} &T, {T: ?Sized} &mut T, {T: ?Sized} *const T, {T: ?Sized} *mut T, {T: ?Sized} core::ptr::NonNull<T>,
    {T} Vec<T>, {T: ?Sized} Box<T>, {T} VecDeque<T>, {K, V, S} HashMap<K, V, S>, {K, S} HashSet<K, S>,
    {K, V} BTreeMap<K, V>, {K} BTreeSet<K>, {T: ?Sized} std::rc::Rc<T>, {T: ?Sized} std::sync::Arc<T>,
    {T: ?Sized} std::rc::Weak<T>, {T: ?Sized} std::sync::Weak<T>, {T} std::thread::JoinHandle<T>,
    {'a, T: ?Sized + ToOwned<Owned: Plain>} Cow<'a, T>,
    {T: Plain} Option<T>, {T: Plain, E: Plain} Result<T, E>, {T: Plain, const N: usize} [T; N], {T: Plain} [T],
    {T: Plain} ManuallyDrop<T>, {T: Plain} core::mem::MaybeUninit<T>,
    {A: Plain, B: Plain} (A, B), {A: Plain, B: Plain, C: Plain} (A, B, C),
    {A: Plain, B: Plain, C: Plain, D: Plain} (A, B, C, D),
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::{Cell, UnsafeCell};
    use std::sync::atomic::AtomicU32;

    #[derive(Clone, Copy)]
    struct Point(#[expect(dead_code)] u32);
    struct Holder<T>(T);

    fn behind_a_parameter<T>() -> (bool, bool) {
        (is_plain::<T>(), has::<T, WithoutCells>())
    }

    #[test]
    fn the_guards_of_std_are_told_from_everything_else() {
        type Nested<'g> = MutexGuard<'g, RwLockReadGuard<'g, u8>>;

        assert_eq!(guard::<Nested<'_>>(), Some(StdGuardType::Mutex));
        assert_eq!(guard::<MutexGuard<'_, [u8]>>(), Some(StdGuardType::Mutex));
        assert_eq!(
            guard::<RwLockReadGuard<'_, u64>>(),
            Some(StdGuardType::Read)
        );
        assert_eq!(
            guard::<RwLockWriteGuard<'_, dyn Send>>(),
            Some(StdGuardType::Write)
        );
        assert_eq!(guard::<(Box<u8>, u8)>(), None);
        assert_eq!(guard::<String>(), None);
        assert_eq!(guard::<&MutexGuard<'_, u8>>(), None);
    }

    #[test]
    fn the_compiler_knows_what_can_change_behind_a_shared_reference() {
        assert_eq!(behind_a_parameter::<u32>(), (true, true));
        assert_eq!(behind_a_parameter::<Point>(), (true, true));
        assert!(behind_a_parameter::<Option<Vec<Cell<u32>>>>().0);
        assert_eq!(behind_a_parameter::<Holder<String>>(), (false, true));
        assert_eq!(behind_a_parameter::<Holder<AtomicU32>>(), (false, true));
        assert_eq!(behind_a_parameter::<AtomicU32>(), (false, true));
        assert_eq!(
            behind_a_parameter::<Holder<UnsafeCell<u32>>>(),
            (false, false)
        );
        assert_eq!(behind_a_parameter::<Option<Cell<u32>>>(), (false, false));
        assert_eq!(Holder(1).0, 1);
        assert!(derefs::<Box<Point>>() && derefs::<String>() && !derefs::<Point>());
        assert!(is_plain::<[Point]>() && is_plain::<str>() && !is_plain::<[AtomicU32]>());
    }
}
