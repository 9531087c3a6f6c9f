//! What only looks at a value does not claim the atomics and cells inside it: methods with `&self` behind a pointer, a
//! `static mut` or a cell, `ref` patterns, lazily made values. Each program has a twin with a race at the same place.
#![cfg(feature = "track")]
#![allow(static_mut_refs, dangerous_implicit_autorefs, dead_code)]
// References to fields are made in every way.
#![allow(clippy::explicit_auto_deref, clippy::needless_borrow)]

use datarace::Observation;

/// What the races of a run name, as `place kind, place kind`, without repetitions.
fn races(observation: &Observation<()>) -> Vec<String> {
    let mut all: Vec<String> = observation
        .races()
        .iter()
        .map(|race| {
            let one =
                |access: &datarace::Access| format!("{} {}", access.place(), access.site().line());
            format!("{} / {}", one(race.earlier()), one(race.later()))
        })
        .collect();
    all.dedup();
    all
}

fn clean(body: fn()) {
    let observation = datarace::observe(body);
    assert_eq!(races(&observation), [""; 0]);
    assert!(observation.events() > 0);
}

/// The twin: at least one race is found.
fn racy(body: fn()) {
    let observation = datarace::observe(body);
    assert!(!observation.races().is_empty());
}

#[datarace::check]
mod programs {
    use std::cell::UnsafeCell;
    use std::hint::black_box;
    use std::sync::Arc;
    use std::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering::*,
    };
    use std::thread;

    /// Two threads, without an edge between them.
    pub fn unordered(a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
        thread::scope(|s| {
            s.spawn(a);
            s.spawn(b);
        });
    }

    pub struct Queue {
        head: AtomicUsize,
        n: AtomicU32,
        plain: u32,
    }
    impl Queue {
        const fn new() -> Self {
            Queue {
                head: AtomicUsize::new(0),
                n: AtomicU32::new(0),
                plain: 0,
            }
        }
        fn push(&self, _: u32) {
            self.head.fetch_add(1, Relaxed);
        }
        fn enqueue(&self) {
            self.n.store(1, Relaxed);
        }
        fn len(&self) -> usize {
            self.head.load(Relaxed)
        }
        fn reset(&mut self) {
            self.plain = 0;
        }
    }
    static mut Q: Queue = Queue::new();
    pub fn static_shared() {
        let f = || unsafe {
            Q.push(1);
            Q.enqueue();
            Q.len();
            Q.n.load(Relaxed);
        };
        unordered(f, f);
    }
    static mut Q2: Queue = Queue::new();
    pub fn static_exclusive() {
        unordered(
            || unsafe { Q2.reset() },
            || unsafe {
                Q2.len();
            },
        );
    }
    static mut Q3: Queue = Queue::new();
    pub fn static_field_written() {
        unordered(
            || unsafe { Q3.plain = 1 },
            || unsafe {
                Q3.len();
            },
        );
    }

    pub struct P<T>(*mut T);
    unsafe impl<T> Send for P<T> {}
    unsafe impl<T> Sync for P<T> {}
    pub fn pointer_shared() {
        let p = P(Box::into_raw(Box::new(Queue::new())));
        let q = &p;
        let f = move || unsafe {
            (*q.0).push(1);
            (*q.0).enqueue();
            let queue = &*q.0;
            queue.len();
            q.0.as_ref().unwrap().push(2);
        };
        unordered(f, f);
        unsafe { drop(Box::from_raw(p.0)) }
    }
    pub fn pointer_written() {
        let p = P(Box::into_raw(Box::new(Queue::new())));
        let q = &p;
        unordered(
            move || unsafe { (*q.0).plain = 1 },
            move || unsafe { (*q.0).enqueue() },
        );
        unsafe { drop(Box::from_raw(p.0)) }
    }
    pub struct Outer {
        queue: Queue,
        other: u32,
    }
    pub fn field_shared() {
        let p = P(Box::into_raw(Box::new(Outer {
            queue: Queue::new(),
            other: 0,
        })));
        let q = &p;
        let f = move || unsafe {
            (*q.0).queue.push(1);
            (*q.0).queue.enqueue();
        };
        unordered(f, f);
        unsafe { drop(Box::from_raw(p.0)) }
    }

    static HEAD: AtomicPtr<Queue> = AtomicPtr::new(std::ptr::null_mut());
    pub fn loaded_shared() {
        HEAD.store(Box::into_raw(Box::new(Queue::new())), Release);
        let f = || unsafe {
            (*HEAD.load(Acquire)).push(1);
            (*HEAD.load(Acquire)).enqueue();
            (*HEAD.load(Acquire)).len();
        };
        unordered(f, f);
    }

    static mut OPTION: Option<AtomicU32> = Some(AtomicU32::new(0));
    pub fn patterns() {
        let f = || unsafe {
            if let Some(ref x) = OPTION {
                x.store(1, Relaxed);
            }
            OPTION.as_ref().unwrap().store(1, Relaxed);
            black_box(OPTION.is_some());
        };
        unordered(f, f);
    }
    static mut OPTION2: Option<String> = None;
    pub fn patterns_written() {
        unordered(
            || unsafe { OPTION2 = Some(String::new()) },
            || unsafe {
                if let Some(ref s) = OPTION2 {
                    assert!(s.is_empty());
                }
            },
        );
    }
    static mut HALVES: (u32, u32) = (0, 0);
    static mut FIELDS: Fields = Fields { a: 0, b: (0, 0) };
    pub struct Fields {
        a: u32,
        b: (u32, u32),
    }
    pub fn parts() {
        unordered(
            || unsafe {
                HALVES.1 = 1;
                FIELDS.b.1 = 1;
            },
            || unsafe {
                let (a, _) = HALVES;
                let Fields { a: b, b: (c, _) } = FIELDS;
                black_box((a, b, c));
                let p = &raw mut FIELDS;
                match *p {
                    Fields { b: (1, _), .. } => {}
                    Fields { a, .. } => drop(black_box(a)),
                }
            },
        );
    }
    static mut HALVES2: (u32, u32) = (0, 0);
    pub fn same_part() {
        unordered(
            || unsafe { HALVES2.0 = 1 },
            || unsafe {
                let (a, _) = HALVES2;
                black_box(a);
            },
        );
    }
    static mut ARRAY: [AtomicU32; 2] = [AtomicU32::new(0), AtomicU32::new(0)];
    pub fn arrays() {
        let f = || unsafe {
            for x in ARRAY.iter() {
                x.store(1, Relaxed);
            }
            for x in &ARRAY {
                x.load(Relaxed);
            }
            let i = ARRAY.len() - 1;
            ARRAY[i].fetch_add(1, Relaxed);
        };
        unordered(f, f);
    }

    pub struct Spin<T> {
        locked: AtomicBool,
        data: UnsafeCell<T>,
    }
    unsafe impl<T: Send> Sync for Spin<T> {}
    impl<T> Spin<T> {
        fn new(t: T) -> Self {
            Spin {
                locked: AtomicBool::new(false),
                data: UnsafeCell::new(t),
            }
        }
        fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
            while self.locked.swap(true, Acquire) {
                std::hint::spin_loop()
            }
            let r = f(unsafe { &mut *self.data.get() });
            self.locked.store(false, Release);
            r
        }
    }
    /// `READY` is the ordering of the store that publishes: 0 is `Relaxed`, 1 `Release`.
    pub struct Once<T, const READY: u8> {
        state: AtomicU8,
        value: UnsafeCell<Option<T>>,
    }
    unsafe impl<T: Send + Sync, const READY: u8> Sync for Once<T, READY> {}
    impl<T, const READY: u8> Once<T, READY> {
        const fn new() -> Self {
            Once {
                state: AtomicU8::new(0),
                value: UnsafeCell::new(None),
            }
        }
        fn init(&self, f: impl FnOnce() -> T) {
            if self.state.compare_exchange(0, 1, Relaxed, Relaxed).is_ok() {
                unsafe {
                    *self.value.get() = Some(f());
                }
                self.state
                    .store(2, if READY == 0 { Relaxed } else { Release });
            }
            while self.state.load(Acquire) != 2 {
                std::hint::spin_loop()
            }
        }
        fn by_method(&self, f: impl FnOnce() -> T) -> &T {
            self.init(f);
            unsafe { (*self.value.get()).as_ref().unwrap() }
        }
        fn by_reference(&self, f: impl FnOnce() -> T) -> &T {
            self.init(f);
            match unsafe { &*self.value.get() } {
                Some(x) => x,
                None => unreachable!(),
            }
        }
    }
    static A: Once<Spin<u64>, 1> = Once::new();
    static B: Once<AtomicU64, 1> = Once::new();
    static C: Once<Spin<u64>, 1> = Once::new();
    static D: Once<AtomicU64, 1> = Once::new();
    pub fn lazy() {
        let f = || {
            for _ in 0..20 {
                A.by_method(|| Spin::new(0)).with(|x| *x += 1);
                B.by_method(|| AtomicU64::new(0)).fetch_add(1, Relaxed);
                C.by_reference(|| Spin::new(0)).with(|x| *x += 1);
                D.by_reference(|| AtomicU64::new(0)).fetch_add(1, Relaxed);
            }
        };
        unordered(f, f);
    }
    static E: Once<AtomicU64, 0> = Once::new();
    static F: Once<String, 0> = Once::new();
    static G: Once<Arc<Spin<u64>>, 0> = Once::new();
    pub fn lazy_atomic_relaxed() {
        let f = || {
            E.by_method(|| AtomicU64::new(0)).fetch_add(1, Relaxed);
        };
        unordered(f, f);
    }
    pub fn lazy_string_relaxed() {
        let f = || {
            assert!(F.by_method(String::new).is_empty());
        };
        unordered(f, f);
    }
    pub fn lazy_reference_relaxed() {
        let f = || {
            G.by_reference(|| Arc::new(Spin::new(0)));
        };
        unordered(f, f);
    }

    /// Has a method of the name of one of `Option`'s, which does something else to its receiver.
    /// `FULL` is the ordering of the store that publishes: 0 is `Relaxed`, 1 `Release`.
    pub struct Slot<T, const FULL: u8> {
        full: AtomicBool,
        value: UnsafeCell<T>,
    }
    unsafe impl<T: Send, const FULL: u8> Sync for Slot<T, FULL> {}
    impl<T, const FULL: u8> Slot<T, FULL> {
        const fn new(value: T) -> Self {
            Slot {
                full: AtomicBool::new(false),
                value: UnsafeCell::new(value),
            }
        }
        fn set(&self, value: T) {
            unsafe { *self.value.get() = value };
            self.full
                .store(true, if FULL == 0 { Relaxed } else { Release });
        }
        fn wait(&self) {
            while !self.full.load(Acquire) {
                std::hint::spin_loop()
            }
        }
    }
    impl<T, const FULL: u8> Slot<Option<T>, FULL> {
        fn take(&self) -> Option<T> {
            self.wait();
            unsafe { (*self.value.get()).take() }
        }
    }
    impl<const FULL: u8> Slot<String, FULL> {
        fn twice(&self) -> String {
            self.wait();
            unsafe { (*self.value.get()).repeat(2) }
        }
    }
    static TAKEN: Slot<Option<u32>, 1> = Slot::new(None);
    static TAKEN2: Slot<Option<u32>, 0> = Slot::new(None);
    static REPEATED: Slot<String, 1> = Slot::new(String::new());
    static REPEATED2: Slot<String, 0> = Slot::new(String::new());
    static QUEUE: Slot<Queue, 0> = Slot::new(Queue::new());
    pub fn in_a_cell_by_any_name() {
        unordered(|| TAKEN.set(Some(1)), || assert_eq!(TAKEN.take(), Some(1)));
        unordered(
            || REPEATED.set("a".into()),
            || assert_eq!(REPEATED.twice(), "aa"),
        );
        let push = || unsafe { (*QUEUE.value.get()).push(1) };
        unordered(push, push);
    }
    pub fn in_a_cell_by_a_name_of_std_and_the_user() {
        unordered(
            || TAKEN2.set(Some(1)),
            || {
                black_box(TAKEN2.take());
            },
        );
    }
    pub fn in_a_cell_by_an_unknown_name() {
        unordered(
            || REPEATED2.set("a".into()),
            || drop(black_box(REPEATED2.twice())),
        );
    }

    /// Its content may be unsized. `LOCK` is the ordering of the swap that locks: 0 is `Relaxed`, 1 `Acquire`.
    pub struct Wide<const LOCK: u8, T: ?Sized> {
        locked: AtomicBool,
        data: UnsafeCell<T>,
    }
    unsafe impl<const LOCK: u8, T: ?Sized + Send> Sync for Wide<LOCK, T> {}
    pub struct WideGuard<'a, const LOCK: u8, T: ?Sized>(&'a Wide<LOCK, T>);
    impl<const LOCK: u8, T: ?Sized> Wide<LOCK, T> {
        fn lock(&self) -> WideGuard<'_, LOCK, T> {
            let order = if LOCK == 0 { Relaxed } else { Acquire };
            while self.locked.swap(true, order) {
                std::hint::spin_loop()
            }
            WideGuard(self)
        }
    }
    impl<const LOCK: u8, T: ?Sized> std::ops::Deref for WideGuard<'_, LOCK, T> {
        type Target = T;
        fn deref(&self) -> &T {
            unsafe { &*self.0.data.get() }
        }
    }
    impl<const LOCK: u8, T: ?Sized> std::ops::DerefMut for WideGuard<'_, LOCK, T> {
        fn deref_mut(&mut self) -> &mut T {
            unsafe { &mut *self.0.data.get() }
        }
    }
    impl<const LOCK: u8, T: ?Sized> Drop for WideGuard<'_, LOCK, T> {
        fn drop(&mut self) {
            self.0.locked.store(false, Release);
        }
    }
    static WIDE: Wide<1, u32> = Wide {
        locked: AtomicBool::new(false),
        data: UnsafeCell::new(0),
    };
    static WIDE2: Wide<0, u32> = Wide {
        locked: AtomicBool::new(false),
        data: UnsafeCell::new(0),
    };
    pub fn guard_of_what_may_be_unsized() {
        unordered(
            || *WIDE.lock() += 1,
            || {
                black_box(*WIDE.lock());
            },
        );
    }
    pub fn guard_of_what_may_be_unsized_relaxed() {
        unordered(
            || *WIDE2.lock() += 1,
            || {
                black_box(*WIDE2.lock());
            },
        );
    }

    /// A cell of the user's, as crates have it that loom can replace; says of itself what std's says of itself not.
    pub struct Own(UnsafeCell<u32>, AtomicBool);
    unsafe impl Sync for Own {}
    impl std::panic::RefUnwindSafe for Own {}
    impl Own {
        fn with_mut<R>(&self, f: impl FnOnce(*mut u32) -> R) -> R {
            f(self.0.get())
        }
    }
    static OWN: [Own; 2] = [const { Own(UnsafeCell::new(0), AtomicBool::new(false)) }; 2];
    fn all(list: *const Own) -> &'static [Own] {
        unsafe { std::slice::from_raw_parts(list, 2) }
    }
    pub fn a_list_of_cells_beside_a_write_into_one() {
        unordered(
            || {
                black_box(all(OWN.as_ptr()).len());
            },
            || OWN[1].with_mut(|p| unsafe { p.write(1) }),
        );
        unordered(
            || {
                black_box(all(OWN.as_ptr()).len());
            },
            || {
                OWN[1].with_mut(|p| {
                    let content = unsafe { &mut *p };
                    *content += 1;
                })
            },
        );
    }
    pub fn writes_into_one_cell() {
        unordered(
            || all(OWN.as_ptr())[1].with_mut(|p| unsafe { p.write(2) }),
            || OWN[1].with_mut(|p| unsafe { p.write(1) }),
        );
    }

    static mut NUMBERS: [u32; 4] = [0; 4];
    static mut LIST: Vec<u32> = Vec::new();
    static mut COUNT: u32 = 0;
    pub fn parts_of_a_list() {
        let write = || unsafe { NUMBERS[..2].copy_from_slice(&[1, 2]) };
        unordered(write, write);
    }
    pub fn parts_from_a_computed_place_on() {
        let write = |from: usize| unsafe { NUMBERS[from + 1..].fill(1) };
        unordered(|| write(1), || write(0));
    }
    pub fn taken() {
        let take = || unsafe { drop(black_box(std::mem::take(&mut LIST))) };
        unordered(take, take);
    }
    pub fn swapped() {
        use std::mem::{replace, swap};
        let (mut a, mut b) = (1, 2);
        unordered(
            || unsafe { swap(&mut COUNT, &mut a) },
            || unsafe { b = replace(&mut COUNT, 3) },
        );
        black_box((a, b));
    }

    #[derive(Default)]
    pub struct Seat {
        max: u32,
        val: Option<u32>,
        pair: (u32, u32),
    }
    pub struct Cells(UnsafeCell<Seat>);
    unsafe impl Sync for Cells {}
    const EMPTY: Seat = Seat {
        max: 0,
        val: None,
        pair: (0, 0),
    };
    static SEAT: Cells = Cells(UnsafeCell::new(EMPTY));
    static SEAT2: Cells = Cells(UnsafeCell::new(EMPTY));
    static SEAT3: Cells = Cells(UnsafeCell::new(EMPTY));
    pub fn references_to_other_fields() {
        unordered(
            || {
                black_box(unsafe { &mut *SEAT.0.get() }.val.take());
                unsafe { (&mut *SEAT.0.get()).pair.1 = 1 };
            },
            || {
                black_box(unsafe { &*SEAT.0.get() }.max);
                unsafe { (&mut *SEAT.0.get()).max += 1 };
            },
        );
        let p = P(Box::into_raw(Box::new(Seat::default())));
        let q = &p;
        unordered(
            move || unsafe { (&mut *q.0).max = 1 },
            move || unsafe {
                black_box((&*q.0).val.is_some());
            },
        );
        unsafe { drop(Box::from_raw(p.0)) }
    }
    pub fn references_to_the_same_field() {
        unordered(
            || {
                black_box(unsafe { &mut *SEAT2.0.get() }.val.take());
            },
            || {
                black_box(unsafe { &*SEAT2.0.get() }.val.is_some());
            },
        );
    }
    /// The reference is to the whole, whatever is done with it.
    pub fn reference_to_the_whole_beside_a_field() {
        unordered(
            || {
                let seat = unsafe { &mut *SEAT3.0.get() };
                seat.val = None;
            },
            || {
                black_box(unsafe { &*SEAT3.0.get() }.max);
            },
        );
    }

    /// Its fields may be those of another value, and finding them is counted.
    pub struct Counted(Seat, AtomicU32);
    impl std::ops::Deref for Counted {
        type Target = Seat;
        fn deref(&self) -> &Seat {
            self.1.fetch_add(1, Relaxed);
            &self.0
        }
    }
    impl std::ops::DerefMut for Counted {
        fn deref_mut(&mut self) -> &mut Seat {
            self.1.fetch_add(1, Relaxed);
            &mut self.0
        }
    }
    /// How often the fields were looked for.
    pub fn fields_through_derefs() -> u32 {
        let mut value = Counted(Seat::default(), AtomicU32::new(0));
        let mut boxed = Box::new(Seat::default());
        let mut tuple = (1u32, 2u8);
        let (p, b, t) = (&raw mut value, &raw mut boxed, &raw mut tuple);
        unsafe {
            (&mut *p).max = 7;
            assert_eq!((&*p).max, 7);
            (&mut *p).pair.0 += 1;
            (&mut *b).val = Some((&*p).max);
            assert_eq!((&*b).val.map(|x| x + (&*t).0), Some(8));
            (&mut *t).1 = 3;
            let r = &mut *t;
            (&mut *r).0 = 4;
            assert_eq!((&*r).0 + u32::from((&*t).1), 7);
        }
        value.1.into_inner()
    }
}

#[test]
fn a_field_of_a_reference_is_looked_for_once() {
    assert_eq!(programs::fields_through_derefs(), 4);
}

#[test]
fn shared_methods_beside_atomics_are_no_race() {
    for body in [
        programs::static_shared,
        programs::pointer_shared,
        programs::field_shared,
        programs::loaded_shared,
        programs::patterns,
        programs::arrays,
        programs::parts,
        programs::lazy,
        programs::in_a_cell_by_any_name,
        programs::references_to_other_fields,
        programs::guard_of_what_may_be_unsized,
        programs::a_list_of_cells_beside_a_write_into_one,
    ] {
        clean(body);
    }
}

#[test]
fn shared_methods_beside_writes_are_races() {
    for body in [
        programs::static_exclusive,
        programs::static_field_written,
        programs::pointer_written,
        programs::patterns_written,
        programs::same_part,
        programs::lazy_atomic_relaxed,
        programs::lazy_string_relaxed,
        programs::lazy_reference_relaxed,
        programs::in_a_cell_by_a_name_of_std_and_the_user,
        programs::in_a_cell_by_an_unknown_name,
        programs::references_to_the_same_field,
        programs::reference_to_the_whole_beside_a_field,
        programs::guard_of_what_may_be_unsized_relaxed,
        programs::writes_into_one_cell,
        programs::parts_of_a_list,
        programs::parts_from_a_computed_place_on,
        programs::taken,
        programs::swapped,
    ] {
        racy(body);
    }
}
