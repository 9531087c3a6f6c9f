#[repr(transparent)] struct Wrap(u32);
#[datarace::check] pub fn run() -> String {
    let mut x = 0x01020304u32;
    let p = &mut x as *mut u32;
    let addr = p as usize;
    unsafe {
        let a = *(p as *const u8);
        let b = (*(p as *mut Wrap)).0;
        let c = (*(p as *const Wrap)).0;
        let d = &*(p as *const Wrap);
        let e = &mut *(p as *mut [u8; 4]);
        e[0] = 5;
        let f = *(addr as *const u32);
        let g = *(p as *const () as *const u16);
        let h = *(p.cast::<[u16; 2]>());
        *(p as *mut u16) = 9;
        let i = *std::mem::transmute::<*mut u32, *const u32>(p);
        let j = (&x as *const u32).read();
        let k = *(&raw const x);
        let l = *&x;
        let m = *(&mut x);
        let n = *&raw mut x;
        let o = *std::ptr::from_ref(&x);
        let q = *std::ptr::from_mut(&mut x);
        let r = *(&x as *const _);
        let s: u32 = *(&x as *const _ as *const _);
        let _ = (b, d.0);
        format!("{a} {c} {f} {g} {h:?} {i} {j} {k} {l} {m} {n} {o} {q} {} {s}", { let r: u32 = r; r })
    }
}
