use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(0);
static mut N: u32 = 0;
static mut M: [[u32; 8]; 8] = [[0; 8]; 8];
macro_rules! rep { ($e:stmt) => { $e; $e; $e; $e; }; }
#[datarace::check] pub fn run() -> String {
    let mut x = 0u32; let p = &raw mut x;
    unsafe {
        N += 1; *p += N; A.fetch_add(*p, Relaxed); M[0][0] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[0][1] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[0][2] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[0][3] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[0][4] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[0][5] += N;
        N += 1; *p += N; A.fetch_add(*p, Relaxed); M[1][0] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[1][1] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[1][2] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[1][3] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[1][4] += N; N += 1; *p += N; A.fetch_add(*p, Relaxed); M[1][5] += N;
        rep!(N += *p); rep!(A.store(N, Release));
        for i in 0..8 { for j in 0..8 { if i != j { M[i][j] += M[j][i] + (i * j) as u32; M[i][j] ^= M[(i + 1) % 8][(j + 7) % 8]; } else if M[i][i] > 3 { M[i][i] -= 1; } else { M[i][i] = { M[i][i] += 1; M[i][i] } + M[j][j]; } } }
        let s: u32 = M.iter().map(|r| r.iter().fold(0u32, |a, b| a.wrapping_mul(3).wrapping_add(*b))).fold(0, |a, b| a.wrapping_add(b));
        let d = ((((((((((N + *p) + N) + *p) + N) + *p) + N) + *p) + N) + *p) + { { { { { { N } } } } } });
        let c = if N > 1 { if *p > 1 { if A.load(Acquire) > 1 { match N { 0 => 0, 1 => 1, n if n % 2 == 0 => loop { if N > 0 { break *p } }, _ => N } } else { 1 } } else { 2 } } else { 3 };
        format!("{s} {d} {c} {} {}", A.load(Relaxed), N)
    }
}
