use std::mem;
static mut A: Vec<u8> = Vec::new();
static mut B: Vec<u8> = Vec::new();
static mut N: [u32; 2] = [1, 2];
#[datarace::check] pub fn run() -> String {
    unsafe {
        A.push(1);
        B.push(2);
        mem::swap(&mut A, &mut B);
        std::mem::swap(&mut N[0], &mut *(&raw mut N[1]));
        let old = mem::replace(&mut A, vec![9, 9]);
        let t = mem::take(&mut B);
        let sz = mem::size_of_val(&N);
        let x = std::ptr::read(&raw const N[0]);
        std::ptr::write(&raw mut N[1], 50);
        let z = std::ptr::addr_of!(N[1]).read();
        std::ptr::addr_of_mut!(N).write([7, 8]);
        std::ptr::swap(&raw mut N[0], &raw mut N[1]);
        format!("{old:?} {t:?} {:?} {sz} {x} {z} {:?}", A, N)
    }
}
