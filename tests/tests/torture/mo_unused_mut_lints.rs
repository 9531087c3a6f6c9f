use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};
struct Own(AtomicU32, u32);
#[datarace::check] impl std::ops::Deref for Own { type Target = AtomicU32; fn deref(&self) -> &AtomicU32 { &self.0 } }
#[datarace::check] impl Own { fn load(&mut self, _: Ordering) -> u32 { self.1 += 1; self.1 } fn fetch_add(&mut self, v: u32, _: Ordering) -> u32 { self.1 += v; self.1 } }
struct M(u32);
#[datarace::check] impl M { fn store(&mut self, v: u32, _: Ordering) { self.0 = v; } fn write(&mut self, v: u32) { self.0 = v } fn lock(&mut self) -> &mut u32 { &mut self.0 } fn send(&mut self, v: u32) { self.0 = v } fn read(&mut self) -> u32 { self.0 } }
#[datarace::check] fn swap_vec() -> Vec<u32> { let mut v = vec![1, 2, 3]; v.swap(0, 2); v }
#[datarace::check] fn swap_arr() -> [u32; 3] { let mut v = [1, 2, 3]; v.swap(0, 2); v }
#[datarace::check] fn swap_slice(v: &mut [u32]) { v.swap(0, 1); v[1..].swap(0, 1); (*v).swap(0, 2); let n = v.len(); v.swap(0, n - 1); }
#[datarace::check] fn swap_box() -> Box<[u32]> { let mut b: Box<[u32]> = Box::new([1, 2]); b.swap(0, 1); (*b).swap(1, 0); b }
#[datarace::check] fn swap_closure() -> Vec<u32> { let mut v = vec![1, 2]; let mut f = || v.swap(0, 1); f(); v }
#[datarace::check] fn own() -> u32 { let mut o = Own(AtomicU32::new(1), 2); o.load(Ordering::Acquire) + o.fetch_add(1, Ordering::Relaxed) }
#[datarace::check] fn m() -> u32 { let mut m = M(1); m.store(3, Ordering::Release); m.0 }
#[datarace::check] fn m2() -> u32 { let mut m = M(1); m.write(4); m.0 }
#[datarace::check] fn m3() -> u32 { let mut m = M(1); *m.lock() += 4; m.0 }
#[datarace::check] fn m4() -> u32 { let mut m = M(1); m.send(4); m.0 }
#[datarace::check] fn m5() -> u32 { let mut m = M(1); unsafe { std::hint::black_box(&raw const m).read(); } m.read() }
#[datarace::check] fn io() -> Vec<u8> { let mut w: Vec<u8> = Vec::new(); w.write(b"abc").unwrap_or(0); w.write_all(b"d").ok(); w }
#[datarace::check] fn io_unsafe(p: *const u8) -> Vec<u8> { let mut w: Vec<u8> = Vec::new(); let n = unsafe { let n = w.write(&[*p]); n.unwrap_or(0) }; w.push(n as u8); w }
#[datarace::check] fn only_in_unsafe(p: *const u32) -> u32 { let mut b = Box::new(1); unsafe { *b += *p; } *b }
#[datarace::check] fn only_in_unsafe2(p: *const u32) -> u32 { let mut s = String::new(); unsafe { let r = &mut s; if *p > 0 { r.push('x'); } } s.len() as u32 }
#[datarace::check] fn only_in_unsafe3(p: *mut u32) -> u32 { let mut q = p; unsafe { q = q.add(0); *q += 1; *q } }
#[datarace::check] fn guard_mut(m: &std::sync::Mutex<u32>) -> u32 { let mut g = m.lock().unwrap(); *g += 1; *g }
#[datarace::check] fn guard_mut_unsafe(m: &std::sync::Mutex<u32>, p: *const u32) -> u32 { let mut g = m.lock().unwrap(); unsafe { *g += *p; } *g }
#[datarace::check] fn boxed_mut(p: *const u32) -> u32 { let mut b = Box::new(String::new()); unsafe { if *p > 0 { b.push('x'); (*b).push('y'); *b = b.repeat(2); } } b.len() as u32 }
#[datarace::check] fn must_use() { let a = AtomicU32::new(1); a.fetch_add(1, Ordering::Relaxed); a.swap(1, Ordering::Relaxed); let _ = a.compare_exchange(1, 2, Ordering::Relaxed, Ordering::Relaxed); a.compare_exchange(1, 2, Ordering::Relaxed, Ordering::Relaxed).ok(); }
#[datarace::check] fn copy(p: *const u32) -> u32 { let r = unsafe { &*p }; *r }
#[datarace::check] pub fn run() -> String { let mut s = [1, 2, 3]; swap_slice(&mut s); must_use(); let mx = std::sync::Mutex::new(1); format!("{:?}{:?}{s:?}{:?}{:?}{}{}{}{}{}{}{:?}{:?}{}{}{}{}{}{}{}", swap_vec(), swap_arr(), swap_box(), swap_closure(), own(), m(), m2(), m3(), m4(), m5(), io(), io_unsafe(&1), only_in_unsafe(&1), only_in_unsafe2(&1), only_in_unsafe3(&mut 1), guard_mut(&mx), guard_mut_unsafe(&mx, &1), boxed_mut(&1), copy(&1)) }
