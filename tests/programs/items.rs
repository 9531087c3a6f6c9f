//! Items of every kind, lints, hygiene. Written to break the macro, not to be read: it must compile.

#[rustfmt::skip]
mod h {
    #![allow(non_camel_case_types)]
    pub struct std; pub struct core; pub struct datarace;
    macro_rules! noop { ($($t:tt)*) => {} }
    noop!();
}
#[datarace::check]
mod m1 {
    use ::std::sync::atomic::{AtomicU32, Ordering};
    #[allow(non_camel_case_types)]
    struct std;
    #[allow(non_camel_case_types)]
    struct core;
    enum Option2 {
        Some2,
        None2,
    }
    static X: AtomicU32 = AtomicU32::new(0);
    static mut D: u32 = 0;
    pub fn f() -> u32 {
        let _ = (std, core, Option2::Some2, Option2::None2);
        X.load(Ordering::Relaxed) + unsafe { D }
    }
    pub fn unused_everything(_x: u32) {}
    pub fn early(x: bool) -> u32 {
        if x {
            return 3;
        }
        4
    }
    pub fn with_macro() -> Vec<u32> {
        macro_rules! ld {
            ($e:expr) => {
                $e.load(Ordering::Relaxed)
            };
        }
        let a = ld!(X);
        vec![a, ld!(X), X.load(Ordering::Acquire)]
    }
    #[must_use]
    pub fn mu() -> u32 {
        3
    }
    #[inline(always)]
    #[track_caller]
    pub fn tc(o: Ordering) -> u32 {
        X.load(o)
    }
    #[cold]
    pub fn cold() {}
    #[deprecated]
    pub fn dep() {}
    pub fn nested() -> u32 {
        fn inner() -> u32 {
            X.load(Ordering::Relaxed)
        }
        struct L;
        impl L {
            fn g(&self) -> u32 {
                X.fetch_add(1, Ordering::Relaxed)
            }
        }
        const C: u32 = 3;
        static S: u32 = 4;
        inner() + L.g() + C + S
    }
    pub fn cls() -> impl Fn(u32) -> u32 {
        move |x| x + X.load(Ordering::Relaxed)
    }
    pub fn it<'a>(v: &'a [AtomicU32]) -> impl Iterator<Item = u32> + 'a {
        v.iter().map(|x| x.load(Ordering::Relaxed))
    }
    pub async fn asy(x: &AtomicU32) -> u32 {
        let a = x.load(Ordering::Relaxed);
        let b = async { x.swap(3, Ordering::AcqRel) }.await;
        a + b
    }
    pub fn send_fut() {
        fn is_send<T: Send>(_: T) {}
        is_send(asy(&X));
    }
    pub const fn cf(x: u32) -> u32 {
        x + 1
    }
    const Y: u32 = cf(3);
    pub static Z: u32 = cf(Y);
    pub fn arr() -> [u8; cf(3) as usize] {
        [0; cf(3) as usize]
    }
    pub trait T {
        const K: u32;
        fn d(&self) -> u32 {
            X.load(Ordering::Relaxed) + Self::K
        }
        fn s()
        where
            Self: Sized,
        {
        }
        fn r(self: ::std::sync::Arc<Self>) -> u32;
        fn v(self) -> u32
        where
            Self: Sized,
        {
            3
        }
        fn b(self: Box<Self>) {}
        fn p(self: ::std::pin::Pin<&mut Self>) {}
    }
    impl T for u32 {
        const K: u32 = 4;
        fn r(self: ::std::sync::Arc<Self>) -> u32 {
            *self
        }
    }
    impl<const N: usize> T for [u8; N] {
        const K: u32 = 4;
        fn r(self: ::std::sync::Arc<Self>) -> u32 {
            self[0] as u32
        }
    }
    pub fn dy(x: &dyn T2) -> u32 {
        x.q()
    }
    pub trait T2 {
        fn q(&self) -> u32;
    }
    pub struct G<T, const N: usize> {
        a: [T; N],
    }
    impl<T: Clone + Default, const N: usize> G<T, N> {
        pub fn new() -> Self {
            Self {
                a: ::std::array::from_fn(|_| T::default()),
            }
        }
        pub fn get(&self, i: usize) -> T {
            self.a[i].clone()
        }
        pub fn set(&mut self, i: usize, t: T) -> &mut Self {
            self.a[i] = t;
            self
        }
    }
    impl<T, const N: usize> Default for G<T, N>
    where
        T: Default + Clone,
    {
        fn default() -> Self {
            Self::new()
        }
    }
    impl<T, const N: usize> Drop for G<T, N> {
        fn drop(&mut self) {
            X.store(0, Ordering::Relaxed);
        }
    }
    impl<T, const N: usize> ::std::ops::Index<usize> for G<T, N> {
        type Output = T;
        fn index(&self, i: usize) -> &T {
            &self.a[i]
        }
    }
    pub extern "C" fn ec(x: u32) -> u32 {
        x
    }
    pub unsafe extern "C" fn uec(p: *const u32) -> u32 {
        unsafe { *p }
    }
    pub fn nev() -> ! {
        panic!("x {}", X.load(Ordering::Relaxed))
    }
    pub fn pat((a, b): (u32, u32), [c, ..]: [u32; 3], &d: &u32, _: u32) -> u32 {
        a + b + c + d
    }
    pub fn lab() -> u32 {
        'o: loop {
            loop {
                if X.load(Ordering::Relaxed) > 3 {
                    break 'o 3;
                } else {
                    continue 'o;
                }
            }
        }
    }
    pub fn q() -> Result<u32, ::std::num::ParseIntError> {
        let x: u32 = "3".parse()?;
        Ok(x + X.load(Ordering::Relaxed))
    }
    pub fn opt() -> Option<u32> {
        let x = Some(3)?;
        Some(x)
    }
    pub fn str_() -> &'static str {
        stringify!(X.load(Ordering::Relaxed))
    }
    pub fn line() -> u32 {
        line!() + column!()
    }
    pub fn cfg() -> u32 {
        #[cfg(any())]
        {
            nope();
        }
        #[cfg(not(any()))]
        let x = 3;
        #[allow(unused_parens)]
        let y = (x);
        y
    }
    pub fn let_else(x: Option<u32>) -> u32 {
        let Some(y) = x else {
            return X.load(Ordering::Relaxed);
        };
        y
    }
    pub fn closure_ret() -> u32 {
        let c = |x: u32| -> u32 {
            if x > 3 {
                return 4;
            }
            X.load(Ordering::Relaxed)
        };
        c(1)
    }
    pub fn mm() {
        let mut v = vec![1, 2, 3];
        v.push(v.len());
        let l = v.len();
        v[l - 1] = v[0];
        let s = &mut v;
        s.push(1);
        s.swap(0, 1);
        s.retain(|x| *x > 1);
    }
    pub fn strs() -> String {
        let mut s = String::new();
        use ::std::fmt::Write as _;
        write!(s, "{}", X.load(Ordering::Relaxed)).unwrap();
        writeln!(s).unwrap();
        s += &format!("{:>1$}", 3, 4);
        s
    }
    pub fn asserts() {
        assert!(X.load(Ordering::Relaxed) == 0 || true, "m {}", 3);
        assert_eq!(X.load(Ordering::Relaxed), X.load(Ordering::Relaxed));
        debug_assert!(matches!(X.load(Ordering::Relaxed), 0..=9));
        let _ = dbg!(X.load(Ordering::Relaxed));
    }
    pub fn ifs() -> u32 {
        if let 1 | 2 = X.load(Ordering::Relaxed) {
            3
        } else if X.load(Ordering::Relaxed) > 3 {
            4
        } else {
            match X.load(Ordering::Relaxed) {
                0 => 1,
                x if x > X.load(Ordering::Relaxed) => x,
                _ => 3,
            }
        }
    }
    pub fn uns() -> u32 {
        unsafe {
            D = D + 1;
            D += D;
            if D > 3 { D } else { D * 2 + D }
        }
    }
    pub fn blk() -> u32 {
        let x = { X.load(Ordering::Relaxed) };
        (unsafe { D }) + x
    }
    pub fn start(p: *const u32) -> u32 {
        1 + unsafe { *p }
    }
    pub fn start2(p: *const (u32, u32)) -> bool {
        unsafe { (*p).0 + 1 == (*p).1 && (*p).0 as u64 > 3 }
    }
    pub fn start3(p: *mut (u32, u32)) -> u32 {
        unsafe {
            (*p).0 = 3;
            (*p).0 += 1;
            (*p).0 + 1
        }
    }
    pub fn start4(p: *mut (u32, u32)) {
        unsafe {
            if (*p).0 == 3 {
                (*p).1 = 4
            }
            while (*p).0 > 3 {
                (*p).0 -= 1
            }
            match (*p).0 {
                0 => {}
                _ => {}
            }
            for _ in 0..(*p).0 {}
        }
    }
    #[test]
    fn t() {}
    mod inner {
        pub mod deep {
            use super::super::X;
            use ::std::sync::atomic::Ordering::*;
            pub fn f() -> u32 {
                X.load(Relaxed)
            }
        }
        pub use deep::f;
    }
    pub use inner::f as ff;
    pub union U {
        pub a: u32,
        pub b: f32,
    }
    pub fn un(u: &U) -> f32 {
        unsafe { u.b }
    }
    type Al<T> = ::std::result::Result<T, ()>;
    pub fn al() -> Al<u32> {
        Ok(3)
    }
    unsafe extern "C" {
        fn abs(x: i32) -> i32;
    }
    pub fn ffi() -> i32 {
        unsafe { abs(-3) }
    }
}
pub fn use_() {
    let _ = (m1::f, m1::ff);
}

#[rustfmt::skip]
#[datarace::check]
mod attributes {
    use std::sync::Mutex;
    use std::ptr;
    fn call() {}
    fn two(_: u32) {}
    pub fn f(m: &Mutex<u32>, p: *mut u32) -> u32 {
        #[cfg(any())] call();
        #[cfg(not(any()))] call();
        #[cfg(any())] nowhere::call(m);
        #[allow(unused_must_use)] m.lock();
        two(#[cfg(any())] nothing(), #[cfg(not(any()))] 3);
        #[cfg(any())] let g = m.lock().unwrap();
        #[allow(clippy::all)] unsafe { *p = 3; ptr::write(p, 4); p.write(3); ptr::write::<u32>(p, 3); let f = ptr::read::<u32>; f(p) }
    }
}
