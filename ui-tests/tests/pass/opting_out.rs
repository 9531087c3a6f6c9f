//! `untracked!` and `#[datarace(skip)]`.

#![deny(warnings)]

use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);
static mut DATA: u32 = 0;

#[datarace::check]
fn statements_and_expressions() -> u32 {
    #[datarace(skip)]
    COUNT.fetch_add(1, Ordering::Relaxed);
    #[datarace(skip)]
    let first = unsafe { DATA };
    #[datarace(allow(race), reason = "a statistic")]
    unsafe {
        DATA += 1;
    }
    let second = datarace::untracked! { unsafe { DATA } };
    datarace::untracked! {
        let third = COUNT.load(Ordering::Relaxed);
        first + second + third
    }
}

#[datarace::check]
mod items {
    use super::*;

    #[datarace(skip)]
    pub fn function() -> u32 {
        COUNT.load(Ordering::Relaxed)
    }

    pub struct Type;

    #[datarace(skip)]
    impl Type {
        pub fn method(&self) -> u32 {
            1
        }
    }

    impl Type {
        #[datarace(skip)]
        pub fn skipped(&self) -> u32 {
            2
        }
    }

    #[datarace(skip)]
    pub mod module {
        pub fn function() -> u32 {
            3
        }
    }
}

fn main() {
    assert_eq!(statements_and_expressions(), 2);
    assert_eq!(items::function(), 1);
    assert_eq!(items::Type.method() + items::Type.skipped() + items::module::function(), 6);
}
