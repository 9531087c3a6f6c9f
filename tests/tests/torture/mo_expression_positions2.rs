static mut N: u32 = 2;
static mut M: u32 = 3;
struct S { #[allow(non_snake_case)] N: u32, m: u32 }
#[allow(non_snake_case)] struct T { N: u32, M: u32 }
static mut SS: S = S { N: 1, m: 2 };
enum E { V { #[allow(non_snake_case)] N: u32 }, W(u32) }
macro_rules! N { () => { 77 }; }
#[datarace::check] mod b { #[derive(Debug, Clone, Copy, PartialEq)] pub enum E { N, M } pub fn f(e: E) -> E { use E::*; unsafe { std::hint::black_box(()); match e { N => M, M => N } } } pub fn g() -> E { use self::E::N; unsafe { std::hint::black_box(N) } } }
#[datarace::check] mod c { #[derive(Debug)] pub struct N; #[derive(Debug)] pub struct M(pub u8); pub fn f() -> (N, M) { unsafe { std::hint::black_box(()); (N, M(1)) } } }
#[datarace::check] fn shorthand() -> S { unsafe { let m = M; S { N, m } } }
#[datarace::check] fn shorthand2() -> T { unsafe { T { N, M } } }
#[datarace::check] fn shorthand3() -> E { unsafe { E::V { N } } }
#[datarace::check] fn fields(mut s: S) -> u32 { unsafe { s.N += N; s.N = M; s.m += s.N; SS.N += 1; s.N + SS.N + SS.m } }
#[datarace::check] fn pats(s: &S, e: &E) -> u32 { let S { N: a, m } = s; match e { E::V { N: q } => a + m + q, E::W(x) => *x } }
#[datarace::check] fn fmt() -> String { unsafe { format!("{N} {M} {N:?}") } }
#[datarace::check] fn fmt_named() -> String { let x = 9; unsafe { std::hint::black_box(()); format!("{N} {M}", N = x, M = 4) + &format!("{n} {}", N, n = M) } }
#[datarace::check] fn mac() -> u32 { unsafe { N!() + N } }
#[datarace::check] fn stmts(p: *mut Vec<u32>) { unsafe { &mut *p }.push(1); unsafe { N }.pow(2); unsafe { (*p).push(2) }; unsafe { &*p }.len(); let _ = -(unsafe { N } as i32); }
#[datarace::check] fn unary(p: *const i32) -> i32 { -unsafe { *p } + !unsafe { *p } + unsafe { p.read() }.abs() + (unsafe { *p }) * 2 + unsafe { *p }.pow(2) }
#[datarace::check] fn cmp(p: *const u32) -> bool { 3 == unsafe { *p } || unsafe { *p } < unsafe { N } && unsafe { *p as u8 } > 0 }
#[datarace::check] fn arg(p: *const u32) -> u32 { id(unsafe { *p }) + id(unsafe { N }) + [unsafe { *p }, 1][0] + (unsafe { N },).0 }
#[datarace::check] fn id(x: u32) -> u32 { x }
#[datarace::check] fn ret(p: *const u32) -> u32 { return unsafe { *p }; }
#[datarace::check] fn brk(p: *const u32) -> u32 { loop { unsafe { break *p } } }
#[datarace::check] fn long() -> u32 { unsafe { N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N + N } }
#[datarace::check] fn nest(p: *const *const *const *const u32) -> u32 { unsafe { ****p + (((((*(*(*(*p)))))))) + { { { { ****p } } } } } }
#[datarace::check] fn bits() -> u32 { unsafe { N << 1 | M >> 1 & N ^ M } }
#[datarace::check] fn chained() -> bool { unsafe { (N < M) == (M > N) } }
#[datarace::check] fn block_like() -> u32 { (unsafe { if N > 1 { N } else { M } }) + unsafe { match N { 2 => M, _ => N } } + { unsafe { N } } }
#[datarace::check] fn ranges(v: &[u32]) -> usize { unsafe { v[N as usize..].len() + v[..M as usize].len() + v[N as usize - 1..=M as usize].len() + (N..M).len() } }
#[datarace::check] fn cast() -> (i8, f64, char, usize, *const u8) { unsafe { (N as i8, N as f64, N as u8 as char, N as usize as usize, N as usize as *const u8) } }
#[datarace::check] pub fn run() -> String { let (a, b) = (shorthand(), shorthand2()); let fl = fields(shorthand()); let c = match shorthand3() { E::V { N: n } => n, E::W(w) => w }; let _ = E::W(1); let mut v = vec![]; stmts(&mut v); let (x, y, z); let p1 = { x = &raw const *unsafe { &N }; y = &raw const x; z = &raw const y; &raw const z };
    format!("{} {} {} {} {c} {} {} {} {:?} {:?} {:?} {} {v:?} {} {} {} {} {} {} {} {} {} {} {} {:?} {}", a.N, a.m, b.N, b.M, pats(&a, &E::V { N: 1 }), fmt(), fmt_named(), self::b::f(self::b::E::N), self::b::g(), self::c::f(), mac(), unary(&-3), cmp(&3), arg(&1), ret(&1), brk(&2), long(), nest(p1), bits(), chained(), block_like(), ranges(&[1, 2, 3, 4, 5]), cast(), fl) }
