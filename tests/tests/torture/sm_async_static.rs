use crate::obs::{block_on, YieldOnce};
static mut N: u32 = 0;
static mut V: Vec<u32> = Vec::new();
#[datarace::check] async fn one() -> u32 { unsafe { N += 1; N } }
#[datarace::check] async fn two() -> u32 {
    unsafe {
        V.push(YieldOnce(false).await);
        N += YieldOnce(false).await;
        let a = N;
        V[0] = one().await + a;
        V.push(one().await);
        V.extend([one().await, YieldOnce(false).await]);
    }
    unsafe { V.iter().sum() }
}
#[datarace::check] pub fn run() -> String { let a = block_on(two()); let b = block_on(async { unsafe { N + one().await } }); format!("{a} {b} {:?}", unsafe { &V }) }
