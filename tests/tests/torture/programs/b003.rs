// async
use std::future::Future; use std::pin::{Pin, pin}; use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};
use std::sync::atomic::{AtomicUsize, Ordering::*};
static WAKES: AtomicUsize = AtomicUsize::new(0);
static mut STATE: Vec<u32> = Vec::new();
const VT: RawWakerVTable = RawWakerVTable::new(|p| { WAKES.fetch_add(100, Relaxed); RawWaker::new(p, &VT) }, |_| { WAKES.fetch_add(1, Relaxed); }, |_| { WAKES.fetch_add(10, Relaxed); }, |_| { WAKES.fetch_add(1000, Relaxed); });
#[datarace::check] fn block<F: Future>(f: F) -> F::Output { let mut f = pin!(f); let w = unsafe { Waker::from_raw(RawWaker::new(std::ptr::null(), &VT)) }; let mut cx = Context::from_waker(&w); loop { if let Poll::Ready(x) = f.as_mut().poll(&mut cx) { return x; } } }
struct Yield(u8);
#[datarace::check] impl Future for Yield { type Output = u8; fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u8> { if self.0 == 0 { return Poll::Ready(9); } self.0 -= 1; let w = cx.waker().clone(); w.wake(); cx.waker().wake_by_ref(); Poll::Pending } }
#[datarace::check] async fn add(x: u32) -> u32 { unsafe { STATE.push(x) }; let y = Yield(1).await; unsafe { STATE.push(u32::from(y)); STATE[0] + STATE[1] } }
#[datarace::check] async fn tr(x: Result<u32, String>) -> Result<u32, String> { let v = x? + add(1).await; if v > 20 { return Err(format!("big {v}")); } Ok(v) }
#[datarace::check] trait Svc { fn call(&mut self, x: u32) -> impl Future<Output = u32>; }
struct A<'a>(&'a AtomicUsize);
#[datarace::check] impl Svc for A<'_> { async fn call(&mut self, x: u32) -> u32 { self.0.store(Yield(2).await as usize, Release); let p = &raw const x; let r = unsafe { *p }; r + self.0.load(Acquire) as u32 } }
#[datarace::check] fn is_send<T: Send>(t: T) -> T { t }
#[datarace::check] pub fn main() {
    println!("{}", block(add(3)));
    println!("{:?} {:?}", block(tr(Ok(2))), block(tr(Ok(30))));
    println!("{:?}", block(tr(Err("e".into()))));
    let n = AtomicUsize::new(0);
    println!("{}", block(A(&n).call(4)));
    let f = is_send(async { WAKES.load(Relaxed); let r: Vec<u32> = Vec::new(); Yield(1).await; unsafe { STATE.len() as u32 + r.len() as u32 } });
    println!("{}", block(f));
    let c = async |x: u32| { let y = add(x).await; unsafe { STATE.clear() }; y };
    println!("{} {:?}", block(c(2)), unsafe { &STATE });
    let m = async move { let mut acc = 0; for i in 0..3 { acc += match Yield(i).await { 9 if i == 1 => continue, v => u32::from(v) + WAKES.load(Relaxed) as u32 % 2 }; } acc };
    println!("{} {}", block(m), WAKES.load(Relaxed));
}
