//! The event of every atomic operation: the operation with its operands, its orderings, the address, the size, and the user's
//! file, line and column. (`every_atomic` compares what the calls answer, store and panic with.)
#![cfg(feature = "track")]

use datarace::__model::event::{AtomicOperation, AtomicWidth, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace::__model::{Recorded, record};
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
    AtomicU16, AtomicU32, AtomicU64, AtomicUsize, fence,
};

/// The calls stand on lines of their own from `first_line` on, at column 13, or 21 behind `let _ =`; each is one event, in order.
fn check(
    address: usize,
    width: AtomicWidth,
    first_line: u32,
    events: &[Recorded],
    expected: &[AtomicOperation],
) {
    assert_eq!(events.len(), expected.len(), "{events:#?}");
    for (line, (event, expected)) in (first_line..).zip(events.iter().zip(expected)) {
        let Recorded::Atomic(call, _) = event else {
            panic!("no atomic operation: {event:?}");
        };
        assert_eq!(call.operation, *expected, "line {line}");
        assert_eq!((call.address, call.width), (address, width), "line {line}");
        assert!(call.site.file().ends_with("atomic_events.rs"));
        let column = match expected {
            AtomicOperation::CompareExchange { .. } => 21,
            _ => 13,
        };
        assert_eq!(
            (call.site.line(), call.site.column()),
            (line, column),
            "{:?}",
            call.site
        );
        let orderings = match expected {
            AtomicOperation::CompareExchange { .. } => 2,
            _ => 1,
        };
        assert_eq!(call.site.orderings.len(), orderings, "line {line}");
    }
}

const fn rmw(operation: RmwOperation, operand: u64, order: RmwOrder) -> AtomicOperation {
    AtomicOperation::Rmw {
        operation,
        operand,
        order,
    }
}

const fn exchange(
    expected: u64,
    new: u64,
    success: RmwOrder,
    failure: LoadOrder,
    weak: bool,
) -> AtomicOperation {
    AtomicOperation::CompareExchange {
        expected,
        new,
        success,
        failure,
        weak,
    }
}

macro_rules! integers {
    ($($test:ident: $atomic:ident $width:ident $maximum:ident $minimum:ident)*) => { $(
        #[test]
        fn $test() {
            let x = $atomic::new(1);
            let events = integer_calls!($atomic, x);
            let expected = [
                AtomicOperation::Load { order: LoadOrder::Acquire },
                AtomicOperation::Store { value: 2, order: StoreOrder::Release },
                rmw(RmwOperation::Swap, 3, RmwOrder::AcqRel),
                exchange(3, 4, RmwOrder::AcqRel, LoadOrder::Acquire, false),
                exchange(9, 5, RmwOrder::Release, LoadOrder::Relaxed, true),
                rmw(RmwOperation::Add, 6, RmwOrder::Relaxed),
                rmw(RmwOperation::Sub, 7, RmwOrder::Acquire),
                rmw(RmwOperation::And, 8, RmwOrder::Release),
                rmw(RmwOperation::Nand, 9, RmwOrder::AcqRel),
                rmw(RmwOperation::Or, 10, RmwOrder::SeqCst),
                rmw(RmwOperation::Xor, 11, RmwOrder::Relaxed),
                rmw(RmwOperation::$maximum, 12, RmwOrder::Acquire),
                rmw(RmwOperation::$minimum, 13, RmwOrder::Release),
                AtomicOperation::Load { order: LoadOrder::SeqCst },
            ];
            let address = (&raw const x).addr();
            check(address, AtomicWidth::$width, CALLS, &events, &expected);
        }
    )* };
}

/// The line of the first call below.
const CALLS: u32 = line!() + 6;

macro_rules! integer_calls {
    ($atomic:ident, $x:ident) => {{
        #[datarace::check]
        fn calls(x: &$atomic) {
            x.load(Acquire);
            x.store(2, Release);
            x.swap(3, AcqRel);
            let _ = x.compare_exchange(3, 4, AcqRel, Acquire);
            let _ = x.compare_exchange_weak(9, 5, Release, Relaxed);
            x.fetch_add(6, Relaxed);
            x.fetch_sub(7, Acquire);
            x.fetch_and(8, Release);
            x.fetch_nand(9, AcqRel);
            x.fetch_or(10, SeqCst);
            x.fetch_xor(11, Relaxed);
            x.fetch_max(12, Acquire);
            x.fetch_min(13, Release);
            x.load(SeqCst);
        }
        record(|| calls(&$x))
    }};
}
integers! {
    u8: AtomicU8 U8 UnsignedMax UnsignedMin
    u16: AtomicU16 U16 UnsignedMax UnsignedMin
    u32: AtomicU32 U32 UnsignedMax UnsignedMin
    u64: AtomicU64 U64 UnsignedMax UnsignedMin
    usize: AtomicUsize U64 UnsignedMax UnsignedMin
    i8: AtomicI8 U8 SignedMax SignedMin
    i16: AtomicI16 U16 SignedMax SignedMin
    i32: AtomicI32 U32 SignedMax SignedMin
    i64: AtomicI64 U64 SignedMax SignedMin
    isize: AtomicIsize U64 SignedMax SignedMin
}

#[rustfmt::skip]
#[datarace::check]
fn calls_of_bool(x: &AtomicBool) -> u32 {
    let line = line!();
            x.load(Relaxed);
            x.store(true, SeqCst);
            x.swap(false, Acquire);
            let _ = x.compare_exchange(false, true, Acquire, Relaxed);
            x.fetch_and(true, Relaxed);
            x.fetch_nand(true, Release);
            x.fetch_or(false, AcqRel);
            x.fetch_xor(true, SeqCst);
            x.fetch_not(Acquire);
    line + 1
}

#[test]
fn bool() {
    let x = AtomicBool::new(false);
    let mut line = 0;
    let events = record(|| line = calls_of_bool(&x));
    let expected = [
        AtomicOperation::Load {
            order: LoadOrder::Relaxed,
        },
        AtomicOperation::Store {
            value: 1,
            order: StoreOrder::SeqCst,
        },
        rmw(RmwOperation::Swap, 0, RmwOrder::Acquire),
        exchange(0, 1, RmwOrder::Acquire, LoadOrder::Relaxed, false),
        rmw(RmwOperation::And, 1, RmwOrder::Relaxed),
        rmw(RmwOperation::Nand, 1, RmwOrder::Release),
        rmw(RmwOperation::Or, 0, RmwOrder::AcqRel),
        rmw(RmwOperation::Xor, 1, RmwOrder::SeqCst),
    ];
    check(
        (&raw const x).addr(),
        AtomicWidth::Bool,
        line,
        &events[..8],
        &expected,
    );
    assert!(matches!(events[8], Recorded::Atomic(call, _) if call.site.line() == line + 8));
}

#[rustfmt::skip]
#[datarace::check]
fn calls_of_pointer(x: &AtomicPtr<u16>, p: *mut u16) -> u32 {
    let line = line!();
            x.load(SeqCst);
            x.store(p, Relaxed);
            x.swap(p, Release);
            let _ = x.compare_exchange_weak(p, p, SeqCst, SeqCst);
            x.fetch_ptr_add(3, Acquire);
            x.fetch_byte_sub(6, AcqRel);
            x.fetch_or(1, Relaxed);
            x.fetch_and(!1, Relaxed);
    line + 1
}

#[test]
fn pointer() {
    let mut value = [0u16; 4];
    let p = value.as_mut_ptr();
    let x = AtomicPtr::new(p);
    let bits = p.addr() as u64;
    let mut line = 0;
    let events = record(|| line = calls_of_pointer(&x, p));
    let expected = [
        AtomicOperation::Load {
            order: LoadOrder::SeqCst,
        },
        AtomicOperation::Store {
            value: bits,
            order: StoreOrder::Relaxed,
        },
        rmw(RmwOperation::Swap, bits, RmwOrder::Release),
        exchange(bits, bits, RmwOrder::SeqCst, LoadOrder::SeqCst, true),
        rmw(RmwOperation::Add, 6, RmwOrder::Acquire),
        rmw(RmwOperation::Sub, 6, RmwOrder::AcqRel),
        rmw(RmwOperation::Or, 1, RmwOrder::Relaxed),
        rmw(RmwOperation::And, !1, RmwOrder::Relaxed),
    ];
    check(
        (&raw const x).addr(),
        AtomicWidth::U64,
        line,
        &events,
        &expected,
    );
}

#[rustfmt::skip]
#[datarace::check]
fn by_path_and_by_closure(x: &AtomicU32) -> u32 {
    let line = line!();
            AtomicU32::fetch_add(x, 1, Relaxed);
            let _ = x.fetch_update(Release, Acquire, |value| Some(value + 1));
    line + 1
}

#[test]
fn a_call_by_path_and_an_update_are_events_too() {
    let x = AtomicU32::new(5);
    let mut line = 0;
    let events = record(|| line = by_path_and_by_closure(&x));
    let add = rmw(RmwOperation::Add, 1, RmwOrder::Relaxed);
    check(
        (&raw const x).addr(),
        AtomicWidth::U32,
        line,
        &events[..1],
        &[add],
    );
    let operations = events[1..].iter().map(|event| match event {
        Recorded::Atomic(call, _) => (call.operation, call.site.line()),
        other => panic!("{other:?}"),
    });
    let operations: Vec<_> = operations.collect();
    let load = AtomicOperation::Load {
        order: LoadOrder::Acquire,
    };
    let stored = exchange(6, 7, RmwOrder::Release, LoadOrder::Acquire, true);
    assert_eq!(operations, [(load, line + 1), (stored, line + 1)]);
}

#[datarace::check]
fn fences() -> u32 {
    fence(Acquire);
    fence(Release);
    fence(AcqRel);
    fence(SeqCst);
    line!()
}

#[test]
fn fences_are_events() {
    let mut end = 0;
    let events = record(|| end = fences());
    let seen = events.iter().map(|event| match event {
        Recorded::Fence(call) => (call.order, call.site.line()),
        other => panic!("{other:?}"),
    });
    let orders = FenceOrder::ALL.iter().copied();
    let expected: Vec<_> = orders.zip(end - 4..).collect();
    assert_eq!(seen.collect::<Vec<_>>(), expected);
}

struct Policy {
    on_load: std::sync::atomic::Ordering,
}

impl Policy {
    fn for_loads(&self) -> std::sync::atomic::Ordering {
        self.on_load
    }
}

/// Nothing depends on what people call their orderings: what is declared to be one, or is given to what is declared to be
/// an atomic, is one.
#[test]
fn an_ordering_by_any_name() {
    #[datarace::check]
    fn by_parameter(x: &AtomicU32, load: std::sync::atomic::Ordering) {
        x.load(load);
        let how = load;
        x.load(how);
    }
    #[datarace::check]
    fn by_field(holder: &(AtomicU32,), policy: &Policy) {
        holder.0.load(policy.on_load);
        holder.0.load(policy.for_loads());
    }
    #[datarace::check]
    fn by_choice(x: &impl std::ops::Deref<Target = AtomicU32>, strong: bool) {
        let how = if strong { Acquire } else { Relaxed };
        x.load(how);
        let what = match strong {
            true => SeqCst,
            false => Relaxed,
        };
        x.swap(1, what);
    }
    #[datarace::check]
    fn by_receiver() {
        let counter = std::sync::Arc::new(AtomicU32::new(0));
        let other = std::sync::Arc::clone(&counter);
        for how in [Relaxed, Acquire] {
            other.load(how);
        }
        let _: [(); 2] = [Relaxed, Release].map(|how| counter.store(1, how));
    }
    type Pair = (std::sync::atomic::Ordering, std::sync::atomic::Ordering);
    #[datarace::check]
    fn by_tuple(
        x: &impl std::ops::Deref<Target = AtomicU32>,
        both: (std::sync::atomic::Ordering, std::sync::atomic::Ordering),
        (first, _more): (std::sync::atomic::Ordering, bool),
    ) {
        let (store, load) = both;
        x.store(1, store);
        x.load(load);
        x.load(first);
        for (put, take) in [(Relaxed, Relaxed), (Release, Acquire)] {
            x.store(1, put);
            x.load(take);
        }
        let [weak, strong] = [Relaxed, SeqCst];
        x.load(weak);
        x.load(strong);
    }
    #[datarace::check]
    fn by_tuple_of_receivers(both: Pair) {
        let (turn, _data) = (AtomicU32::new(0), 7);
        let (there, _data) = (&turn, &_data);
        let (put, take) = both;
        turn.store(1, put);
        there.load(take);
    }
    let (x, policy) = ((AtomicU32::new(0),), Policy { on_load: Acquire });
    let recorded = record(|| by_parameter(&x.0, Acquire));
    assert_eq!(recorded.len(), 2);
    let recorded = record(|| by_field(&x, &policy));
    assert_eq!(recorded.len(), 2);
    let recorded = record(|| by_choice(&std::sync::Arc::new(AtomicU32::new(0)), true));
    assert_eq!(recorded.len(), 2);
    let recorded = record(by_receiver);
    assert_eq!(recorded.len(), 4);
    let shared = std::sync::Arc::new(AtomicU32::new(0));
    let recorded = record(|| by_tuple(&shared, (Release, Acquire), (Relaxed, true)));
    assert_eq!(recorded.len(), 9);
    let recorded = record(|| by_tuple_of_receivers((Release, Acquire)));
    assert_eq!(recorded.len(), 2);
}
