enum E { A(u32), B(String, u8), C { x: Option<Box<u32>> } }
#[datarace::check] pub fn run() -> String {
    let mut out = String::new();
    let mut e = E::A(1);
    let p: *mut E = &mut e;
    unsafe {
        match *p { E::A(ref mut n) => *n += 1, E::B(..) | E::C { .. } => () }
        match *p { E::A(n) => out += &n.to_string(), _ => () }
        match &*p { E::A(n) => out += &n.to_string(), _ => () }
        match &mut *p { E::A(n) => *n += 1, _ => () }
        if let E::A(n) = *p { out += &n.to_string(); }
        *p = E::B("b".into(), 3);
        match *p { E::B(ref s, n) if n > 2 => out += s, _ => () }
        match *p { E::B(ref mut s, _) => s.push('x'), _ => () }
        let E::B(ref s, n) = *p else { panic!() };
        out += &format!("{s}{n}");
        *p = E::C { x: Some(Box::new(4)) };
        if let E::C { x: Some(ref mut b) } = *p { **b += 1; }
        if let E::C { x: Some(b) } = &*p { out += &b.to_string(); }
        if let E::C { ref mut x } = *p { let t = x.take(); out += &t.unwrap().to_string(); }
        match *p { E::C { x: None } => out += "none", _ => () }
        let moved = match p.read() { E::C { x } => x.is_none(), _ => false };
        let b = matches!(*p, E::C { ref x } if x.is_none());
        while let E::C { .. } = *p { *p = E::A(9); }
        let bx = Box::new(E::B("moved".into(), 1));
        let r = Box::into_raw(bx);
        let inner = match *Box::from_raw(r) { E::B(s, _) => s, _ => String::new() };
        let E::A(ref k) = *p else { return out };
        out + &format!("{moved}{b}{inner}{k}")
    }
}
