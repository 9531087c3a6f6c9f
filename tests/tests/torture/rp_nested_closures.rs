#[datarace::check] pub fn run() -> String {
    let mut x = 1u32;
    let p = &raw mut x;
    let f = move || unsafe { *p += 1; *p };
    let g = || { let h = || unsafe { (*p) * 2 }; h() + f() };
    let mut acc = vec![];
    let mut k = |n: u32| unsafe { acc.push(*p + n); *p = n; };
    k(5); k(6);
    let once: Box<dyn FnOnce() -> u32> = Box::new(move || unsafe { *p });
    let fp: fn(*mut u32) -> u32 = |q| unsafe { *q += 1; *q };
    let it = (0..3).map(|i| unsafe { *p += i; *p }).filter(|n| n % 2 == 1).collect::<Vec<_>>();
    format!("{} {} {acc:?} {} {it:?}", f(), g(), once() + fp(p))
}
