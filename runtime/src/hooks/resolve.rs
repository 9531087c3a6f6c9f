//! Is the receiver of `x.load(Relaxed)` really an atomic?
//!
//! The type checker decides, by *deref specialization*: a probe has an inherent method `resolve` for atomics only and
//! derefs to the next probe, whose `resolve` is for what derefs to an atomic, and so on; the last one takes every type.
//! Method lookup walks the derefs and takes the first candidate whose bounds hold, so the answer costs nothing at run
//! time, and no trait must be in scope.
//!
//! Atomics behind any number of `&`, `Arc`, `Box` and other `Deref`s (six at most) resolve to [`Tracked`]. Anything else
//! resolves to a [`Passed`], which derefs to the receiver, so that the user's own method is called.

use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr;

use crate::hooks::atomics::{AtomicType, Tracked};
use crate::hooks::judge::{LegalFailure, LegalLoad, LegalStore, Place};

/// The receiver as an expression gave it.
#[repr(transparent)]
pub struct Receiver<'a, T: ?Sized>(Behind1<'a, T>);

/// A variable before the dot, reached as the user's own method call reaches it: a closure that is no `move` closure
/// captures what a shared reference refers to and not the reference, so it may outlive the variable.
pub trait AsPlace {
    /// The place itself.
    #[inline(always)]
    fn __reference(&self) -> &Self {
        self
    }

    /// Its address.
    #[inline(always)]
    fn __address(&self) -> *const Self {
        self
    }
}

impl<T: ?Sized> AsPlace for T {}

/// What a variable refers to, if it is a shared reference; the variable itself, if it is none.
pub trait ReferredShared {
    /// The place.
    #[inline(always)]
    fn __referred(&self) -> &Self {
        self
    }
}

impl<T: ?Sized> ReferredShared for T {}

/// What a variable refers to, if it is an exclusive reference: a method that takes `&mut self` is the first that fits one.
pub trait ReferredExclusive {
    /// The place.
    #[inline(always)]
    fn __referred(&mut self) -> &mut Self {
        self
    }
}

impl<T: ?Sized> ReferredExclusive for T {}

/// A receiver that is a place, or a shared reference.
#[inline(always)]
pub fn receiver<'a, T: ?Sized>(place: &'a T) -> Receiver<'a, T> {
    Receiver::new(ptr::from_ref(place).cast_mut())
}

/// A receiver that is a value, and lives until the end of its statement.
#[inline(always)]
pub fn receiver_value<'a, T: ?Sized>(value: &'a mut T) -> Receiver<'a, T> {
    Receiver::new(ptr::from_mut(value))
}

/// A receiver that is a `static mut`.
///
/// # Safety
/// The user's own call on this place is sound.
#[inline(always)]
pub unsafe fn receiver_static<'a, T: ?Sized>(place: *const T) -> Receiver<'a, T> {
    Receiver::new(place.cast_mut())
}

/// The first argument of `AtomicU8::load(&x, Relaxed)`, as `AtomicU8`'s own function would take it.
#[inline(always)]
pub fn receiver_of<T: ?Sized>(reference: &T) -> Receiver<'_, T> {
    receiver(reference)
}

macro_rules! behind {
    ($($name:ident -> $next:ident;)*) => {
        $(
            #[doc(hidden)]
            #[repr(transparent)]
            pub struct $name<'a, T: ?Sized>($next<'a, T>);

            impl<'a, T: ?Sized> $name<'a, T> {
                #[inline(always)]
                fn new(receiver: *mut T) -> Self {
                    Self($next::new(receiver))
                }
            }

            impl<'a, T: ?Sized> Deref for $name<'a, T> {
                type Target = $next<'a, T>;

                #[inline(always)]
                fn deref(&self) -> &$next<'a, T> {
                    &self.0
                }
            }
        )*
    };
}

behind! {
    Behind1 -> Behind2;
    Behind2 -> Behind3;
    Behind3 -> Behind4;
    Behind4 -> Behind5;
    Behind5 -> Behind6;
    Behind6 -> Exclusive;
    Exclusive -> Other;
    Other -> Unsized;
}

/// The last probe: every type.
#[repr(transparent)]
pub struct Unsized<'a, T: ?Sized>(*mut T, PhantomData<&'a T>);

// SAFETY: a probe is an address on its way to a method of the user's, whose own future or closure decides what may be
// sent: `x.store(next().await, Release)` must be as sendable as it is without us.
unsafe impl<T: ?Sized> Send for Unsized<'_, T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized> Sync for Unsized<'_, T> {}

impl<'a, T: ?Sized> Unsized<'a, T> {
    #[inline(always)]
    fn new(receiver: *mut T) -> Self {
        Self(receiver, PhantomData)
    }

    /// The receiver as the user wrote it.
    #[inline(always)]
    pub fn __resolve<J>(&self, _site: J) -> &'a T {
        // SAFETY: the pointer comes from a reference that lives for `'a`, or from a place on which the user calls a
        // method here and now.
        unsafe { &*self.0 }
    }
}

impl<'a, T: ?Sized> Receiver<'a, T> {
    #[inline(always)]
    fn new(receiver: *mut T) -> Self {
        Self(Behind1::new(receiver))
    }

    #[inline(always)]
    fn pointer(&self) -> *mut T {
        self.0.0.0.0.0.0.0.0.0.0
    }
}

impl<'a, T: ?Sized> Deref for Receiver<'a, T> {
    type Target = Behind1<'a, T>;

    #[inline(always)]
    fn deref(&self) -> &Behind1<'a, T> {
        &self.0
    }
}

impl<'a, T: AtomicType> Receiver<'a, T> {
    /// The atomic itself.
    #[inline(always)]
    pub fn __resolve<J: Place + LegalLoad + LegalStore + LegalFailure>(
        &self,
        site: J,
    ) -> Tracked<'a, T> {
        // SAFETY: as for `Unsized::resolve`.
        Tracked::new(unsafe { &*self.pointer() }, site.site())
    }
}

// Written out, because this is the usual one, and in a message about a wrong ordering rustc would show the macro.
impl<'a, T: ?Sized + Deref<Target: AtomicType>> Behind1<'a, T> {
    /// The atomic that the receiver derefs to.
    #[inline(always)]
    pub fn __resolve<J: Place + LegalLoad + LegalStore + LegalFailure>(
        &self,
        site: J,
    ) -> Tracked<'a, D<T>> {
        // SAFETY: as for `Unsized::resolve`.
        let receiver: &'a T = unsafe { &*self.0.0.0.0.0.0.0.0.0 };
        Tracked::new(receiver.deref(), site.site())
    }
}

macro_rules! resolve_behind {
    ($($name:ident, $pointer:ident . $($field:tt).*, $atomic:ty, [$($bound:tt)*], $($deref:ident)*;)*) => {
        $(
            impl<'a, T: ?Sized + $($bound)*> $name<'a, T> {
                /// The atomic that the receiver derefs to.
                #[inline(always)]
                pub fn __resolve<J: Place + LegalLoad + LegalStore + LegalFailure>(
                    &self,
                    site: J,
                ) -> Tracked<'a, $atomic> {
                    let $pointer = self;
                    // SAFETY: as for `Unsized::resolve`.
                    let receiver: &'a T = unsafe { &*$pointer.$($field).* };
                    Tracked::new(receiver$(.$deref())*, site.site())
                }
            }
        )*
    };
}

type D<T> = <T as Deref>::Target;

resolve_behind! {
    Behind2, this.0.0.0.0.0.0.0.0, D<D<T>>, [Deref<Target: Deref<Target: AtomicType>>], deref deref;
    Behind3, this.0.0.0.0.0.0.0, D<D<D<T>>>, [Deref<Target: Deref<Target: Deref<Target: AtomicType>>>], deref deref deref;
    Behind4, this.0.0.0.0.0.0, D<D<D<D<T>>>>, [Deref<Target: Deref<Target: Deref<Target: Deref<Target: AtomicType>>>>], deref deref deref deref;
    Behind5, this.0.0.0.0.0, D<D<D<D<D<T>>>>>, [Deref<Target: Deref<Target: Deref<Target: Deref<Target: Deref<Target: AtomicType>>>>>], deref deref deref deref deref;
    Behind6, this.0.0.0.0, D<D<D<D<D<D<T>>>>>>, [Deref<Target: Deref<Target: Deref<Target: Deref<Target: Deref<Target: Deref<Target: AtomicType>>>>>>], deref deref deref deref deref deref;
}

impl<'b, U: ?Sized> Exclusive<'_, &'b mut U> {
    /// No atomic, and an exclusive reference: itself, as a method that reborrows it may return what lives as long.
    #[inline(always)]
    pub fn __resolve<J>(&self, _site: J) -> &'b mut U {
        // SAFETY: reads the user's reference; its place is not used until the method that is called on it here and now has
        // returned, and what that returns borrows the referent as the user's own reborrow does.
        unsafe { ptr::read(self.0.0.0) }
    }
}

impl<'a, T> Other<'a, T> {
    /// No atomic: the receiver as the user wrote it.
    #[inline(always)]
    pub fn __resolve<J>(&self, _site: J) -> &'a mut Passed<T> {
        // SAFETY: see `Passed::at`; the user calls a method on this place here and now.
        unsafe { Passed::at(self.0.0) }
    }
}

/// Any place, as a reference that claims no memory; derefs to it.
///
/// It is a slice of units at the place's address: a reference to zero bytes conflicts with nothing, and its lifetime is
/// as free as the place's own.
pub struct Passed<T> {
    place: PhantomData<T>,
    nothing: [()],
}

// SAFETY: as for `Unsized`.
unsafe impl<T> Send for Passed<T> {}
// SAFETY: as for `Unsized`.
unsafe impl<T> Sync for Passed<T> {}

impl<T> Passed<T> {
    /// # Safety
    /// What follows on the place is the user's own access.
    #[inline(always)]
    pub(crate) unsafe fn at<'a>(place: *mut T) -> &'a mut Self {
        let slice = ptr::slice_from_raw_parts_mut(place.cast::<()>(), 0);
        // SAFETY: `Passed<T>` has size 0 and alignment 1 whatever `T` is, and the address is not null, being a place's.
        unsafe { &mut *(slice as *mut Self) }
    }
}

impl<T> Deref for Passed<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the address is that of the user's place, who reads it here and now.
        unsafe { &*self.nothing.as_ptr().cast::<T>() }
    }
}

impl<T> DerefMut for Passed<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above; the user's own method takes `&mut self`.
        unsafe { &mut *self.nothing.as_mut_ptr().cast::<T>() }
    }
}
