//! What the generated functions use: nothing here is annotated.

use std::cell::{RefCell, UnsafeCell};

thread_local! { pub static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) }; }

/// A side effect.
pub fn say(what: String) { LOG.with_borrow_mut(|log| log.push(what)); }

#[track_caller]
pub fn place() -> String { let at = std::panic::Location::caller(); format!("{}:{}", at.line(), at.column()) }

pub fn val(n: u32) -> u32 { say(format!("val {n}")); n }
pub fn id(n: u32) -> u32 { n }
pub fn opt(n: u32) -> Option<u32> { say(format!("opt {n}")); (n & 1 == 0).then_some(n) }
#[track_caller]
pub fn add(a: u32, b: u32) -> u32 { say(format!("add {a} {b} at {}", place())); a.wrapping_add(b) }

/// Says when it is used and dropped.
pub struct D(pub u32);
pub fn make(n: u32) -> D { say(format!("make {n}")); D(n) }
impl D {
    #[track_caller]
    pub fn by_ref(&self) -> u32 { say(format!("ref {} at {}", self.0, place())); self.0 }
    pub fn by_mut(&mut self, n: u32) -> u32 { say(format!("mut {} {n}", self.0)); self.0 ^= n & 1; self.0 }
    pub fn by_value(self) -> u32 { say(format!("value {}", self.0)); self.0 }
}
impl Drop for D { fn drop(&mut self) { say(format!("drop {}", self.0)); } }

/// Derefs, and says so.
pub struct Guard(D);
impl Guard { pub fn new(n: u32) -> Self { Guard(make(n)) } }
impl std::ops::Deref for Guard { type Target = D; fn deref(&self) -> &D { say(format!("deref {}", self.0.0)); &self.0 } }
impl std::ops::DerefMut for Guard { fn deref_mut(&mut self) -> &mut D { say(format!("deref_mut {}", self.0.0)); &mut self.0 } }

/// Indexes, and says so.
pub struct Table(pub [u32; 4]);
impl std::ops::Index<usize> for Table { type Output = u32; fn index(&self, i: usize) -> &u32 { say(format!("index {i}")); &self.0[i] } }
impl std::ops::IndexMut<usize> for Table { fn index_mut(&mut self, i: usize) -> &mut u32 { say(format!("index_mut {i}")); &mut self.0[i] } }

/// Adds, and says so.
pub struct Acc(pub u32);
impl std::ops::AddAssign<u32> for Acc { fn add_assign(&mut self, n: u32) { say(format!("add_assign {n}")); self.0 ^= n; } }

#[derive(Clone, Copy, Debug)] pub enum Shape { Dot, Line(u32), Box { w: u32, h: u32 } }
pub struct Two { pub d: D, pub e: D }
#[derive(Debug)] pub struct Inner { pub x: u32, pub y: [u32; 2] }
impl Inner {
    pub fn sum(&self, n: u32) -> u32 { say(format!("sum {n}")); self.x ^ self.y[0] ^ n }
    pub fn bump(&mut self, n: u32) -> u32 { say(format!("bump {n}")); self.x ^= n; self.x }
}
pub struct Pair { pub a: u32, pub b: (u32, u32), pub d: Inner }
#[derive(Clone, Copy)] pub struct Pt { pub x: u32, pub y: u32 }
#[derive(Clone, Copy)] #[repr(C, packed)] pub struct Packed { pub a: u8, pub b: u32 }
pub union Bits { pub i: u32, pub b: [u8; 4] }
pub struct Holder { pub p: *mut u32 }
pub struct Cell(pub UnsafeCell<[u32; 2]>);
unsafe impl Sync for Cell {}
