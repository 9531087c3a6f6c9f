//! The wrong programs whose reports are snapshots.

use std::sync::atomic::Ordering::*;

use super::fixture::*;
use crate::event::AccessKind::*;
use crate::race::MissingKind::*;
use crate::race::PathOperation::*;
use crate::race::{Explanation, Race, Verdict};

pub(crate) struct Case {
    pub(crate) race: Race,
    pub(crate) files: Vec<File>,
}

/// All of them.
pub(crate) fn all() -> Vec<Case> {
    vec![
        lock_with_relaxed_store(),
        lock_with_both_relaxed(),
        lazy_with_relaxed_load(),
        lazy_with_relaxed_failure(),
        store_buffering(),
        sequence_cut_in_two_files(),
        no_ordering_can_help(),
        unproven(),
        fence_misplaced(),
        long_line(),
        with_a_stack(),
        drop_without_acquire(),
        atomic_and_plain(),
        not_waited_for(),
        cut_by_a_third_thread(),
    ]
}

const LOCK: &str = "\
use std::sync::atomic::{AtomicBool, Ordering::*};

static mut DATA: String = String::new();
static LOCKED: AtomicBool = AtomicBool::new(false);

fn f() {
    if LOCKED.compare_exchange(false, true, Acquire, Relaxed).is_ok() {
        // Safety: We hold the exclusive lock, so nothing else is accessing DATA.
        unsafe { DATA.push('!') };
        LOCKED.store(false, Relaxed);
    }
}

fn main() {
    thread::scope(|s| {
        for _ in 0..100 {
            s.spawn(f);
        }
    });
}
";

/// The lock whose unlock is `Relaxed`.
pub(crate) fn lock_with_relaxed_store() -> Case {
    let file = File::new("src/lock.rs", LOCK);
    let spawn = file.site("s.spawn", "s.spawn(f)", "", &[]);
    let data = file.site("DATA.push", "DATA", "DATA", &[]);
    let store = file.site(
        "LOCKED.store",
        "LOCKED.store(false, Relaxed)",
        "LOCKED",
        &["Relaxed"],
    );
    let exchange = file.site(
        "LOCKED.compare",
        "LOCKED.compare_exchange(false, true, Acquire, Relaxed)",
        "LOCKED",
        &["Acquire", "Relaxed"],
    );
    let (a, b) = (thread(None, 3, spawn), thread(None, 7, spawn));
    let explanation = Explanation::new(
        vec![
            step(Store, store, 0, &a, Some(PublishesNothing)),
            step(Update, exchange, 0, &b, None),
        ],
        vec![change(store, 0, Relaxed, Release)],
        true,
    );
    Case {
        race: race(
            access(Write, data, &a),
            access(Write, data, &b),
            24,
            explanation,
        ),
        files: vec![file],
    }
}

const LOCK_BOTH: &str = "\
fn f() {
    if LOCKED.compare_exchange(false, true, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
        unsafe { DATA.push('!') };
        LOCKED.store(false, Ordering::Relaxed);
    }
}
fn main() {
    Builder::new().name(\"a\".into()).spawn(f);
    Builder::new().name(\"b\".into()).spawn(f);
}
";

/// The lock in which both orderings are `Relaxed`.
pub(crate) fn lock_with_both_relaxed() -> Case {
    let file = File::new("src/lock.rs", LOCK_BOTH);
    let spawn_a = file.site("(\"a\"", "spawn(f)", "", &[]);
    let spawn_b = file.site("(\"b\"", "spawn(f)", "", &[]);
    let data = file.site("DATA.push", "DATA", "DATA", &[]);
    let store = file.site(
        "LOCKED.store",
        "LOCKED.store(false, Ordering::Relaxed)",
        "LOCKED",
        &["Ordering::Relaxed"],
    );
    let exchange = file.site(
        "LOCKED.compare",
        "LOCKED.compare_exchange(false, true, Ordering::Relaxed, Ordering::Relaxed)",
        "LOCKED",
        &["Ordering::Relaxed", "Ordering::Relaxed"],
    );
    let (a, b) = (thread(Some("a"), 1, spawn_a), thread(Some("b"), 2, spawn_b));
    let explanation = Explanation::new(
        vec![
            step(Store, store, 0, &a, Some(PublishesNothing)),
            step(Update, exchange, 0, &b, Some(ReceivesNothing)),
        ],
        vec![
            change(store, 0, Relaxed, Release),
            change(exchange, 0, Relaxed, Acquire),
        ],
        true,
    );
    let mut race = race(
        access(Write, data, &a),
        access(Write, data, &b),
        24,
        explanation,
    );
    race.count = 12;
    race.token = Some("r1.Zm9vYmFy".to_owned());
    Case {
        race,
        files: vec![file],
    }
}

const LAZY: &str = "\
fn get_data() -> &'static Data {
    let mut p = PTR.load(Relaxed);
    if p.is_null() {
        p = Box::into_raw(Box::new(generate_data()));
        if let Err(e) = PTR.compare_exchange(std::ptr::null_mut(), p, Release, Acquire) {
            // Safety: p comes from Box::into_raw right above and was not shared with any other thread.
            drop(unsafe { Box::from_raw(p) });
            p = e;
        }
    }
    // Safety: p is not null and points to a properly initialized value.
    unsafe { &*p }
}
fn main() {
    let t = thread::spawn(get_data);
    get_data();
}
";

/// The lazy initialization whose first load is `Relaxed`.
pub(crate) fn lazy_with_relaxed_load() -> Case {
    let file = File::new("src/lazy.rs", LAZY);
    let spawn = file.site("thread::spawn", "thread::spawn(get_data)", "", &[]);
    let into_raw = file.site(
        "Box::into_raw",
        "Box::into_raw(Box::new(generate_data()))",
        "Box::into_raw(..)",
        &[],
    );
    let deref = file.site("&*p", "&*p", "*p", &[]);
    let load = file.site("PTR.load", "PTR.load(Relaxed)", "PTR", &["Relaxed"]);
    let exchange = file.site(
        "PTR.compare",
        "PTR.compare_exchange(std::ptr::null_mut(), p, Release, Acquire)",
        "PTR",
        &["Release", "Acquire"],
    );
    let (main, t) = (main_thread(), thread(None, 1, spawn));
    let explanation = Explanation::new(
        vec![
            step(Update, exchange, 0, &main, None),
            step(Load, load, 0, &t, Some(ReceivesNothing)),
        ],
        vec![change(load, 0, Relaxed, Acquire)],
        true,
    );
    Case {
        race: race(
            access(Write, into_raw, &main),
            access(ReborrowShared, deref, &t),
            400,
            explanation,
        ),
        files: vec![file],
    }
}

/// .. and the one whose failure ordering is `Relaxed`.
pub(crate) fn lazy_with_relaxed_failure() -> Case {
    let file = File::new("src/lazy.rs", LAZY_FAILURE);
    let spawn = file.site("thread::spawn", "thread::spawn(get_data)", "", &[]);
    let into_raw = file.site(
        "Box::into_raw",
        "Box::into_raw(Box::new(generate_data()))",
        "*p",
        &[],
    );
    let deref = file.site("&*p", "&*p", "*p", &[]);
    let exchange = file.site(
        "PTR.compare",
        "PTR.compare_exchange(null_mut(), p, Release, Relaxed)",
        "PTR",
        &["Release", "Relaxed"],
    );
    let (main, t) = (main_thread(), thread(None, 1, spawn));
    let explanation = Explanation::new(
        vec![
            step(Update, exchange, 0, &main, None),
            step(FailedExchange, exchange, 1, &t, Some(ReceivesNothing)),
        ],
        vec![change(exchange, 1, Relaxed, Acquire)],
        true,
    );
    Case {
        race: race(
            access(Write, into_raw, &main),
            access(ReborrowShared, deref, &t),
            400,
            explanation,
        ),
        files: vec![file],
    }
}

const LAZY_FAILURE: &str = "\
fn get_data() -> &'static Data {
    let mut p = PTR.load(Acquire);
    if p.is_null() {
        p = Box::into_raw(Box::new(generate_data()));
        if let Err(e) = PTR.compare_exchange(null_mut(), p, Release, Relaxed) {
            drop(unsafe { Box::from_raw(p) });
            p = e;
        }
    }
    unsafe { &*p }
}
fn main() {
    let t = thread::spawn(get_data);
    get_data();
}
";

const BUFFERING: &str = "\
static A: AtomicBool = AtomicBool::new(false);
static B: AtomicBool = AtomicBool::new(false);
static mut S: String = String::new();

fn main() {
    let a = thread::spawn(|| {
        A.store(true, Release);
        if !B.load(Acquire) {
            unsafe { S.push('!') };
        }
    });
    let b = thread::spawn(|| {
        B.store(true, Release);
        if !A.load(Acquire) {
            unsafe { S.push('?') };
        }
    });
}
";

/// Store buffering without `SeqCst`: both threads enter.
pub(crate) fn store_buffering() -> Case {
    let file = File::new("src/main.rs", BUFFERING);
    let spawn_a = file.site("let a", "thread::spawn", "", &[]);
    let spawn_b = file.site("let b", "thread::spawn", "", &[]);
    let (s_a, s_b) = (
        file.site("S.push('!')", "S", "S", &[]),
        file.site("S.push('?')", "S", "S", &[]),
    );
    let store_a = file.site("A.store", "A.store(true, Release)", "A", &["Release"]);
    let store_b = file.site("B.store", "B.store(true, Release)", "B", &["Release"]);
    let load_b = file.site("B.load", "B.load(Acquire)", "B", &["Acquire"]);
    let load_a = file.site("A.load", "A.load(Acquire)", "A", &["Acquire"]);
    let (a, b) = (thread(None, 1, spawn_a), thread(None, 2, spawn_b));
    let explanation = Explanation::new(
        vec![
            step(Store, store_a, 0, &a, Some(NotSequentiallyConsistent)),
            step(Load, load_b, 0, &a, Some(NotSequentiallyConsistent)),
            step(Store, store_b, 0, &b, Some(NotSequentiallyConsistent)),
            step(Load, load_a, 0, &b, Some(NotSequentiallyConsistent)),
        ],
        vec![
            change(store_a, 0, Release, SeqCst),
            change(load_b, 0, Acquire, SeqCst),
            change(store_b, 0, Release, SeqCst),
            change(load_a, 0, Acquire, SeqCst),
        ],
        true,
    );
    let mut race = race(
        access(Write, s_a, &a),
        access(Write, s_b, &b),
        24,
        explanation,
    );
    race.token = Some("e1.4.0.2".to_owned());
    Case {
        race,
        files: vec![file],
    }
}

const WRITER: &str = "\
pub fn write(slot: &Slot) {
    unsafe { *slot.value.get() = 1 };
    slot.ready.store(1, Release);
    slot.ready.store(2, Relaxed);
}
";
const READER: &str = "\
pub fn read(slot: &Slot) -> u64 {
    while slot.ready.load(Acquire) != 2 {}
    unsafe { *slot.value.get() }
}
";

/// A release sequence cut by a relaxed store; writer and reader in two files.
pub(crate) fn sequence_cut_in_two_files() -> Case {
    let writer = File::new("src/writer.rs", WRITER);
    let reader = File::new("src/reader.rs", READER);
    let write = writer.site("*slot", "*slot.value.get()", "*slot.value.get()", &[]);
    let publish = writer.site("store(1", "store(1, Release)", "slot.ready", &["Release"]);
    let cut = writer.site("store(2", "store(2, Relaxed)", "slot.ready", &["Relaxed"]);
    let load = reader.site(
        "slot.ready",
        "slot.ready.load(Acquire)",
        "slot.ready",
        &["Acquire"],
    );
    let read = reader.site("*slot", "*slot.value.get()", "*slot.value.get()", &[]);
    let spawn = writer.site("pub", "pub", "", &[]);
    let (w, r) = (
        thread(Some("writer"), 1, spawn),
        thread(Some("reader"), 2, spawn),
    );
    let explanation = Explanation::new(
        vec![
            step(Store, publish, 0, &w, None),
            step(Store, cut, 0, &w, Some(SequenceCut)),
            step(Load, load, 0, &r, None),
        ],
        vec![change(cut, 0, Relaxed, Release)],
        true,
    );
    Case {
        race: race(
            access(CellWrite, write, &w),
            access(CellRead, read, &r),
            8,
            explanation,
        ),
        files: vec![writer, reader],
    }
}

const COUNTER: &str = "\
static mut COUNTER: u64 = 0;
fn main() {
    let t = thread::spawn(|| unsafe { COUNTER += 1 });
    unsafe { COUNTER += 1 };
    t.join().unwrap();
}
";

/// Nothing connects the threads.
pub(crate) fn no_ordering_can_help() -> Case {
    let file = File::new("src/main.rs", COUNTER);
    let spawn = file.site(
        "thread::spawn",
        "thread::spawn(|| unsafe { COUNTER += 1 })",
        "",
        &[],
    );
    let one = file.site("|| unsafe", "COUNTER", "COUNTER", &[]);
    let other = file.site("    unsafe", "COUNTER", "COUNTER", &[]);
    let t = thread(None, 1, spawn);
    Case {
        race: race(
            access(Write, other, &main_thread()),
            access(Read, one, &t),
            8,
            Explanation::no_path(),
        ),
        files: vec![file],
    }
}

const POOL: &str = "\
fn job(p: Pointer) {
    unsafe { *p.0 += 1 };
    rayon::yield_now();
}
";

/// Code without annotation may have ordered the pair.
pub(crate) fn unproven() -> Case {
    let file = File::new("src/pool.rs", POOL);
    let data = file.site("*p.0", "*p.0", "*p.0", &[]);
    let spawn = file.site("rayon", "rayon::yield_now()", "", &[]);
    let pool = |number| {
        let mut thread = thread(Some("pool"), number, spawn);
        std::sync::Arc::get_mut(&mut thread).expect("new").created = None;
        thread
    };
    let mut race = race(
        access(Write, data, &pool(4)),
        access(Write, data, &pool(5)),
        4,
        Explanation::default(),
    );
    race.verdict = Verdict::Unproven;
    race.unannotated = vec!["`rayon::yield_now()` at src/pool.rs:3:5".to_owned()];
    Case {
        race,
        files: vec![file],
    }
}

const FENCE: &str = "\
fn publish() {
    fence(Release);
    unsafe { *größe = Some(\"日本語\") }; READY.store(true, Relaxed);
}
fn consume() {
    if READY.load(Relaxed) {
        fence(Acquire);
        let text = unsafe { *größe };
    }
}
";

/// A fence before the write, and columns behind characters of several bytes.
pub(crate) fn fence_misplaced() -> Case {
    let file = File::new("src/fence.rs", FENCE);
    let fence = file.site("fence(Release)", "fence(Release)", "", &["Release"]);
    let write = file.site("*größe =", "*größe", "*größe", &[]);
    let store = file.site(
        "READY.store",
        "READY.store(true, Relaxed)",
        "READY",
        &["Relaxed"],
    );
    let load = file.site("READY.load", "READY.load(Relaxed)", "READY", &["Relaxed"]);
    let acquire = file.site("fence(Acquire)", "fence(Acquire)", "", &["Acquire"]);
    let read = file.site("let text", "*größe", "*größe", &[]);
    let spawn = file.site("fn publish", "fn publish", "", &[]);
    let (w, r) = (thread(None, 1, spawn), thread(None, 2, spawn));
    let explanation = Explanation::new(
        vec![
            step(Fence, fence, 0, &w, Some(FenceMisplaced)),
            step(Store, store, 0, &w, Some(PublishesNothing)),
            step(Load, load, 0, &r, None),
            step(Fence, acquire, 0, &r, None),
        ],
        vec![change(store, 0, Relaxed, Release)],
        true,
    );
    Case {
        race: race(
            access(Write, write, &w),
            access(Read, read, &r),
            16,
            explanation,
        ),
        files: vec![file],
    }
}

const CALLS: &str = "\
fn outer(list: &List) {
    push(list, 1);
}
fn push(list: &List, value: u64) {
    unsafe { (*list.head).value = value };
}
";

const UNWAITED: &str = "\
fn producer() {
    unsafe { VALUE = 42 };
    READY.store(true, Release);
}
fn consumer() {
    let ready = READY.load(Acquire);
    let value = unsafe { VALUE };
}
";

/// The consumer goes on whether or not the value is there.
pub(crate) fn not_waited_for() -> Case {
    let file = File::new("src/unwaited.rs", UNWAITED);
    let write = file.site("VALUE = 42", "VALUE", "VALUE", &[]);
    let store = file.site(
        "READY.store",
        "READY.store(true, Release)",
        "READY",
        &["Release"],
    );
    let load = file.site("READY.load", "READY.load(Acquire)", "READY", &["Acquire"]);
    let read = file.site("{ VALUE }", "VALUE", "VALUE", &[]);
    let spawn = file.site("fn producer", "producer", "", &[]);
    let (p, c) = (thread(None, 1, spawn), thread(None, 2, spawn));
    let path = vec![
        step(Store, store, 0, &p, None),
        step(Load, load, 0, &c, Some(ReadsOlder)),
    ];
    let explanation = Explanation::new(path, Vec::new(), false);
    Case {
        race: race(
            access(Write, write, &p),
            access(Read, read, &c),
            8,
            explanation,
        ),
        files: vec![file],
    }
}

const CUT: &str = "\
fn owner() {
    unsafe { *data = 1 };
    STATE.store(READY, Release);
}
fn supervisor() {
    STATE.store(LATE, Release);
}
fn reader() {
    if STATE.load(Acquire) != 0 {
        unsafe { *data };
    }
}
";

/// The store of a third thread ends the release sequence.
pub(crate) fn cut_by_a_third_thread() -> Case {
    let file = File::new("src/cut.rs", CUT);
    let write = file.site("*data = 1", "*data", "*data", &[]);
    let store = file.site(
        "STATE.store(READY",
        "STATE.store(READY, Release)",
        "STATE",
        &["Release"],
    );
    let cut = file.site(
        "STATE.store(LATE",
        "STATE.store(LATE, Release)",
        "STATE",
        &["Release"],
    );
    let load = file.site("STATE.load", "STATE.load(Acquire)", "STATE", &["Acquire"]);
    let read = file.site("{ *data }", "*data", "*data", &[]);
    let spawn = file.site("fn owner", "owner", "", &[]);
    let threads = [1, 2, 3].map(|number| thread(None, number, spawn));
    let path = vec![
        step(Store, store, 0, &threads[0], None),
        step(Store, cut, 0, &threads[1], Some(SequenceCut)),
        step(Load, load, 0, &threads[2], None),
    ];
    let explanation = Explanation::new(path, Vec::new(), false);
    Case {
        race: race(
            access(Write, write, &threads[0]),
            access(Read, read, &threads[2]),
            4,
            explanation,
        ),
        files: vec![file],
    }
}

const COUNTED: &str = "\
fn drop_one(p: *mut Node) {
    let value = unsafe { (*p).value };
    if COUNT.fetch_sub(1, Release) == 1 {
        drop(unsafe { Box::from_raw(p) });
    }
}
";

/// The last owner frees without having acquired: one and the same place publishes and receives.
pub(crate) fn drop_without_acquire() -> Case {
    let file = File::new("src/counted.rs", COUNTED);
    let read = file.site("let value", "(*p).value", "(*p).value", &[]);
    let text = "COUNT.fetch_sub(1, Release)";
    let count = file.site("COUNT.fetch", text, "COUNT", &["Release"]);
    let free = file.site("Box::from", "Box::from_raw(p)", "*p", &[]);
    let spawn = file.site("fn drop_one", "drop_one", "", &[]);
    let (a, b) = (thread(None, 1, spawn), thread(None, 2, spawn));
    let explanation = Explanation::new(
        vec![
            step(Update, count, 0, &a, None),
            step(Update, count, 0, &b, Some(ReceivesNothing)),
        ],
        vec![change(count, 0, Release, AcqRel)],
        true,
    );
    Case {
        race: race(
            access(Read, read, &a),
            access(Write, free, &b),
            8,
            explanation,
        ),
        files: vec![file],
    }
}

const MIXED: &str = "\
fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}
fn reset(counter: *mut u64) {
    unsafe { *counter = 0 };
}
";

/// One side is atomic, the other is not.
pub(crate) fn atomic_and_plain() -> Case {
    let file = File::new("src/mixed.rs", MIXED);
    let text = "counter.fetch_add(1, Relaxed)";
    let add = file.site("counter.fetch", text, "counter", &["Relaxed"]);
    let reset = file.site("unsafe { *counter", "*counter", "*counter", &[]);
    let spawn = file.site("fn add", "add", "", &[]);
    let (a, b) = (thread(None, 1, spawn), thread(None, 2, spawn));
    Case {
        race: race(
            access(AtomicWrite, add, &a),
            access(Write, reset, &b),
            8,
            Explanation::no_path(),
        ),
        files: vec![file],
    }
}

/// The later access was reached through annotated calls.
pub(crate) fn with_a_stack() -> Case {
    let file = File::new("src/list.rs", CALLS);
    let data = file.site("(*list", "(*list.head).value", "(*list.head).value", &[]);
    let call = file.site("push(list, 1)", "push(list, 1)", "", &[]);
    let spawn = file.site("fn outer", "outer", "", &[]);
    let (a, b) = (thread(None, 1, spawn), thread(None, 2, spawn));
    let mut later = access(Write, data, &b);
    later.stack = vec![call, spawn];
    Case {
        race: race(access(Write, data, &a), later, 8, Explanation::no_path()),
        files: vec![file],
    }
}

/// A long line: what is marked stands far to the right.
pub(crate) fn long_line() -> Case {
    let text: String = format!(
        "fn f() {{ let x = [{}]; unsafe {{ COUNTER += x[0] }}; {} }}\n",
        "1, ".repeat(120),
        "g(); ".repeat(60)
    );
    let file = File::new("src/long.rs", text.leak());
    let data = file.site("COUNTER", "COUNTER", "COUNTER", &[]);
    let spawn = file.site("g()", "g()", "", &[]);
    let (a, b) = (thread(None, 1, spawn), thread(None, 2, spawn));
    Case {
        race: race(
            access(Write, data, &a),
            access(Write, data, &b),
            8,
            Explanation::no_path(),
        ),
        files: vec![file],
    }
}
