//! Atomics, fences, and the std primitives around them. Written to break the macro, not to be read: it must compile.

#[rustfmt::skip]
#[datarace::check]
mod atomics {
    use std::sync::atomic::{self, *};
    use std::sync::atomic::Ordering::*;
    use std::sync::{Arc, Mutex, Condvar, RwLock, mpsc, OnceLock, LazyLock, Barrier, Once};
    use std::ops::Deref;
    use std::thread;
    static A: AtomicUsize = AtomicUsize::new(0);
    const ZERO: AtomicUsize = AtomicUsize::new(0);
    static ARR: [AtomicU8; 4] = [const { AtomicU8::new(0) }; 4];
    static LZ: LazyLock<AtomicU32> = LazyLock::new(|| AtomicU32::new(3));
    static mut SM: AtomicI32 = AtomicI32::new(1);
    pub struct S { f: AtomicBool, p: AtomicPtr<u32>, n: Box<AtomicI64>, arc: Arc<AtomicU64>, v: Vec<AtomicUsize> }
    pub struct Own; impl Own { fn load(&self, o: Ordering) -> &str { "x" } fn store(&mut self, v: u32, o: Ordering) {} fn swap(self, v: u32, o: Ordering) -> Own { self } }
    pub struct Wrap(AtomicUsize); impl Deref for Wrap { type Target = AtomicUsize; fn deref(&self) -> &AtomicUsize { &self.0 } }
    trait Ld { fn load(&self, o: Ordering) -> u8; } impl Ld for u8 { fn load(&self, _: Ordering) -> u8 { 3 } }
    fn ord() -> Ordering { Relaxed }
    impl S {
        fn all(&self, o: Ordering, (a, b): (&AtomicUsize, Ordering)) -> usize {
            let x = self.f.load(Acquire); self.f.store(true, Release); let y = self.f.swap(false, AcqRel); self.f.fetch_and(true, SeqCst); self.f.fetch_not(Relaxed); self.f.fetch_nand(true, Relaxed);
            self.n.fetch_add(1, o); self.n.fetch_max(-1, o); self.arc.fetch_sub(1, ord()); self.v[0].load(if x { Relaxed } else { Acquire }); self.v.iter().map(|x| x.load(Relaxed)).sum::<usize>(); self.v.get(1).unwrap().store(3, Relaxed); let t = (&self.v[0]).load(Relaxed);
            a.load(b); a.store(a.load(b) + 1, Relaxed); A.compare_exchange(0, 1, AcqRel, Acquire).unwrap_or_else(|x| x); while let Err(e) = A.compare_exchange_weak(0, 1, Relaxed, Relaxed) { if e == 1 { break; } }
            match A.fetch_update(SeqCst, SeqCst, |x| if x > 3 { None } else { Some(x + 1) }) { Ok(x) | Err(x) => x }; let u = A.try_update(Relaxed, Relaxed, |x| x.checked_add(1)); let w = A.update(Relaxed, Relaxed, |x| x + 1);
            AtomicUsize::load(&A, Relaxed); atomic::AtomicUsize::store(&self.v[0], 3, atomic::Ordering::Relaxed); std::sync::atomic::AtomicBool::swap(&self.f, true, Ordering::SeqCst); AtomicPtr::load(&self.p, Acquire); AtomicPtr::<u32>::store(&self.p, std::ptr::null_mut(), Release); AtomicU64::fetch_add(&self.arc, 1, Relaxed); <AtomicUsize>::load(&A, Relaxed);
            self.p.load(Acquire).is_null(); let p = self.p.swap(std::ptr::null_mut(), AcqRel); self.p.compare_exchange(p, p, AcqRel, Acquire).ok(); self.p.fetch_ptr_add(1, Relaxed); self.p.fetch_byte_sub(4, Relaxed); self.p.fetch_or(1, Relaxed);
            unsafe { if let Some(x) = self.p.load(Acquire).as_ref() { let _ = *x; } let v = *self.p.load(Acquire); *self.p.load(Relaxed) = 3; *self.p.load(Relaxed) += 3; SM.load(Relaxed); SM.fetch_add(1, Relaxed); }
            ZERO.load(Relaxed); ARR[2].fetch_or(1, Relaxed); ARR.iter().for_each(|x| x.store(0, Relaxed)); LZ.load(Relaxed); Wrap(AtomicUsize::new(1)).load(Relaxed); let wr = Wrap(AtomicUsize::new(1)); wr.store(3, Relaxed); (*wr).load(Relaxed); 3u8.load(Relaxed); let d: &dyn Ld = &3u8; d.load(Relaxed); Own.load(Relaxed); let mut own = Own; own.store(1, Relaxed); let own = own.swap(1, Relaxed);
            let mut local = AtomicUsize::new(3); *local.get_mut() = 4; local.load(Relaxed); let inner = local.into_inner(); let dp = A.as_ptr(); unsafe { AtomicUsize::from_ptr(dp).load(Relaxed); }
            let rel = Relaxed; let v = A.load(rel); let f = |o| A.load(o); f(Relaxed); let g = AtomicUsize::load; g(&A, Relaxed); let sum = A.load(Relaxed) + A.load(Relaxed) * 2; let big = A.load(Relaxed) as u32 as f64; if A.load(Relaxed) == 3 && !self.f.load(Relaxed) { return A.load(Relaxed) } fence(Acquire); atomic::fence(SeqCst); std::sync::atomic::fence(o); compiler_fence(SeqCst);
            let mut v2 = vec![1, 2, 3]; v2.swap(0, 1); let i = 1; let j = 2; v2.swap(i, j); let mut c = || v2.swap(i, j); c(); std::mem::swap(&mut v2, &mut vec![]); let ww = &&&&A; ww.load(Relaxed); let bb: Box<Box<AtomicUsize>> = Box::new(Box::new(AtomicUsize::new(1))); bb.load(Relaxed);
            A.load(Relaxed).checked_add(1).map(|x| x + A.load(Relaxed)).unwrap()
        }
    }
    fn sync(m: &Mutex<Vec<u32>>, rw: &RwLock<u32>, cv: &Condvar) -> u32 {
        let g = m.lock().unwrap(); let g = cv.wait(g).unwrap(); let g = cv.wait_while(g, |v| v.is_empty()).unwrap(); let (g, t) = cv.wait_timeout(g, std::time::Duration::from_secs(1)).unwrap(); drop(g); m.lock().unwrap().push(3); let l = m.lock().unwrap().len(); let x = &mut *m.lock().unwrap(); x.push(1); *rw.write().unwrap() += 1; let r = *rw.read().unwrap(); if let Ok(mut g) = m.try_lock() { g.push(1); } match m.lock() { Ok(g) => { let _ = g.len(); } Err(e) => { let _ = e.into_inner(); } } for x in m.lock().unwrap().iter() { let _ = x; } let v = { m.lock().unwrap().clone() }; cv.notify_all(); while let Some(x) = m.lock().unwrap().pop() { let _ = x; }
        let (tx, rx) = mpsc::channel::<Box<dyn Fn() + Send>>(); let tx2 = tx.clone(); tx.send(Box::new(|| {})).unwrap(); let h = thread::spawn(move || { tx2.send(Box::new(|| {})).unwrap(); 3 }); for f in rx.try_iter() { f(); } drop(tx); for f in rx { f(); } let (stx, srx) = mpsc::sync_channel(3); stx.send(1u8).unwrap(); let z = srx.recv().unwrap(); let y = h.join().unwrap();
        let hs: Vec<_> = (0..3).map(|i| thread::spawn(move || i)).collect(); for h in hs { h.join().unwrap(); } let b = thread::Builder::new().name("x".into()).spawn(|| 3).unwrap().join().unwrap(); let mut loc = vec![1]; let n = thread::scope(|s| { let h = s.spawn(|| loc.push(1)); h.join().unwrap(); s.spawn(|| 3).join().unwrap() }); thread::scope(|s| { for i in 0..3 { s.spawn(move || i); } thread::Builder::new().spawn_scoped(s, || 3).unwrap(); }); static OL: OnceLock<u32> = OnceLock::new(); let o = OL.get_or_init(|| 3); OL.set(4).ok(); let q = OL.get(); static ON: Once = Once::new(); ON.call_once(|| {}); let bar = Barrier::new(1); bar.wait(); thread::yield_now(); std::hint::spin_loop(); thread::park_timeout(std::time::Duration::from_millis(1)); let mut arc = Arc::new(3); Arc::get_mut(&mut arc).map(|x| *x = 4); *Arc::make_mut(&mut arc) = 3; let un = Arc::try_unwrap(arc).unwrap(); y as u32
    }
    pub fn std() {} mod core {} mod datarace {} struct Result; const SITE: u8 = 3;
    fn hygiene() { let r = Result; A.load(Relaxed); }
}
#[datarace::check]
fn forbid() {}
