use std::cell::{Cell, UnsafeCell, RefCell};
struct Lock { data: UnsafeCell<Vec<u32>>, n: UnsafeCell<u32>, arr: [UnsafeCell<u8>; 3], pair: UnsafeCell<(u8, String)> }
#[datarace::check] unsafe impl Sync for Lock {}
static L: Lock = Lock { data: UnsafeCell::new(Vec::new()), n: UnsafeCell::new(1), arr: [const { UnsafeCell::new(0) }; 3], pair: UnsafeCell::new((1, String::new())) };
#[datarace::check] impl Lock {
    fn with<R>(&self, f: impl FnOnce(&mut Vec<u32>) -> R) -> R { f(unsafe { &mut *self.data.get() }) }
    fn get(&self) -> u32 { unsafe { *self.n.get() } }
    #[allow(clippy::mut_from_ref)]
    fn n(&self) -> &mut u32 { unsafe { &mut *self.n.get() } }
    fn data(&self) -> &Vec<u32> { unsafe { &*self.data.get() } }
}
#[datarace::check] pub fn run() -> String {
    unsafe {
        *L.n.get() = 4;
        *L.n.get() += 1;
        (*L.data.get()).push(*L.n.get());
        (*L.data.get())[0] += 1;
        let d = &mut *L.data.get();
        d.push(9);
        *L.arr[1].get() = 7;
        *L.arr[1].get() += *L.arr[1].get();
        (*L.pair.get()).1.push('a');
        (*L.pair.get()).0 += 1;
        let s = &(*L.pair.get()).1;
        let x = L.n.get().read();
        L.n.get().write(x + 1);
        let c = Cell::new(1);
        *c.as_ptr() = 5;
        *c.as_ptr() += 1;
        let r = RefCell::new(vec![1]);
        (*r.as_ptr()).push(2);
        let raw = UnsafeCell::raw_get(&L.n);
        *raw *= 2;
        let mut own = UnsafeCell::new(3);
        *own.get_mut() += 1;
        *L.n() += 100;
        format!("{} {:?} {} {s} {x} {} {:?} {} {} {}", L.get(), L.data(), *L.arr[1].get(), c.get(), r.borrow(), own.into_inner(), (*L.pair.get()).0, L.with(|v| { v.push(1); v.len() }))
    }
}
