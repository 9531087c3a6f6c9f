use crate::obs::{D, note, take};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::*};
static M: Mutex<u32> = Mutex::new(1);
static A: AtomicU32 = AtomicU32::new(1);
static mut N: u32 = 3;
struct G(&'static str, u32);
#[datarace::check] impl Drop for G { fn drop(&mut self) { note(format!("-{}", self.0)); } }
#[datarace::check] impl G { fn get(&self) -> &u32 { note("get"); &self.1 } fn ptr(&self) -> *const u32 { note("ptr"); &self.1 } }
#[datarace::check] fn g(n: &'static str) -> G { note(format!("+{n}")); G(n, 4) }
#[datarace::check] fn tail() -> u32 { *M.lock().unwrap() }
#[datarace::check] fn tail_ptr() -> u32 { unsafe { *g("tp").ptr() } }
#[datarace::check] fn tail_unsafe() -> u32 { unsafe { *g("tu").get() + N } }
#[datarace::check] fn iflet() -> u32 { if let Some(x) = Some(g("il").get()) { note("body"); *x + A.load(Relaxed) } else { 0 } }
#[datarace::check] fn iflet_else() -> u32 { if let 9 = *g("ie").get() { 1 } else { note("else"); A.load(Acquire) } }
#[datarace::check] fn whilelet() { let mut i = 0; while let 4 = *g("wl").get() { i += 1; if i > 1 { break; } unsafe { N += 1; } } }
#[datarace::check] fn mtch() -> u32 { match *g("m").get() { 4 => { note("arm"); unsafe { N } } _ => 0 } }
#[datarace::check] fn mtch_ptr() -> u32 { match unsafe { *g("mp").ptr() } { 4 => { note("arm"); unsafe { N } } _ => 0 } }
#[datarace::check] fn cond() -> u32 { if *g("c").get() == 4 { note("then"); 1 } else { 2 } }
#[datarace::check] fn and() -> bool { *g("a1").get() == 4 && *g("a2").get() == 4 || A.load(Relaxed) > 9 }
#[datarace::check] fn lete() { let Some(_x) = Some(*g("le").get()) else { return; }; note("after let else"); }
#[datarace::check] fn ext() { let r = &g("e").1; note("use"); unsafe { N += *r; } }
#[datarace::check] fn ext2() { let r: &u32 = unsafe { &*(&g("e2").1) }; note("use2"); let _ = r; }
#[datarace::check] fn forl() { for x in 0..*g("f").get() / 2 { note("it"); let _ = x; A.load(Relaxed); } }
#[datarace::check] fn nested() -> u32 { unsafe { *{ let _q = g("nq"); &raw const N } } }
#[datarace::check] fn ret() -> u32 { return *g("r").get() + unsafe { N } * 0; }
#[datarace::check] fn comp() { let mut x = 1; x += *g("cp").get(); unsafe { N += *g("cn").get(); N = *g("cm").ptr(); } note(x.to_string()); }
#[datarace::check] fn call() { f(*g("k1").get(), A.load(Relaxed), *g("k2").get()); }
#[datarace::check] fn f(_: u32, _: u32, _: u32) { note("f"); }
#[datarace::check] fn macr() { let s = format!("{}{}{}", g("fm").get(), A.load(Relaxed), unsafe { N > 0 }); note(s); assert!(*g("as").get() == 4, "{}", g("never").get()); }
#[datarace::check] fn clos() -> u32 { let c = || *g("cl").get(); c() + A.load(Relaxed) }
#[datarace::check] fn lock_twice() -> u32 { let a = { *M.lock().unwrap() }; if *M.lock().unwrap() > 0 { *M.lock().unwrap() += 1; } a + *M.lock().unwrap() }
#[datarace::check] fn ptr_write() { let mut x = 0u32; let p = &raw mut x; unsafe { *p = *g("pw").ptr(); p.write(*g("pw2").get()); *p += *g("pw3").get(); } note(x.to_string()); }
#[datarace::check] fn atomic_arg() { A.store(*g("aa").get(), Release); note("stored"); A.compare_exchange(*g("ab").get(), *g("ac").get(), AcqRel, Acquire).ok(); note("cas"); }
#[datarace::check] fn d() -> usize { let _l = D("dl"); D("dt").0.len() }
#[datarace::check] pub fn run() -> String {
    let r = [tail(), tail_ptr(), tail_unsafe(), iflet(), iflet_else(), mtch(), mtch_ptr(), cond(), and() as u32, nested(), ret(), clos(), lock_twice()];
    whilelet(); lete(); ext(); ext2(); forl(); comp(); call(); macr(); ptr_write(); atomic_arg(); d();
    format!("{r:?} {}", take())
}
