//! One side synchronizes in code that is annotated, the other one in code that is not: no pair is a race.
//!
//! Each program is correct; what is not annotated may be in a helper of either side, behind a method with a name of std's,
//! or in an iterator.
#![cfg(feature = "track")]

use std::cell::UnsafeCell;
use std::sync::{
    Arc, Barrier, Condvar, Mutex, OnceLock, RwLock,
    atomic::{Ordering::*, *},
    mpsc,
};
use std::thread;
struct D(UnsafeCell<u64>);
// SAFETY: the programs order their accesses.
unsafe impl Sync for D {}
struct All {
    d: D,
    flag: AtomicBool,
    m: Mutex<bool>,
    cv: Condvar,
    once: OnceLock<u32>,
    barrier: Barrier,
    rw: RwLock<bool>,
    tx: Mutex<Option<mpsc::Sender<u32>>>,
    rx: Mutex<Option<mpsc::Receiver<u32>>>,
}
fn all() -> Arc<All> {
    let (t, r) = mpsc::channel();
    Arc::new(All {
        d: D(UnsafeCell::new(0)),
        flag: AtomicBool::new(false),
        m: Mutex::new(false),
        cv: Condvar::new(),
        once: OnceLock::new(),
        barrier: Barrier::new(2),
        rw: RwLock::new(false),
        tx: Mutex::new(Some(t)),
        rx: Mutex::new(Some(r)),
    })
}
/// Code that does not know of the attribute.
mod lib {
    use super::*;
    pub fn wait_flag(a: &All) {
        while !a.flag.load(Acquire) {
            thread::yield_now()
        }
    }
    pub fn set_flag(a: &All) {
        a.flag.store(true, Release)
    }
    pub fn wait_m(a: &All) {
        while !*a.m.lock().unwrap() {
            thread::yield_now()
        }
    }
    pub fn set_m(a: &All) {
        *a.m.lock().unwrap() = true
    }
    pub fn wait_cv(a: &All) {
        let mut g = a.m.lock().unwrap();
        while !*g {
            g = a.cv.wait(g).unwrap()
        }
    }
    pub fn set_cv(a: &All) {
        *a.m.lock().unwrap() = true;
        a.cv.notify_all()
    }
    pub fn wait_once(a: &All) {
        while a.once.get().is_none() {
            thread::yield_now()
        }
    }
    pub fn set_once(a: &All) {
        a.once.set(1).unwrap()
    }
    pub fn bar(a: &All) {
        a.barrier.wait();
    }
    pub fn recv(r: &mpsc::Receiver<u32>) {
        r.recv().unwrap();
    }
    pub fn send(t: &mpsc::Sender<u32>) {
        t.send(1).unwrap();
    }
    pub fn wait_rw(a: &All) {
        while !*a.rw.read().unwrap() {
            thread::yield_now()
        }
    }
}
macro_rules! pairs { ($($name:ident: |$a:ident| $w:expr, $r:expr;)*) => { $(
 #[test] fn $name() {
   #[datarace::check] fn body() { let x = all(); let x2 = x.clone();
     let h = thread::spawn(move || { let $a = &*x2; unsafe { *$a.d.0.get() = 1 }; $w; });
     let $a = &*x; $r; assert_eq!(unsafe { *$a.d.0.get() }, 1); h.join().unwrap(); }
   let o = datarace::observe(body); assert!(o.races().is_empty(), "{}", o.races()[0]); assert!(o.events() > 2); }
)* } }
pairs! {
  flag_rd: |a| a.flag.store(true, Release), lib::wait_flag(a);
  flag_wr: |a| lib::set_flag(a), while !a.flag.load(Acquire) { thread::yield_now() };
  m_rd: |a| *a.m.lock().unwrap() = true, lib::wait_m(a);
  m_wr: |a| lib::set_m(a), while !*a.m.lock().unwrap() { thread::yield_now() };
  cv_rd: |a| { *a.m.lock().unwrap() = true; a.cv.notify_all() }, lib::wait_cv(a);
  cv_wr: |a| lib::set_cv(a), { let mut g = a.m.lock().unwrap(); while !*g { g = a.cv.wait(g).unwrap() } };
  once_rd: |a| a.once.set(1).unwrap(), lib::wait_once(a);
  once_wr: |a| lib::set_once(a), while a.once.get().is_none() { thread::yield_now() };
  bar_rd: |a| { a.barrier.wait(); }, lib::bar(a);
  bar_wr: |a| lib::bar(a), { a.barrier.wait(); };
  rw_rd: |a| *a.rw.write().unwrap() = true, lib::wait_rw(a);
  chan_rd: |a| { let t = a.tx.lock().unwrap().take().unwrap(); t.send(1).unwrap(); }, { let r = a.rx.lock().unwrap().take().unwrap(); lib::recv(&r); };
  chan_wr: |a| { let t = a.tx.lock().unwrap().take().unwrap(); lib::send(&t); }, { let r = a.rx.lock().unwrap().take().unwrap(); r.recv().unwrap(); };
}

fn d() -> Arc<D> {
    Arc::new(D(UnsafeCell::new(0)))
}
/// A library that does not know of the attribute; some of its methods have names of std's.
mod named {
    use super::*;
    pub struct Swap<T>(Mutex<Option<T>>);
    impl<T: Clone> Swap<T> {
        pub fn new() -> Self {
            Swap(Mutex::new(None))
        }
        pub fn load(&self) -> Option<T> {
            self.0.lock().unwrap().clone()
        }
        pub fn store(&self, v: T) {
            *self.0.lock().unwrap() = Some(v)
        }
        pub fn first(&self) -> Option<T> {
            self.load()
        }
        pub fn len(&self) -> usize {
            self.load().is_some() as usize
        }
        pub fn find(&self) -> Option<T> {
            self.load()
        }
        pub fn is_ready(&self) -> bool {
            self.load().is_some()
        }
        pub fn contains(&self, _: &str) -> bool {
            self.is_ready()
        }
        pub fn as_option(&self) -> Option<T> {
            self.load()
        }
        pub fn unwrap_value(&self) -> Option<T> {
            self.load()
        }
        pub fn borrow(&self) -> Option<T> {
            self.load()
        }
        pub fn last(&self) -> Option<T> {
            self.load()
        }
        pub fn id(&self) -> Option<T> {
            self.load()
        }
    }
    impl<T: Clone> Iterator for &Swap<T> {
        type Item = T;
        fn next(&mut self) -> Option<T> {
            loop {
                if let Some(v) = self.load() {
                    return Some(v);
                }
                thread::yield_now()
            }
        }
    }
    pub fn chan<T: Clone + Send>() -> Arc<Swap<T>> {
        Arc::new(Swap::new())
    }
}
macro_rules! uses { ($($name:ident: |$s:ident| $e:expr;)*) => { $(
 #[test] fn $name() {
   #[datarace::check] fn body() { let x = d(); let s = named::chan::<u64>(); let (x2, s2) = (x.clone(), s.clone());
     let h = thread::spawn(move || { unsafe { *x2.0.get() = 1 }; s2.store(7); });
     let $s = &*s; $e; assert_eq!(unsafe { *x.0.get() }, 1); h.join().unwrap(); }
   let o = datarace::observe(body); assert!(o.races().is_empty(), "{}", o.races()[0]); assert_eq!(o.unproven().len(), 1); }
)* } }
uses! {
  u_load: |s| while s.load().is_none() { thread::yield_now() };
  u_first: |s| while s.first().is_none() { thread::yield_now() };
  u_len: |s| while s.len() == 0 { thread::yield_now() };
  u_find: |s| while s.find().is_none() { thread::yield_now() };
  u_is: |s| while !s.is_ready() { thread::yield_now() };
  u_contains: |s| while !s.contains("x") { thread::yield_now() };
  u_as: |s| while s.as_option().is_none() { thread::yield_now() };
  u_unwrap: |s| while s.unwrap_value().is_none() { thread::yield_now() };
  u_borrow: |s| while s.borrow().is_none() { thread::yield_now() };
  u_last: |s| while s.last().is_none() { thread::yield_now() };
  u_id: |s| while s.id().is_none() { thread::yield_now() };
  u_take: |s| assert_eq!(s.take(1).sum::<u64>(), 7);
  u_collect: |s| assert_eq!(s.take(1).collect::<Vec<_>>().len(), 1);
  u_for_each: |s| s.take(1).for_each(|v| assert_eq!(v, 7));
  u_map: |s| assert_eq!(s.take(1).map(|v| v + 1).max(), Some(8));
}
macro_rules! chans { ($($name:ident: |$r:ident| $e:expr;)*) => { $(
 #[test] fn $name() {
   #[datarace::check] fn body() { let x = d(); let ($r, x2) = { let (t, r) = mpsc::channel::<u64>(); let x2 = x.clone();
     let h = thread::spawn(move || { unsafe { *x2.0.get() = 1 }; t.send(7).unwrap(); }); (r, h) };
     $e; assert_eq!(unsafe { *x.0.get() }, 1); x2.join().unwrap(); }
   let o = datarace::observe(body); assert!(o.races().is_empty(), "{}", o.races()[0]); assert!(o.events() > 2); }
)* } }
chans! {
  c_recv: |r| assert_eq!(r.recv(), Ok(7));
  c_iter_next: |r| assert_eq!(r.iter().next(), Some(7));
  c_into_iter: |r| assert_eq!(r.into_iter().next(), Some(7));
  c_collect: |r| assert_eq!(r.iter().collect::<Vec<_>>(), [7]);
  c_sum: |r| assert_eq!(r.iter().map(|x| x * 2).sum::<u64>(), 14);
  c_for_each: |r| r.into_iter().for_each(|v| assert_eq!(v, 7));
  c_take: |r| for v in r.iter().take(1) { assert_eq!(v, 7); };
  c_enumerate: |r| for (i, v) in r.iter().enumerate() { assert_eq!((i, v), (0, 7)); };
  c_try_iter: |r| loop { if r.try_iter().count() == 1 { break } thread::yield_now() };
  c_while_let: |r| { let mut it = r.iter(); while let Some(v) = it.next() { assert_eq!(v, 7); } };
  c_for_ref: |r| for v in &r { assert_eq!(v, 7); };
  c_try_recv: |r| loop { match r.try_recv() { Ok(_) => break, Err(_) => thread::yield_now() } };
  c_disconnect: |r| loop { match r.try_recv() { Err(mpsc::TryRecvError::Disconnected) => break, _ => thread::yield_now() } };
  c_timeout: |r| assert_eq!(r.recv_timeout(std::time::Duration::from_secs(20)), Ok(7));
  c_fn: |r| { fn f(r: &mpsc::Receiver<u64>) -> u64 { r.recv().unwrap() } assert_eq!(f(&r), 7); };
  c_by_path: |r| assert_eq!(mpsc::Receiver::recv(&r), Ok(7));
}
