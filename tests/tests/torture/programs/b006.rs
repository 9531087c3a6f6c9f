// patterns, all binding modes
#[derive(Debug, Clone, PartialEq)]
enum E { A { x: u32, y: Option<String> }, B(Box<E>, [u8; 3]), C, D(&'static str) }
static mut E1: E = E::C;
static mut T: (u32, Option<(String, [u8; 4])>) = (1, None);
static mut P: *mut E = std::ptr::null_mut();
#[datarace::check] fn f((a, b): (u32, u32), E3 { q, .. }: E3, &[c, ref d @ ..]: &[u8; 3], _: &str) -> u32 { a + b + q + c as u32 + d.len() as u32 }
struct E3 { q: u32, #[allow(dead_code)] r: u32 }
#[datarace::check] pub fn main() {
    unsafe {
        E1 = E::A { x: 3, y: Some("why".into()) };
        P = &raw mut E1;
        match E1 { E::A { x, ref mut y } => { y.as_mut().unwrap().push('!'); println!("{x}") } _ => {} }
        match &E1 { E::A { x: 1 | 2, .. } => println!("12"), E::A { x: n @ 3..=5, y: Some(s) } if s.len() > n.to_owned() as usize => println!("{n}{s}"), e => println!("{e:?}") }
        match &mut *P { E::A { x, y } => { *x += 1; *y = None; } E::B(..) | E::C | E::D(_) => () }
        match *P { E::A { ref x, y: None } => println!("ref {x}"), ref e => println!("{e:?}") }
        if let E::A { x, .. } = *P { println!("copy {x}"); }
        E1 = E::B(Box::new(E::D("deep")), [1, 2, 3]);
        match *P { E::B(ref inner, [a, rest @ ..]) => println!("{inner:?} {a} {rest:?}"), _ => unreachable!() }
        match &*P { E::B(b, [.., z]) => match **b { E::D(s @ ("deep" | "x")) => println!("{s}{z}"), _ => {} }, _ => {} }
        T = (2, Some(("s".into(), [1, 2, 3, 4])));
        let (n, Some((ref s, [first, mid @ .., last]))) = T else { panic!() };
        println!("{n} {s} {first} {mid:?} {last}");
        if let (_, Some((s, arr))) = &mut T { s.push('t'); arr[1..3].reverse(); }
        let (ref mut a, _) = T; *a += 40;
        let (.., ref o) = T; println!("{o:?} {}", T.0);
        let moved = match T.1.take() { Some((s, _)) if !s.is_empty() => s, _ => String::new() };
        println!("{moved} {:?}", T);
        let E::B(..) = E1 else { panic!() };
        let _ = E1; let _ = *P; let _ = &*P;
        (T.0, _) = (7, 8); (_, T.1) = (1, Some(("z".into(), [0; 4]))); [T.0, ..] = [9, 8, 7];
        println!("{:?} {}", T, f((1, 2), E3 { q: 3, r: 4 }, &[1, 2, 3], ""));
        println!("{}", matches!(E1, E::B(_, [1, ..])) && matches!(*P, E::B(ref e, _) if **e == E::D("deep")));
        while let E::B(b, _) = std::mem::replace(&mut E1, E::C) { E1 = *b; println!("{:?}", *P); }
        for (i, &b) in [1u8, 2].iter().enumerate() { if let (0, 1) | (1, 2) = (i, b) { println!("ok") } }
    }
}
