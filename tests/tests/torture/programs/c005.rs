// bump allocator as a global allocator, arena
use std::alloc::{GlobalAlloc, Layout, System}; use std::cell::{Cell, UnsafeCell}; use std::sync::atomic::{AtomicUsize, Ordering::*}; use std::ptr;
struct Counting; static BYTES: AtomicUsize = AtomicUsize::new(0); static CALLS: AtomicUsize = AtomicUsize::new(0);
#[datarace::check] unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, l: Layout) -> *mut u8 { BYTES.fetch_add(l.size(), Relaxed); unsafe { System.alloc(l) } }
    unsafe fn dealloc(&self, p: *mut u8, l: Layout) { CALLS.fetch_add(1, Relaxed); unsafe { System.dealloc(p, l) } }
}
#[repr(align(4096))] struct Bump { mem: UnsafeCell<[u8; 4096]>, at: AtomicUsize, live: AtomicUsize } #[datarace::check] unsafe impl Sync for Bump {}
#[datarace::check] unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, l: Layout) -> *mut u8 { self.live.fetch_add(1, Relaxed); let mut at = self.at.load(Relaxed); loop { let start = (at + l.align() - 1) & !(l.align() - 1); if start + l.size() > 4096 { return ptr::null_mut(); } match self.at.compare_exchange_weak(at, start + l.size(), SeqCst, Relaxed) { Ok(_) => return unsafe { self.mem.get().cast::<u8>().add(start) }, Err(e) => at = e } } }
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) { if self.live.fetch_sub(1, AcqRel) == 1 { self.at.store(0, Release); } }
}
static BUMP: Bump = Bump { mem: UnsafeCell::new([0; 4096]), at: AtomicUsize::new(0), live: AtomicUsize::new(0) };
struct Arena<T> { chunks: UnsafeCell<Vec<Vec<T>>>, n: Cell<usize> }
#[datarace::check] impl<T> Arena<T> { fn new() -> Self { Arena { chunks: UnsafeCell::new(vec![Vec::with_capacity(2)]), n: Cell::new(0) } }
  #[allow(clippy::mut_from_ref)] fn alloc(&self, t: T) -> &mut T { self.n.set(self.n.get() + 1); let c = unsafe { &mut *self.chunks.get() }; if c.last().is_none_or(|v| v.len() == v.capacity()) { let n = c.last().map_or(1, |v| v.capacity() * 2); c.push(Vec::with_capacity(n)); } let v = c.last_mut().unwrap(); v.push(t); let i = v.len() - 1; unsafe { &mut *v.as_mut_ptr().add(i) } } }
#[datarace::check] pub fn main() {
    unsafe { let l = Layout::new::<u64>(); let p = BUMP.alloc(l).cast::<u64>(); p.write(5); *p += 1; let q = BUMP.alloc(Layout::from_size_align_unchecked(3, 16)); q.write_bytes(7, 3); println!("{} {} {}", *p, *q.add(2), q.addr() % 16); let z = BUMP.alloc_zeroed(l); println!("{}", *z); BUMP.dealloc(p.cast(), l); BUMP.dealloc(q, l); BUMP.dealloc(z, l); println!("{} {}", BUMP.at.load(Relaxed), BUMP.alloc(Layout::new::<[u8; 8192]>()).is_null()); 
      let c = Counting; let r = c.alloc(l); let r = c.realloc(r, l, 64); *r.add(63) = 1; c.dealloc(r, Layout::from_size_align(64, 8).unwrap()); println!("{} {}", BYTES.load(Relaxed), CALLS.load(Relaxed));
      let l = Layout::array::<u32>(4).unwrap(); let a = std::alloc::alloc(l) as *mut u32; for i in 0..4 { a.add(i).write(i as u32); } let a = std::alloc::realloc(a.cast(), l, 32).cast::<u32>(); *a.add(7) = 9; println!("{} {}", *a.add(3), a.add(7).read()); std::alloc::dealloc(a as *mut u8, Layout::from_size_align(32, 4).unwrap()); }
    let a = Arena::new(); let x = a.alloc(String::from("x")); let y = a.alloc("y".into()); let z = a.alloc(format!("{x}{y}")); x.push('!'); println!("{x} {y} {z} {}", a.n.get());
}
