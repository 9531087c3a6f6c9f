use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(1);
struct S { a: String, b: Vec<u32>, c: AtomicU32, p: *mut u32 }
#[datarace::check] fn disjoint(s: &mut S) -> usize { let r = &mut s.a; let c = || s.b.len() + s.c.load(Relaxed) as usize; r.push('x'); let n = c(); r.push('y'); n + s.a.len() }
#[datarace::check] fn moved(s: S) -> usize { let c = move || s.a.len() + s.c.fetch_add(1, Relaxed) as usize; let b = s.b; c() + b.len() }
#[datarace::check] fn by_move_atomic() -> impl Fn() -> u32 { let a = AtomicU32::new(5); move || a.fetch_add(1, Relaxed) }
#[datarace::check] fn ref_atomic(a: &AtomicU32) -> impl Fn() -> u32 + '_ { move || a.fetch_add(1, Relaxed) }
#[datarace::check] fn unsafe_cap(s: &mut S) -> u32 { let r = &mut s.a; let c = || unsafe { *s.p += 1; *s.p }; r.push('z'); c() }
#[datarace::check] fn once(s: S) -> impl FnOnce() -> (String, u32) { move || (s.a, s.c.into_inner()) }
#[datarace::check] fn boxed_field(b: Box<S>) -> usize { let r = &b.a; let c = || unsafe { std::hint::black_box(()); (*b).b.len() }; r.len() + c() }
#[datarace::check] fn fnmut(s: &mut S) -> u32 { let mut c = |x| { s.b.push(x); *s.c.get_mut() += x; s.c.load(Relaxed) }; c(1); c(2) }
#[datarace::check] fn nested(s: &S) -> u32 { let c = || { let d = || s.c.swap(9, AcqRel); d() + s.c.load(Relaxed) }; c() }
#[datarace::check] fn sendable() -> u32 { let a = AtomicU32::new(0); std::thread::scope(|sc| { for _ in 0..2 { sc.spawn(|| a.fetch_add(1, Relaxed)); } sc.spawn(|| { let r = &a; r.fetch_add(1, Relaxed) }); }); a.into_inner() }
#[datarace::check] fn send_ptr(s: S) -> u32 { struct P(*mut u32); unsafe impl Send for P {} let p = P(s.p); let h = std::thread::spawn(move || { let p = p; unsafe { *p.0 += 1; *p.0 } }); h.join().unwrap() }
#[datarace::check] fn copy_closure() -> u32 { let f = |x: u32| x + A.load(Relaxed); let g = f; f(1) + g(2) + [3].map(f)[0] }
#[datarace::check] fn ret_ref<'a>(v: &'a [AtomicU32]) -> impl Fn(usize) -> &'a AtomicU32 { move |i| &v[i] }
#[datarace::check] pub fn run() -> String {
    let mut k = 5u32;
    let mut mk = || S { a: "a".into(), b: vec![1], c: AtomicU32::new(1), p: &raw mut k };
    let v = [AtomicU32::new(4)];
    let f = by_move_atomic(); f();
    format!("{} {} {} {} {} {:?} {} {} {} {} {} {} {}", disjoint(&mut mk()), moved(mk()), f(), ref_atomic(&A)(), unsafe_cap(&mut mk()), once(mk())(), boxed_field(Box::new(mk())), fnmut(&mut mk()), nested(&mk()), sendable(), send_ptr(mk()), copy_closure(), ret_ref(&v)(0).load(Relaxed))
}
