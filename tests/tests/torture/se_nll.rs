use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(1);
#[datarace::check] fn get_or_insert(m: &mut HashMap<u32, String>, k: u32) -> &mut String { if m.contains_key(&k) { return m.get_mut(&k).unwrap(); } A.fetch_add(1, Relaxed); m.insert(k, String::new()); m.get_mut(&k).unwrap() }
#[datarace::check] fn first<'a>(v: &'a mut Vec<u32>, d: &'a mut u32) -> &'a mut u32 { match v.first_mut() { Some(x) if A.load(Relaxed) > 0 => x, _ => d } }
#[datarace::check] fn last_node(mut n: &mut Node) -> &mut Node { while n.next.is_some() { A.load(Relaxed); n = n.next.as_mut().unwrap(); } n }
#[datarace::check] fn last_ptr(n: *mut Node) -> *mut Node { let mut c = n; unsafe { while let Some(ref mut x) = (*c).next { c = &mut **x; } } c }
struct Node { v: u32, next: Option<Box<Node>> }
#[datarace::check] fn insert_sorted(mut cur: &mut Option<Box<Node>>, v: u32) { while let Some(n) = cur { if n.v > v { break; } A.load(Relaxed); cur = &mut cur.as_mut().unwrap().next; } let rest = cur.take(); *cur = Some(Box::new(Node { v, next: rest })); }
#[datarace::check] fn remove(head: &mut Option<Box<Node>>, v: u32) -> bool { let mut cur = head; loop { match cur { None => return false, Some(n) if n.v == v => { *cur = n.next.take(); return true; } Some(n) => cur = &mut n.next } } }
#[datarace::check] fn two_fields(s: &mut (Vec<u32>, u32)) { let v = &mut s.0; s.1 += A.load(Relaxed); v.push(s.1); let n = &mut s.1; v.iter_mut().for_each(|x| { *x += *n; *n += 1; }); }
#[datarace::check] fn reborrow(x: &mut u32) -> u32 { let y = &mut *x; *y += 1; let z = &mut *y; *z += A.load(Relaxed); inc(y); inc(x); *x }
#[datarace::check] fn inc(x: &mut u32) { *x += 1; }
#[datarace::check] fn unsafe_reborrow(x: &mut u32) -> u32 { unsafe { let y = &mut *x; *y += 1; inc(y); inc(&mut *y); let r = &*y; let k = *r; inc(x); k + *x } }
#[datarace::check] fn closure_capture(s: &mut (String, Vec<u32>)) -> usize { let mut f = || s.1.push(A.load(Relaxed)); f(); s.0.push('x'); let g = || s.0.len() + s.1.len(); g() }
#[datarace::check] fn unsafe_closure(b: Box<(String, Vec<u32>)>) -> usize { let mut b = b; unsafe { let s = &mut (*b).0; let v = &mut (*b).1; s.push('q'); v.push(1); let t = &mut *b; t.0.len() + t.1.len() } }
#[datarace::check] fn split(b: &mut Box<(u32, u32)>) -> u32 { unsafe { let (x, y) = (&mut (**b).0, &mut (**b).1); std::mem::swap(x, y); *x * 10 + *y } }
#[datarace::check] fn vec_two_phase(v: &mut Vec<u32>) { v.push(v.len() as u32); v[0] = v[0] + A.load(Relaxed); let n = v.len(); v[n - 1] += v[0]; unsafe { let p = v.as_mut_ptr(); *p += *p.add(1); v.push(v.len() as u32 + *p); } }
#[datarace::check] fn lifetime<'a>(x: &'a mut Option<&'a u32>, y: &'a u32) -> &'a u32 { *x = Some(y); unsafe { let p: *const Option<&'a u32> = x; (*p).unwrap() } }
#[datarace::check] fn deref_ref_in_unsafe(s: &mut S) -> &mut u32 { unsafe { let t = &mut *s; if t.a > 0 { return &mut (*t).a; } &mut (*t).b } }
struct S { a: u32, b: u32 }
#[datarace::check] fn copied(r: &&u32) -> u32 { unsafe { std::hint::black_box(()); **r + *(*r) } }
#[datarace::check] fn slice(s: &mut [u32]) -> u32 { unsafe { std::hint::black_box(()); let (a, b) = (*s).split_at_mut(1); a[0] += b[0]; (*s)[0] += 1; let q = &mut (*s)[1..]; q[0] = 3; (*s).len() as u32 + s[0] } }
#[datarace::check] fn string(s: &mut String) -> &str { unsafe { std::hint::black_box(()); (*s).push('z'); &(*s)[..1] } }
#[datarace::check] fn arc(a: &std::sync::Arc<AtomicU32>) -> u32 { unsafe { std::hint::black_box(()); (*a).load(Relaxed) + (**a).load(Relaxed) } }
#[datarace::check] fn opt(o: &mut Option<Box<u32>>) -> u32 { unsafe { std::hint::black_box(()); match *o { Some(ref mut b) => { **b += 1; **b } None => 0 } } }
#[datarace::check] fn opt2(o: &Option<Box<u32>>) -> u32 { unsafe { std::hint::black_box(()); let k = match *o { Some(ref b) => **b, None => 0 }; k + match o { Some(b) => **b, None => 0 } } }
#[datarace::check] pub fn run() -> String {
    let mut m = HashMap::new();
    get_or_insert(&mut m, 1).push('a'); get_or_insert(&mut m, 1).push('b');
    let mut d = 5; let mut v = vec![1, 2];
    *first(&mut v, &mut d) += 1; *first(&mut vec![], &mut d) += 1;
    let mut l = Node { v: 1, next: Some(Box::new(Node { v: 2, next: None })) };
    last_node(&mut l).v = 9; let lp = unsafe { (*last_ptr(&mut l)).v };
    let mut h = None; for x in [3, 1, 2] { insert_sorted(&mut h, x); } let rm = remove(&mut h, 2);
    let mut t = (vec![1], 1); two_fields(&mut t); let mut x = 1;
    let mut cc = (String::new(), vec![]); vec_two_phase(&mut v); let y = 3; let mut o = None;
    let mut s = S { a: 0, b: 1 }; *deref_ref_in_unsafe(&mut s) += 3; let (mut so, mut st) = (Some(Box::new(1)), String::from("q"));
    format!("{m:?} {d} {v:?} {lp} {rm} {t:?} {} {} {} {} {} {} {} {} {} {} {} {} {}", reborrow(&mut x), unsafe_reborrow(&mut x), closure_capture(&mut cc), unsafe_closure(Box::new(cc)), split(&mut Box::new((1, 2))), lifetime(&mut o, &y), s.b, copied(&&4), slice(&mut [1, 2]), string(&mut st), arc(&std::sync::Arc::new(AtomicU32::new(4))), opt(&mut so), opt2(&so))
}
