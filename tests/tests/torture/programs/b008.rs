// drop order and temporaries
use std::cell::RefCell; use std::sync::{Mutex, RwLock};
struct D(u8);
#[datarace::check] impl Drop for D { fn drop(&mut self) { println!("d{}", self.0); } }
#[datarace::check] impl D { fn v(&self) -> u8 { self.0 } fn me(&self) -> &D { self } fn m(&mut self) -> &mut u8 { &mut self.0 } }
static mut SLOT: Option<D> = None;
static M: Mutex<Vec<u8>> = Mutex::new(Vec::new());
#[datarace::check] fn mk(n: u8) -> D { println!("m{n}"); D(n) }
#[datarace::check] fn two(_a: &D, b: u8, _c: &D) -> u8 { println!("two"); b }
#[datarace::check] pub fn main() {
    unsafe {
        SLOT = Some(mk(1)); SLOT = Some(mk(2)); println!("--");
        let p = &raw mut SLOT;
        *p = Some(mk(3)); println!("--");
        *p = { let _t = mk(4); None }; println!("--");
        let x = two(&mk(5), *mk(6).m(), mk(7).me()); println!("{x} --");
        let y = [mk(8).v(), mk(9).v()]; println!("{y:?}");
        let _ = mk(10); println!("--"); let _g = mk(11);
        let z = &mk(12); println!("{}", z.v());
        match mk(13).v() { 13 => println!("arm"), _ => {} }
        if mk(14).v() == 14 { println!("then") }
        while mk(15).v() != 15 {}
        for i in [mk(16), mk(17)].iter() { println!("it{}", i.v()); }
        let b = Box::new(mk(18)); let raw = Box::into_raw(b); (*raw).0 = 19; *raw = mk(20); println!("--"); drop(Box::from_raw(raw));
        let r = &mut *Box::into_raw(Box::new(mk(21))); *r = mk(22); println!("--"); std::ptr::drop_in_place(r);
        SLOT.replace(mk(23)); SLOT.take().map(|d| d.v()).iter().for_each(|v| println!("v{v}"));
    }
    let l = M.lock().unwrap().len(); M.lock().unwrap().push(l as u8);
    match M.lock().unwrap().pop() { Some(v) => println!("{v} locked {}", M.try_lock().is_err()), None => {} }
    let n = { let g = M.lock().unwrap(); g.len() }; println!("{n} {}", M.try_lock().is_ok());
    let c = RefCell::new(vec![1]); let k = c.borrow().len(); c.borrow_mut().push(k); println!("{c:?}");
    let rw = RwLock::new(5); { let a = rw.read().unwrap(); let b = rw.read().unwrap(); println!("{}", *a + *b); } *rw.write().unwrap() += 1; println!("{:?}", rw.into_inner());
}
