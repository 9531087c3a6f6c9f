//! Uses of references that their own function made of a raw pointer or a `static mut`.
//!
//! Making one is an event of its own, and two of them touch nothing (DESIGN 5.3: "two reborrows alone are at most unproven").
//! What is then done through them does: such a use is an access as one through a cell is, which conflicts with every access but
//! the making of references.

use core::ops::Deref;

use crate::event::AccessKind;
use crate::hooks::inert::Inert;
use crate::hooks::look::{self, CellLook, Touch};
use crate::hooks::place::{self, Access, Elements, REFERENCE, SliceElements};
use crate::site::Site;

/// A place that such a reference reaches. The compiler decides by its type what is known of a use.
#[repr(transparent)]
pub struct Used<T: ?Sized>(UsedSlice<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct UsedSlice<T: ?Sized>(UsedSized<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct UsedSized<T: ?Sized>(UsedOther<T>);

#[doc(hidden)]
#[repr(transparent)]
pub struct UsedOther<T: ?Sized>(*const T);

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<T: ?Sized> Send for UsedOther<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for UsedOther<T> {}

/// A place that a reference of the user's reaches, which is live: generated code names no other.
#[inline(always)]
pub fn used<T: ?Sized>(place: *const T) -> Used<T> {
    Used(UsedSlice(UsedSized(UsedOther(place))))
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

derefs!(Used => UsedSlice, UsedSlice => UsedSized, UsedSized => UsedOther);

impl<T: ?Sized> UsedOther<T> {
    #[inline(always)]
    fn report(&self, kind: AccessKind, site: &'static Site) {
        // SAFETY: the place is that of a live reference (see `used`); nothing of it is read but a vtable or a length.
        let size = unsafe { size_of_val(&*self.0) };
        place::report_use(self.0.addr(), size, kind, site);
    }

    /// It is read.
    #[inline(always)]
    pub fn __read(&self, site: &'static Site) {
        self.report(CellLook.kind::<T>(), site);
    }

    /// It is written.
    #[inline(always)]
    pub fn __written(&self, site: &'static Site) {
        self.report(AccessKind::CellWrite, site);
    }

    /// A method with `&mut self` that this crate declares is called on it. What changes behind a shared reference may be in use
    /// by others all the while.
    #[inline(always)]
    pub fn __written_if_plain(&self, site: &'static Site) {
        if look::is_plain::<T>() {
            self.__written(site);
        }
    }

    /// A method of which only the name is known: no event.
    #[inline(always)]
    pub fn __read_by_name(&self, _site: &'static Site) {}

    /// As [`UsedOther::__read_by_name`].
    #[inline(always)]
    pub fn __written_by_name(&self, _site: &'static Site) {}
}

impl<T: Inert + ?Sized> Used<T> {
    /// A method of std's that reads.
    #[inline(always)]
    pub fn __read_by_name(&self, site: &'static Site) {
        self.__read(site);
    }

    /// A method of std's that writes; not that of a cell, which others may use all the while.
    #[inline(always)]
    pub fn __written_by_name(&self, site: &'static Site) {
        self.__written_if_plain(site);
    }
}

impl<T, const N: usize> Used<[T; N]> {
    /// An array that is indexed: its elements are the places.
    #[inline(always)]
    pub fn __indexed<'a>(&self, site: &'static Site) -> &'a mut Elements<T, N, REFERENCE> {
        // SAFETY: it claims no memory; the array is one of the user's, who indexes it here and now.
        unsafe { &mut *place::elements(self.0.0.0.0, site) }
    }
}

impl<T> UsedSlice<[T]> {
    /// A slice likewise.
    #[inline(always)]
    pub fn __indexed<'a>(&self, site: &'static Site) -> &'a mut SliceElements<T, REFERENCE> {
        // SAFETY: it claims no memory; the slice is one of the user's, who indexes it here and now.
        unsafe { &mut *place::slice_elements(self.0.0.0, site) }
    }
}

impl<T> UsedSized<T> {
    /// Anything else: the index operation of its type is a method of the base.
    #[inline(always)]
    pub fn __indexed<'a>(&self, site: &'static Site) -> &'a mut Access<T, REFERENCE> {
        // SAFETY: the place is that of a live reference (see `used`), and used here and now.
        unsafe { place::access(self.0.0, site) }
    }
}

impl<T: ?Sized> UsedOther<T> {
    /// A type without a static size that is no slice: no event.
    #[inline(always)]
    pub fn __indexed<'a>(&self, _site: &'static Site) -> &'a mut T {
        // SAFETY: the place is that of a live reference (see `used`), and used here and now.
        unsafe { &mut *self.0.cast_mut() }
    }
}

/// The value that is assigned to a place which such a reference reaches; the place comes first, so that the value still coerces.
#[inline(always)]
pub fn stored<T>(place: *const T, value: T, site: &'static Site) -> T {
    place::report_use(place.addr(), size_of::<T>(), AccessKind::CellWrite, site);
    value
}

/// The value of an expression before which an event stands.
#[inline(always)]
pub fn then<T>(_event: (), value: T) -> T {
    value
}
