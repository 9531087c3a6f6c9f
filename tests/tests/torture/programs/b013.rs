// attributes everywhere
#[derive(Debug)] #[cfg_attr(all(), allow(dead_code))] struct S { #[cfg(any())] gone: u8, #[cfg(all())] here: u8, #[doc = "x"] p: *mut u8 }
static mut G: [u8; 2] = [1, 2];
#[datarace::check] /// doc
#[inline] #[must_use = "why"] #[allow(clippy::needless_return)] pub fn f(#[cfg(any())] a: u8, #[cfg(all())] b: u8, #[allow(unused_variables)] c: u8) -> u8 { #[cfg(any())] return a; #[cfg(all())] return b; }
#[datarace::check] #[cold] #[track_caller] #[deprecated(note = "no")] #[allow(dead_code)] fn g() {}
#[datarace::check] #[allow(clippy::let_unit_value)]
pub fn main() {
    let mut v = 9; let s = S { #[cfg(any())] gone: 1, #[cfg(all())] here: 2, p: &mut v };
    unsafe {
        #[cfg(any())] { G[0] = 100; }
        #[cfg(all())] { G[0] += 10; }
        #[allow(unused_mut)] let mut a = G[0];
        #[cfg(any())] let a = 5;
        let b = match G[1] { #[cfg(any())] 2 => 0, #[cfg(all())] #[allow(clippy::redundant_pattern)] n @ 2 => n + 1, _ => 3 };
        let S { #[cfg(any())] gone, here, p, } = s;
        *p += 1;
        #[allow(clippy::no_effect, unused_must_use)] *p;
        let arr = [#[cfg(any())] 1, #[cfg(all())] *p, G[0]];
        let t = (#[cfg(all())] G[1], #[cfg(any())] 7);
        #[allow(clippy::double_parens)] let c = ((*p));
        println!("{a} {b} {here} {arr:?} {t:?} {c} {}", f(3, #[cfg(all())] 5));
        let h = |#[allow(unused)] x: u8| -> u8 { G[1] + *p };
        #[cfg(not(all()))] compile_error!("x");
        #[allow(unused_labels)] 'l: for _i in 0..1 { #![allow(unused_assignments)] let mut _k = 0; _k = G[0]; }
        if G[0] > 0 { println!("{}", h(1)); }
        #[allow(unused_unsafe)] unsafe { G[1] = 7; }
        #[expect(unused_variables)] let unused = G[1];
        println!("{:?}", G)
    }
}
