use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(1);
static mut N: u32 = 1;
const SITE: u32 = 1;
const SITES: u32 = 2;
static __S: u32 = 3;
#[allow(non_upper_case_globals)] const __datarace_site: u32 = 4;
const FUNCTION: u32 = 5;
#[allow(non_camel_case_types)] struct __r(u32);
#[allow(non_upper_case_globals)] const value: u32 = 6;
#[allow(non_upper_case_globals)] const place: u32 = 7;
#[allow(non_upper_case_globals)] const p: u32 = 8;
#[allow(non_upper_case_globals)] const r: u32 = 9;
#[allow(non_upper_case_globals)] static guard: u32 = 10;
#[allow(non_upper_case_globals)] static session: u32 = 11;
#[allow(non_upper_case_globals)] static __session: u32 = 12;
#[allow(non_upper_case_globals)] const x: u32 = 13;
#[allow(non_upper_case_globals)] const i: u32 = 14;
#[allow(non_upper_case_globals)] const ticket: u32 = 15;
#[allow(non_upper_case_globals)] const f: u32 = 16;
#[allow(non_upper_case_globals)] const v: u32 = 17;
#[allow(non_upper_case_globals)] const t: u32 = 18;
#[allow(non_upper_case_globals)] const s: u32 = 19;
#[allow(non_upper_case_globals)] const base: u32 = 20;
#[allow(non_upper_case_globals)] const index: u32 = 21;
#[allow(non_upper_case_globals)] const result: u32 = 22;
static mut ARR: [u32; 3] = [1; 3];
#[::datarace::check] pub fn run() -> String {
    let __p = 30; let __value = 31; let __place = 32; let __guard = 33; let __t = 34; let __x = 35;
    unsafe {
        N += x; N = value + N; ARR[(i - 13) as usize] += v; ARR[1] = ARR[2] + place; let q = &raw mut N; *q += r; *q = *q + p;
        A.store(N + s, Release); A.fetch_add(t, AcqRel); A.fetch_update(AcqRel, Acquire, |k| Some(k + f)).unwrap();
        let h = std::thread::spawn(|| A.load(Acquire) + guard + session).join().unwrap();
        match N { 0 => base, n => { N = n + index; result } };
        format!("{} {} {h} {} {:?} {}", N, A.load(Relaxed), SITE + SITES + __S + __datarace_site + FUNCTION + __session + ticket + __r(1).0, ARR, __p + __value + __place + __guard + __t + __x)
    }
}
