#[datarace::check] mod a { pub const LIMIT: u32 = 5; pub static mut COUNT: u32 = 0; }
#[datarace::check] mod b { pub static mut LIMIT: u32 = 7; pub const COUNT: u32 = 3; }
static mut VALUE: u32 = 1;
struct S;
#[datarace::check] impl S {
    const VALUE: u32 = 40;
    const LIMIT: u32 = 41;
    fn f() -> u32 { Self::VALUE + Self::LIMIT + S::VALUE }
}
#[datarace::check] pub fn run() -> String {
    use a::LIMIT;
    use b::COUNT;
    let x = LIMIT + COUNT;
    let y = unsafe { b::LIMIT += 1; b::LIMIT };
    let z = unsafe { a::COUNT += 2; a::COUNT };
    let w = unsafe { VALUE + S::VALUE };
    format!("{x} {y} {z} {w} {}", S::f())
}
