use std::cell::RefCell;
thread_local!(static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) });
pub fn note(s: impl Into<String>) { let s = s.into(); LOG.with(|l| l.borrow_mut().push(s)); }
pub fn take() -> String { LOG.with(|l| l.borrow_mut().drain(..).collect::<Vec<_>>().join(",")) }
pub fn v<T>(name: &str, value: T) -> T { note(name); value }
#[derive(Debug, PartialEq)]
pub struct D(pub &'static str);
impl Drop for D { fn drop(&mut self) { note(format!("drop {}", self.0)); } }
pub fn block_on<F: std::future::Future>(f: F) -> F::Output {
    let mut f = std::pin::pin!(f);
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    loop { if let std::task::Poll::Ready(v) = f.as_mut().poll(&mut cx) { return v; } }
}
pub struct YieldOnce(pub bool);
impl std::future::Future for YieldOnce {
    type Output = u32;
    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<u32> {
        if self.0 { std::task::Poll::Ready(7) } else { self.0 = true; cx.waker().wake_by_ref(); std::task::Poll::Pending }
    }
}
