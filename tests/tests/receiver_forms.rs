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
                unsafe { $body; }
            }
            let seen = datarace::observe(|| in_turn(call));
            assert_eq!((seen.races().len(), seen.unproven().len()), (1, 0), "{:?}", seen.unproven());
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
    }
}
