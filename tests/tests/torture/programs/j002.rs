use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
trait Strategy { type Fut; fn wait(&mut self, x: Self::Fut) -> u32; }
struct Blocking; struct Listener(u32);
impl Strategy for Blocking { type Fut = Listener; fn wait(&mut self, x: Listener) -> u32 { x.0 } }
#[datarace::check]
fn open<S: Strategy<Fut = Listener>>(mut strategy: S) -> u32 {
    let mut x = None;
    loop {
        match x.take() {
            None => x = Some(Listener(7)),
            Some(l) => return strategy.wait(l),
        }
    }
}
struct Default2;
impl Default2 { fn wait<T: Into<u64>>(&self, x: T) -> u64 { x.into() } fn wait_while<T, F: FnMut(&mut T) -> bool>(&self, mut x: T, mut f: F) -> bool { f(&mut x) } 
 fn wait_timeout<T: std::fmt::Debug, D: std::fmt::Debug>(&self, x: T, d: D) -> String { format!("{x:?}{d:?}") } }
#[datarace::check]
fn inferred() -> u64 {
    let d = Default2;
    let v = "5".parse().unwrap();
    let w = d.wait(v);
    let _: u8 = v;
    let y = Default::default();
    d.wait_while(y, |n: &mut Vec<u32>| { n.push(1); n.len() == 1 });
    let n = "17".parse().unwrap();
    let t = d.wait_timeout(n, 3);
    let _: i16 = n;
    w + t.len() as u64
}
#[datarace::check]
fn real(m: &Mutex<u32>, c: &Condvar) -> u32 {
    let guard = m.lock().unwrap();
    let guard: MutexGuard<u32> = c.wait_timeout(guard, std::time::Duration::from_millis(1)).unwrap_or_else(PoisonError::into_inner).0;
    let guard = c.wait_while(guard, |n| *n == 0).unwrap();
    *guard
}
#[datarace::check]
fn opened<G>(make: impl Fn() -> G, w: impl Fn(G) -> u32) -> u32 { 
    struct W<F>(F); impl<F> W<F> { fn wait<G>(&self, g: G) -> u32 where F: Fn(G) -> u32 { (self.0)(g) } }
    let w = W(w);
    w.wait(make())
}
pub fn main() {
    println!("{} {} {} {}", open(Blocking), inferred(), real(&Mutex::new(4), &Condvar::new()), opened(|| 4u32, |x| x + 1));
}
