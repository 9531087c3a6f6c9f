//! Is `*e` a raw pointer's pointee, and what does `p.read()` read?
//!
//! The operand of a deref is a raw pointer, a reference, a `Box` or a guard; only the type checker knows. The probes
//! here answer by deref specialization, as in [`crate::hooks::resolve`], and give the operand back in a form that takes
//! the user's own `*`. Only raw pointers have events.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr;
use core::ptr::NonNull;

use crate::event::{AccessKind, Bytes, MemoryAccess};
use crate::hooks::look::{Touch, derefs};
use crate::hooks::place::{
    Access, Elements, Inner, PartAccess, Room, SliceElements, WideAccess, access, elements, report,
    slice_elements,
};
use crate::hooks::resolve::Passed;
use crate::hooks::{deferred, interior};
use crate::site::Site;

/// `*const T`, `*mut T` and `NonNull<T>`.
pub trait RawPointer: Copy {
    #[doc(hidden)]
    type Pointee: ?Sized;
    #[doc(hidden)]
    fn raw(self) -> *const Self::Pointee;
}

impl<T: ?Sized> RawPointer for *const T {
    type Pointee = T;

    #[inline(always)]
    fn raw(self) -> *const T {
        self
    }
}

impl<T: ?Sized> RawPointer for *mut T {
    type Pointee = T;

    #[inline(always)]
    fn raw(self) -> *const T {
        self
    }
}

impl<T: ?Sized> RawPointer for NonNull<T> {
    type Pointee = T;

    #[inline(always)]
    fn raw(self) -> *const T {
        self.as_ptr()
    }
}

/// Reports an access to all of a pointee. Null and dangling pointers to nothing touch nothing.
///
/// # Safety
/// If the pointee has no static size: the pointer may be dereferenced.
#[inline(always)]
unsafe fn pointee<T: ?Sized>(place: *const T, kind: impl Touch, site: &'static Site) {
    if place.is_null() {
        return;
    }
    // SAFETY: the caller's promise; for sized types nothing is read.
    let size = unsafe { size_of_val(&*place) };
    report(place.cast::<()>(), size, kind.kind::<T>(), site);
}

/// Reports an access to one field of a pointee, or to all of it where the field may be that of another value.
///
/// # Safety
/// The caller makes a reference to the pointee here and now.
#[inline(always)]
unsafe fn projected<T: ?Sized, U: ?Sized>(
    place: *const T,
    part: impl FnOnce(&T) -> *const U,
    kind: impl Touch,
    whole: impl Touch,
    site: &'static Site,
) {
    match derefs::<T>() {
        // SAFETY: the caller's promise.
        true => unsafe { pointee(place, whole, site) },
        // SAFETY: as above.
        false => unsafe { pointee(part(&*place), kind, site) },
    }
}

/// The operand of a deref, when it is a place.
#[repr(transparent)]
pub struct Operand<P>(SizedOperand<P>);

#[doc(hidden)]
#[repr(transparent)]
pub struct SizedOperand<P>(WideOperand<P>);

#[doc(hidden)]
pub struct WideOperand<P>(OtherOperand<P>, Room);

#[doc(hidden)]
#[repr(transparent)]
pub struct OtherOperand<P>(*const P);

// SAFETY: an address on its way to an expression of the user's, whose own future or closure decides what may be sent.
unsafe impl<P> Send for OtherOperand<P> {}
// SAFETY: as above.
unsafe impl<P> Sync for OtherOperand<P> {}

/// The operand of a deref at this place.
#[inline(always)]
pub fn operand<P>(place: *const P) -> Operand<P> {
    Operand(SizedOperand(WideOperand(OtherOperand(place), Room::new())))
}

impl<P> Deref for Operand<P> {
    type Target = SizedOperand<P>;

    #[inline(always)]
    fn deref(&self) -> &SizedOperand<P> {
        &self.0
    }
}

impl<P> Deref for SizedOperand<P> {
    type Target = WideOperand<P>;

    #[inline(always)]
    fn deref(&self) -> &WideOperand<P> {
        &self.0
    }
}

impl<P> Deref for WideOperand<P> {
    type Target = OtherOperand<P>;

    #[inline(always)]
    fn deref(&self) -> &OtherOperand<P> {
        &self.0
    }
}

impl<P: RawPointer<Pointee: Sized>> Operand<P> {
    /// The pointee, reporting a read or a write as it is used: `**operand.place(SITE)`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __place<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Access<P::Pointee, HOW> {
        // SAFETY: the operand is the user's place, about to be dereferenced.
        unsafe { access((*self.0.0.0.0).raw(), site) }
    }
}

impl<T, const N: usize> Operand<*mut [T; N]> {
    /// An array, whose elements are the places: `(**operand.indexed(SITE))[i]`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Inner<Elements<T, N, HOW>> {
        // SAFETY: the operand is the user's place, about to be dereferenced.
        unsafe { Inner::at(elements(*self.0.0.0.0, site)) }
    }
}

impl<T, const N: usize> Operand<*const [T; N]> {
    /// As above.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Inner<Elements<T, N, HOW>> {
        // SAFETY: as above.
        unsafe { Inner::at(elements(*self.0.0.0.0, site)) }
    }
}

impl<T> Operand<*mut [T]> {
    /// A slice likewise.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Inner<SliceElements<T, HOW>> {
        // SAFETY: as above.
        unsafe { Inner::at(slice_elements(*self.0.0.0.0, site)) }
    }
}

impl<T> Operand<*const [T]> {
    /// A slice likewise.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Inner<SliceElements<T, HOW>> {
        // SAFETY: as above.
        unsafe { Inner::at(slice_elements(*self.0.0.0.0, site)) }
    }
}

impl<P: RawPointer<Pointee: Sized>> SizedOperand<P> {
    /// Something else that is indexed: the index operation of its type is a method of the pointee.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut Inner<Access<P::Pointee, HOW>> {
        // SAFETY: the operand is the user's place, about to be dereferenced.
        unsafe { Inner::at(access((*self.0.0.0).raw(), site)) }
    }
}

impl<P: RawPointer> WideOperand<P> {
    /// A slice, a `str` or a `dyn` likewise.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __place<'a, const HOW: u8>(
        &self,
        site: &'static Site,
    ) -> &'a mut WideAccess<P::Pointee, HOW> {
        // SAFETY: the operand is the user's place, about to be dereferenced in the expression that this is a temporary of.
        unsafe { self.1.access((*self.0.0).raw(), site) }
    }

    /// The pointee, reporting a read or a write of a part as it is used: `(**operand.receiver(|p| &raw const (*p).f, SITE)).f`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __receiver<'a, const HOW: u8, U: ?Sized>(
        &self,
        part: impl FnOnce(P) -> *const U,
        site: &'static Site,
    ) -> &'a mut PartAccess<P::Pointee, HOW> {
        // SAFETY: the operand is the user's place, about to be dereferenced in the expression that this is a temporary of.
        unsafe {
            let pointer = *self.0.0;
            self.1.part(pointer.raw(), part(pointer), site)
        }
    }

    /// A raw pointer to something else that is indexed: no event.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<const HOW: u8>(&self, _site: &'static Site) -> *mut P {
        self.0.0.cast_mut()
    }

    /// Reports an access to the whole pointee: `**operand.event(KIND, SITE)`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __event(&self, kind: impl Touch, site: &'static Site) -> *mut P {
        // SAFETY: the operand is the user's place, about to be dereferenced.
        unsafe { pointee((*self.0.0).raw(), kind, site) };
        self.0.0.cast_mut()
    }

    /// Reports an access to a part of the pointee: `(**operand.part(|p| &raw const (*p).f, KIND, SITE)).f`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __part<U: ?Sized>(
        &self,
        part: impl FnOnce(P) -> *const U,
        kind: impl Touch,
        site: &'static Site,
    ) -> *mut P {
        // SAFETY: as above.
        unsafe { pointee(part(*self.0.0), kind, site) };
        self.0.0.cast_mut()
    }

    /// Reports an access to the field for which a reference is made: `(&**operand.projected(|p| &raw const p.f, ..)).f`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __projected<U: ?Sized>(
        &self,
        part: impl FnOnce(&P::Pointee) -> *const U,
        kind: impl Touch,
        whole: impl Touch,
        site: &'static Site,
    ) -> *mut P {
        // SAFETY: the operand is the user's place, of whose pointee a reference is made here and now.
        unsafe { projected((*self.0.0).raw(), part, kind, whole, site) };
        self.0.0.cast_mut()
    }

    /// The pointer, for a method that touches its whole pointee once its argument has run.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __deferred<'a>(&self, kind: impl Touch, site: &'static Site) -> &'a mut Passed<P>
    where
        P: RawPointer<Pointee: Sized>,
    {
        // SAFETY: as above.
        let address = unsafe { (*self.0.0).raw() }.addr();
        let size = size_of::<P::Pointee>();
        let bytes = Bytes { address, size };
        let kind = kind.kind::<P::Pointee>();
        deferred::defer(MemoryAccess { bytes, kind, site });
        // SAFETY: as above.
        unsafe { Passed::at(self.0.0.cast_mut()) }
    }

    /// The pointer, for a method that touches its whole pointee.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __touched<'a>(&self, kind: impl Touch, site: &'static Site) -> &'a mut Passed<P> {
        // SAFETY: as above.
        unsafe {
            pointee((*self.0.0).raw(), kind, site);
            Passed::at(self.0.0.cast_mut())
        }
    }
}

impl<P> OtherOperand<P> {
    /// No raw pointer (or a wide one): the operand as it is, for the user's own `*`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __place<const HOW: u8>(&self, _site: &'static Site) -> *mut P {
        self.0.cast_mut()
    }

    /// As `place`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __indexed<const HOW: u8>(&self, _site: &'static Site) -> *mut P {
        self.0.cast_mut()
    }

    /// As `place`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __event(&self, _kind: impl Touch, _site: &'static Site) -> *mut P {
        self.0.cast_mut()
    }

    /// As `place`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __part<U: ?Sized>(
        &self,
        _part: impl FnOnce(P) -> *const U,
        _kind: impl Touch,
        _site: &'static Site,
    ) -> *mut P {
        self.0.cast_mut()
    }

    /// As `place`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __receiver<const HOW: u8, U: ?Sized>(
        &self,
        _part: impl FnOnce(P) -> *const U,
        _site: &'static Site,
    ) -> *mut P {
        self.0.cast_mut()
    }

    /// As `place`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __projected<U: ?Sized>(
        &self,
        _part: impl FnOnce(&P) -> *const U,
        _kind: impl Touch,
        _whole: impl Touch,
        _site: &'static Site,
    ) -> *mut P {
        self.0.cast_mut()
    }

    /// As `touched`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __deferred<'a>(
        &self,
        _kind: impl Touch,
        _site: &'static Site,
    ) -> &'a mut Passed<P> {
        // SAFETY: the operand is the user's place, on which a method is called here and now.
        unsafe { Passed::at(self.0.cast_mut()) }
    }

    /// The operand as the user wrote it.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __touched<'a>(
        &self,
        _kind: impl Touch,
        _site: &'static Site,
    ) -> &'a mut Passed<P> {
        // SAFETY: the operand is the user's place, on which a method is called here and now.
        unsafe { Passed::at(self.0.cast_mut()) }
    }
}

/// The type of an operand that is not touched; see the template.
#[derive(Debug)]
pub struct Witness<P>(OtherWitness<P>);

#[doc(hidden)]
#[derive(Debug)]
pub struct OtherWitness<P>(PhantomData<fn() -> P>);

/// A witness of a type that its uses tell.
#[inline(always)]
pub fn witness<P>() -> Witness<P> {
    Witness(OtherWitness(PhantomData))
}

impl<P> Deref for Witness<P> {
    type Target = OtherWitness<P>;

    #[inline(always)]
    fn deref(&self) -> &OtherWitness<P> {
        &self.0
    }
}

impl<P> Witness<P> {
    /// Tells the type; never called.
    #[inline(always)]
    pub fn __of(&self, _operand: *const P) {}
}

impl<P: RawPointer> Witness<P> {
    /// Reports an access to a part of the pointee.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __part<U: ?Sized>(
        &self,
        part: impl FnOnce() -> *const U,
        kind: impl Touch,
        site: &'static Site,
    ) {
        // SAFETY: the part is the user's place, about to be read.
        unsafe { pointee(part(), kind, site) };
    }
}

impl<P> OtherWitness<P> {
    /// No raw pointer: nothing to report.
    ///
    /// # Safety
    /// None; as the other.
    #[inline(always)]
    pub unsafe fn __part<U: ?Sized>(
        &self,
        _part: impl FnOnce() -> *const U,
        _kind: impl Touch,
        _site: &'static Site,
    ) {
    }
}

/// A raw pointer whose methods with arguments report: the event stands where the access is, behind the arguments.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<P> {
    pointer: P,
    write: AccessKind,
    site: &'static Site,
}

/// A method of that name which std's pointer does not have is one of a trait of the user's.
impl<P> Deref for Pointer<P> {
    type Target = P;

    #[inline(always)]
    fn deref(&self) -> &P {
        &self.pointer
    }
}

impl<P: RawPointer<Pointee: Sized>> Operand<P> {
    /// The receiver of a method with arguments that touches the pointee: `operand.pointer(KIND, SITE).write(v)`.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __pointer(&self, write: AccessKind, site: &'static Site) -> Pointer<P> {
        // SAFETY: the operand is the user's place, on which a method is called here and now.
        let pointer = unsafe { *self.0.0.0.0 };
        Pointer {
            pointer,
            write,
            site,
        }
    }
}

impl<P> OtherOperand<P> {
    /// The receiver as the user wrote it.
    ///
    /// # Safety
    /// See [`access`].
    #[inline(always)]
    pub unsafe fn __pointer<'a>(&self, _: AccessKind, _: &'static Site) -> &'a mut Passed<P> {
        // SAFETY: the operand is the user's place, on which a method is called here and now.
        unsafe { Passed::at(self.0.cast_mut()) }
    }
}

impl<P: RawPointer<Pointee: Sized>> Pointer<P> {
    #[inline(always)]
    fn writes(self, count: usize) {
        let size = count.wrapping_mul(size_of::<P::Pointee>());
        report(self.pointer.raw(), size, self.write, self.site);
    }

    #[inline(always)]
    fn writes_to<Q: RawPointer<Pointee: Sized>>(self, other: Q, count: usize) {
        let size = count.wrapping_mul(size_of::<Q::Pointee>());
        report(other.raw(), size, AccessKind::Write, self.site);
    }

    #[inline(always)]
    fn reads<Q: RawPointer<Pointee: Sized>>(self, place: Q, count: usize) {
        let size = count.wrapping_mul(size_of::<Q::Pointee>());
        report(place.raw(), size, AccessKind::Read, self.site);
    }
}

macro_rules! pointer_methods {
    ($this:ident, $type:ty: $(fn $name:ident($($argument:ident: $of:ty),*) $(-> $result:ty)? { $($event:expr),* })*) => {
        /// Each has the signature of std's method of its name, and asks for what that asks for.
        #[allow(clippy::missing_safety_doc, missing_docs, reason = "said once, above")]
        impl<T> Pointer<$type> {
            $(
                #[inline(always)]
                #[track_caller]
                pub unsafe fn $name(self, $($argument: $of),*) $(-> $result)? {
                    let $this = self;
                    $($event;)*
                    // SAFETY: the caller's promise.
                    unsafe { self.pointer.$name($($argument),*) }
                }
            )*
        }
    };
}

pointer_methods! { this, *mut T:
    fn write(val: T) { this.writes(1) }
    fn write_volatile(val: T) { this.writes(1) }
    fn write_unaligned(val: T) { this.writes(1) }
    fn write_bytes(val: u8, count: usize) { this.writes(count) }
    fn replace(src: T) -> T { this.writes(1) }
    fn swap(with: *mut T) { this.writes(1), this.writes_to(with, 1) }
    fn copy_to(dest: *mut T, count: usize) { this.reads(this.pointer, count), this.writes_to(dest, count) }
    fn copy_to_nonoverlapping(dest: *mut T, count: usize) { this.reads(this.pointer, count), this.writes_to(dest, count) }
    fn copy_from(src: *const T, count: usize) { this.reads(src, count), this.writes(count) }
    fn copy_from_nonoverlapping(src: *const T, count: usize) { this.reads(src, count), this.writes(count) }
}

pointer_methods! { this, *const T:
    fn copy_to(dest: *mut T, count: usize) { this.reads(this.pointer, count), this.writes_to(dest, count) }
    fn copy_to_nonoverlapping(dest: *mut T, count: usize) { this.reads(this.pointer, count), this.writes_to(dest, count) }
}

pointer_methods! { this, NonNull<T>:
    fn write(val: T) { this.writes(1) }
    fn write_volatile(val: T) { this.writes(1) }
    fn write_unaligned(val: T) { this.writes(1) }
    fn write_bytes(val: u8, count: usize) { this.writes(count) }
    fn replace(src: T) -> T { this.writes(1) }
    fn swap(with: NonNull<T>) { this.writes(1), this.writes_to(with, 1) }
    fn copy_to(dest: NonNull<T>, count: usize) { this.reads(this.pointer, count), this.writes_to(dest, count) }
    fn copy_to_nonoverlapping(dest: NonNull<T>, count: usize) { this.reads(this.pointer, count), this.writes_to(dest, count) }
    fn copy_from(src: NonNull<T>, count: usize) { this.reads(src, count), this.writes(count) }
    fn copy_from_nonoverlapping(src: NonNull<T>, count: usize) { this.reads(src, count), this.writes(count) }
}

/// The operand of a deref, when it is a value: it passes through and may have an event on its way.
#[repr(transparent)]
pub struct Value<P>(OtherValue<P>);

#[doc(hidden)]
#[repr(transparent)]
pub struct OtherValue<P>(ManuallyDrop<P>);

/// The value on its way; exactly one of its methods must be called, once.
#[inline(always)]
pub fn value<P>(value: P) -> Value<P> {
    Value(OtherValue(ManuallyDrop::new(value)))
}

impl<P> Deref for Value<P> {
    type Target = OtherValue<P>;

    #[inline(always)]
    fn deref(&self) -> &OtherValue<P> {
        &self.0
    }
}

impl<P: RawPointer> Value<P> {
    /// Reports an access to the whole pointee: `*value.event(KIND, SITE)`.
    ///
    /// # Safety
    /// See [`access`]; called once.
    #[inline(always)]
    pub unsafe fn __event(&self, kind: impl Touch, site: &'static Site) -> P {
        // SAFETY: the user is about to dereference it.
        unsafe { pointee(self.0.0.raw(), kind, site) };
        *self.0.0
    }

    /// Reports an access to a part: `(*value.part(|p| &raw const (*p).f, KIND, SITE)).f`.
    ///
    /// # Safety
    /// See [`access`]; called once.
    #[inline(always)]
    pub unsafe fn __part<U: ?Sized>(
        &self,
        part: impl FnOnce(P) -> *const U,
        kind: impl Touch,
        site: &'static Site,
    ) -> P {
        // SAFETY: as above.
        unsafe { pointee(part(*self.0.0), kind, site) };
        *self.0.0
    }

    /// Reports an access to the field for which a reference is made: `(&*value.projected(|p| &raw const p.f, ..)).f`.
    ///
    /// # Safety
    /// See [`access`]; called once.
    #[inline(always)]
    pub unsafe fn __projected<U: ?Sized>(
        &self,
        part: impl FnOnce(&P::Pointee) -> *const U,
        kind: impl Touch,
        whole: impl Touch,
        site: &'static Site,
    ) -> P {
        // SAFETY: the user makes a reference to the pointee here and now.
        unsafe { projected(self.0.0.raw(), part, kind, whole, site) };
        *self.0.0
    }
}

impl<P: RawPointer> Value<P> {
    /// As [`Self::__event`].
    ///
    /// # Safety
    /// See [`access`]; called once.
    #[inline(always)]
    pub unsafe fn __through(&self, kind: impl Touch, site: &'static Site) -> P {
        // SAFETY: the caller's promise.
        unsafe { self.__event(kind, site) }
    }
}

impl<'p, T: ?Sized> Value<&'p NonNull<T>> {
    /// Reports an access to the whole pointee of what is referred to: `NonNull::as_ref(&p)`.
    ///
    /// # Safety
    /// See [`access`]; called once.
    #[inline(always)]
    pub unsafe fn __through(&self, kind: impl Touch, site: &'static Site) -> &'p NonNull<T> {
        // SAFETY: the user's own call goes on to dereference it.
        unsafe { pointee(self.0.0.as_ptr(), kind, site) };
        *self.0.0
    }
}

impl<'p, T: ?Sized> Value<&'p mut NonNull<T>> {
    /// Likewise: `NonNull::as_mut(&mut p)`.
    ///
    /// # Safety
    /// See [`access`]; called once.
    #[inline(always)]
    pub unsafe fn __through(&self, kind: impl Touch, site: &'static Site) -> &'p mut NonNull<T> {
        // SAFETY: as above.
        unsafe { pointee(self.0.0.as_ptr(), kind, site) };
        // SAFETY: called once, so the reference is moved out once.
        unsafe { ptr::read(&*self.0.0) }
    }
}

impl<P> OtherValue<P> {
    /// Something else: the value.
    ///
    /// # Safety
    /// Called once.
    #[inline(always)]
    pub unsafe fn __through(&self, _: impl Touch, _: &'static Site) -> P {
        // SAFETY: called once, so the value is moved out once; it is never dropped here.
        unsafe { ptr::read(&*self.0) }
    }
}

impl<P: RawPointer<Pointee: Sized>> Value<P> {
    /// The receiver of a method with arguments that touches the pointee.
    ///
    /// # Safety
    /// Called once.
    #[inline(always)]
    pub unsafe fn __pointer(&self, write: AccessKind, site: &'static Site) -> Pointer<P> {
        let pointer = *self.0.0;
        Pointer {
            pointer,
            write,
            site,
        }
    }
}

impl<P> OtherValue<P> {
    /// No raw pointer: the value.
    ///
    /// # Safety
    /// Called once.
    #[inline(always)]
    pub unsafe fn __pointer(&self, _: AccessKind, _: &'static Site) -> P {
        // SAFETY: called once, so the value is moved out once; it is never dropped here.
        unsafe { ptr::read(&*self.0) }
    }
}

/// What an owner gives its memory away as: `Box::into_raw`, `Box::leak`.
pub trait Published {
    #[doc(hidden)]
    type Pointee: ?Sized;
    #[doc(hidden)]
    fn place(&self) -> *const Self::Pointee;
}

impl<T: ?Sized> Published for *mut T {
    type Pointee = T;

    #[inline(always)]
    fn place(&self) -> *const T {
        *self
    }
}

impl<T: ?Sized> Published for &mut T {
    type Pointee = T;

    #[inline(always)]
    fn place(&self) -> *const T {
        ptr::from_ref(&**self)
    }
}

impl<P: Published> Value<P> {
    /// Reports that an owner gave its memory away: what was written before is written here.
    #[inline(always)]
    pub fn __published(&self, site: &'static Site) -> P {
        interior::forget();
        // SAFETY: the pointer was made of an owner just now.
        unsafe { pointee(self.0.0.place(), AccessKind::Write, site) };
        // SAFETY: generated code calls one method, once, so the value is moved out once; it is never dropped here.
        unsafe { ptr::read(&*self.0.0) }
    }
}

impl<P> OtherValue<P> {
    /// Not std's function of that name.
    #[inline(always)]
    pub fn __published(&self, _site: &'static Site) -> P {
        // SAFETY: generated code calls one method, once, so the value is moved out once; it is never dropped here.
        unsafe { ptr::read(&*self.0) }
    }

    /// No raw pointer: the value.
    ///
    /// # Safety
    /// Called once.
    #[inline(always)]
    pub unsafe fn __event(&self, _kind: impl Touch, _site: &'static Site) -> P {
        // SAFETY: called once, so the value is moved out once; it is never dropped here.
        unsafe { ptr::read(&*self.0) }
    }

    /// No raw pointer: the value.
    ///
    /// # Safety
    /// Called once.
    #[inline(always)]
    pub unsafe fn __part<U: ?Sized>(
        &self,
        _part: impl FnOnce(P) -> *const U,
        _kind: impl Touch,
        _site: &'static Site,
    ) -> P {
        // SAFETY: as above.
        unsafe { ptr::read(&*self.0) }
    }

    /// No raw pointer: the value.
    ///
    /// # Safety
    /// Called once.
    #[inline(always)]
    pub unsafe fn __projected<U: ?Sized>(
        &self,
        _part: impl FnOnce(&P) -> *const U,
        _kind: impl Touch,
        _whole: impl Touch,
        _site: &'static Site,
    ) -> P {
        // SAFETY: as above.
        unsafe { ptr::read(&*self.0) }
    }
}
