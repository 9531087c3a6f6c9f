//! A method that is called through a pointer, however the pointer is written: the call is known for one of std's by the type of
//! what it is called on, so a pair beside it is a race and not only a possible one.
// One access, spelled in many ways.
#![allow(clippy::all, dangerous_implicit_autorefs, static_mut_refs)]

use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::thread::scope;

/// Two calls by two threads, the second one after the first by nothing but time.
#[datarace::check]
fn in_turn(call: fn()) {
    let turn = AtomicUsize::new(0);
    scope(|s| {
        s.spawn(|| {
            call();
            turn.store(1, Relaxed);
        });
        s.spawn(|| {
            while turn.load(Relaxed) == 0 {
                std::hint::spin_loop();
            }
            call();
        });
    });
}

macro_rules! forms {
    ($($name:ident: $body:block)+) => { $(
        #[test]
        fn $name() {
            #[datarace::check]
            fn call() {
                #[allow(unused_unsafe)]
                unsafe { $body; }
            }
            let seen = datarace::observe(|| in_turn(call));
            assert_eq!(seen.races().len(), 1, "{:?}", seen.unproven());
        }
    )+ };
}

mod method {
    use super::*;
    use std::cell::UnsafeCell;
    use std::collections::BTreeMap;
    use std::ptr::{self, NonNull, addr_of_mut};
    use std::sync::atomic::AtomicPtr;

    struct Lists {
        list: Vec<u32>,
        several: [Vec<u32>; 2],
    }

    struct Shared(UnsafeCell<Vec<u32>>);
    unsafe impl Sync for Shared {}
    impl Shared {
        const fn new() -> Self {
            Self(UnsafeCell::new(Vec::new()))
        }
        fn at(&self, _: usize) -> *mut Vec<u32> {
            self.0.get()
        }
    }

    forms! {
        raw_address: { static mut LOG: Vec<u32> = Vec::new(); (*&raw mut LOG).push(1) }
        address_of: { static mut LOG: Vec<u32> = Vec::new(); (*addr_of_mut!(LOG)).push(1) }
        address_of_by_path: { static mut LOG: Vec<u32> = Vec::new(); (*ptr::addr_of_mut!(LOG)).push(1) }
        field_of_raw_address: {
            static mut LISTS: Lists = Lists { list: Vec::new(), several: [const { Vec::new() }; 2] };
            (*&raw mut LISTS).list.push(1)
        }
        element_of_raw_address: {
            static mut LISTS: Lists = Lists { list: Vec::new(), several: [const { Vec::new() }; 2] };
            (*&raw mut LISTS).several[1].push(1)
        }
        loaded: {
            static mut LOG: Vec<u32> = Vec::new();
            static POINTER: AtomicPtr<Vec<u32>> = AtomicPtr::new(&raw mut LOG);
            (*POINTER.load(Relaxed)).push(1)
        }
        cast_of_a_number: {
            static mut LOG: Vec<u32> = Vec::new();
            let address = (&raw mut LOG).expose_provenance();
            (*(address as *mut Vec<u32>)).push(1)
        }
        added: {
            static mut LOGS: [Vec<u32>; 2] = [const { Vec::new() }; 2];
            let first = (&raw mut LOGS) as *mut Vec<u32>;
            (*first.add(1)).push(1)
        }
        cast: {
            static mut LOG: Vec<u32> = Vec::new();
            let bytes = (&raw mut LOG) as *mut u8;
            (*bytes.cast::<Vec<u32>>()).push(1)
        }
        of_a_cell: { static LOG: Shared = Shared::new(); (*LOG.0.get()).push(1) }
        reference_of_a_cell: { static LOG: Shared = Shared::new(); (&mut *LOG.0.get()).push(1) }
        reference_in_a_block: { static LOG: Shared = Shared::new(); ({ &mut *LOG.0.get() }).push(1) }
        answer_of_a_method: { static LOG: Shared = Shared::new(); (*LOG.at(1 + 1)).push(1) }
        non_null: {
            static mut LOG: Vec<u32> = Vec::new();
            let pointer = NonNull::new_unchecked(&raw mut LOG);
            (*pointer.as_ptr()).push(1)
        }
        entry: {
            static mut MAP: BTreeMap<u32, u32> = BTreeMap::new();
            *(*&raw mut MAP).entry(1).or_insert(0) += 1
        }
        loop_over: {
            static mut LIST: [u32; 3] = [0; 3];
            for value in (*&raw mut LIST).iter_mut() { *value += 1 }
        }
        text: { static mut TEXT: String = String::new(); (*&raw mut TEXT).push_str("x") }
        written: {
            use std::fmt::Write;
            static mut TEXT: String = String::new();
            let _ = write!(*(&raw mut TEXT), "{}", 1);
        }
        written_through_a_pointer: {
            use std::fmt::Write;
            static mut TEXTS: (String, u32) = (String::new(), 0);
            let texts = &raw mut TEXTS;
            let _ = writeln!((*texts).0, "{}", 1);
        }
    }
}

/// The same through a reference that the function made before: making it twice is not yet a race, using both is.
mod reference {
    use super::*;
    use std::ptr::NonNull;

    #[derive(Default)]
    struct Counter {
        hits: u32,
        pair: (u32, u32),
        list: Vec<u32>,
    }
    #[datarace::check]
    impl Counter {
        fn bump(&mut self) {
            self.hits += 1;
        }
    }
    #[derive(Clone, Copy)]
    struct Point(u32);
    #[datarace::check]
    impl Point {
        fn bump(&mut self) {
            self.0 += 1;
        }
    }

    macro_rules! counter {
        () => {
            Counter {
                hits: 0,
                pair: (0, 0),
                list: Vec::new(),
            }
        };
    }

    forms! {
        method: { static mut LOG: Vec<u32> = Vec::new(); let log = &mut LOG; log.push(1) }
        method_of_raw: { static mut LOG: Vec<u32> = Vec::new(); let log = &mut *&raw mut LOG; log.push(1) }
        with_a_type: { static mut LOG: Vec<u32> = Vec::new(); let log: &mut Vec<u32> = &mut LOG; log.push(1) }
        with_a_wider_type: { static mut LOG: [u32; 2] = [0; 2]; let log: &mut [u32] = &mut LOG; log[1] = 1 }
        of_a_pointer: {
            static mut LOG: Vec<u32> = Vec::new();
            fn push(pointer: *mut Vec<u32>) { let log = unsafe { &mut *pointer }; log.push(1) }
            push(&raw mut LOG)
        }
        as_mut: { static mut LOG: Vec<u32> = Vec::new(); let log = (&raw mut LOG).as_mut().unwrap(); log.push(1) }
        if_as_mut: {
            static mut LOG: Vec<u32> = Vec::new();
            let pointer = &raw mut LOG;
            if let Some(log) = pointer.as_mut() { log.push(1) }
        }
        else_as_mut: {
            static mut LOG: Vec<u32> = Vec::new();
            let pointer = &raw mut LOG;
            let Some(log) = pointer.as_mut() else { return };
            log.push(1)
        }
        non_null: {
            static mut LOG: Vec<u32> = Vec::new();
            let pointer = NonNull::new_unchecked(&raw mut LOG);
            let log = &mut *pointer.as_ptr();
            log.push(1)
        }
        assigned: { static mut N: u32 = 0; let n = &mut N; *n = 1 }
        added: { static mut N: u32 = 0; let n = &mut *&raw mut N; *n += 1 }
        replaced: { static mut N: u32 = 0; let n = &mut N; *n = { let old = 3; old + 1 } }
        field: { static mut C: Counter = counter!(); let c = &mut C; c.hits = 1 }
        field_added: { static mut C: Counter = counter!(); let c = &mut C; c.hits += 1 }
        field_of_deref: { static mut C: Counter = counter!(); let c = &mut C; (*c).hits += 1 }
        field_method: { static mut C: Counter = counter!(); let c = &mut C; c.list.push(1) }
        reference_to_field: { static mut C: Counter = counter!(); let c = &mut C; let list = &mut c.list; list.push(1) }
        own_method: { static mut P: Point = Point(1); let p = &mut P; p.bump() }
        element: { static mut A: [u32; 4] = [0; 4]; let a = &mut A; a[1] = 1 }
        element_added: { static mut A: [u32; 4] = [0; 4]; let a = &mut A; let i = 1; a[i] += 1 }
        in_a_closure: { static mut LOG: Vec<u32> = Vec::new(); let log = &mut LOG; let mut push = || log.push(1); push() }
    }

    #[test]
    fn read_by_another() {
        static mut C: Counter = counter!();
        #[datarace::check]
        fn both(turn: &AtomicUsize) {
            scope(|s| {
                s.spawn(|| {
                    let c = unsafe { &mut C };
                    c.hits = 1;
                    turn.store(1, Relaxed);
                });
                s.spawn(|| {
                    let c = unsafe { &*&raw const C };
                    while turn.load(Relaxed) == 0 {
                        std::hint::spin_loop();
                    }
                    assert!(c.hits == 1);
                });
            });
        }
        let seen = datarace::observe(|| both(&AtomicUsize::new(0)));
        assert_eq!(seen.races().len(), 1, "{:?}", seen.unproven());
    }

    /// Both references are made before either thread has the lock: no more than unproven, however they are used under it.
    #[test]
    fn used_under_a_lock() {
        static mut C: Counter = counter!();
        #[datarace::check]
        fn both(turn: &AtomicUsize) {
            let lock = std::sync::Mutex::new(());
            scope(|s| {
                for _ in 0..2 {
                    s.spawn(|| {
                        let c = unsafe { &mut C };
                        turn.fetch_add(1, Relaxed);
                        while turn.load(Relaxed) < 2 {
                            std::hint::spin_loop();
                        }
                        let held = lock.lock();
                        c.hits += 1;
                        c.list.push(1);
                        c.pair = (c.hits, 0);
                        c.bump();
                        drop(held);
                    });
                }
            });
        }
        let seen = datarace::observe(|| both(&AtomicUsize::new(0)));
        assert_eq!(
            (seen.races().len(), seen.unproven().len()),
            (0, 1),
            "{:?}",
            seen.races()
        );
    }
}

/// Types that deref, behind raw pointers: to ask for the type makes no reference that rustc wants to see written.
#[deny(dangerous_implicit_autorefs)]
mod behind_a_deref {
    use std::ops::{Deref, DerefMut};
    use std::rc::Rc;

    struct List(Vec<u32>);
    impl Deref for List {
        type Target = Vec<u32>;
        fn deref(&self) -> &Vec<u32> {
            &self.0
        }
    }
    impl DerefMut for List {
        fn deref_mut(&mut self) -> &mut Vec<u32> {
            &mut self.0
        }
    }
    struct Node {
        list: List,
        parent: Option<Rc<Node>>,
        numbers: Vec<u32>,
    }

    #[datarace::check]
    unsafe fn lengths(list: *mut List, node: *mut Node, index: usize) -> [usize; 7] {
        unsafe {
            (**list).push(4);
            (*(*list).0).sort_unstable();
            (*(*node).list).push(6);
            [
                (**list.add(index)).len(),
                (&*(*node).list).len(),
                (*(*node.add(index)).list).len(),
                (*node.cast::<Node>()).numbers.len(),
                (*(&raw mut (*node).numbers)).len(),
                (**(&raw mut (*node).list)).len(),
                (*node).parent.iter().count() + (&(*node).numbers)[1..].iter().count(),
            ]
        }
    }

    struct Shared {
        inner: Rc<(Vec<u32>, Option<u32>)>,
        bytes: [u8; 4],
    }

    #[datarace::check]
    unsafe fn found(shared: *mut Shared) -> [Option<u32>; 4] {
        unsafe {
            [
                (&(*shared).inner).0.iter().copied().max(),
                (*(*shared).inner).1.map(|one| one + 1),
                (*(*shared).inner).1.or(None),
                (*shared).bytes[..2]
                    .iter()
                    .map(|byte| u32::from(*byte))
                    .max(),
            ]
        }
    }

    #[test]
    fn also_behind_a_counted_pointer() {
        let mut shared = Shared {
            inner: Rc::new((vec![7], Some(1))),
            bytes: [1, 2, 3, 4],
        };
        assert_eq!(
            unsafe { found(&raw mut shared) },
            [Some(7), Some(2), Some(1), Some(2)]
        );
    }

    #[test]
    fn lints_stay_silent() {
        let list = || List(vec![1]);
        let parent = Node {
            list: list(),
            parent: None,
            numbers: Vec::new(),
        };
        let mut node = Node {
            list: list(),
            parent: Some(Rc::new(parent)),
            numbers: vec![1, 2, 3],
        };
        let (mut list, node) = (list(), &raw mut node);
        assert_eq!(
            unsafe { lengths(&raw mut list, node, 0) },
            [2, 2, 2, 3, 3, 2, 3]
        );
    }
}
