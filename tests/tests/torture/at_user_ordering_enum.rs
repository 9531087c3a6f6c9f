#[datarace::check] mod m {
    use std::sync::atomic::AtomicU32;
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[allow(dead_code)]
    pub enum Ordering { Relaxed, Release, Acquire, AcqRel, SeqCst, Sideways }
    #[derive(Debug, Default)]
    pub struct Reg { pub v: AtomicU32, pub last: std::cell::Cell<Option<u8>> }
    impl Reg {
        pub fn load(&self, o: Ordering) -> (u32, Ordering) { self.last.set(Some(o as u8)); (1, o) }
        pub fn store(&self, v: u32, o: Ordering) { self.last.set(Some(v as u8 + o as u8)); }
        pub fn swap(&self, v: u32, o: Ordering) -> String { format!("{v}{o:?}") }
        pub fn compare_exchange(&self, a: u32, b: u32, s: Ordering, f: Ordering) -> Result<u32, (u32, Ordering, Ordering)> { Err((a + b, s, f)) }
        pub fn fetch_add(&self, v: u32, o: Ordering) -> Option<(u32, Ordering)> { Some((v, o)) }
    }
    pub fn fence(o: Ordering) -> Ordering { o }
}
use m::{Ordering::{self, *}, Reg, fence};
#[datarace::check] pub fn run() -> String {
    let r = Reg::default();
    r.store(3, Acquire);
    let a = r.load(Release);
    let b = r.load(Ordering::AcqRel).1;
    let c = r.compare_exchange(1, 2, Relaxed, Release);
    let d = r.fetch_add(1, Sideways);
    let e = fence(Relaxed);
    let f = r.swap(1, SeqCst);
    let g = Reg::load(&r, Release);
    r.v.store(4, std::sync::atomic::Ordering::Release);
    let h = r.v.load(std::sync::atomic::Ordering::Acquire);
    format!("{a:?} {b:?} {c:?} {d:?} {e:?} {f} {g:?} {h} {r:?}")
}
