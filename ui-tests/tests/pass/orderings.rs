//! Only what is proven wrong is refused: an ordering is what it evaluates to.

#![allow(non_upper_case_globals, non_snake_case, bindings_with_variant_name, unused_braces)]
#![deny(invalid_atomic_ordering)]

use std::sync::atomic::{AtomicBool, AtomicU32};

/// Constants of the user's, named like orderings.
mod named {
    use std::sync::atomic::Ordering;

    pub const Release: Ordering = Ordering::Relaxed;
    pub const Acquire: Ordering = Ordering::SeqCst;
    pub const Relaxed: Ordering = Ordering::SeqCst;
    pub const PUBLISH: Ordering = Ordering::Release;
}

/// An enum of the user's, with a type that takes it.
mod own {
    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum Ordering {
        Relaxed,
        Release,
        AcqRel,
    }

    pub struct Cell(pub std::cell::Cell<u32>);

    impl Cell {
        pub fn load(&self, ordering: Ordering) -> (u32, Ordering) {
            (self.0.get(), ordering)
        }

        pub fn store(&self, value: u32, _: Ordering) {
            self.0.set(value);
        }
    }

    pub fn fence(ordering: Ordering) -> Ordering {
        ordering
    }
}

/// A type of the user's that takes std's orderings and means something else by them.
struct Logged(AtomicBool);

impl Logged {
    fn load(&self, ordering: std::sync::atomic::Ordering) -> (bool, std::sync::atomic::Ordering) {
        (self.0.load(std::sync::atomic::Ordering::Relaxed), ordering)
    }
}

/// Constants of types, which may depend on type parameters.
struct Generic<T>(AtomicBool, std::marker::PhantomData<T>);

trait Ordered {
    const SEEN: std::sync::atomic::Ordering;
    const FENCE: std::sync::atomic::Ordering = named::Acquire;
}

impl Ordered for u8 {
    const SEEN: std::sync::atomic::Ordering = named::Acquire;
}

#[datarace::check]
impl<T: Ordered> Generic<T> {
    const SEEN: std::sync::atomic::Ordering = T::SEEN;

    fn seen(&self) -> bool {
        std::sync::atomic::fence(T::FENCE);
        self.0.load(Self::SEEN) && self.0.load(T::SEEN) && self.0.load(<T as Ordered>::SEEN)
    }
}

#[datarace::check]
trait Seen {
    const SEEN: std::sync::atomic::Ordering;

    fn is_seen(&self, flag: &AtomicBool) -> bool {
        std::sync::atomic::fence(Self::SEEN);
        flag.load(Self::SEEN)
    }
}

#[datarace::check]
impl Seen for AtomicBool {
    const SEEN: std::sync::atomic::Ordering = std::sync::atomic::Ordering::Acquire;

    fn is_seen(&self, flag: &AtomicBool) -> bool {
        std::sync::atomic::fence(Self::SEEN);
        flag.load(Self::SEEN) && self.load(AtomicBool::SEEN)
    }
}

#[datarace::check]
fn constants(flag: &AtomicBool) -> bool {
    use named::{Acquire, Release};
    flag.store(true, Acquire);
    flag.store(true, named::PUBLISH);
    std::sync::atomic::fence(named::Relaxed);
    let _ = flag.compare_exchange(true, true, named::Acquire, Release);
    flag.load(Release) && flag.load(named::Release)
}

#[datarace::check]
fn own_types(cell: &own::Cell, logged: &Logged) {
    use own::Ordering;
    cell.store(1, Ordering::AcqRel);
    assert_eq!(cell.load(Ordering::Release), (1, Ordering::Release));
    assert_eq!(own::fence(Ordering::Relaxed), Ordering::Relaxed);
    assert!(!logged.load(std::sync::atomic::Ordering::Release).0);
}

#[datarace::check]
fn values(number: &AtomicU32, order: std::sync::atomic::Ordering) -> u32 {
    let Release = order;
    number.load(Release) + number.load(order)
}

#[datarace::check]
fn every_expression(number: &AtomicU32, strong: bool) -> u32 {
    use std::sync::atomic::Ordering::{self, *};
    number.store(1, if strong { SeqCst } else { Relaxed });
    number.fetch_add(1, { Ordering::Release });
    number.load(match strong {
        true => Acquire,
        false => Relaxed,
    })
}

fn main() {
    let generic = Generic::<u8>(AtomicBool::new(true), std::marker::PhantomData);
    assert!(generic.seen() && generic.0.is_seen(&generic.0));
    assert!(constants(&AtomicBool::new(false)));
    own_types(&own::Cell(0.into()), &Logged(AtomicBool::new(false)));
    let number = AtomicU32::new(3);
    assert_eq!(values(&number, std::sync::atomic::Ordering::Acquire), 6);
    assert_eq!(every_expression(&number, true), 2);
}
