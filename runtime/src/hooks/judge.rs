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

macro_rules! judged {
    ($($function:ident $type:ident $trait:ident: $($order:ident)*;)*) => {
        $(
            /// A site with the value of an ordering.
            #[derive(Clone, Copy, Debug)]
            pub struct $type<const VALUE: u8>(&'static Site);

            /// The site with this value.
            #[inline(always)]
            pub const fn $function<const VALUE: u8>(site: &'static Site) -> $type<VALUE> {
                $type(site)
            }

            impl<const VALUE: u8> Place for $type<VALUE> {
                #[inline(always)]
                fn site(self) -> &'static Site {
                    self.0
                }
            }

            impl $trait for &'static Site {}

            $(
                #[diagnostic::do_not_recommend]
                impl $trait for $type<{ Ordering::$order as u8 }> {}
            )*
        )*
    };
}

judged! {
    load LoadOrdering LegalLoad: Relaxed Acquire SeqCst;
    store StoreOrdering LegalStore: Relaxed Release SeqCst;
    failure FailureOrdering LegalFailure: Relaxed Acquire SeqCst;
}

macro_rules! not_asked {
    ($($type:ident: $($trait:ident)*;)*) => {
        $($(impl<const VALUE: u8> $trait for $type<VALUE> {})*)*
    };
}

// A load is asked for a load's ordering only.
not_asked! {
    LoadOrdering: LegalStore LegalFailure;
    StoreOrdering: LegalLoad LegalFailure;
    FailureOrdering: LegalLoad LegalStore;
}
