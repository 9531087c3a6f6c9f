//! The cases of `tests/places.rs`. Each line under test says in a comment which accesses stand on it; `//~?` is an access
//! that is not seen.
#![allow(static_mut_refs, dangerous_implicit_autorefs, dead_code)]

#[datarace::check]
#[rustfmt::skip]
pub mod all {
    use std::alloc::{Layout, alloc, dealloc};
    use std::cell::UnsafeCell;
    use std::hint::black_box;
    use std::mem::{self, MaybeUninit};
    use std::ptr::{self, NonNull};
    use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering::*};

    pub struct Inner { pub x: u32, pub y: [u32; 3] }
    pub struct Pair { pub a: u32, pub b: (u32, u32), pub c: Inner, pub s: String }
    impl Pair { fn get(&self) -> u32 { black_box(1) } fn set(&mut self) { black_box(1); } }
    pub struct Node { pub v: u32, pub w: u32, pub next: *mut Node }
    #[derive(Clone, Copy)] pub union Bits { pub i: u32, pub b: [u8; 4] }
    #[repr(C, packed)] #[derive(Clone, Copy)] pub struct Packed { pub a: u8, pub b: u32 }
    pub struct Cells { pub a: UnsafeCell<u32>, pub b: UnsafeCell<(u32, u32)> }
    unsafe impl Sync for Cells {}
    pub enum Shape { Dot, Line(u32), Box { w: u32 } }
    pub struct Config { pub retries: u32 }

    static mut N_UNUSED: u32 = 0;
    static mut N: u32 = 0;
    static mut M: u32 = 0;
    static mut FLAG: bool = true;
    static mut P: Pair = Pair { a: 0, b: (0, 0), c: Inner { x: 0, y: [0; 3] }, s: String::new() };
    static mut A: [u32; 4] = [0; 4];
    static mut AA: [[u32; 2]; 2] = [[0; 2]; 2];
    static mut V: Vec<u32> = Vec::new();
    static mut S: String = String::new();
    static mut O: Option<u32> = Some(1);
    static mut E: Shape = Shape::Line(1);
    static mut U: Bits = Bits { i: 1 };
    static mut K: Packed = Packed { a: 1, b: 2 };
    static CELLS: Cells = Cells { a: UnsafeCell::new(0), b: UnsafeCell::new((0, 0)) };
    static C0: Config = Config { retries: 1 };
    static mut CONFIG: &Config = &C0;
    static AT: AtomicU32 = AtomicU32::new(0);
    static mut NODE: Node = Node { v: 0, w: 0, next: ptr::null_mut() };
    static mut NEXT: Node = Node { v: 0, w: 0, next: ptr::null_mut() };
    static mut BUF: [MaybeUninit<u32>; 2] = [MaybeUninit::new(0); 2];
    static mut HEAP: *mut u32 = &raw mut M;
    static PUBLISHED: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());

    pub fn scalar_value() {
        let x = unsafe { N }; //~ read N
        black_box(x);
    }
    pub fn scalar_assign() {
        unsafe { N = 1; } //~ write N
    }
    pub fn scalar_compound() {
        unsafe { N += 1; } //~ write N
    }
    pub fn scalar_both() {
        unsafe { M = N + 1; } //~ read N, write M
    }
    pub fn as_argument() {
        black_box(unsafe { N }); //~ read N
    }
    pub fn in_macro() {
        let s = unsafe { format!("{} {}", N, M) }; //~ read N, read M
        black_box(s);
    }
    pub fn in_assert() {
        unsafe { assert!(N < 100, "{}", M); } //~ read N
    }
    pub fn in_vec() {
        unsafe { black_box(vec![N, 1]); } //~ read N
    }
    pub fn in_vec_repeat() {
        unsafe { black_box(vec![N; 2]); } //~ read N
    }
    pub fn in_matches() {
        unsafe { black_box(matches!(N, 0..9)); } //~ read N
    }
    pub fn in_assert_alone() {
        unsafe { assert!(N < 100 && M < 100); } //~ read N, read M
    }
    pub fn in_assert_block() {
        assert!(unsafe { N } < 100); //~ read N
    }
    pub fn in_condition_1() {
        unsafe { if FLAG { black_box(1); } } //~ read FLAG
    }
    pub fn in_condition_2() {
        unsafe { while !FLAG { black_box(1); } } //~ read FLAG
    }
    pub fn in_return() {
        fn f() -> u32 { unsafe { N } } //~ read N
        black_box(f());
    }
    pub fn in_closure() {
        let f = || unsafe { N += 1; }; //~ write N
        f();
    }
    pub fn field_value() {
        let x = unsafe { P.a }; //~ read P.a
        black_box(x);
    }
    pub fn field_write() {
        unsafe { P.b.1 = 2; } //~ write P.b.1
    }
    pub fn field_deep() {
        unsafe { P.c.y[1] += P.c.x; } //~ read P.c.x, write P.c.y
    }
    pub fn field_borrow_1() {
        unsafe { black_box(&P.c.x); } //~ read P.c.x
    }
    pub fn field_borrow_2() {
        unsafe { black_box(&mut P.b.0); } //~ write P.b.0
    }
    pub fn raw_borrow_is_no_access() {
        unsafe { black_box(&raw const P.c.x); black_box(&raw mut N); black_box(ptr::addr_of!(M)); }
    }
    pub fn wildcard_is_no_access() {
        unsafe { let _ = N; let _ = P.s; }
    }
    pub fn array_element_1() {
        unsafe { black_box(A[1]); } //~ read A[1]
    }
    pub fn array_element_2() {
        unsafe { A[2] = 1; } //~ write A[2]
    }
    pub fn array_element_3() {
        unsafe { A[3] += 1; } //~ write A[3]
    }
    pub fn array_nested() {
        unsafe { AA[1][0] = AA[0][1]; } //~ read AA[0], write AA[1]
    }
    pub fn array_range_1() {
        unsafe { black_box(&A[1..3]); } //~ read A[1..3]
    }
    pub fn array_range_2() {
        unsafe { black_box(&mut A[..2]); } //~ write A[..2]
    }
    pub fn array_methods_1() {
        unsafe { black_box(A.iter().sum::<u32>()); } //~ read A
    }
    pub fn array_methods_2() {
        unsafe { A.fill(1); } //~ write A
    }
    pub fn method_shared_1() {
        unsafe { black_box(V.len()); } //~ read V
    }
    pub fn method_shared_2() {
        unsafe { black_box(P.get()); } //~ read P
    }
    pub fn method_exclusive_1() {
        unsafe { V.push(1); } //~ write V
    }
    pub fn method_exclusive_2() {
        unsafe { P.set(); } //~ write P
    }
    pub fn method_field_1() {
        unsafe { P.s.push('x'); } //~ write P.s
    }
    pub fn method_field_2() {
        unsafe { black_box(P.s.len()); } //~ read P.s
    }
    pub fn method_two_phase() {
        unsafe { V.push(V.len() as u32); } //~ write V
    }
    pub fn overloaded_index_1() {
        unsafe { V.push(3); } //~ write V
    }
    pub fn overloaded_index_2() {
        unsafe { black_box(V[0]); } //~ read V
    }
    pub fn overloaded_index_3() {
        unsafe { V[0] = 1; } //~ write V
    }
    pub fn overloaded_index_4() {
        unsafe { V[0] += 1; } //~ write V
    }
    pub fn whole_borrow_1() {
        unsafe { black_box(&S); } //~ read S
    }
    pub fn whole_borrow_2() {
        unsafe { black_box(&mut S); } //~ write S
    }
    pub fn outliving_reference() {
        let s: &'static mut String = unsafe { &mut S }; //~ write S#2
        s.push('y');
    }
    pub fn mem_functions_1() {
        unsafe { mem::swap(&mut N, &mut M); } //~ write N, write M
    }
    pub fn mem_functions_2() {
        unsafe { black_box(mem::take(&mut S)); } //~ write S
    }
    pub fn mem_functions_3() {
        unsafe { black_box(mem::replace(&mut N, 3)); } //~ write N
    }
    pub fn match_by_value() {
        match unsafe { O } { Some(x) => { black_box(x); } None => () } //~ read O
    }
    pub fn match_by_reference_1() {
        unsafe { match O { Some(ref x) => { black_box(x); } None => () } } //~ read O
    }
    pub fn match_by_reference_2() {
        unsafe { match O { Some(ref mut x) => { *x += 1; } None => () } } //~ write O
    }
    pub fn match_default_modes_1() {
        unsafe { match &E { Shape::Line(x) => { black_box(x); } _ => () } } //~ read E
    }
    pub fn match_default_modes_2() {
        unsafe { if let Shape::Line(x) = &mut E { *x += 1; } } //~ write E
    }
    pub fn let_patterns_1() {
        unsafe { let Some(x) = O else { return }; black_box(x); } //~ read O
    }
    pub fn let_patterns_2() {
        unsafe { let (a, _) = P.b; black_box(a); } //~ read P.b
    }
    pub fn let_patterns_3() {
        unsafe { let Pair { a, .. } = P; black_box(a); } //~ read P#2
    }
    pub fn deref_type_path() {
        unsafe { black_box(CONFIG.retries); } //~? read CONFIG
    }
    pub fn union_fields_1() {
        unsafe { black_box(U.i); } //~ read U.i
    }
    pub fn union_fields_2() {
        unsafe { U.i = 3; } //~ write U.i
    }
    pub fn union_fields_3() {
        unsafe { U.b[1] = 3; } //~ write U.b
    }
    pub fn packed_fields_1() {
        unsafe { let b = K.b; black_box(b); } //~ read K.b
    }
    pub fn packed_fields_2() {
        unsafe { K.b = 3; } //~ write K.b
    }
    pub fn packed_fields_3() {
        unsafe { K.b += 3; } //~ write K.b
    }
    pub fn pointer_deref_1() {
        let p = &raw mut N;
        unsafe { black_box(*p); } //~ read *p
    }
    pub fn pointer_deref_2() {
        let p = &raw mut N;
        unsafe { *p = 1; } //~ write *p
    }
    pub fn pointer_deref_3() {
        let p = &raw mut N;
        unsafe { *p += 1; } //~ write *p
    }
    pub fn pointer_const() {
        let p = &raw const N;
        let x = unsafe { *p }; //~ read *p
        black_box(x);
    }
    pub fn pointer_field_1() {
        let p = &raw mut P;
        unsafe { black_box((*p).c.x); } //~ read (*p).c.x
    }
    pub fn pointer_field_2() {
        let p = &raw mut P;
        unsafe { (*p).b.0 = 1; } //~ write (*p).b.0
    }
    pub fn pointer_field_3() {
        let p = &raw mut P;
        unsafe { (*p).c.y[2] = 1; } //~ write (*p).c.y
    }
    pub fn pointer_field_method_1() {
        let p = &raw mut P;
        unsafe { (*p).s.push('x'); } //~ write (*p).s
    }
    pub fn pointer_field_method_2() {
        let p = &raw mut P;
        unsafe { black_box((&(*p).s).len()); } //~ read (*p).s
    }
    pub fn pointer_field_method_3() {
        let p = &raw mut P;
        unsafe { (*p).set(); } //~ write *p
    }
    pub fn pointer_borrow_1() {
        let p = &raw mut P;
        unsafe { black_box(&*p); } //~ read *p
        unsafe { black_box(&raw const (*p).a); }
    }
    pub fn pointer_borrow_2() {
        let p = &raw mut P;
        unsafe { black_box(&mut (*p).s); } //~ write (*p).s
        unsafe { black_box(&raw const (*p).a); }
    }
    pub fn pointer_offset_1() {
        let p = (&raw mut A).cast::<u32>();
        unsafe { black_box(*p.add(1)); } //~ read *p.add(1)
    }
    pub fn pointer_offset_2() {
        let p = (&raw mut A).cast::<u32>();
        unsafe { *p.add(2) = 1; } //~ write *p.add(2)
    }
    pub fn pointer_offset_3() {
        let p = (&raw mut A).cast::<u32>();
        unsafe { *p.offset(3) += 1; } //~ write *p.offset(3)
    }
    pub fn pointer_index_1() {
        let p = &raw mut A;
        unsafe { (*p)[1] = 1; } //~ write (*p)[1]
    }
    pub fn pointer_index_2() {
        let p = &raw mut A;
        unsafe { black_box((*p)[2]); } //~ read (*p)[2]
    }
    pub fn pointer_index_3() {
        let p = &raw mut A;
        unsafe { black_box(&(&(*p))[1..3]); } //~ read *p
    }
    pub fn pointer_cast_1() {
        unsafe { *(&raw mut N as *mut i32) = 1; } //~ write *(&raw mut N as *mut i32)
    }
    pub fn pointer_cast_2() {
        unsafe { black_box(*(&raw const N).cast::<i32>()); } //~ read *(&raw const N).cast::<i32>()
    }
    pub fn pointer_double_1() {
        let mut p = &raw mut N;
        let pp = &raw mut p;
        unsafe { **pp = 1; } //~ write **pp
    }
    pub fn pointer_double_2() {
        let mut p = &raw mut N;
        let pp = &raw mut p;
        unsafe { black_box(**pp); } //~ read **pp
    }
    pub fn pointer_chain_1() {
        let n = &raw mut NODE;
        unsafe { (*n).next = &raw mut NEXT; } //~ write (*n).next
    }
    pub fn pointer_chain_2() {
        let n = &raw mut NODE;
        unsafe { (*(*n).next).w = 1; } //~ read (*n).next, write (*(*n).next).w
    }
    pub fn pointer_chain_3() {
        let n = &raw mut NODE;
        unsafe { black_box((*(*n).next).v); } //~ read (*n).next, read (*(*n).next).v
    }
    pub fn pointer_match_1() {
        let p = &raw mut E;
        unsafe { match *p { Shape::Line(x) => { black_box(x); } _ => () } } //~ read *p
    }
    pub fn pointer_match_2() {
        let p = &raw mut E;
        unsafe { match *p { Shape::Line(ref mut x) => { *x = 1; } _ => () } } //~ write *p
    }
    pub fn pointer_match_3() {
        let p = &raw mut E;
        unsafe { match &*p { Shape::Line(x) => { black_box(x); } _ => () } } //~ read *p
    }
    pub fn pointer_match_4() {
        let p = &raw mut E;
        unsafe { let Shape::Line(x) = *p else { return }; black_box(x); } //~ read *p
    }
    pub fn pointer_slice_1() {
        let p: *mut [u32] = &raw mut A;
        unsafe { (*p)[1] = 1; } //~ write (*p)[1]
    }
    pub fn pointer_slice_2() {
        let p: *mut [u32] = &raw mut A;
        unsafe { black_box(&*p); } //~ read *p
    }
    pub fn pointer_dyn_1() {
        let p: *mut dyn std::fmt::Debug = &raw mut N;
        unsafe { black_box(&*p); } //~ read *p
    }
    pub fn pointer_dyn_2() {
        let p: *mut dyn std::fmt::Debug = &raw mut N;
        unsafe { black_box(&mut *p); } //~ write *p
    }
    pub fn pointer_str() {
        let p: *const str = ptr::slice_from_raw_parts((&raw const A).cast::<u8>(), 4) as *const str;
        unsafe { black_box(&*p); } //~ read *p
    }
    pub fn reference_is_no_access() {
        let mut x = 1u32;
        let r = &mut x;
        unsafe { black_box(&r); *r += 1; black_box(*r); black_box(N_UNUSED); }
    }
    pub fn cell_get_1() {
        unsafe { *CELLS.a.get() = 1; } //~ write *CELLS.a.get()
    }
    pub fn cell_get_2() {
        unsafe { black_box(*CELLS.a.get()); } //~ read *CELLS.a.get()
    }
    pub fn cell_get_3() {
        unsafe { (*CELLS.b.get()).1 += 1; } //~ write (*CELLS.b.get()).1
    }
    pub fn cell_get_4() {
        unsafe { black_box(&*CELLS.a.get()); } //~ read *CELLS.a.get()
    }
    pub fn cell_get_5() {
        unsafe { black_box(&mut *CELLS.a.get()); } //~ write *CELLS.a.get()
    }
    pub fn cell_get_6() {
        unsafe { BUF[0] = MaybeUninit::new(1); } //~ write BUF[0]
        let slot = UnsafeCell::new(MaybeUninit::new(1));
        unsafe { slot.get().write(MaybeUninit::new(2)); } //~ write slot.get().write(MaybeUninit::new(2))
    }
    pub fn pointer_methods_1() {
        let p = &raw mut N;
        unsafe { black_box(p.read()); } //~ read p.read()
    }
    pub fn pointer_methods_2() {
        let p = &raw mut N;
        unsafe { p.write(1); } //~ write p.write(1)
    }
    pub fn pointer_methods_3() {
        let p = &raw mut N;
        unsafe { black_box(p.replace(1)); } //~ write p.replace(1)
    }
    pub fn pointer_methods_4() {
        let p = &raw mut N;
        unsafe { black_box(p.read_volatile()); } //~ read p.read_volatile()
    }
    pub fn pointer_methods_5() {
        let p = &raw mut N;
        unsafe { p.write_volatile(1); } //~ write p.write_volatile(1)
    }
    pub fn pointer_methods_6() {
        let p = &raw mut N;
        unsafe { black_box(p.read_unaligned()); } //~ read p.read_unaligned()
    }
    pub fn pointer_methods_7() {
        let p = &raw mut N;
        unsafe { p.write_unaligned(1); } //~ write p.write_unaligned(1)
    }
    pub fn pointer_methods_8() {
        let p = &raw mut N;
        unsafe { p.write_bytes(0, 1); } //~ write p.write_bytes(0, 1)
    }
    pub fn pointer_methods_9() {
        let p = &raw mut N;
        unsafe { black_box(p.as_ref()); } //~ read p.as_ref()
    }
    pub fn pointer_methods_10() {
        let p = &raw mut N;
        unsafe { black_box(p.as_mut()); } //~ write p.as_mut()
    }
    pub fn pointer_functions_1() {
        let p = &raw mut N;
        unsafe { black_box(ptr::read(p)); } //~ read ptr::read(p)
    }
    pub fn pointer_functions_2() {
        let p = &raw mut N;
        unsafe { ptr::write(p, 1); } //~ write ptr::write(p, 1)
    }
    pub fn pointer_functions_3() {
        let p = &raw mut N;
        unsafe { black_box(std::ptr::replace(p, 1)); } //~ write std::ptr::replace(p, 1)
    }
    pub fn pointer_functions_4() {
        let p = &raw mut N;
        unsafe { black_box(ptr::read_volatile(p)); } //~ read ptr::read_volatile(p)
    }
    pub fn pointer_functions_5() {
        let p = &raw mut N;
        unsafe { ptr::write_volatile(p, 1); } //~ write ptr::write_volatile(p, 1)
    }
    pub fn pointer_functions_6() {
        let p = &raw mut N;
        unsafe { ptr::write_bytes(p, 0, 1); } //~ write ptr::write_bytes(p, 0, 1)
    }
    pub fn pointer_functions_7() {
        let p = &raw mut N;
        unsafe { ptr::drop_in_place(p); } //~ write ptr::drop_in_place(p)
    }
    pub fn copies_1() {
        let (p, q) = (&raw mut N, &raw mut M);
        unsafe { ptr::copy(p, q, 1); } //~ read ptr::copy, write ptr::copy
    }
    pub fn copies_2() {
        let (p, q) = (&raw mut N, &raw mut M);
        unsafe { ptr::copy_nonoverlapping(p, q, 1); } //~ read ptr::copy, write ptr::copy
    }
    pub fn copies_3() {
        let (p, q) = (&raw mut N, &raw mut M);
        unsafe { ptr::swap(p, q); } //~ write ptr::swap
    }
    pub fn copies_4() {
        let (p, q) = (&raw mut N, &raw mut M);
        unsafe { p.copy_to(q, 1); } //~ read p.copy_to, write p.copy_to
    }
    pub fn copies_5() {
        let (p, q) = (&raw mut N, &raw mut M);
        unsafe { p.copy_from(q, 1); } //~ read p.copy_from, write p.copy_from
    }
    pub fn nonnull_1() {
        let mut p = unsafe { NonNull::new_unchecked(&raw mut N) };
        unsafe { black_box(p.as_ref()); } //~ read p.as_ref()
    }
    pub fn nonnull_2() {
        let mut p = unsafe { NonNull::new_unchecked(&raw mut N) };
        unsafe { black_box(p.as_mut()); } //~ write p.as_mut()
    }
    pub fn nonnull_3() {
        let mut p = unsafe { NonNull::new_unchecked(&raw mut N) };
        unsafe { *p.as_ptr() = 1; } //~ write *p.as_ptr()
    }
    pub fn nonnull_4() {
        let mut p = unsafe { NonNull::new_unchecked(&raw mut N) };
        unsafe { black_box(p.read()); } //~ read p.read()
    }
    pub fn nonnull_5() {
        let mut p = unsafe { NonNull::new_unchecked(&raw mut N) };
        unsafe { p.write(1); } //~ write p.write(1)
    }
    pub fn maybe_uninit_1() {
        let p = &raw mut BUF;
        unsafe { black_box((*p)[0].assume_init_read()); } //~ read (*p)[0]
    }
    pub fn maybe_uninit_2() {
        unsafe { BUF[1].write(1); } //~ write BUF[1]
    }
    pub fn maybe_uninit_3() {
        unsafe { *BUF[0].as_mut_ptr() = 1; } //~ write *BUF[0].as_mut_ptr()
    }
    pub fn atomics_1() {
        black_box(AT.load(Acquire)); //~ read AT.load(Acquire)
    }
    pub fn atomics_2() {
        AT.store(1, Release); //~ write AT.store(1, Release)
    }
    pub fn atomics_3() {
        black_box(AT.fetch_add(1, Relaxed)); //~ write AT.fetch_add
    }
    pub fn atomics_4() {
        black_box(AT.swap(1, AcqRel)); //~ write AT.swap
    }
    pub fn atomics_5() {
        black_box(AtomicU32::load(&AT, Acquire)); //~ read AtomicU32::load
    }
    pub fn atomics_6() {
        let _ = AT.compare_exchange(1, 2, AcqRel, Acquire); //~ write AT.compare_exchange
    }
    pub fn atomics_7() {
        let _ = AT.compare_exchange(77, 2, AcqRel, Acquire); //~ read AT.compare_exchange
    }
    pub fn atomics_8() {
        let _ = AT.fetch_update(AcqRel, Acquire, |x| Some(x + 1)); //~ write AT.fetch_update
    }
    pub fn atomics_9() {
        unsafe { *AT.as_ptr() = 1; } //~ write *AT.as_ptr()
    }
    pub fn loaded_pointer_1() {
        PUBLISHED.store(&raw mut NODE, Relaxed);
        unsafe { black_box((*PUBLISHED.load(Relaxed)).v); } //~ read (*PUBLISHED.load(Relaxed)).v
    }
    pub fn loaded_pointer_2() {
        PUBLISHED.store(&raw mut NODE, Relaxed);
        unsafe { (*PUBLISHED.load(Relaxed)).w = 1; } //~ write (*PUBLISHED.load(Relaxed)).w
    }
    pub fn static_pointer_1() {
        unsafe { HEAP = &raw mut M; } //~ write HEAP
    }
    pub fn static_pointer_2() {
        unsafe { *HEAP = 1; } //~ read HEAP, write *HEAP
    }
    pub fn static_pointer_3() {
        unsafe { black_box(*HEAP); } //~ read HEAP, read *HEAP
    }
    pub fn in_unsafe_fn() {
        #[allow(unsafe_op_in_unsafe_fn)]
        unsafe fn f(p: *mut u32) { *p += 1; } //~ write *p
        unsafe { f(&raw mut N) }
    }
    pub fn in_method() {
        struct Holder { p: *mut u32 }
        impl Holder { fn go(&self) { unsafe { *self.p += 1; } } } //~ write *self.p
        Holder { p: &raw mut N }.go();
    }
    pub fn in_macro_rules() {
        macro_rules! bump { ($p:expr) => { unsafe { *$p += 1 } }; }
        let p = &raw mut N;
        bump!(p);
    }
    pub fn skipped() {
        #[datarace(skip)]
        unsafe { N += 1; }
        datarace::untracked! { unsafe { M += 1; } }
        #[datarace(skip)]
        fn f() { unsafe { N += 1; } }
        f();
    }
    pub fn allocated_here() {
        unsafe { let l = Layout::new::<u32>(); let p = alloc(l).cast::<u32>(); *p = 1; black_box(*p); dealloc(p.cast(), l); }
        let b = Box::into_raw(Box::new(1)); unsafe { *b += 1; drop(Box::from_raw(b)); }
    }

    fn touch<T>(place: *mut T) {
        unsafe { place.write(place.read()) }
    }

    static DONE: AtomicBool = AtomicBool::new(false);

    /// The case, then everything else, with no edge in between.
    pub fn in_turn(case: fn()) {
        DONE.store(false, Relaxed);
        std::thread::scope(|scope| {
            scope.spawn(move || { case(); DONE.store(true, Relaxed); });
            scope.spawn(|| {
                while !DONE.load(Relaxed) { std::thread::yield_now(); }
                touch(&raw mut N); touch(&raw mut M); touch(&raw mut FLAG); touch(&raw mut P); touch(&raw mut A); touch(&raw mut AA);
                touch(&raw mut V); touch(&raw mut S); touch(&raw mut O); touch(&raw mut E); touch(&raw mut U); touch(&raw mut K);
                touch(CELLS.a.get()); touch(CELLS.b.get()); touch(&raw mut CONFIG); touch((&raw const AT).cast_mut().cast::<u32>());
                touch(&raw mut NODE); touch(&raw mut NEXT); touch(&raw mut BUF); touch(&raw mut HEAP);
            });
        });
    }

    pub const ALL: &[(&str, fn())] = &[
        ("scalar_value", scalar_value),
        ("scalar_assign", scalar_assign),
        ("scalar_compound", scalar_compound),
        ("scalar_both", scalar_both),
        ("as_argument", as_argument),
        ("in_macro", in_macro),
        ("in_assert", in_assert),
        ("in_vec", in_vec),
        ("in_condition_1", in_condition_1),
        ("in_condition_2", in_condition_2),
        ("in_return", in_return),
        ("in_closure", in_closure),
        ("field_value", field_value),
        ("field_write", field_write),
        ("field_deep", field_deep),
        ("field_borrow_1", field_borrow_1),
        ("field_borrow_2", field_borrow_2),
        ("raw_borrow_is_no_access", raw_borrow_is_no_access),
        ("wildcard_is_no_access", wildcard_is_no_access),
        ("array_element_1", array_element_1),
        ("array_element_2", array_element_2),
        ("array_element_3", array_element_3),
        ("array_nested", array_nested),
        ("array_range_1", array_range_1),
        ("array_range_2", array_range_2),
        ("array_methods_1", array_methods_1),
        ("array_methods_2", array_methods_2),
        ("method_shared_1", method_shared_1),
        ("method_shared_2", method_shared_2),
        ("method_exclusive_1", method_exclusive_1),
        ("method_exclusive_2", method_exclusive_2),
        ("method_field_1", method_field_1),
        ("method_field_2", method_field_2),
        ("method_two_phase", method_two_phase),
        ("overloaded_index_1", overloaded_index_1),
        ("overloaded_index_2", overloaded_index_2),
        ("overloaded_index_3", overloaded_index_3),
        ("overloaded_index_4", overloaded_index_4),
        ("whole_borrow_1", whole_borrow_1),
        ("whole_borrow_2", whole_borrow_2),
        ("outliving_reference", outliving_reference),
        ("mem_functions_1", mem_functions_1),
        ("mem_functions_2", mem_functions_2),
        ("mem_functions_3", mem_functions_3),
        ("match_by_value", match_by_value),
        ("match_by_reference_1", match_by_reference_1),
        ("match_by_reference_2", match_by_reference_2),
        ("match_default_modes_1", match_default_modes_1),
        ("match_default_modes_2", match_default_modes_2),
        ("let_patterns_1", let_patterns_1),
        ("let_patterns_2", let_patterns_2),
        ("let_patterns_3", let_patterns_3),
        ("deref_type_path", deref_type_path),
        ("union_fields_1", union_fields_1),
        ("union_fields_2", union_fields_2),
        ("union_fields_3", union_fields_3),
        ("packed_fields_1", packed_fields_1),
        ("packed_fields_2", packed_fields_2),
        ("packed_fields_3", packed_fields_3),
        ("pointer_deref_1", pointer_deref_1),
        ("pointer_deref_2", pointer_deref_2),
        ("pointer_deref_3", pointer_deref_3),
        ("pointer_const", pointer_const),
        ("pointer_field_1", pointer_field_1),
        ("pointer_field_2", pointer_field_2),
        ("pointer_field_3", pointer_field_3),
        ("pointer_field_method_1", pointer_field_method_1),
        ("pointer_field_method_2", pointer_field_method_2),
        ("pointer_field_method_3", pointer_field_method_3),
        ("pointer_borrow_1", pointer_borrow_1),
        ("pointer_borrow_2", pointer_borrow_2),
        ("pointer_offset_1", pointer_offset_1),
        ("pointer_offset_2", pointer_offset_2),
        ("pointer_offset_3", pointer_offset_3),
        ("pointer_index_1", pointer_index_1),
        ("pointer_index_2", pointer_index_2),
        ("pointer_index_3", pointer_index_3),
        ("pointer_cast_1", pointer_cast_1),
        ("pointer_cast_2", pointer_cast_2),
        ("pointer_double_1", pointer_double_1),
        ("pointer_double_2", pointer_double_2),
        ("pointer_chain_1", pointer_chain_1),
        ("pointer_chain_2", pointer_chain_2),
        ("pointer_chain_3", pointer_chain_3),
        ("pointer_match_1", pointer_match_1),
        ("pointer_match_2", pointer_match_2),
        ("pointer_match_3", pointer_match_3),
        ("pointer_match_4", pointer_match_4),
        ("pointer_slice_1", pointer_slice_1),
        ("pointer_slice_2", pointer_slice_2),
        ("pointer_dyn_1", pointer_dyn_1),
        ("pointer_dyn_2", pointer_dyn_2),
        ("pointer_str", pointer_str),
        ("reference_is_no_access", reference_is_no_access),
        ("cell_get_1", cell_get_1),
        ("cell_get_2", cell_get_2),
        ("cell_get_3", cell_get_3),
        ("cell_get_4", cell_get_4),
        ("cell_get_5", cell_get_5),
        ("pointer_methods_1", pointer_methods_1),
        ("pointer_methods_2", pointer_methods_2),
        ("pointer_methods_3", pointer_methods_3),
        ("pointer_methods_4", pointer_methods_4),
        ("pointer_methods_5", pointer_methods_5),
        ("pointer_methods_6", pointer_methods_6),
        ("pointer_methods_7", pointer_methods_7),
        ("pointer_methods_8", pointer_methods_8),
        ("pointer_methods_9", pointer_methods_9),
        ("pointer_methods_10", pointer_methods_10),
        ("pointer_functions_1", pointer_functions_1),
        ("pointer_functions_2", pointer_functions_2),
        ("pointer_functions_3", pointer_functions_3),
        ("pointer_functions_4", pointer_functions_4),
        ("pointer_functions_5", pointer_functions_5),
        ("pointer_functions_6", pointer_functions_6),
        ("pointer_functions_7", pointer_functions_7),
        ("copies_1", copies_1),
        ("copies_2", copies_2),
        ("copies_3", copies_3),
        ("copies_4", copies_4),
        ("copies_5", copies_5),
        ("nonnull_1", nonnull_1),
        ("nonnull_2", nonnull_2),
        ("nonnull_3", nonnull_3),
        ("nonnull_4", nonnull_4),
        ("nonnull_5", nonnull_5),
        ("maybe_uninit_1", maybe_uninit_1),
        ("maybe_uninit_2", maybe_uninit_2),
        ("maybe_uninit_3", maybe_uninit_3),
        ("atomics_1", atomics_1),
        ("atomics_2", atomics_2),
        ("atomics_3", atomics_3),
        ("atomics_4", atomics_4),
        ("atomics_5", atomics_5),
        ("atomics_6", atomics_6),
        ("atomics_7", atomics_7),
        ("atomics_8", atomics_8),
        ("atomics_9", atomics_9),
        ("loaded_pointer_1", loaded_pointer_1),
        ("loaded_pointer_2", loaded_pointer_2),
        ("static_pointer_1", static_pointer_1),
        ("static_pointer_2", static_pointer_2),
        ("static_pointer_3", static_pointer_3),
        ("in_unsafe_fn", in_unsafe_fn),
        ("in_method", in_method),
        ("in_macro_rules", in_macro_rules),
        ("skipped", skipped),
        ("allocated_here", allocated_here),
    ];
}
