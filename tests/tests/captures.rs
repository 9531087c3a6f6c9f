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
