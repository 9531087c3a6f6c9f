use std::fmt::Debug;
static mut TABLE: [Option<&'static (dyn Debug + Sync)>; 3] = [None; 3];
#[datarace::check] fn put<T: Debug + Sync>(i: usize, t: &'static T) { unsafe { TABLE[i] = Some(t); } }
#[datarace::check] fn get(i: usize) -> String { unsafe { format!("{:?}", TABLE[i]) } }
#[datarace::check] pub fn run() -> String { put(0, &5u8); put(2, &"s"); get(0) + &get(1) + &get(2) + unsafe { if TABLE[1].is_none() { "-" } else { "+" } } }
