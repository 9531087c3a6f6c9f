use std::pin::Pin;
use std::marker::PhantomPinned;
struct Ev(u32); impl Ev { fn listen(&self) -> u32 { self.0 } fn lend(&mut self) -> &mut u32 { self.0 += 1; &mut self.0 } }
struct Fut { f: Ev, list: Vec<u32>, _p: PhantomPinned }
struct Proj<'a> { f: &'a mut Ev, list: &'a mut Vec<u32> }
impl Fut {
    fn project(self: Pin<&mut Self>) -> Proj<'_> { unsafe { let s = self.get_unchecked_mut(); Proj { f: &mut s.f, list: &mut s.list } } }
    fn project_ref(self: Pin<&Self>) -> &Ev { &self.get_ref().f }
}
#[datarace::check]
impl Fut {
    fn run(mut self: Pin<&mut Self>) -> u32 {
        let a = self.as_mut().project().f.listen();
        let b = *self.as_mut().project().f.lend();
        self.as_mut().project().list.push(3);
        let n = self.as_mut().project().list.iter().map(|x| x + a).sum::<u32>();
        let c = self.as_ref().project_ref().listen();
        let d = self.project().f.lend();
        *d += 1;
        *d + a + b + c + n
    }
    fn borrowed(self: Pin<&mut Self>) -> &mut u32 { self.project().f.lend() }
    fn chained<'a>(mut self: Pin<&'a mut Self>) -> std::slice::Iter<'a, u32> { self.as_mut().project().list.push(2); self.project().list.iter() }
}
pub fn main() {
    let mut f = Box::pin(Fut { f: Ev(3), list: vec![1], _p: PhantomPinned });
    println!("{}", f.as_mut().run()); println!("{}", f.as_mut().borrowed()); println!("{:?}", f.as_mut().chained().collect::<Vec<_>>());
}
