static mut N: u32 = 4;
static mut P: (u8, u16) = (1, 2);
static mut A: [u32; 3] = [1, 2, 3];
#[datarace::check] unsafe fn a() -> u32 { unsafe { N } }
#[datarace::check] unsafe fn b() -> u32 { unsafe { return N; } }
#[datarace::check] unsafe fn c() -> &'static mut u32 { unsafe { &mut N } }
#[datarace::check] fn d() -> u16 { unsafe { P.1 } }
#[datarace::check] fn e() -> &'static [u32] { unsafe { &A } }
#[datarace::check] fn f(i: usize) -> Option<&'static mut u32> { unsafe { A.get_mut(i) } }
#[datarace::check] fn g() -> impl Iterator<Item = &'static u32> { unsafe { A.iter() } }
#[datarace::check] fn h() -> Result<u32, String> { unsafe { if N > 3 { Ok(N) } else { Err(format!("{}", N)) } } }
#[datarace::check] fn i() -> (u8, u32) { unsafe { (P.0, N) } }
#[datarace::check] fn j() -> [u32; 2] { unsafe { [N, A[0]] } }
#[datarace::check] fn k() -> Box<dyn Fn() -> u32> { Box::new(|| unsafe { N }) }
#[datarace::check] fn l() -> u64 { unsafe { N.into() } }
#[datarace::check] fn m() -> usize { unsafe { N as usize + usize::from(P.1) } }
#[datarace::check] pub fn run() -> String {
    unsafe { *c() += a() + b(); }
    *f(1).unwrap() = 9;
    format!("{} {:?} {:?} {:?} {:?} {:?} {} {} {}", d(), e(), f(7), g().collect::<Vec<_>>(), h(), (i(), j()), k()(), l(), m())
}
