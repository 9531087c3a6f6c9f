#[derive(Default)]
struct B { log: Vec<String>, inner: Inner }
#[derive(Default, Clone)]
struct Inner { v: Vec<i32>, name: String }
#[datarace::check] impl B {
    const fn new() -> B { B { log: Vec::new(), inner: Inner { v: Vec::new(), name: String::new() } } }
    fn add(&mut self, s: &str) -> &mut Self { self.log.push(s.to_string()); self }
    fn len(&self) -> usize { self.log.len() }
    fn inner_mut(&mut self) -> &mut Inner { &mut self.inner }
    fn consume(self) -> usize { self.log.len() }
}
static mut X: B = B::new();
#[datarace::check] pub fn run() -> String {
    unsafe {
        X.add("a").add("b").add("c");
        X.inner_mut().v.push(X.len() as i32);
        X.inner.v.push(4);
        X.inner.name.push_str("nm");
        X.inner.name.as_mut_str().make_ascii_uppercase();
        let c = X.inner.clone();
        let it: Vec<_> = X.log.iter().rev().map(|s| s.as_str().to_owned()).collect();
        let w = X.inner.v.iter().zip(X.log.iter()).map(|(a, b)| format!("{a}{b}")).collect::<String>();
        let n = std::mem::take(&mut X).consume();
        format!("{} {:?} {it:?} {w} {n}", c.name, c.v)
    }
}
