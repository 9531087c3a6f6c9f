static mut T: (u8, [u8; 4], Option<u16>) = (5, [1, 2, 3, 4], Some(300));
#[datarace::check] pub fn run() -> String {
    unsafe {
        let a = match T.0 { n @ 0..=3 => n, n @ (4 | 5) => n * 10, n => n };
        let b = match T.1 { [first, .., last] => first + last };
        let c = match T.1 { [_, rest @ ..] => rest.len() };
        let d = match T.1 { [ref head @ .., _] => head.iter().sum::<u8>() };
        let e = match T.2 { Some(x @ 256..) => x, Some(_) | None => 0 };
        let (p, [q, ..], ref r) = T;
        let n @ (_, _, _) = T;
        match T { (5, [1 | 7, ..], Some(ref mut z)) => *z += 1, _ => unreachable!() }
        format!("{a} {b} {c} {d} {e} {p} {q} {:?} {} {:?}", r, n.0, T.2)
    }
}
