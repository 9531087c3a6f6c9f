static mut N: u64 = 0;
static mut V: Vec<(u8, String)> = Vec::new();
static mut O: Option<Vec<u8>> = None;
#[datarace::check] pub fn run() -> String {
    unsafe {
        N = 5u32.into();
        N = "7".parse().unwrap();
        N += 1;
        N += u64::from(1u8);
        N = N.pow(2).wrapping_add(1 << 3);
        V = vec![Default::default()];
        V = [(1, "a".into())].into_iter().collect();
        V.push((2, Default::default()));
        V.extend(vec![(3, String::from("z"))].into_iter().filter(|x| x.0 > 2));
        O = Some(vec![]);
        O = Some((0..3).collect());
        O.as_mut().unwrap().push(1.into());
        let s: u64 = [N, 1].iter().sum();
        let t = N.max(3).min(u64::MAX) as f32 as u8;
        format!("{} {:?} {:?} {s} {t}", N, V, O)
    }
}
