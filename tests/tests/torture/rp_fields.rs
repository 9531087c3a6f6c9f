struct Inner { v: Vec<u8>, t: (u8, [u16; 2]) }
struct N { val: i32, next: *mut N, inner: Inner, name: String, prev: Option<*mut N> }
#[datarace::check] fn node(val: i32, next: *mut N) -> *mut N { Box::into_raw(Box::new(N { val, next, inner: Inner { v: vec![], t: (1, [2, 3]) }, name: format!("n{val}"), prev: None })) }
#[datarace::check] pub fn run() -> String {
    let a = node(1, std::ptr::null_mut());
    let b = node(2, a);
    unsafe {
        (*a).next = b;
        (*a).val += 10;
        (*b).inner.v.push((*a).val as u8);
        (*b).inner.v.push((*b).inner.v.len() as u8);
        (*b).inner.t.1[1] = (*a).inner.t.1[0] + 5;
        (*b).inner.t.0 <<= 2;
        (*b).name.push('!');
        (*(*a).next).val = 20;
        (*(*(*a).next).next).val += 1;
        let s = &(*b).name;
        let l = (*b).name.len();
        let m = &mut (*b).inner;
        m.v.push(3);
        (*a).prev = Some(b);
        let c = if let Some(p) = (*a).prev { (*p).val } else { 0 };
        let N { val, ref name, .. } = *a;
        let t = (*b).inner.t;
        let v = (*b).inner.v[0];
        let is = (*a).next == b && (*b).next == a;
        let out = format!("{s} {l} {c} {val} {name} {t:?} {v} {is} {:?}", (*b).inner.v);
        drop(Box::from_raw(a));
        drop(Box::from_raw(b));
        out
    }
}
