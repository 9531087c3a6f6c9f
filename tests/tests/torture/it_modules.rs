#[datarace::check] mod outer {
    #![allow(unused_imports)]
    //! Inner docs.
    use std::sync::atomic::{AtomicUsize, Ordering};
    pub static mut N: u32 = 1;
    pub static A: AtomicUsize = AtomicUsize::new(1);
    macro_rules! local { ($e:expr) => { $e + 1 }; }
    pub(crate) use local;
    /// Docs.
    pub fn f() -> u32 { unsafe { N = local!(N); N } }
    pub mod inner {
        use super::*;
        pub(in super::super::outer) fn hidden() -> u32 { unsafe { N += 10; super::N } }
        pub fn f() -> usize { A.fetch_add(1, Ordering::AcqRel) + super::super::helper() }
        pub mod deep { use super::super::A; use std::sync::atomic::Ordering::*; pub fn f() -> usize { A.load(Acquire) + crate::obs::v("x", 0) } pub struct S { pub(super) x: u8 } impl S { pub fn new() -> Self { S { x: 1 } } } }
        pub fn s() -> u8 { deep::S::new().x }
    }
    pub fn h() -> u32 { inner::hidden() }
    pub enum E { A, B(u32) }
    impl E { pub fn v(&self) -> u32 { match self { Self::A => unsafe { N }, E::B(x) => *x } } }
    pub type T = Option<u32>;
    pub const C: T = Some(3);
    pub use self::inner::deep as d;
    extern crate std as mystd;
    pub fn ms() -> usize { mystd::mem::size_of::<u32>() }
    #[cfg(any())]
    mod tests {
        use super::*;
        #[test]
        fn t() { assert_eq!(f(), 2); }
    }
}
#[datarace::check] fn helper() -> usize { 100 }
#[datarace::check] pub fn run() -> String { format!("{} {} {} {} {} {} {:?} {} {} {}", outer::f(), outer::inner::f(), outer::d::f(), outer::h(), outer::E::A.v(), outer::E::B(4).v(), outer::C, outer::ms(), outer::local!(1), outer::inner::s()) }
