    use super::super::support::*;
    use std::mem;
    use std::ptr;
    use std::sync::atomic::{AtomicU32, Ordering::*};
    pub static mut N0: u32 = 0;
    pub static mut N1: u32 = 0;
    pub static mut FLAG: bool = true;
    pub static mut P: Pair = Pair { a: 0, b: (0, 0), d: Inner { x: 0, y: [0; 2] } };
    pub static mut A: [u32; 4] = [0; 4];
    pub static mut AA: [[u32; 2]; 2] = [[0; 2]; 2];
    pub static mut PT: Pt = Pt { x: 0, y: 0 };
    pub static mut PA: [Pt; 2] = [Pt { x: 0, y: 0 }; 2];
    pub static mut V: Vec<u32> = Vec::new();
    pub static mut T: Table = Table([0; 4]);
    pub static mut HP: *mut u32 = ptr::null_mut();
    pub static mut K: Packed = Packed { a: 0, b: 0 };
    pub static mut U: Bits = Bits { i: 0 };
    pub static mut O: Option<u32> = None;
    pub static mut E: Option<D> = None;
    pub static mut S: String = String::new();
    pub static mut ACC: Acc = Acc(0);
    pub static CELL: Cell = Cell(std::cell::UnsafeCell::new([0; 2]));
    pub static X: AtomicU32 = AtomicU32::new(0);
    pub fn reset() { unsafe {
        N0 = 10; N1 = 11; FLAG = true; P = Pair { a: 1, b: (2, 3), d: Inner { x: 4, y: [5, 6] } };
        A = [7, 8, 9, 10]; AA = [[1, 2], [3, 4]]; PT = Pt { x: 21, y: 22 }; PA = [Pt { x: 1, y: 2 }; 2]; V = vec![31, 32, 33];
        T = Table([41, 42, 43, 44]); HP = &raw mut N0; K = Packed { a: 1, b: 2 }; U = Bits { i: 51 }; O = Some(61); E = None;
        S = String::from("text"); ACC = Acc(0); *CELL.0.get() = [71, 72]; X.store(81, Relaxed);
    } }
    pub fn state() -> String { unsafe {
        let (n, a, v, s) = (&raw const N0, &raw const A, &raw const V, &raw const S);
        format!("{} {} {:?} {:?} {:?} {:?} {} {} {} {} {} {:?} {:?} {:?} {} {:?} {}", *n, N1, *a, AA, *v, (P.a, P.b, P.d.x, P.d.y), PT.x, PT.y, PA[0].y, PA[1].y,
            { K.b }, O, *s, T.0, ACC.0, *CELL.0.get(), X.load(Relaxed))
    } }
