static mut MAYBE: Option<Vec<u32>> = Some(Vec::new());
static mut N: u32 = 4;
struct D(&'static str);
#[datarace::check] impl Drop for D { fn drop(&mut self) { println!("drop {}", self.0); } }
#[datarace::check] impl D { fn get(&self) -> Option<&'static str> { if self.0 == "none" { None } else { Some(self.0) } } }
#[datarace::check] pub fn main() {
    unsafe {
        if let Some(v) = &mut MAYBE && v.is_empty() && let n @ 1..=9 = N { v.push(n); N += 1; }
        if let Some(v) = MAYBE.as_ref() && let [first, ..] = &v[..] && *first == 4 && N == 5 { println!("yes {first}"); } else { println!("no"); }
        while let Some(v) = &mut MAYBE && let Some(x) = v.pop() && x > 0 { println!("popped {x} {N}"); }
        if let Some(s) = D("temp").get() { println!("in {s}"); } else { println!("else"); }
        if let Some(s) = D("none").get() { println!("in {s}"); } else { println!("else"); }
        let p = &raw mut N;
        if let 5 = *p && { *p += 1; true } && let 6 = *p { println!("six"); }
        let r = match D("scrut").get() { Some(s) if N == 6 => s.len(), _ => 0 };
        println!("{r}");
        let t = { let d = D("local"); D("tail").get().map(|s| s.len() + d.0.len()) };
        println!("{t:?}");
        let Some(v) = &mut MAYBE else { panic!() };
        v.extend([1, 2, 3]);
        let [a, .., c] = v[..] else { return };
        println!("{a}{c}");
    }
}
