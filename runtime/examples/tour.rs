//! The three programs that datarace must always be right about, in their right and their wrong versions.
//!
//! `cargo run --example tour` runs each of them as a child process, prints its verdict beside the expected one, and
//! shows one whole report. It exits with 0 when every verdict is the expected one, and with 1 when one is not.
//!
//! A child exits with 0 when it is clean and with 66, as every annotated `main` does, when it has a race.

// `DATA.push('!')` makes a reference to a `static mut`, which edition 2024 refuses unless told otherwise.
#![allow(static_mut_refs)]

use std::process::{Command, ExitCode};

/// The exit status of a program with a race.
const RACE: i32 = 66;

/// A spinlock around a string: 100 threads push one character each.
mod locking {
    macro_rules! locking {
        ($(#[$doc:meta])* $name:ident, success = $success:ident, unlock = $unlock:ident) => {
            $(#[$doc])*
            pub mod $name {
                use std::sync::atomic::{AtomicBool, Ordering};
                use std::thread;

                static mut DATA: String = String::new();
                static LOCKED: AtomicBool = AtomicBool::new(false);

                #[datarace::check]
                fn push() {
                    while LOCKED.compare_exchange(false, true, Ordering::$success, Ordering::Relaxed).is_err() {
                        std::hint::spin_loop();
                    }
                    // SAFETY: the lock is held (that is the claim on trial).
                    unsafe { DATA.push('!') };
                    LOCKED.store(false, Ordering::$unlock);
                }

                #[datarace::check]
                pub fn run() {
                    thread::scope(|scope| {
                        for _ in 0..100 {
                            scope.spawn(push);
                        }
                    });
                }
            }
        };
    }

    locking!(right, success = Acquire, unlock = Release);
    locking!(relaxed_unlock, success = Acquire, unlock = Relaxed);
    locking!(relaxed_lock, success = Relaxed, unlock = Release);
    locking!(relaxed_both, success = Relaxed, unlock = Relaxed);
}

/// The same with the wrong ordering written out, for the report that the tour shows.
mod shown {
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering::{Acquire, Relaxed};
    use std::thread;

    static mut DATA: String = String::new();
    static LOCKED: AtomicBool = AtomicBool::new(false);

    #[datarace::check]
    fn push() {
        while LOCKED
            .compare_exchange(false, true, Acquire, Relaxed)
            .is_err()
        {
            std::hint::spin_loop();
        }
        // SAFETY: the lock is held, but the thread that held it before never released it in the sense of the model.
        unsafe { DATA.push('!') };
        LOCKED.store(false, Relaxed);
    }

    #[datarace::check]
    pub fn run() {
        thread::scope(|scope| {
            for number in 0..2 {
                let builder = thread::Builder::new().name(format!("pusher {number}"));
                builder
                    .spawn_scoped(scope, push)
                    .expect("a thread can be made");
            }
        });
    }
}

/// Whoever comes first makes the value; whoever comes second frees its own.
mod lazy {
    macro_rules! lazy {
        ($name:ident, load = $load:ident, success = $success:ident, failure = $failure:ident) => {
            pub mod $name {
                use std::ptr;
                use std::sync::atomic::{AtomicPtr, Ordering};
                use std::thread;

                #[datarace::check]
                fn get() -> &'static String {
                    static VALUE: AtomicPtr<String> = AtomicPtr::new(ptr::null_mut());
                    let mut value = VALUE.load(Ordering::$load);
                    if value.is_null() {
                        value = Box::into_raw(Box::new(String::from("made once")));
                        let null = ptr::null_mut();
                        if let Err(winner) = VALUE.compare_exchange(
                            null,
                            value,
                            Ordering::$success,
                            Ordering::$failure,
                        ) {
                            // SAFETY: made by `Box::into_raw` above, and the exchange failed: nobody else has it.
                            drop(unsafe { Box::from_raw(value) });
                            value = winner;
                        }
                    }
                    // SAFETY: not null, made by `Box::into_raw`, and never freed once it is in `VALUE`.
                    unsafe { &*value }
                }

                #[datarace::check]
                pub fn run() {
                    thread::scope(|scope| {
                        for _ in 0..2 {
                            scope.spawn(|| assert_eq!(get(), "made once"));
                        }
                    });
                }
            }
        };
    }

    lazy!(right, load = Acquire, success = Release, failure = Acquire);
    lazy!(
        relaxed_load,
        load = Relaxed,
        success = Release,
        failure = Acquire
    );
    lazy!(
        relaxed_success,
        load = Acquire,
        success = Relaxed,
        failure = Acquire
    );
    lazy!(
        relaxed_failure,
        load = Acquire,
        success = Release,
        failure = Relaxed
    );
}

/// Each thread raises its flag and pushes only if the other's is down: at most one may push.
mod store_buffering {
    macro_rules! store_buffering {
        ($name:ident, store = $store:ident, load = $load:ident) => {
            pub mod $name {
                use std::sync::atomic::{AtomicBool, Ordering};
                use std::thread;

                static A: AtomicBool = AtomicBool::new(false);
                static B: AtomicBool = AtomicBool::new(false);
                static mut S: String = String::new();

                #[datarace::check]
                fn left() {
                    A.store(true, Ordering::$store);
                    if !B.load(Ordering::$load) {
                        // SAFETY: only one of the two sees the other's flag down (that is the claim on trial).
                        unsafe { S.push('!') };
                    }
                }

                #[datarace::check]
                fn right() {
                    B.store(true, Ordering::$store);
                    if !A.load(Ordering::$load) {
                        // SAFETY: as in `left`.
                        unsafe { S.push('!') };
                    }
                }

                #[datarace::check]
                pub fn run() {
                    let threads = [thread::spawn(left), thread::spawn(right)];
                    for thread in threads {
                        thread.join().expect("no panic");
                    }
                }
            }
        };
    }

    store_buffering!(right, store = SeqCst, load = SeqCst);
    store_buffering!(acquire_release, store = Release, load = Acquire);
    store_buffering!(relaxed, store = Relaxed, load = Relaxed);
}

/// How a program is run.
enum Run {
    /// Once, as it happens.
    Observe(fn()),
    /// All its executions, stale reads included.
    Explore(fn()),
}

struct Program {
    name: &'static str,
    run: Run,
    racy: bool,
}

const fn observed(name: &'static str, run: fn(), racy: bool) -> Program {
    Program {
        name,
        run: Run::Observe(run),
        racy,
    }
}

const fn explored(name: &'static str, run: fn(), racy: bool) -> Program {
    Program {
        name,
        run: Run::Explore(run),
        racy,
    }
}

const PROGRAMS: &[Program] = &[
    observed("locking", locking::right::run, false),
    observed("locking, store Relaxed", locking::relaxed_unlock::run, true),
    observed("locking, success Relaxed", locking::relaxed_lock::run, true),
    observed("locking, both Relaxed", locking::relaxed_both::run, true),
    explored("lazy initialization", lazy::right::run, false),
    explored(
        "lazy initialization, load Relaxed",
        lazy::relaxed_load::run,
        true,
    ),
    explored(
        "lazy initialization, success Relaxed",
        lazy::relaxed_success::run,
        true,
    ),
    explored(
        "lazy initialization, failure Relaxed",
        lazy::relaxed_failure::run,
        true,
    ),
    explored(
        "store buffering, SeqCst",
        store_buffering::right::run,
        false,
    ),
    explored(
        "store buffering, Acquire / Release",
        store_buffering::acquire_release::run,
        true,
    ),
    explored(
        "store buffering, Relaxed",
        store_buffering::relaxed::run,
        true,
    ),
    observed(SHOWN, shown::run, true),
];

/// The one whose whole report the tour prints.
const SHOWN: &str = "locking, store Relaxed (this one's report)";

fn main() -> ExitCode {
    match std::env::args().nth(1) {
        None => tour(),
        Some(name) => child(&name),
    }
}

/// Runs one program in this process; the report goes to standard error.
fn child(name: &str) -> ExitCode {
    let Some(program) = PROGRAMS.iter().find(|program| program.name == name) else {
        let names: Vec<_> = PROGRAMS.iter().map(|program| program.name).collect();
        eprintln!("no program `{name}`; there are: {}", names.join(", "));
        return ExitCode::from(2);
    };
    let racy = match program.run {
        Run::Observe(run) => observe(run),
        Run::Explore(run) => explore(run),
    };
    if racy {
        ExitCode::from(RACE as u8)
    } else {
        ExitCode::SUCCESS
    }
}

fn observe(run: fn()) -> bool {
    let observation = datarace::observe(run);
    println!("one run, {} events", observation.events());
    observation
        .races()
        .iter()
        .for_each(|race| eprintln!("{race}"));
    !observation.races().is_empty()
}

fn explore(run: fn()) -> bool {
    let exploration = datarace::Explorer::exhaustive().run(run);
    let all = if exploration.is_complete() {
        ", all of them"
    } else {
        ""
    };
    println!("{} executions{all}", exploration.executions());
    exploration
        .races()
        .iter()
        .for_each(|race| eprintln!("{race}"));
    !exploration.races().is_empty()
}

/// Runs every program as a child and compares the verdicts.
fn tour() -> ExitCode {
    let mut surprises = 0;
    for program in PROGRAMS {
        let executable = std::env::current_exe().expect("this program has a path");
        let output = Command::new(executable)
            .arg(program.name)
            .output()
            .expect("a child can be run");
        let verdict = match output.status.code() {
            Some(0) => "clean",
            Some(RACE) => "race",
            _ => "failed",
        };
        let expected = if program.racy { "race" } else { "clean" };
        let how = String::from_utf8_lossy(&output.stdout);
        let mark = if verdict == expected {
            "as it must be"
        } else {
            "WRONG"
        };
        println!("{:42} {verdict:6} {mark:14} {}", program.name, how.trim());
        if verdict != expected {
            surprises += 1;
            eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        } else if program.name == SHOWN {
            println!("\n{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    match surprises {
        0 => {
            println!("every verdict is the expected one");
            ExitCode::SUCCESS
        }
        _ => {
            println!("{surprises} verdicts are not the expected ones");
            ExitCode::FAILURE
        }
    }
}
