use std::cell::UnsafeCell;
struct Counter { hits: u32, list: Vec<u32>, cell: UnsafeCell<u32> }
impl Counter { fn bump(&mut self) -> u32 { self.hits += 1; self.hits } fn peek(&self) -> u32 { self.hits } }
#[datarace::check]
fn leaked() -> u32 {
    let c: &'static mut Counter = Box::leak(Box::new(Counter { hits: 1, list: vec![3, 4], cell: UnsafeCell::new(5) }));
    let h = std::thread::spawn(|| { c.bump(); c.list.push(9); c.peek() + c.list.len() as u32 + unsafe { *c.cell.get() } });
    h.join().unwrap()
}
#[datarace::check]
fn returned() -> impl FnMut() -> u32 {
    let c: &'static mut Counter = Box::leak(Box::new(Counter { hits: 1, list: vec![], cell: UnsafeCell::new(0) }));
    || { c.list.push(1); c.bump() + c.list.len() as u32 }
}
#[datarace::check]
fn slice() -> usize {
    let s: &'static mut [u32] = Box::leak(vec![1, 2, 3].into_boxed_slice());
    std::thread::spawn(|| { s.sort_unstable_by(|a, b| b.cmp(a)); s[0] += 1; s.fill(4); s.len() + s.first().copied().unwrap() as usize }).join().unwrap()
}
trait Tr { fn go(&mut self, n: u32) -> u32; }
impl Tr for Counter { fn go(&mut self, n: u32) -> u32 { self.hits += n; self.hits } }
#[datarace::check]
fn dynamic() -> u32 {
    let t: &'static mut (dyn Tr + Send) = Box::leak(Box::new(Counter { hits: 1, list: vec![], cell: UnsafeCell::new(0) }));
    std::thread::spawn(|| t.go(4)).join().unwrap()
}
#[datarace::check]
fn atomics() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering::*};
    let a: &'static mut AtomicUsize = Box::leak(Box::new(AtomicUsize::new(1)));
    std::thread::spawn(|| { a.fetch_add(1, Relaxed); *a.get_mut() += 1; a.load(Acquire) }).join().unwrap()
}
#[datarace::check]
fn mutex() -> u32 {
    let a: &'static mut std::sync::Mutex<u32> = Box::leak(Box::new(std::sync::Mutex::new(1)));
    std::thread::spawn(|| { *a.lock().unwrap() += 1; *a.get_mut().unwrap() += 1; *a.lock().unwrap() }).join().unwrap()
}
pub fn main() {
    println!("{}", leaked());
    let mut f = returned();
    println!("{} {}", f(), f());
    println!("{} {} {} {}", slice(), dynamic(), atomics(), mutex());
}
