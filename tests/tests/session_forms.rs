//! Every way to make a session: each form compiles, runs its body once, and fails exactly if its body races.
//!
//! The racy tests fail on purpose, so they do nothing unless the variable [`FIXTURE`] is set: the last test of this file
//! runs each of them in a child process, the way libtest would, and reads its verdict.

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Set in the children.
const FIXTURE: &str = "DATARACE_TESTS_FIXTURE";

fn is_child() -> bool {
    std::env::var_os(FIXTURE).is_some()
}

#[datarace::check]
mod racy {
    static mut DATA: u64 = 0;

    /// Two unordered writes, one by a thread of its own.
    pub(super) fn write_twice() {
        std::thread::scope(|scope| {
            scope.spawn(|| unsafe { DATA += 1 });
            unsafe { DATA += 1 };
        });
    }
}

fn race_in_a_child() {
    if is_child() {
        racy::write_twice();
    }
}

mod forms {
    use super::*;

    #[datarace::test]
    fn test() {
        race_in_a_child();
    }

    #[datarace::check]
    #[test]
    fn check_above() {
        race_in_a_child();
    }

    #[test]
    #[datarace::check]
    fn check_below() {
        race_in_a_child();
    }

    #[datarace::test]
    fn result() -> Result<(), std::num::ParseIntError> {
        race_in_a_child();
        let _: u8 = "7".parse()?;
        Ok(())
    }

    #[test]
    #[datarace::check]
    fn result_below() -> Result<(), String> {
        race_in_a_child();
        Ok(())
    }

    // The panic is expected, the race is not: only the race may make these fail.
    #[datarace::test]
    #[should_panic(expected = "the expected panic")]
    fn should_panic() {
        race_in_a_child();
        panic!("the expected panic");
    }

    #[test]
    #[should_panic(expected = "the expected panic")]
    #[datarace::check]
    fn should_panic_below() {
        race_in_a_child();
        panic!("the expected panic");
    }

    macro_rules! tests {
        ($($name:ident)*) => {
            $(
                #[datarace::test]
                fn $name() {
                    race_in_a_child();
                }
            )*
        };
    }

    tests!(made_by_a_macro made_by_a_macro_too);

    macro_rules! tests_below {
        ($($(#[$attribute:meta])* fn $name:ident() $body:block)*) => {
            $($(#[$attribute])* #[datarace::check] fn $name() $body)*
        };
    }

    tests_below! {
        #[test]
        fn made_by_a_macro_below() {
            race_in_a_child();
        }
    }
}

#[datarace::check]
mod annotated_module {
    use super::race_in_a_child;

    #[test]
    fn in_a_module() {
        race_in_a_child();
    }

    mod nested {
        #[test]
        fn in_a_nested_module() {
            super::race_in_a_child();
        }
    }
}

/// A runtime's `test` attribute is an outer or an inner one; both are this shape after expansion.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[test]
fn async_body() {
    #[datarace::check]
    async fn async_body() {
        race_in_a_child();
    }
    block_on(async_body());
}

static RUNS: AtomicUsize = AtomicUsize::new(0);

#[datarace::check]
fn counted() -> usize {
    RUNS.fetch_add(1, Ordering::Relaxed)
}

#[test]
fn the_body_runs_once_and_its_value_is_handed_on() {
    assert_eq!(counted(), 0);
    assert_eq!(counted(), 1);
}

#[datarace::check]
fn main() {
    unreachable!("a function named `main` in a test binary is an ordinary function");
}

#[test]
fn a_main_that_is_not_the_programs_compiles() {
    let _: fn() = main;
}

/// Runs one test of this file in a child and answers whether it passed, and what was printed.
fn run(test: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(std::env::current_exe().expect("this test's own path"))
        .args(["--exact", test])
        .args(arguments)
        .env(FIXTURE, "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("the child starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("running 1 test"), "{test} exists:\n{text}");
    (output.status.success(), text)
}

const RACY: &[&str] = &[
    "forms::test",
    "forms::check_above",
    "forms::check_below",
    "forms::result",
    "forms::result_below",
    "forms::should_panic",
    "forms::should_panic_below",
    "forms::made_by_a_macro",
    "forms::made_by_a_macro_too",
    "forms::made_by_a_macro_below",
    "annotated_module::in_a_module",
    "annotated_module::nested::in_a_nested_module",
    "async_body",
];

/// A test that passes keeps to itself what it prints by the usual macros; what nobody else says is said past that.
mod quiet {
    use super::*;

    /// Its thread opens no session: not annotated, and what it calls has another name.
    #[test]
    fn owned_by_nobody() {
        race_in_a_child();
    }

    #[datarace::test]
    fn without_events() {}

    #[test]
    fn observed_without_events() {
        datarace::observe(|| ()).assert_race_free();
    }

    /// Annotated writes in threads of code without annotation, which may have ordered them.
    #[datarace::test]
    fn unproven() {
        if is_child() {
            spawned_by_others();
        }
    }

    fn spawned_by_others() {
        std::thread::scope(|scope| {
            scope.spawn(write_here);
            scope.spawn(write_here);
        });
    }

    #[datarace::check]
    fn write_here() {
        static mut HERE: u32 = 0;
        unsafe { HERE = 1 };
    }
}

#[test]
fn what_a_passing_test_would_keep_to_itself_is_said() {
    if is_child() {
        return;
    }
    for (test, passes, said) in [
        ("quiet::owned_by_nobody", false, "data race on `DATA`"),
        (
            "quiet::without_events",
            true,
            "test `quiet::without_events`: no event was seen",
        ),
        (
            "quiet::observed_without_events",
            true,
            "no event was seen, so nothing was checked",
        ),
        (
            "quiet::unproven",
            true,
            "test `quiet::unproven`: one pair of accesses is unproven",
        ),
    ] {
        let (passed, text) = run(test, &[]);
        assert!(
            text.contains("test result: ok. 1 passed"),
            "{test}:\n{text}"
        );
        assert_eq!(passed, passes, "the exit status of {test}:\n{text}");
        assert!(text.contains(said), "{test} says {said:?}:\n{text}");
        // Each thread has a number of its own, also where no session counts them.
        assert!(!text.contains("thread 0"), "{test}:\n{text}");
    }
}

#[test]
fn each_form_fails_exactly_if_its_body_races() {
    if is_child() {
        return;
    }
    let mut wrong = Vec::new();
    for test in RACY {
        for arguments in [&[][..], &["--test-threads=1"]] {
            let (passed, text) = run(test, arguments);
            if passed || !text.contains("data race on `DATA`") {
                wrong.push(format!("{test} {arguments:?}: passed: {passed}\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
