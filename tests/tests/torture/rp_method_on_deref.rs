#[datarace::check] trait Ext { fn ext(&self) -> usize; fn ext_mut(&mut self) -> usize; fn by_val(self) -> usize where Self: Sized; }
#[datarace::check] impl Ext for Vec<u8> { fn ext(&self) -> usize { self.len() } fn ext_mut(&mut self) -> usize { self.push(0); self.len() } fn by_val(self) -> usize { self.len() } }
#[derive(Clone, Copy)] struct Cp(u8);
#[datarace::check] impl Cp { fn by_val(self) -> u8 { self.0 } fn by_ref(&self) -> u8 { self.0 + 1 } fn by_mut(&mut self) -> u8 { self.0 += 1; self.0 } fn rr(self: &&Self) -> u8 { self.0 } }
struct H { v: *mut Vec<u8>, c: *mut Cp }
#[datarace::check] impl H { fn v(&self) -> *mut Vec<u8> { self.v } fn c(&self) -> *const Cp { self.c } }
#[datarace::check] pub fn run() -> String {
    let mut v = vec![1u8];
    let mut c = Cp(5);
    let h = H { v: &mut v, c: &mut c };
    unsafe {
        (*h.v).push(2);
        (*h.v()).push(3);
        let a = (*h.v).ext() + (*h.v).ext_mut() + (*h.v()).clone().by_val();
        let b = (*h.c).by_val() + (*h.c).by_ref() + (*h.c).by_mut() + (&*h.c).rr();
        let d = (*h.c()).by_val() + (*h.c()).by_ref() + (*h.c()).0;
        let e = (*h.v).iter().map(|x| x + 1).collect::<Vec<_>>();
        let f = (*h.v).as_slice().first().copied().unwrap_or_default();
        let g = (*h.v).drain(..1).next();
        let i = (*h.v).get_mut(0).map(|x| { *x += 1; *x });
        let j = (*(*h.v).as_mut_ptr()).to_string();
        let k = Vec::len(&*h.v) + Vec::len(&mut *h.v);
        <Vec<u8>>::push(&mut *h.v, 3);
        let l = (&mut *h.v).pop();
        let m = (*h.v)[0].pow(2).count_ones();
        let n = (*h.c).0.checked_add(1).map(u32::from);
        format!("{a} {b} {d} {e:?} {f} {g:?} {i:?} {j} {k} {l:?} {m} {n:?}")
    }
}
