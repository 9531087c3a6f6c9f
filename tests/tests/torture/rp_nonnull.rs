use std::ptr::NonNull;
struct N { v: u32, next: Option<NonNull<N>> }
#[datarace::check] pub fn run() -> String {
    let mut a = N { v: 1, next: None };
    let mut b = N { v: 2, next: None };
    let pa = NonNull::from(&mut a);
    let mut pb = NonNull::new(&mut b as *mut N).unwrap();
    unsafe {
        (*pa.as_ptr()).next = Some(pb);
        (*pa.as_ptr()).v += 1;
        pb.as_mut().v = 7;
        let x = pa.as_ref().v;
        let y = pa.as_ref().next.unwrap().as_ref().v;
        (*(*pa.as_ptr()).next.unwrap().as_ptr()).v += 1;
        if let Some(mut n) = pa.as_ref().next { n.as_mut().v += 1; n.as_mut().next = None; }
        let r: &'static N = pb.as_ref();
        let m: &mut N = &mut *pb.as_ptr();
        m.v += 1;
        let z = pb.read().v;
        let f = NonNull::new_unchecked(&raw mut (*pa.as_ptr()).v);
        f.write(f.read() + 40);
        *f.as_ptr() += 1;
        let s = NonNull::slice_from_raw_parts(f, 1);
        let l = s.as_ref().len() + s.len();
        let d = NonNull::<u32>::dangling() == f;
        let bx = NonNull::new(Box::into_raw(Box::new(5u8))).unwrap();
        *bx.as_ptr() += 1;
        let back = *Box::from_raw(bx.as_ptr());
        let c = f.cast::<u8>().as_ptr();
        let e = *c;
        let add = f.add(0).read();
        format!("{x}{y} {} {z} {} {l}{d} {back} {e} {add}", r.v, a.v)
    }
}
