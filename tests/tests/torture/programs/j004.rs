use std::sync::atomic::{AtomicUsize, Ordering, Ordering::*};
struct Slot { n: AtomicUsize, text: String }
macro_rules! def { ($a:ident, $b:ident) => { impl Slot { fn $a(&mut self, o: Ordering) -> &mut String { let _ = o; &mut self.text } fn $b(&self, s: &str, o: Ordering) -> &str { let _ = (s, o); &self.text } } } }
def!(load, swap);
#[datarace::check]
fn first<'a>(it: &mut std::slice::IterMut<'a, Slot>) -> Option<&'a mut String> { Some(it.next()?.load(Acquire)) }
#[datarace::check]
fn by_call(s: &mut Slot) -> &mut String { fn id(s: &mut Slot) -> &mut Slot { s } id(s).load(Relaxed) }
#[datarace::check]
fn shared<'a>(it: &mut std::slice::Iter<'a, Slot>) -> Option<&'a str> { Some(it.next()?.swap("x", AcqRel)) }
#[datarace::check]
fn iter<'a>(list: &'a mut [Slot]) -> &'a mut String { list.iter_mut().next().unwrap().load(Acquire) }
#[datarace::check]
fn atom<'a>(it: &mut std::slice::IterMut<'a, Slot>) -> Option<usize> { Some(it.next()?.n.load(Acquire)) }
#[datarace::check]
fn pinned<'a>(p: std::pin::Pin<&'a mut Slot>) -> &'a mut String { p.get_mut().load(Acquire) }
#[datarace::check]
fn boxed<'a>(b: &'a mut Option<Box<Slot>>) -> Option<&'a mut String> { Some(b.as_mut()?.load(Acquire)) }
#[datarace::check]
fn vals(list: &mut Vec<AtomicUsize>) -> usize { list.iter_mut().next().unwrap().load(Acquire) + list.first_mut().unwrap().fetch_add(1, Relaxed) + list.last().unwrap().load(Acquire) }
pub fn main() {
    let mk = |t: &str| Slot { n: AtomicUsize::new(t.len()), text: t.into() };
    let mut l = vec![mk("a"), mk("bb"), mk("ccc")];
    let mut it = l.iter_mut();
    let s = first(&mut it).unwrap(); s.push('!'); println!("{s} {:?}", atom(&mut it));
    by_call(&mut l[0]).push('?'); iter(&mut l).push('.');
    println!("{:?}", shared(&mut l.iter())); println!("{} {}", pinned(std::pin::Pin::new(&mut l[1])), boxed(&mut Some(Box::new(mk("q")))).unwrap());
    println!("{}", vals(&mut vec![AtomicUsize::new(4)]));
}
