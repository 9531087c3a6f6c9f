static mut N: u32 = 4;
static mut V: Vec<u32> = Vec::new();
macro_rules! inc { ($x:expr) => { $x += 1 }; }
macro_rules! get { ($x:ident) => { unsafe { $x } }; }
macro_rules! with { ($v:ident, $($t:tt)*) => { unsafe { $v.$($t)* } }; }
macro_rules! block { ($b:block) => { $b }; }
macro_rules! stmts { ($($s:stmt;)*) => { $($s;)* }; }
#[datarace::check] pub fn run() -> String {
    unsafe { inc!(N); }
    let a = get!(N);
    with!(V, push(3));
    let l = with!(V, len());
    let b = block!({ unsafe { N + 1 } });
    stmts! { let x = unsafe { N }; unsafe { N = x + 1 }; }
    format!("{a}{l}{b}{}", get!(N))
}
