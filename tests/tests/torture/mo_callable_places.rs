struct S<'a> { cb: *mut (dyn FnMut(u32) -> u32 + 'a), f: *const fn(u32) -> u32, g: fn(u32) -> u32, b: Box<dyn Fn(u32) -> u32>, arr: [fn(u32) -> u32; 2] }
static mut G: [fn(u32) -> u32; 2] = [inc, dbl];
static mut H: Option<Box<dyn Fn(u32) -> u32>> = None;
#[datarace::check] fn inc(x: u32) -> u32 { x + 1 }
#[datarace::check] fn dbl(x: u32) -> u32 { x * 2 }
#[datarace::check] fn call<F: FnMut(u32) -> u32>(p: *mut F) -> u32 { unsafe { (*p)(3) + (&mut *p)(4) } }
#[datarace::check] fn call_ref<F: Fn(u32) -> u32 + ?Sized>(p: *const F) -> u32 { unsafe { (*p)(3) + (&*p)(4) } }
#[datarace::check] fn call_box(p: *mut Box<dyn FnMut(u32) -> u32>) -> u32 { unsafe { (*p)(5) + (**p)(6) + (&mut **p)(7) } }
#[datarace::check] impl S<'_> { unsafe fn go(&mut self) -> u32 { unsafe { (*self.cb)(1) + (*self.f)(2) + (self.g)(3) + (self.b)(4) + (*self.b)(5) + self.arr[1](6) + (self.arr[0])(7) } } }
#[datarace::check] pub fn run() -> String {
    let mut k = 0; let mut c = |x: u32| { k += x; k }; let a = call(&mut c); let f: fn(u32) -> u32 = inc;
    let mut s = S { cb: &mut c as *mut _ as *mut (dyn FnMut(u32) -> u32 + '_), f: &f, g: dbl, b: Box::new(|x| x + 100), arr: [inc, dbl] };
    unsafe { H = Some(Box::new(|x| x)); let sp = &raw mut s; let r = s.go() + ((*sp).g)(1) + ((*sp).arr[1])(2) + (*(*sp).cb)(1) + (*(*sp).f)(9) + ((*sp).b)(1); format!("{a} {r} {} {} {} {} {} {}", call_ref(&inc), call_ref::<dyn Fn(u32) -> u32>(&dbl), call_box(&mut (Box::new(|x: u32| x + 1) as Box<dyn FnMut(u32) -> u32>)), G[1](4), (G[0])(5), H.as_ref().unwrap()(6)) }
}
