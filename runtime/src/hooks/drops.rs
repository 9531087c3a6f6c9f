//! Values whose drop may run code without annotation, which may synchronize: guards of locks, ends of channels, latches.
//!
//! Source: DESIGN 5.3. Nothing shows an implicit drop, so what code without annotation has returned is followed
//! ([`crate::tracker::unknown_guard`]). Which values those can be is told by the name of their type: what std has made of types of
//! std's alone drops nothing of anybody else's.
//! Departs from the truth: a `Box`, an `Arc` or a container of std's that holds foreign values is taken for one that drops none, or
//! every list of nodes would be a guard; where it stands in an `Option`, a `Result`, a tuple or an array it is looked at.

use crate::site::Site;
use crate::tracker;
use core::any::type_name;
use core::mem::{Discriminant, needs_drop};

/// What is known of a type's drop, for code that is compiled once: the type's name, if it has a drop.
///
/// The question is a constant, so that nothing is compiled for the many types without one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropped(Option<&'static str>);

impl Dropped {
    #[inline]
    pub(crate) fn of<T>() -> Self {
        if const { needs_drop::<T>() } {
            Self(Some(type_name::<T>()))
        } else {
            Self(None)
        }
    }

    /// Whether a drop of this type may run code without annotation.
    pub(crate) fn may_synchronize(self) -> bool {
        self.0.is_some_and(is_foreign)
    }

    /// Whether this is a type of somebody else's itself, which gives away what it holds in no way of std's.
    pub(crate) fn is_foreign_itself(self) -> bool {
        self.0.is_some_and(is_foreign_path)
    }

    /// Whether the type's name stands in this one.
    pub(crate) fn is_within(self, name: &str) -> bool {
        self.0.is_some_and(|own| name.contains(own))
    }

    /// Whether a type has a drop, and is not made of types of std's alone.
    pub(crate) fn may_hold_foreign(self) -> bool {
        self.0.is_some_and(mentions_foreign)
    }
}

/// What a call has returned, for code that is compiled once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Returned {
    /// Its place and size.
    pub(crate) place: *mut u8,
    pub(crate) size: usize,
    dropped: Dropped,
    /// Whether it is an enum, of its first variant: the discriminant is zero.
    pub(crate) is_first_variant: bool,
}

impl Returned {
    #[inline]
    pub(crate) fn of<R>(result: &mut R) -> Self {
        // No calls where constants tell: this is compiled for every type.
        Self {
            is_first_variant: if const { is_wide_enum::<R>() } {
                is_first_variant(result)
            } else {
                false
            },
            place: result as *mut R as *mut u8,
            size: const { size_of::<R>() },
            dropped: Dropped::of::<R>(),
        }
    }

    /// A call at `site` has returned this; whether it was one of code without annotation.
    pub(crate) fn by(&self, crossed: bool, site: &'static Site) {
        let Some(name) = self.dropped.0 else {
            return;
        };
        if crossed {
            if is_foreign(name) && !self.is_empty(name) {
                super::held::unknown_taken(name, site);
            }
        } else if tracker::has_unknown_guards() && mentions_foreign(name) {
            tracker::unknown_guard_handed_on(site);
        }
    }

    /// `None` and `Err` hold no guard.
    fn is_empty(&self, name: &str) -> bool {
        (name.starts_with(OPTION) && self.is_first_variant)
            || (name.starts_with(RESULT) && !self.is_first_variant)
    }
}

/// Whether a type is an enum whose discriminant is as wide as that of `Option` and `Result`.
const fn is_wide_enum<R>() -> bool {
    size_of::<Discriminant<R>>() == size_of::<isize>()
}

/// Whether the value of such an enum is of the variant with discriminant zero.
#[inline]
fn is_first_variant<R>(value: &R) -> bool {
    assert!(const { is_wide_enum::<R>() });
    let discriminant = core::mem::discriminant(value);
    let mut number = 0_isize;
    // SAFETY: copies the bytes of an integer (the line above compares its size) into an integer of ours: a `Discriminant` holds a
    // discriminant and nothing else, and `memcpy` takes bytes as they are.
    unsafe {
        libc::memcpy(
            (&raw mut number).cast(),
            (&raw const discriminant).cast(),
            size_of::<isize>(),
        )
    };
    number == 0
}

/// A value is about to be dropped explicitly.
pub(crate) fn dropped<T>(site: &'static Site) {
    if Dropped::of::<T>().may_synchronize() {
        tracker::dropping(site);
    }
}

const OPTION: &str = "core::option::Option<";
const RESULT: &str = "core::result::Result<";

/// Types of std's that are nothing but what they hold.
const TRANSPARENT: &[&str] = &[
    OPTION,
    RESULT,
    "core::cell::Cell<",
    "core::cell::RefCell<",
    "core::cell::UnsafeCell<",
    "core::ops::control_flow::ControlFlow<",
    "core::panic::unwind_safe::AssertUnwindSafe<",
    "core::pin::Pin<",
    "core::task::poll::Poll<",
];

fn is_foreign(name: &str) -> bool {
    if let Some(inner) = TRANSPARENT.iter().find_map(|of| name.strip_prefix(of)) {
        return parts(inner).any(is_foreign);
    }
    if let Some(inner) = name.strip_prefix(['(', '[']) {
        return parts(inner).any(is_foreign);
    }
    if let Some(boxed) = name.strip_prefix("alloc::boxed::Box<") {
        return boxed.starts_with("dyn ");
    }
    name.starts_with("dyn ") || is_foreign_path(name)
}

/// A path that begins in another crate than std's. Primitive types have no path, and references and pointers drop nothing.
fn is_foreign_path(name: &str) -> bool {
    let first = name.split("::").next().unwrap_or(name);
    first.len() < name.len()
        && first
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
        && !matches!(first, "std" | "core" | "alloc")
}

/// What stands between the commas, up to the closing bracket.
fn parts(inner: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    inner
        .split(move |letter: char| {
            let is_end = depth == 0 && matches!(letter, '>' | ')' | ']');
            match letter {
                '<' | '(' | '[' => depth += 1,
                '>' | ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            is_end || (depth == 0 && matches!(letter, ',' | ';'))
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn mentions_foreign(name: &str) -> bool {
    name.contains("dyn ")
        || name
            .split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | ':')))
            .any(is_foreign_path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn may_synchronize<T>() -> bool {
        Dropped::of::<T>().may_synchronize()
    }

    fn may_hold_foreign<T>() -> bool {
        Dropped::of::<T>().may_hold_foreign()
    }

    #[test]
    fn the_first_variant_is_that_with_discriminant_zero() {
        fn first<R>(mut value: R) -> bool {
            Returned::of(&mut value).is_first_variant
        }
        assert!(first(None::<String>) && !first(Some(String::new())));
        assert!(first(Ok::<u8, String>(0)) && !first(Err::<String, u8>(0)));
        assert!(first(None::<&u8>) && !first(Some(&0_u8)));
        assert!(first(Ok::<(), ()>(())) && !first(Err::<(), ()>(())));
        assert!(!first(0_usize) && !first(()) && !first(String::new()));
    }

    struct Guard(#[allow(dead_code, reason = "has a drop")] String);

    #[test]
    fn what_std_made_of_its_own_drops_nothing_foreign() {
        assert!(!may_synchronize::<String>());
        assert!(!may_synchronize::<Vec<Option<String>>>());
        assert!(!may_synchronize::<Option<Box<[u8]>>>());
        assert!(!may_synchronize::<(u8, Result<String, std::io::Error>)>());
        assert!(!may_hold_foreign::<Option<Vec<String>>>());
    }

    #[test]
    fn foreign_values_are_seen_through_what_is_transparent() {
        assert!(may_synchronize::<Guard>());
        assert!(may_synchronize::<Option<Guard>>());
        assert!(may_synchronize::<Result<u8, (u16, Guard)>>());
        assert!(may_synchronize::<[Guard; 2]>());
        assert!(may_synchronize::<Box<dyn FnOnce()>>());
        assert!(may_synchronize::<std::cell::RefCell<Option<Guard>>>());
    }

    #[test]
    fn boxes_and_containers_are_not_looked_into() {
        assert!(!may_synchronize::<Box<Guard>>());
        assert!(!may_synchronize::<Arc<Guard>>());
        assert!(!may_synchronize::<Option<Vec<Guard>>>());
        assert!(may_hold_foreign::<Box<Guard>>());
    }

    #[test]
    fn what_has_no_drop_is_never_foreign() {
        assert!(!may_synchronize::<&Guard>());
        assert!(!may_synchronize::<*const Guard>());
        assert!(!may_synchronize::<fn() -> Guard>());
        assert!(!may_synchronize::<Option<&Guard>>());
    }

    #[test]
    fn closures_hold_what_they_captured() {
        fn of<F>(_: &F) -> bool {
            Dropped::of::<F>().may_synchronize()
        }
        let guard = Guard(String::new());
        assert!(of(&move || guard.0.len()));
    }
}
