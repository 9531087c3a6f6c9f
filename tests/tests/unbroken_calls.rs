//! Methods of a user's own types that are named as std's: annotated code compiles, and does what it does without us.
#![cfg(feature = "track")]
#![allow(
    clippy::unused_async,
    reason = "what is awaited does not matter, only that something is"
)]

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

use datarace_tests::foreign::{Exit, Owned, each};

fn is_send<T: Send>(value: T) -> T {
    value
}

/// Runs a future that never waits.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in it waits"),
    }
}

/// What std has for pointers that may write only.
trait Cast {
    unsafe fn write(self, value: u32) -> u32;
    unsafe fn swap(self, other: *mut u32) -> u32;
    unsafe fn write_bytes(self, value: u8, count: usize) -> u32;
}

impl Cast for *const u32 {
    unsafe fn write(self, value: u32) -> u32 {
        // SAFETY: the caller's promise.
        unsafe { self.cast_mut().replace(value) }
    }
    unsafe fn swap(self, other: *mut u32) -> u32 {
        // SAFETY: the caller's promise.
        unsafe { self.cast_mut().swap(other) };
        1
    }
    unsafe fn write_bytes(self, value: u8, count: usize) -> u32 {
        // SAFETY: the caller's promise.
        unsafe { self.cast_mut().write_bytes(value, count) };
        2
    }
}

mod casts {
    #[datarace::check]
    pub(super) fn all(number: *const u32, other: *mut u32, make: fn() -> u32) -> [u32; 4] {
        use super::Cast as _;
        // SAFETY: the caller's two numbers.
        unsafe {
            [
                number.write(make()),
                number.swap(other),
                number.write_bytes(0, 1),
                number.wrapping_add(0).write(3),
            ]
        }
    }
}

#[test]
fn a_trait_has_methods_for_pointers_that_are_named_as_others() {
    let (mut number, mut other) = (1, 2);
    let number = &raw mut number;
    assert_eq!(casts::all(number, &raw mut other, || 5), [1, 1, 2, 0]);
    // SAFETY: the number is alive.
    assert_eq!((unsafe { *number }, other), (3, 5));
}

struct Pipe(u32);

#[datarace::check]
impl Pipe {
    async fn send(&self, value: u32) -> u32 {
        self.0 + value
    }
    async fn recv(&self) -> u32 {
        self.0
    }
    async fn lock(&self) -> u32 {
        self.0
    }
    async fn read(&self) -> u32 {
        self.0
    }
    async fn write(&self) -> u32 {
        self.0
    }
    async fn get(&self) -> u32 {
        self.0
    }
    async fn wait<T>(&self, value: T) -> T {
        value
    }
    async fn join(self) -> u32 {
        self.0
    }
    async fn spawn<F: Future>(&self, work: F) -> F::Output {
        work.await
    }
    fn iter(&self) -> std::ops::Range<u32> {
        0..self.0
    }
}

struct Held {
    pipe: Pipe,
}

#[datarace::check]
async fn every_method(pipe: Pipe, held: &Held) -> u32 {
    let mut sum = pipe.send(1).await;
    sum += pipe.recv().await;
    sum += pipe.lock().await;
    sum += pipe.read().await + pipe.write().await + pipe.get().await;
    sum += held.pipe.send(held.pipe.recv().await).await;
    sum += held.pipe.wait(sum).await;
    sum += pipe.spawn(async { 1 }).await;
    sum += Pipe(2).lock().await;
    for value in pipe.iter() {
        sum += pipe.send(value).await;
    }
    sum + pipe.join().await
}

#[test]
fn a_future_that_awaits_own_methods_is_send() {
    let held = Held { pipe: Pipe(3) };
    let sum = ready(is_send(every_method(Pipe(2), &held)));
    assert_eq!(sum, 48);
}

#[datarace::check]
fn block(pipe: &Pipe) -> u32 {
    ready(is_send(async {
        let sum = pipe.wait(pipe.lock().await).await;
        sum + pipe.send(pipe.recv().await).await
    }))
}

#[test]
fn an_async_block_is_send() {
    assert_eq!(block(&Pipe(2)), 6);
}

struct Shard {
    content: u32,
}

impl Shard {
    fn load(&self, _: Ordering) -> Option<&u32> {
        Some(&self.content)
    }
}

#[datarace::check]
fn behind_a_question_mark(next: Option<&Shard>) -> Option<&u32> {
    if let Some(content) = next?.load(Ordering::Acquire) {
        return Some(content);
    }
    None
}

#[test]
fn what_a_load_on_a_reference_returns_outlives_the_statement() {
    let shard = Shard { content: 4 };
    assert_eq!(behind_a_question_mark(Some(&shard)), Some(&4));
}

/// A wait of the user's, on a value, takes anything: its argument may get its type from it or from later code.
struct Event;

impl Event {
    fn wait<T>(&self, values: Vec<T>) -> Vec<T> {
        values
    }
}

fn event() -> Event {
    Event
}

#[datarace::check]
#[test]
fn a_wait_decides_the_type_of_its_argument() {
    let numbers: Vec<u64> = event().wait("1 2".split(' ').map(|n| n.parse().unwrap()).collect());
    let mut later = event().wait(Vec::new());
    later.push("a");
    assert_eq!((numbers, later), (vec![1, 2], vec!["a"]));
}

/// A module of the user's that is named as std's.
mod mpsc {
    pub(crate) fn sync_channel(bound: u32) -> u32 {
        bound + 1
    }
}

#[datarace::check]
#[test]
fn a_function_named_as_a_channel_takes_what_it_takes() {
    assert_eq!(mpsc::sync_channel(3), 4);
}

struct Pair {
    owned: Owned,
    rest: u32,
}

#[datarace::check]
fn methods_that_consume(list: Vec<Owned>, pair: Pair, maybe: Option<Owned>) -> usize {
    let mut sum = 0;
    for owned in list {
        sum += unsafe { owned.read() };
    }
    if let Some(owned) = maybe {
        sum += unsafe { owned.as_ref() };
    }
    unsafe {
        sum += pair.owned.drop_in_place();
    }
    sum + pair.rest as usize
}

#[test]
fn a_value_may_go_into_a_method_that_is_named_as_a_raw_pointers() {
    let owned = || Owned("abc".to_owned());
    let pair = Pair {
        owned: owned(),
        rest: 1,
    };
    let sum = methods_that_consume(vec![owned(), owned()], pair, Some(owned()));
    assert_eq!(sum, 13);
}

struct Keyed {
    key: u32,
}

struct Found {
    ptr: *mut Keyed,
}

fn key(of: &Keyed) -> &u32 {
    &of.key
}

#[datarace::check]
fn compares_a_field(found: Option<Keyed>, with: &Keyed) -> bool {
    let mut found = found;
    let found = match &mut found {
        Some(found) => Found { ptr: found },
        None => return false,
    };
    let closure_like = |entry: Found| unsafe { (*entry.ptr).key != *key(with) };
    let entry = found;
    let fields = unsafe { (*entry.ptr).key != *key(with) };
    fields && closure_like(entry)
}

#[test]
fn a_field_behind_a_pointer_of_unknown_type_is_compared() {
    assert!(compares_a_field(Some(Keyed { key: 1 }), &Keyed { key: 2 }));
}

#[datarace::check]
fn hints(seen: &mut Vec<u32>) {
    let mut first = 0;
    each(
        #[inline]
        |value| {
            first = *value;
            true
        },
        #[cold]
        #[inline(always)]
        |value| seen.push(*value),
    );
    seen.push(first);
}

#[test]
fn closures_with_hints_are_arguments() {
    let mut seen = Vec::new();
    hints(&mut seen);
    assert_eq!(seen, [2, 1]);
}

struct Children {
    first: Exit,
    second: Exit,
}

#[datarace::check]
fn waits_that_consume(children: Children, last: Exit) -> (u32, u32, u32) {
    let first = children.first.wait(1);
    let second = children.second.wait_timeout(1, 3);
    let last = last.wait_while(0, |value| {
        *value += 1;
        *value < 10
    });
    (first, second, last)
}

#[test]
fn a_wait_may_take_what_it_is_called_on() {
    let children = Children {
        first: Exit(1),
        second: Exit(5),
    };
    assert_eq!(waits_that_consume(children, Exit(7)), (2, 3, 10));
}

/// What gives its closures no signature of its own: their parameters have a type only behind the call.
trait Schedule<M> {
    fn schedule(&self, job: Job<M>);
}

struct Job<M> {
    _made: std::sync::Arc<M>,
}

impl<M, F: Fn(Job<M>)> Schedule<M> for F {
    fn schedule(&self, job: Job<M>) {
        self(job);
    }
}

fn spawn<M, S: Schedule<M>>(made: M, schedule: S) -> usize {
    let kept = std::sync::Arc::new(made);
    schedule.schedule(Job {
        _made: kept.clone(),
    });
    std::sync::Arc::strong_count(&kept)
}

#[datarace::check]
fn drops_what_has_no_type_yet() -> usize {
    spawn(String::from("task"), move |job| {
        drop(job);
    })
}

#[test]
fn a_parameter_without_a_type_is_dropped() {
    assert_eq!(drops_what_has_no_type_yet(), 1);
}

struct Device {
    port: Port,
    next: Option<u32>,
}

struct Port(u32);

impl Port {
    fn read(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

#[datarace::check]
fn reads_a_port(device: &mut Device) -> (u32, Option<u32>) {
    let device = std::convert::identity(&raw mut *device);
    unsafe {
        if let Some(next) = (*device).next.as_mut() {
            *next += 1;
        }
        ((*device).port.read(), (*device).next)
    }
}

#[test]
fn a_method_named_as_a_pointers_borrows_a_field_mutably() {
    let mut device = Device {
        port: Port(1),
        next: Some(3),
    };
    assert_eq!(reads_a_port(&mut device), (2, Some(4)));
}

#[datarace::check]
fn of_an_owner_from_elsewhere() -> u32 {
    use datarace_tests::foreign::boxed::Box;
    let owner = Box(4);
    let raw = Box::into_raw(&owner);
    // SAFETY: the pointer is that of `owner`.
    let again = unsafe { Box::from_raw(raw) };
    again.leak()
}

#[test]
fn an_owner_from_elsewhere_is_named_as_std_s() {
    assert_eq!(of_an_owner_from_elsewhere(), 4);
}
