//! Raw pointers however obtained. Written to break the macro, not to be read: it must compile.

#[rustfmt::skip]
#[datarace::check]
mod pointers {
    use std::cell::{Cell, UnsafeCell, RefCell};
    use std::mem::MaybeUninit;
    use std::ptr::{self, NonNull};
    use std::sync::Arc;
    pub struct Node<T> { v: T, next: *mut Node<T>, cell: UnsafeCell<T>, arr: [u32; 4], name: String, mu: MaybeUninit<T>, nn: Option<NonNull<Node<T>>>, bx: Box<u32> }
    #[repr(C, packed)] #[derive(Clone, Copy)] pub struct Pk { a: u8, b: u32, c: [u16; 3] }
    pub union U { i: u32, f: f32, arr: [u8; 4] }
    pub trait Sh { fn area(&self) -> u32; fn grow(&mut self) {} }
    impl Sh for u32 { fn area(&self) -> u32 { *self } }
    pub struct Q<T> { head: *mut Node<T>, slots: Box<[UnsafeCell<MaybeUninit<T>>]>, ptr: *const T, nn: NonNull<Node<T>> }
    impl<T: Clone + Default> Q<T> {
        fn node(&self, _i: usize) -> *mut Node<T> { self.head }
        fn slot(&self, i: usize) -> &UnsafeCell<MaybeUninit<T>> { &self.slots[i] }
        unsafe fn all(&mut self, p: *mut Node<T>, q: *const T, pp: *mut *mut Node<T>, r: &mut Node<T>, b: Box<Node<T>>) -> Option<T> { unsafe {
            let n = (*p).next; (*p).next = n; (*(*p).next).next = ptr::null_mut(); let v = (*p).v.clone(); (*p).v = v;
            let w = &(*p).v; let wm = &mut (*p).name; wm.push('x'); (*p).name.push('y'); let l = (*p).name.len();
            (*p).arr[1] = 3; (*p).arr[1] += 2; let a = (*p).arr[2]; let ar = &(*p).arr[1..]; let arr = (*p).arr; for x in &(*p).arr { let _ = x; } for x in (*p).arr.iter_mut() { *x = 1; }
            **pp = ptr::read(p); (**pp).next = n; let z = (**pp).arr[1]; let c = (*p).cell.get(); *(*p).cell.get() = T::default(); let cv = (*(*p).cell.get()).clone();
            *self.head = ptr::read(self.head); (*self.head).next = p; let k = (*self.head).arr[0]; let nnx = (*self.nn.as_ptr()).next; (*self.nn.as_ptr()).arr[0] = 2; let nr = self.nn.as_ref(); let nm = self.nn.as_mut(); nm.arr[0] = 1; let x = self.nn.as_ref().arr[0];
            (*self.node(1)).next = p; let m = (*self.node(2)).v.clone(); let m2 = &*self.node(3); let m3 = &mut *self.node(4); m3.next = p; (*self.node(5)).name.push('s'); let m4 = (*self.node(5)).name.len();
            (*r).next = p; let rn = (*r).next; (*r).name.push('x'); let rr = &mut *r; rr.next = p; let rb = &*r;
            let t: T = (*b).v; 
            *(q as *mut T) = T::default(); let q1 = &*q; let q2 = (*q).clone(); let q3 = q.read(); q.cast_mut().write(q3); q.cast_mut().write(T::default()); let q4 = q.as_ref(); let q5 = q.cast_mut().as_mut(); ptr::write(q.cast_mut(), T::default()); let q6 = ptr::read(q); drop(q6); ptr::drop_in_place(q as *mut T); let q7 = ptr::replace(q.cast_mut(), T::default()); ptr::swap(q.cast_mut(), q.cast_mut()); ptr::copy_nonoverlapping(q, q.cast_mut(), 1); q.copy_to(q.cast_mut(), 1); q.cast_mut().copy_from(q, 1); let q8 = q.add(0).read(); q.cast_mut().add(0).write(q8);
            let s = self.slot(0); (*s.get()).write(T::default()); let sv = (*s.get()).assume_init_read(); s.get().write(MaybeUninit::uninit()); (*self.slots[0].get()).as_mut_ptr().write(sv); let sr = (*self.slots[0].get()).assume_init_ref(); let sp = (*self.slot(0).get()).as_ptr().read(); *self.slots.get_unchecked(0).get() = MaybeUninit::new(sp); (*self.slot(1).get()).assume_init_drop(); let mu = &mut *self.slot(2).get();
            let bb = Box::from_raw(p); let raw = Box::into_raw(bb); let bb2 = Box::from_raw(raw); let t2 = *bb2; let Node { v, next, .. } = t2;
            let arc = Arc::new(3); let ap = Arc::into_raw(arc); let arc2 = Arc::from_raw(ap); let av = *ap;
            if (*p).next.is_null() { return Some((*p).v.clone()); } while !(*p).next.is_null() { (*p).next = (*(*p).next).next; }
            match (*p).nn { Some(x) => (*x.as_ptr()).next = p, None => {} } if let Some(x) = (*p).nn { let _ = x.as_ref().v.clone(); } match (*p).next { n if n.is_null() => {}, n => (*n).arr[0] = 1 } if let Some(ref mut x) = (*p).nn { *x = NonNull::dangling(); } let Node { ref v, arr, .. } = *p; let Node { ref mut name, .. } = *p; name.clear();
            let bxv = *(*p).bx; *(*p).bx = 3; *(*p).bx += 1; let bxr = &*(*p).bx;
            Some((*p).v.clone())
        } }
    }
    pub unsafe fn misc(p: *mut u32, pk: *mut Pk, u: &mut U, up: *mut U, d: *mut dyn Sh, sl: *mut [u32], st: *const str, pa: *mut [u32; 4], pt: *mut (u32, String), f: *const fn(u32) -> u32, bx: Box<u32>, mut g: std::cell::RefMut<'_, u32>) -> u32 { unsafe {
        let a = *p; *p = 1; *p += 1; *p = *p + 1; let b = &*p; let c = &mut *p; *c = 3; let e = *p as u64; let neg = !*p; let idx = [1, 2, 3][*p as usize % 3];
        (*pk).b = 3; let pb = (*pk).b; (*pk).b += 1; let pc = (*pk).c; (*pk).c[1] = 4; let whole = *pk; *pk = whole; let Pk { a: pka, b: pkb, .. } = *pk; let ppb = &raw const (*pk).b; let pbv = ppb.read_unaligned();
        let ui = u.i; u.f = 1.0; (*up).i = 4; let uf = (*up).f; (*up).arr[1] = 2; let ub = (*up).arr[0];
        let ar = (*d).area(); (*d).grow(); let dr = &*d; let dm = &mut *d; dm.grow();
        (*sl)[0] = 3; let s0 = (*sl)[1]; let sln = (*sl).len(); let slr = &(*sl)[..]; let slm = &mut *sl; slm[0] = 1; for x in &*sl { let _ = *x; } for x in (*sl).iter_mut() { *x = 1 } let sstr = &*st; let stl = (*st).len();
        (*pa)[1] = 3; let pa1 = (*pa)[2]; let pal = (*pa).len(); let [x0, ..] = *pa; (*pt).0 = 3; let pt1 = (*pt).1.clone(); (*pt).1.push('x'); let (ref t0, ref t1) = *pt; let ff = (*f)(3);
        let bv = *bx; *g = 4; let gv = *g; *g += 1; let gr = &mut *g; *gr = 3;
        let v = *p.add(1); *p.add(2) = 3; *p.offset(1) += 2; let w = *(p as *const u32); let z = *(&raw const *p); let r = &mut *p.add(3); *r = 3; *(p.wrapping_add(1)) = 5; let arrp = [p, p]; *arrp[0] = 3; let ax = *arrp[1]; let tup = (p, 1); *tup.0 = 4; let tv = *tup.0; let pp = &p; **pp = 3; let ppv = **pp;
        p.write_volatile(3); let rv = p.read_volatile(); p.write(*p + 1); p.write_bytes(0, 1); let old = p.replace(4); p.swap(p.add(1)); std::ptr::write_volatile(p, 3); let sl2 = std::slice::from_raw_parts(p, 3); let sl3 = std::slice::from_raw_parts_mut(p, 3); sl3[0] = sl2[0];
        if *p > 3 && *p < 5 || *p == 3 { return *p; } match *p { 0 => {}, x if x > 3 => {}, _ => {} } let cl = || *p; let cl2 = || { *p = 3; }; cl2(); let cl3 = move |x: u32| *p + x; let y = cl() + cl3(1); for i in 0..*p { let _ = i; } let t = (*p, *p); let arr = [*p; 3]; let s = Some(*p); let x = Some(p).map(|p| *p); println!("{} {:?}", *p, &*p); assert_eq!(*p, *p); let string = format!("{}", *p); let opt: Option<&mut u32> = p.as_mut(); let o2: Option<&u32> = p.as_ref(); let nn = NonNull::new_unchecked(p); *nn.as_ptr() = 3; nn.write(3); let nv = nn.read(); let lab = loop { if *p > 3 { break *p; } *p += 1; };
        *p
    } }
    pub fn safe_derefs(b: Box<String>, r: &mut Vec<u32>, rc: &RefCell<u32>) -> String { let l = (*r).len(); *rc.borrow_mut() += 1; (*r).push(3); let x = &mut *r; x.push(1); *b }
    pub unsafe fn boxes(b: Box<String>, b2: Box<(String, u32)>, mut b3: Box<u32>, r: &mut String, s: &&u32, o: Option<Box<u32>>, v: Vec<Box<u32>>) -> String { let x = **s; *b3 = 3; let (a, c) = *b2; *r = String::new(); let t = *o.unwrap(); let vv = *v[0]; let z = *make(); *b }
    pub unsafe fn boxes2(b: Box<String>) -> String { let s = *b; s }
    pub unsafe fn boxes3(b: Option<Box<(String, String)>>) -> String { match b { Some(x) => { let y = (*x).0; y } None => (*mk()).0 } }
    fn make() -> Box<String> { Box::new(String::new()) }
    fn mk() -> Box<(String, u32)> { Box::new((String::new(), 3)) }
    pub unsafe fn cells(c: &Cell<u32>, u: &UnsafeCell<Vec<u32>>, o: &std::sync::OnceLock<u32>, cp: &Cell<*mut u32>) -> u32 { unsafe { let v = c.get(); c.set(3); (*u.get()).push(3); let l = (*u.get()).len(); let r = &*u.get(); let m = &mut *u.get(); m[0] = 3; (&mut *u.get())[0] = 3; let p = u.get(); (*p).push(1); *cp.get() = 4; let x = *cp.get(); let g = *o.get().unwrap(); let (a, b) = (&*u.get(), 3); a[0] + b } }
    extern "C" fn cfn(p: *mut u32) -> u32 { unsafe { *p } }
    pub async fn asy(p: usize) -> u32 { let v = unsafe { *(p as *const u32) }; std::future::ready(v).await + unsafe { *(p as *const u32) } }
    pub fn gen_all<'a, T: ?Sized + 'a, const N: usize>(p: *const T, a: [u8; N]) -> &'a T where T: Sync { unsafe { &*p } }
    pub fn ret_static() -> &'static mut u32 { static mut X: u32 = 3; unsafe { &mut X } }
    pub fn never(p: *const u32) -> ! { let v = unsafe { *p }; panic!("{}", v) }
    pub fn question(p: *const Option<u32>) -> Option<u32> { let x = unsafe { (*p)? }; Some(x + unsafe { *p }.unwrap_or(3)) }
}
