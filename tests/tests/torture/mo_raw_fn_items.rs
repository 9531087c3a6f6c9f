use std::sync::Arc;
use std::ptr::{self, NonNull};
struct Fd(i32); impl Fd { fn from_raw(x: i32) -> Fd { Fd(x) } fn into_raw(self) -> i32 { self.0 } fn as_ptr(&self) -> i32 { self.0 + 1 } fn cast<T: From<u8>>(&self) -> T { T::from(9) } fn add(&self, x: i32) -> Box<i32> { Box::new(self.0 + x) } fn get(&self) -> std::rc::Rc<i32> { std::rc::Rc::new(self.0) } }
struct Arena { v: Vec<Box<u32>> } impl Arena { fn alloc(&mut self, x: u32) -> &mut u32 { self.v.push(Box::new(x)); self.v.last_mut().unwrap() } fn dealloc(&mut self, i: usize, _l: usize) -> Box<u32> { self.v.remove(i) } fn realloc(&mut self, a: u8, b: u8, c: u8) -> u8 { a + b + c } }
#[datarace::check] fn alloc(n: usize) -> Vec<u8> { vec![0; n] }
#[datarace::check] fn dealloc(v: Vec<u8>, _: usize) -> usize { v.len() }
#[datarace::check] trait FromRaw: Sized { fn from_raw(x: u8) -> Self; fn into_raw(self) -> u8; }
#[datarace::check] impl FromRaw for u8 { fn from_raw(x: u8) -> u8 { x } fn into_raw(self) -> u8 { self } }
#[datarace::check] fn gen_raw<T: FromRaw>(x: u8) -> u8 { T::from_raw(x).into_raw() + <T as FromRaw>::into_raw(T::from_raw(1)) }
#[datarace::check] pub fn run() -> String {
    unsafe {
        let ps: Vec<*mut u32> = vec![Box::new(1), Box::new(2)].into_iter().map(Box::into_raw).collect(); let bs: Vec<Box<u32>> = ps.into_iter().map(|p| Box::from_raw(p)).collect();
        let o: *mut u32 = Some(Box::new(3)).map_or(ptr::null_mut(), Box::into_raw); let ob = (!o.is_null()).then(|| Box::from_raw(o)); let nn = NonNull::new_unchecked(Box::into_raw(Box::new([1u8; 4]))); let nb = *Box::from_raw(nn.as_ptr());
        let bytes = Box::into_raw(Box::new(5u32)) as *mut u8; let w: Box<u32> = Box::from_raw(bytes as *mut _); let w2 = Box::<u32>::from_raw(Box::into_raw(Box::new(6)).cast()); let zs = Box::from_raw(Box::into_raw(Box::new(())));
        let a = Arc::into_raw(Arc::new(7u32)); let a2: Arc<u32> = Arc::from_raw(a as *const _); let ad: Arc<dyn std::fmt::Debug> = Arc::from_raw(Arc::into_raw(Arc::new(8u8)) as *const dyn std::fmt::Debug); let ar: Arc<[u8]> = Arc::from_raw(Arc::into_raw(Arc::<[u8]>::from(vec![1, 2])));
        let fd = Fd::from_raw(3); let f = *fd.add(1) + *fd.get() + fd.as_ptr() + fd.cast::<u8>() as i32 + *&fd.0; let fr = fd.into_raw(); let mut ar2 = Arena { v: vec![] }; *ar2.alloc(3) += 1; let de = *ar2.dealloc(0, 1) + ar2.realloc(1, 2, 3) as u32; let al = dealloc(alloc(3), 1);
        let l: &'static mut u32 = Box::leak(Box::from_raw(Box::into_raw(Box::new(1)))); *l += 1; let lr = *l; drop(Box::from_raw(l)); let clos = |p: *mut u32| *Box::from_raw(p); let cl = clos(Box::into_raw(Box::new(4)));
        let r = (|| -> Option<u32> { let b = Box::from_raw(Box::into_raw(Some(Box::new(2))?)); Some(*b) })(); let st = String::from("s"); let mut st = std::mem::ManuallyDrop::new(st); let st2 = String::from_raw_parts(st.as_mut_ptr(), st.len(), st.capacity());
        format!("{bs:?} {ob:?} {nb:?} {w} {w2} {zs:?} {a2} {ad:?} {ar:?} {f} {fr} {de} {al} {lr} {cl} {r:?} {st2} {}", gen_raw::<u8>(5))
    }
}
