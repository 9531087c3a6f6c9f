// lints: unused_mut, unused_unsafe, unused_parens, unused_must_use, dead_code and clippy with everything used plainly
use std::sync::atomic::{AtomicUsize, AtomicPtr, Ordering}; use std::sync::Mutex;
pub struct S { a: AtomicUsize, b: Mutex<Vec<u32>>, p: AtomicPtr<u32> }
#[datarace::check] impl Default for S { fn default() -> Self { Self { a: AtomicUsize::new(0), b: Mutex::new(Vec::new()), p: AtomicPtr::new(std::ptr::null_mut()) } } }
#[datarace::check] impl S {
    #[must_use] pub fn next(&self) -> usize { self.a.fetch_add(1, Ordering::Relaxed) }
    pub fn add(&self, x: u32) -> usize { let mut g = self.b.lock().unwrap(); g.push(x); g.len() }
    pub fn swap(&self, x: Box<u32>) -> Option<Box<u32>> { let old = self.p.swap(Box::into_raw(x), Ordering::AcqRel); if old.is_null() { None } else { Some(unsafe { Box::from_raw(old) }) } }
    pub fn peek(&self) -> Option<&u32> { unsafe { self.p.load(Ordering::Acquire).as_ref() } }
    #[inline] pub fn each<F>(&self, mut f: F) where F: FnMut(&u32) { for x in self.b.lock().unwrap().iter() { f(x) } }
    pub fn each_mut(&mut self, f: impl Fn(&mut u32)) { for x in self.b.get_mut().unwrap() { f(x) } }
}
#[datarace::check] impl Drop for S { fn drop(&mut self) { drop(self.swap(Box::new(0))); let p = *self.p.get_mut(); if !p.is_null() { unsafe { drop(Box::from_raw(p)) } } } }
#[datarace::check] pub fn main() { let mut s = S::default(); let _ = s.next(); let n = s.next(); println!("{n} {} {}", s.add(1), s.add(2)); println!("{:?} {:?}", s.swap(Box::new(5)), s.swap(Box::new(6))); println!("{:?}", s.peek()); let mut t = 0; s.each(|x| t += x); s.each_mut(|x| *x += 1); s.each(|x| t += *x); println!("{t}"); let x: &mut u32 = &mut 3; let p: *mut u32 = x; unsafe { *p += 1; if *p > 3 && (*p < 9 || *p == 10) { println!("{}", *p) } while *p > 3 { *p -= 1; } for i in 0..*p { print!("{i}") } let y = if *p == 3 { *p } else { 0 }; println!("{y}"); match *p { 3 => println!("three"), _ => println!("other") } let z = *p as usize + { let q = *p; q as usize }; println!("{z} {:?}", Some(*p).map(|v| v + *p)); return; } }
