struct S { left: Vec<u32>, right: Vec<u32> }
#[datarace::check]
impl S {
    fn all<'a>(&'a mut self) -> u32 {
        let Self { left, right } = self;
        let side = true;
        let mut f: Box<dyn FnOnce() -> std::slice::IterMut<'a, u32> + 'a> = Box::new(|| left.iter_mut());
        let _ = &mut f; drop(f);
        let _ = right;
        if side { 1 } else { 0 }
    }
}
#[datarace::check]
fn lend<'a>(left: &'a mut Vec<u32>) -> impl FnOnce() -> std::slice::IterMut<'a, u32> { || left.iter_mut() }
#[datarace::check]
fn lend2<'a>(left: &'a mut Vec<u32>) -> impl FnOnce() -> &'a mut u32 { || left.first_mut().unwrap() }
#[datarace::check]
fn lend3<'a>(o: Option<u32>, left: &'a mut Vec<u32>) -> &'a mut u32 { match o { Some(_) => left.last_mut().unwrap(), None => Some(left).map(|l| l.first_mut().unwrap()).unwrap() } }
struct Own(Vec<u32>); impl Own { fn it(&mut self) -> std::slice::IterMut<'_, u32> { self.0.iter_mut() } fn get(&mut self, i: usize) -> &mut u32 { &mut self.0[i] } }
#[datarace::check]
fn user<'a>(o: &'a mut Own) -> impl FnOnce() -> std::slice::IterMut<'a, u32> { || o.it() }
#[datarace::check]
fn user2<'a>(o: &'a mut Own) -> impl FnOnce() -> &'a mut u32 { || o.get(0) }
#[datarace::check]
fn field<'a>(o: &'a mut S) -> impl FnOnce() -> std::slice::IterMut<'a, u32> { || o.left.iter_mut() }
#[datarace::check]
fn either<'a>(left: &'a mut Vec<u32>, right: &'a mut Vec<u32>, w: bool) -> Box<dyn FnOnce() -> std::slice::IterMut<'a, u32> + 'a> { if w { Box::new(|| left.iter_mut()) } else { Box::new(|| right.iter_mut()) } }
pub fn main() {
    let mut s = S { left: vec![1], right: vec![2, 3] };
    println!("{}", s.all());
    let mut v = vec![1, 2, 3];
    for x in lend(&mut v)() { *x *= 2; }
    *lend2(&mut v)() += 1; *lend3(None, &mut v) += 1;
    let mut o = Own(v); for x in user(&mut o)() { *x *= 2; } *user2(&mut o)() += 1;
    for x in field(&mut s)() { *x += 1; }
    for x in either(&mut s.left, &mut s.right, false)() { *x += 1 }
    println!("{:?} {:?} {:?}", o.0, s.left, s.right);
}
