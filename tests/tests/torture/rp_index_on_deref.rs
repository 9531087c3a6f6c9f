struct H { buf: *mut [u32; 4], len: usize, vec: *mut Vec<u32>, slot: *mut u32 }
#[datarace::check] pub fn run() -> String {
    let mut a = [1u32, 2, 3, 4];
    let mut v = vec![5, 6, 7];
    let h = H { buf: &mut a, len: 4, vec: &mut v, slot: std::ptr::null_mut() };
    unsafe {
        (*h.buf)[0] = 9;
        (*h.buf)[1] += (*h.buf)[0];
        let i = h.len - 1;
        (*h.buf)[i] ^= 1;
        let s = &(*h.buf)[1..3];
        let w = (*h.buf)[..2].iter().sum::<u32>();
        (*h.vec)[1] = 60;
        (*h.vec)[2] += 1;
        (*h.vec).push((*h.vec)[0]);
        let r = &(*h.vec)[1..];
        let e = &mut (*h.vec)[0];
        *e += 1;
        let p = &raw mut (*h.vec)[1];
        *p += 1;
        let x = (*h.vec)[i];
        let (l, rr) = (*h.buf).split_at_mut(2);
        l[0] = rr[0];
        format!("{s:?} {w} {} {x} {:?} {:?} {}", r.len(), *h.buf, *h.vec, h.slot.is_null())
    }
}
