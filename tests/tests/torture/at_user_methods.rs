use std::sync::atomic::{AtomicU32, Ordering};
use std::ops::{Deref, DerefMut};
struct Own { a: AtomicU32, log: Vec<String> }
#[datarace::check] impl Deref for Own { type Target = AtomicU32; fn deref(&self) -> &AtomicU32 { &self.a } }
#[datarace::check] impl DerefMut for Own { fn deref_mut(&mut self) -> &mut AtomicU32 { &mut self.a } }
#[datarace::check] impl Own {
    fn load(&mut self, o: Ordering) -> String { self.log.push(format!("{o:?}")); format!("own {}", self.a.load(Ordering::Relaxed)) }
    fn swap(self, v: u32, _o: Ordering) -> u32 { self.a.load(Ordering::Relaxed) + v }
    fn fetch_add(&self, v: u64, o: Ordering) -> (u64, Ordering) { (v, o) }
}
struct ByVal(u8);
#[datarace::check] impl ByVal { fn store(self, v: u8, _: Ordering) -> u8 { self.0 + v } fn load(&self) -> u8 { self.0 } }
struct Gen;
#[datarace::check] impl Gen { fn load<T: Default>(&self, _: Ordering) -> T { T::default() } fn store<T: ToString>(&self, t: T, o: Ordering) -> String { format!("{}{o:?}", t.to_string()) } }
struct Db { rows: Vec<u32> }
#[datarace::check] impl Db {
    fn load(&mut self, path: &str) -> Result<usize, String> { self.rows.push(path.len() as u32); if path.is_empty() { Err("e".into()) } else { Ok(self.rows.len()) } }
    fn store(&mut self, k: usize, v: u32) -> &mut Self { self.rows[k] = v; self }
    fn swap(&mut self, a: usize, b: usize) { self.rows.swap(a, b); }
    fn lock(&self) -> u8 { 1 }
    fn send(&self, x: &str, y: u8) -> String { format!("{x}{y}") }
    fn join(&self, sep: &str) -> String { self.rows.iter().map(|r| r.to_string()).collect::<Vec<_>>().join(sep) }
    fn wait(self) -> usize { self.rows.len() }
    fn get(&self) -> Option<&u32> { self.rows.first() }
    fn read(&self) -> u32 { self.rows[0] }
    fn write(&mut self, v: u32) { self.rows[0] = v; }
    fn recv(&self) -> Result<u8, ()> { Ok(3) }
    fn spawn(&self, f: impl FnOnce() -> u8) -> u8 { f() }
    fn notify_one(&self) -> u8 { 4 }
    fn try_lock(&self) -> Option<u8> { Some(5) }
    fn fence(&self) -> u8 { 6 }
    fn park(&self) -> u8 { 7 }
    fn unlock(&self) -> u8 { 8 }
    fn update(&mut self, v: u32) -> u32 { self.rows[0] += v; self.rows[0] }
    fn call_once(&self, f: impl FnOnce()) { f() }
}
#[datarace::check] pub fn run() -> String {
    let mut o = Own { a: AtomicU32::new(3), log: vec![] };
    let a = o.load(Ordering::Acquire);
    let b = o.fetch_add(1u64, Ordering::Release);
    o.store(9, Ordering::Release);
    *o.get_mut() += 1;
    let c = o.fetch_sub(1, Ordering::AcqRel);
    let l = o.log.join("+");
    let d = o.swap(5, Ordering::SeqCst);
    let e = ByVal(1).store(2, Ordering::Acquire) + ByVal(4).load();
    let f: u16 = Gen.load(Ordering::Release);
    let g = Gen.load::<String>(Ordering::Acquire).len();
    let h = Gen.store("x", Ordering::Acquire) + &Gen.store(4, Ordering::Relaxed);
    let mut db = Db { rows: vec![] };
    let i = db.load("abc").unwrap() + db.load("de").unwrap_or(0);
    db.store(0, 7).store(1, 8).swap(0, 1);
    db.write(db.read() + 1);
    db.call_once(|| ());
    let j = format!("{}{}{}{:?}{}{:?}{}{}{:?}{}{}{}{}", db.lock(), db.send("a", 1), db.join("-"), db.get(), db.read(), db.recv(), db.spawn(|| 2), db.notify_one(), db.try_lock(), db.fence(), db.park(), db.unlock(), 0);
    db.update(3);
    format!("{a} {b:?} {c} {l} {d} {e} {f} {g} {h} {i} {j} {}", db.wait())
}
