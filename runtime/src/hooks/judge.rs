//! Orderings that their operation cannot take, refused when the user's code is checked.
//!
//! Only the type checker knows whether `x` in `x.load(Release)` is an atomic, and what `Release` evaluates to: it may be
//! a constant of the user's, or a variant of the user's own enum. So where an ordering looks wrong, generated code hands
//! the site to `resolve` in a type that bears the ordering's value, `load::<{ byte_of(&Release) }>(&SITE)`, and only the
//! `resolve` of an atomic asks that type for [`LegalLoad`] and its kin. A value that is wrong lacks the trait, and rustc
//! says the sentence below at the user's own tokens; a receiver that is no atomic never asks.
//!
//! Invariant: `byte_of` of an `Ordering` is its discriminant, the one that `legal!` names; of anything else it does not
//! matter, because an atomic takes an `Ordering` only.

use core::sync::atomic::Ordering;

use crate::site::Site;

/// The value of an ordering, readable before its type is known; 255 where the type is not one byte wide.
pub const fn byte_of<T>(value: &T) -> u8 {
    match size_of::<T>() {
        // SAFETY: the pointer is valid for reads of one byte and aligned for `u8`, being that of a live reference to a
        // value of one byte. The byte is initialized unless `T` has padding or is `MaybeUninit`, which no type that is
        // named as an ordering is; in a constant even that is an error of rustc's, not undefined behavior.
        1 => unsafe { *core::ptr::from_ref(value).cast::<u8>() },
        _ => u8::MAX,
    }
}

/// What `resolve` takes: a site, alone or with an ordering to judge.
pub trait Place: Copy {
    /// The site.
    fn site(self) -> &'static Site;
}

impl Place for &'static Site {
    #[inline(always)]
    fn site(self) -> &'static Site {
        self
    }
}

/// A load's ordering may be this one.
#[diagnostic::on_unimplemented(
    message = "a load cannot take this ordering",
    label = "a load publishes nothing: `Relaxed`, `Acquire` or `SeqCst`"
)]
pub trait LegalLoad {}

/// A store's ordering may be this one.
#[diagnostic::on_unimplemented(
    message = "a store cannot take this ordering",
    label = "a store receives nothing: `Relaxed`, `Release` or `SeqCst`"
)]
pub trait LegalStore {}

/// The ordering of a failed exchange, or of the load before an update, may be this one.
#[diagnostic::on_unimplemented(
    message = "a failed exchange cannot take this ordering",
    label = "a failed exchange is a load: `Relaxed`, `Acquire` or `SeqCst`"
)]
pub trait LegalFailure {}

/// The ordering of a fence may be this one.
#[diagnostic::on_unimplemented(
    message = "a fence cannot take this ordering",
    label = "a relaxed fence orders nothing: `Acquire`, `Release`, `AcqRel` or `SeqCst`"
)]
pub trait LegalFence {}

/// A site with the value of the ordering of a load.
#[derive(Clone, Copy, Debug)]
pub struct LoadOrdering<const VALUE: u8>(&'static Site);

/// The site with this value.
#[inline(always)]
pub const fn load<const VALUE: u8>(site: &'static Site) -> LoadOrdering<VALUE> {
    LoadOrdering(site)
}

impl<const VALUE: u8> Place for LoadOrdering<VALUE> {
    #[inline(always)]
    fn site(self) -> &'static Site {
        self.0
    }
}

/// A site with the value of the ordering of a store.
#[derive(Clone, Copy, Debug)]
pub struct StoreOrdering<const VALUE: u8>(&'static Site);

/// The site with this value.
#[inline(always)]
pub const fn store<const VALUE: u8>(site: &'static Site) -> StoreOrdering<VALUE> {
    StoreOrdering(site)
}

impl<const VALUE: u8> Place for StoreOrdering<VALUE> {
    #[inline(always)]
    fn site(self) -> &'static Site {
        self.0
    }
}

/// A site with the value of the ordering of a failure.
#[derive(Clone, Copy, Debug)]
pub struct FailureOrdering<const VALUE: u8>(&'static Site);

/// The site with this value.
#[inline(always)]
pub const fn failure<const VALUE: u8>(site: &'static Site) -> FailureOrdering<VALUE> {
    FailureOrdering(site)
}

impl<const VALUE: u8> Place for FailureOrdering<VALUE> {
    #[inline(always)]
    fn site(self) -> &'static Site {
        self.0
    }
}

/// A site with the value of the ordering of a fence.
#[derive(Clone, Copy, Debug)]
pub struct FenceOrdering<const VALUE: u8>(&'static Site);

/// The site with this value.
#[inline(always)]
pub const fn fence<const VALUE: u8>(site: &'static Site) -> FenceOrdering<VALUE> {
    FenceOrdering(site)
}

impl<const VALUE: u8> Place for FenceOrdering<VALUE> {
    #[inline(always)]
    fn site(self) -> &'static Site {
        self.0
    }
}

// Written out, because rustc would show a macro that wrote them, and it would offer the implementations as advice.

#[diagnostic::do_not_recommend]
impl LegalLoad for &'static Site {}
#[diagnostic::do_not_recommend]
impl LegalLoad for LoadOrdering<{ Ordering::Relaxed as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalLoad for LoadOrdering<{ Ordering::Acquire as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalLoad for LoadOrdering<{ Ordering::SeqCst as u8 }> {}
#[diagnostic::do_not_recommend]
impl<const VALUE: u8> LegalLoad for StoreOrdering<VALUE> {}
#[diagnostic::do_not_recommend]
impl<const VALUE: u8> LegalLoad for FailureOrdering<VALUE> {}

#[diagnostic::do_not_recommend]
impl LegalStore for &'static Site {}
#[diagnostic::do_not_recommend]
impl LegalStore for StoreOrdering<{ Ordering::Relaxed as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalStore for StoreOrdering<{ Ordering::Release as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalStore for StoreOrdering<{ Ordering::SeqCst as u8 }> {}
#[diagnostic::do_not_recommend]
impl<const VALUE: u8> LegalStore for LoadOrdering<VALUE> {}
#[diagnostic::do_not_recommend]
impl<const VALUE: u8> LegalStore for FailureOrdering<VALUE> {}

#[diagnostic::do_not_recommend]
impl LegalFailure for &'static Site {}
#[diagnostic::do_not_recommend]
impl LegalFailure for FailureOrdering<{ Ordering::Relaxed as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalFailure for FailureOrdering<{ Ordering::Acquire as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalFailure for FailureOrdering<{ Ordering::SeqCst as u8 }> {}
#[diagnostic::do_not_recommend]
impl<const VALUE: u8> LegalFailure for LoadOrdering<VALUE> {}
#[diagnostic::do_not_recommend]
impl<const VALUE: u8> LegalFailure for StoreOrdering<VALUE> {}

#[diagnostic::do_not_recommend]
impl LegalFence for &'static Site {}
#[diagnostic::do_not_recommend]
impl LegalFence for FenceOrdering<{ Ordering::Acquire as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalFence for FenceOrdering<{ Ordering::Release as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalFence for FenceOrdering<{ Ordering::AcqRel as u8 }> {}
#[diagnostic::do_not_recommend]
impl LegalFence for FenceOrdering<{ Ordering::SeqCst as u8 }> {}
