use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicUsize, Ordering::*};
struct Config { retries: u32, n: AtomicUsize, inner: Inner } struct Inner { list: [u32; 3], name: &'static str }
static CONFIG: Config = Config { retries: 3, n: AtomicUsize::new(0), inner: Inner { list: [1, 2, 3], name: "c" } };
static REF: &Config = &CONFIG;
unsafe trait Raw { unsafe fn get(&self) -> u32; unsafe fn put(&mut self, n: u32); unsafe fn both(p: *mut Self) -> u32 where Self: Sized { unsafe { (*p).put(9); (*p).get() } } }
#[datarace::check]
unsafe impl Raw for *mut u32 { unsafe fn get(&self) -> u32 { unsafe { **self } } unsafe fn put(&mut self, n: u32) { unsafe { **self = n } } }
#[datarace::check]
unsafe impl Raw for NonNull<u32> { unsafe fn get(&self) -> u32 { unsafe { *self.as_ref() + NonNull::read(*self) } } unsafe fn put(&mut self, n: u32) { unsafe { *self.as_mut() = n; NonNull::write(*self, n + 1) } } }
#[datarace::check]
unsafe trait WithDefault { unsafe fn d(&self, p: *mut u32) -> u32 { unsafe { *p += 1; *p } } fn e() -> u32 { CONFIG.retries } }
unsafe impl WithDefault for () {}
#[datarace::check]
fn config() -> u32 { CONFIG.retries + REF.retries + CONFIG.inner.list[1] + REF.inner.list[CONFIG.inner.list.len() - 1] + CONFIG.n.fetch_add(1, Relaxed) as u32 + CONFIG.inner.name.len() as u32 + unsafe { CONFIG.retries + REF.retries + CONFIG.inner.list[0] } }
#[datarace::check]
fn by_path(x: &mut u32) -> u32 {
    let p = NonNull::from(&mut *x); let mut q = NonNull::new(ptr::from_mut(x)).unwrap();
    unsafe {
        let a = *NonNull::as_ptr(p);
        let b = *NonNull::as_ref(&p);
        *NonNull::as_mut(&mut q) = a + b;
        let c = NonNull::read(p) + NonNull::<u32>::read(p) + <NonNull<u32>>::read(p) + NonNull::read_volatile(p) + NonNull::read_unaligned(p);
        NonNull::write(p, c); NonNull::write_volatile(p, c + 1); NonNull::replace(p, 6); NonNull::write_unaligned(p, 7);
        let mut z = 9; NonNull::swap(p, NonNull::from(&mut z)); NonNull::copy_to(p, NonNull::from(&mut z), 1); NonNull::copy_from(p, NonNull::from(&z), 1);
        NonNull::copy_to_nonoverlapping(p, NonNull::from(&mut z), 1); NonNull::write_bytes(p, 1, 1);
        let d = NonNull::cast::<u8>(p).read(); let e = *NonNull::add(NonNull::sub(NonNull::add(p, 1), 1), 0).as_ref();
        let f = [p].map(|p| NonNull::read(p))[0]; let g: fn(NonNull<u32>) -> *mut u32 = NonNull::as_ptr; let _ = *g(p);
        NonNull::drop_in_place(p);
        a + b + c + z + u32::from(d) + (e & 0xff) + (f & 0xf)
    }
}
#[datarace::check]
fn slices(v: &mut [u32]) -> u32 {
    let s = NonNull::from(v); let p: NonNull<u32> = s.cast();
    unsafe { let t = NonNull::slice_from_raw_parts(p, NonNull::len(s)); NonNull::as_ref(&t)[1] + (&(*NonNull::as_ptr(t)))[0] + (*t.as_ptr())[1] + t.as_ref().iter().sum::<u32>() + *NonNull::as_non_null_ptr_(s).as_ptr() }
}
trait Ext<T> { fn as_non_null_ptr_(self) -> NonNull<T>; } impl<T> Ext<T> for NonNull<[T]> { fn as_non_null_ptr_(self) -> NonNull<T> { self.cast() } }
pub fn main() {
    let mut x = 5; let mut p = &raw mut x;
    unsafe { println!("{} {}", Raw::both(&raw mut p), { p.put(2); p.get() }); let mut n = NonNull::new(p).unwrap(); println!("{} {}", Raw::both(&raw mut n), n.get()); println!("{} {}", ().d(p), <() as WithDefault>::e()); }
    println!("{} {} {}", config(), by_path(&mut x), slices(&mut [4, 5, 6]));
}
