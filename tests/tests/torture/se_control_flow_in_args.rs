use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(5);
static mut N: u32 = 0;
static mut V: Vec<u32> = Vec::new();
#[datarace::check] fn ret(b: bool) -> u32 { A.store(if b { return 1 } else { 2 }, Release); A.load(Acquire) }
#[datarace::check] fn ret2(b: bool) -> u32 { unsafe { N = if b { return N } else { 7 }; N += match b { true => return 9, false => 1 }; V.push(if N > 100 { return 3 } else { N }); N } }
#[datarace::check] fn quest(s: &str) -> Result<u32, std::num::ParseIntError> { unsafe { N = s.parse()?; V.push(s.parse::<u32>()?); N += s.parse::<u32>()?; } A.swap(s.parse()?, AcqRel); Ok(A.load(Acquire)) }
#[datarace::check] fn quest_opt(v: &[u32]) -> Option<u32> { let p = v.first()? as *const u32; Some(unsafe { *p } + A.fetch_add(*v.get(1)?, Relaxed)) }
#[datarace::check] fn brk() -> u32 { let mut i = 0; let x = 'o: loop { loop { i += 1; A.fetch_add(if i > 3 { break 'o i } else if i > 2 { continue 'o } else { 1 }, Relaxed); unsafe { N += if i > 10 { break } else { 1 }; } } }; x }
#[datarace::check] fn blk(b: bool) -> u32 { 'b: { unsafe { N = if b { break 'b 4 } else { 5 }; } A.load(Relaxed) } }
#[datarace::check] fn never() -> u32 { let x: u32 = loop { break A.load(Relaxed) }; let y = if x > 1_000_000 { panic!("{}", A.load(Relaxed)) } else { x }; y }
#[datarace::check] fn idx(v: &[u32], b: bool) -> Option<u32> { unsafe { let a = &raw mut N; *a = v[if b { return None } else { 0 }]; Some(*a) } }
#[datarace::check] fn closure_ret() -> u32 { let f = |b: bool| -> u32 { A.store(if b { return 10 } else { 11 }, Release); A.load(Relaxed) }; f(true) + f(false) }
#[datarace::check] fn while_cond() -> u32 { let mut n = 0; while { n += 1; A.load(Relaxed) > 0 && n < 4 } { unsafe { N = n; } } n }
#[datarace::check] fn let_else(o: Option<u32>) -> u32 { let Some(x) = o else { A.store(0, Release); return unsafe { N } }; x + A.load(Relaxed) }
#[datarace::check] fn try_closure() -> Option<u32> { (|| { let x = A.compare_exchange(11, 12, AcqRel, Relaxed).ok()?; Some(x + unsafe { V.first().copied()? }) })() }
#[datarace::check] fn unreach(b: bool) -> u32 { if b { return A.load(Relaxed); } #[allow(unreachable_code)] { return 3; A.store(1, Relaxed); unsafe { N } } }
#[datarace::check] fn diverge() -> u32 { #[allow(unreachable_code, clippy::diverging_sub_expression)] { let _x: () = return 4; unsafe { N += 1; N } } }
#[datarace::check] fn never_typed_arg(b: bool) -> u32 { A.fetch_add(if b { 1 } else { unreachable!("{}", A.load(Relaxed)) }, Relaxed) }
#[datarace::check] fn labeled_for() -> u32 { 'a: for i in 0..5 { for j in 0..5 { if A.load(Relaxed) + i * j > 20 { break 'a; } if j > i { continue 'a; } unsafe { N += 1; } } } unsafe { N } }
#[datarace::check] fn match_guard() -> u32 { match A.load(Relaxed) { n if n > 1000 => 1, n if unsafe { N } > 1 && n > 0 => A.swap(n, AcqRel), n if { unsafe { N += 1; } false } => n, _ => 0 } }
#[datarace::check] fn nested_q() -> Result<Option<u32>, String> { Ok(Some(A.compare_exchange(A.load(Relaxed), Some(3).ok_or("n")?, AcqRel, Acquire).map_err(|e| e.to_string())?)) }
#[datarace::check] pub fn run() -> String { format!("{}{} {}{} {:?}{:?} {:?}{:?} {} {}{} {} {:?}{:?} {} {} {}{} {:?} {} {} {} {} {} {:?} {:?}", ret(true), ret(false), ret2(true), ret2(false), quest("3"), quest("x").is_err(), quest_opt(&[1, 2]), quest_opt(&[1]), brk(), blk(true), blk(false), never(), idx(&[1], true), idx(&[1], false), closure_ret(), while_cond(), let_else(None), let_else(Some(1)), try_closure(), unreach(true), diverge(), never_typed_arg(true), labeled_for(), match_guard(), nested_q(), unsafe { &V }) }
