static mut N: u32 = 4;
static mut S: String = String::new();
static mut V: Vec<u32> = Vec::new();
#[datarace::check] pub fn run() -> String {
    unsafe {
        assert!(N == 4);
        assert_eq!(N, 4, "msg {}", N);
        assert_ne!(N, 5);
        debug_assert!(N < 10, "{}", { S.push('!'); 1 });
        let v = vec![N, N + 1, { N += 1; N }];
        let w = vec![N; 2];
        let m = matches!(N, 5 if N > 1);
        V.push(N);
        let s = format!("{} {:?} {n}", N, V, n = N);
        let t = format!("{0} {0:?} {1:>width$}", S, N, width = N as usize);
        let _ = format_args!("{}", N).to_string();
        use std::fmt::Write as _;
        write!(S, "{}", N).unwrap();
        writeln!(&mut S, "{}", V.len()).unwrap();
        let d = dbg_free(N);
        let c = concat!("a", 1);
        let z = (|| { if N == 0 { unreachable!("{}", N) } if N == 1 { todo!() } N })();
        let _c = cfg!(debug_assertions);
        let l = line!() > 0;
        format!("{v:?} {w:?} {m} {s} {t} {S2:?} {d} {c} {z} {l}", S2 = S)
    }
}
#[datarace::check] fn dbg_free(x: u32) -> u32 { x }
