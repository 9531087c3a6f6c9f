#[datarace::check] pub mod m { pub static mut X: u32 = 1; pub static mut V: Vec<u32> = Vec::new(); pub struct P { pub a: [u8; 3] } pub static mut PP: P = P { a: [1, 2, 3] }; }
#[datarace::check] pub fn run() -> String {
    unsafe {
        m::X += 1;
        self::m::X *= 3;
        m::V.push(m::X);
        m::V.push(m::V.len() as u32);
        m::PP.a[1] = 7;
        let m::P { a: [x, y, _] } = m::PP;
        let f = || m::X;
        let r = &mut m::X;
        *r += 1;
        (*r) += 1;
        format!("{} {:?} {x}{y} {}", m::X, m::V, f())
    }
}
