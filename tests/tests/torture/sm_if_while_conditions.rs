static mut FLAG: bool = false;
static mut N: i32 = 3;
#[datarace::check] pub fn run() -> String {
    let mut o = String::new();
    unsafe {
        if !FLAG { o += "a"; }
        if FLAG || N > 2 && !FLAG { o += "b"; }
        while N > 0 { N -= 1; if N == 1 { continue; } o += &N.to_string(); }
        FLAG = !FLAG;
        FLAG &= N == 0;
        FLAG |= false;
        loop { if FLAG { break; } }
        let x = loop { N += 1; if N > 4 { break N; } };
        let y = 'o: loop { for i in 0..N { if i == 2 { break 'o i; } } };
        for _ in 0..N { o.push('.'); }
        for i in (0..N).rev().step_by(2) { o += &i.to_string(); }
        match N { 0 => (), n if n == N => o += "eq", _ => () }
        let z = if let 5 = N { 1 } else if let 6 = N { 2 } else { 3 };
        o + &format!("{x}{y}{z}")
    }
}
