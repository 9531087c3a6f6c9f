use std::rc::Rc;
use std::sync::{Arc, Weak};
struct Payload { n: u32 }
#[datarace::check] impl Drop for Payload { fn drop(&mut self) { crate::obs::note(format!("drop{}", self.n)); } }
#[datarace::check] pub fn run() -> String {
    unsafe {
        let b = Box::into_raw(Box::new(Payload { n: 1 }));
        (*b).n = 2;
        let b2 = Box::from_raw(b);
        let l = Box::leak(b2);
        l.n += 1;
        drop(Box::from_raw(l));
        let a = Arc::into_raw(Arc::new(Payload { n: 10 }));
        Arc::increment_strong_count(a);
        let x = (*a).n;
        let a1 = Arc::from_raw(a);
        Arc::decrement_strong_count(Arc::as_ptr(&a1));
        let sc = Arc::strong_count(&a1);
        let w = Arc::downgrade(&a1);
        let wr = w.into_raw();
        let w2 = Weak::from_raw(wr);
        let up = w2.upgrade().map(|p| p.n);
        drop(a1);
        let r = Rc::into_raw(Rc::new(Payload { n: 20 }));
        let rr = &*r;
        let y = rr.n;
        drop(Rc::from_raw(r));
        let s = Box::into_raw(String::from("boxed").into_boxed_str());
        let st = Box::from_raw(s).into_string();
        let v = std::mem::ManuallyDrop::new(vec![1u8, 2, 3]);
        let v2 = Vec::from_raw_parts(v.as_ptr() as *mut u8, v.len(), v.capacity());
        let f: *mut dyn Fn() -> u8 = Box::into_raw(Box::new(|| 7u8));
        let z = (*f)();
        drop(Box::from_raw(f));
        let c = std::ffi::CString::new("c").unwrap().into_raw();
        *c = b'd' as _;
        let c2 = std::ffi::CString::from_raw(c);
        let p: *mut Box<u32> = Box::into_raw(Box::new(Box::new(5)));
        **p += 1;
        let q = **Box::from_raw(p);
        format!("{x}{sc}{up:?}{y}{st}{v2:?}{z}{c2:?}{q} {}", crate::obs::take())
    }
}
