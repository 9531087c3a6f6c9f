//! Functions of every kind.

#![deny(warnings)]

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

static COUNT: AtomicUsize = AtomicUsize::new(0);
static mut DATA: [u64; 4] = [0; 4];

#[datarace::check]
fn plain(index: usize) -> u64 {
    COUNT.fetch_add(1, Ordering::Relaxed);
    unsafe { DATA[index] }
}

#[datarace::check]
const fn constant(number: u64) -> u64 {
    number + 1
}

const CONSTANT: u64 = constant(1);

#[datarace::check]
fn generic<T: Copy + Into<u64>, const N: usize>(numbers: [T; N]) -> u64
where
    T: std::fmt::Debug,
{
    numbers.iter().map(|number| (*number).into()).sum()
}

#[datarace::check]
async fn asynchronous(number: &u64) -> u64 {
    COUNT.load(Ordering::Acquire);
    std::future::ready(*number).await
}

#[datarace::check]
extern "C" fn foreign(number: u64) -> u64 {
    number
}

#[datarace::check]
unsafe fn unsafe_function(pointer: *const u64) -> u64 {
    unsafe { *pointer }
}

#[datarace::check]
fn opaque<'a>(numbers: &'a [u64]) -> impl Iterator<Item = u64> + use<'a> {
    numbers.iter().map(|number| number * 2)
}

#[datarace::check]
fn argument(numbers: impl IntoIterator<Item = u64>, print: &dyn Fn(u64)) {
    numbers.into_iter().for_each(print);
}

#[datarace::check]
fn never() -> ! {
    COUNT.store(0, Ordering::Release);
    std::process::exit(0)
}

#[datarace::check]
#[track_caller]
#[inline]
#[must_use]
fn attributes() -> &'static std::panic::Location<'static> {
    std::panic::Location::caller()
}

#[datarace::check]
fn question(text: &str) -> Result<u64, Box<dyn std::error::Error>> {
    let number: u64 = text.parse()?;
    if number == 0 {
        return Err("zero".into());
    }
    Ok(number)
}

#[datarace::check]
fn nested() -> u64 {
    fn inner(number: u64) -> u64 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        number
    }
    struct Local(u64);
    impl Local {
        fn get(&self) -> u64 {
            self.0
        }
    }
    const STEP: u64 = 2;
    let closure = move |number: u64| {
        COUNT.fetch_sub(1, Ordering::AcqRel);
        inner(number) + STEP
    };
    closure(Local(1).get())
}

#[datarace::check]
fn patterns((first, second): (u64, u64), [.., last]: [u64; 3], mut sum: u64) -> u64 {
    sum += first + second + last;
    sum
}

#[datarace::check]
fn lifetimes<'a, 'b: 'a>(first: &'a mut Vec<&'b str>, second: &'b str) -> &'a str {
    first.push(second);
    first[0]
}

#[datarace::check]
fn shared(numbers: Arc<Vec<u64>>) -> std::thread::JoinHandle<u64> {
    std::thread::spawn(move || numbers.iter().sum())
}

#[datarace::check]
fn main() {
    assert_eq!(plain(0), 0);
    assert_eq!(CONSTANT, 2);
    assert_eq!(generic([1_u8, 2]), 3);
    let mut future = std::pin::pin!(asynchronous(&7));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert_eq!(future.as_mut().poll(&mut context), std::task::Poll::Ready(7));
    assert_eq!(foreign(1), 1);
    assert_eq!(unsafe { unsafe_function(&5) }, 5);
    assert_eq!(opaque(&[1, 2]).sum::<u64>(), 6);
    argument([1], &|number| assert_eq!(number, 1));
    assert_eq!(attributes().line(), line!());
    assert!(question("0").is_err());
    assert_eq!(nested(), 3);
    assert_eq!(patterns((1, 2), [3, 4, 5], 0), 8);
    assert_eq!(lifetimes(&mut vec!["a"], "b"), "a");
    assert_eq!(shared(Arc::new(vec![1, 2])).join().unwrap(), 3);
    never()
}
