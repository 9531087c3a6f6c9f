enum E { A(u32), B { s: String, n: i32 }, C }
static mut X: E = E::A(3);
static mut Y: Option<Vec<u8>> = None;
#[datarace::check] pub fn run() -> String {
    let mut out = String::new();
    unsafe {
        match X { E::A(n) => out += &n.to_string(), E::B { .. } => (), E::C => () }
        match X { E::A(ref mut n) => *n += 1, _ => () }
        match &X { E::A(n) if *n > 3 => out += "big", E::A(_) => out += "small", _ => () }
        match &mut X { E::A(n) => *n *= 2, _ => () }
        if let E::A(n) = X { out += &n.to_string(); }
        X = E::B { s: "str".into(), n: 1 };
        match X { E::B { ref s, n } => out += &format!("{s}{n}"), _ => () }
        match X { E::B { ref mut s, ref mut n } => { s.push('!'); *n += 1; } _ => () }
        if let E::B { s, .. } = &X { out += s; }
        if let E::B { s, .. } = &mut X { s.clear(); }
        let E::B { n, .. } = X else { panic!() };
        out += &n.to_string();
        while let E::B { ref mut n, .. } = X { *n -= 1; if *n < 0 { X = E::C; } }
        out += if matches!(X, E::C) { "C" } else { "?" };
        Y = Some(vec![1]);
        if let Some(v) = &mut Y { v.push(2); }
        if let Some(ref v) = Y { out += &v.len().to_string(); }
        let Some(v) = Y.as_mut() else { unreachable!() };
        v.push(3);
        while let Some(x) = Y.as_mut().and_then(|v| v.pop()) { out += &x.to_string(); }
        match Y.take() { Some(v) if v.is_empty() => out += "empty", Some(_) => (), None => out += "none" }
        match (Y.is_none(), &X) { (true, E::C) => out += "end", _ => () }
    }
    out
}
