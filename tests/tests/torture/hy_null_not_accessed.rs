#[datarace::check] pub fn run() -> String {
    unsafe {
        let n: *mut (u32, [u8; 4]) = std::ptr::null_mut();
        let a = &raw const (*n).1;
        let b = &raw mut (*n).0;
        let c = std::ptr::addr_of!((*n).1);
        let d = std::mem::size_of_val(&0u8);
        let _ = *n;
        let _ = (*n).0;
        let e = if n.is_null() { 0 } else { (*n).0 };
        let f = !n.is_null() && (*n).0 > 3;
        let g = n.as_ref().map(|x| x.0);
        let h = if let Some(x) = n.as_mut() { x.0 } else { 7 };
        let i = || (*n).0;
        let _ = &i;
        let z: *const () = std::ptr::NonNull::dangling().as_ptr();
        let j = *z;
        let k = std::ptr::read(z);
        let l: &[u8] = &*std::ptr::slice_from_raw_parts(std::ptr::NonNull::<u8>::dangling().as_ptr(), 0);
        let m = size_of::<[u8; 0]>();
        let o = &raw const (*n).1[0];
        let q = (&raw const *n).is_null();
        format!("{} {} {} {d} {e} {f} {g:?} {h} {j:?} {k:?} {l:?} {m} {} {q}", a.is_null() || !a.is_null(), b.is_null(), c.is_null() == a.is_null(), o.is_null() == a.is_null())
    }
}
