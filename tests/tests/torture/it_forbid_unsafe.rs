use std::sync::atomic::{AtomicU32, AtomicBool, Ordering::*, fence};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
static A: AtomicU32 = AtomicU32::new(0);
struct S { b: AtomicBool, v: Vec<u32> }
#[datarace::check] impl S { fn go(&self) -> bool { self.b.swap(true, AcqRel) } fn m(&mut self) { self.v.push(*A.as_ptr_free().unwrap_or(&1)); } }
#[datarace::check] trait Free { fn as_ptr_free(&self) -> Option<&u32> { None } }
#[datarace::check] impl Free for AtomicU32 {}
#[datarace::check] pub fn run() -> String {
    let s = Arc::new(Mutex::new(S { b: AtomicBool::new(false), v: vec![] }));
    let t = { let s = s.clone(); thread::spawn(move || { s.lock().unwrap().m(); A.fetch_add(1, AcqRel); fence(SeqCst); }) };
    t.join().unwrap();
    let (tx, rx) = mpsc::channel();
    thread::scope(|sc| { sc.spawn(move || tx.send(A.load(Acquire)).unwrap()); });
    let g = s.lock().unwrap();
    let r = &*g;
    format!("{} {} {:?} {}", r.go(), r.v[0], rx.recv(), A.compare_exchange(1, 2, SeqCst, Relaxed).is_ok())
}
