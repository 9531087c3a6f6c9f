// macro_rules in and around
static mut COUNT: u32 = 0;
macro_rules! bump2 { ($p:ident . $f:tt) => { unsafe { (*$p).$f += 1; (*$p).$f } } }
macro_rules! bump { () => { unsafe { COUNT += 1; COUNT } }; ($e:expr) => { unsafe { COUNT += $e; COUNT } } }
macro_rules! make { ($($v:vis fn $n:ident($a:ident: $t:ty) -> $r:ty $b:block)*) => { $($v fn $n($a: $t) -> $r $b)* } }
macro_rules! stat { ($n:ident, $v:expr) => { static mut $n: u8 = $v; } }
macro_rules! pat { ($p:pat) => { |x: Option<u32>| match x { $p => unsafe { COUNT }, _ => 0 } } }
macro_rules! hyg { ($x:ident) => {{ let x = 5; let p = &raw const x; unsafe { *p + $x } }} }
macro_rules! lit { ($l:literal $lt:lifetime) => { $lt: loop { unsafe { COUNT += $l; if COUNT > 5 { break $lt; } } } } }
macro_rules! blk { ($b:block $($t:tt)*) => { unsafe { let y = $b; y $($t)* COUNT } } }
macro_rules! item { ($i:item) => { $i } }
macro_rules! path { ($p:path, $($e:expr),*) => { $p($($e),*) } }
macro_rules! st { ($s:stmt) => { $s; } }
macro_rules! meta { ($(#[$m:meta])* $n:ident) => { $(#[$m])* fn $n() -> u32 { unsafe { COUNT } } } }
macro_rules! count { () => { 0 }; ($h:tt $($t:tt)*) => { 1 + count!($($t)*) } }
make! { pub fn one(x: *const u32) -> u32 { unsafe { *x + COUNT } } fn two(x: &mut [u8]) -> u8 { let p = x.as_mut_ptr(); unsafe { *p.add(1) += 1; *p.add(1) } } }
stat!(OTHER, 3);
item! { fn itemfn() -> u8 { static mut INNER: u8 = 1; unsafe { INNER += OTHER; INNER } } }
meta! { #[inline(never)] #[must_use] metaf }
#[datarace::check] pub fn main() {
    let x = 2; let mut t = (1, 2); let p = &raw mut t;
    println!("{} {} {} {}", bump!(), bump!(4), bump2!(p.0), t.1);
    println!("{} {} {}", one(&3), two(&mut [1, 2]), itemfn()); println!("{} {}", pat!(Some(1 | 2))(Some(2)), pat!(None)(Some(2)));
    println!("{}", hyg!(x)); lit!(1 'a); println!("{}", blk!({ COUNT } +)); println!("{:?}", path!(Some, bump!())); st!(let z = bump!(1)); println!("{z} {} {}", metaf(), count!(a b c));
    macro_rules! local { ($n:ident = $e:expr) => { #[allow(unused_unsafe)] let $n = unsafe { COUNT + $e }; } } local!(q = 3); println!("{q}");
    macro_rules! rec { ($($n:ident),*; $d:expr) => { vec![$(stringify!($n), )* $d] } } println!("{:?}", rec!(a, b; "c"));
    macro_rules! cl { (|$($a:ident),*| $b:expr) => { |$($a: u32),*| -> u32 { unsafe { $b + COUNT } } } } println!("{}", cl!(|a, b| a * b)(2, 3));
}
