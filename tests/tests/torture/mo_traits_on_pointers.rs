use std::sync::atomic::{AtomicU32, Ordering::*};
#[datarace::check] trait PtrExt: Sized { fn bump(self) -> u32; fn get(self) -> Self { self } fn offset_by(self, n: usize) -> Self; }
#[datarace::check] impl PtrExt for *mut u32 { fn bump(self) -> u32 { unsafe { *self += 1; *self } } fn offset_by(self, n: usize) -> Self { self.wrapping_add(n) } }
#[datarace::check] impl PtrExt for *const u32 { fn bump(self) -> u32 { unsafe { *self + 1 } } fn offset_by(self, n: usize) -> Self { self.wrapping_add(n) } }
#[datarace::check] trait ReadAs { fn read(&self) -> String; fn write(&self, x: &str) -> usize; fn as_ref(&self) -> u8 { 5 } }
struct Dev(AtomicU32);
#[datarace::check] impl ReadAs for Dev { fn read(&self) -> String { format!("dev{}", self.0.load(Relaxed)) } fn write(&self, x: &str) -> usize { self.0.fetch_add(x.len() as u32, AcqRel); x.len() } }
#[datarace::check] trait Tr { fn m(self) -> u32; fn n(&self) -> u32; fn o(&mut self) -> u32; }
#[datarace::check] impl Tr for &Dev { fn m(self) -> u32 { self.0.load(Acquire) } fn n(&self) -> u32 { 2 } fn o(&mut self) -> u32 { 3 } }
#[datarace::check] impl Tr for &mut u32 { fn m(self) -> u32 { *self += 1; *self } fn n(&self) -> u32 { **self } fn o(&mut self) -> u32 { **self += 1; **self } }
static mut DEV: Dev = Dev(AtomicU32::new(1));
static mut NUM: u32 = 1;
#[datarace::check] fn dynr(d: *const dyn ReadAs) -> String { unsafe { (*d).read() + &(*d).write("abc").to_string() + &(*d).as_ref().to_string() } }
#[datarace::check] fn gen_read<R: ReadAs + ?Sized>(r: &R) -> String { unsafe { std::hint::black_box(()); r.read() + &r.write("x").to_string() } }
#[datarace::check] fn impl_on_ref<T>(t: T) -> u32 where T: Tr { t.m() }
#[datarace::check] impl std::ops::AddAssign<&str> for Dev { fn add_assign(&mut self, o: &str) { *self.0.get_mut() += o.len() as u32; } }
#[datarace::check] impl std::ops::Index<&str> for Dev { type Output = AtomicU32; fn index(&self, _: &str) -> &AtomicU32 { &self.0 } }
#[datarace::check] impl std::ops::IndexMut<&str> for Dev { fn index_mut(&mut self, _: &str) -> &mut AtomicU32 { &mut self.0 } }
#[datarace::check] impl std::ops::Neg for &Dev { type Output = i32; fn neg(self) -> i32 { -(self.0.load(Relaxed) as i32) } }
#[datarace::check] impl std::ops::Not for Dev { type Output = u32; fn not(self) -> u32 { self.0.into_inner() } }
#[datarace::check] impl PartialEq<u32> for Dev { fn eq(&self, o: &u32) -> bool { self.0.load(Relaxed) == *o } }
#[datarace::check] pub fn run() -> String {
    let mut a = [1u32, 2]; let p = a.as_mut_ptr(); let d = Dev(AtomicU32::new(4));
    unsafe {
        let x = p.bump() + p.cast_const().bump() + *p.get() + *p.offset_by(1) + *p.offset_by(1).get(); let y = DEV.read() + &DEV.write("ab").to_string() + &dynr(&raw const DEV) + &gen_read(&DEV) + &gen_read(&d as &dyn ReadAs); let z = DEV.m() + (&DEV).n() + (&DEV).m() + (&mut &DEV).o() + impl_on_ref(&DEV) + impl_on_ref(&mut NUM) + (&mut NUM).m() + (&mut NUM).n() + (&mut NUM).o();
        DEV += "hello"; DEV["k"].store(9, Release); *DEV["k"].get_mut() += 1; let w = DEV["z"].load(Acquire) + DEV["y"].fetch_add(1, Relaxed); let q = -&DEV; let eq = DEV == 11 && d == 4; let pd = &raw mut DEV; (*pd)["a"].fetch_add(1, Relaxed); *pd += "x"; let nq = -&*pd; let e2 = *pd == 13; let nt = !d; let rd = (*pd).read() + &(*pd).0.load(Relaxed).to_string();
        format!("{x} {y} {z} {w} {q} {eq} {nq} {e2} {nt} {rd}")
    }
}
