//! Is it a read or a write?
//!
//! The compiler chooses between [`Deref`] and [`DerefMut`] of an [`Access`] by what the user's expression needs, and that
//! choice is the event.

use core::marker::PhantomData;
use core::ops::{Deref, DerefMut, Index, IndexMut};
use core::ptr;
use core::slice::SliceIndex;

use crate::event::{AccessKind, Bytes, MemoryAccess};
use crate::hooks::{deferred, interior};
use crate::site::Site;
use crate::tracker;

/// Reports an access to a place.
#[inline(always)]
pub(crate) fn report<T: ?Sized>(
    place: *const T,
    size: usize,
    kind: AccessKind,
    site: &'static Site,
) {
    let bytes = Bytes {
        address: place.addr(),
        size,
    };
    let kind = interior::kind_of(bytes, kind);
    tracker::access(&MemoryAccess { bytes, kind, site });
}

/// A place of the user's whose accesses are events: a slice of units at the address of the place, whose length is the
/// address of the site. See [`crate::hooks::resolve::Passed`] for why that claims no memory. `HOW` is one of the
/// constants below.
pub struct Access<T, const HOW: u8 = PLAIN> {
    place: PhantomData<T>,
    site: [()],
}

/// A plain access, reported as it is made.
pub const PLAIN: u8 = 0;
/// An access through `UnsafeCell::get`.
pub const CELL: u8 = 1;
/// Reported when the arguments have run: see `deferred`.
pub const DEFERRED: u8 = 2;

/// `&*place`, for the place of a user's expression, which may be a field of a packed struct: the compiler's check of the
/// alignment, which a user's own access to such a field does not have either, stays out.
#[inline(always)]
#[expect(
    clippy::transmute_ptr_to_ref,
    reason = "`&*` checks the alignment in debug builds"
)]
unsafe fn as_reference<'a, T>(place: *const T) -> &'a T {
    // SAFETY: a valid place, by the caller's promise.
    unsafe { core::mem::transmute::<*const T, &'a T>(place) }
}

/// `&mut *place`; see [`as_reference`].
#[inline(always)]
#[expect(
    clippy::transmute_ptr_to_ref,
    reason = "`&*` checks the alignment in debug builds"
)]
unsafe fn as_reference_mut<'a, T>(place: *mut T) -> &'a mut T {
    // SAFETY: a valid place, by the caller's promise.
    unsafe { core::mem::transmute::<*mut T, &'a mut T>(place) }
}

/// The place behind a pointer, as something that derefs to it and reports the access.
///
/// # Safety
/// What the user does with the place is the user's own access.
#[inline(always)]
pub unsafe fn access<'a, const HOW: u8, T>(
    place: *const T,
    site: &'static Site,
) -> &'a mut Access<T, HOW> {
    let length = ptr::from_ref(site).expose_provenance();
    let slice = ptr::slice_from_raw_parts_mut(place.cast_mut().cast::<()>(), length);
    // SAFETY: `Access` has size 0 and alignment 1 whatever `T` and the length are; the address is a place's.
    unsafe { &mut *(slice as *mut Access<T, HOW>) }
}

/// A place whose access was reported; a wrapper, so that what is made of it is no reference to the target of a pointer for
/// lints.
#[derive(Debug)]
#[repr(transparent)]
pub struct Known<T: ?Sized>(pub T);

/// Reports an access of a known kind and gives the place back: `(*known(&raw const PLACE, KIND, SITE)).0`.
///
/// # Safety
/// The pointer may be dereferenced.
#[inline(always)]
pub unsafe fn known<T: ?Sized>(
    place: *const T,
    kind: AccessKind,
    site: &'static Site,
) -> *mut Known<T> {
    // SAFETY: the caller's promise; for sized types nothing is read.
    let size = unsafe { size_of_val(&*place) };
    report(place.cast::<()>(), size, kind, site);
    place.cast_mut() as *mut Known<T>
}

impl<T, const HOW: u8> Access<T, HOW> {
    #[inline(always)]
    fn report(&self, kind: AccessKind) {
        let kind = match (HOW, kind) {
            (CELL, AccessKind::Read) => AccessKind::CellRead,
            (CELL, _) => AccessKind::CellWrite,
            (_, kind) => kind,
        };
        // SAFETY: the length is the exposed address of a `&'static Site`; see `access`.
        let site = unsafe { &*ptr::with_exposed_provenance::<Site>(self.site.len()) };
        let bytes = Bytes {
            address: self.site.as_ptr().addr(),
            size: size_of::<T>(),
        };
        let kind = interior::kind_of(bytes, kind);
        let access = MemoryAccess { bytes, kind, site };
        match HOW {
            DEFERRED => deferred::defer(access),
            _ => tracker::access(&access),
        }
    }
}

impl<T, const HOW: u8> Deref for Access<T, HOW> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.report(AccessKind::Read);
        // SAFETY: the address is that of the user's place, who reads it here and now.
        unsafe { as_reference(self.site.as_ptr().cast::<T>()) }
    }
}

impl<T, const HOW: u8> DerefMut for Access<T, HOW> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        self.report(AccessKind::Write);
        // SAFETY: as above; the user's own expression needs the place mutable.
        unsafe { as_reference_mut(self.site.as_mut_ptr().cast::<T>()) }
    }
}

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T, const HOW: u8> Send for Access<T, HOW> {}
// SAFETY: as above.
unsafe impl<T, const HOW: u8> Sync for Access<T, HOW> {}

/// A part of what a raw pointer points to; the compiler decides whether its size is known.
#[repr(transparent)]
pub struct Part<T: ?Sized>(WidePart<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct WidePart<T: ?Sized>(*const T);

/// A place without a static size, under two derefs as an [`Access`] is. Its accesses are no events.
#[repr(transparent)]
pub struct WidePlace<T: ?Sized>(*mut T);

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized> Send for WidePart<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for WidePart<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Send for WidePlace<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for WidePlace<T> {}

/// A part of a pointee, used as the type checker decides: `**part(&raw const (*p).f).place(SITE)`.
#[inline(always)]
pub fn part<T: ?Sized>(place: *const T) -> Part<T> {
    Part(WidePart(place))
}

impl<T: ?Sized> Deref for Part<T> {
    type Target = WidePart<T>;

    #[inline(always)]
    fn deref(&self) -> &WidePart<T> {
        &self.0
    }
}

impl<T> Part<T> {
    /// The place, reporting a read or a write as it is used.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __place<'a, const HOW: u8>(&self, site: &'static Site) -> &'a mut Access<T, HOW> {
        // SAFETY: the caller's promise.
        unsafe { access(self.0.0, site) }
    }
}

impl<T: ?Sized> WidePart<T> {
    /// The place as it is.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __place<const HOW: u8>(&self, _site: &'static Site) -> WidePlace<T> {
        WidePlace(self.0.cast_mut())
    }
}

impl<T: ?Sized> Deref for WidePlace<T> {
    type Target = *mut T;

    #[inline(always)]
    fn deref(&self) -> &*mut T {
        &self.0
    }
}

/// A place that is indexed; the compiler decides whether it is an array, whose elements are places of their own.
#[repr(transparent)]
pub struct Indexable<T: ?Sized>(Overloaded<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct Overloaded<T: ?Sized>(Wide<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct Wide<T: ?Sized>(*const T);

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized> Send for Overloaded<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for Overloaded<T> {}

/// The base of an index expression.
#[inline(always)]
pub fn indexable<T: ?Sized>(place: *const T) -> Indexable<T> {
    Indexable(Overloaded(Wide(place)))
}

impl<T: ?Sized> Deref for Indexable<T> {
    type Target = Overloaded<T>;

    #[inline(always)]
    fn deref(&self) -> &Overloaded<T> {
        &self.0
    }
}

impl<T: ?Sized> Deref for Overloaded<T> {
    type Target = Wide<T>;

    #[inline(always)]
    fn deref(&self) -> &Wide<T> {
        &self.0
    }
}

impl<T: ?Sized> Wide<T> {
    /// A slice, or another type without a static size: no event.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed(&self, _site: &'static Site) -> *mut T {
        self.0.cast_mut()
    }
}

impl<T, const N: usize> Indexable<[T; N]> {
    /// An array: its elements are the places.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a>(&self, site: &'static Site) -> &'a mut Elements<T, N> {
        let length = ptr::from_ref(site).expose_provenance();
        let slice = ptr::slice_from_raw_parts_mut(self.0.0.0.cast_mut().cast::<()>(), length);
        // SAFETY: as in `access`.
        unsafe { &mut *(slice as *mut Elements<T, N>) }
    }
}

impl<T> Overloaded<T> {
    /// Anything else: the index operation of its type is a method of the base.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a>(&self, site: &'static Site) -> &'a mut Access<T> {
        // SAFETY: the caller's promise.
        unsafe { access(self.0.0, site) }
    }
}

/// An array of the user's, element by element; see [`Access`].
pub struct Elements<T, const N: usize> {
    place: PhantomData<[T; N]>,
    site: [()],
}

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T, const N: usize> Send for Elements<T, N> {}
// SAFETY: as above.
unsafe impl<T, const N: usize> Sync for Elements<T, N> {}

impl<T, const N: usize> Elements<T, N> {
    #[inline(always)]
    fn array(&self) -> *const [T; N] {
        self.site.as_ptr().cast()
    }

    #[inline(always)]
    fn report(&self, element: *const (), size: usize, kind: AccessKind) {
        // SAFETY: as in `Access::site`.
        let site = unsafe { &*ptr::with_exposed_provenance::<Site>(self.site.len()) };
        report(element, size, kind, site);
    }
}

impl<T, const N: usize, I: SliceIndex<[T]>> Index<I> for Elements<T, N> {
    type Output = I::Output;

    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output {
        // SAFETY: the address is that of the user's array, who indexes it here and now.
        let element = &unsafe { as_reference(self.array()) }[index];
        self.report(
            ptr::from_ref(element).cast(),
            size_of_val(element),
            AccessKind::Read,
        );
        element
    }
}

impl<T, const N: usize, I: SliceIndex<[T]>> IndexMut<I> for Elements<T, N> {
    #[inline(always)]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        // SAFETY: as above; the user's own expression needs the element mutable.
        let element = &mut unsafe { as_reference_mut(self.array().cast_mut()) }[index];
        self.report(
            ptr::from_ref(element).cast(),
            size_of_val(element),
            AccessKind::Write,
        );
        element
    }
}

impl<T, const N: usize> Deref for Elements<T, N> {
    type Target = [T; N];

    #[inline(always)]
    fn deref(&self) -> &[T; N] {
        // SAFETY: as above.
        unsafe { as_reference(self.array()) }
    }
}
