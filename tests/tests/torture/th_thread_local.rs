use std::cell::{Cell, RefCell, UnsafeCell};
use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(0);
thread_local! { static C: Cell<u32> = const { Cell::new(0) }; static R: RefCell<Vec<u32>> = RefCell::new(vec![A.fetch_add(1, Relaxed)]); static U: UnsafeCell<u32> = const { UnsafeCell::new(5) }; static D: Dr = const { Dr(3) }; }
struct Dr(u32);
#[datarace::check] impl Drop for Dr { fn drop(&mut self) { A.fetch_add(self.0 * 100, AcqRel); } }
#[datarace::check] fn get() -> u32 { U.with(|u| unsafe { *u.get() += 1; *u.get() }) }
#[datarace::check] pub fn run() -> String {
    let r: Vec<u32> = (0..3).map(|i| std::thread::spawn(move || { C.set(i); D.with(|d| d.0); R.with_borrow_mut(|r| r.push(i)); C.get() + get() }).join().unwrap()).collect();
    R.with(|r| r.borrow_mut().push(9));
    format!("{r:?} {} {} {} {:?}", C.get(), get(), A.load(Acquire) / 100, R.with(|r| r.borrow().len()))
}
