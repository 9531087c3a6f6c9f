static mut BUF: [u8; 16] = [0; 16];
static mut N: usize = 4;
#[datarace::check] pub fn run() -> String {
    unsafe {
        BUF[..N].fill(1);
        BUF[N..N + 2].copy_from_slice(&[7, 8]);
        BUF[N + 2..=N + 3].clone_from_slice(&[9, 9]);
        BUF[10..].iter_mut().enumerate().for_each(|(i, b)| *b = i as u8);
        BUF.copy_within(0..2, 14);
        let (a, b) = BUF.split_at_mut(8);
        a[0] = b[0] + 40;
        let s = &BUF[2..6];
        let t = BUF[4..][..2].to_vec();
        for b in &BUF[..3] { let _ = b; }
        for b in &mut BUF[..3] { *b += 1; }
        for b in BUF.iter().take(2) { let _ = *b; }
        for i in 0..N { BUF[i] ^= 1; }
        for (i, x) in BUF.iter_mut().enumerate().skip(N) { *x = x.wrapping_add(i as u8); }
        let v = &BUF[..][1..][..2][0];
        format!("{s:?} {t:?} {v} {:?}", BUF)
    }
}
