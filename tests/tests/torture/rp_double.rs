#[datarace::check] pub fn run() -> String {
    let mut x = 1u8;
    let mut y = 2u8;
    let mut p: *mut u8 = &mut x;
    let pp: *mut *mut u8 = &mut p;
    let ppp = &raw const pp;
    unsafe {
        **pp = 5;
        **pp += 1;
        let a = **pp;
        ***ppp += 1;
        *pp = &mut y;
        **pp = 9;
        let b = ***ppp;
        let r: &*mut u8 = &*pp;
        **r += 1;
        let m: &mut *mut u8 = &mut *pp;
        *m = &raw mut x;
        let c = **m;
        let q = &mut **pp;
        *q += 1;
        let bx = Box::new(pp);
        let d = ***bx;
        let rr = &&pp;
        let e = ****rr;
        let o = Some(pp);
        let f = o.map(|p| **p).unwrap();
        let arr = [p, &raw mut y];
        let g = *arr[1] + *arr[0];
        format!("{a}{b}{c}{d}{e}{f}{g}")
    }
}
