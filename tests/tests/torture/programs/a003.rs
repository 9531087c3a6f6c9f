// unsized tail behind a raw pointer
#[repr(C)]
struct Slab<T: ?Sized> { len: usize, data: T }
#[datarace::check] fn make(s: &mut Slab<[u32; 4]>) -> *mut Slab<[u32]> { s as *mut Slab<[u32; 4]> as *mut Slab<[u32]> }
#[datarace::check] trait Name { fn name(&self) -> String; fn set(&mut self, s: &str); }
#[datarace::check] impl Name for String { fn name(&self) -> String { self.clone() } fn set(&mut self, s: &str) { *self = s.to_string(); } }
#[datarace::check] pub fn main() {
    let mut s = Slab { len: 4, data: [1, 2, 3, 4] };
    let p = make(&mut s);
    unsafe {
        (*p).data[1] = 20;
        (*p).data[2] += 1;
        (*p).len -= 1;
        let x = (*p).data[3];
        let n = (*p).data.len();
        let d = &(&(*p).data)[..2];
        println!("{x} {n} {d:?} {}", (*p).data[0]);
        for v in (&mut (*p).data).iter_mut() { *v += 1; }
        (*p).data.swap(0, 3);
        println!("{:?} {}", &(*p).data, (*p).len);
    }
    let mut t = Slab { len: 0, data: String::from("q") };
    let q: *mut Slab<dyn Name> = &mut t;
    unsafe {
        (*q).data.set("r");
        (*q).len = (*q).data.name().len();
        println!("{} {}", (*q).data.name(), (*q).len);
    }
    let mut arr = [1u8, 2, 3];
    let r: *mut [u8] = &mut arr;
    unsafe {
        (*r)[0] = 9;
        (&mut (*r)).reverse();
        let v = &(&(*r))[1..];
        println!("{v:?} {} {}", (*r)[2], r.len());
        if let [a, rest @ ..] = &mut *r { *a += rest.len() as u8; }
        println!("{:?}", &*r);
    }
    let st: *const str = "hello";
    unsafe { println!("{} {}", &*st, (&(*st))[1..3].len()); }
}
