static mut V: Vec<u32> = Vec::new();
#[datarace::check] pub fn run() -> String {
    unsafe {
        V.push(1);
        V.push(V.len() as u32);
        V.push(V[0] + V[1]);
        V.extend([4, 5, 6]);
        V.extend_from_slice(&[7, 8]);
        V[0] = 100;
        V[1] += 5;
        let n = V.len();
        V[n - 1] = n as u32;
        V.iter_mut().for_each(|x| *x += 1);
        let s: u32 = V.iter().sum();
        let f = V.first().copied();
        let l = V.last_mut().unwrap();
        *l = 0;
        V.retain(|x| x % 2 == 0);
        V.swap(0, 1);
        V.sort();
        let r = &V[1..];
        let m = &mut V[..2];
        m[0] = 77;
        let t: Vec<u32> = V.drain(..1).collect();
        format!("{s} {f:?} {} {t:?} {:?}", r.len(), V)
    }
}
