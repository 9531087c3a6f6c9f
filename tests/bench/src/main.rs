//! The rows of the benchmark: `datarace-bench` lists them, `datarace-bench ROW..` prints `row nanoseconds peak_kib` for each.
//!
//! `--clocks` compares two representations of clocks (annotated only). `--detect PROGRAM` runs one of the racy programs of `detection`.
//! `--once ROW EVENTS` runs a row once, without a clock; `--part N ROW..` runs an Nth of the events, for slow peers.
//! One source, built plain, annotated, annotated with the feature off, and under ThreadSanitizer. Nanoseconds are wall time per event (or per pair, or per
//! thread, as the row says), the least of several rounds; peak_kib is the resident set of the process.

#![allow(static_mut_refs)]

#[cfg(feature = "annotated")]
mod clocks;
mod detection;

use std::hint::black_box;
use std::time::{Duration, Instant};

#[cfg_attr(any(feature = "annotated", feature = "off"), datarace::check)]
mod rows {
    use std::hint::black_box;
    use std::ptr;
    use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
    use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64};
    use std::sync::{Barrier, Mutex};
    use std::thread;

    static mut PLAIN: [u64; 64] = [0; 64];
    static ATOMIC: AtomicU64 = AtomicU64::new(0);
    static LOCKED: AtomicBool = AtomicBool::new(false);
    static MUTEX: Mutex<u64> = Mutex::new(0);
    static mut COUNTER: u64 = 0;

    pub fn plain_write(events: u64) {
        let data = &raw mut PLAIN as *mut u64;
        for event in 0..events {
            // SAFETY: in bounds; one thread.
            unsafe { *data.add(event as usize & 63) = event };
        }
    }

    pub fn plain_read(events: u64) {
        let data = &raw mut PLAIN as *mut u64;
        let mut sum = 0u64;
        for event in 0..events {
            // SAFETY: in bounds; one thread.
            sum = sum.wrapping_add(unsafe { *data.add(event as usize & 63) });
        }
        black_box(sum);
    }

    pub fn relaxed_load(events: u64) {
        for _ in 0..events {
            black_box(ATOMIC.load(Relaxed));
        }
    }

    pub fn acquire_load(events: u64) {
        for _ in 0..events {
            black_box(ATOMIC.load(Acquire));
        }
    }

    pub fn relaxed_store(events: u64) {
        for event in 0..events {
            ATOMIC.store(event, Relaxed);
        }
    }

    pub fn release_store(events: u64) {
        for event in 0..events {
            ATOMIC.store(event, Release);
        }
    }

    pub fn relaxed_fetch_add(events: u64) {
        for _ in 0..events {
            ATOMIC.fetch_add(1, Relaxed);
        }
    }

    pub fn acq_rel_fetch_add(events: u64) {
        for _ in 0..events {
            ATOMIC.fetch_add(1, AcqRel);
        }
    }

    pub fn spinlock_pair(events: u64) {
        for _ in 0..events {
            while LOCKED
                .compare_exchange(false, true, Acquire, Relaxed)
                .is_err()
            {
                std::hint::spin_loop();
            }
            // SAFETY: the lock is held.
            unsafe { COUNTER += 1 };
            LOCKED.store(false, Release);
        }
    }

    pub fn mutex_pair(events: u64) {
        for _ in 0..events {
            let mut guard = MUTEX.lock().unwrap();
            *guard += 1;
        }
    }

    fn lazy() -> &'static String {
        static VALUE: AtomicPtr<String> = AtomicPtr::new(ptr::null_mut());
        let mut value = VALUE.load(Acquire);
        if value.is_null() {
            value = Box::into_raw(Box::new(String::from("made once")));
            if let Err(winner) = VALUE.compare_exchange(ptr::null_mut(), value, Release, Acquire) {
                // SAFETY: made above, and nobody else has it.
                drop(unsafe { Box::from_raw(value) });
                value = winner;
            }
        }
        // SAFETY: not null, and never freed.
        unsafe { &*value }
    }

    pub fn lazy_hit(events: u64) {
        for _ in 0..events {
            black_box(lazy());
        }
    }

    /// The same row in `threads` threads at once, each doing its share.
    pub fn contended(threads: u64, events: u64, row: fn(u64)) {
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(move || row(events / threads));
            }
        });
    }

    pub fn sharded_counters(events: u64) {
        let shards: Vec<AtomicU64> = (0..64).map(|_| AtomicU64::new(0)).collect();
        thread::scope(|scope| {
            for thread in 0..2 {
                let shards = &shards;
                scope.spawn(move || {
                    for event in 0..events / 2 {
                        shards[(thread * 32 + event % 32) as usize].fetch_add(1, Relaxed);
                    }
                });
            }
        });
    }

    pub fn plain_slices(events: u64) {
        const LENGTH: usize = 1 << 16;
        let mut data = vec![0u64; LENGTH];
        let base = data.as_mut_ptr() as usize;
        thread::scope(|scope| {
            for half in 0..2 {
                scope.spawn(move || {
                    let mine = (base as *mut u64).wrapping_add(half * LENGTH / 2);
                    for event in 0..events as usize / 2 {
                        // SAFETY: each thread has its own half.
                        unsafe { *mine.add(event % (LENGTH / 2)) += 1 };
                    }
                });
            }
        });
    }

    /// Writes each word of 64 MiB once; an event is a byte.
    pub fn touch(events: u64) {
        let mut data = vec![0u64; events as usize / 8];
        let data = data.as_mut_ptr();
        for index in 0..events as usize / 8 {
            // SAFETY: the block is that long.
            unsafe { *data.add(index) = 1 };
        }
        black_box(data);
    }

    /// Writes one word in each 4 KiB of 256 MiB; an event is a write.
    pub fn touch_sparsely(events: u64) {
        let mut data = vec![0u64; events as usize * 512];
        let data = data.as_mut_ptr();
        for index in 0..events as usize {
            // SAFETY: the block is that long.
            unsafe { *data.add(index * 512) = 1 };
        }
        black_box(data);
    }

    /// Allocates, fills and frees a block of 16 MiB, again and again; an event is a byte.
    pub fn reuse_blocks(events: u64) {
        const SIZE: usize = 16 << 20;
        for _ in 0..events / SIZE as u64 {
            let mut data = Vec::<u8>::with_capacity(SIZE);
            // SAFETY: the block is that long.
            unsafe { ptr::write_bytes(data.as_mut_ptr(), 1, SIZE) };
            black_box(data);
        }
    }

    pub fn bulk_write(events: u64) {
        const SIZE: usize = 1 << 20;
        let mut data = vec![0u8; SIZE];
        let data = data.as_mut_ptr();
        for _ in 0..events / SIZE as u64 {
            // SAFETY: the block is that long.
            unsafe { ptr::write_bytes(data, 1, SIZE) };
            black_box(data);
        }
    }

    /// The same with another time at each write.
    pub fn bulk_write_anew(events: u64) {
        const SIZE: usize = 1 << 20;
        let mut data = vec![0u8; SIZE];
        let data = data.as_mut_ptr();
        for event in 0..events / SIZE as u64 {
            // SAFETY: the block is that long.
            unsafe { ptr::write_bytes(data, 1, SIZE) };
            black_box(data);
            ATOMIC.store(event, Release);
        }
    }

    pub fn hand_off(events: u64) {
        static TURN: AtomicU64 = AtomicU64::new(0);
        static mut PAYLOAD: [u64; 8] = [0; 8];
        TURN.store(0, Relaxed);
        thread::scope(|scope| {
            for me in 0..2 {
                scope.spawn(move || {
                    for event in 0..events / 2 {
                        while TURN.load(Acquire) % 2 != me {
                            std::hint::spin_loop();
                        }
                        // SAFETY: it is this thread's turn.
                        unsafe { PAYLOAD[event as usize & 7] += 1 };
                        TURN.fetch_add(1, Release);
                    }
                });
            }
        });
    }

    pub fn spawn_join(events: u64) {
        for _ in 0..events {
            thread::spawn(|| black_box(1)).join().unwrap();
        }
    }

    /// A row while `threads` threads are alive and have each made one event of it.
    pub fn with_live_threads(
        threads: usize,
        row: fn(u64),
        events: u64,
        started: impl FnOnce() + Send,
        done: impl FnOnce() + Send,
    ) {
        let ready = Barrier::new(threads + 1);
        let finish = Barrier::new(threads + 1);
        thread::scope(|scope| {
            for _ in 0..threads {
                let builder = thread::Builder::new().stack_size(64 << 10);
                let (ready, finish) = (&ready, &finish);
                builder
                    .spawn_scoped(scope, move || {
                        row(1);
                        ready.wait();
                        finish.wait();
                    })
                    .unwrap();
            }
            ready.wait();
            row(threads as u64);
            started();
            row(events);
            done();
            finish.wait();
        });
    }
}

/// How a row is run, how many events a round has, and what is timed.
type Row = (&'static str, u64, fn(u64) -> Duration);

macro_rules! timed {
    ($call:expr) => {
        |events| {
            let start = Instant::now();
            let run: fn(u64) = $call;
            run(events);
            start.elapsed()
        }
    };
}

macro_rules! live {
    ($threads:literal, $row:expr) => {
        |events| live($threads, events, $row)
    };
}

fn live(threads: usize, events: u64, row: fn(u64)) -> Duration {
    let begun = std::sync::OnceLock::new();
    let mut time = Duration::ZERO;
    rows::with_live_threads(
        threads,
        row,
        events,
        || begun.set(Instant::now()).expect("once"),
        || time = begun.get().expect("begun before").elapsed(),
    );
    time
}

const ROWS: &[Row] = &[
    ("start", 1, timed!(rows::plain_write)),
    ("plain-write", 10_000_000, timed!(rows::plain_write)),
    ("plain-read", 10_000_000, timed!(rows::plain_read)),
    ("relaxed-load", 5_000_000, timed!(rows::relaxed_load)),
    ("acquire-load", 5_000_000, timed!(rows::acquire_load)),
    ("relaxed-store", 5_000_000, timed!(rows::relaxed_store)),
    ("release-store", 5_000_000, timed!(rows::release_store)),
    (
        "relaxed-fetch-add",
        5_000_000,
        timed!(rows::relaxed_fetch_add),
    ),
    (
        "acq-rel-fetch-add",
        5_000_000,
        timed!(rows::acq_rel_fetch_add),
    ),
    ("spinlock-pair", 2_000_000, timed!(rows::spinlock_pair)),
    ("mutex-pair", 2_000_000, timed!(rows::mutex_pair)),
    ("lazy-hit", 5_000_000, timed!(rows::lazy_hit)),
    ("bulk-write-byte", 256 << 20, timed!(rows::bulk_write)),
    ("bulk-anew-byte", 256 << 20, timed!(rows::bulk_write_anew)),
    ("touched-byte", 64 << 20, timed!(rows::touch)),
    ("sparse-word", 64 << 10, timed!(rows::touch_sparsely)),
    ("reused-block-byte", 256 << 20, timed!(rows::reuse_blocks)),
    (
        "plain-read-2",
        10_000_000,
        timed!(|events| rows::contended(2, events, rows::plain_read)),
    ),
    (
        "relaxed-store-2",
        2_000_000,
        timed!(|events| rows::contended(2, events, rows::relaxed_store)),
    ),
    (
        "relaxed-load-2",
        4_000_000,
        timed!(|events| rows::contended(2, events, rows::relaxed_load)),
    ),
    (
        "acquire-load-2",
        4_000_000,
        timed!(|events| rows::contended(2, events, rows::acquire_load)),
    ),
    (
        "release-store-2",
        2_000_000,
        timed!(|events| rows::contended(2, events, rows::release_store)),
    ),
    (
        "relaxed-fetch-add-2",
        2_000_000,
        timed!(|events| rows::contended(2, events, rows::relaxed_fetch_add)),
    ),
    (
        "acq-rel-fetch-add-2",
        2_000_000,
        timed!(|events| rows::contended(2, events, rows::acq_rel_fetch_add)),
    ),
    (
        "spinlock-2",
        1_000_000,
        timed!(|events| rows::contended(2, events, rows::spinlock_pair)),
    ),
    (
        "mutex-2",
        1_000_000,
        timed!(|events| rows::contended(2, events, rows::mutex_pair)),
    ),
    (
        "lazy-hit-2",
        4_000_000,
        timed!(|events| rows::contended(2, events, rows::lazy_hit)),
    ),
    (
        "sharded-counters",
        4_000_000,
        timed!(rows::sharded_counters),
    ),
    ("plain-slices", 10_000_000, timed!(rows::plain_slices)),
    ("hand-off", 400_000, timed!(rows::hand_off)),
    ("spawn-join", 2_000, timed!(rows::spawn_join)),
    ("pair-8-live", 500_000, live!(8, rows::spinlock_pair)),
    ("pair-100-live", 200_000, live!(100, rows::spinlock_pair)),
    ("pair-1000-live", 100_000, live!(1000, rows::spinlock_pair)),
    ("release-8-live", 500_000, live!(8, rows::release_store)),
    ("release-100-live", 500_000, live!(100, rows::release_store)),
    ("acq-rel-8-live", 500_000, live!(8, rows::acq_rel_fetch_add)),
    ("acq-rel-100-live", 500_000, live!(100, rows::acq_rel_fetch_add)),
    ("mutex-8-live", 500_000, live!(8, rows::mutex_pair)),
    ("mutex-100-live", 200_000, live!(100, rows::mutex_pair)),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.is_empty() {
        ROWS.iter().for_each(|(name, ..)| println!("{name}"));
        return;
    }
    if let [flag, name, events] = &wanted[..]
        && flag == "--once"
    {
        let row = ROWS.iter().find(|(row, ..)| row == name);
        let ((_, _, run), events) = (row.expect("a row"), events.parse().expect("a number"));
        run(events);
        return;
    }
    #[cfg(feature = "annotated")]
    if wanted[0] == "--clocks" {
        return clocks::compare();
    }
    if let [flag, name] = &wanted[..]
        && flag == "--detect"
    {
        let program = detection::PROGRAMS
            .iter()
            .find(|(program, _)| program == name);
        let (_, run) = program.expect("a program");
        // Before the end of the process, whose status a report may set.
        println!("both accesses happened: {}", run());
        return;
    }
    let (part, wanted) = match &wanted[..] {
        [flag, part, rows @ ..] if flag == "--part" => (part.parse().expect("a number"), rows),
        rows => (1, rows),
    };
    for name in wanted {
        let Some((_, events, run)) = ROWS.iter().find(|(row, ..)| row == name) else {
            eprintln!("no row `{name}`");
            std::process::exit(2);
        };
        let events = (events / part).max(1);
        // The rows about memory count what they touch once.
        if !["touched-byte", "sparse-word", "reused-block-byte"].contains(&name.as_str()) {
            run(events / 10);
        }
        let best = (0..3).map(|_| run(events)).min().expect("three rounds");
        println!(
            "{name} {:.3} {}",
            best.as_nanos() as f64 / events as f64,
            peak_kib()
        );
    }
    black_box(());
}

/// The greatest resident set of this process so far.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
