use std::sync::atomic::{AtomicU32, Ordering::*};
static mut r#type: u32 = 1;
static r#fn: AtomicU32 = AtomicU32::new(2);
struct r#struct { r#match: *mut u32, r#move: AtomicU32 }
#[allow(non_camel_case_types)] type r#use = u32;
#[datarace::check] impl r#struct { fn r#loop(&self, r#in: u32) -> r#use { unsafe { *self.r#match += r#in; *self.r#match + self.r#move.load(Acquire) } } }
#[datarace::check] mod r#mod { pub static mut r#static: u32 = 5; pub fn r#where() -> u32 { unsafe { r#static += 1; r#static } } }
#[datarace::check] fn generic<'r#async, r#T: Copy>(r#ref: &'r#async *const r#T) -> r#T { unsafe { **r#ref } }
#[allow(non_upper_case_globals, non_camel_case_types, unused)] mod _a {}
#[datarace::check] pub fn run() -> String {
    let r#let = unsafe { r#type += 1; r#type };
    let mut x = 4; let s = r#struct { r#match: &mut x, r#move: AtomicU32::new(3) };
    r#fn.fetch_add(r#let, AcqRel);
    let r#if = &r#fn;
    format!("{} {} {} {} {} {}", r#let, s.r#loop(3), r#fn.load(r#Acquire), r#mod::r#where(), unsafe { r#mod::r#static }, generic(&(&5u32 as *const u32)) + r#if.load(Relaxed))
}
