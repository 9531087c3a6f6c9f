use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(5);
static mut V: Vec<u32> = Vec::new();
macro_rules! show { ($e:expr) => { format!("{}={:?}", stringify!($e), $e) }; }
macro_rules! tts { ($($t:tt)*) => { { let n = [$(stringify!($t)),*].len(); let r = { $($t)* }; format!("{n}{r:?}") } }; }
#[datarace::check] pub fn run() -> String { unsafe { V.push(A.load(Acquire)); let p = &raw const V; format!("{} {} {} {} {}", show!(A.fetch_add(1, AcqRel)), show!(V.len()), show!(*p), tts!(A.load(Relaxed) + V[0]), stringify!(A.load(Relaxed), *p)) } }
