// blanket traits of methods named load/store/lock/read/write/swap/resolve/push
use std::sync::atomic::{AtomicU32, Ordering};
#[datarace::check] trait Blanket { fn load(&self, _o: Ordering) -> &'static str { "blanket load" } fn store(&self, _v: u32, _o: Ordering) -> &'static str { "bs" } fn lock(&self) -> u8 { 1 } fn read(&self) -> u8 { 2 } fn write(&self, _x: u8) -> u8 { 3 } fn swap(self, _o: u32, _p: Ordering) -> u8 where Self: Sized { 4 } fn resolve(&self) -> u8 { 5 } fn push(&self, x: u8) -> u8 { x } fn after(&self, x: u8) -> u8 { x } fn get(&self) -> u8 { 8 } fn join(&self) -> u8 { 9 } fn spawn(&self, f: impl Fn() -> u8) -> u8 { f() } fn send(&self, x: u8) -> u8 { x } fn recv(&self) -> u8 { 10 } fn wait(&self) -> u8 { 11 } fn set(&self, x: u8) -> u8 { x } fn as_ref(&self) -> u8 { 12 } fn fetch_add(&self, x: u8, _o: Ordering) -> u8 { x } }
#[datarace::check] impl<T: ?Sized> Blanket for T {}
struct S; static mut G: S = S;
#[datarace::check] pub fn main() {
    let s = S; let a = AtomicU32::new(3); let p = &raw const s;
    println!("{} {} {}", s.load(Ordering::Relaxed), a.load(Ordering::Relaxed), (&a).load(Ordering::Acquire));
    println!("{:?} {:?} {}", s.store(1, Ordering::Release), a.store(5, Ordering::Release), a.swap(7, Ordering::AcqRel));
    println!("{} {} {} {} {} {}", s.lock(), s.read(), s.write(1), S.swap(1, Ordering::Relaxed), s.resolve(), s.push(2));
    println!("{} {} {} {} {} {} {} {}", s.after(3), s.get(), s.join(), s.spawn(|| 4), s.send(5), s.recv(), s.wait(), s.set(6));
    println!("{} {}", s.as_ref(), s.fetch_add(1, Ordering::Relaxed));
    unsafe { println!("{} {} {} {} {}", (*p).load(Ordering::Relaxed), (*p).read(), G.lock(), G.push(3), (*p).push(4)); println!("{} {}", G.load(Ordering::Acquire), Blanket::lock(&G)); }
    println!("{} {} {}", "str".lock(), [1u8].push(3), 5u32.load(Ordering::SeqCst)); println!("{}", vec![1u8].get());
}
