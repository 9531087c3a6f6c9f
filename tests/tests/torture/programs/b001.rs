// generics, const generics, GATs
use std::marker::PhantomData;
#[datarace::check] trait Lend { type Item<'a> where Self: 'a; fn lend<'a>(&'a mut self) -> Option<Self::Item<'a>>; }
struct Windows<T, const N: usize> { v: Vec<T>, at: usize }
#[datarace::check] impl<T, const N: usize> Lend for Windows<T, N> {
    type Item<'a> = &'a mut [T; N] where T: 'a;
    fn lend<'a>(&'a mut self) -> Option<&'a mut [T; N]> {
        let p = self.v.as_mut_ptr();
        if self.at + N > self.v.len() { return None; }
        let r = unsafe { &mut *p.add(self.at).cast::<[T; N]>() };
        self.at += 1;
        Some(r)
    }
}
struct Ptr<T: ?Sized, const ALIGNED: bool>(*mut T, PhantomData<Box<T>>);
#[datarace::check] impl<T: Clone, const A: bool> Ptr<T, A> {
    const SIZE: usize = size_of::<T>();
    fn get(&self) -> T { unsafe { (*self.0).clone() } }
    fn set(&mut self, t: T) -> T { unsafe { std::mem::replace(&mut *self.0, t) } }
    fn arr<const K: usize>(&self) -> [T; K] where T: Copy { unsafe { [*self.0; K] } }
}
#[datarace::check] impl<T: ?Sized, const A: bool> Drop for Ptr<T, A> { fn drop(&mut self) { unsafe { drop(Box::from_raw(self.0)) } } }
#[datarace::check] fn sum<const N: usize>(a: *const [i32; N]) -> i32 { let mut s = 0; for i in 0..N { s += unsafe { (*a)[i] }; } s }
#[datarace::check] fn pick<T, const I: usize, const N: usize>(a: &[T; N]) -> &T { unsafe { &*a.as_ptr().add(const { assert!(I < N); I }) } }
#[datarace::check] pub fn main() {
    let mut w = Windows::<_, 2> { v: vec![1, 2, 3, 4], at: 0 };
    while let Some([a, b]) = w.lend() { *b += *a; }
    println!("{:?}", w.v);
    let mut p = Ptr::<_, true>(Box::into_raw(Box::new(5u8)), PhantomData);
    println!("{} {} {} {:?} {}", p.get(), p.set(7), p.get(), p.arr::<3>(), Ptr::<u64, false>::SIZE);
    println!("{} {}", sum(&[1, 2, 3]), pick::<_, 1, 3>(&["a", "b", "c"]));
    let s: Ptr<[u8], false> = Ptr(Box::into_raw(vec![1u8, 2].into_boxed_slice()), PhantomData);
    println!("{:?}", unsafe { &*s.0 });
}
