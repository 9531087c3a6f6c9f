//! Types with a `Drop` that is not annotated, and `LazyLock`s, that another file declares than the one that uses them.

use crate::harness::tests;

mod library;

tests! { check_unseen:
    literal tuple_literal literal_of_a_variant literal_in_a_list literal_by_its_path drop_beside_the_type
    literal_of_another_type_of_the_same_name
}

tests! { check:
    annotated_drop type_of_the_same_name
    deref_of_a_static deref_by_its_path method_of_a_static field_of_a_static deref_of_a_renamed_static deref_in_a_macro
    deref_by_its_path_in_a_macro deref_in_a_macro_of_a_static_of_this_file
}

/// A type whose `Drop` stands in another file.
pub struct Split<'a>(&'a std::sync::atomic::AtomicBool);

mod drops;

#[datarace::check]
mod programs {
    use super::Split;
    use super::library::{
        self, Annotated, CONFIG, IN_A_MACRO, LEVEL, NAMES, RENAMED as SAME, Signal, State, Wrapped,
        wait,
    };
    use crate::harness::*;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicBool, Ordering::*};

    /// The first thread writes while it has what lets the second one go.
    fn signal(right: bool, work: impl FnOnce(&AtomicBool, &Data) + Send) -> u32 {
        let (d, flag) = (data(), AtomicBool::new(false));
        two(
            || {
                if right {
                    work(&flag, &d);
                } else {
                    d.write();
                    d.reach(1);
                }
            },
            || {
                if right {
                    wait(&flag);
                } else {
                    d.wait_for(1);
                }
                d.write();
            },
        );
        d.touched()
    }

    pub fn literal(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _signal = Signal { flag };
            d.write();
        })
    }

    pub fn tuple_literal(right: bool) -> u32 {
        signal(right, |flag, d| {
            let wrapped = Wrapped(flag);
            d.write();
            drop(wrapped);
        })
    }

    pub fn literal_of_a_variant(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut state = State::Busy(flag);
            assert!(matches!(state, State::Busy(_)));
            d.write();
            state = State::Idle;
            assert!(matches!(state, State::Idle));
        })
    }

    pub fn literal_in_a_list(right: bool) -> u32 {
        signal(right, |flag, d| {
            let mut list = vec![Wrapped(flag)];
            d.write();
            list.pop();
        })
    }

    pub fn literal_by_its_path(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _signal = library::Signal { flag };
            d.write();
        })
    }

    pub fn drop_beside_the_type(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _split = Split(flag);
            d.write();
        })
    }

    fn take(flag: &AtomicBool) {
        while !flag.load(Acquire) {}
    }

    /// Nothing is lost where all is seen.
    pub fn annotated_drop(right: bool) -> u32 {
        let flag = AtomicBool::new(false);
        let_go(
            right,
            || {
                let _annotated = Annotated(&flag);
            },
            |d| {
                d.reach(1);
                take(&flag);
            },
        )
    }

    struct Plain<'a>(&'a AtomicBool);

    pub fn literal_of_another_type_of_the_same_name(right: bool) -> u32 {
        signal(right, |flag, d| {
            let _other = library::Plain(flag);
            d.write();
        })
    }

    pub fn type_of_the_same_name(right: bool) -> u32 {
        let flag = AtomicBool::new(false);
        let_go(
            right,
            || {
                let plain = Plain(&flag);
                plain.0.store(true, Release);
            },
            |d| {
                d.reach(1);
                take(&flag);
            },
        )
    }

    fn three() -> u32 {
        3
    }

    /// Later runs look at a lazy of their own.
    fn behind(right: bool, lazy: impl Fn() + Sync) -> u32 {
        let own = LazyLock::new(three);
        of_a_static(right, lazy, || assert_eq!(*own, 3))
    }

    pub fn deref_of_a_static(right: bool) -> u32 {
        behind(right, || {
            let level = *LEVEL;
            assert_eq!(level, 3);
        })
    }

    pub fn deref_by_its_path(right: bool) -> u32 {
        behind(right, || {
            let level = *library::BY_PATH;
            assert_eq!(level, 3);
        })
    }

    pub fn method_of_a_static(right: bool) -> u32 {
        behind(right, || {
            let empty = NAMES.is_empty();
            assert!(empty);
        })
    }

    pub fn field_of_a_static(right: bool) -> u32 {
        behind(right, || {
            let level = CONFIG.level;
            assert_eq!(level, 3);
        })
    }

    pub fn deref_of_a_renamed_static(right: bool) -> u32 {
        behind(right, || {
            let level = *SAME;
            assert_eq!(level, 3);
        })
    }

    pub fn deref_in_a_macro(right: bool) -> u32 {
        behind(right, || assert_eq!(*IN_A_MACRO, 3))
    }

    pub fn deref_by_its_path_in_a_macro(right: bool) -> u32 {
        behind(right, || assert_eq!(*library::BY_PATH_IN_A_MACRO, 3))
    }

    mod inner {
        pub static HERE: std::sync::LazyLock<u32> = std::sync::LazyLock::new(super::three);
    }

    pub fn deref_in_a_macro_of_a_static_of_this_file(right: bool) -> u32 {
        behind(right, || assert_eq!(*inner::HERE, 3))
    }
}
