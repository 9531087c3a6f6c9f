use crate::obs::{D, note, take};
use std::sync::{Mutex, RwLock};
static M: Mutex<u32> = Mutex::new(0);
static R: RwLock<Vec<u32>> = RwLock::new(Vec::new());
struct Chk(&'static str); impl Drop for Chk { fn drop(&mut self) { note(format!("{} {}", self.0, M.try_lock().is_ok())); } }
#[datarace::check] fn a() { let _c = Chk("a-outer"); let _g = M.lock().unwrap(); let _d = Chk("a-inner"); note("body"); }
#[datarace::check] fn b() { let _c = Chk("b"); *M.lock().unwrap() += 1; note(format!("free {}", M.try_lock().is_ok())); }
#[datarace::check] fn c() { let _ = M.lock().unwrap(); note(format!("wild {}", M.try_lock().is_ok())); let _g = M.lock().unwrap(); note(format!("bound {}", M.try_lock().is_err())); }
#[datarace::check] fn d() -> u32 { let g = M.lock().unwrap(); let v = *g; drop(g); note(format!("dropped {}", M.try_lock().is_ok())); v }
#[datarace::check] fn e() { match *M.lock().unwrap() { n if n < 100 => note(format!("held {}", M.try_lock().is_err())), _ => () } if *M.lock().unwrap() < 100 { note(format!("if {}", M.try_lock().is_ok())); } while *M.lock().unwrap() > 100 {} for _ in 0..(*M.lock().unwrap()).min(1) { note(format!("for {}", M.try_lock().is_err())); } }
#[datarace::check] fn f() { R.write().unwrap().push(1); for x in R.read().unwrap().iter() { note(format!("iter {x} {}", R.try_write().is_err())); } note(format!("{}", R.try_write().is_ok())); let n = R.read().unwrap().len(); R.write().unwrap().push(n as u32); }
#[datarace::check] fn g() -> Option<D> { let g = M.lock().ok()?; let _x = D("x"); if *g > 100 { return None; } Some(D("ret")) }
#[datarace::check] fn h() { let g = M.lock().unwrap(); let c = move || { let _k = *g; note(format!("in {}", M.try_lock().is_err())); }; c(); note(format!("after {}", M.try_lock().is_ok())); }
#[datarace::check] fn i() { let mut o = Some(M.lock().unwrap()); note(format!("some {}", M.try_lock().is_err())); o.take(); note(format!("took {}", M.try_lock().is_ok())); o = Some(M.lock().unwrap()); drop(o); std::mem::forget(Mutex::new(1).lock().map(|g| *g)); }
#[datarace::check] fn j() { let (x, y) = (M.lock().unwrap(), R.read().unwrap()); note(format!("{} {}", *x, y.len())); let _ = x; note(format!("{}", M.try_lock().is_err())); }
#[datarace::check] pub fn run() -> String { a(); b(); c(); d(); e(); f(); g(); h(); i(); j(); take() }
