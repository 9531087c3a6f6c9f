//! Receivers whose methods never synchronize with code that we do not see, by type.
//!
//! What is not listed may; a call on it that no annotated function answers counts as a crossing (DESIGN 5.3). The list
//! holds std's own types, whose methods either do not synchronize or are seen by hooks of their own. What a container
//! does to its elements (their `Clone`, `Drop`, `Hash`) is not looked at.

use crate::hooks::functions::{self, Call};
use crate::site::Site;
use crate::tracker;
use core::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use core::iter;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ops::Deref;
use core::pin::Pin;
use core::sync::atomic;
use core::time::Duration;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::sync::{
    Arc, Barrier, Condvar, Mutex, MutexGuard, Once, OnceLock, RwLock, RwLockReadGuard,
    RwLockWriteGuard,
};
use std::thread::{Builder, JoinHandle, ScopedJoinHandle, Thread};
use std::time::{Instant, SystemTime};

/// See the module.
pub trait Inert {}

/// As [`Inert`], and so is a loop over its values.
pub trait InertValues {}

impl<T: InertValues + ?Sized> Inert for T {}
// A loop takes from its channel.
impl<T> Inert for Receiver<T> {}

macro_rules! inert {
    (@T: ?Sized => $($type:ty),* $(,)?) => { $(impl<T: ?Sized> InertValues for $type {})* };
    (@T => $($type:ty),* $(,)?) => { $(impl<T> InertValues for $type {})* };
    ($($type:ty),* $(,)?) => { $(impl InertValues for $type {})* };
}

inert! {
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, bool, char, str, (),
    String, Duration, Instant, SystemTime, Path, PathBuf, Barrier, Condvar, Once, Thread, Builder,
    atomic::AtomicBool, atomic::AtomicU8, atomic::AtomicU16, atomic::AtomicU32, atomic::AtomicU64,
    atomic::AtomicUsize, atomic::AtomicI8, atomic::AtomicI16, atomic::AtomicI32, atomic::AtomicI64,
    atomic::AtomicIsize, atomic::Ordering, core::cmp::Ordering, core::fmt::Formatter<'_>,
}
inert!(@T: ?Sized => *const T, *mut T, core::ptr::NonNull<T>, Cell<T>, RefCell<T>, UnsafeCell<T>, Mutex<T>,
    RwLock<T>, std::sync::Weak<T>, std::rc::Weak<T>);
inert!(@T => Vec<T>, VecDeque<T>, BTreeSet<T>, BinaryHeap<T>, [T], Option<T>, MaybeUninit<T>, OnceCell<T>, OnceLock<T>,
    Sender<T>, SyncSender<T>, JoinHandle<T>, ScopedJoinHandle<'_, T>, atomic::AtomicPtr<T>,
    core::slice::Iter<'_, T>, core::slice::IterMut<'_, T>, std::vec::IntoIter<T>, core::ops::Range<T>);
impl<T, E> InertValues for Result<T, E> {}
impl<K, V> InertValues for BTreeMap<K, V> {}
impl<T, S> InertValues for HashSet<T, S> {}
impl<K, V, S> InertValues for HashMap<K, V, S> {}
impl<T, const N: usize> InertValues for [T; N] {}
impl<A, B> InertValues for (A, B) {}
impl<A, B, C> InertValues for (A, B, C) {}

macro_rules! inert_through {
    ($($type:ty),* $(,)?) => { $(impl<T: InertValues + ?Sized> InertValues for $type {})* };
}
inert_through! {
    &T, &mut T, Box<T>, Rc<T>, Arc<T>, MutexGuard<'_, T>, RwLockReadGuard<'_, T>,
    RwLockWriteGuard<'_, T>, ManuallyDrop<T>, core::cell::Ref<'_, T>, core::cell::RefMut<'_, T>,
}
macro_rules! inert_adapters {
    ($($adapter:ident<$($beneath:ident)|+ $(, $more:ident)*>),* $(,)?) => {
        $(impl<$($beneath: InertValues,)+ $($more),*> InertValues for iter::$adapter<$($beneath,)+ $($more),*> {})*
    };
}
// What the closures do is annotated code's; what the iterators beneath do is their types'.
inert_adapters! {
    Chain<A | B>, Cloned<I>, Copied<I>, Cycle<I>, Enumerate<I>, Filter<I, P>, FilterMap<I, F>,
    Fuse<I>, Inspect<I, F>, Map<I, F>, MapWhile<I, P>, Rev<I>, Scan<I, S, F>, Skip<I>,
    SkipWhile<I, P>, StepBy<I>, Take<I>, TakeWhile<I, P>, Zip<A | B>,
}
impl<I: InertValues + Iterator> InertValues for iter::Peekable<I> {}
impl<I: InertValues, U: InertValues + IntoIterator<IntoIter: InertValues>, F> InertValues
    for iter::FlatMap<I, U, F>
{
}
impl<I> InertValues for iter::Flatten<I> where
    I: InertValues + Iterator<Item: InertValues + IntoIterator<IntoIter: InertValues>>
{
}
inert!(@T => iter::FromFn<T>, iter::OnceWith<T>, iter::RepeatWith<T>);
impl<T, F> InertValues for iter::Successors<T, F> {}
inert!(@T => iter::Empty<T>, iter::Once<T>, iter::Repeat<T>,
    core::ops::RangeFrom<T>, core::ops::RangeInclusive<T>, core::ops::RangeTo<T>,
    std::slice::Chunks<'_, T>, std::slice::ChunksExact<'_, T>, std::slice::ChunksMut<'_, T>,
    std::slice::ChunksExactMut<'_, T>, std::slice::RChunks<'_, T>, std::slice::Windows<'_, T>,
    std::vec::Drain<'_, T>, std::option::IntoIter<T>, std::option::Iter<'_, T>,
    std::result::IntoIter<T>, std::collections::vec_deque::Iter<'_, T>,
    std::collections::vec_deque::IterMut<'_, T>, std::collections::vec_deque::IntoIter<T>,
    std::collections::vec_deque::Drain<'_, T>, std::collections::btree_set::Iter<'_, T>,
    std::collections::btree_set::IntoIter<T>, std::collections::hash_set::Iter<'_, T>,
    std::collections::hash_set::IntoIter<T>, std::collections::hash_set::Drain<'_, T>,
    std::collections::binary_heap::Iter<'_, T>, std::collections::binary_heap::IntoIter<T>,
    std::collections::binary_heap::Drain<'_, T>, LinkedList<T>, std::collections::linked_list::Iter<'_, T>,
    std::collections::linked_list::IterMut<'_, T>, std::collections::linked_list::IntoIter<T>,
    std::option::IterMut<'_, T>, std::result::Iter<'_, T>, iter::RepeatN<T>,
    core::num::Wrapping<T>);
inert! {
    std::str::Chars<'_>, std::str::CharIndices<'_>, std::str::Bytes<'_>, std::str::Lines<'_>,
    std::str::SplitWhitespace<'_>, std::str::SplitAsciiWhitespace<'_>, std::env::Args, std::any::TypeId,
    core::fmt::Arguments<'_>, std::thread::ThreadId, std::alloc::Layout, std::ffi::CStr, std::ffi::CString,
    std::ffi::OsStr, std::ffi::OsString, std::io::Error, std::sync::WaitTimeoutResult,
    std::sync::BarrierWaitResult, std::sync::mpsc::RecvError, std::sync::mpsc::TryRecvError,
    std::sync::mpsc::RecvTimeoutError,
}
impl<T, const N: usize> InertValues for std::array::IntoIter<T, N> {}
impl<K, V> InertValues for std::collections::hash_map::Iter<'_, K, V> {}
impl<K, V> InertValues for std::collections::hash_map::IterMut<'_, K, V> {}
impl<K, V> InertValues for std::collections::hash_map::Keys<'_, K, V> {}
impl<K, V> InertValues for std::collections::hash_map::Values<'_, K, V> {}
impl<K, V> InertValues for std::collections::hash_map::Entry<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::Iter<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::Keys<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::Values<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::Entry<'_, K, V> {}
impl<K, V> InertValues for std::collections::hash_map::IntoIter<K, V> {}
impl<K, V> InertValues for std::collections::hash_map::IntoKeys<K, V> {}
impl<K, V> InertValues for std::collections::hash_map::IntoValues<K, V> {}
impl<K, V> InertValues for std::collections::btree_map::IntoIter<K, V> {}
impl<K, V> InertValues for std::collections::btree_map::IntoKeys<K, V> {}
impl<K, V> InertValues for std::collections::btree_map::IntoValues<K, V> {}
impl<K, V> InertValues for std::collections::hash_map::ValuesMut<'_, K, V> {}
impl<K, V> InertValues for std::collections::hash_map::Drain<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::IterMut<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::ValuesMut<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::Range<'_, K, V> {}
impl<K, V> InertValues for std::collections::btree_map::RangeMut<'_, K, V> {}
impl<A, B, C, D> InertValues for (A, B, C, D) {}
impl<T: InertValues + ToOwned + ?Sized> InertValues for Cow<'_, T> {}
impl<T: InertValues> InertValues for Pin<T> {}

/// The type of a method call's receiver; made by generated code only.
#[derive(Debug)]
pub struct CallReceiver<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> CallReceiver<T> {
    /// The type of this place; for code that is compiled and never run.
    #[inline]
    pub fn of(_: *const T) -> Self {
        Self(PhantomData)
    }

    /// Whatever type the surroundings want.
    #[inline]
    pub fn some() -> Self {
        Self(PhantomData)
    }

    /// Tells the type; for code that cannot be reached.
    #[inline]
    pub fn __is(&self, _: *const T) {}
}

/// A value of any type, for code that cannot be reached.
///
/// # Panics
/// Always.
pub fn anything<T>() -> T {
    unreachable!("datarace: code that only tells a type was run")
}

/// The type of a place that a closure captures, as something that the closure can take along: a reference that lives as long as
/// the type does.
#[inline]
pub fn captured<'a, T: ?Sized + 'a>() -> &'a CallReceiver<T> {
    &CallReceiver(PhantomData)
}

/// Whether a call may be an atomic operation that the macro did not tell by its arguments: what it stores is as if code without
/// annotation had.
#[inline]
fn is_unhooked<T: ?Sized>(name: &str) -> bool {
    let operates = matches!(name, "load" | "store" | "swap" | "update" | "try_update")
        || name.starts_with("fetch_")
        || name.starts_with("compare_exchange");
    operates && core::any::type_name::<T>().contains("sync::atomic::Atomic")
}

macro_rules! levels {
    ($($(#[$doc:meta])* $level:ident: $bound:path, $receiver:ty;)*) => {$(
        $(#[$doc])*
        pub trait $level {
            /// No crossing.
            fn __call(self, name: &'static str, site: &'static Site) -> Call;
            /// The call that began last is no crossing.
            fn __answer(self);
        }

        impl<T: $bound + ?Sized> $level for $receiver {
            #[inline]
            fn __call(self, name: &'static str, site: &'static Site) -> Call {
                match is_unhooked::<T>(name) {
                    true => functions::call(name, site),
                    false => Call::INERT,
                }
            }

            #[inline]
            fn __answer(self) {
                tracker::call_is_inert();
            }
        }
    )*};
}

levels! {
    /// The receiver's methods never synchronize.
    CallInert: Inert, &&&&CallReceiver<T>;
    /// The receiver derefs to a type whose methods never synchronize: it is a guard or a pointer, and what it derefs to has the
    /// method. (A method of its own by the same name is taken for that one.)
    CallBehind: Deref<Target: Inert>, &&&CallReceiver<T>;
    /// As [`CallBehind`], two `Deref`s away.
    CallFarBehind: Deref<Target: Deref<Target: Inert>>, &&CallReceiver<T>;
}

/// The receiver's methods may synchronize.
pub trait CallUnknown {
    /// A call that may be of code without the attribute.
    fn __call(self, name: &'static str, site: &'static Site) -> Call;
    /// The call that began last stays what it is.
    fn __answer(self);
}

impl<T: ?Sized> CallUnknown for &CallReceiver<T> {
    #[inline]
    fn __call(self, name: &'static str, site: &'static Site) -> Call {
        functions::call(name, site)
    }

    #[inline]
    fn __answer(self) {}
}
