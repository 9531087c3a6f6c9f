use std::sync::atomic::{AtomicUsize, Ordering};
#[datarace::check] trait Counter { fn cell(&self) -> &AtomicUsize; fn inc(&self) -> usize { self.cell().fetch_add(1, Ordering::Relaxed) } fn total() -> usize where Self: Sized { static T: AtomicUsize = AtomicUsize::new(10); T.fetch_add(1, Ordering::Relaxed) } }
struct A(AtomicUsize);
struct B { inner: A }
#[datarace::check] impl Counter for A { fn cell(&self) -> &AtomicUsize { &self.0 } }
#[datarace::check] impl Counter for B { fn cell(&self) -> &AtomicUsize { self.inner.cell() } fn inc(&self) -> usize { self.inner.inc() + 100 } }
#[datarace::check] impl<T: Counter + ?Sized> Counter for &T { fn cell(&self) -> &AtomicUsize { (**self).cell() } }
#[datarace::check] fn all(v: &[&dyn CounterDyn]) -> usize { v.iter().map(|c| c.inc_dyn()).sum() }
#[datarace::check] trait CounterDyn { fn inc_dyn(&self) -> usize; }
#[datarace::check] impl<T: Counter> CounterDyn for T { fn inc_dyn(&self) -> usize { self.inc() } }
#[datarace::check] pub fn run() -> String { let a = A(AtomicUsize::new(1)); let b = B { inner: A(AtomicUsize::new(2)) }; format!("{} {} {} {} {} {}", a.inc(), b.inc(), (&a).inc(), all(&[&a, &b, &&a]), A::total(), B::total()) }
