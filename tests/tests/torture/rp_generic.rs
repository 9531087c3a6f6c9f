use std::marker::PhantomData;
struct Slot<T> { p: *mut T, _m: PhantomData<T> }
#[datarace::check] impl<T> Slot<T> {
    fn new(t: T) -> Self { Slot { p: Box::into_raw(Box::new(t)), _m: PhantomData } }
    fn get(&self) -> &T { unsafe { &*self.p } }
    fn get_mut(&mut self) -> &mut T { unsafe { &mut *self.p } }
    fn set(&mut self, t: T) { unsafe { *self.p = t; } }
    fn copied(&self) -> T where T: Copy { unsafe { *self.p } }
    fn into_inner(self) -> T { let t = unsafe { *Box::from_raw(self.p) }; std::mem::forget(self); t }
    fn map<U>(&self, f: impl FnOnce(&T) -> U) -> U { f(unsafe { &*self.p }) }
    fn add(&mut self, t: T) where T: std::ops::AddAssign { unsafe { *self.p += t; } }
    fn take(&mut self) -> T where T: Default { unsafe { std::mem::take(&mut *self.p) } }
}
#[datarace::check] impl<T> Drop for Slot<T> { fn drop(&mut self) { unsafe { drop(Box::from_raw(self.p)); } } }
#[datarace::check] impl<T> std::ops::Deref for Slot<T> { type Target = T; fn deref(&self) -> &T { unsafe { &*self.p } } }
#[datarace::check] impl<T> std::ops::DerefMut for Slot<T> { fn deref_mut(&mut self) -> &mut T { unsafe { &mut *self.p } } }
#[datarace::check] fn swap<T>(a: *mut T, b: *mut T) { unsafe { let t = a.read(); a.write(b.read()); b.write(t); } }
#[datarace::check] fn deref_any<P: std::ops::Deref<Target = u32>>(p: P) -> u32 { unsafe { std::hint::black_box(()); *p } }
#[datarace::check] fn deref_ref<T: ?Sized + ToString>(p: &T) -> String { unsafe { std::hint::black_box(()); (*p).to_string() } }
#[datarace::check] fn dyn_ptr<T: ?Sized + ToString>(p: *const T) -> String { unsafe { (*p).to_string() } }
#[datarace::check] fn unsized_ref<'a, T: ?Sized>(p: *const T) -> &'a T { unsafe { &*p } }
#[datarace::check] fn arr<const N: usize>(p: *mut [u8; N]) -> u8 { unsafe { (*p)[N - 1] += 1; (*p)[N - 1] } }
#[datarace::check] pub fn run() -> String {
    let mut s = Slot::new(5u32);
    s.set(6); s.add(2); *s.get_mut() += 1; *s += 1;
    let mut t = Slot::new(String::from("x"));
    t.push('y'); t.add_str();
    let (mut a, mut b) = (1, 2);
    swap(&mut a, &mut b);
    format!("{} {} {} {} {} {} {a}{b} {} {} {} {} {} {}", s.copied(), s.get(), *s, t.map(|s| s.len()), t.take(), Slot::new(3).into_inner(), deref_any(&4), deref_any(Box::new(5)), deref_ref("dr"), dyn_ptr("dp"), unsized_ref("ur"), arr(&mut [1, 2, 3]))
}
#[datarace::check] impl Slot<String> { fn add_str(&mut self) { unsafe { *self.p += "!"; (*self.p).push('?'); } } }
