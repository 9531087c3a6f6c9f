use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(0);
static mut N: u32 = 0;
/// Doc of a function.
#[doc = "more"]
#[inline]
#[datarace::check] fn f(#[cfg(all())] x: u32, #[cfg(any())] y: Missing) -> u32 {
    //! Inner doc.
    #![allow(clippy::needless_return)]
    #[allow(unused_variables)]
    let unused = A.load(Acquire);
    #[cfg(any())]
    let x = missing;
    #[cfg(all())]
    { A.store(1, Release); }
    #[cfg(any())]
    { missing(); }
    #[rustfmt::skip]
    let r = match x {
        #[cfg(any())]
        0 => missing,
        #[allow(unreachable_patterns)]
        1 => { #[cfg(any())] return 3; #[cfg(all())] A.load(Relaxed) }
        _ => unsafe { N },
    };
    let s = S { #[cfg(all())] a: A.swap(2, AcqRel), #[cfg(any())] b: missing };
    let S { #[cfg(all())] a, #[cfg(any())] b } = s;
    #[allow(unused_unsafe)]
    unsafe { #[allow(unused_unsafe)] unsafe { N += 1; } }
    /* comment */ // comment
    #[expect(unused_must_use)]
    { Some(1).ok_or(2u8); }
    #[expect(clippy::identity_op)]
    let z = r + 0;
    #[allow(clippy::let_and_return)]
    return { #[allow(unused_mut)] let mut q = z + a; q };
}
struct S { #[cfg(all())] a: u32, #[cfg(any())] b: Missing }
#[datarace::check] pub fn run() -> String { #[allow(clippy::let_and_return)] let c = |x: u32| x + A.load(Relaxed); let v = vec![#[cfg(all())] 1, 2]; format!("{} {} {}", f(1), c(1), v.len()) }
