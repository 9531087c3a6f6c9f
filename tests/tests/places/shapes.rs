//! More shapes for `tests/places.rs`, as in `cases.rs`: values in larger expressions, destructuring, adapters, pointers that
//! come from everywhere. What a case needs stands on the lines above the one under test.
// Lints against the very shapes that are the cases; and nobody reads all of what they make.
#![allow(static_mut_refs, dangerous_implicit_autorefs, dead_code)]

#[datarace::check]
#[rustfmt::skip]
pub mod shapes {
    use std::cell::UnsafeCell;
    use std::fmt::Write as _;
    use std::hint::black_box;
    use std::mem::{self, MaybeUninit};
    use std::ptr::{self, NonNull};
    use std::slice;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

    pub struct Pair { pub a: u32, pub b: (u32, u32), pub s: String }
    impl Pair { fn set(&mut self) { black_box(1); } }
    pub trait Go { fn go(&mut self); fn look(&self) -> u32; fn take(&mut self, n: u32); fn part(&mut self) -> &mut u32; }
    impl Go for Pair { fn go(&mut self) { black_box(1); } fn look(&self) -> u32 { black_box(1) } fn take(&mut self, n: u32) { black_box(n); } fn part(&mut self) -> &mut u32 { &mut self.a } }
    #[derive(Clone, Copy)] pub union Bits { pub i: u32, pub b: [u8; 4] }
    #[repr(C, packed)] #[derive(Clone, Copy)] pub struct Packed { pub a: u8, pub b: u32 }
    pub struct Cells { pub a: UnsafeCell<u32>, pub b: UnsafeCell<(u32, u32)> }
    unsafe impl Sync for Cells {}
    pub struct Opts { pub o: Option<u32> }
    pub struct Wide { pub d: *mut dyn Go }
    pub struct Holder { pub p: *mut u32 }
    unsafe impl Sync for Holder {}
    #[derive(Clone, Copy)] pub struct Functions { pub f: fn(u32) -> u32 }

    static mut N: u32 = 2;
    use self::N as Z;
    static mut M: u32 = 0;
    static mut FLAG: bool = true;
    static mut P: Pair = Pair { a: 0, b: (0, 0), s: String::new() };
    static mut PS: [Pair; 2] = [const { Pair { a: 0, b: (0, 0), s: String::new() } }; 2];
    static mut A: [u32; 4] = [0; 4];
    static mut AA: [[u32; 2]; 2] = [[0; 2]; 2];
    static mut V: Vec<u32> = Vec::new();
    static mut S: String = String::new();
    static mut O: Option<u32> = Some(1);
    static mut OS: Opts = Opts { o: Some(1) };
    static mut U: Bits = Bits { i: 1 };
    static mut K: Packed = Packed { a: 1, b: 2 };
    static mut T: (u32, (u32, u32)) = (0, (0, 0));
    static mut F: fn(u32) -> u32 = black_box::<u32>;
    static mut FS: Functions = Functions { f: black_box::<u32> };
    static CELLS: Cells = Cells { a: UnsafeCell::new(0), b: UnsafeCell::new((0, 0)) };
    static HOLD: Holder = Holder { p: &raw mut N };
    static mut AT: AtomicU32 = AtomicU32::new(0);
    static mut BUF: [MaybeUninit<u32>; 2] = [MaybeUninit::new(0); 2];

    pub fn both_branches() {
        unsafe {
            black_box(if FLAG { N } else { M }); //~ read FLAG, read N
        }
    }
    pub fn chosen_value() {
        unsafe {
            N = if FLAG { 1 } else { 2 }; //~ read FLAG, write N
        }
    }
    pub fn tuple_of_values() {
        unsafe {
            black_box((N, M)); //~ read N, read M
        }
    }
    pub fn cast_value() {
        unsafe {
            black_box(N as u64); //~ read N
        }
    }
    pub fn negated() {
        unsafe {
            black_box(!FLAG); //~ read FLAG
        }
    }
    pub fn range_ends() {
        unsafe {
            black_box(N..M); //~ read N, read M
        }
    }
    pub fn loop_range() {
        unsafe {
            for i in 0..N { black_box(i); } //~ read N
        }
    }
    pub fn loop_borrow() {
        unsafe {
            for x in &mut A { *x = 1; } //~ write A
        }
    }
    pub fn loop_method() {
        unsafe {
            for x in A.iter_mut() { *x = 1; } //~ write A
        }
    }
    pub fn loop_value() {
        unsafe {
            for x in A { black_box(x); } //~ read A
        }
    }
    pub fn shifted() {
        unsafe {
            N <<= M % 2; //~ read M, write N
        }
    }
    pub fn destructured_1() {
        unsafe {
            (N, M) = (1, 2); //~ write N, write M
        }
    }
    pub fn destructured_2() {
        unsafe {
            [A[0], A[1]] = [1, 2]; //~ write A[0], write A[1]
        }
    }
    pub fn destructured_3() {
        unsafe {
            (P.a, _) = (1, 2); //~ write P.a
        }
    }
    pub fn index_by_static() {
        unsafe {
            A[N as usize % 4] = 1; //~ read N, write A[
        }
    }
    pub fn index_by_block() {
        unsafe {
            A[{ let i = 1; i }] = 2; //~ write A[
        }
    }
    pub fn row() {
        unsafe {
            AA[1] = [1, 2]; //~ write AA[1]
        }
    }
    pub fn array_pattern_1() {
        unsafe {
            let [a, ..] = A; black_box(a); //~ read A
        }
    }
    pub fn array_pattern_2() {
        unsafe {
            let &[a, ..] = &A; black_box(a); //~ read A
        }
    }
    pub fn slice_pattern() {
        unsafe {
            if let [x, ..] = A[..] { black_box(x); } //~ read A[..]
        }
    }
    pub fn bound_by_reference() {
        unsafe {
            let Pair { ref mut a, .. } = P; *a = 1; //~ write P#2
        }
    }
    pub fn append() {
        unsafe {
            S += "x"; //~ write S
        }
    }
    pub fn extended() {
        unsafe {
            V.extend(A); //~ read A, write V
        }
    }
    pub fn in_adapter() {
        unsafe {
            black_box(A.iter().map(|x| x + N).sum::<u32>()); //~ read A, read N
        }
    }
    pub fn in_adapter_2() {
        unsafe {
            A.iter_mut().for_each(|x| *x += M); //~ write A, read M
        }
    }
    pub fn option_1() {
        unsafe {
            black_box(O.take()); //~ write O
        }
    }
    pub fn option_2() {
        unsafe {
            black_box(O.replace(3)); //~ write O
        }
    }
    pub fn option_3() {
        unsafe {
            black_box(O.is_some()); //~ read O
        }
    }
    pub fn option_4() {
        unsafe {
            black_box(O.as_mut()); //~ write O
        }
    }
    pub fn option_5() {
        unsafe {
            black_box(O.unwrap_or(1)); //~ read O
        }
    }
    pub fn option_6() {
        unsafe {
            black_box(O.map_or(0, |x| x + N)); //~ read O, read N
        }
    }
    pub fn option_7() {
        {
            fn f() -> Option<u32> { unsafe { Some(O? + 1) } } black_box(f()); //~ read O?
        }
    }
    pub fn string_1() {
        unsafe {
            black_box(S.as_str().len()); //~ read S
        }
    }
    pub fn string_2() {
        unsafe {
            S.clear(); //~ write S
        }
    }
    pub fn string_3() {
        unsafe {
            black_box(S[..].len()); //~ read S
        }
    }
    pub fn number_methods() {
        unsafe {
            black_box(P.b.0.max(3)); //~ read P.b.0
        }
    }
    pub fn number_clone() {
        unsafe {
            black_box(N.clone()); //~ read N
        }
    }
    pub fn written_text() {
        unsafe {
            write!(S, "{}", N).unwrap(); //~ write S, read N
        }
    }
    pub fn compared() {
        unsafe {
            debug_assert_ne!(N, M + 1000); //~ read N, read M
        }
    }
    pub fn called() {
        unsafe {
            black_box(F(3)); //~ read F
        }
    }
    pub fn called_field() {
        unsafe {
            black_box((FS.f)(3)); //~ read FS.f
        }
    }
    pub fn as_pointer() {
        unsafe {
            black_box(&N as *const u32 as usize); //~ read N
        }
    }
    pub fn size_of_place() {
        unsafe {
            black_box(&raw mut P.b);
        }
    }
    pub fn move_closure() {
        unsafe {
            let f = move || N; black_box(f()); //~ read N
        }
    }
    pub fn match_tuple() {
        unsafe {
            match (N, M) { (1, _) => {} _ => {} } //~ read N, read M
        }
    }
    pub fn match_number() {
        unsafe {
            match N { 77 => {} _ => {} } //~ read N
        }
    }
    pub fn match_guard() {
        unsafe {
            match P.a { x if x > M => {} _ => {} } //~ read P.a, read M
        }
    }
    pub fn labelled() {
        unsafe {
            black_box('a: { if FLAG { break 'a N; } 0 }); //~ read FLAG, read N
        }
    }
    pub fn chain() {
        unsafe {
            if let Some(x) = O && x > N { black_box(x); } //~ read O, read N
        }
    }
    pub fn renamed() {
        unsafe {
            black_box(Z); //~ read Z
        }
    }
    pub fn by_self() {
        unsafe {
            self::N = 3; //~ write self::N
        }
    }
    pub fn by_super() {
        unsafe {
            black_box(super::shapes::N); //~ read super::shapes::N
        }
    }
    pub fn array_of_structs_1() {
        unsafe {
            PS[1].b.0 = 2; //~ write PS[1].b.0
        }
    }
    pub fn array_of_structs_2() {
        unsafe {
            PS[0].s.push('x'); //~ write PS[0].s
        }
    }
    pub fn tuple_field() {
        unsafe {
            (T.1).0 += 1; //~ write (T.1).0
        }
    }
    pub fn let_else() {
        unsafe {
            let Some(ref mut x) = O else { return }; *x += 1; //~ write O
        }
    }
    pub fn p_cast() {
        unsafe {
            let p = &raw mut N;
            *p.cast::<u8>() = 1; //~ write *p.cast
        }
    }
    pub fn p_byte_add() {
        unsafe {
            let p = &raw mut A;
            *p.byte_add(4).cast::<u32>() = 1; //~ write *p.byte_add
        }
    }
    pub fn p_add_field() {
        unsafe {
            let p = (&raw mut PS).cast::<Pair>();
            (*p.add(1)).a = 1; //~ write (*p.add(1)).a
        }
    }
    pub fn p_add_read() {
        unsafe {
            let p = (&raw mut A).cast::<u32>();
            black_box(p.add(1).read()); //~ read p.add(1).read()
        }
    }
    pub fn p_fill() {
        unsafe {
            let p = &raw mut A;
            (*p)[..].fill(1); //~ write (*p)[..]
        }
    }
    pub fn p_iter() {
        unsafe {
            let p = &raw mut A;
            black_box((*p).iter().sum::<u32>()); //~ read *p
        }
    }
    pub fn p_loop_1() {
        unsafe {
            let p = &raw mut A;
            for x in &mut *p { *x = 1; } //~ write *p
        }
    }
    pub fn p_loop_2() {
        unsafe {
            let p = &raw mut A;
            for x in (*p).iter_mut() { *x = 1; } //~ write *p
        }
    }
    pub fn p_pattern_1() {
        unsafe {
            let p = &raw mut P;
            let Pair { a, .. } = *p; black_box(a); //~ read *p
        }
    }
    pub fn p_pattern_2() {
        unsafe {
            let p = &raw mut P;
            let Pair { ref mut s, .. } = *p; s.clear(); //~ write *p
        }
    }
    pub fn p_option_1() {
        unsafe {
            let p = &raw mut O;
            if let Some(ref mut x) = *p { *x = 1; } //~ write *p
        }
    }
    pub fn p_option_2() {
        unsafe {
            let p = &raw mut O;
            if let Some(x) = (*p).as_mut() { *x = 1; } //~ write *p
        }
    }
    pub fn p_option_3() {
        unsafe {
            let p = &raw mut O;
            black_box((*p).take()); //~ write *p
        }
    }
    pub fn p_from_p() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            *p = *q; //~ read *q, write *p
        }
    }
    pub fn p_add_p() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            *p += *q; //~ read *q, write *p
        }
    }
    pub fn p_swap() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            mem::swap(&mut *p, &mut *q); //~ write *p, write *q
        }
    }
    pub fn p_take() {
        unsafe {
            let p = &raw mut S;
            black_box(mem::take(&mut *p)); //~ write *p
        }
    }
    pub fn p_equal() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            black_box(*p == *q); //~ read *p, read *q
        }
    }
    pub fn p_clone() {
        unsafe {
            let p = &raw mut S;
            black_box((*p).clone()); //~ read *p
        }
    }
    pub fn p_clone_path() {
        unsafe {
            let p = &raw mut S;
            black_box(Clone::clone(&*p)); //~ read *p
        }
    }
    pub fn p_reference() {
        unsafe {
            let p = &raw mut N;
            let r = &mut *p; *r = 1; //~ write *p
        }
    }
    pub fn p_destructured() {
        unsafe {
            let p = &raw mut N; let q = &raw mut M;
            (*p, *q) = (1, 2); //~ write *p, write *q
        }
    }
    pub fn p_eq() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            black_box(ptr::eq(&*p, &*q)); //~ read *p, read *q
        }
    }
    pub fn p_call() {
        unsafe {
            fn f() -> *mut u32 { &raw mut N }
            *f() = 1; //~ write *f()
        }
    }
    pub fn p_closure() {
        unsafe {
            let f = || &raw mut N;
            *f() = 1; //~ write *f()
        }
    }
    pub fn p_field() {
        unsafe {
            *HOLD.p = 1; //~ write *HOLD.p
        }
    }
    pub fn p_list() {
        unsafe {
            let v = vec![&raw mut N];
            *v[0] = 1; //~ write *v[0]
        }
    }
    pub fn p_box() {
        unsafe {
            let b = Box::new(&raw mut N);
            **b = 1; //~ write **b
        }
    }
    pub fn p_tuple() {
        unsafe {
            let t = (1, &raw mut N);
            *t.1 += 1; //~ write *t.1
        }
    }
    pub fn p_as() {
        unsafe {
            let p = (&raw mut P).cast::<u8>();
            (*(p as *mut Pair)).a = 1; //~ write (*(p as *mut Pair)).a
        }
    }
    pub fn p_number() {
        unsafe {
            let p = &raw mut N as usize;
            *(p as *mut u32) = 1; //~ write *(p as *mut u32)
        }
    }
    pub fn p_as_mut() {
        unsafe {
            let p = &raw mut P;
            p.as_mut().unwrap().a = 1; //~ write p.as_mut()
        }
    }
    pub fn p_set() {
        unsafe {
            let p = &raw mut P;
            (&mut *p).set(); //~ write *p
        }
    }
    pub fn p_number_method() {
        unsafe {
            let p = &raw mut P;
            black_box((*p).b.1.max(2)); //~ read (*p).b.1
        }
    }
    pub fn p_parts() {
        unsafe {
            let p = (&raw mut A).cast::<u32>();
            black_box(slice::from_raw_parts(p, 2).len()); //~ read slice::from_raw_parts
        }
    }
    pub fn p_parts_mut() {
        unsafe {
            let p = (&raw mut A).cast::<u32>();
            slice::from_raw_parts_mut(p, 2)[0] = 1; //~ write slice::from_raw_parts_mut
        }
    }
    pub fn p_method_swap() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            p.swap(q); //~ write p.swap
        }
    }
    pub fn p_copy() {
        unsafe {
            let (p, q) = (&raw mut N, &raw mut M);
            p.copy_from_nonoverlapping(q, 1); //~ read p.copy_from, write p.copy_from
        }
    }
    pub fn p_unaligned_1() {
        unsafe {
            black_box(ptr::read_unaligned(&raw const K.b)); //~ read ptr::read_unaligned
        }
    }
    pub fn p_unaligned_2() {
        unsafe {
            ptr::write_unaligned(&raw mut K.b, 3); //~ write ptr::write_unaligned
        }
    }
    pub fn p_unaligned_3() {
        unsafe {
            let p = &raw mut K;
            (*p).b = 3; //~ write (*p).b
        }
    }
    pub fn p_unaligned_4() {
        unsafe {
            let p = &raw mut K;
            (&raw mut (*p).b).write_unaligned(3); //~ write (&raw mut (*p).b).write_unaligned
        }
    }
    pub fn n_as_mut() {
        unsafe {
            let mut n = NonNull::new(&raw mut P).unwrap();
            n.as_mut().a = 1; //~ write n.as_mut()
        }
    }
    pub fn n_as_ref() {
        unsafe {
            let n = NonNull::new(&raw mut N).unwrap();
            black_box(*n.as_ref()); //~ read n.as_ref()
        }
    }
    pub fn n_ptr_field() {
        unsafe {
            let n = NonNull::new(&raw mut P).unwrap();
            (*n.as_ptr()).b.0 = 1; //~ write (*n.as_ptr()).b.0
        }
    }
    pub fn c_read() {
        unsafe {
            black_box(CELLS.a.get().read()); //~ read CELLS.a.get().read()
        }
    }
    pub fn c_write() {
        unsafe {
            CELLS.a.get().write(1); //~ write CELLS.a.get().write(1)
        }
    }
    pub fn c_add() {
        unsafe {
            *CELLS.a.get() += 1; //~ write *CELLS.a.get()
        }
    }
    pub fn c_raw_get() {
        unsafe {
            *UnsafeCell::raw_get(&raw const CELLS.a) = 1; //~ write *UnsafeCell::raw_get
        }
    }
    pub fn c_local() {
        unsafe {
            let c = &CELLS.b;
            (*c.get()).0 = 1; //~ write (*c.get()).0
        }
    }
    pub fn u_field() {
        unsafe {
            let p = &raw mut U;
            (*p).i = 1; //~ write (*p).i
        }
    }
    pub fn u_index() {
        unsafe {
            let p = &raw mut U;
            black_box((*p).b[1]); //~ read (*p).b
        }
    }
    pub fn u_pattern() {
        unsafe {
            let Bits { i } = U; black_box(i); //~ read U
        }
    }
    pub fn m_write() {
        unsafe {
            let p = (&raw mut BUF).cast::<MaybeUninit<u32>>();
            (*p).write(1); //~ write *p
        }
    }
    pub fn m_init() {
        unsafe {
            let p = (&raw mut BUF).cast::<MaybeUninit<u32>>();
            black_box((*p).assume_init()); //~ read *p
        }
    }
    pub fn d_method() {
        unsafe {
            let d: *mut dyn Go = &raw mut P;
            (*d).go(); //~ write *d
        }
    }
    pub fn d_shared() {
        unsafe {
            let d: *const dyn Go = &raw const P;
            black_box((*d).look()); //~ read *d
        }
    }
    pub fn adapter_pointer() {
        unsafe {
            let p = (&raw mut A).cast::<u32>();
            black_box((0..2).map(|i| *p.add(i)).sum::<u32>()); //~ read *p.add(i)
        }
    }
    pub fn p_wrapping() {
        unsafe {
            let p = (&raw mut A).cast::<u32>();
            *p.wrapping_add(1) = 1; //~ write *p.wrapping_add
        }
    }
    pub fn p_addr_of() {
        unsafe {
            *ptr::addr_of_mut!(N) = 1; //~ write *ptr::addr_of_mut!
        }
    }
    pub fn p_raw() {
        unsafe {
            *(&raw mut N) = 1; //~ write *(&raw mut N)
        }
    }
    pub fn pp_field() {
        unsafe {
            let mut p = &raw mut P; let pp = &raw mut p;
            (**pp).a = 1; //~ write (**pp).a
        }
    }
    pub fn pp_add() {
        unsafe {
            let mut p = (&raw mut A).cast::<u32>(); let pp = &raw mut p;
            *(*pp).add(1) = 1; //~ write *(*pp).add(1)
        }
    }
    pub fn block_value() {
        unsafe {
            *{ &raw mut N } = 1; //~ write *{ &raw mut N }
        }
    }
    pub fn if_value() {
        unsafe {
            let p = &raw mut N;
            *(if FLAG { p } else { p }) = 1; //~ read FLAG, write *(if FLAG
        }
    }
    pub fn match_value() {
        unsafe {
            let p = &raw mut N;
            *match 1 { 1 => p, _ => p } += 1; //~ write *match
        }
    }
    pub fn exchange() {
        unsafe {
            let p = &raw mut AT;
            (*p).store(1, Relaxed); //~ write (*p).store
        }
    }
    pub fn from_ptr() {
        unsafe {
            let p = &raw mut N;
            AtomicU32::from_ptr(p).store(1, Relaxed); //~ write AtomicU32::from_ptr(p).store
        }
    }
    pub fn question() {
        {
            fn f(p: Option<*mut u32>) -> Option<u32> { unsafe { Some(*p? + 1) } } black_box(f(Some(&raw mut N))); //~ read *p?
        }
    }
    pub fn unwrapped() {
        unsafe {
            let p = Some(&raw mut N);
            *p.unwrap() = 1; //~ write *p.unwrap()
        }
    }
    pub fn moved_in() {
        unsafe {
            let p = &raw mut N as usize;
            std::thread::spawn(move || { *(p as *mut u32) = 1; }).join().unwrap(); //~ write *(p as *mut u32)
        }
    }
    pub fn const_cast() {
        unsafe {
            let p = &raw const N;
            *p.cast_mut() = 1; //~ write *p.cast_mut()
        }
    }
    pub fn three_lines() {
        unsafe {
            let v = N.wrapping_add(M).min(P.a); black_box(v); //~ read N, read M, read P.a
        }
    }
    pub fn p_as_mut_field() {
        unsafe {
            let p = &raw mut OS;
            black_box((*p).o.as_mut()); //~ write (*p).o
        }
    }
    pub fn d_loop() {
        unsafe {
            let d: *mut [u32] = &raw mut A;
            (*d).fill(1); //~ write *d
        }
    }
    pub fn d_slice_len() {
        unsafe {
            let d: *mut [u32] = &raw mut A;
            black_box((*d).len()); //~ read *d
        }
    }
    pub fn d_argument() {
        unsafe {
            let d: *mut dyn Go = &raw mut P;
            (*d).take(black_box(1)); //~ write *d
        }
    }
    pub fn d_match() {
        unsafe {
            let d: *mut [u32] = &raw mut A;
            if let [a, ..] = *d { black_box(a); } //~ read *d
        }
    }
    pub fn d_match_2() {
        unsafe {
            let d: *mut [u32] = &raw mut A;
            match *d { [ref mut a, ..] => *a = 1, [] => {} } //~ write *d
        }
    }
    pub fn d_returned() {
        unsafe {
            let d: *mut dyn Go = &raw mut P;
            let r: &'static mut u32 = (*d).part(); *r = 1; //~ write *d
        }
    }
    pub fn d_field() {
        unsafe {
            let h = Wide { d: &raw mut P };
            (*h.d).go(); //~ write *h.d
        }
    }

    fn touch<T>(place: *mut T) {
        unsafe { place.write(place.read()) }
    }

    static DONE: AtomicBool = AtomicBool::new(false);

    /// The case, then everything else, with no edge in between.
    pub fn in_turn(case: fn()) {
        DONE.store(false, Relaxed);
        unsafe { *(&raw mut N) = 2; *(&raw mut FLAG) = true; *(&raw mut O) = Some(1); }
        std::thread::scope(|scope| {
            scope.spawn(move || { case(); DONE.store(true, Relaxed); });
            scope.spawn(|| {
                while !DONE.load(Relaxed) { std::thread::yield_now(); }
                touch(&raw mut N); touch(&raw mut M); touch(&raw mut FLAG); touch(&raw mut P); touch(&raw mut PS); touch(&raw mut A);
                touch(&raw mut AA); touch(&raw mut V); touch(&raw mut S); touch(&raw mut O); touch(&raw mut U); touch(&raw mut K);
                touch(&raw mut T); touch(&raw mut F); touch(&raw mut FS); touch(CELLS.a.get()); touch(CELLS.b.get());
                touch(&raw mut OS); touch((&raw mut AT).cast::<u32>()); touch(&raw mut BUF);
            });
        });
    }

    pub const ALL: &[(&str, fn())] = &[
        ("both_branches", both_branches),
        ("chosen_value", chosen_value),
        ("tuple_of_values", tuple_of_values),
        ("cast_value", cast_value),
        ("negated", negated),
        ("range_ends", range_ends),
        ("loop_range", loop_range),
        ("loop_borrow", loop_borrow),
        ("loop_method", loop_method),
        ("loop_value", loop_value),
        ("shifted", shifted),
        ("destructured_1", destructured_1),
        ("destructured_2", destructured_2),
        ("destructured_3", destructured_3),
        ("index_by_static", index_by_static),
        ("index_by_block", index_by_block),
        ("row", row),
        ("array_pattern_1", array_pattern_1),
        ("array_pattern_2", array_pattern_2),
        ("slice_pattern", slice_pattern),
        ("bound_by_reference", bound_by_reference),
        ("append", append),
        ("extended", extended),
        ("in_adapter", in_adapter),
        ("in_adapter_2", in_adapter_2),
        ("option_1", option_1),
        ("option_2", option_2),
        ("option_3", option_3),
        ("option_4", option_4),
        ("option_5", option_5),
        ("option_6", option_6),
        ("option_7", option_7),
        ("string_1", string_1),
        ("string_2", string_2),
        ("string_3", string_3),
        ("number_methods", number_methods),
        ("number_clone", number_clone),
        ("written_text", written_text),
        ("compared", compared),
        ("called", called),
        ("called_field", called_field),
        ("as_pointer", as_pointer),
        ("size_of_place", size_of_place),
        ("move_closure", move_closure),
        ("match_tuple", match_tuple),
        ("match_number", match_number),
        ("match_guard", match_guard),
        ("labelled", labelled),
        ("chain", chain),
        ("renamed", renamed),
        ("by_self", by_self),
        ("by_super", by_super),
        ("array_of_structs_1", array_of_structs_1),
        ("array_of_structs_2", array_of_structs_2),
        ("tuple_field", tuple_field),
        ("let_else", let_else),
        ("p_cast", p_cast),
        ("p_byte_add", p_byte_add),
        ("p_add_field", p_add_field),
        ("p_add_read", p_add_read),
        ("p_fill", p_fill),
        ("p_iter", p_iter),
        ("p_loop_1", p_loop_1),
        ("p_loop_2", p_loop_2),
        ("p_pattern_1", p_pattern_1),
        ("p_pattern_2", p_pattern_2),
        ("p_option_1", p_option_1),
        ("p_option_2", p_option_2),
        ("p_option_3", p_option_3),
        ("p_from_p", p_from_p),
        ("p_add_p", p_add_p),
        ("p_swap", p_swap),
        ("p_take", p_take),
        ("p_equal", p_equal),
        ("p_clone", p_clone),
        ("p_clone_path", p_clone_path),
        ("p_reference", p_reference),
        ("p_destructured", p_destructured),
        ("p_eq", p_eq),
        ("p_call", p_call),
        ("p_closure", p_closure),
        ("p_field", p_field),
        ("p_list", p_list),
        ("p_box", p_box),
        ("p_tuple", p_tuple),
        ("p_as", p_as),
        ("p_number", p_number),
        ("p_as_mut", p_as_mut),
        ("p_set", p_set),
        ("p_number_method", p_number_method),
        ("p_parts", p_parts),
        ("p_parts_mut", p_parts_mut),
        ("p_method_swap", p_method_swap),
        ("p_copy", p_copy),
        ("p_unaligned_1", p_unaligned_1),
        ("p_unaligned_2", p_unaligned_2),
        ("p_unaligned_3", p_unaligned_3),
        ("p_unaligned_4", p_unaligned_4),
        ("n_as_mut", n_as_mut),
        ("n_as_ref", n_as_ref),
        ("n_ptr_field", n_ptr_field),
        ("c_read", c_read),
        ("c_write", c_write),
        ("c_add", c_add),
        ("c_raw_get", c_raw_get),
        ("c_local", c_local),
        ("u_field", u_field),
        ("u_index", u_index),
        ("u_pattern", u_pattern),
        ("m_write", m_write),
        ("m_init", m_init),
        ("d_method", d_method),
        ("d_shared", d_shared),
        ("adapter_pointer", adapter_pointer),
        ("p_wrapping", p_wrapping),
        ("p_addr_of", p_addr_of),
        ("p_raw", p_raw),
        ("pp_field", pp_field),
        ("pp_add", pp_add),
        ("block_value", block_value),
        ("if_value", if_value),
        ("match_value", match_value),
        ("exchange", exchange),
        ("from_ptr", from_ptr),
        ("question", question),
        ("unwrapped", unwrapped),
        ("moved_in", moved_in),
        ("const_cast", const_cast),
        ("three_lines", three_lines),
        ("p_as_mut_field", p_as_mut_field),
        ("d_loop", d_loop),
        ("d_slice_len", d_slice_len),
        ("d_argument", d_argument),
        ("d_match", d_match),
        ("d_match_2", d_match_2),
        ("d_returned", d_returned),
        ("d_field", d_field),
    ];
}
