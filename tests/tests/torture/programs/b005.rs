// closures capture disjoint fields
struct S { a: String, b: Vec<u32>, c: (u32, u32), p: *mut u32 }
static mut G: (Vec<u8>, u8) = (Vec::new(), 0);
#[datarace::check] pub fn main() {
    let mut x = 5;
    let mut s = S { a: "a".into(), b: vec![1], c: (1, 2), p: &mut x };
    let r = &s.a;
    let mut f = || { s.b.push(2); s.c.0 += 1; unsafe { *s.p += 1; } };
    f(); f();
    println!("{r} {:?} {:?}", s.b, s.c);
    let a = s.a;
    let mut g = move || { s.b.push(9); unsafe { G.0.push(s.c.1 as u8); G.1 += 1; (*s.p, G.1) } };
    println!("{:?} {:?} {a}", g(), g());
    let pp = &raw mut x;
    let mut h = |d: u32| unsafe { *pp += d; let q = pp; move || { *q += d; *q } };
    let mut i = h(3); h(1)();
    println!("{} {}", i(), unsafe { *pp });
    let add = |n: u8| unsafe { G.0.iter_mut().for_each(|v| *v += n) };
    add(3);
    println!("{:?}", unsafe { &G });
    let mut arr = [String::from("p"), String::from("q")];
    let [ref mut l, ref m] = arr;
    let mut k = || { l.push_str(m); };
    k();
    println!("{arr:?}");
    fn once<F: FnOnce() -> String>(f: F) -> String { f() }
    let t = (String::from("t"), 3);
    println!("{} {}", once(|| t.0 + "!"), t.1);
}
