//! Every row of the litmus table as annotated Rust: its exact number of executions under both models, or its race.

use datarace::{Explorer, MemoryModel};
use std::cell::UnsafeCell;
use std::sync::atomic::{
    AtomicU32,
    Ordering::{self, *},
    fence,
};

/// Plain data that threads share.
#[derive(Default)]
struct Plain(UnsafeCell<u32>);

// SAFETY: the programs below are what proves it, or does not.
unsafe impl Sync for Plain {}

/// What a row uses: four atomics and a plain variable.
#[derive(Default)]
struct Memory {
    x: AtomicU32,
    y: AtomicU32,
    z: AtomicU32,
    c: AtomicU32,
    d: Plain,
}

fn counts(name: &str, body: fn(), executions: u64, sc: u64) {
    let models = [
        (MemoryModel::Rust, executions),
        (MemoryModel::SequentiallyConsistent, sc),
    ];
    for (model, expected) in models {
        let found = Explorer::exhaustive().memory(model).run(body);
        found.assert_ok();
        assert!(found.is_complete(), "{name}: {found}");
        assert_eq!(found.executions(), expected, "{name} under {model:?}");
        assert_eq!(found.blocked(), 0, "{name} under {model:?}");
    }
}

fn races(name: &str, body: fn()) {
    for model in [MemoryModel::Rust, MemoryModel::SequentiallyConsistent] {
        let found = Explorer::exhaustive().memory(model).run(body);
        assert_eq!(found.races().len(), 1, "{name} under {model:?}: {found}");
        assert!(
            found.failures().is_empty(),
            "{name} under {model:?}: {found}"
        );
    }
}

/// `name: |memory| thread; thread => executions, executions under sequential consistency;` or `=> racy`.
macro_rules! rows {
    ($($name:ident: |$m:ident| $($thread:block)* => $($expected:tt),+;)*) => {
        $(
            #[test]
            fn $name() {
                #[datarace::check]
                fn body() {
                    let memory = Memory::default();
                    let $m = &memory;
                    std::thread::scope(|s| {
                        $(s.spawn(move || $thread);)*
                    });
                }
                rows!(@judge stringify!($name), body, $($expected),+);
            }
        )*
    };
    (@judge $name:expr, $body:expr, racy) => { races($name, $body) };
    (@judge $name:expr, $body:expr, $executions:expr, $sc:expr) => { counts($name, $body, $executions, $sc) };
}

rows! {
    sb: |m| { m.x.store(1, Release); m.y.load(Acquire); } { m.y.store(1, Release); m.x.load(Acquire); } => 4, 3;
    sb_4sc: |m| { m.x.store(1, SeqCst); m.y.load(SeqCst); } { m.y.store(1, SeqCst); m.x.load(SeqCst); } => 3, 3;
    sb_3sc_acq: |m| { m.x.store(1, SeqCst); m.y.load(Acquire); } { m.y.store(1, SeqCst); m.x.load(SeqCst); } => 4, 3;
    sb_3sc_rel: |m| { m.x.store(1, Release); m.y.load(SeqCst); } { m.y.store(1, SeqCst); m.x.load(SeqCst); } => 4, 3;
    sb_scfs: |m| { m.x.store(1, Relaxed); fence(SeqCst); m.y.load(Relaxed); } { m.y.store(1, Relaxed); fence(SeqCst); m.x.load(Relaxed); } => 3, 3;
    mp: |m| { m.x.store(1, Release); m.y.store(1, Release); } { m.y.load(Acquire); m.x.load(Acquire); } => 3, 3;
    mp_all_rlx: |m| { m.x.store(1, Relaxed); m.y.store(1, Relaxed); } { m.y.load(Relaxed); m.x.load(Relaxed); } => 4, 3;
    mp_rel_acq: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Release); } { if m.y.load(Acquire) != 0 { let _ = unsafe { *m.d.0.get() }; } } => 2, 2;
    mp_rel_acqf: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Release); } { if m.y.load(Relaxed) != 0 { fence(Acquire); let _ = unsafe { *m.d.0.get() }; } } => 2, 2;
    mp_relf_acq: |m| { unsafe { *m.d.0.get() = 1 }; fence(Release); m.y.store(1, Relaxed); } { if m.y.load(Acquire) != 0 { let _ = unsafe { *m.d.0.get() }; } } => 2, 2;
    mp_relf_acqf: |m| { unsafe { *m.d.0.get() = 1 }; fence(Release); m.y.store(1, Relaxed); } { if m.y.load(Relaxed) != 0 { fence(Acquire); let _ = unsafe { *m.d.0.get() }; } } => 2, 2;
    mp_rels_acq: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(0, Release); m.y.store(1, Relaxed); } { if m.y.load(Acquire) != 0 { let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_rels_acqf: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(0, Release); m.y.store(1, Relaxed); } { if m.y.load(Relaxed) != 0 { fence(Acquire); let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_rlx_acq: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Relaxed); } { if m.y.load(Acquire) != 0 { let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_rel_rlx: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Release); } { if m.y.load(Relaxed) != 0 { let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_rlx_rlx: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Relaxed); } { if m.y.load(Relaxed) != 0 { let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_relf_rlx: |m| { unsafe { *m.d.0.get() = 1 }; fence(Release); m.y.store(1, Relaxed); } { if m.y.load(Relaxed) != 0 { let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_rlx_acqf: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Relaxed); } { if m.y.load(Relaxed) != 0 { fence(Acquire); let _v = unsafe { *m.d.0.get() }; } } => racy;
    mp_inc_mp: |m| { m.x.store(1, Release); m.c.fetch_add(1, AcqRel); } { m.c.fetch_add(1, AcqRel); m.y.store(1, Release); } { m.y.load(Acquire); m.x.load(Acquire); } => 7, 7;
    mpu_rel_acq: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Release); } { m.y.fetch_add(1, Relaxed); } { if m.y.load(Acquire) > 1 { let _v = unsafe { *m.d.0.get() }; } } => 6, 6;
    mpu_relf_acqf: |m| { unsafe { *m.d.0.get() = 1 }; fence(Release); m.y.store(1, Relaxed); } { m.y.fetch_add(1, Relaxed); } { if m.y.load(Relaxed) > 1 { fence(Acquire); let _v = unsafe { *m.d.0.get() }; } } => 6, 6;
    mpu_rlx_acq: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Relaxed); } { m.y.fetch_add(1, Relaxed); } { if m.y.load(Acquire) > 1 { let _v = unsafe { *m.d.0.get() }; } } => racy;
    mpu2_rel_acq: |m| { unsafe { *m.d.0.get() = 1 }; m.y.store(1, Release); } { let _ = m.y.compare_exchange(1, 2, Relaxed, Relaxed); } { let _ = m.y.compare_exchange(2, 3, Relaxed, Relaxed); } { if m.y.load(Acquire) == 3 { let _v = unsafe { *m.d.0.get() }; } } => 14, 14;
    s: |m| { m.x.store(2, Relaxed); m.y.store(1, Relaxed); } { m.y.load(Relaxed); m.x.store(1, Relaxed); } => 4, 3;
    s_rel_acq: |m| { unsafe { *m.d.0.get() = 2 }; m.y.store(1, Release); } { if m.y.load(Acquire) != 0 { unsafe { *m.d.0.get() = 1 }; } } => 2, 2;
    s_rel_rlx: |m| { unsafe { *m.d.0.get() = 2 }; m.y.store(1, Release); } { if m.y.load(Relaxed) != 0 { unsafe { *m.d.0.get() = 1 }; } } => racy;
    s_rlx_acq: |m| { unsafe { *m.d.0.get() = 2 }; m.y.store(1, Relaxed); } { if m.y.load(Acquire) != 0 { unsafe { *m.d.0.get() = 1 }; } } => racy;
    lb: |m| { m.y.load(Acquire); m.x.store(1, Release); } { m.x.load(Acquire); m.y.store(1, Release); } => 3, 3;
    lb2: |m| { m.y.load(Relaxed); m.x.store(1, Relaxed); } { m.x.load(Relaxed); m.y.store(1, Relaxed); } => 3, 3;
    lb3: |m| { m.x.load(Relaxed); m.y.store(1, Relaxed); } { m.y.load(Relaxed); m.z.store(1, Relaxed); } { m.z.load(Relaxed); m.x.store(1, Relaxed); } => 7, 7;
    lb_dep: |m| { let r = m.y.load(Relaxed); m.x.store(r + 1, Relaxed); } { let r = m.x.load(Relaxed); m.y.store(r + 1, Relaxed); } => 3, 3;
    corr: |m| { m.x.store(1, Relaxed); m.x.store(2, Relaxed); } { m.x.load(Relaxed); m.x.load(Relaxed); } => 6, 6;
    corr_in_a_loop: |m| { m.x.store(1, Relaxed); m.x.store(2, Relaxed); } { let mut sum = 0; for _ in 0..2 { sum += m.x.load(Relaxed); } assert!(sum <= 4); } => 6, 6;
    corr0: |m| { m.x.store(1, Relaxed); } { m.x.load(Relaxed); } { m.x.load(Relaxed); } => 4, 4;
    corr1: |m| { m.x.store(1, Relaxed); } { m.x.store(2, Relaxed); } { m.x.load(Relaxed); m.x.load(Relaxed); } { m.x.load(Relaxed); } => 36, 36;
    corr2: |m| { m.x.store(1, Relaxed); } { m.x.store(2, Relaxed); } { m.x.load(Relaxed); m.x.load(Relaxed); } { m.x.load(Relaxed); m.x.load(Relaxed); } => 72, 72;
    cowr: |m| { m.x.store(1, Relaxed); assert_ne!(m.x.load(Relaxed), 0); } { m.x.store(2, Relaxed); } => 3, 3;
    corw: |m| { assert_ne!(m.x.load(Relaxed), 1); m.x.store(1, Relaxed); } { m.x.store(2, Relaxed); } => 3, 3;
    two_cowr: |m| { m.x.store(1, Relaxed); } { m.y.store(1, Relaxed); } { m.x.load(Relaxed); } { m.y.load(Relaxed); } => 4, 4;
    two_plus_two_w: |m| { m.x.store(1, Release); m.y.store(2, Release); } { m.y.store(1, Release); m.x.store(2, Release); } => 4, 3;
    two_plus_two_w_4sc: |m| { m.x.store(1, SeqCst); m.y.store(2, SeqCst); } { m.y.store(1, SeqCst); m.x.store(2, SeqCst); } => 3, 3;
    two_plus_two_w_scfs: |m| { m.x.store(1, Relaxed); fence(SeqCst); m.y.store(2, Relaxed); } { m.y.store(1, Relaxed); fence(SeqCst); m.x.store(2, Relaxed); } => 3, 3;
    iriw_ra: |m| { m.x.store(1, Release); } { m.y.store(1, Release); } { m.x.load(Acquire); m.y.load(Acquire); } { m.y.load(Acquire); m.x.load(Acquire); } => 16, 15;
    iriw_4sc: |m| { m.x.store(1, SeqCst); } { m.y.store(1, SeqCst); } { m.x.load(SeqCst); m.y.load(SeqCst); } { m.y.load(SeqCst); m.x.load(SeqCst); } => 15, 15;
    wrc_ra: |m| { m.x.store(1, Release); } { m.x.load(Acquire); m.y.store(1, Release); } { m.y.load(Acquire); m.x.load(Acquire); } => 7, 7;
    wrc_dep: |m| { m.x.store(1, Relaxed); } { let r = m.x.load(Relaxed); m.y.store(r, Relaxed); } { m.y.load(Relaxed); fence(AcqRel); m.x.load(Relaxed); } => 8, 7;
    isa2: |m| { m.x.store(1, Relaxed); m.y.store(1, Release); } { m.y.load(Acquire); m.z.store(1, Release); } { m.z.load(Acquire); m.x.load(Relaxed); } => 7, 7;
    rii: |m| { m.x.load(Relaxed); m.x.fetch_add(1, Relaxed); } { m.x.fetch_add(1, Relaxed); } => 3, 3;
    riwi: |m| { m.y.load(Acquire); m.x.fetch_add(1, Relaxed); } { m.x.fetch_add(1, Relaxed); m.y.store(1, Release); } => 3, 3;
    inc2w: |m| { m.x.fetch_add(1, Relaxed); } { m.x.store(4, Relaxed); } { m.x.fetch_add(1, Relaxed); } => 6, 6;
    cii: |m| { let _ = m.x.compare_exchange(1, 2, Relaxed, Relaxed); } { m.x.fetch_add(1, Relaxed); } { m.x.fetch_add(1, Relaxed); } => 6, 6;
    ccr: |m| { let _ = m.x.compare_exchange(0, 42, Relaxed, Relaxed); } { let _ = m.x.compare_exchange(0, 17, Relaxed, Relaxed); m.x.load(Relaxed); } => 2, 2;
    default_row: |m| { m.x.load(Relaxed); m.x.load(Relaxed); } { m.x.store(1, Relaxed); } { m.x.store(2, Relaxed); } => 12, 12;
    w_rrr_w: |m| { m.x.store(1, Relaxed); } { m.x.load(Relaxed); m.x.load(Relaxed); m.x.load(Relaxed); } { m.x.store(2, Relaxed); } => 20, 20;
}

/// `n` threads that each do `f` with their number.
#[datarace::check]
fn each(n: u32, memory: &Memory, f: impl Fn(&Memory, u32) + Sync) {
    let f = &f;
    std::thread::scope(|s| {
        for number in 1..=n {
            s.spawn(move || f(memory, number));
        }
    });
}

fn family(name: &str, n: u32, f: impl Fn(&Memory, u32) + Sync, executions: u64) {
    let found = Explorer::exhaustive().run(|| each(n, &Memory::default(), &f));
    found.assert_ok();
    assert_eq!(
        (found.executions(), found.blocked()),
        (executions, 0),
        "{name} with {n}"
    );
}

#[test]
fn families_have_their_numbers() {
    #[datarace::check]
    fn ainc(memory: &Memory, _: u32) {
        memory.x.fetch_add(1, Relaxed);
    }
    #[datarace::check]
    fn binc(memory: &Memory, _: u32) {
        memory.x.fetch_add(1, Relaxed);
        memory.y.fetch_add(1, Relaxed);
    }
    #[datarace::check]
    fn cas(memory: &Memory, number: u32) {
        let _ = memory.x.compare_exchange(0, number, Relaxed, Relaxed);
    }
    #[datarace::check]
    fn casw(memory: &Memory, number: u32) {
        let _ = memory.x.compare_exchange(0, 1, Relaxed, Relaxed);
        memory.x.store(number + 2, Relaxed);
    }
    #[datarace::check]
    fn readers(memory: &Memory, number: u32) {
        match number {
            1 => memory.x.store(1, Relaxed),
            _ => {
                memory.x.load(Relaxed);
            }
        }
    }
    #[datarace::check]
    fn wrw(memory: &Memory, number: u32) {
        if number != 1 {
            memory.x.load(Relaxed);
        }
        memory.x.store(number, Relaxed);
    }
    for (n, count) in [(2, 2), (3, 6), (4, 24), (5, 120)] {
        family("ainc", n, ainc, count);
        family("cas", n, cas, u64::from(n));
        family("readers", n, readers, 1 << (n - 1));
    }
    for (n, count) in [(2, 4), (3, 36)] {
        family("binc", n, binc, count);
    }
    for (n, count) in [(2, 6), (3, 66)] {
        family("casw", n, casw, count);
    }
    for (n, count) in [(2, 22), (3, 300)] {
        family("wrw", n + 1, wrw, count);
    }
}

/// A reader scans an array from its end for a zero while writers count up. The numbers of the table are those of acquire loads and
/// release stores (under which no execution is other than a sequentially consistent one); relaxed accesses have more.
#[test]
fn lastzero() {
    #[datarace::check]
    fn body(n: usize, load: Ordering, store: Ordering) {
        let array: Vec<AtomicU32> = (0..=n).map(|_| AtomicU32::new(0)).collect();
        let array = &array[..];
        std::thread::scope(|s| {
            s.spawn(move || {
                let mut last = n;
                while array[last].load(load) != 0 {
                    last -= 1;
                }
            });
            for j in 1..=n {
                s.spawn(move || {
                    let before = array[j - 1].load(load);
                    array[j].store(before + 1, store);
                });
            }
        });
    }
    for (load, store, executions) in [
        (Acquire, Release, 64),
        (SeqCst, SeqCst, 64),
        (Relaxed, Relaxed, 96),
    ] {
        let found = Explorer::exhaustive().run(|| body(5, load, store));
        found.assert_ok();
        assert!(found.is_complete(), "{found}");
        assert_eq!(found.executions(), executions, "{found}");
    }
}
