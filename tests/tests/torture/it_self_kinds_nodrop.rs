use std::sync::atomic::{AtomicUsize, Ordering::*};
#[derive(Default)]
struct C { n: AtomicUsize, v: u32, s: String }
#[datarace::check] impl C {
    fn own(self) -> usize { self.n.into_inner() + self.s.len() }
    fn builder(self, v: u32) -> Self { Self { v, ..self } }
    fn with(mut self, f: impl FnOnce(&mut Self)) -> Self { f(&mut self); self }
    fn destruct(self) -> (String, u32) { let Self { s, v, .. } = self; (s, v) }
    fn ret_part(self) -> String { self.s }
    fn closure(self) -> impl FnOnce() -> String { move || self.s }
    fn split(&mut self) -> (&mut u32, &mut String) { (&mut self.v, &mut self.s) }
    fn get(&mut self) -> &mut u32 { if self.v > 3 { return &mut self.v; } self.v = 4; &mut self.v }
}
#[datarace::check] impl IntoIterator for C { type Item = char; type IntoIter = std::vec::IntoIter<char>; fn into_iter(self) -> Self::IntoIter { self.s.chars().collect::<Vec<_>>().into_iter() } }
#[datarace::check] impl Iterator for Cnt { type Item = u32; fn next(&mut self) -> Option<u32> { self.0 += 1; (self.0 < 4).then_some(self.0) } }
struct Cnt(u32);
#[datarace::check] impl From<u32> for C { fn from(v: u32) -> Self { C { v, n: AtomicUsize::new(v as usize), s: "f".repeat(v as usize) } } }
#[datarace::check] impl std::ops::Add for C { type Output = C; fn add(self, o: C) -> C { C { v: self.v + o.v, ..self } } }
#[datarace::check] impl std::ops::Index<usize> for C { type Output = u32; fn index(&self, _: usize) -> &u32 { self.n.fetch_add(1, Relaxed); &self.v } }
#[datarace::check] impl std::ops::IndexMut<usize> for C { fn index_mut(&mut self, _: usize) -> &mut u32 { &mut self.v } }
#[datarace::check] impl std::ops::AddAssign<u32> for C { fn add_assign(&mut self, o: u32) { self.v += o; } }
#[datarace::check] impl std::ops::Neg for C { type Output = i64; fn neg(self) -> i64 { -(self.v as i64) } }
#[datarace::check] impl PartialEq for C { fn eq(&self, o: &C) -> bool { self.n.load(Relaxed) == o.n.load(Relaxed) } }
#[datarace::check] impl PartialOrd for C { fn partial_cmp(&self, o: &C) -> Option<std::cmp::Ordering> { self.v.partial_cmp(&o.v) } }
#[datarace::check] impl std::fmt::Debug for C { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.debug_struct("C").field("n", &self.n.load(Acquire)).finish_non_exhaustive() } }
#[datarace::check] impl std::fmt::Display for C { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { write!(f, "<{}>", self.n.load(Acquire)) } }
#[datarace::check] impl std::hash::Hash for C { fn hash<H: std::hash::Hasher>(&self, h: &mut H) { self.n.load(Relaxed).hash(h); } }
#[datarace::check] impl Clone for C { fn clone(&self) -> Self { C { n: AtomicUsize::new(self.n.load(Relaxed)), v: self.v, s: self.s.clone() } } }
#[datarace::check] impl AsRef<str> for C { fn as_ref(&self) -> &str { &self.s } }
#[datarace::check] impl std::str::FromStr for C { type Err = std::num::ParseIntError; fn from_str(s: &str) -> Result<Self, Self::Err> { Ok(C::from(s.parse::<u32>()?)) } }
#[datarace::check] pub fn run() -> String {
    let mut c = C::from(3);
    { let (a, b) = c.split(); *a += 1; b.push('x'); }
    *c.get() += 1;
    c += 4;
    c[0] += 1;
    let mut out = format!("{:?} {} {} {}", c, c, c[1], c == c.clone());
    out += &format!("{} {:?}", c.as_ref(), c.partial_cmp(&C::from(1)));
    let d = c.clone().builder(5).with(|c| c.s.push('w'));
    out += &format!("{:?} {} {}", d.clone().destruct(), d.clone().ret_part(), d.clone().closure()());
    out += &format!("{} {} {:?} {:?}", d.clone().own(), -d.clone(), d.clone().into_iter().collect::<Vec<_>>(), Cnt(0).collect::<Vec<_>>());
    out + &format!("{:?} {:?} {}", "4".parse::<C>(), "x".parse::<C>().is_err(), (c + d).v)
}
