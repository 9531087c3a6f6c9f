// two-phase borrows
static mut V: Vec<usize> = Vec::new();
struct W { v: Vec<usize>, n: usize }
#[datarace::check] impl W { fn add(&mut self, n: usize, m: usize) -> usize { self.v.push(n + m); self.n += 1; self.n } fn get(&self) -> usize { self.n } }
#[datarace::check] pub fn main() {
    let mut w = W { v: vec![], n: 0 };
    let p = &raw mut w;
    unsafe {
        V.push(V.len()); V.push(V.len() + V[0]); V.insert(V.len() - 1, V.capacity().min(1)); V.resize(V.len() * 2, V[1]);
        V[0] = V.len(); V[1] += V[0]; let i = 2; V[i] = V[i - 1] + V[V.len() - 1];
        println!("{V:?}");
        (*p).add((*p).get(), (*p).n); (*p).add((*p).v.len(), (*p).v[0]);
        (*p).v.push((*p).v.len()); (*p).v.push({ let l = (*p).v.len(); (*p).n += 1; l });
        let t = (*p).add((*p).get(), (*p).add(1, 2)); println!("{t} {:?} {}", w.v, w.n);
        V.extend(V.clone()); V.truncate(V.len() / 2); let (a, b) = V.split_at_mut(2); a[0] = b[0]; std::mem::swap(&mut a[1], &mut b[1]); println!("{V:?}");
        V.retain(|x| *x != 0); V.sort_by_key(|x| std::cmp::Reverse(*x)); V.dedup(); println!("{V:?} {:?}", V.iter().max());
    }
    let mut v = vec![1, 2]; v.push(v.len()); w.add(w.get(), w.get()); let q = &mut v; q.push(q.len()); println!("{v:?}");
}
