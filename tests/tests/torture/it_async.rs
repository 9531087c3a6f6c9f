use crate::obs::{block_on, YieldOnce, note, take, D};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(1);
#[datarace::check] async fn basic(x: u32) -> u32 { A.fetch_add(x, AcqRel) + YieldOnce(false).await }
#[datarace::check] async fn borrow(x: &AtomicU32, s: &mut String) -> usize { s.push('a'); x.store(YieldOnce(false).await, Release); s.len() }
#[datarace::check] async fn args() -> u32 { A.store(basic(1).await + 1, Release); A.swap(YieldOnce(false).await + A.load(Relaxed), AcqRel) }
#[datarace::check] async fn quest(b: bool) -> Result<u32, String> { if b { Err("x")? } let v = A.load(Acquire); Ok(helper(v).await.map_err(|e| e.to_string())?) }
#[datarace::check] async fn helper(v: u32) -> Result<u32, std::io::Error> { Ok(v) }
#[datarace::check] async fn drops() { let _a = D("a"); YieldOnce(false).await; let _b = D("b"); { let _c = D("c"); YieldOnce(false).await; } note("end"); }
#[datarace::check] fn boxed(n: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> { Box::pin(async move { if n == 0 { A.load(Relaxed) } else { boxed(n - 1).await + 1 } }) }
#[datarace::check] async fn generic<T: AsRef<str>, F: Future<Output = T>>(f: F) -> usize { f.await.as_ref().len() }
#[datarace::check] fn manual() -> impl Future<Output = u32> + Send { async { A.load(Acquire) } }
#[datarace::check] async fn closure() -> u32 { let c = async |x: u32| { A.fetch_add(x, Relaxed); YieldOnce(false).await + x }; c(1).await + c(2).await }
#[datarace::check] async fn call<F: AsyncFn(u32) -> u32>(f: F) -> u32 { f(1).await + f(2).await }
#[datarace::check] async fn select() -> u32 { let mut n = 0; for i in 0..3 { n += match YieldOnce(false).await { 7 if i == 1 => continue, x => x + A.load(Relaxed) * 0 }; } n }
#[datarace::check] async fn ptr(p: *mut u32) -> u32 { unsafe { *p += YieldOnce(false).await; *p } }
struct S { v: AtomicU32 }
#[datarace::check] impl S { async fn m(&self) -> u32 { self.v.fetch_add(YieldOnce(false).await, AcqRel) } async fn mm(&mut self) -> &mut Self { *self.v.get_mut() += 1; YieldOnce(false).await; self } async fn own(self) -> u32 { YieldOnce(false).await; self.v.into_inner() } fn sync(&self) -> impl Future<Output = u32> + '_ { async move { self.v.load(Acquire) } } }
#[datarace::check] trait T { async fn t(&self) -> u32; fn u(&self) -> impl Future<Output = u32> + Send; }
#[datarace::check] impl T for S { async fn t(&self) -> u32 { self.v.load(Relaxed) + YieldOnce(false).await } fn u(&self) -> impl Future<Output = u32> + Send { let v = self.v.load(Acquire); async move { v } } }
#[datarace::check] fn is_send<F: Send>(f: F) -> F { f }
#[datarace::check] pub fn run() -> String {
    let mut s = String::new();
    let mut n = 3;
    let mut st = S { v: AtomicU32::new(5) };
    let r = block_on(async {
        let a = basic(2).await;
        let b = borrow(&A, &mut s).await;
        block_on(drops());
        let c = st.mm().await.mm().await.m().await + st.t().await + st.u().await + st.sync().await;
        (a, b, args().await, quest(true).await, quest(false).await, boxed(3).await, generic(async { "abc" }).await, c)
    });
    let f = is_send(basic(1));
    drop(f);
    is_send(st.m());
    format!("{r:?} {} {} {} {} {} {} {}", block_on(manual()), block_on(closure()), block_on(call(async |x| x + A.load(Relaxed) * 0)), block_on(select()), block_on(ptr(&mut n)), block_on(st.own()), take())
}
