use std::sync::atomic::{self, AtomicUsize, AtomicBool, AtomicPtr, Ordering, Ordering::*};
use std::sync::Arc;
static G: AtomicUsize = AtomicUsize::new(0);
type A = AtomicUsize;
#[datarace::check] pub fn run() -> String {
    AtomicUsize::store(&G, 4, Release);
    let a = AtomicUsize::load(&G, Acquire);
    let b = std::sync::atomic::AtomicUsize::fetch_add(&G, 1, Ordering::AcqRel);
    let c = atomic::AtomicUsize::swap(&G, 7, SeqCst);
    let d = A::compare_exchange(&G, 7, 8, AcqRel, Relaxed);
    let e = <AtomicUsize>::fetch_max(&G, 9, Relaxed);
    let arc = Arc::new(AtomicUsize::new(3));
    let f = AtomicUsize::fetch_add(&arc, 1, Relaxed) + A::load(&*arc, Relaxed) + AtomicUsize::load(arc.as_ref(), Acquire);
    let bo = AtomicBool::new(false);
    let g = AtomicBool::fetch_or(&bo, true, Relaxed) | AtomicBool::load(&bo, Relaxed);
    let h = AtomicUsize::fetch_update(&G, AcqRel, Acquire, |x| Some(x + 1));
    let mut xs = [1u8];
    let p = AtomicPtr::<u8>::new(xs.as_mut_ptr());
    let i = unsafe { *AtomicPtr::load(&p, Acquire) + *AtomicPtr::<u8>::swap(&p, std::ptr::null_mut(), AcqRel) };
    let mut o = AtomicUsize::new(1);
    *AtomicUsize::get_mut(&mut o) += 5;
    let j = AtomicUsize::into_inner(o);
    atomic::fence(SeqCst);
    std::sync::atomic::fence(Ordering::Acquire);
    atomic::compiler_fence(Release);
    core::sync::atomic::fence(AcqRel);
    let z = &&&&&G;
    let k = AtomicUsize::load(z, Relaxed);
    format!("{a}{b}{c}{d:?}{e}{f}{g}{h:?}{i}{j}{k}")
}
