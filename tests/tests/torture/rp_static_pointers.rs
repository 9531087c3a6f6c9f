use std::sync::atomic::{AtomicPtr, Ordering::*};
static mut HEAD: *mut Node = std::ptr::null_mut();
static A: AtomicPtr<Node> = AtomicPtr::new(std::ptr::null_mut());
static mut TABLE: [*mut u32; 2] = [std::ptr::null_mut(); 2];
struct Node { v: u32, next: *mut Node }
#[datarace::check] pub fn run() -> String {
    unsafe {
        HEAD = Box::into_raw(Box::new(Node { v: 1, next: HEAD }));
        HEAD = Box::into_raw(Box::new(Node { v: 2, next: HEAD }));
        (*HEAD).v += 5;
        (*(*HEAD).next).v = 4;
        let a = (*HEAD).v;
        A.store(HEAD, Release);
        let b = (*A.load(Acquire)).v;
        (*A.load(Acquire)).v += 1;
        let n = &*A.load(Acquire);
        let c = n.v + (*n.next).v;
        let old = A.swap(std::ptr::null_mut(), AcqRel);
        let d = Box::from_raw(old);
        if let Some(x) = d.next.as_ref() { HEAD = d.next; TABLE[1] = &raw const x.v as *mut u32; }
        *TABLE[1] += 1;
        let i = 1;
        let e = *TABLE[i] + *TABLE[1];
        let f = TABLE[0].is_null();
        let mut cur = HEAD;
        let mut k = 0;
        while !cur.is_null() { k += (*cur).v; cur = (*cur).next; }
        drop(Box::from_raw(HEAD));
        HEAD = std::ptr::null_mut();
        format!("{a}{b}{c} {e} {f} {k} {}", HEAD.is_null())
    }
}
