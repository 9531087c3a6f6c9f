static mut N: u32 = 1;
#[datarace::check] const fn table() -> [u8; 4] { let mut t = [0; 4]; let p = t.as_mut_ptr(); let mut i = 0; while i < 4 { unsafe { *p.add(i) = i as u8; } i += 1; } t }
static T: [u8; 4] = table();
struct W<const B: bool>;
#[datarace::check] impl<const B: bool> W<B> { const X: u32 = if B { unsafe { *(&3u32 as *const u32) } } else { 4 }; fn x(&self) -> u32 { unsafe { N + Self::X } } const fn y(p: &u32) -> &u32 { unsafe { &*(p as *const u32) } } }
#[datarace::check] trait Q { const Z: u32 = unsafe { *(&6u32 as *const u32) }; fn z(&self) -> u32 { unsafe { N += Self::Z; N } } }
#[datarace::check] impl Q for u8 {}
#[datarace::check] mod m { pub static S: u32 = unsafe { *(&7u32 as *const u32) }; pub const fn f() -> u32 { S_ } const S_: u32 = { unsafe { *(&B as *const u32) } }; const B: u32 = 8; pub enum D { X = unsafe { *(&2isize as *const isize) } } pub struct A(pub [u8; unsafe { *(&2usize as *const usize) }]); pub fn g() -> u32 { unsafe { super::N += f(); super::N } } }
#[datarace::check] pub fn run() -> String { format!("{:?} {} {} {} {} {} {} {} {} {}", T, W::<true>.x(), W::<false>.x(), W::<true>::y(&5), 0u8.z(), m::S, m::f(), m::D::X as u8, m::A([1, 2]).0.len(), m::g()) }
