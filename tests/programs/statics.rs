//! Statics of every shape. Written to break the macro, not to be read: it must compile.

#[rustfmt::skip]
#[datarace::check]
mod statics {
    pub struct P { pub x: i32, pub y: (u8, [u16; 4]), pub name: String, pub opt: Option<Box<i32>> }
    pub static mut A: [u32; 8] = [0; 8];
    pub static mut G: [[u32; 4]; 4] = [[0; 4]; 4];
    pub static mut V: Vec<u32> = Vec::new();
    pub static mut S: String = String::new();
    pub static mut P1: P = P { x: 1, y: (2, [3; 4]), name: String::new(), opt: None };
    pub static mut SL: [P; 2] = [P { x: 1, y: (2, [3; 4]), name: String::new(), opt: None }, P { x: 1, y: (2, [3; 4]), name: String::new(), opt: None }];
    pub static mut R: &str = "x";
    pub static mut CFG: &'static P = &P { x: 1, y: (2, [3; 4]), name: String::new(), opt: None };
    pub static mut F: fn(i32) -> i32 = id;
    pub static mut BX: Option<Box<P>> = None;
    pub static mut O: Option<i32> = Some(3);
    pub static mut N: u64 = 0;
    pub static mut T: (i32, String) = (1, String::new());
    pub static mut MAP: std::collections::BTreeMap<u32, Vec<String>> = std::collections::BTreeMap::new();
    pub static mut PTR: *mut i32 = std::ptr::null_mut();
    pub const N2: usize = 3;
    fn id(x: i32) -> i32 { x }
    pub unsafe fn values() -> u64 { unsafe {
        let a = N; N = 5; N += 1; N <<= 2; let b = -(N as i64); let c = N + N * 2;
        let d = if N > 3 { N } else { 0 };
        let e = [N, N + 1]; let f = (N, N); let s: &'static str = S.as_str();
        let t = &S; let u = &mut S; u.push('x');
        let r = R; let l = R.len(); let z = F(3); let w = (F)(4);
        let q = P1.x; P1.x = 4; P1.y.1[2] = 5; let q2 = P1.y.1[2]; P1.name.push('c'); let n = P1.name.len();
        let n2 = &P1.name; let n3 = &mut P1.name; n3.clear();
        let cc = CFG.x; let cy = CFG.y.1[1]; let cn = CFG.name.len(); let cr = &CFG.name;
        std::mem::swap(&mut P1.x, &mut SL[0].x);
        A[1] = 4; A[1] += 2; let i = 3; A[i] = A[i - 1] + 1; let sl = &A[1..3]; let sm = &mut A[2..]; sm[0] = 1;
        G[1][2] = 3; let g = G[i][2]; G[1][2] += 1; let row = &G[1]; let rowm = &mut G[2]; rowm[1] = 3; for x in G[1].iter() { let _ = x; }
        SL[1].x = 3; SL[i - 2].y.1[1] += 2; let sx = SL[0].x; SL[0].name.push_str("abc"); let m = SL[1].name.len();
        V.push(1); V[0] = 2; V[0] += 1; let v0 = V[0]; let vs = &V[..]; V.iter_mut().for_each(|x| *x += 1);
        let vv: Vec<u32> = V.iter().map(|x| x + 1).collect(); V.extend(vv.iter()); V.extend_from_slice(&[1, 2]);
        match O { Some(x) => { N = x as u64; } None => {} }
        match &O { Some(x) => { let _ = *x; } None => {} }
        match &mut O { Some(x) => *x += 1, None => {} }
        match O { Some(ref mut x) => *x += 1, None => {} }
        match O { Some(ref x) => { let _ = *x; }, None => {} }
        if let Some(x) = O { N = x as u64 }
        if let Some(ref mut x) = O { *x = 1 }
        if let Some(x) = &mut O { *x = 1 }
        if let Some(x) = O && x > 3 && let Some(y) = O { N = (x + y) as u64 }
        while let Some(x) = O { if x > 0 { break } O = None; }
        let Some(k) = O else { return 0 };
        let (ta, ref tb) = T; let (ref mut tc, _) = T; *tc = 4; let _ = T; let _ = T.0;
        let P { x, y: (y0, _), ref name, .. } = P1;
        let P { ref mut name, .. } = P1; name.push('x');
        O = O.map(|x| x + 1); O.take(); O.replace(4); let oo = O.as_ref().map(|x| *x); let om = O.as_mut(); if let Some(x) = O.as_mut() { *x += 1; }
        BX = Some(Box::new(P { x: 1, y: (2, [3; 4]), name: String::new(), opt: None }));
        if let Some(b) = &mut BX { b.x = 3; } if let Some(ref b) = BX { let _ = b.x; }
        BX.as_mut().unwrap().x = 4; let bb = BX.as_ref().unwrap().x; let moved = BX.take();
        MAP.entry(3).or_default().push("x".to_string()); MAP.insert(1, vec![]); let g = MAP.get(&3); let gg = MAP[&3].len(); for (k, v) in &MAP { let _ = (k, v); } for (k, v) in &mut MAP { v.clear(); }
        println!("{} {:?} {N}", N, A); assert_eq!(N, N); assert!(A[0] == A[0], "x {}", A[1]); let st = format!("{}{}", S, P1.name);
        PTR = &mut *Box::leak(Box::new(3)); *PTR = 4; let p = *PTR; *PTR += 1; let pr = &*PTR; let pm = &mut *PTR; *pm = 3;
        let addr = &raw const N; let addr2 = &raw mut A[2]; let addr3 = std::ptr::addr_of_mut!(P1.y.1[0]); *addr3 = 4; let _x = *addr;
        let cl = || N + 1; let cl2 = || { N += 1; }; let cl3 = move |x: u64| N + x; cl2(); N = cl() + cl3(1);
        (N, O) = (3, None); [A[0], A[1]] = [1, 2];
        let slice: &mut [u32] = &mut A; slice[0] = 1; let b2: &[u32] = &A; let arr = A; let len = A.len(); for x in A { let _ = x; } for x in &A { let _ = x; } for x in &mut A { *x = 1; } for x in A.iter_mut() { *x += 1 }
        A.sort(); A.swap(0, 1); let fst = A.first(); let (l, r) = A.split_at_mut(3); l[0] = r[0];
        S += "x"; S = S.clone() + "y"; let eq = S == "x"; let lt = N < 4; let sss = &S[..]; let ch = S.chars().count();
        let range = 0..N; for i in 0..A.len() { A[i] = i as u32; }
        let st = P { x: 3, ..P { x: N as i32, y: P1.y, name: P1.name.clone(), opt: None } };
        let lab = 'a: { if N > 3 { break 'a N; } N + 1 };
        let ret = || -> Option<u64> { let x = O?; Some(x as u64) };
        N
    } }
    #[cfg(any())] fn never() { A.b.c }
}
#[datarace::check]
unsafe fn legacy_body() -> i32 {
    unsafe {
        statics::N += 1;
        statics::P1.x
    }
}
