use std::mem::MaybeUninit;
struct Ring { buf: [MaybeUninit<String>; 4], n: usize }
#[datarace::check] impl Ring {
    fn push(&mut self, s: String) { self.buf[self.n] = MaybeUninit::new(s); self.n += 1; }
    fn put(&mut self, s: String) { unsafe { self.buf[self.n].as_mut_ptr().write(s); } self.n += 1; }
    fn get(&self, i: usize) -> &String { unsafe { self.buf[i].assume_init_ref() } }
    fn get_mut(&mut self, i: usize) -> &mut String { unsafe { &mut *self.buf[i].as_mut_ptr() } }
    fn pop(&mut self) -> String { self.n -= 1; unsafe { self.buf[self.n].assume_init_read() } }
}
#[datarace::check] impl Drop for Ring { fn drop(&mut self) { for b in &mut self.buf[..self.n] { unsafe { b.assume_init_drop() } } } }
#[datarace::check] pub fn run() -> String {
    let mut r = Ring { buf: [const { MaybeUninit::uninit() }; 4], n: 0 };
    r.push("a".into()); r.put("b".into()); r.push("c".into());
    r.get_mut(0).push('!');
    let p = r.pop();
    let mut x = MaybeUninit::<u32>::uninit();
    x.write(5);
    let (a, b) = unsafe { *x.as_mut_ptr() += 1; (*x.as_ptr(), x.assume_init()) };
    let mut arr: MaybeUninit<[u16; 3]> = MaybeUninit::zeroed();
    let c = unsafe { (*arr.as_mut_ptr())[1] = 5; arr.assume_init_mut()[2] = 6; arr.assume_init() };
    let mut st: MaybeUninit<(u8, String)> = MaybeUninit::uninit();
    let d = unsafe {
        (&raw mut (*st.as_mut_ptr()).0).write(1);
        std::ptr::addr_of_mut!((*st.as_mut_ptr()).1).write("s".into());
        st.assume_init()
    };
    static mut GLOBAL: MaybeUninit<Vec<u8>> = MaybeUninit::uninit();
    let e = unsafe { GLOBAL.write(vec![1]); GLOBAL.assume_init_mut().push(2); (*GLOBAL.as_ptr()).len() + GLOBAL.assume_init_ref().len() };
    let f: u8 = unsafe { MaybeUninit::new(3u8).assume_init() };
    format!("{} {} {p} {a} {b} {c:?} {d:?} {e} {f}", r.get(0), r.get(1))
}
