//! Which name is a `static mut`: never a compile error from a wrong guess.

#![deny(warnings)]
#![allow(static_mut_refs, unused_unsafe)]

static mut NUMBER: u32 = 1;

mod constants {
    pub const NUMBER: u32 = 10;
    pub const OTHER: u32 = 20;

    #[datarace::check]
    pub fn constant_of_the_same_name() -> u32 {
        unsafe { std::hint::black_box(NUMBER) }
    }

    pub mod of_a_child {
        pub static mut NUMBER: u32 = 100;
    }
}

mod aliases {
    use super::constants::of_a_child::NUMBER as ALIAS;
    use super::constants::{NUMBER, OTHER as RENAMED};

    #[datarace::check]
    pub fn aliases() -> u32 {
        unsafe {
            ALIAS += 1;
            std::hint::black_box(ALIAS + NUMBER + RENAMED)
        }
    }
}

mod globs {
    use super::constants::*;

    #[datarace::check]
    pub fn from_a_glob() -> u32 {
        unsafe { std::hint::black_box(NUMBER + of_a_child::NUMBER) }
    }
}

struct Type;

impl Type {
    const NUMBER: u32 = 1000;
}

#[datarace::check]
impl Type {
    fn associated() -> u32 {
        unsafe { std::hint::black_box(Self::NUMBER + NUMBER + Type::NUMBER) }
    }
}

#[datarace::check]
fn const_generic<const NUMBER: u32>() -> u32 {
    unsafe { std::hint::black_box(NUMBER) }
}

#[datarace::check]
fn inner_constant() -> u32 {
    let outer = unsafe { NUMBER };
    {
        const NUMBER: u32 = 5;
        outer + unsafe { std::hint::black_box(NUMBER) }
    }
}

#[datarace::check]
fn inner_import() -> u32 {
    use constants::*;
    unsafe { std::hint::black_box(NUMBER) }
}

#[datarace::check]
fn inner_static() -> u32 {
    static mut NUMBER: u32 = 7;
    unsafe {
        NUMBER += 1;
        NUMBER
    }
}

macro_rules! made {
    ($function:ident $static:ident $constant:ident) => {
        static mut $static: u32 = 1;
        const $constant: u32 = 2;

        #[datarace::check]
        fn $function() -> u32 {
            unsafe {
                $static += 1;
                std::hint::black_box($static + $constant + NUMBER)
            }
        }
    };
}

made!(made_by_a_macro MADE FIXED);

#[datarace::check(static_mut(MADE))]
fn named() -> u32 {
    unsafe { MADE }
}

enum Letter {
    A,
}

static mut A: u32 = 3;

#[datarace::check]
fn variants(letter: &Letter) -> u32 {
    use Letter::*;
    match letter {
        A => unsafe { std::hint::black_box(crate::A) },
    }
}

fn main() {
    assert_eq!(constants::constant_of_the_same_name(), 10);
    assert_eq!(aliases::aliases(), 131);
    assert_eq!(globs::from_a_glob(), 111);
    assert_eq!(Type::associated(), 2001);
    assert_eq!(const_generic::<4>(), 4);
    assert_eq!(inner_constant(), 6);
    assert_eq!(inner_import(), 10);
    assert_eq!(inner_static(), 8);
    assert_eq!(made_by_a_macro(), 5);
    assert_eq!(named(), 2);
    assert_eq!(variants(&Letter::A), 3);
}
