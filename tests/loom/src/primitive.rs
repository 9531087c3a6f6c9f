//! What the shell is made of in the models: loom's types behind the names and shapes of `runtime/src/primitive.rs`.

pub(crate) use crate::barrier::{compiler_fence, spin_loop, yield_now};
pub(crate) use loom::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, Ordering, fence,
};
pub(crate) use loom::sync::{Mutex, MutexGuard};
pub(crate) use std::sync::PoisonError;

/// A cell whose pointer is asked for only where the content may be changed: loom judges the asking as the access.
#[derive(Debug)]
pub(crate) struct UnsafeCell<T>(loom::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::cell::UnsafeCell::new(value))
    }

    pub(crate) fn get(&self) -> *mut T {
        self.0.with_mut(|content| content)
    }
}

impl<T: Default> Default for UnsafeCell<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

macro_rules! shell_static {
    ($(#[$attribute:meta])* static $name:ident: $type:ty = $value:expr;) => {
        loom::lazy_static! {
            $(#[$attribute])*
            static ref $name: $type = $value;
        }
    };
}

macro_rules! shell_const {
    ($($function:tt)*) => { $($function)* };
}

macro_rules! shell_array {
    ($new:expr; $len:expr) => {
        core::array::from_fn::<_, { $len }, _>(|_| $new)
    };
}

pub(crate) use {shell_array, shell_const, shell_static};
