use std::sync::atomic::{AtomicUsize, Ordering::*};
#[datarace::check] pub fn run() -> String {
    static A: AtomicUsize = AtomicUsize::new(1);
    static mut N: u32 = 0;
    const K: usize = 3;
    struct L { x: u32 }
    enum E { P(u8) }
    impl L { fn get(&self) -> u32 { unsafe { N += self.x; N } } fn at(&self) -> usize { A.fetch_add(K, AcqRel) } }
    trait T { fn t(&self) -> u32 { unsafe { N } } }
    impl T for L {}
    fn helper<T: Into<u32>>(t: T) -> u32 { fn deeper() -> u32 { unsafe { N += 1; N } } t.into() + deeper() }
    macro_rules! m { () => { A.load(Acquire) }; ($x:ident) => { $x.fetch_add(1, Relaxed) }; }
    mod inside { use std::sync::atomic::*; pub static Z: AtomicU8 = AtomicU8::new(4); pub fn z() -> u8 { Z.swap(5, Ordering::AcqRel) } }
    type Al = L;
    use inside::z as zed;
    union U { a: u32, b: f32 }
    let l = Al { x: 2 };
    let c = { fn in_block() -> usize { A.load(Acquire) } in_block() };
    let d = { use std::sync::atomic::AtomicUsize as Q; Q::new(4).load(SeqCst) };
    let E::P(p) = E::P(3);
    let u = U { b: 1.0 };
    let arr = [0u8; { const fn n() -> usize { 2 } n() }];
    let k = const { K + 1 };
    format!("{} {} {} {} {} {} {} {c} {d} {p} {} {} {k}", l.get(), l.at(), l.t(), helper(3u8), m!(), m!(A), zed(), unsafe { u.a }, arr.len())
}
