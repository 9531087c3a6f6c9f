use std::sync::atomic::{AtomicU32, Ordering::*, fence};
use std::cell::UnsafeCell;
static A: AtomicU32 = AtomicU32::new(0);
static mut N: [u32; 2] = [0; 2];
static mut V: Vec<u32> = Vec::new();
struct Lock { d: UnsafeCell<u32>, a: AtomicU32 }
#[datarace::check] impl Lock { fn with<R>(&self, f: impl FnOnce(&mut u32) -> R) -> R { while self.a.compare_exchange_weak(0, 1, Acquire, Relaxed).is_err() {} let r = f(unsafe { &mut *self.d.get() }); self.a.store(0, Release); r } }
#[datarace::check] pub(crate) fn run() -> String {
    A.store(1, Release);
    let _ = A.fetch_add(1, Relaxed);
    fence(SeqCst);
    unsafe { N[0] += 1; V.push(N[1]); N[1] = N[0]; }
    let p = &raw mut *unsafe { &mut N[0] };
    let b = Box::into_raw(Box::new(5u32));
    let l = Lock { d: UnsafeCell::new(1), a: AtomicU32::new(0) };
    let x = unsafe { *p += 1; *b += 1; let v = *b + p.read(); drop(Box::from_raw(b)); v };
    let h = std::thread::spawn(|| A.load(Acquire)).join().unwrap();
    let s = std::thread::scope(|s| { let h = s.spawn(|| A.fetch_add(1, AcqRel)); h.join().unwrap() });
    let m = std::sync::Mutex::new(1);
    *m.lock().unwrap() += 1;
    format!("{} {x} {} {s} {} {}", A.load(Acquire), h, l.with(|d| { *d += 1; *d }), m.into_inner().unwrap())
}
