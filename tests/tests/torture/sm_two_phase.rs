static mut V: Vec<usize> = Vec::new();
static mut S: String = String::new();
#[datarace::check] fn len() -> usize { unsafe { V.len() } }
#[datarace::check] pub fn run() -> String {
    unsafe {
        V.push(V.len());
        V.push(V.iter().sum::<usize>() + V.len());
        V.push(len());
        V.push({ let n = V.len(); n + 1 });
        V.insert(V.len() - 1, V[0]);
        V.resize(V.len() + 2, V.capacity().min(1));
        V.push(*V.last().unwrap());
        S.push_str(&S.clone());
        S.push_str(&format!("{}{}", S, V.len()));
        S.insert(S.len(), 'x');
        V.truncate(if V.is_empty() { 0 } else { V.len() - 1 });
        format!("{:?} {}", V, S)
    }
}
