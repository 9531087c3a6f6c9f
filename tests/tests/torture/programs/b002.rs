// impl Trait in all positions
use std::fmt::{Debug, Display};
use std::sync::atomic::{AtomicU32, Ordering};
static mut LOG: Vec<String> = Vec::new();
#[datarace::check] fn arg(x: impl Display + Clone, f: impl FnOnce(&str) -> usize) -> impl Debug { unsafe { LOG.push(x.to_string()) }; (x.to_string(), f("abc")) }
#[datarace::check] fn ret<'a>(v: &'a [AtomicU32]) -> impl Iterator<Item = u32> + 'a { v.iter().map(|a| a.fetch_add(1, Ordering::Relaxed)) }
#[datarace::check] fn nested() -> impl Fn(u32) -> Box<dyn Fn(u32) -> u32> { |a| Box::new(move |b| { unsafe { LOG.push(format!("{a}{b}")) }; a + b }) }
#[datarace::check] trait It { fn items(&self) -> impl Iterator<Item = u8> + '_; fn def(&self) -> impl Debug { unsafe { LOG.push("def".into()); LOG.len() } } }
struct S(Vec<u8>);
#[datarace::check] impl It for S { fn items(&self) -> impl Iterator<Item = u8> + '_ { let p = self.0.as_ptr(); (0..self.0.len()).map(move |i| unsafe { *p.add(i) }) } }
#[datarace::check] fn dynamic<'a>(x: *const (dyn Display + 'a)) -> String { unsafe { (*x).to_string() + &format!("{:>4}", &*x) } }
#[datarace::check] fn either(b: bool) -> Result<impl Debug, Box<dyn std::error::Error>> { if b { Ok(unsafe { LOG[0].clone() }) } else { Err("no")? } }
#[datarace::check] pub fn main() {
    println!("{:?}", arg(3, |s| unsafe { LOG.len() + s.len() }));
    let v = [AtomicU32::new(1), AtomicU32::new(5)];
    println!("{:?} {:?}", ret(&v).collect::<Vec<_>>(), v);
    println!("{}", nested()(1)(2));
    println!("{:?} {:?}", S(vec![1, 2]).items().collect::<Vec<_>>(), S(vec![]).def());
    println!("{}", dynamic(&5));
    println!("{:?} {:?}", either(true).is_ok(), either(false).map_err(|e| e.to_string()).err());
    println!("{:?}", unsafe { &LOG });
}
