//! Every type and method of std's atomics: with the attribute, each call answers, leaves in memory and panics as without.
//!
//! One macro writes each body twice, once with the attribute on it, and the two logs must be equal.

use std::fmt::{Debug, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
    AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering, compiler_fence, fence,
};

const ALL: [Ordering; 5] = [
    Ordering::Relaxed,
    Ordering::Acquire,
    Ordering::Release,
    Ordering::AcqRel,
    Ordering::SeqCst,
];

/// The answer, or the message of the panic.
fn answer<T: Debug>(log: &mut String, call: impl FnOnce() -> T) {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(value) => writeln!(log, "{value:?}").unwrap(),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(ToString::to_string);
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
            writeln!(log, "panic: {}", text.expect("a message")).unwrap();
        }
    }
}

#[track_caller]
fn equal(plain: fn(&mut String), checked: fn(&mut String)) {
    let silent = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let (mut without, mut with) = (String::new(), String::new());
    plain(&mut without);
    let observation = datarace::observe(|| checked(&mut with));
    std::panic::set_hook(silent);
    assert!(
        observation.events() > 100,
        "only {} events",
        observation.events()
    );
    for (line, (plain, checked)) in without.lines().zip(with.lines()).enumerate() {
        assert_eq!(plain, checked, "answer {line}");
    }
    assert_eq!(without.lines().count(), with.lines().count());
}

/// What all atomic types have.
macro_rules! common {
    ($(#[$attribute:meta])* $name:ident: $atomic:ty as $value:ty, $values:expr, $changed:expr) => {
        $(#[$attribute])*
        fn $name(log: &mut String) {
            let changed: fn($value) -> $value = $changed;
            for first in $values {
                let x = <$atomic>::new(first);
                for order in ALL {
                    answer(log, || x.load(order));
                }
                for second in $values {
                    for order in ALL {
                        answer(log, || x.store(second, order));
                        answer(log, || x.load(Ordering::Relaxed));
                        answer(log, || x.swap(first, order));
                        answer(log, || x.swap(second, order));
                    }
                    for success in ALL {
                        for failure in ALL {
                            answer(log, || x.compare_exchange(second, first, success, failure));
                            answer(log, || x.compare_exchange(second, second, success, failure));
                            answer(log, || x.compare_exchange_weak(changed(second), first, success, failure));
                            answer(log, || x.load(Ordering::Acquire));
                            x.store(second, Ordering::Relaxed);
                            while x.compare_exchange_weak(second, first, Ordering::AcqRel, Ordering::Relaxed).is_err() {}
                            answer(log, || x.fetch_update(success, failure, |now| (now != first).then_some(first)));
                            answer(log, || x.fetch_update(success, failure, |now| Some(changed(now))));
                            answer(log, || x.try_update(success, failure, |now| (now == first).then_some(second)));
                            answer(log, || x.update(success, failure, |now| changed(now)));
                            answer(log, || <$atomic>::swap(&x, second, success));
                            answer(log, || <$atomic>::load(&x, failure));
                        }
                    }
                }
                answer(log, || <$atomic>::new(first).into_inner());
                let mut x = <$atomic>::new(first);
                *x.get_mut() = changed(first);
                answer(log, || x.load(Ordering::Acquire));
                let pointer = x.as_ptr();
                answer(log, || unsafe { *pointer });
                unsafe { *pointer = first };
                answer(log, || unsafe { <$atomic>::from_ptr(pointer) }.swap(first, Ordering::AcqRel));
                let _ = writeln!(log, "{x:?}");
            }
        }
    };
}

/// The read-modify-writes with one operand.
macro_rules! read_modify_write {
    ($(#[$attribute:meta])* $name:ident: $atomic:ty, $values:expr, $operands:expr, [$($method:ident)*]) => {
        $(#[$attribute])*
        fn $name(log: &mut String) {
            for first in $values {
                for second in $operands {
                    for order in ALL {
                        $(
                            let x = <$atomic>::new(first);
                            answer(log, || x.$method(second, order));
                            answer(log, || x.load(Ordering::Relaxed));
                            answer(log, || <$atomic>::$method(&x, second, order));
                            answer(log, || x.into_inner());
                        )*
                    }
                }
            }
        }
    };
}

macro_rules! numbers {
    ($($name:ident: $atomic:ident of $value:ident;)*) => { $(
        #[test]
        fn $name() {
            const VALUES: [$value; 8] = [$value::MIN, $value::MAX, 0, 1, 2, 77, !0, $value::MAX / 3];
            common!(common: $atomic as $value, VALUES, |value| value.wrapping_mul(3).wrapping_add(1));
            common!(#[datarace::check] common_checked: $atomic as $value, VALUES, |value| value.wrapping_mul(3).wrapping_add(1));
            equal(common, common_checked);
            read_modify_write!(rmw: $atomic, VALUES, VALUES,
                [fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_max fetch_min]);
            read_modify_write!(#[datarace::check] rmw_checked: $atomic, VALUES, VALUES,
                [fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_max fetch_min]);
            equal(rmw, rmw_checked);
        }
    )* };
}

numbers! {
    atomic_u8: AtomicU8 of u8;
    atomic_u16: AtomicU16 of u16;
    atomic_u32: AtomicU32 of u32;
    atomic_u64: AtomicU64 of u64;
    atomic_usize: AtomicUsize of usize;
    atomic_i8: AtomicI8 of i8;
    atomic_i16: AtomicI16 of i16;
    atomic_i32: AtomicI32 of i32;
    atomic_i64: AtomicI64 of i64;
    atomic_isize: AtomicIsize of isize;
}

#[test]
fn atomic_bool() {
    const VALUES: [bool; 2] = [false, true];
    common!(common: AtomicBool as bool, VALUES, |value| !value);
    common!(#[datarace::check] common_checked: AtomicBool as bool, VALUES, |value| !value);
    equal(common, common_checked);
    read_modify_write!(rmw: AtomicBool, VALUES, VALUES, [fetch_and fetch_nand fetch_or fetch_xor]);
    read_modify_write!(#[datarace::check] rmw_checked: AtomicBool, VALUES, VALUES, [fetch_and fetch_nand fetch_or fetch_xor]);
    equal(rmw, rmw_checked);
    macro_rules! not {
        ($(#[$attribute:meta])* $name:ident) => {
            $(#[$attribute])*
            fn $name(log: &mut String) {
                for _ in 0..20 {
                    for first in VALUES {
                        for order in ALL {
                            let x = AtomicBool::new(first);
                            answer(log, || x.fetch_not(order));
                            answer(log, || x.load(Ordering::Relaxed));
                        }
                    }
                }
            }
        };
    }
    not!(plain);
    not!(
        #[datarace::check]
        checked
    );
    equal(plain, checked);
}

#[test]
fn atomic_ptr() {
    static CELLS: [u32; 8] = [0; 8];
    fn at(index: usize) -> *mut u32 {
        (&raw const CELLS[index]).cast_mut()
    }
    fn values() -> [*mut u32; 4] {
        [std::ptr::null_mut(), at(0), at(3), at(5)]
    }
    common!(common: AtomicPtr<u32> as *mut u32, values(), |value| if value.is_null() { at(1) } else { at(2) });
    common!(#[datarace::check] common_checked: AtomicPtr<u32> as *mut u32, values(), |value| if value.is_null() { at(1) } else { at(2) });
    equal(common, common_checked);
    read_modify_write!(rmw: AtomicPtr<u32>, values(), [0, 1, 2, 3, 8], [fetch_ptr_add fetch_ptr_sub fetch_byte_add fetch_byte_sub fetch_or fetch_and fetch_xor]);
    read_modify_write!(#[datarace::check] rmw_checked: AtomicPtr<u32>, values(), [0, 1, 2, 3, 8], [fetch_ptr_add fetch_ptr_sub fetch_byte_add fetch_byte_sub fetch_or fetch_and fetch_xor]);
    equal(rmw, rmw_checked);
}

#[test]
fn fences() {
    macro_rules! fences {
        ($(#[$attribute:meta])* $name:ident) => {
            $(#[$attribute])*
            fn $name(log: &mut String) {
                for order in ALL.into_iter().cycle().take(200) {
                    answer(log, || fence(order));
                    answer(log, || compiler_fence(order));
                    answer(log, || std::sync::atomic::fence(order));
                }
            }
        };
    }
    fences!(plain);
    fences!(
        #[datarace::check]
        checked
    );
    equal(plain, checked);
}
