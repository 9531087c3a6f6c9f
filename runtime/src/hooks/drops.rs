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
use core::mem::needs_drop;

/// Whether a drop of this type may run code without annotation.
pub(crate) fn may_synchronize<T>() -> bool {
    needs_drop::<T>() && is_foreign(type_name::<T>())
}

/// Whether a type has a drop, and is not made of types of std's alone.
pub(crate) fn may_hold_foreign<T>() -> bool {
    needs_drop::<T>() && mentions_foreign(type_name::<T>())
}

/// A call at `site` has returned this; whether it was one of code without annotation.
#[inline]
pub(crate) fn returned<T>(crossed: bool, value: &T, site: &'static Site) {
    if crossed && needs_drop::<T>() {
        let name = type_name::<T>();
        if is_foreign(name) && !is_empty(name, value) {
            super::held::unknown_taken(site);
        }
    }
}

/// A value is about to be dropped explicitly.
pub(crate) fn dropped<T>(site: &'static Site) {
    if may_synchronize::<T>() {
        tracker::dropping(site);
    }
}

/// `None` and `Err` hold no guard.
fn is_empty<T>(name: &str, value: &T) -> bool {
    (name.starts_with(OPTION) && super::sync::is_first_variant(value))
        || (name.starts_with(RESULT) && !super::sync::is_first_variant(value))
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
            may_synchronize::<F>()
        }
        let guard = Guard(String::new());
        assert!(of(&move || guard.0.len()));
    }
}
