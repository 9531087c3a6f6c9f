use std::fmt::{Debug, Display};
use std::sync::atomic::{AtomicU32, AtomicPtr, AtomicUsize, Ordering::*};
use std::cell::UnsafeCell;
static A: AtomicU32 = AtomicU32::new(1);
static P: AtomicPtr<Vec<u8>> = AtomicPtr::new(std::ptr::null_mut());
struct Cellish<T>(UnsafeCell<T>);
#[datarace::check] impl<T> Cellish<T> { fn set(&self, t: T) { unsafe { *self.0.get() = t } } fn get(&self) -> T where T: Clone { unsafe { (*self.0.get()).clone() } } fn get_copy(&self) -> T where T: Copy { unsafe { *self.0.get() } } fn map<U>(&self, f: impl FnOnce(&T) -> U) -> U { unsafe { f(&*self.0.get()) } } fn replace(&self, t: T) -> T { unsafe { std::mem::replace(&mut *self.0.get(), t) } } }
#[datarace::check] fn unsize(c: &Cellish<Box<dyn Display>>) { c.set(Box::new(5)); unsafe { *c.0.get() = Box::new("x"); } }
#[datarace::check] fn fnptr(c: &Cellish<fn(u32) -> u32>) -> u32 { c.set(|x| x + 1); unsafe { *c.0.get() = |x| x + 2; (*c.0.get())(1) } }
#[datarace::check] fn slices(c: &Cellish<&'static [u32]>) -> usize { c.set(&[1, 2]); unsafe { *c.0.get() = &[1, 2, 3]; (*c.0.get()).len() } }
#[datarace::check] fn opt(c: &Cellish<Option<Box<dyn Debug>>>) -> String { unsafe { *c.0.get() = Some(Box::new(1)); format!("{:?}", *c.0.get()) } }
#[datarace::check] fn ptrs(c: &Cellish<*const u32>) -> u32 { let mut x = 5u32; unsafe { *c.0.get() = &x; *c.0.get() = &mut x; *c.0.get() = &raw mut x; **c.0.get() } }
#[datarace::check] fn dflt(c: &Cellish<Vec<u32>>) -> usize { unsafe { *c.0.get() = Default::default(); *c.0.get() = vec![]; *c.0.get() = (0..3).collect(); *c.0.get() = [1, 2].into(); (*c.0.get()).extend([1]); (&*c.0.get()).len() } }
#[datarace::check] fn lit(p: *mut u8, q: *mut f32, r: *mut i64, s: *mut char) -> String { unsafe { *p = 250; *p += 5; *p = *p - 1; *q = 1.5; *q *= 2.0; *r = -1; *r <<= 3; *r = -*r; *s = 'x'; *p = !*p; format!("{} {} {} {}", *p, *q, *r, *s) } }
#[datarace::check] fn into(p: *mut u64, q: *mut String) -> u64 { unsafe { *p = 5u32.into(); *p += u64::from(3u8); *q = "x".into(); *q += &*p.read().to_string(); *p = (*q).parse().unwrap_or_default(); *p } }
#[datarace::check] fn generic_lit<T: From<u8> + std::ops::AddAssign + Copy>(p: *mut T) -> T { unsafe { *p = 5.into(); *p += T::from(1); *p } }
#[datarace::check] fn collect(p: *mut Vec<String>) -> usize { unsafe { *p = ["a", "b"].iter().map(|s| s.to_string()).collect(); let n: usize = (*p).iter().map(|s| s.len()).sum(); n } }
#[datarace::check] fn arr(p: *mut [u8; 3]) -> u8 { unsafe { *p = [1; 3]; *p = [1, 2, 3]; let [a, b, _] = *p; let x = (*p).map(|x| x + 1); let y: u8 = (*p).iter().sum(); a + b + x[2] + y } }
#[datarace::check] fn closure_infer() -> u32 { let f = |p: *const u32| unsafe { *p }; let x = 5u32; let g = |p: *const _| unsafe { *p }; let y: u32 = g(&6u32); f(&x as *const u32) + y }
#[datarace::check] fn late_infer() -> usize { let mut v = Vec::new(); let p = &raw mut v; unsafe { (*p).push(1u8); let mut o = None; let q = &raw mut o; *q = Some(3u8); v.len() + o.unwrap() as usize } }
#[datarace::check] fn method_infer() -> usize { let mut x = Default::default(); let p: *mut _ = &mut x; unsafe { *p = 5usize; *p } }
#[datarace::check] fn atomic_infer() -> usize { let a = AtomicUsize::new(Default::default()); a.store("5".parse().unwrap(), Relaxed); a.fetch_max(A.load(Relaxed).try_into().unwrap(), Relaxed); a.swap(1 << 2, Relaxed) + a.load(Relaxed) }
#[datarace::check] fn ptr_store() -> usize { let mut v = vec![1, 2]; P.store(&mut v, Release); let n = unsafe { (*P.load(Acquire)).len() + P.load(Acquire).as_ref().map_or(0, |v| v.len()) }; P.store(std::ptr::null_mut(), Release); let _ = P.compare_exchange(std::ptr::null_mut(), std::ptr::null_mut(), AcqRel, Acquire); n }
#[datarace::check] fn cond_ptr(b: bool) -> u32 { let (mut x, mut y) = (1, 2); let p = if b { &raw mut x } else { &raw mut y }; unsafe { *p += 1; *(if b { p } else { &raw mut y }) } }
#[datarace::check] fn nested_generic<T, U>(p: *const (T, Option<U>)) -> Option<U> where T: Clone, U: Clone + Into<u64> { unsafe { let _t = (*p).0.clone(); let (_, ref u) = *p; u.clone().or((*p).1.clone()) } }
#[datarace::check] fn void(p: *mut std::ffi::c_void, n: *const ()) -> u32 { unsafe { *(p as *mut u32) += 1; let _ = n; *(p.cast::<u32>()) } }
#[datarace::check] pub fn run() -> String {
    let u = Cellish(UnsafeCell::new(Box::new(1) as Box<dyn Display>)); unsize(&u);
    let (mut a, mut b, mut c, mut d, mut e, mut s) = (0, 0.0, 0, 'a', 0, String::new());
    format!("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {:?} {} {} {} {}", u.map(|d| d.to_string()), fnptr(&Cellish(UnsafeCell::new(|x| x))), slices(&Cellish(UnsafeCell::new(&[]))), opt(&Cellish(UnsafeCell::new(None))), ptrs(&Cellish(UnsafeCell::new(std::ptr::null()))), dflt(&Cellish(UnsafeCell::new(vec![]))), lit(&mut a, &mut b, &mut c, &mut d), into(&mut e, &mut s), generic_lit(&mut 0u16), collect(&mut vec![]), arr(&mut [0; 3]), closure_infer(), late_infer(), method_infer(), atomic_infer(), ptr_store(), cond_ptr(true), nested_generic(&(1, Some(2u8))), void((&raw mut e).cast(), std::ptr::null()), Cellish(UnsafeCell::new(3)).get(), Cellish(UnsafeCell::new(3)).get_copy(), Cellish(UnsafeCell::new(3)).replace(4))
}
