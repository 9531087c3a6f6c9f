#[datarace::check] pub fn run() -> String {
    let mut a = [1u32, 2, 3, 4, 5];
    let p = a.as_mut_ptr();
    let c = a.as_ptr();
    unsafe {
        let p = { let _ = c; a.as_mut_ptr() };
        *p.add(1) = 20;
        *p.add(2) += *p.add(1);
        *p.offset(3) -= 1;
        *p.wrapping_add(4) *= 2;
        let x = *p.add(4).sub(1);
        let y = *(p as *const u32).add(2);
        let z = *p.cast::<u8>();
        let w = *p.cast_const();
        let v = *(p.add(1) as *const u32);
        let i = 3usize;
        for k in 0..i { *p.add(k) += k as u32; }
        let u = *p.byte_add(4);
        let mut q = p;
        let end = p.add(5);
        let mut s = 0;
        while q < end { s += *q; q = q.add(1); }
        let d = end.offset_from(p);
        let arr = &*(p as *const [u32; 2]);
        let t = (*(p as *mut [u32; 5]))[2];
        (*(p as *mut [u32; 5]))[2] = 1;
        let f = p.cast::<[u32; 2]>().read();
        format!("{x} {y} {z} {w} {v} {u} {s} {d} {arr:?} {t} {f:?} {a:?}")
    }
}
