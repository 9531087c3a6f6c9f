struct H { buf: *mut [u32; 4], vec: *mut Vec<u32> }
struct N { v: Vec<u8>, name: String, next: *mut N }
#[datarace::check] pub fn run() -> String {
    let mut a = [1u32, 2, 3, 4];
    let mut v = vec![5, 6, 7];
    let h = H { buf: &mut a, vec: &mut v };
    let mut m = N { v: vec![1, 2], name: "m".into(), next: std::ptr::null_mut() };
    let mut n = N { v: vec![3], name: "n".into(), next: &mut m };
    let p: *mut N = &mut n;
    unsafe {
        (&mut (*h.vec))[1] = 60;
        (&mut *h.vec)[2] += 1;
        (&mut *h.vec).push((&*h.vec)[0]);
        let s = &(&(*h.buf))[1..3];
        let w = (&*h.buf)[..2].iter().sum::<u32>();
        let e = &mut (&mut *h.vec)[0];
        *e += 1;
        (*h.buf)[3] = 8;
        let l = (&(*p).name).len() + (&(*(*p).next).name).len();
        (&mut (*p).v).push(9);
        (&mut (*(*p).next).v)[0] += (&(*p).v)[1];
        (*p).v.push(1);
        (*(*p).next).name.push('!');
        let k = (&raw mut (*p).v).as_ref().unwrap().len();
        let q = (&raw mut (*(*p).next).name).as_mut().unwrap();
        q.push('?');
        let z = (*p).next.as_ref().map(|n| n.v[0]);
        let y = (*p).next.as_mut().map(|n| { n.v.clear(); n.name.len() });
        let x = (*p).next.is_null() || (*(*p).next).next.is_null();
        format!("{s:?} {w} {l} {k} {z:?} {y:?} {x} {:?} {:?}", *h.vec, *h.buf)
    }
}
