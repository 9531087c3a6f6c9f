// labels, break values, control flow in arguments
static mut N: u32 = 0;
#[datarace::check] fn add(a: u32, b: u32) -> u32 { a + b }
#[datarace::check] fn q(x: Option<u32>) -> Option<u32> { unsafe { N += add(x?, { if N > 100 { return Some(1); } N }); Some(N) } }
#[datarace::check] fn r(x: Result<u8, String>) -> Result<u32, Box<dyn std::error::Error>> { let p = &raw mut N; unsafe { *p = u32::from(x?); *p += "12".parse::<u32>()?; Ok(*p) } }
#[datarace::check] #[allow(unreachable_code, clippy::diverging_sub_expression)]
fn never(f: bool) -> u32 { unsafe { N = if f { return 5 } else { 6 }; N } }
#[datarace::check] pub fn main() {
    let p = &raw mut N;
    unsafe {
        let v = 'a: { if *p == 0 { break 'a 3; } *p = 7; 4 };
        let w = 'out: loop { for i in 0.. { N += i; if N > 10 { break 'out N * 2; } if i % 2 == 0 { continue; } *p += 1; } };
        println!("{v} {w} {N}");
        println!("{:?} {:?}", q(Some(2)), q(None));
        N = 200; println!("{:?}", q(Some(1)));
        println!("{:?} {}", r(Ok(3)).unwrap(), r(Err("bad".into())).unwrap_err());
        println!("{} {}", never(true), never(false));
        let mut i = 0;
        let z = loop { i += 1; N = match i { 1 => continue, 2 => 50, 3 => break N + 1, _ => unreachable!() } };
        println!("{z}");
        'x: for a in 0..3 { for b in 0..3 { *p += match (a, b) { (1, 1) => continue 'x, (2, 0) => break 'x, _ => 1 }; } }
        println!("{N}");
        while N > 240 || { N -= 1; N > 50 } { *p -= 1; }
        println!("{N}");
        let arr = [N, { N += 1; N }, *p, { *p += 1; *p }];
        println!("{arr:?}");
    }
}
