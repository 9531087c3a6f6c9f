//! The functions of `core::ptr` and the methods of raw pointers that mean the same, done by us with their events.
//!
//! Each has std's signature and two more arguments, so that arguments are evaluated, inferred and coerced as the user's
//! own call would; the event stands where the access is, behind all of them. The first argument is the function as the
//! user named it: it is what is called, and the user's imports stay used.
//!
//! # Safety
//! Every function here asks for what std's function of its name asks.

#![allow(clippy::missing_safety_doc, reason = "said once, above")]

use std::alloc::Layout;

use crate::event::AccessKind::{Read, ReborrowExclusive, ReborrowShared, Write};
use crate::hooks::place::report;
use crate::hooks::pointers::RawPointer;
use crate::site::Site;

macro_rules! functions {
    ($(
        $(#[$attribute:meta])*
        fn $name:ident<T>($($argument:ident: $type:ty),*) $(-> $result:ty)?
            where $($place:ident[$size:expr] $kind:ident),*;
    )*) => {
        $(
            $(#[$attribute])*
            #[inline(always)]
            #[track_caller]
            pub unsafe fn $name<T>(
                function: unsafe fn($($type),*) $(-> $result)?,
                $($argument: $type,)*
                site: &'static Site,
            ) $(-> $result)? {
                $(report::<T>($place, $size, $kind, site);)*
                // SAFETY: the caller promises what `core::ptr`'s function of this name asks for.
                unsafe { function($($argument),*) }
            }
        )*
    };
}

functions! {
    /// `ptr::read`
    fn read<T>(src: *const T) -> T where src[size_of::<T>()] Read;
    /// `ptr::read_volatile`
    fn read_volatile<T>(src: *const T) -> T where src[size_of::<T>()] Read;
    /// `ptr::read_unaligned`
    fn read_unaligned<T>(src: *const T) -> T where src[size_of::<T>()] Read;
    /// `ptr::write`
    fn write<T>(dst: *mut T, src: T) where dst[size_of::<T>()] Write;
    /// `ptr::write_volatile`
    fn write_volatile<T>(dst: *mut T, src: T) where dst[size_of::<T>()] Write;
    /// `ptr::write_unaligned`
    fn write_unaligned<T>(dst: *mut T, src: T) where dst[size_of::<T>()] Write;
    /// `ptr::write_bytes`
    fn write_bytes<T>(dst: *mut T, val: u8, count: usize) where dst[count.wrapping_mul(size_of::<T>())] Write;
    /// `ptr::replace`
    fn replace<T>(dst: *mut T, src: T) -> T where dst[size_of::<T>()] Write;
    /// `ptr::swap`
    fn swap<T>(a: *mut T, b: *mut T) where a[size_of::<T>()] Write, b[size_of::<T>()] Write;
    /// `ptr::copy`
    fn copy<T>(src: *const T, dst: *mut T, count: usize)
        where src[count.wrapping_mul(size_of::<T>())] Read, dst[count.wrapping_mul(size_of::<T>())] Write;
    /// `ptr::copy_nonoverlapping`
    fn copy_nonoverlapping<T>(src: *const T, dst: *mut T, count: usize)
        where src[count.wrapping_mul(size_of::<T>())] Read, dst[count.wrapping_mul(size_of::<T>())] Write;
    /// `<*mut T>::copy_from`
    fn copy_from<T>(dst: *mut T, src: *const T, count: usize)
        where src[count.wrapping_mul(size_of::<T>())] Read, dst[count.wrapping_mul(size_of::<T>())] Write;
    /// `<*mut T>::copy_from_nonoverlapping`
    fn copy_from_nonoverlapping<T>(dst: *mut T, src: *const T, count: usize)
        where src[count.wrapping_mul(size_of::<T>())] Read, dst[count.wrapping_mul(size_of::<T>())] Write;
    /// `ptr::swap_nonoverlapping`
    fn swap_nonoverlapping<T>(x: *mut T, y: *mut T, count: usize)
        where x[count.wrapping_mul(size_of::<T>())] Write, y[count.wrapping_mul(size_of::<T>())] Write;
}

macro_rules! copies_to {
    ($($(#[$attribute:meta])* $name:ident)*) => { $(
        $(#[$attribute])*
        #[inline(always)]
        #[track_caller]
        pub unsafe fn $name<P: RawPointer<Pointee = T>, T>(
            function: unsafe fn(P, *mut T, usize),
            src: P,
            dst: *mut T,
            count: usize,
            site: &'static Site,
        ) {
            let size = count.wrapping_mul(size_of::<T>());
            report(src.raw(), size, Read, site);
            report(dst, size, Write, site);
            // SAFETY: the caller promises what std's method of this name asks for.
            unsafe { function(src, dst, count) }
        }
    )* };
}

copies_to! {
    /// `<*mut T>::copy_to`, also of a `*const T`
    copy_to
    /// `<*mut T>::copy_to_nonoverlapping`, also of a `*const T`
    copy_to_nonoverlapping
}

/// `ptr::drop_in_place`
#[inline(always)]
pub unsafe fn drop_in_place<T: ?Sized>(
    function: unsafe fn(*mut T),
    to_drop: *mut T,
    site: &'static Site,
) {
    // SAFETY: the caller promises a pointer that may be dropped, so it may be looked at.
    let size = unsafe { size_of_val(&*to_drop) };
    report(to_drop.cast::<()>().cast_const(), size, Write, site);
    // SAFETY: the caller's promise.
    unsafe { function(to_drop) }
}

/// `alloc::dealloc`
#[inline(always)]
pub unsafe fn dealloc(
    function: unsafe fn(*mut u8, Layout),
    ptr: *mut u8,
    layout: Layout,
    site: &'static Site,
) {
    report(ptr.cast_const(), layout.size(), Write, site);
    // SAFETY: the caller's promise.
    unsafe { function(ptr, layout) }
}

/// `alloc::realloc`
#[inline(always)]
pub unsafe fn realloc(
    function: unsafe fn(*mut u8, Layout, usize) -> *mut u8,
    ptr: *mut u8,
    layout: Layout,
    new_size: usize,
    site: &'static Site,
) -> *mut u8 {
    report(ptr.cast_const(), layout.size(), Write, site);
    // SAFETY: the caller's promise.
    unsafe { function(ptr, layout, new_size) }
}

/// `slice::from_raw_parts`
#[inline(always)]
pub unsafe fn from_raw_parts<'a, T>(
    function: unsafe fn(*const T, usize) -> &'a [T],
    data: *const T,
    len: usize,
    site: &'static Site,
) -> &'a [T] {
    let size = len.wrapping_mul(size_of::<T>());
    report(data, size, ReborrowShared, site);
    // SAFETY: the caller's promise.
    unsafe { function(data, len) }
}

/// `slice::from_raw_parts_mut`
#[inline(always)]
pub unsafe fn from_raw_parts_mut<'a, T>(
    function: unsafe fn(*mut T, usize) -> &'a mut [T],
    data: *mut T,
    len: usize,
    site: &'static Site,
) -> &'a mut [T] {
    let size = len.wrapping_mul(size_of::<T>());
    report(data, size, ReborrowExclusive, site);
    // SAFETY: the caller's promise.
    unsafe { function(data, len) }
}

/// `Box::from_raw`
#[inline(always)]
pub unsafe fn from_raw<T: ?Sized, R>(
    function: unsafe fn(*mut T) -> R,
    raw: *mut T,
    site: &'static Site,
) -> R {
    // SAFETY: the caller promises a pointer that an owner gave away, so it may be looked at.
    let size = unsafe { size_of_val(&*raw) };
    report(raw.cast::<()>().cast_const(), size, Write, site);
    // SAFETY: the caller's promise.
    unsafe { function(raw) }
}

/// `Vec::from_raw_parts`, `String::from_raw_parts`
#[inline(always)]
pub unsafe fn owned_from_raw_parts<T, R>(
    function: unsafe fn(*mut T, usize, usize) -> R,
    ptr: *mut T,
    length: usize,
    capacity: usize,
    site: &'static Site,
) -> R {
    report(
        ptr.cast_const(),
        length.wrapping_mul(size_of::<T>()),
        Write,
        site,
    );
    // SAFETY: the caller's promise.
    unsafe { function(ptr, length, capacity) }
}
