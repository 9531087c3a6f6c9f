#[datarace::check] fn p(x: &mut [u32]) -> *mut u32 { x.as_mut_ptr() }
struct T(*mut u32);
#[datarace::check] impl T { fn ptr(&self) -> *mut u32 { self.0 } fn r(&self) -> &u32 { unsafe { &*self.0 } } fn b(&self) -> Box<u32> { Box::new(unsafe { *self.0 }) } }
#[datarace::check] unsafe fn deref(p: *const u32) -> u32 { unsafe { *p } }
#[datarace::check] unsafe fn project<'a>(p: *mut (u32, String)) -> &'a mut String { unsafe { &mut (*p).1 } }
#[datarace::check] fn clos() -> impl Fn(*const u32) -> u32 { |p| unsafe { *p } }
#[datarace::check] pub fn run() -> String {
    let mut a = [1, 2, 3];
    let mut tup = (1, String::from("t"));
    unsafe {
        *p(&mut a) = 10;
        *p(&mut a).add(1) += 1;
        let t = T(p(&mut a));
        *t.ptr() += 1;
        *t.ptr().add(2) = *t.r() + *t.b();
        let x = *(t.ptr() as *const u32) + *t.0;
        let y = deref(t.0) + deref(&raw const *t.0);
        project(&mut tup).push('!');
        let z = clos()(t.0);
        let w = *if x > 0 { t.ptr() } else { t.0 };
        let u = *match x { 0 => t.0, _ => t.ptr() };
        let v = *{ t.ptr() };
        let k = *(&a as *const [u32; 3] as *const u32);
        let f: fn(*const u32) -> u32 = |p| unsafe { *p };
        let l: Vec<u32> = a.iter().map(|x| x as *const u32).map(|p| *p).collect();
        let m = [t.0, t.ptr()].iter().map(|&p| *p).sum::<u32>();
        let n = Some(t.0).filter(|p| !p.is_null()).map_or(0, |p| *p);
        format!("{x} {y} {z} {w} {u} {v} {k} {} {l:?} {m} {n} {}", f(t.0), tup.1)
    }
}
