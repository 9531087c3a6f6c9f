static mut V: Vec<u32> = Vec::new();
static mut A: [u32; 3] = [1, 2, 3];
static mut S: (String, Vec<String>) = (String::new(), Vec::new());
static mut T: [Vec<u32>; 2] = [Vec::new(), Vec::new()];
static mut ST: [It; 2] = [It { n: 1, v: Vec::new(), o: None }, It { n: 2, v: Vec::new(), o: None }];
struct It { n: u32, v: Vec<u32>, o: Option<Box<u32>> }
static mut IT: std::ops::Range<u32> = 0..5;
static mut CB: Option<Box<dyn FnMut(u32) -> u32>> = None;
static mut CELLREF: Option<&'static mut Vec<u32>> = None;
#[datarace::check] pub fn run() -> String {
    unsafe {
        let a = &mut V; let b = &mut V; a.push(1); b.push(2); V.push(3);
        for x in V.iter() { if *x == 1 { V.reserve(0); } }
        for x in &V { let _ = V.len() + *x as usize; }
        std::mem::swap(&mut A[0], &mut A[1]);
        let [p, q, _] = &mut A; std::mem::swap(p, q);
        S.1.push(S.0.clone()); S.0.push_str(&S.1[0]); S.1[0].push('k'); S.0 += &S.1[0];
        T[0].push(T[1].len() as u32); T[1].extend(T[0].iter().copied()); let (l, r) = T.split_at_mut(1); l[0].append(&mut r[0]);
        ST[0].n += ST[1].n; ST[1].v.push(ST[0].n); ST[ST[0].v.len()].o = Some(Box::new(4)); **ST[0].o.as_mut().unwrap() += 1;
        let m = &mut ST[1].v; m.push(5); let n = ST[1].v.len();
        for s in ST.iter_mut() { s.n += 1; } for s in &mut ST { s.n += 1; } for s in &ST { let _ = s.n; }
        let tk = ST[0].o.take().map(|b| *b); std::mem::swap(&mut ST[0].v, &mut ST[1].v); ST[1] = It { n: 9, v: vec![], o: None };
        let It { n: k, ref mut v, .. } = ST[0]; v.push(k);
        let nx = IT.next(); let mut sum = 0; while let Some(x) = IT.next() { sum += x; if x == 2 { break; } } for x in &mut IT { sum += x * 10; }
        CB = Some(Box::new(|x| { A[2] += x; A[2] })); let c = CB.as_mut().unwrap()(4) + (CB.as_mut().unwrap())(1); if let Some(cb) = &mut CB { cb(1); } if let Some(ref mut cb) = CB { cb(2); }
        CELLREF = Some(&mut V); CELLREF.as_mut().unwrap().push(7); if let Some(v) = &mut CELLREF { v.push(8); } if let Some(v) = CELLREF.take() { v.push(9); }
        let s = &S.0; let t = &mut S.1; t.clear(); let e = s.len() + t.len();
        let first = V.first_mut(); let last = V.last_mut(); *first.unwrap() += *last.unwrap();
        let mx = V.iter().max().copied().unwrap().max(V.len() as u32); V.iter_mut().zip(A.iter()).for_each(|(x, y)| *x += *y);
        V.sort_by(|a, b| b.cmp(a)); V.dedup(); let joined = V.iter().map(u32::to_string).collect::<Vec<_>>().join("-");
        format!("{:?} {:?} {:?} {n} {tk:?} {nx:?} {sum} {c} {e} {mx} {joined} {:?} {}", A, S, T, ST[0].v, ST[1].n)
    }
}
