// what a call returned is of a type that only later code tells: nothing may ask for it before
fn made<T: Default>() -> T { T::default() } fn parsed<T: std::str::FromStr>(s: &str) -> Option<T> { s.parse().ok() } struct Source(u32); impl Source { fn give<T: From<u32>>(&self) -> T { T::from(self.0) } fn result<T: From<u32>>(&self) -> Result<T, String> { Ok(T::from(self.0)) } fn list<T: FromIterator<u32>>(&self) -> T { (0..self.0).collect() } }
struct Loud(u32); impl Drop for Loud { fn drop(&mut self) { println!("drop {}", self.0) } } impl From<u32> for Loud { fn from(n: u32) -> Self { Loud(n) } } impl Default for Loud { fn default() -> Self { Loud(7) } }
fn wants<T>(_: &T) -> usize { std::mem::size_of::<T>() } fn loud(l: &Loud) -> u32 { l.0 } fn words(v: &Vec<u32>, s: &std::collections::BTreeSet<u32>) -> usize { v.len() + s.len() }
#[datarace::check]
pub fn main() {
    let source = Source(3);
    let (number, text) = (parsed("5").unwrap(), made());
    let wide = source.give();
    let late = source.result().unwrap();
    let first = made();
    let (list, set) = (source.list(), source.list());
    let Some(narrow) = parsed("17") else { return };
    let nested = Some(source.give());
    println!("{}", words(&list, &set));
    let _: &u64 = &wide;
    let sum = wide + 1;
    let _: &u8 = &number;
    let _: &String = &text;
    let _: &i8 = &narrow;
    let n: &Option<u128> = &nested;
    println!("{} {} {:?} {sum} {n:?} {}", loud(&late), loud(&first), text, wants(&narrow));
    let guard = std::sync::Mutex::new(1);
    let lock = |m: &'static std::sync::Mutex<u32>| m.lock().unwrap();
    let m = Box::leak(Box::new(std::sync::Mutex::new(1)));
    let held = lock(m);
    println!("{} {} {}", *held, m.try_lock().is_err(), guard.lock().unwrap());
}
