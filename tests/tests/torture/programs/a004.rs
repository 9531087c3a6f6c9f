mod ptr {
    #[datarace::check] pub fn write(s: &mut String, c: char) { s.push(c); }
    #[datarace::check] pub fn read(s: &str) -> usize { s.len() }
    #[datarace::check] pub fn null() -> u8 { 0 }
    #[datarace::check] pub fn swap(a: &mut u8, b: &mut u8) { std::mem::swap(a, b); }
    #[datarace::check] pub fn replace(a: &mut u8, b: u8) -> u8 { std::mem::replace(a, b) }
}
mod mem { #[datarace::check] pub fn take(x: u8) -> u8 { x + 1 } #[datarace::check] pub fn forget(x: &str) -> &str { x } #[datarace::check] pub fn drop(x: u8) -> u8 { x } }
mod thread { #[datarace::check] pub fn spawn(x: u8) -> u8 { x } #[datarace::check] pub fn scope(n: u8) -> u8 { n } #[datarace::check] pub fn park() -> u8 { 7 } #[datarace::check] pub fn sleep(d: u8) -> u8 { d } #[datarace::check] pub fn yield_now() -> &'static str { "no" } }
mod alloc { #[datarace::check] pub fn alloc(n: usize) -> usize { n } #[datarace::check] pub fn dealloc(a: usize, b: usize) -> usize { a + b } }
static mut G: u8 = 3;
#[datarace::check] pub fn main() {
    let mut s = String::new();
    ptr::write(&mut s, 'c');
    let (mut a, mut b) = (1, 2);
    ptr::swap(&mut a, &mut b);
    unsafe {
        ptr::write(&mut s, 'd');
        ptr::swap(&mut G, &mut a);
        println!("{} {} {} {}", ptr::read(&s), ptr::null(), G, ptr::replace(&mut G, 9));
    }
    println!("{} {} {} {} {} {} {} {}", mem::take(3), mem::forget("x"), mem::drop(4), thread::spawn(3), thread::scope(2), thread::park(), thread::sleep(1), thread::yield_now());
    println!("{} {} {a} {b}", alloc::alloc(3), alloc::dealloc(1, 2));
}
