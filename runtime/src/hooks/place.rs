//! Is it a read or a write?
//!
//! The compiler chooses between [`Deref`] and [`DerefMut`] of an [`Access`] by what the user's expression needs, and that
//! choice is the event.

use core::cell::UnsafeCell;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ops::{Deref, DerefMut, Index, IndexMut};
use core::ptr;
use core::slice::SliceIndex;

use crate::event::{AccessKind, Bytes, MemoryAccess};
use crate::hooks::look::{CellLook, Look, Touch};
use crate::hooks::{deferred, indexed, interior};
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
    report_at(place.addr(), size, kind, site);
}

/// [`report`] without the type.
#[inline(always)]
fn report_at(address: usize, size: usize, kind: AccessKind, site: &'static Site) {
    match kind {
        AccessKind::Read => report_read(address, size, site),
        AccessKind::Write => report_write(address, size, site),
        _ => report_other(address, size, kind, site),
    }
}

/// A repeated access is looked for before what its thread has reached through cells: as a plain one it stands for one through
/// the cell too (test: `a_repeated_access_stands_for_one_through_the_cell`).
///
/// Optimized user code has the comparison inline (2 ns less per access than by a call; measured on an AMD EPYC,
/// 2026-11-25); code that is not gets a call, so that nothing of ours is compiled at its opt-level.
#[cfg_attr(not(debug_assertions), inline(always))]
#[cfg_attr(debug_assertions, inline(never))]
fn report_read(address: usize, size: usize, site: &'static Site) {
    if !tracker::is_repeated::<false>(address, size) {
        report_anew(address, size, AccessKind::Read, site);
    }
}

/// As [`report_read`].
#[cfg_attr(not(debug_assertions), inline(always))]
#[cfg_attr(debug_assertions, inline(never))]
fn report_write(address: usize, size: usize, site: &'static Site) {
    if !tracker::is_repeated::<true>(address, size) {
        report_anew(address, size, AccessKind::Write, site);
    }
}

/// As [`report_read`], without its part that is inline: a reborrow is mostly of several words.
#[inline(never)]
fn report_other(address: usize, size: usize, kind: AccessKind, site: &'static Site) {
    let bytes = Bytes { address, size };
    let kind = interior::kind_of(bytes, kind);
    tracker::access(&MemoryAccess { bytes, kind, site });
}

#[inline(never)]
fn report_anew(address: usize, size: usize, kind: AccessKind, site: &'static Site) {
    let bytes = Bytes { address, size };
    let kind = interior::kind_of(bytes, kind);
    let access = MemoryAccess { bytes, kind, site };
    match size.wrapping_sub(1) < 8 - (address & 7) {
        true => tracker::access_word(&access),
        false => tracker::access(&access),
    }
}

/// A use of a reference, which says nothing of a cell: what its thread does there by other ways stays what it is.
#[inline(never)]
pub(crate) fn report_use(address: usize, size: usize, kind: AccessKind, site: &'static Site) {
    let bytes = Bytes { address, size };
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

/// A use of a reference that the function made itself: see `references`.
pub const REFERENCE: u8 = 3;

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
    kind: impl Touch,
    site: &'static Site,
) -> *mut Known<T> {
    // SAFETY: the caller's promise; for sized types nothing is read.
    let size = unsafe { size_of_val(&*place) };
    report(place.cast::<()>(), size, kind.kind::<T>(), site);
    place.cast_mut() as *mut Known<T>
}

/// The kind of an access by `Deref` (`Read`) or by `DerefMut` (`Write`).
#[inline(always)]
fn kind_of<T: ?Sized, const HOW: u8>(kind: AccessKind) -> AccessKind {
    match (HOW, kind) {
        (CELL | REFERENCE, AccessKind::Read) => CellLook.kind::<T>(),
        (CELL | REFERENCE, _) => AccessKind::CellWrite,
        (_, AccessKind::Read) => Look.kind::<T>(),
        (_, kind) => kind,
    }
}

impl<T, const HOW: u8> Access<T, HOW> {
    #[inline(always)]
    fn report(&self, kind: AccessKind) {
        let kind = kind_of::<T, HOW>(kind);
        // SAFETY: the length is the exposed address of a `&'static Site`; see `access`.
        let site = unsafe { &*ptr::with_exposed_provenance::<Site>(self.site.len()) };
        let (address, size) = (self.site.as_ptr().addr(), size_of::<T>());
        match HOW {
            DEFERRED => defer(address, size, kind, site),
            REFERENCE => report_use(address, size, kind, site),
            _ => report_at(address, size, kind, site),
        }
    }
}

/// Leaves an access until the arguments of its method have run.
fn defer(address: usize, size: usize, kind: AccessKind, site: &'static Site) {
    let bytes = Bytes { address, size };
    let kind = interior::kind_of(bytes, kind);
    deferred::defer(MemoryAccess { bytes, kind, site });
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

/// A place of the user's without a static size (a slice, a `str`, a `dyn`), whose accesses are events as those of an [`Access`].
/// Its pointer has no bits left for the site, so it stands in a `Room`.
pub struct WideAccess<T: ?Sized, const HOW: u8> {
    place: *mut T,
    site: &'static Site,
}

/// Room for a [`WideAccess`] or a [`PartAccess`], in the temporary of which that is asked for. The answer is dereferenced in the same
/// expression, so the temporary outlives it.
pub(crate) struct Room(UnsafeCell<MaybeUninit<[usize; 6]>>);

impl Room {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new(MaybeUninit::uninit()))
    }

    /// The place behind a pointer, as something that derefs to it and reports the access.
    ///
    /// # Safety
    /// See [`access`]; and this room outlives the use of the answer, and makes no other one.
    #[inline(always)]
    pub(crate) unsafe fn access<'a, T: ?Sized, const HOW: u8>(
        &self,
        place: *const T,
        site: &'static Site,
    ) -> &'a mut WideAccess<T, HOW> {
        let place = place.cast_mut();
        // SAFETY: the caller's promise.
        unsafe { self.hold(WideAccess { place, site }) }
    }

    /// The place behind a pointer, as something that derefs to it and reports an access to a part of it.
    ///
    /// # Safety
    /// As for [`Self::access`], of the part too.
    #[inline(always)]
    pub(crate) unsafe fn part<'a, T: ?Sized, U: ?Sized, const HOW: u8>(
        &self,
        place: *const T,
        part: *const U,
        site: &'static Site,
    ) -> &'a mut PartAccess<T, HOW> {
        // SAFETY: the user's own expression makes a reference to the part here and now; for sized types nothing is read.
        let size = unsafe { size_of_val(&*part) };
        let address = part.cast::<()>().addr();
        let access = PartAccess {
            place: place.cast_mut(),
            bytes: Bytes { address, size },
            read: kind_of::<U, HOW>(AccessKind::Read),
            site,
        };
        // SAFETY: the caller's promise.
        unsafe { self.hold(access) }
    }

    /// # Safety
    /// This room outlives the use of the answer, and makes no other one.
    #[inline(always)]
    unsafe fn hold<'a, A>(&self, access: A) -> &'a mut A {
        const {
            assert!(size_of::<A>() <= size_of::<Self>());
            assert!(align_of::<A>() <= align_of::<Self>());
        }
        let room = self.0.get().cast::<A>();
        // SAFETY: size and alignment fit, as asserted; nobody else refers to the room, by the caller's promise.
        unsafe {
            room.write(access);
            &mut *room
        }
    }
}

impl<T: ?Sized, const HOW: u8> WideAccess<T, HOW> {
    #[inline(always)]
    fn report(&self, kind: AccessKind) {
        let kind = kind_of::<T, HOW>(kind);
        // SAFETY: the user's own expression makes a reference to the place here and now.
        let size = unsafe { size_of_val(&*self.place) };
        let address = self.place.cast::<()>().addr();
        if HOW != DEFERRED {
            return report_at(address, size, kind, self.site);
        }
        defer(address, size, kind, self.site);
    }
}

impl<T: ?Sized, const HOW: u8> Deref for WideAccess<T, HOW> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.report(AccessKind::Read);
        // SAFETY: the user's own place, who reads it here and now.
        unsafe { &*self.place }
    }
}

impl<T: ?Sized, const HOW: u8> DerefMut for WideAccess<T, HOW> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        self.report(AccessKind::Write);
        // SAFETY: as above; the user's own expression needs the place mutable.
        unsafe { &mut *self.place }
    }
}

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized, const HOW: u8> Send for WideAccess<T, HOW> {}
// SAFETY: as above.
unsafe impl<T: ?Sized, const HOW: u8> Sync for WideAccess<T, HOW> {}

/// A place of the user's of which the expression goes on to a part: the accesses are that part's.
pub struct PartAccess<T: ?Sized, const HOW: u8> {
    place: *mut T,
    bytes: Bytes,
    /// What a look at the part is.
    read: AccessKind,
    site: &'static Site,
}

impl<T: ?Sized, const HOW: u8> PartAccess<T, HOW> {
    #[inline(always)]
    fn report(&self, kind: AccessKind) {
        let Bytes { address, size } = self.bytes;
        if HOW != DEFERRED {
            return report_at(address, size, kind, self.site);
        }
        defer(address, size, kind, self.site);
    }
}

impl<T: ?Sized, const HOW: u8> Deref for PartAccess<T, HOW> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.report(self.read);
        // SAFETY: the user's own place, who reads a part of it here and now.
        unsafe { &*self.place }
    }
}

impl<T: ?Sized, const HOW: u8> DerefMut for PartAccess<T, HOW> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        self.report(kind_of::<T, HOW>(AccessKind::Write));
        // SAFETY: as above; the user's own expression needs the part mutable.
        unsafe { &mut *self.place }
    }
}

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized, const HOW: u8> Send for PartAccess<T, HOW> {}
// SAFETY: as above.
unsafe impl<T: ?Sized, const HOW: u8> Sync for PartAccess<T, HOW> {}

/// A place behind a raw pointer, which may have no static size.
#[repr(transparent)]
pub struct Watched<T: ?Sized>(WideWatched<T>);

#[doc(hidden)]
pub struct WideWatched<T: ?Sized>(*const T, Room);

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized> Send for WideWatched<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for WideWatched<T> {}

/// The place of a method's receiver.
#[inline(always)]
pub fn watched<T: ?Sized>(place: *const T) -> Watched<T> {
    Watched(WideWatched(place, Room::new()))
}

impl<T: ?Sized> Deref for Watched<T> {
    type Target = WideWatched<T>;

    #[inline(always)]
    fn deref(&self) -> &WideWatched<T> {
        &self.0
    }
}

impl<T> Watched<T> {
    /// The place, reporting a read or a write as it is used: `**watched.access(SITE)`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __access<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Access<T, HOW> {
        // SAFETY: the caller's promise.
        unsafe { access(self.0.0, site) }
    }
}

impl<T: ?Sized> WideWatched<T> {
    /// A slice, a `str` or a `dyn` likewise.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __access<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut WideAccess<T, HOW> {
        // SAFETY: the caller's promise; the answer is used within the expression that this is a temporary of.
        unsafe { self.1.access(self.0, site) }
    }
}

/// Something under one more deref, which is no raw pointer: rustc denies an index that borrows what one points to.
#[repr(transparent)]
pub struct Inner<E: ?Sized>(E);

impl<E: ?Sized> Inner<E> {
    /// # Safety
    /// As for `&mut *place`.
    #[inline(always)]
    pub(crate) unsafe fn at<'a>(place: *mut E) -> &'a mut Self {
        // SAFETY: the caller's promise; the layout is that of `E`.
        unsafe { &mut *(place as *mut Self) }
    }
}

impl<E: ?Sized> Deref for Inner<E> {
    type Target = E;

    #[inline(always)]
    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E: ?Sized> DerefMut for Inner<E> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut E {
        &mut self.0
    }
}

/// A place that is indexed; the compiler decides whether it is an array or a slice, whose elements are places of their own.
#[repr(transparent)]
pub struct Indexable<T: ?Sized>(IndexableSlice<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct IndexableSlice<T: ?Sized>(Overloaded<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct Overloaded<T: ?Sized>(Wide<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct Wide<T: ?Sized>(*const T);

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized> Send for Wide<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for Wide<T> {}

/// The base of an index expression.
#[inline(always)]
pub fn indexable<T: ?Sized>(place: *const T) -> Indexable<T> {
    Indexable(IndexableSlice(Overloaded(Wide(place))))
}

macro_rules! derefs {
    ($($from:ident => $to:ident),*) => { $(
        impl<T: ?Sized> Deref for $from<T> {
            type Target = $to<T>;

            #[inline(always)]
            fn deref(&self) -> &$to<T> {
                &self.0
            }
        }
    )* };
}

derefs!(Indexable => IndexableSlice, IndexableSlice => Overloaded, Overloaded => Wide);

impl<T: ?Sized> Wide<T> {
    /// A type without a static size that is no slice: no event.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<const HOW: u8>(&self, _site: &'static Site) -> *mut T {
        self.0.cast_mut()
    }
}

impl<T, const N: usize> Indexable<[T; N]> {
    /// An array: its elements are the places.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Elements<T, N, HOW> {
        // SAFETY: the caller's promise.
        unsafe { &mut *elements(self.0.0.0.0, site) }
    }
}

impl<T> IndexableSlice<[T]> {
    /// A slice: likewise.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut SliceElements<T, HOW> {
        // SAFETY: the caller's promise.
        unsafe { &mut *slice_elements(self.0.0.0, site) }
    }
}

impl<T> Overloaded<T> {
    /// Anything else: the index operation of its type is a method of the base.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Access<T, HOW> {
        // SAFETY: the caller's promise.
        unsafe { access(self.0.0, site) }
    }
}

/// An array of the user's, element by element; see [`Access`].
pub struct Elements<T, const N: usize, const HOW: u8> {
    place: PhantomData<[T; N]>,
    site: [()],
}

/// A slice of the user's, element by element. Its length is the slice's own, so the site waits in `indexed`.
pub struct SliceElements<T, const HOW: u8> {
    place: PhantomData<T>,
    units: [()],
}

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T, const N: usize, const HOW: u8> Send for Elements<T, N, HOW> {}
// SAFETY: as above.
unsafe impl<T, const N: usize, const HOW: u8> Sync for Elements<T, N, HOW> {}
// SAFETY: as above.
unsafe impl<T, const HOW: u8> Send for SliceElements<T, HOW> {}
// SAFETY: as above.
unsafe impl<T, const HOW: u8> Sync for SliceElements<T, HOW> {}

/// An array as something whose index operations report. Whoever dereferences the result makes the user's own access.
#[inline(always)]
pub(crate) fn elements<T, const N: usize, const HOW: u8>(
    array: *const [T; N],
    site: &'static Site,
) -> *mut Elements<T, N, HOW> {
    let length = ptr::from_ref(site).expose_provenance();
    ptr::slice_from_raw_parts_mut(array.cast_mut().cast::<()>(), length) as *mut Elements<T, N, HOW>
}

/// A slice likewise.
#[inline(always)]
pub(crate) fn slice_elements<T, const HOW: u8>(
    slice: *const [T],
    site: &'static Site,
) -> *mut SliceElements<T, HOW> {
    indexed::begin(slice.addr(), site);
    ptr::slice_from_raw_parts_mut(slice.cast_mut().cast::<()>(), slice.len())
        as *mut SliceElements<T, HOW>
}

/// Reports an access to an element or a range.
#[inline(always)]
fn report_element<T: ?Sized, const HOW: u8>(element: &T, kind: AccessKind, site: &'static Site) {
    let kind = kind_of::<T, HOW>(kind);
    let (address, size) = (ptr::from_ref(element).addr(), size_of_val(element));
    match HOW {
        REFERENCE => report_use(address, size, kind, site),
        _ => report_at(address, size, kind, site),
    }
}

impl<T, const N: usize, const HOW: u8> Elements<T, N, HOW> {
    #[inline(always)]
    fn array(&self) -> *const [T; N] {
        self.site.as_ptr().cast()
    }

    #[inline(always)]
    fn site(&self) -> &'static Site {
        // SAFETY: the length is the exposed address of a `&'static Site`; see `elements`.
        unsafe { &*ptr::with_exposed_provenance::<Site>(self.site.len()) }
    }
}

impl<T, const N: usize, const HOW: u8, I: SliceIndex<[T]>> Index<I> for Elements<T, N, HOW> {
    type Output = I::Output;

    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output {
        // SAFETY: the address is that of the user's array, who indexes it here and now.
        let element = &unsafe { as_reference(self.array()) }[index];
        report_element::<_, HOW>(element, AccessKind::Read, self.site());
        element
    }
}

impl<T, const N: usize, const HOW: u8, I: SliceIndex<[T]>> IndexMut<I> for Elements<T, N, HOW> {
    #[inline(always)]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        // SAFETY: as above; the user's own expression needs the element mutable.
        let element = &mut unsafe { as_reference_mut(self.array().cast_mut()) }[index];
        report_element::<_, HOW>(element, AccessKind::Write, self.site());
        element
    }
}

impl<T, const N: usize, const HOW: u8> Deref for Elements<T, N, HOW> {
    type Target = [T; N];

    #[inline(always)]
    fn deref(&self) -> &[T; N] {
        // SAFETY: as above.
        unsafe { as_reference(self.array()) }
    }
}

impl<T, const HOW: u8> SliceElements<T, HOW> {
    #[inline(always)]
    fn slice(&self) -> *mut [T] {
        ptr::slice_from_raw_parts_mut(self.units.as_ptr().cast_mut().cast(), self.units.len())
    }
}

impl<T, const HOW: u8, I: SliceIndex<[T]>> Index<I> for SliceElements<T, HOW> {
    type Output = I::Output;

    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output {
        let site = indexed::end(self.units.as_ptr().addr());
        // SAFETY: the address and the length are those of the user's slice, who indexes it here and now.
        let element = &unsafe { &*self.slice() }[index];
        if let Some(site) = site {
            report_element::<_, HOW>(element, AccessKind::Read, site);
        }
        element
    }
}

impl<T, const HOW: u8, I: SliceIndex<[T]>> IndexMut<I> for SliceElements<T, HOW> {
    #[inline(always)]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        let site = indexed::end(self.units.as_ptr().addr());
        // SAFETY: as above; the user's own expression needs the element mutable.
        let element = &mut unsafe { &mut *self.slice() }[index];
        if let Some(site) = site {
            report_element::<_, HOW>(element, AccessKind::Write, site);
        }
        element
    }
}
