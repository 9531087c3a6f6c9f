//! Inline modules at any depth, with imports, macros, tests and nested attributes inside.

#![deny(warnings)]

#[datarace::check]
mod outer {
    use std::sync::atomic::{AtomicU32, Ordering};

    pub static COUNT: AtomicU32 = AtomicU32::new(0);
    pub(crate) static mut DATA: u32 = 0;

    macro_rules! count {
        ($step:expr) => {
            COUNT.fetch_add($step, Ordering::Relaxed)
        };
    }

    pub enum State {
        Ready,
        Waiting(u32),
    }

    impl State {
        pub fn number(&self) -> u32 {
            match self {
                Self::Ready => count!(1),
                Self::Waiting(number) => *number,
            }
        }
    }

    pub mod inner {
        use super::*;

        pub fn write(number: u32) {
            unsafe { DATA = number };
            unsafe { super::DATA += number };
        }

        pub mod innermost {
            pub fn read() -> u32 {
                unsafe { crate::outer::DATA }
            }
        }
    }

    // A second attribute inside instruments nothing twice.
    #[datarace::check]
    pub fn annotated_twice() -> u32 {
        COUNT.load(Ordering::Acquire)
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn in_a_module() {
            super::inner::write(1);
        }
    }
}

#[datarace::check]
pub(crate) mod empty {}

fn main() {
    outer::inner::write(2);
    assert_eq!(outer::inner::innermost::read(), 4);
    assert_eq!(outer::State::Ready.number(), 0);
    assert_eq!(outer::State::Waiting(5).number(), 5);
    assert_eq!(outer::annotated_twice(), 1);
}
