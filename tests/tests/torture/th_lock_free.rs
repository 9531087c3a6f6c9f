use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::*, fence};
use std::sync::Arc;
struct Node<T> { v: T, next: *mut Node<T> }
struct Stack<T> { head: AtomicPtr<Node<T>>, len: AtomicUsize }
#[datarace::check] impl<T> Stack<T> {
    fn push(&self, v: T) { let n = Box::into_raw(Box::new(Node { v, next: ptr::null_mut() })); loop { let h = self.head.load(Relaxed); unsafe { (*n).next = h; } if self.head.compare_exchange(h, n, Release, Relaxed).is_ok() { self.len.fetch_add(1, Relaxed); break; } } }
    fn drain(&self) -> Vec<T> { let mut p = self.head.swap(ptr::null_mut(), Acquire); let mut o = vec![]; while !p.is_null() { let b = unsafe { Box::from_raw(p) }; p = b.next; o.push(b.v); } o }
    fn peek(&self) -> Option<&T> { unsafe { self.head.load(Acquire).as_ref().map(|n| &n.v) } }
}
#[datarace::check] impl<T> Drop for Stack<T> { fn drop(&mut self) { let mut p = *self.head.get_mut(); while !p.is_null() { unsafe { let n = (*p).next; drop(Box::from_raw(p)); p = n; } } } }
#[datarace::check] unsafe impl<T: Send> Send for Stack<T> {}
#[datarace::check] unsafe impl<T: Send> Sync for Stack<T> {}
struct MyArc<T> { p: ptr::NonNull<Inner<T>> }
struct Inner<T> { rc: AtomicUsize, t: T }
#[datarace::check] unsafe impl<T: Send + Sync> Send for MyArc<T> {}
#[datarace::check] impl<T> MyArc<T> { fn new(t: T) -> Self { MyArc { p: ptr::NonNull::from(Box::leak(Box::new(Inner { rc: AtomicUsize::new(1), t }))) } } fn get(&self) -> &T { unsafe { &self.p.as_ref().t } } fn get_mut(&mut self) -> Option<&mut T> { if unsafe { self.p.as_ref() }.rc.load(Relaxed) == 1 { fence(Acquire); unsafe { Some(&mut self.p.as_mut().t) } } else { None } } }
#[datarace::check] impl<T> Clone for MyArc<T> { fn clone(&self) -> Self { unsafe { self.p.as_ref() }.rc.fetch_add(1, Relaxed); MyArc { p: self.p } } }
#[datarace::check] impl<T> Drop for MyArc<T> { fn drop(&mut self) { unsafe { if self.p.as_ref().rc.fetch_sub(1, Release) == 1 { fence(Acquire); drop(Box::from_raw(self.p.as_ptr())); } } } }
static CONF: AtomicPtr<String> = AtomicPtr::new(ptr::null_mut());
#[datarace::check] fn conf() -> &'static String { let p = CONF.load(Acquire); if !p.is_null() { return unsafe { &*p }; } let n = Box::into_raw(Box::new("conf".to_string())); match CONF.compare_exchange(ptr::null_mut(), n, Release, Acquire) { Ok(_) => unsafe { &*n }, Err(e) => { drop(unsafe { Box::from_raw(n) }); unsafe { &*e } } } }
struct Spsc { buf: [std::cell::UnsafeCell<u32>; 4], r: AtomicUsize, w: AtomicUsize }
#[datarace::check] unsafe impl Sync for Spsc {}
#[datarace::check] impl Spsc { fn push(&self, v: u32) -> bool { let w = self.w.load(Relaxed); if w - self.r.load(Acquire) == 4 { return false; } unsafe { *self.buf[w % 4].get() = v; } self.w.store(w + 1, Release); true } fn pop(&self) -> Option<u32> { let r = self.r.load(Relaxed); (r != self.w.load(Acquire)).then(|| { let v = unsafe { *self.buf[r % 4].get() }; self.r.store(r + 1, Release); v }) } }
#[datarace::check] pub fn run() -> String {
    let s = Arc::new(Stack { head: AtomicPtr::new(ptr::null_mut()), len: AtomicUsize::new(0) });
    let hs: Vec<_> = (0..3).map(|i| { let s = s.clone(); std::thread::spawn(move || for k in 0..10 { s.push(format!("{i}{k}")) }) }).collect();
    hs.into_iter().for_each(|h| h.join().unwrap());
    let pk = s.peek().is_some(); let n = s.drain().len(); s.push("left".into());
    let mut a = MyArc::new(vec![1]); { let hs: Vec<_> = (0..3).map(|_| { let a = a.clone(); std::thread::spawn(move || a.get().len()) }).collect(); for h in hs { h.join().unwrap(); } }
    a.get_mut().unwrap().push(2);
    std::thread::scope(|s| for _ in 0..3 { s.spawn(|| conf().len()); });
    let q = Spsc { buf: Default::default(), r: AtomicUsize::new(0), w: AtomicUsize::new(0) };
    let sum = std::thread::scope(|s| { s.spawn(|| for i in 0..50 { while !q.push(i) { std::thread::yield_now(); } }); let mut t = 0; let mut k = 0; while k < 50 { if let Some(v) = q.pop() { t += v; k += 1; } else { std::thread::yield_now(); } } t });
    format!("{pk} {n} {} {:?} {} {sum}", s.len.load(Relaxed), a.get(), conf())
}
