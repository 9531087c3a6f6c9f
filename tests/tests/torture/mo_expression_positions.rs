static mut N: u32 = 2;
static mut M: u32 = 3;
static mut B: bool = true;
static mut I: usize = 1;
static mut O: Option<u32> = Some(1);
static mut F: fn(u32) -> u32 = f;
#[datarace::check] fn f(x: u32) -> u32 { x + 1 }
#[datarace::check] fn opt() -> Option<u32> { unsafe { Some(O? + 1) } }
#[datarace::check] fn lt() -> bool { unsafe { N < M && (N as usize) < I + 100 && N as u64 > M as u64 || N == M } }
#[datarace::check] pub fn run() -> String {
    let mut o: Vec<u32> = vec![];
    unsafe {
        N;
        (N);
        let _ = (N, M);
        o.push(-(N as i32) as u32);
        o.push(!N);
        o.extend(N..M);
        o.extend(N..=M);
        o.extend((..M).contains(&1).then_some(1));
        o.extend(&[1, 2, 3][I..]);
        o.extend(&[1, 2, 3][..I]);
        o.push(N as u8 as u32 + M as u32);
        o.push(f(N) + F(M) + (F)(N));
        if B { o.push(1) }
        if !B || N > M { o.push(2) } else if B && N < M { o.push(3) }
        if N == 2 { o.push(4) }
        match N { 2 => o.push(5), _ => () }
        match (N, M) { (2, m) => o.push(m), _ => () }
        match [N, M] { [a, b] if a < b => o.push(6), _ => () }
        for i in 0..N { o.push(i) }
        for i in N..M { o.push(i) }
        while N < 3 { N += 1 }
        let x = if B { N } else { M };
        let y = { N };
        let z = (N, M, [N; 2], { M });
        o.extend([x, y, z.0, z.1, z.2[1], z.3]);
        let c = || N; o.push(c());
        let d = move |k: u32| N + k; o.push(d(1));
        o.push(loop { break N });
        o.push('a: { break 'a M });
        N = if B { 10 } else { 20 };
        N = match M { 3 => 30, _ => 40 };
        N = loop { break 50 };
        N = { let t = M; t + N };
    }
    format!("{o:?}")
}
