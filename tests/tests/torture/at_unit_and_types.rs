use std::sync::atomic::{AtomicI64, AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(0);
#[datarace::check] fn unit() { A.store(1, Release) }
#[datarace::check] fn unit2() -> () { return A.store(2, Release); }
#[datarace::check] fn inferred() -> u32 { let mut m = 0; m = m.max(A.load(Relaxed)); m }
#[datarace::check] fn default_int() -> i64 { let a = AtomicI64::new(1 << 40); a.store(-1, Relaxed); a.fetch_add(!0, Relaxed); a.fetch_sub(0xff, Relaxed); a.load(Relaxed) }
#[datarace::check] fn closures() -> Vec<u32> { let f = |v| A.swap(v, AcqRel); let g = || A.load(Acquire); vec![f(3), f(g() + 1), g()] }
#[datarace::check] fn option() -> Option<u32> { A.compare_exchange(4, 5, AcqRel, Acquire).ok() }
#[datarace::check] fn result() -> Result<u32, Box<dyn std::error::Error>> { let x = A.compare_exchange(4, 5, AcqRel, Acquire).map_err(|e| format!("was {e}"))?; Ok(x) }
#[datarace::check] fn into() -> u64 { u64::from(A.load(Relaxed)) + A.load(Relaxed) as u64 + Into::<u64>::into(A.load(Relaxed)) }
#[datarace::check] fn parse() -> u32 { A.store("7".parse().unwrap(), Relaxed); A.swap(Default::default(), Relaxed) }
#[datarace::check] fn neg() -> i64 { -AtomicI64::new(5).load(Relaxed) + !AtomicI64::new(5).load(Relaxed) }
#[datarace::check] fn cmp() -> bool { A.load(Relaxed) < 5 && (A.load(Relaxed) as u8) < 5 && !(A.load(Relaxed) > 5) }
#[datarace::check] fn index(v: &[u8]) -> u8 { v[A.load(Relaxed) as usize] + v[A.fetch_add(1, Relaxed) as usize..].iter().sum::<u8>() }
#[datarace::check] fn range() -> u32 { (A.load(Relaxed)..A.load(Relaxed) + 3).sum() }
#[datarace::check] fn tuple() -> (u32, u32) { (A.load(Relaxed), A.fetch_add(1, Relaxed)) }
#[datarace::check] fn stru() -> S { S { a: A.load(Relaxed), b: [A.load(Relaxed); 2] } }
#[derive(Debug)] struct S { a: u32, b: [u32; 2] }
#[datarace::check] pub fn run() -> String { unit(); unit2(); format!("{} {} {:?} {:?} {:?} {} {} {} {} {} {} {:?} {:?}", inferred(), default_int(), closures(), option(), result().map_err(|e| e.to_string()), into(), parse(), neg(), cmp(), index(&[1, 2, 3]), range(), tuple(), stru()) }
