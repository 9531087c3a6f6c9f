//! The cases of `tests/access_matrix.rs`.
#![allow(
    static_mut_refs,
    dangerous_implicit_autorefs,
    dead_code,
    unused_assignments,
    unused_variables,
    unused_must_use,
    unused_parens,
    unused_unsafe,
    invalid_reference_casting,
    dropping_references,
    dropping_copy_types
)]

use datarace::check;
pub use matrix::{places, run};

#[check]
#[rustfmt::skip]
mod matrix {
    use std::alloc::{self, Layout};
    use std::cell::{Cell, UnsafeCell};
    use std::collections::HashMap;
    use std::hint::black_box;
    use std::mem::{self, ManuallyDrop, MaybeUninit};
    use std::ops::AddAssign as _;
    use std::ptr::{self, NonNull, addr_of, addr_of_mut};
    use std::rc::Rc;
    use std::sync::Arc;
    use std::sync::atomic::{self, AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering, Ordering::*, compiler_fence, fence};

    pub struct Inner { pub x: u32, pub y: [u32; 3] }
    impl Inner {
        fn sum(&self) -> u32 { self.x }
        fn raise(&mut self) { self.x += 1; }
    }
    pub struct Pair { pub a: u32, pub b: (u32, u32), pub c: Inner, pub s: String }
    impl Pair {
        fn peek(&self) -> u32 { 1 }
        fn poke(&mut self) {}
        fn get(&self) -> u32 { 1 }
        fn set(&mut self, _: u32) {}
    }
    #[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Default)] pub struct Point { pub x: u32, pub y: u32 }
    impl Point { fn sum(self) -> u32 { 1 } }
    impl std::ops::AddAssign<u32> for Point { fn add_assign(&mut self, _: u32) {} }
    impl std::ops::Add<u32> for Point { type Output = u32; fn add(self, _: u32) -> u32 { 1 } }
    impl std::ops::Neg for Point { type Output = u32; fn neg(self) -> u32 { 1 } }
    pub union Bits { pub i: u32, pub b: [u8; 4], pub p: Point }
    #[repr(C, packed)] #[derive(Clone, Copy)] pub struct Packed { pub a: u8, pub b: u32, pub c: (u16, u16) }
    pub struct Node { pub v: u32, pub w: u32, pub next: *mut Node }
    pub struct Config { pub retries: u32 }
    pub enum Shape { Dot, Line(u32), Box { w: u32, h: u32 } }
    pub struct Slot { pub cell: UnsafeCell<u32>, pub pair: UnsafeCell<(u32, u32)>, pub init: UnsafeCell<MaybeUninit<u32>>, pub ring: UnsafeCell<[u32; 2]> }
    unsafe impl Sync for Slot {}

    pub struct Knot { pub maybe: Option<u32> }
    static mut KNOT: Knot = Knot { maybe: Some(1) };
    static mut N: u32 = 1;
    static mut M: u32 = 2;
    static mut FLAG: bool = true;
    static mut P: Pair = Pair { a: 0, b: (0, 0), c: Inner { x: 0, y: [0; 3] }, s: String::new() };
    static mut T: (u32, (u32, u32)) = (1, (2, 3));
    static mut PT: Point = Point { x: 1, y: 2 };
    static mut A: [u32; 4] = [0; 4];
    static mut AA: [[u32; 2]; 2] = [[0; 2]; 2];
    static mut PA: [Point; 2] = [Point { x: 0, y: 0 }; 2];
    static mut V: Vec<u32> = Vec::new();
    static mut S: String = String::new();
    static mut O: Option<u32> = Some(1);
    static mut OS: Option<String> = None;
    static mut E: Shape = Shape::Line(1);
    static mut U: Bits = Bits { i: 1 };
    static mut K: Packed = Packed { a: 1, b: 2, c: (3, 4) };
    static C0: Config = Config { retries: 1 };
    static mut CONFIG: &Config = &C0;
    static mut BOX: Option<Box<u32>> = None;
    static mut NODE: Node = Node { v: 0, w: 0, next: ptr::null_mut() };
    static mut NEXT: Node = Node { v: 0, w: 0, next: ptr::null_mut() };
    static mut BUF: [MaybeUninit<u32>; 2] = [MaybeUninit::new(0); 2];
    static mut INIT: MaybeUninit<u32> = MaybeUninit::new(0);
    static mut HEAP: *mut u32 = ptr::null_mut();
    static mut MAP: Option<HashMap<u32, u32>> = None;
    static mut TEXT: &str = "text";
    static mut SLICE: &[u32] = &[1, 2, 3];
    static mut FN: fn(u32) -> u32 = identity;
    static mut CELL: Cell<u32> = Cell::new(0);
    static mut MARKED: AtomicU32 = AtomicU32::new(0);
    static SLOT: Slot = Slot { cell: UnsafeCell::new(0), pair: UnsafeCell::new((0, 0)), init: UnsafeCell::new(MaybeUninit::new(0)), ring: UnsafeCell::new([0; 2]) };
    static X: AtomicU32 = AtomicU32::new(0);
    static READY: AtomicBool = AtomicBool::new(false);
    static XS: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];
    static HEAD: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());
    fn identity(x: u32) -> u32 { x }
    const ORDER: Ordering = Acquire;
    fn order() -> Ordering { Release }

    macro_rules! table {
        ($($place:expr),* $(,)?) => { vec![$((stringify!($place), (&raw const $place).addr(), size_of_val(unsafe { &*&raw const $place })),)*] };
    }

    #[datarace(skip)]
    pub fn places() -> Vec<(&'static str, usize, usize)> {
        unsafe {
            table![
                N, M, FLAG, P, P.a, P.b, P.b.0, P.b.1, P.c, P.c.x, P.c.y, P.c.y[0], P.c.y[1], P.c.y[2], P.s, T, T.0, T.1, T.1.0, T.1.1, PT, PT.x, PT.y,
                A, A[0], A[1], A[2], A[3], AA, AA[0], AA[1], AA[0][1], AA[1][0], AA[1][1], PA, PA[0], PA[1], PA[1].x, PA[1].y, V, S, O, OS, E, U, U.i, U.b, U.b[0], U.b[1], U.p.y,
                CONFIG, BOX, NODE, NODE.v, NODE.w, NODE.next, NEXT, NEXT.v, NEXT.w, BUF, BUF[0], BUF[1], INIT, HEAP, MAP, TEXT, SLICE, FN, CELL, MARKED, KNOT.maybe,
                SLOT.cell, SLOT.pair, SLOT.init, SLOT.ring, X, READY, XS[0], XS[1], HEAD, C0.retries,
            ].into_iter().chain([
                ("K", (&raw const K).addr(), 9), ("K.a", (&raw const K.a).addr(), 1), ("K.b", (&raw const K.b).addr(), 4), ("K.c.1", (&raw const K.c.1).addr(), 2),
                ("SLOT.pair.1", SLOT.pair.get().addr() + mem::offset_of!((u32, u32), 1), 4),
            ]).collect()
        }
    }

    pub fn run() {
        unsafe { NODE.next = &raw mut NEXT; HEAP = &raw mut M; MAP = Some(HashMap::new()); } //~ write NODE.next, write HEAP, write MAP
        scalars();
        fields();
        arrays();
        methods();
        patterns();
        references();
        expressions();
        macros();
        pointers();
        pointer_fields();
        pointer_slices();
        pointer_methods();
        pointer_functions();
        non_null();
        maybe_uninit();
        cells();
        owners();
        memory();
        atomics();
        pointers_of_unknown_type();
        atomics_by_path();
        atomics_mixed();
        fences();
    }

    fn scalars() {
        unsafe {
            black_box(N); //~ read N
            N = 1; //~ write N
            N += 1; //~ write N
            N -= 1; //~ write N
            N <<= 1; //~ write N
            N |= M; //~ read M, write N
            N = M; //~ read M, write N
            N = N + M; //~ read N#2, read M, write N
            N = black_box(3); //~ write N
            (N) = 4; //~ write N
            N += black_box(1); //~ write N
            black_box(-(N as i64)); //~ read N
            black_box(!N); //~ read N
            black_box(N as u64); //~ read N
            black_box(N == M); //~ read N, read M
            black_box(N < 3 && M > 7); //~ read N
            black_box(FLAG || M > 7); //~ read FLAG
            PT += 1; //~ write PT
            black_box(PT + 1); //~ read PT
            black_box(-PT); //~ read PT
            black_box(PT == PT); //~ read PT, read PT#2
            let x = N; //~ read N
            let x: u32 = N; //~ read N
            let (x, y) = (N, M); //~ read N, read M
            let _ = N;
            _ = N;
            let _x = N; //~ read N
            N; //~ read N
            let f = FN; //~ read FN
            black_box(FN(1)); //~ read FN
            black_box((FN)(1)); //~ read FN
            self::N = 5; //~ write self::N @N
            black_box(crate::cases::matrix::N); //~ read crate::cases::matrix::N @N
            (N, M) = (1, 2); //~ write N, write M
            [N, M] = [1, 2]; //~ write N, write M
            Point { x: N, y: _ } = Point { x: 1, y: 2 }; //~ write N
            (N, ..) = (1, 2, 3); //~ write N
        }
    }

    fn fields() {
        unsafe {
            black_box(P.a); //~ read P.a
            P.a = 1; //~ write P.a
            P.b.1 = 2; //~ write P.b.1
            P.b = (1, 2); //~ write P.b
            P.c.x += 1; //~ write P.c.x
            P.c.x = P.a + P.b.0; //~ read P.a, read P.b.0, write P.c.x
            (P.c).x = 1; //~ write (P.c).x @P.c.x
            (P).c.x = 1; //~ write (P).c.x @P.c.x
            black_box(T.1.0); //~ read T.1.0
            T.1.1 = T.0; //~ read T.0, write T.1.1
            PT.x += PT.y; //~ read PT.y, write PT.x
            P.c.y[1] = 1; //~ write P.c.y[1]
            P.c.y[2] += 1; //~ write P.c.y[2]
            black_box(P.c.y[1]); //~ read P.c.y[1]
            black_box(K.b); //~ read K.b
            black_box({ K.b }); //~ read K.b
            K.b = 3; //~ write K.b
            K.b += 3; //~ write K.b
            K.c.1 = 1; //~ write K.c.1
            black_box(U.i); //~ read U.i
            U.i = 3; //~ write U.i
            U.b[1] = 3; //~ write U.b[1]
            U.p.y = 3; //~ write U.p.y
            black_box(U.b[0]); //~ read U.b[0]
            let Bits { i } = U; //~ shared U
            let i = match U { Bits { i: 7 } => 1, Bits { i } => i }; //~ shared U
            black_box(CONFIG.retries); //~ read CONFIG.retries @C0.retries
            CONFIG = &C0; //~ write CONFIG
            black_box(&CONFIG.retries); //~ shared CONFIG.retries @C0.retries
            let s = mem::take(&mut P.s); //~ write P.s
            P.s = s; //~ write P.s
        }
    }

    fn arrays() {
        let i = black_box(1);
        unsafe {
            black_box(A[1]); //~ read A[1]
            black_box(A[i]); //~ read A[i] @A[1]
            A[2] = 1; //~ write A[2]
            A[i] = A[i + 1]; //~ read A[i + 1] @A[2], write A[i] @A[1]
            A[3] += 1; //~ write A[3]
            A[i] += N; //~ read N, write A[i] @A[1]
            A[N as usize & 1] = 1; //~ read N, write A[N as usize & 1] @_:4
            black_box(&A[1..3]); //~ read A[1..3] @A[1]:8
            black_box(&mut A[..2]); //~ write A[..2] @A:8
            black_box(&A[..]); //~ read A[..] @A
            black_box(&A[1..=2]); //~ read A[1..=2] @A[1]:8
            black_box(&A[i]); //~ shared A[i] @A[1]
            black_box(&mut A[i]); //~ exclusive A[i] @A[1]
            AA[1][0] = AA[0][1]; //~ read AA[0][1], write AA[1][0]
            AA[i][i] += 1; //~ write AA[i][i] @AA[1][1]
            black_box(AA[1]); //~ read AA[1]
            AA[1] = [1, 2]; //~ write AA[1]
            black_box(&AA[i][..1]); //~ read AA[i][..1] @_
            PA[1].y = 2; //~ write PA[1].y
            PA[i].x += PA[i].y; //~ read PA[i].y @PA[1].y, write PA[i].x @PA[1].x
            black_box(PA[1]); //~ read PA[1]
            PA[i] += 1; //~ write PA[i] @PA[1]
            A[1..3].copy_from_slice(&[1, 2]); //~ write A[1..3] @A[1]:8
            A[1..3][0] = 1; //~ write A[1..3] @_
            A.swap(0, 1); //~ write A
            A[i].wrapping_add(1); //~ read A[i] @A[1]
            for x in A { black_box(x); } //~ read A
            for x in &A { black_box(x); } //~ shared A
            for x in &mut A { *x = 1; } //~ exclusive A
            for x in A.iter() { black_box(x); } //~ read A
            for x in A.iter_mut() { *x = 1; } //~ write A
            let [a, b, ..] = A; //~ read A
            let [a, rest @ ..] = &A; //~ shared A
            if let [1, ..] = A { black_box(1); } //~ read A
            V.push(1); //~ write V
            black_box(V[0]); //~ read V
            V[0] = 1; //~ write V
            V[0] += 1; //~ write V
            black_box(&V[..]); //~ read V
            black_box(&mut V[..]); //~ write V
            for x in &V { black_box(x); } //~ shared V
            black_box(SLICE[1]); //~ read SLICE
            black_box(MAP.as_ref().unwrap().get(&1)); //~ read MAP
        }
    }

    fn methods() {
        unsafe {
            V.push(1); //~ write V
            black_box(V.len()); //~ read V
            V.push(V.len() as u32); //~ write V, read V#2
            V.extend_from_slice(&[1]); //~ write V
            V.push(black_box(1)); //~ write V
            S.push_str(&black_box(String::new())); //~ write S
            black_box(S.len()); //~ read S
            black_box(S.as_str()); //~ read S
            black_box(V.iter().sum::<u32>()); //~ read V
            V.iter_mut().for_each(|x| *x = 1); //~ write V
            V.sort(); //~ write V
            V.retain(|x| *x > 0); //~ write V
            black_box(V.first()); //~ read V
            black_box(V.get(0)); //~ read V
            V.get_mut(0).map(|x| *x = 1); //~ write V
            V.clear(); //~ write V
            black_box(P.peek()); //~ shared P
            P.poke(); //~ write P
            black_box(P.get()); //~ shared P
            P.set(1); //~ write P
            P.s.push('x'); //~ write P.s
            black_box(P.s.len()); //~ read P.s
            black_box(N.wrapping_add(1)); //~ read N
            black_box(N.count_ones()); //~ read N
            black_box(N.max(M)); //~ read N, read M
            black_box(PT.sum()); //~ read PT
            black_box(PT.clone()); //~ read PT
            black_box(N.to_string()); //~ read N
            black_box(O.is_some()); //~ read O
            black_box(O.unwrap()); //~ read O
            black_box(O.take()); //~ write O
            O.replace(1); //~ write O
            O.insert(2); //~ write O
            black_box(O.as_ref()); //~ read O
            black_box(O.as_mut()); //~ write O
            O.as_mut().map(|x| *x += 1); //~ write O
            if let Some(x) = O.as_mut() { *x += 1; } //~ write O
            O.get_or_insert_with(|| 1); //~ write O
            BOX.replace(Box::new(1)); //~ write BOX
            **BOX.as_mut().unwrap() = 3; //~ write BOX
            black_box(TEXT.len()); //~ read TEXT
            black_box(TEXT.as_bytes()); //~ read TEXT
            black_box(SLICE.iter().sum::<u32>()); //~ read SLICE
            MAP.as_mut().unwrap().insert(1, 2); //~ write MAP
            black_box(HEAP.is_null()); //~ read HEAP
            CELL.set(1); //~ shared CELL
            black_box(A.as_ptr());
            black_box(A.as_mut_ptr());
            black_box(V.as_ptr());
            black_box(V.as_mut_ptr());
            black_box(V.as_slice()); //~ read V
            Pair::peek(&P); //~ shared P#2
            Pair::poke(&mut P); //~ exclusive P#2
            Vec::push(&mut V, 1); //~ exclusive V#2
        }
    }

    fn patterns() {
        unsafe {
            match O { Some(x) => { black_box(x); } None => () } //~ read O
            match N { 0 => (), 1..=3 => (), _ => () } //~ read N
            match (N, M) { (0, _) => (), _ => () } //~ read N, read M
            match O { Some(ref x) => { black_box(x); } None => () } //~ read O
            match O { Some(ref mut x) => { *x += 1; } None => () } //~ write O
            match &E { Shape::Line(x) => { black_box(x); } _ => () } //~ shared E
            match &mut E { Shape::Line(x) => { *x = 1; } _ => () } //~ exclusive E
            match E { Shape::Line(x) if x > N => (), _ => () } //~ shared E, read N
            match E { Shape::Box { w, .. } => { black_box(w); } _ => () } //~ shared E
            match P.b { (0, x) => { black_box(x); } (x, _) => { black_box(x); } } //~ read P.b @P.b.0, read P.b @P.b.1
            match P.a { x @ 1..=3 => { black_box(x); } _ => () } //~ read P.a
            match T { (a, (b, _)) => { black_box((a, b)); } } //~ read T @T.0, read T @T.1.0
            match N { _ => () }
            match PT { Point { x, y } => { black_box(x + y); } } //~ read PT @PT.x, read PT @PT.y
            if let Some(x) = O { black_box(x); } //~ read O
            if let Some(ref mut x) = O { *x = 1; } //~ write O
            if let Shape::Line(x) = &mut E { *x += 1; } //~ exclusive E
            if let Some(x) = &O && *x > 0 && N > 0 { black_box(x); } //~ shared O, read N
            if let Some(x) = O && let 1.. = N { black_box(x); } //~ read O, read N
            while let Some(x) = O { black_box(x); break; } //~ read O
            let Some(x) = O else { return }; //~ read O
            let Some(ref x) = O else { return }; //~ read O
            let Some(ref mut x) = O else { return }; //~ write O
            let Some(x) = &mut O else { return }; //~ exclusive O
            let (a, _) = P.b; //~ read P.b @P.b.0
            let Pair { a, b: (c, _), .. } = P; //~ read P#2 @P.a, read P#2 @P.b.0
            let ref r = N; //~ read N
            let ref mut r = N; //~ write N
            let Point { x, .. } = PT; //~ read PT @PT.x
            let (Some(x @ 1) | Some(x @ 2..)) = O else { return }; //~ read O
            black_box(matches!(O, Some(1))); //~ read O
            black_box(matches!(N, 1 | 2 if M > 0)); //~ read N
            black_box(matches!(P.a, 0..=9)); //~ read P.a
            let x = if FLAG { N } else { M }; //~ read FLAG, read N
            let x = match FLAG { true => N, false => M }; //~ read FLAG, read N
            let x = loop { break N; }; //~ read N
            let x = 'a: { break 'a N; }; //~ read N
            for i in 0..N.min(1) { black_box(i); } //~ read N
            while N > 100 {} //~ read N
        }
    }

    fn references() {
        unsafe {
            black_box(&N); //~ shared N
            black_box(&mut N); //~ exclusive N
            let r: &'static mut String = &mut S; //~ exclusive S#2
            r.push('x'); //~ cell-write r @S
            let r: &'static u32 = &P.c.x; //~ shared P.c.x
            black_box(&raw const N);
            black_box(&raw mut P.a);
            black_box(addr_of!(N));
            black_box(addr_of_mut!(P.b.1));
            black_box(&raw const A[1]);
            mem::swap(&mut N, &mut M); //~ write N, write M
            black_box(mem::replace(&mut N, 3)); //~ write N
            black_box(mem::take(&mut S)); //~ write S
            mem::swap(&mut P.b.0, &mut P.b.1); //~ write P.b.0, write P.b.1
            let r = &mut *(&raw mut N); //~ exclusive *(&raw mut N) @N
            *r += 1; //~ cell-write *r @N
            let (a, b) = (&mut P.a, &mut P.b); //~ exclusive P.a, exclusive P.b
            let c = || N + 1; //~ read N
            black_box(c());
            let mut c = || N += 1; //~ write N
            c();
            Some(&mut V).map(|v| v.push(1)); //~ exclusive V
            black_box(Some(N).map(|x| x + M)); //~ read N, read M
            black_box(&&N); //~ shared N
            black_box(&(N + 1)); //~ read N
            black_box((&N, &mut M)); //~ shared N, exclusive M
        }
    }

    fn expressions() -> u32 {
        unsafe {
            black_box([N, M]); //~ read N, read M
            black_box([N; 2]); //~ read N
            black_box((N, P.a)); //~ read N, read P.a
            black_box(Point { x: N, y: M }); //~ read N, read M
            black_box(Some(N)); //~ read N
            black_box(N..M); //~ read N, read M
            black_box(&[N][..]); //~ read N
            black_box({ N }); //~ read N
            black_box(if N > 0 { 1 } else { 2 }); //~ read N
            black_box((|x: u32| x)(N)); //~ read N
            let o: Option<u32> = (|| { O?; Some(N) })(); //~ read O#2, read N
            black_box(async { N }); 
            let x = N as u8 as char; //~ read N
            let y = if let 1..5 = N { 1 } else { 2 }; //~ read N
            return N; //~ read N
        }
    }

    fn macros() {
        use std::fmt::Write as _;
        let mut out = String::new();
        unsafe {
            assert!(N < 100000, "{}", M); //~ read N
            assert_eq!(N, N); //~ read N, read N#2
            assert_ne!(N, N + 1, "{}", M); //~ read N, read N#2
            debug_assert!(FLAG); //~ read FLAG
            debug_assert_eq!(P.a, P.a); //~ read P.a, read P.a#2
            debug_assert_ne!(P.a, 77); //~ read P.a
            black_box(format!("{} {}", N, P.a)); //~ read N, read P.a
            black_box(format!("{x}", x = N)); //~ read N
            black_box(format_args!("{}", N).to_string()); //~ read N
            write!(out, "{}", N); //~ read N
            writeln!(out, "{:?} {:>1$}", O, N as usize & 3); //~ read O, read N
            black_box(vec![N, M]); //~ read N, read M
            black_box(vec![N; 2]); //~ read N
            black_box(vec![0u32; N as usize & 1]); //~ read N
            black_box(std::vec![N]); //~ read N
            if black_box(false) { panic!("{}", N); }
            if black_box(false) { todo!("{}", N); }
            if black_box(false) { unimplemented!("{}", N); }
            if black_box(false) { unreachable!("{}", N); }
            std::panic::catch_unwind(|| { if FLAG { std::panic::resume_unwind(Box::new(N)); } }); //~ read FLAG, read N
            black_box(matches!(E, Shape::Line(_))); //~ shared E
            black_box(assert!(matches!(O, Some(_)))); //~ read O
            black_box(std::format!("{}", N)); //~ read N
            black_box(core::matches!(O, None)); //~ read O
            black_box(concat!("a", "b"));
            black_box(stringify!(N));
            black_box(std::ptr::addr_of!(N));
            black_box(vec![vec![N]]); //~ read N
            black_box(option_env!("NONE"));
        }
    }

    fn pointers() {
        let p = &raw mut N;
        let c = &raw const N;
        let pp = &raw const p;
        let b = &raw mut BOX;
        struct Holder { p: *mut u32, q: [*mut u32; 2] }
        let h = Holder { p, q: [p, p] };
        let t = (p, p);
        let v = vec![p];
        let r: &*mut u32 = &p;
        fn make() -> *mut u32 { &raw mut N }
        let at = AtomicPtr::new(p);
        unsafe {
            black_box(*p); //~ read *p @N
            *p = 1; //~ write *p @N
            *p += 1; //~ write *p @N
            *p = *c + 1; //~ read *c @N, write *p @N
            let x = *p; //~ read *p @N
            let _ = *p;
            black_box(&*p); //~ shared *p @N
            black_box(&mut *p); //~ exclusive *p @N
            black_box(&raw const *p);
            **pp = 1; //~ read *pp @_:8, write **pp @N
            black_box(**pp); //~ read *pp @_:8, read **pp @N
            *h.p = 1; //~ write *h.p @N
            black_box(*h.p); //~ read *h.p @N
            *h.q[1] = 1; //~ write *h.q[1] @N
            *t.1 = 1; //~ write *t.1 @N
            *v[0] = 1; //~ write *v[0] @N
            black_box(*v[0]); //~ read *v[0] @N
            **r = 1; //~ write **r @N
            *make() = 1; //~ write *make() @N
            black_box(*make()); //~ read *make() @N
            *(p as *mut i32) = 1; //~ write *(p as *mut i32) @N
            *p.cast::<i32>() = 1; //~ write *p.cast::<i32>() @N
            *(&raw mut N) = 1; //~ write *(&raw mut N) @N
            *addr_of_mut!(N) = 1; //~ write *addr_of_mut!(N) @N
            *(&mut *p) = 1; //~ exclusive *p @N
            *(&mut M as *mut u32) = 1; //~ exclusive M, write *(&mut M as *mut u32) @M
            *at.load(Relaxed) = 1; //~ load at.load(Relaxed) @_, write *at.load(Relaxed) @N
            black_box(*at.load(Acquire)); //~ load at.load(Acquire) @_, read *at.load(Acquire) @N
            *HEAP = 1; //~ read HEAP, write *HEAP @M
            *HEAP += 1; //~ read HEAP, write *HEAP @M
            black_box(*HEAP); //~ read HEAP, read *HEAP @M
            *(if FLAG { p } else { HEAP }) = 1; //~ read FLAG, write *(if FLAG @N
            *{ p } = 1; //~ write *{ p } @N
            *match FLAG { _ => p } = 1; //~ write *match FLAG @N
            (*p).wrapping_add(1); //~ read *p @N
            black_box((*p).max(*c)); //~ read *p @N, read *c @N
            black_box(*p == *c); //~ read *p @N, read *c @N
            black_box(-(*p as i32)); //~ read *p @N
            match *p { 0 => (), _ => () } //~ read *p @N
            if *p > 0 { black_box(1); } //~ read *p @N
            while *p > 100 {} //~ read *p @N
            let s = [*p, *c]; //~ read *p @N, read *c @N
            mem::swap(&mut *p, &mut *HEAP); //~ write *p @N, read HEAP, write *HEAP @M
            println!("{}", *p); //~ read *p @N
            black_box((*b).is_some()); //~ read *b @BOX
            if let Some(ref x) = *b { black_box(x); } //~ read *b @BOX
            if let Some(ref mut x) = *b { **x = 1; } //~ write *b @BOX
            if let Some(x) = &mut *b { **x = 1; } //~ exclusive *b @BOX
            *(c.addr() as *mut u32) = 1; //~ write *(c.addr() as *mut u32) @N
            *(p as usize as *mut u32) = 1; //~ write *(p as usize as *mut u32) @N
            *c.cast_mut() = 1; //~ write *c.cast_mut() @N
            *NonNull::new_unchecked(p).as_ptr() = 1; //~ write *NonNull::new_unchecked(p).as_ptr() @N
            *ptr::from_mut(&mut M) = 1; //~ exclusive M, write *ptr::from_mut(&mut M) @M
            black_box(*ptr::from_ref(&M)); //~ shared M, read *ptr::from_ref(&M) @M
        }
    }

    fn pointer_fields() {
        let p = &raw mut P;
        let n = &raw mut NODE;
        let k = &raw mut K;
        let u = &raw mut U;
        let e = &raw mut E;
        let o = &raw mut O;
        unsafe {
            black_box((*p).a); //~ read (*p).a @P.a
            (*p).b.0 = 1; //~ write (*p).b.0 @P.b.0
            (*p).c.x += 1; //~ write (*p).c.x @P.c.x
            (*p).c.y[2] = 1; //~ write (*p).c.y @P.c.y[2]
            black_box((*p).c.y[1]); //~ read (*p).c.y @P.c.y[1]
            (*p).s.push('x'); //~ write (*p).s @P.s
            black_box((*p).s.len()); //~ read (*p).s @P.s
            black_box(&(*p).s); //~ shared (*p).s @P.s
            black_box(&mut (*p).c); //~ exclusive (*p).c @P.c
            black_box(&raw mut (*p).a);
            black_box((*p).peek()); //~ shared *p @P
            (*p).poke(); //~ write *p @P
            (*p).set(1); //~ write *p @P
            (*n).next = &raw mut NEXT; //~ write (*n).next @NODE.next
            (*(*n).next).w = 1; //~ read (*n).next @NODE.next, write (*(*n).next).w @NEXT.w
            black_box((*(*n).next).v); //~ read (*n).next @NODE.next, read (*(*n).next).v @NEXT.v
            (*(*n).next).v += 1; //~ read (*n).next @NODE.next, write (*(*n).next).v @NEXT.v
            black_box(&(*(*n).next).v); //~ read (*n).next @NODE.next, shared (*(*n).next).v @NEXT.v
            black_box((*k).b); //~ read (*k).b @K.b
            (*k).b = 1; //~ write (*k).b @K.b
            (*k).b += 1; //~ write (*k).b @K.b
            black_box((*u).i); //~ read (*u).i @U.i
            (*u).b[1] = 1; //~ write (*u).b @U.b[1]
            match *e { Shape::Line(x) => { black_box(x); } _ => () } //~ shared *e @E
            match *e { Shape::Line(ref mut x) => { *x = 1; } _ => () } //~ write *e @E
            match &*e { Shape::Line(x) => { black_box(x); } _ => () } //~ shared *e @E
            let Shape::Line(x) = *e else { return }; //~ shared *e @E
            if let Some(x) = *o { black_box(x); } //~ read *o @O
            let (a, _) = (*p).b; //~ read (*p).b @P.b.0
            black_box((*n).next.is_null()); //~ read (*n).next @NODE.next
            black_box(NODE.next.is_null()); //~ read NODE.next
            (*NODE.next).v = 1; //~ read NODE.next, write (*NODE.next).v @NEXT.v
            black_box((*NODE.next).v); //~ read NODE.next, read (*NODE.next).v @NEXT.v
            *(*p).c.y.as_mut_ptr() = 1; //~ write *(*p).c.y.as_mut_ptr() @P.c.y[0]
        }
    }

    fn pointer_slices() {
        let p = (&raw mut A).cast::<u32>();
        let a = &raw mut A;
        let s: *mut [u32] = &raw mut A;
        let t: *const str = "text";
        let d: *const dyn std::fmt::Debug = &raw const N;
        let i = black_box(1);
        unsafe {
            black_box(*p.add(1)); //~ read *p.add(1) @A[1]
            *p.add(i) = 1; //~ write *p.add(i) @A[1]
            *p.add(2).sub(1) += 1; //~ write *p.add(2).sub(1) @A[1]
            *p.offset(3) += 1; //~ write *p.offset(3) @A[3]
            *p.wrapping_add(1) = 1; //~ write *p.wrapping_add(1) @A[1]
            *p.byte_add(4) = 1; //~ write *p.byte_add(4) @A[1]
            black_box(&*p.add(1)); //~ shared *p.add(1) @A[1]
            black_box(&mut *p.add(1)); //~ exclusive *p.add(1) @A[1]
            *A.as_mut_ptr().add(1) = 2; //~ write *A.as_mut_ptr().add(1) @A[1]
            (*a)[1] = 1; //~ write (*a)[1] @A[1]
            black_box((*a)[i]); //~ read (*a)[i] @A[1]
            (*a)[i] += 1; //~ write (*a)[i] @A[1]
            black_box(&(*a)[1..3]); //~ read (*a)[1..3] @A[1]:8
            black_box(&mut (*a)[..2]); //~ write (*a)[..2] @A:8
            black_box((*a).len()); //~ read *a @A
            (*s)[1] = 1; //~ write (*s)[1] @A[1]
            black_box((*s)[i]); //~ read (*s)[i] @A[1]
            black_box(&(*s)[1..]); //~ read (*s)[1..] @A[1]:12
            black_box(&*s); //~ shared *s @A
            black_box(&mut *s); //~ exclusive *s @A
            for x in &*s { black_box(x); } //~ shared *s @A
            for x in &mut *s { *x = 1; } //~ exclusive *s @A
            black_box(&*t); //~ shared *t @_:4
            black_box(&*d); //~ shared *d @N
            (*a).fill(1); //~ write *a @A
            black_box((*a).iter().sum::<u32>()); //~ read *a @A
            (*s).fill(1); //~ write *s @A
            black_box((*s).iter().sum::<u32>()); //~ read *s @A
            black_box(std::slice::from_raw_parts(p, 2)); //~ shared std::slice::from_raw_parts(p, 2) @A:8
            black_box(std::slice::from_raw_parts_mut(p, 2)); //~ exclusive std::slice::from_raw_parts_mut(p, 2) @A:8
            let r = &mut *ptr::slice_from_raw_parts_mut(p, 2); //~ exclusive *ptr::slice_from_raw_parts_mut(p, 2) @A:8
            (*p.cast::<[u32; 4]>())[2] = 1; //~ write (*p.cast::<[u32; 4]>())[2] @A[2]
        }
    }

    fn pointer_methods() {
        let p = &raw mut N;
        let c = &raw const N;
        let q = &raw mut M;
        let a = (&raw mut A).cast::<u32>();
        let s = &raw mut S;
        let h = (p, q);
        unsafe {
            black_box(p.read()); //~ read p.read() @N
            black_box(c.read()); //~ read c.read() @N
            black_box(p.read_volatile()); //~ read p.read_volatile() @N
            black_box(p.read_unaligned()); //~ read p.read_unaligned() @N
            p.write(1); //~ write p.write(1) @N
            p.write_volatile(1); //~ write p.write_volatile(1) @N
            p.write_unaligned(1); //~ write p.write_unaligned(1) @N
            p.write_bytes(0, 1); //~ write p.write_bytes(0, 1) @N
            a.write_bytes(0, 2); //~ write a.write_bytes(0, 2) @A:8
            black_box(p.replace(1)); //~ write p.replace(1) @N
            p.swap(q); //~ write p.swap(q) @N, write p.swap(q) @M
            p.copy_to(q, 1); //~ read p.copy_to @N, write p.copy_to @M
            p.copy_to_nonoverlapping(q, 1); //~ read p.copy_to @N, write p.copy_to @M
            p.copy_from(q, 1); //~ read p.copy_from @M, write p.copy_from @N
            p.copy_from_nonoverlapping(q, 1); //~ read p.copy_from @M, write p.copy_from @N
            c.copy_to(q, 1); //~ read c.copy_to @N, write c.copy_to @M
            black_box(p.as_ref()); //~ shared p.as_ref() @N
            black_box(p.as_mut()); //~ exclusive p.as_mut() @N
            black_box(c.as_ref()); //~ shared c.as_ref() @N
            black_box(p.as_ref_unchecked()); //~ shared p.as_ref_unchecked() @N
            black_box(p.as_mut_unchecked()); //~ exclusive p.as_mut_unchecked() @N
            p.add(0).write(1); //~ write p.add(0).write(1) @N
            black_box(p.add(0).read()); //~ read p.add(0).read() @N
            a.add(1).write(1); //~ write a.add(1).write(1) @A[1]
            black_box(a.add(1).read()); //~ read a.add(1).read() @A[1]
            a.add(1).write(black_box(2)); //~ write a.add(1).write(black_box(2)) @A[1]
            a.add(2).copy_from(a, 1); //~ read a.add(2).copy_from(a, 1) @A[0], write a.add(2).copy_from(a, 1) @A[2]
            a.add(2).copy_from_nonoverlapping(a, 2); //~ read a.add(2) @A:8, write a.add(2) @A[2]:8
            p.cast::<i32>().write(1); //~ write p.cast::<i32>().write(1) @N
            (p as *mut i32).write(1); //~ write (p as *mut i32).write(1) @N
            (&raw mut N).write(1); //~ write (&raw mut N).write(1) @N
            addr_of_mut!(N).write(1); //~ write addr_of_mut!(N).write(1) @N
            (&raw mut P.a).write(1); //~ write (&raw mut P.a).write(1) @P.a
            p.write(black_box(1)); //~ write p.write(black_box(1)) @N
            h.0.write(1); //~ write h.0.write(1) @N
            h.1.write(h.0.read()); //~ read h.0.read() @N, write h.1.write(h.0.read()) @M
            HEAP.write(1); //~ read HEAP, write HEAP.write(1) @M
            black_box(HEAP.read()); //~ read HEAP, read HEAP.read() @M
            let old = s.read(); //~ read s.read() @S
            s.write(old); //~ write s.write(old) @S
            s.drop_in_place(); //~ write s.drop_in_place() @S
            s.write(String::new()); //~ write s.write(String::new()) @S
            p.as_mut().map(|x| *x += 1); //~ exclusive p.as_mut() @N
            *p.as_mut().unwrap() = 1; //~ exclusive p.as_mut() @N
            if let Some(x) = p.as_mut() { *x += 1; } //~ exclusive p.as_mut() @N, cell-write *x @N
            AtomicPtr::new(p).load(Relaxed).write(1); //~ load AtomicPtr::new(p).load(Relaxed) @_, write AtomicPtr::new(p).load(Relaxed).write(1) @N
            black_box(p.is_null());
            black_box(p.addr());
            black_box(p.cast::<u8>());
            black_box(p.add(0));
            black_box(a.add(1).offset_from(a));
        }
    }

    fn pointer_functions() {
        let p = &raw mut N;
        let c = &raw const N;
        let q = &raw mut M;
        let a = (&raw mut A).cast::<u32>();
        let s = &raw mut S;
        use std::ptr::{read as fetch, write};
        unsafe {
            black_box(ptr::read(p)); //~ read ptr::read(p) @N
            black_box(ptr::read(c)); //~ read ptr::read(c) @N
            black_box(std::ptr::read(p)); //~ read std::ptr::read(p) @N
            black_box(core::ptr::read(p)); //~ read core::ptr::read(p) @N
            black_box(::std::ptr::read(p)); //~ read ::std::ptr::read(p) @N
            black_box(ptr::read_volatile(p)); //~ read ptr::read_volatile(p) @N
            black_box(ptr::read_unaligned(p)); //~ read ptr::read_unaligned(p) @N
            ptr::write(p, 1); //~ write ptr::write(p, 1) @N
            ptr::write(p, ptr::read(q)); //~ read ptr::read(q) @M, write ptr::write(p @N
            ptr::write_volatile(p, 1); //~ write ptr::write_volatile(p, 1) @N
            ptr::write_unaligned(p, 1); //~ write ptr::write_unaligned(p, 1) @N
            ptr::write_bytes(p, 0, 1); //~ write ptr::write_bytes(p, 0, 1) @N
            black_box(ptr::replace(p, 1)); //~ write ptr::replace(p, 1) @N
            ptr::swap(p, q); //~ write ptr::swap @N, write ptr::swap @M
            ptr::swap_nonoverlapping(a, a.add(2), 2); //~ write ptr::swap @A:8, write ptr::swap @A[2]:8
            ptr::copy(p, q, 1); //~ read ptr::copy @N, write ptr::copy @M
            ptr::copy_nonoverlapping(p, q, 1); //~ read ptr::copy @N, write ptr::copy @M
            ptr::copy(a, a.add(1), 2); //~ read ptr::copy @A:8, write ptr::copy @A[1]:8
            ptr::write(&raw mut P.a, 1); //~ write ptr::write(&raw mut P.a, 1) @P.a
            ptr::write(&mut M, 1); //~ exclusive M, write ptr::write(&mut M, 1) @M
            black_box(ptr::read(&M)); //~ shared M, read ptr::read(&M) @M
            ptr::drop_in_place(s); //~ write ptr::drop_in_place(s) @S
            ptr::write(s, String::new()); //~ write ptr::write(s, String::new()) @S
            write(p, 1); //~ write write(p, 1) @N
            black_box(fetch(p)); //~ read fetch(p) @N
            <*mut u32>::write(p, 1); //~ write <*mut u32>::write(p, 1) @N
            black_box(<*mut u32>::read(p)); //~ read <*mut u32>::read(p) @N
            black_box(<*const u32>::read(c)); //~ read <*const u32>::read(c) @N
            <*mut u32>::write_volatile(p, 1); //~ write <*mut u32>::write_volatile(p, 1) @N
            <*mut u32>::copy_from(p, q, 1); //~ read <*mut u32>::copy_from @M, write <*mut u32>::copy_from @N
            <*mut u32>::copy_to(p, q, 1); //~ read <*mut u32>::copy_to @N, write <*mut u32>::copy_to @M
            black_box(<*mut u32>::as_ref(p)); //~ shared <*mut u32>::as_ref(p) @N
            black_box(<*mut u32>::as_mut(p)); //~ exclusive <*mut u32>::as_mut(p) @N
            black_box(<*mut u32>::replace(p, 1)); //~ write <*mut u32>::replace(p, 1) @N
            mem::swap(&mut *p, &mut *q); //~ write *p @N, write *q @M
            black_box(mem::replace(&mut *p, 1)); //~ write *p @N
            black_box(mem::transmute_copy::<u32, i32>(&*p)); //~ shared *p @N
            ptr::read_unaligned(&raw const K.b); //~ read ptr::read_unaligned @K.b
            (&raw mut K.b).write_unaligned(1); //~ write (&raw mut K.b) @K.b
            black_box((&raw const K.b).read_unaligned()); //~ read (&raw const K.b) @K.b
            ptr::eq(p, q);
            ptr::null::<u32>();
        }
    }

    fn non_null() {
        let p = NonNull::new(&raw mut N).unwrap();
        let q = NonNull::new(&raw mut M).unwrap();
        let mut s = NonNull::new(&raw mut S).unwrap();
        let mut m = p;
        let a = NonNull::new(&raw mut A).unwrap().cast::<u32>();
        struct Holder { p: NonNull<u32> }
        let mut h = Holder { p };
        unsafe {
            black_box(p.as_ref()); //~ shared p.as_ref() @N
            black_box(m.as_mut()); //~ exclusive m.as_mut() @N
            *m.as_mut() = 1; //~ exclusive m.as_mut() @N
            *h.p.as_mut() += 1; //~ exclusive h.p.as_mut() @N
            black_box(*p.as_ref()); //~ shared p.as_ref() @N
            *p.as_ptr() = 1; //~ write *p.as_ptr() @N
            black_box(*p.as_ptr()); //~ read *p.as_ptr() @N
            black_box(&*p.as_ptr()); //~ shared *p.as_ptr() @N
            black_box(p.read()); //~ read p.read() @N
            black_box(p.read_volatile()); //~ read p.read_volatile() @N
            black_box(p.read_unaligned()); //~ read p.read_unaligned() @N
            p.write(1); //~ write p.write(1) @N
            p.write_volatile(1); //~ write p.write_volatile(1) @N
            p.write_unaligned(1); //~ write p.write_unaligned(1) @N
            p.write_bytes(0, 1); //~ write p.write_bytes(0, 1) @N
            black_box(p.replace(1)); //~ write p.replace(1) @N
            p.swap(q); //~ write p.swap(q) @N, write p.swap(q) @M
            p.copy_to(q, 1); //~ read p.copy_to @N, write p.copy_to @M
            p.copy_to_nonoverlapping(q, 1); //~ read p.copy_to @N, write p.copy_to @M
            p.copy_from(q, 1); //~ read p.copy_from @M, write p.copy_from @N
            p.copy_from_nonoverlapping(q, 1); //~ read p.copy_from @M, write p.copy_from @N
            s.drop_in_place(); //~ write s.drop_in_place() @S
            s.write(String::new()); //~ write s.write(String::new()) @S
            a.add(1).write(1); //~ write a.add(1).write(1) @A[1]
            black_box(a.add(1).read()); //~ read a.add(1).read() @A[1]
            *a.add(1).as_ptr() = 1; //~ write *a.add(1).as_ptr() @A[1]
            p.cast::<i32>().write(1); //~ write p.cast::<i32>().write(1) @N
            p.as_ptr().write(1); //~ write p.as_ptr().write(1) @N
            black_box(p.as_ptr().read()); //~ read p.as_ptr().read() @N
            (*s.as_ptr()).push('x'); //~ write *s.as_ptr() @S
            s.as_mut().push('x'); //~ exclusive s.as_mut() @S
            black_box(s.as_ref().len()); //~ shared s.as_ref() @S
            h.p.write(1); //~ write h.p.write(1) @N
            black_box(NonNull::read(p)); //~ read NonNull::read(p) @N
            black_box(NonNull::<u32>::read_volatile(p)); //~ read NonNull::<u32>::read_volatile(p) @N
            black_box(ptr::NonNull::read_unaligned(p)); //~ read ptr::NonNull::read_unaligned(p) @N
            NonNull::write(p, 1); //~ write NonNull::write(p, 1) @N
            NonNull::write_bytes(p, 0, 1); //~ write NonNull::write_bytes(p, 0, 1) @N
            black_box(NonNull::replace(p, 1)); //~ write NonNull::replace(p, 1) @N
            NonNull::swap(p, q); //~ write NonNull::swap(p, q) @N, write NonNull::swap(p, q) @M
            NonNull::copy_from(p, q, 1); //~ read NonNull::copy_from @M, write NonNull::copy_from @N
            NonNull::copy_to(p, q, 1); //~ read NonNull::copy_to @N, write NonNull::copy_to @M
            black_box(NonNull::as_ref(&p)); //~ shared NonNull::as_ref(&p) @N
            black_box(NonNull::as_mut(&mut m)); //~ exclusive NonNull::as_mut(&mut m) @N
            *NonNull::as_mut(&mut m) = 1; //~ exclusive NonNull::as_mut(&mut m) @N
            *NonNull::as_ptr(p) = 1; //~ write *NonNull::as_ptr(p) @N
            black_box(*NonNull::as_ptr(p)); //~ read *NonNull::as_ptr(p) @N
        }
    }

    fn maybe_uninit() {
        let p = &raw mut BUF;
        let i = &raw mut INIT;
        unsafe {
            BUF[0] = MaybeUninit::new(1); //~ write BUF[0]
            BUF[1].write(1); //~ write BUF[1]
            black_box(BUF[1].assume_init_read()); //~ read BUF[1]
            black_box(BUF[1].assume_init_ref()); //~ read BUF[1]
            black_box(BUF[1].assume_init_mut()); //~ write BUF[1]
            black_box(BUF[1].assume_init()); //~ read BUF[1]
            BUF[1].assume_init_drop(); //~ write BUF[1]
            *BUF[0].as_mut_ptr() = 1; //~ write *BUF[0].as_mut_ptr() @BUF[0]
            black_box(*BUF[0].as_ptr()); //~ read *BUF[0].as_ptr() @BUF[0]
            BUF[0].as_mut_ptr().write(1); //~ write BUF[0].as_mut_ptr().write(1) @BUF[0]
            black_box(BUF[0].as_ptr().read()); //~ read BUF[0].as_ptr().read() @BUF[0]
            INIT.write(1); //~ write INIT
            INIT = MaybeUninit::new(1); //~ write INIT
            black_box(INIT.assume_init()); //~ read INIT
            black_box(INIT.assume_init_read()); //~ read INIT
            black_box(INIT.assume_init_ref()); //~ read INIT
            black_box(INIT.assume_init_mut()); //~ write INIT
            INIT.as_mut_ptr().write(1); //~ write INIT.as_mut_ptr().write(1) @INIT
            (*i).write(1); //~ write *i @INIT
            black_box((*i).assume_init()); //~ read *i @INIT
            black_box((*i).assume_init_read()); //~ read *i @INIT
            black_box((*i).assume_init_ref()); //~ read *i @INIT
            *(*i).as_mut_ptr() = 1; //~ write *(*i).as_mut_ptr() @INIT
            (*p)[1].write(2); //~ write (*p)[1] @BUF[1]
            black_box((*p)[0].assume_init_read()); //~ read (*p)[0] @BUF[0]
            (*p)[1] = MaybeUninit::new(4); //~ write (*p)[1] @BUF[1]
            MaybeUninit::write(&mut INIT, 1); //~ exclusive INIT
        }
    }

    fn cells() {
        let cell = UnsafeCell::new(1);
        let slot = &SLOT;
        unsafe {
            *SLOT.cell.get() = 1; //~ cell-write *SLOT.cell.get() @SLOT.cell
            *SLOT.cell.get() += 1; //~ cell-write *SLOT.cell.get() @SLOT.cell
            black_box(*SLOT.cell.get()); //~ cell-read *SLOT.cell.get() @SLOT.cell
            (*SLOT.pair.get()).1 += 1; //~ cell-write (*SLOT.pair.get()).1 @SLOT.pair.1
            black_box((*SLOT.pair.get()).1); //~ cell-read (*SLOT.pair.get()).1 @SLOT.pair.1
            black_box(&*SLOT.cell.get()); //~ cell-read *SLOT.cell.get() @SLOT.cell
            black_box(&mut *SLOT.cell.get()); //~ cell-write *SLOT.cell.get() @SLOT.cell
            SLOT.cell.get().write(1); //~ cell-write SLOT.cell.get().write(1) @SLOT.cell
            black_box(SLOT.cell.get().read()); //~ cell-read SLOT.cell.get().read() @SLOT.cell
            black_box(SLOT.cell.get().replace(1)); //~ cell-write SLOT.cell.get().replace(1) @SLOT.cell
            SLOT.cell.get().write_volatile(1); //~ cell-write SLOT.cell.get().write_volatile(1) @SLOT.cell
            black_box(SLOT.cell.get().as_ref()); //~ cell-read SLOT.cell.get().as_ref() @SLOT.cell
            (*SLOT.init.get()).write(1); //~ cell-write *SLOT.init.get()) @SLOT.init
            black_box((*SLOT.init.get()).assume_init()); //~ cell-read *SLOT.init.get()) @SLOT.init
            (*SLOT.init.get()).as_mut_ptr().write(1); //~ cell-write (*SLOT.init.get()).as_mut_ptr().write(1) @SLOT.init
            (*SLOT.ring.get())[1] = 1; //~ cell-write (*SLOT.ring.get())[1] @_:4
            black_box((*SLOT.ring.get())[0]); //~ cell-read (*SLOT.ring.get())[0] @SLOT.ring:4
            *slot.cell.get() = 1; //~ cell-write *slot.cell.get() @SLOT.cell
            let p = SLOT.cell.get();
            *p = 1; //~ cell-write *p @SLOT.cell
            ptr::write(SLOT.cell.get(), 1); //~ cell-write ptr::write(SLOT.cell.get(), 1) @SLOT.cell
            black_box(ptr::read(SLOT.cell.get())); //~ cell-read ptr::read(SLOT.cell.get()) @SLOT.cell
            *UnsafeCell::raw_get(&raw const SLOT.cell) = 1; //~ cell-write *UnsafeCell::raw_get @SLOT.cell
            *UnsafeCell::get(&SLOT.cell) = 1; //~ cell-write *UnsafeCell::get(&SLOT.cell) @SLOT.cell
            mem::swap(&mut *SLOT.cell.get(), &mut N); //~ cell-write *SLOT.cell.get() @SLOT.cell, write N
            *cell.get() = 2; //~ cell-write *cell.get() @_:4
        }
    }

    fn owners() {
        unsafe {
            let p = Box::into_raw(Box::new(1u32)); //~ write Box::into_raw @_:4
            *p = 1; //~ write *p @_:4
            drop(Box::from_raw(p)); //~ write Box::from_raw(p) @_:4
            let p = Box::into_raw(Box::new([1u32, 2]) as Box<[u32]>); //~ write Box::into_raw @_:8
            let b = Box::from_raw(p); //~ write Box::from_raw(p) @_:8
            let r = Box::leak(Box::new(3u32)); //~ write Box::leak @_:4
            *r = 1;
            drop(Box::from_raw(r)); //~ write Box::from_raw(r) @_:4
            let p = Arc::into_raw(Arc::new(1u32));
            Arc::increment_strong_count(p);
            Arc::decrement_strong_count(p);
            black_box(*p); //~ read *p @_:4
            drop(Arc::from_raw(p));
            let p = Rc::into_raw(Rc::new(1u32));
            drop(Rc::from_raw(p));
            let mut v = ManuallyDrop::new(vec![1u32]);
            let v = Vec::from_raw_parts(v.as_mut_ptr(), v.len(), v.capacity()); //~ write Vec::from_raw_parts @_:4
            black_box(v);
        }
    }

    fn memory() {
        let layout = Layout::new::<u64>();
        unsafe {
            let p = alloc::alloc(layout);
            p.cast::<u64>().write(1); //~ write p.cast::<u64>().write(1) @_:8
            let p = alloc::realloc(p, layout, 16); //~ write alloc::realloc @_:8
            alloc::dealloc(p, Layout::from_size_align_unchecked(16, 8)); //~ write alloc::dealloc @_:16
            let p = std::alloc::alloc_zeroed(layout);
            std::alloc::dealloc(p, layout); //~ write std::alloc::dealloc @_:8
        }
    }

    fn atomics() {
        let x = &X;
        let shared = Arc::new(AtomicUsize::new(0));
        let node = HEAD.load(Relaxed); //~ load HEAD.load @HEAD
        let success = AcqRel;
        let i = black_box(1);
        X.store(1, Release); //~ store X.store(1, Release) @X
        black_box(X.load(Acquire)); //~ load X.load(Acquire) @X
        black_box(x.load(SeqCst)); //~ load x.load(SeqCst) @X
        black_box((*x).load(Ordering::Relaxed)); //~ load (*x).load(Ordering::Relaxed) @X
        black_box((&X).load(atomic::Ordering::Relaxed)); //~ load (&X).load @X
        black_box(X.swap(1, AcqRel)); //~ rmw X.swap @X
        black_box(X.fetch_add(1, Relaxed)); //~ rmw X.fetch_add @X
        black_box(X.fetch_sub(1, Release)); //~ rmw X.fetch_sub @X
        black_box(X.fetch_and(1, Release)); //~ rmw X.fetch_and @X
        black_box(X.fetch_or(1, Release)); //~ rmw X.fetch_or @X
        black_box(X.fetch_xor(1, Release)); //~ rmw X.fetch_xor @X
        black_box(X.fetch_nand(1, Release)); //~ rmw X.fetch_nand @X
        black_box(X.fetch_max(1, Release)); //~ rmw X.fetch_max @X
        black_box(X.fetch_min(1, Release)); //~ rmw X.fetch_min @X
        black_box(X.compare_exchange(7, 1, AcqRel, Acquire)); //~ exchange X.compare_exchange @X
        black_box(X.compare_exchange_weak(7, 1, success, Acquire)); //~ exchange X.compare_exchange_weak @X
        black_box(X.fetch_update(AcqRel, Acquire, |x| Some(x + 1))); //~ load X.fetch_update @X, exchange X.fetch_update @X
        black_box(X.update(AcqRel, Acquire, |x| x + 1)); //~ load X.update @X, exchange X.update @X
        black_box(X.try_update(AcqRel, Acquire, |x| Some(x + 1))); //~ load X.try_update @X, exchange X.try_update @X
        READY.store(true, Release); //~ store READY.store @READY
        black_box(READY.fetch_not(AcqRel)); //~ rmw READY.fetch_not @READY
        black_box(READY.fetch_or(true, AcqRel)); //~ rmw READY.fetch_or @READY
        black_box(!READY.load(Acquire)); //~ load READY.load @READY
        XS[1].store(1, Relaxed); //~ store XS[1].store @XS[1]
        black_box(XS[i].load(Relaxed)); //~ load XS[i].load @XS[1]
        XS.iter().for_each(|x| x.store(1, Relaxed)); //~ store x.store @XS[0], store x.store @XS[1]
        for x in &XS { x.store(2, Relaxed); } //~ store x.store @XS[0], store x.store @XS[1]
        shared.fetch_add(1, Relaxed); //~ rmw shared.fetch_add @_:8
        shared.as_ref().fetch_add(1, Relaxed); //~ rmw shared.as_ref().fetch_add @_:8
        HEAD.store(node, Release); //~ store HEAD.store @HEAD
        black_box(HEAD.swap(node, AcqRel)); //~ rmw HEAD.swap @HEAD
        black_box(HEAD.compare_exchange(node, node, AcqRel, Acquire)); //~ exchange HEAD.compare_exchange @HEAD
        black_box(X.load(ORDER)); //~ load X.load(ORDER) @X
        X.store(1, order()); //~ store X.store(1, order()) @X
        X.fetch_add(1, if i > 0 { Acquire } else { Relaxed }); //~ rmw X.fetch_add @X
        X.fetch_add(1, match i { 1 => Acquire, _ => Relaxed }); //~ rmw X.fetch_add @X
        X.fetch_add(1, { Acquire }); //~ rmw X.fetch_add @X
        X.store(X.load(Acquire), Release); //~ load X.load(Acquire) @X, store X.store @X
        while X.load(Acquire) == 77 {} //~ load X.load @X
        if X.load(Acquire) == 77 {} //~ load X.load @X
        match X.load(Acquire) { 1 => (), _ => () } //~ load X.load @X
        match X.compare_exchange(7, 1, AcqRel, Relaxed) { Ok(_) => (), Err(_) => () } //~ exchange X.compare_exchange @X
        let f = |x: &AtomicU32| x.load(Relaxed); //~ load x.load @X
        f(&X);
        assert!(X.load(Acquire) < 99999999, "{}", X.load(Relaxed)); //~ load X.load(Acquire) @X
        assert_eq!(X.load(Acquire), X.load(Relaxed)); //~ load X.load(Acquire) @X, load X.load(Relaxed) @X
        println!("{}", X.load(Acquire)); //~ load X.load @X
        black_box(vec![X.load(Acquire)]); //~ load X.load @X
        black_box(matches!(X.load(Acquire), 1)); //~ load X.load @X
        unsafe {
            MARKED.store(1, Relaxed); //~ store MARKED.store @MARKED
            black_box((&*(&raw const MARKED)).load(Relaxed)); //~ shared *(&raw const MARKED) @MARKED, load (&*(&raw const MARKED)).load @MARKED
            black_box((*(&raw const MARKED)).load(Relaxed)); //~ load (*(&raw const MARKED)).load @MARKED
        }
    }

    fn pointers_of_unknown_type() {
        unsafe {
            for p in [&raw mut P] {
                black_box((*p).s.len()); //~ read (*p).s @P.s
                (*p).s.push('x'); //~ write (*p).s @P.s
                (*p).s.push(black_box('x')); //~ write (*p).s @P.s
                (*p).s.as_mut_str().make_ascii_lowercase(); //~ write (*p).s @P.s
                black_box((*p).c.sum()); //~ shared (*p).c @P.c
                (*p).c.raise(); //~ write (*p).c @P.c
                black_box((*p).b.0.min(2)); //~ read (*p).b.0 @P.b.0
                (*p).b.1.add_assign(2); //~ write (*p).b.1 @P.b.1
                ((*p).a, (*p).b.1) = (1, 2); //~ write (*p).a @P.a, write (*p).b.1 @P.b.1
                [(*p).c.y[0], _, N] = [1, 2, 3]; //~ write N
                (N, ..) = (1, 2, 3); //~ write N
                ((*p).a, N) = ({ M }, { M = 1; 2 }); //~ read M, write M#2, write (*p).a @P.a, write N
                Point { x: (*p).a, y: N } = PT; //~ read PT, write (*p).a @P.a, write N
            }
            for o in [&raw mut O] {
                black_box((*o).unwrap()); //~ read *o @O
                black_box((*o).map(|x| x + 1)); //~ read *o @O
                black_box((*o).as_mut()); //~ write *o @O
                *o = Some(1); //~ write *o @O
                (*o, N) = (Some(2), 3); //~ write *o @O, write N
            }
            for k in [&raw mut KNOT] {
                black_box((*k).maybe.as_mut()); //~ write (*k).maybe @KNOT.maybe
                black_box((*k).maybe.as_ref()); //~ read (*k).maybe @KNOT.maybe
                black_box((*k).maybe.unwrap_or(black_box(1))); //~ read (*k).maybe @KNOT.maybe
                black_box((*k).maybe.unwrap_or(1)); //~ read (*k).maybe @KNOT.maybe
            }
            for p in [&raw mut N] {
                p.write(1); //~ write p.write @N
                p.write(black_box(1)); //~ write p.write @N
                black_box(p.replace(1)); //~ write p.replace @N
                p.write(M + 1); //~ write p.write @N, read M
            }
        }
    }

    fn atomics_by_path() {
        let x = Arc::new(AtomicU32::new(0));
        black_box(AtomicU32::load(&X, Acquire)); //~ load AtomicU32::load @X
        AtomicU32::store(&X, 1, Release); //~ store AtomicU32::store @X
        black_box(AtomicU32::fetch_add(&X, 1, Relaxed)); //~ rmw AtomicU32::fetch_add @X
        black_box(AtomicU32::swap(&X, 1, Relaxed)); //~ rmw AtomicU32::swap @X
        black_box(AtomicU32::compare_exchange(&X, 1, 2, AcqRel, Relaxed)); //~ exchange AtomicU32::compare_exchange @X
        black_box(AtomicU32::fetch_update(&X, AcqRel, Relaxed, |x| Some(x + 1))); //~ load AtomicU32::fetch_update @X, exchange AtomicU32::fetch_update @X
        black_box(std::sync::atomic::AtomicU32::load(&X, Acquire)); //~ load std::sync::atomic::AtomicU32::load @X
        black_box(atomic::AtomicU32::load(&X, Acquire)); //~ load atomic::AtomicU32::load @X
        black_box(AtomicPtr::load(&HEAD, Acquire)); //~ load AtomicPtr::load @HEAD
        black_box(AtomicPtr::<Node>::load(&HEAD, Acquire)); //~ load AtomicPtr::<Node>::load @HEAD
        black_box(AtomicBool::fetch_or(&READY, true, Relaxed)); //~ rmw AtomicBool::fetch_or @READY
        black_box(AtomicU32::load(&x, Acquire)); //~ load AtomicU32::load @_:4
        use std::sync::atomic::AtomicU32 as Word;
        black_box(Word::load(&X, Acquire)); //~ load Word::load @X
        black_box([&X].map(|x| x.load(Acquire))); //~ load x.load @X
    }

    fn atomics_mixed() {
        let mut own = AtomicU32::new(1);
        let x = &raw mut MARKED;
        unsafe {
            *X.as_ptr() = 1; //~ write *X.as_ptr() @X
            black_box(*X.as_ptr()); //~ read *X.as_ptr() @X
            X.as_ptr().write(1); //~ write X.as_ptr().write(1) @X
            black_box(AtomicU32::from_ptr(&raw mut N).load(Relaxed)); //~ load AtomicU32::from_ptr(&raw mut N).load @N
            AtomicU32::from_ptr(&raw mut N).store(1, Relaxed); //~ store AtomicU32::from_ptr(&raw mut N).store @N
            *MARKED.get_mut() = 1; //~ write MARKED
            *(*x).get_mut() += 1; //~ write *x @MARKED
            MARKED = AtomicU32::new(1); //~ write MARKED
            black_box((*x).load(Relaxed)); //~ load (*x).load @MARKED
        }
        *own.get_mut() = 1;
        black_box(*own.get_mut());
        black_box(own.load(Relaxed)); //~ load own.load @_:4
        black_box(own.into_inner());
    }

    fn fences() {
        fence(Acquire); //~ fence fence(Acquire)
        fence(Release); //~ fence fence(Release)
        atomic::fence(SeqCst); //~ fence atomic::fence(SeqCst)
        std::sync::atomic::fence(AcqRel); //~ fence std::sync::atomic::fence(AcqRel)
        fence(ORDER); //~ fence fence(ORDER)
        compiler_fence(Release);
    }
}
