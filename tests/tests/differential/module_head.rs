    use super::super::support::*;
    use std::collections::BTreeMap;
    use std::mem;
    use std::ptr;
    use std::slice;
    use std::sync::atomic::{AtomicU32, Ordering::*, fence};
    use std::sync::{Mutex, PoisonError};
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
    pub static mut TU: (u32, (u32, [u32; 2])) = (0, (0, [0; 2]));
    pub static mut EN: Shape = Shape::Dot;
    pub static mut OP: Option<Pt> = None;
    pub static mut BX: Option<Box<Inner>> = None;
    pub static mut ND: Vec<D> = Vec::new();
    pub static mut VV: Vec<Vec<u32>> = Vec::new();
    pub static mut FNS: [fn(u32) -> u32; 2] = [id, val];
    pub static mut M: BTreeMap<u32, u32> = BTreeMap::new();
    pub static MX: Mutex<u32> = Mutex::new(0);
    pub fn reset() { unsafe {
        N0 = 10; N1 = 11; FLAG = true; P = Pair { a: 1, b: (2, 3), d: Inner { x: 4, y: [5, 6] } };
        A = [7, 8, 9, 10]; AA = [[1, 2], [3, 4]]; PT = Pt { x: 21, y: 22 }; PA = [Pt { x: 1, y: 2 }; 2]; V = vec![31, 32, 33];
        T = Table([41, 42, 43, 44]); HP = &raw mut N0; K = Packed { a: 1, b: 2 }; U = Bits { i: 51 }; O = Some(61); E = None;
        S = String::from("text"); ACC = Acc(0); *CELL.0.get() = [71, 72]; X.store(81, Relaxed);
        TU = (91, (92, [93, 94])); EN = Shape::Line(95); OP = Some(Pt { x: 96, y: 97 }); BX = Some(Box::new(Inner { x: 98, y: [99, 100] }));
        ND = Vec::new(); VV = vec![vec![101, 102], vec![103, 104]]; M = BTreeMap::from([(0, 105), (1, 106)]);
        *MX.lock().unwrap_or_else(PoisonError::into_inner) = 107; MX.clear_poison();
    } }
    pub fn state() -> String { unsafe {
        let (n, a, v, s) = (&raw const N0, &raw const A, &raw const V, &raw const S);
        let more = format!("{:?} {:?} {:?} {:?} {} {:?} {:?} {}", TU, EN, OP.map(|o| (o.x, o.y)), BX.as_ref().map(|b| (b.x, b.y)), ND.len(), VV, M,
            *MX.lock().unwrap_or_else(PoisonError::into_inner));
        format!("{more} {} {} {:?} {:?} {:?} {:?} {} {} {} {} {} {:?} {:?} {:?} {} {:?} {}", *n, N1, *a, AA, *v, (P.a, P.b, P.d.x, P.d.y), PT.x, PT.y, PA[0].y, PA[1].y,
            { K.b }, O, *s, T.0, ACC.0, *CELL.0.get(), X.load(Relaxed))
    } }
