//! What a closure captures: with the attribute it may live as long as without it.
//!
//! A closure that is no `move` closure captures what a shared reference refers to, not the reference (RFC 2229): it may be
//! handed to `thread::spawn` or returned where the variable itself is gone.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::*};
use std::sync::{Barrier, Mutex, OnceLock, RwLock};
use std::thread;

struct Shared(UnsafeCell<u32>);

unsafe impl Sync for Shared {}

#[datarace::check]
impl Shared {
    fn set(&self, value: u32) {
        unsafe { *self.0.get() = value }
    }

    fn get(&self, plus: usize) -> u32 {
        unsafe { *self.0.get() + plus as u32 }
    }

    fn each(&self) -> impl Iterator<Item = u32> {
        (0..3).map(|i| self.get(i))
    }

    fn later(&self) -> impl FnOnce() {
        || self.set(9)
    }
}

trait Named {
    fn name(&self, prefix: &str) -> String {
        format!("{prefix}{}", size_of_val(self))
    }
}

type Callable = dyn Fn(u32) -> u32 + Sync;

impl Named for Callable {}

macro_rules! spawned {
    ($($name:ident($variable:ident: $type:ty = $value:expr) $body:block)*) => {$(
        #[datarace::check]
        #[test]
        fn $name() {
            let $variable: &'static $type = Box::leak(Box::new($value));
            thread::spawn(|| { let _ = $body; }).join().unwrap();
        }
    )*};
}

spawned! {
    an_atomic_is_loaded(a: AtomicUsize = AtomicUsize::new(0)) { a.load(Acquire) }
    an_atomic_is_changed(a: AtomicUsize = AtomicUsize::new(0)) { a.fetch_add(1, AcqRel); a.store(2, Release) }
    an_atomic_is_updated(a: AtomicUsize = AtomicUsize::new(0)) { a.fetch_update(Relaxed, Relaxed, |x| Some(x + 1)) }
    an_atomic_in_an_assertion(a: AtomicUsize = AtomicUsize::new(0)) { assert_eq!(a.load(Relaxed), 0) }
    an_atomic_by_its_path(a: AtomicUsize = AtomicUsize::new(0)) { AtomicUsize::load(a, Acquire) }
    an_atomic_field(a: (AtomicBool, u8) = (AtomicBool::new(true), 0)) { a.0.load(Relaxed) }
    an_atomic_element(a: [AtomicUsize; 2] = Default::default()) { a[1].load(Relaxed) }
    an_atomic_pointer(a: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut())) { unsafe { a.load(Acquire).as_ref() }.copied() }
    a_method_like_a_cell(c: Shared = Shared(UnsafeCell::new(0))) { c.set(1) }
    a_method_of_the_user(c: Shared = Shared(UnsafeCell::new(0))) { c.get(1) }
    a_cell(c: Shared = Shared(UnsafeCell::new(0))) { unsafe { *c.0.get() = 1 } }
    a_mutex(m: Mutex<u32> = Mutex::new(0)) { *m.lock().unwrap() += 1 }
    a_reader(m: RwLock<u32> = RwLock::new(0)) { *m.read().unwrap() }
    a_barrier(b: Barrier = Barrier::new(1)) { b.wait() }
    a_once_lock(o: OnceLock<u32> = OnceLock::new()) { *o.get_or_init(|| 1) }
    a_reference(r: u32 = 1) { let value = *r; let again = &*r; value + *again }
    a_trait_object(d: Callable = |x: u32| x + 1) { d.name("x") }
    a_slice(s: [u32] = [3, 2, 1]) { s.get(1).copied() }
    a_method_of_std(s: String = String::from("text")) { s.len() + s.find('x').unwrap() }
}

#[datarace::check]
#[test]
fn a_closure_inside_a_closure_of_a_scope_spawns() {
    let done = AtomicUsize::new(0);
    thread::scope(|s| {
        s.spawn(|| {
            s.spawn(|| done.fetch_add(1, Relaxed));
            done.fetch_add(1, Relaxed)
        });
    });
    assert_eq!(done.into_inner(), 2);
}

#[datarace::check]
#[test]
fn closures_that_are_returned() {
    let shared = Shared(UnsafeCell::new(4));
    assert_eq!(shared.each().sum::<u32>(), 15);
    shared.later()();
    assert_eq!(shared.get(0), 9);
}

#[datarace::check]
fn counted(counter: &AtomicUsize) -> impl Fn() -> usize {
    || counter.fetch_add(1, Relaxed)
}

#[datarace::check]
fn looked(name: &str) -> impl Fn(char) -> Option<usize> {
    |c| name.find(c)
}

#[datarace::check]
#[test]
fn closures_of_parameters_are_returned() {
    let counter = AtomicUsize::new(3);
    let count = counted(&counter);
    assert_eq!((count(), count()), (3, 4));
    assert_eq!(looked("name")('m'), Some(2));
}

/// Methods of the user's that are named as std's, and take `self` as they like.
struct Own(u32);

impl Own {
    fn lock(&self) -> u32 {
        self.0
    }

    fn get(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn load(&self, plus: u32) -> u32 {
        self.0 + plus
    }
}

#[datarace::check]
#[test]
#[expect(clippy::mut_mutex_lock, reason = "what is captured matters")]
fn exclusive_references_without_a_written_type_are_spawned() {
    let mut counters: Vec<AtomicUsize> = (0..3).map(AtomicUsize::new).collect();
    let mut locks: Vec<Mutex<usize>> = (0..3).map(Mutex::new).collect();
    thread::scope(|s| {
        for counter in counters.iter_mut() {
            s.spawn(|| {
                counter.fetch_add(1, Relaxed);
                *counter.get_mut() += 1;
            });
        }
        for lock in &mut locks {
            s.spawn(|| *lock.lock().unwrap() += 1);
        }
    });
    thread::scope(|s| {
        counters.iter_mut().for_each(|counter| {
            s.spawn(|| counter.fetch_add(1, Relaxed));
        });
        let [first, others @ ..] = &mut locks[..] else {
            return;
        };
        s.spawn(|| *first.lock().unwrap() += 1);
        if let Some(lock) = others.first_mut() {
            s.spawn(|| *lock.lock().unwrap() += 1);
        }
    });
    let counted: Vec<usize> = counters.into_iter().map(AtomicUsize::into_inner).collect();
    let locked: Vec<usize> = locks
        .into_iter()
        .map(|lock| lock.into_inner().unwrap())
        .collect();
    assert_eq!((counted, locked), (vec![3, 4, 5], vec![2, 3, 3]));
}

#[datarace::check]
fn copied<'r>(own: &'r mut Own) -> Box<dyn FnMut() -> u32 + 'r> {
    let other = own;
    Box::new(|| other.get() + other.load(1) + other.lock())
}

#[datarace::check]
fn all<'r>(own: Vec<&'r mut Own>) -> Vec<Box<dyn FnMut() -> u32 + 'r>> {
    own.into_iter()
        .map(|own| -> Box<dyn FnMut() -> u32 + 'r> { Box::new(|| own.get() + own.lock()) })
        .collect()
}

#[datarace::check]
fn tried<'r>(counter: Option<&'r mut AtomicUsize>) -> Option<Box<dyn FnMut() -> usize + 'r>> {
    let counter = counter?;
    Some(Box::new(|| {
        counter.load(Acquire) + counter.fetch_add(1, AcqRel)
    }))
}

#[datarace::check]
#[test]
fn closures_over_exclusive_references_without_a_written_type_are_returned() {
    assert_eq!(copied(&mut Own(1))(), 7);
    assert_eq!(all(vec![&mut Own(1)])[0](), 4);
    assert_eq!(tried(Some(&mut AtomicUsize::new(2))).unwrap()(), 4);
}

#[datarace::check]
#[test]
fn two_closures_share_what_an_exclusive_reference_refers_to() {
    let mut counter = AtomicUsize::new(0);
    let shared = &mut counter;
    let add = || shared.fetch_add(1, Relaxed);
    assert_eq!((add(), shared.load(Relaxed), add()), (0, 1, 1));
}
