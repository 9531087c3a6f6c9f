use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(12);
static mut N: u32 = 7;
macro_rules! own { ($($k:ident => $v:expr),* ; $t:ty) => {{ let mut o = Vec::<$t>::new(); $(let $k = $v; o.push($k as $t);)* o }}; }
macro_rules! dsl { (load $a:ident . load ( $o:ident )) => { $a.load($o) + 1 }; (ptr * $p:ident) => { unsafe { *$p } }; (path $p:path) => { $p }; (lit $l:literal) => { $l }; (pat $p:pat => $e:expr) => { matches!($e, $p) }; (item $i:item) => { $i }; (meta $m:meta) => { 0 }; (tt $($t:tt)+) => { $($t)+ }; (vis $v:vis fn) => { 1 }; }
macro_rules! nested { ($m:ident ! $($t:tt)*) => { $m!($($t)*) }; }
macro_rules! cb { ($cb:ident, $e:expr) => { $cb!($e) }; }
macro_rules! dbl { ($e:expr) => { $e * 2 }; }
macro_rules! lazy { ($e:expr) => { || $e }; }
macro_rules! counted { ($($e:expr),* $(,)?) => { <[()]>::len(&[$(counted!(@ $e)),*]) }; (@ $e:expr) => { () }; }
macro_rules! assign { ($($l:expr => $r:expr);* $(;)?) => { $($l = $r;)* }; }
#[datarace::check] pub fn run() -> String {
    let p = &raw mut *unsafe { &mut N };
    dsl!(item fn local() -> u32 { unsafe { N += 1; N } });
    let a = own!(x => A.load(Acquire), y => unsafe { *p }; u64);
    let b = dsl!(load A.load(Acquire)) + dsl!(ptr * p) + dsl!(lit 3) + dsl!(meta load(A)) + dsl!(vis pub fn);
    let c = dsl!(pat 12 | 13 => A.load(Relaxed));
    let d = dsl!(tt A.fetch_add(1, Relaxed) + unsafe { *p });
    let e = nested!(dsl! load A.load(Relaxed)) + cb!(dbl, A.load(Relaxed)) + lazy!(A.load(Relaxed))();
    let f = counted!(A.load(Relaxed), missing_name_is_fine_if_only_counted, *p);
    unsafe { assign!(N => 3; *p => N + 1; *p.add(0) => *p + 1;); }
    let g = if cfg!(any()) { missing!() } else { 0 };
    let h = dsl!(path local)();
    format!("{a:?} {b} {c} {d} {e} {f} {g} {h} {}", unsafe { N })
}
macro_rules! missing { () => { 4 }; }
use missing;
