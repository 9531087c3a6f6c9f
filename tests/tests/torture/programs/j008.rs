use std::panic::Location;
#[track_caller] fn add(a: u32, b: u32) -> u32 { let at = Location::caller(); println!("{}:{}", at.line(), at.column()); a + b } struct S; impl S { #[track_caller] fn m(&self) -> u32 { let at = Location::caller(); println!("{}:{}", at.line(), at.column()); 1 } #[track_caller] fn o(&self) -> &S { let at = Location::caller(); println!("{}:{}", at.line(), at.column()); self } }
fn mk() -> S { S }
#[datarace::check]
fn go(s: &S, o: Option<u32>) {
    if 6u32 < (add(1, 2)) { }
    if (add(1, 2)) < 6 { }
    let x = (add(1, 2)); let y = ((add(1, 2))); let z = (add(1, 2)) + (s.m()) + (mk().m());
    while 6 < (add((add(1, 2)), (s.m()))) && (s.m()) > 4 { }
    match (add(1, 2)) { _ => (s.m()) }; let f = (|| (add(1, 2)))(); [(add(1, 2))][(s.m()) as usize - 1]; -(s.m() as i32); !(s.m()); &(s.m()); *&(add(1, 2)); (s.o()).m(); ((mk()).o()).m(); return ((add(1, 2)), (), drop((s.m()))).1;
}
pub fn main() { go(&S, Some(1)); }
