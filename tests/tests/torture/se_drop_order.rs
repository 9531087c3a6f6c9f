use crate::obs::{D, note, take, v};
use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(0);
static mut N: u32 = 0;
#[datarace::check] fn mk(n: &'static str) -> D { note(format!("mk {n}")); D(n) }
#[datarace::check] fn block() -> u32 { let _a = mk("a"); let _b = mk("b"); A.store(1, Release); let _ = mk("c"); unsafe { N += 1; let _d = mk("d"); N } }
#[datarace::check] fn early(b: bool) -> u32 { let _a = mk("e"); if b { return { let _r = mk("r"); A.load(Acquire) }; } let _f = mk("f"); unsafe { N } }
#[datarace::check] fn arg_temps() { take2(mk("t1").0, A.fetch_add(1, Relaxed), mk("t2").0); note("end"); }
#[datarace::check] fn take2(_: &str, _: u32, _: &str) { note("in"); }
#[datarace::check] fn tail() -> usize { let x = mk("local"); mk("tail").0.len() + x.0.len() + A.load(Relaxed) as usize }
#[datarace::check] fn tail_match() -> usize { let _x = mk("local"); match mk("scrut").0 { s => s.len() + A.load(Relaxed) as usize } }
#[datarace::check] fn tail_iflet() -> usize { let _x = mk("local"); if let 5 = mk("scrut").0.len() { note("then"); A.load(Relaxed) as usize } else { note("else"); 0 } }
#[datarace::check] fn params(_a: D, _: D, _c: D) -> u32 { let _l = mk("pl"); unsafe { N } }
#[datarace::check] fn shadow() { let x = mk("x1"); A.store(2, Relaxed); let x = D(if x.0.len() > 1 { "x2" } else { "y" }); unsafe { N += x.0.len() as u32; } }
#[datarace::check] fn assign() { let mut x = mk("as1"); A.store(1, Relaxed); x = mk("as2"); unsafe { N += 1; } drop(x); x = mk("as3"); let _ = &x; }
#[datarace::check] fn unwind() { let _a = mk("u1"); let r = std::panic::catch_unwind(|| { let _b = mk("u2"); A.store({ if A.load(Relaxed) < 100 { panic!("x") } 3 }, Release); }); note(format!("{}", r.is_err())); }
#[datarace::check] fn loop_drops() { for i in 0..2 { let _x = mk("l"); if i == 0 { A.load(Relaxed); continue; } unsafe { N += 1; } break; } }
#[datarace::check] fn move_closure() { let d = mk("mc"); let f = move || { let _k = &d; A.load(Relaxed) }; f(); note("called"); drop(f); note("dropped"); }
#[datarace::check] fn temps_in_statement() { let p = &raw mut *unsafe { &mut N }; unsafe { *p = (mk("st").0.len() + A.load(Relaxed) as usize) as u32; } note("after st"); let _r = &mk("ext"); note("end ext"); }
#[datarace::check] fn block_tail_temp() { let n = { let _g = mk("g"); mk("btt").0.len() + unsafe { N as usize } }; note(format!("n{}", n > 0)); }
#[datarace::check] fn unsafe_tail_temp() -> u32 { let _o = mk("outer"); unsafe { let _i = mk("inner"); (mk("temp").0.len() as u32) + N } }
#[datarace::check] fn struct_fields() { struct P { _a: D, _b: D } let p = P { _b: v("b", mk("pb")), _a: mk("pa") }; unsafe { N = 1; } let P { _a, .. } = p; note("pp"); }
#[datarace::check] fn vec_elems() { let v = vec![mk("v1"), { A.load(Relaxed); mk("v2") }]; let mut it = v.into_iter(); let _f = it.next(); unsafe { N += 1; } }
#[datarace::check] fn cond_init(b: bool) { let x; if b { x = mk("ci"); unsafe { N += x.0.len() as u32 } } A.store(0, Relaxed); }
#[datarace::check] pub fn run() -> String {
    block(); early(true); early(false); arg_temps(); tail(); tail_match(); tail_iflet(); params(mk("p1"), mk("p2"), mk("p3")); shadow(); assign(); unwind(); loop_drops(); move_closure(); temps_in_statement(); block_tail_temp(); unsafe_tail_temp(); struct_fields(); vec_elems(); cond_init(true); cond_init(false);
    take()
}
