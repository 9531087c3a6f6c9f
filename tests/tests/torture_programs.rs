//! Whole programs, chapter by chapter of the Reference and as real crates are written, with the attribute on every item: they
//! print what they print without it, and panic with the same words at the same places.
//!
//! The expected texts come from the same programs with tracking off:
//!
//! ```text
//! BLESS=1 cargo test -p datarace-tests --no-default-features --test torture_programs
//! ```

#![allow(
    warnings,
    clippy::all,
    static_mut_refs,
    dangerous_implicit_autorefs,
    let_underscore_lock
)]

/// What a program printed.
mod printed {
    use std::sync::{Mutex, PoisonError};

    static TEXT: Mutex<String> = Mutex::new(String::new());

    pub fn add(text: &str) {
        TEXT.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(text);
    }

    pub fn take() -> String {
        std::mem::take(&mut *TEXT.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

// The programs print through these.
macro_rules! println {
    () => { crate::printed::add("\n") };
    ($($arguments:tt)*) => { crate::printed::add(&(::std::format!($($arguments)*) + "\n")) };
}
macro_rules! print {
    ($($arguments:tt)*) => { crate::printed::add(&::std::format!($($arguments)*)) };
}
macro_rules! eprintln {
    ($($arguments:tt)*) => { crate::printed::add(&(::std::format!($($arguments)*) + "\n")) };
}
macro_rules! eprint {
    ($($arguments:tt)*) => { crate::printed::add(&::std::format!($($arguments)*)) };
}

mod a001 {
    include!("torture/programs/a001.rs");
}

mod a002 {
    include!("torture/programs/a002.rs");
}

mod a003 {
    include!("torture/programs/a003.rs");
}

mod a004 {
    include!("torture/programs/a004.rs");
}

mod a005 {
    include!("torture/programs/a005.rs");
}

mod a006 {
    include!("torture/programs/a006.rs");
}

mod a007 {
    include!("torture/programs/a007.rs");
}

mod a008 {
    include!("torture/programs/a008.rs");
}

mod a009 {
    include!("torture/programs/a009.rs");
}

mod b001 {
    include!("torture/programs/b001.rs");
}

mod b002 {
    include!("torture/programs/b002.rs");
}

mod b003 {
    include!("torture/programs/b003.rs");
}

#[cfg(not(feature = "edition_2021"))]
mod b004 {
    include!("torture/programs/b004.rs");
}

mod b005 {
    include!("torture/programs/b005.rs");
}

mod b006 {
    include!("torture/programs/b006.rs");
}

mod b007 {
    include!("torture/programs/b007.rs");
}

mod b008 {
    include!("torture/programs/b008.rs");
}

mod b009 {
    include!("torture/programs/b009.rs");
}

mod b010 {
    include!("torture/programs/b010.rs");
}

mod b011 {
    include!("torture/programs/b011.rs");
}

mod b012 {
    include!("torture/programs/b012.rs");
}

mod b013 {
    include!("torture/programs/b013.rs");
}

mod c001 {
    include!("torture/programs/c001.rs");
}

mod c002 {
    include!("torture/programs/c002.rs");
}

mod c003 {
    include!("torture/programs/c003.rs");
}

mod c004 {
    include!("torture/programs/c004.rs");
}

mod c005 {
    include!("torture/programs/c005.rs");
}

#[cfg(not(feature = "edition_2021"))]
mod c006 {
    include!("torture/programs/c006.rs");
}

mod c007 {
    include!("torture/programs/c007.rs");
}

mod c008 {
    include!("torture/programs/c008.rs");
}

mod c009 {
    include!("torture/programs/c009.rs");
}

mod c010 {
    include!("torture/programs/c010.rs");
}

mod d001 {
    include!("torture/programs/d001.rs");
}

mod d002 {
    include!("torture/programs/d002.rs");
}

mod d003 {
    include!("torture/programs/d003.rs");
}

mod d004 {
    include!("torture/programs/d004.rs");
}

mod d005 {
    include!("torture/programs/d005.rs");
}

mod d006 {
    include!("torture/programs/d006.rs");
}

mod d007 {
    include!("torture/programs/d007.rs");
}

mod d008 {
    include!("torture/programs/d008.rs");
}

mod d009 {
    include!("torture/programs/d009.rs");
}

mod d010 {
    include!("torture/programs/d010.rs");
}

mod e001 {
    include!("torture/programs/e001.rs");
}

mod e002 {
    include!("torture/programs/e002.rs");
}

mod e003 {
    include!("torture/programs/e003.rs");
}

mod e007 {
    include!("torture/programs/e007.rs");
}

mod e008 {
    include!("torture/programs/e008.rs");
}

mod e009 {
    include!("torture/programs/e009.rs");
}

mod e010 {
    include!("torture/programs/e010.rs");
}

mod f001 {
    include!("torture/programs/f001.rs");
}

mod f002 {
    include!("torture/programs/f002.rs");
}

mod f003 {
    include!("torture/programs/f003.rs");
}

mod f004 {
    include!("torture/programs/f004.rs");
}

mod f005 {
    include!("torture/programs/f005.rs");
}

mod f006 {
    include!("torture/programs/f006.rs");
}

mod f007 {
    include!("torture/programs/f007.rs");
}

mod f008 {
    include!("torture/programs/f008.rs");
}

mod g002 {
    include!("torture/programs/g002.rs");
}

mod g003 {
    include!("torture/programs/g003.rs");
}

mod g004 {
    include!("torture/programs/g004.rs");
}

mod g005 {
    include!("torture/programs/g005.rs");
}

mod g006 {
    include!("torture/programs/g006.rs");
}

mod g007 {
    include!("torture/programs/g007.rs");
}

mod g008 {
    include!("torture/programs/g008.rs");
}

mod h001 {
    include!("torture/programs/h001.rs");
}

mod h002 {
    include!("torture/programs/h002.rs");
}

mod h003 {
    include!("torture/programs/h003.rs");
}

mod h004 {
    include!("torture/programs/h004.rs");
}

mod h005 {
    include!("torture/programs/h005.rs");
}

#[deny(dangerous_implicit_autorefs)]
mod i003 {
    include!("torture/programs/i003.rs");
}

#[deny(dangerous_implicit_autorefs)]
mod i005 {
    include!("torture/programs/i005.rs");
}

mod j001 {
    include!("torture/programs/j001.rs");
}

mod j002 {
    include!("torture/programs/j002.rs");
}

mod j003 {
    include!("torture/programs/j003.rs");
}

mod j004 {
    include!("torture/programs/j004.rs");
}

mod j005 {
    include!("torture/programs/j005.rs");
}

mod j006 {
    include!("torture/programs/j006.rs");
}

mod j007 {
    include!("torture/programs/j007.rs");
}

mod j008 {
    include!("torture/programs/j008.rs");
}

mod j009 {
    include!("torture/programs/j009.rs");
}

mod j010 {
    include!("torture/programs/j010.rs");
}

#[rustfmt::skip]
const PROGRAMS: &[(&str, fn())] = &[
    ("a001", a001::main),
    ("a002", a002::main),
    ("a003", a003::main),
    ("a004", a004::main),
    ("a005", a005::main),
    ("a006", a006::main),
    ("a007", a007::main),
    ("a008", a008::main),
    ("a009", a009::main),
    ("b001", b001::main),
    ("b002", b002::main),
    ("b003", b003::main),
    #[cfg(not(feature = "edition_2021"))]
    ("b004", b004::main),
    ("b005", b005::main),
    ("b006", b006::main),
    ("b007", b007::main),
    ("b008", b008::main),
    ("b009", b009::main),
    ("b010", b010::main),
    ("b011", b011::main),
    ("b012", b012::main),
    ("b013", b013::main),
    ("c001", c001::main),
    ("c002", c002::main),
    ("c003", c003::main),
    ("c004", c004::main),
    ("c005", c005::main),
    #[cfg(not(feature = "edition_2021"))]
    ("c006", c006::main),
    ("c007", c007::main),
    ("c008", c008::main),
    ("c009", c009::main),
    ("c010", c010::main),
    ("d001", d001::main),
    ("d002", d002::main),
    ("d003", d003::main),
    ("d004", d004::main),
    ("d005", d005::main),
    ("d006", d006::main),
    ("d007", d007::main),
    ("d008", d008::main),
    ("d009", d009::main),
    ("d010", d010::main),
    ("e001", e001::main),
    ("e002", e002::main),
    ("e003", e003::main),
    ("e007", e007::main),
    ("e008", e008::main),
    ("e009", e009::main),
    ("e010", e010::main),
    ("f001", f001::main),
    ("f002", f002::main),
    ("f003", f003::main),
    ("f004", f004::main),
    ("f005", f005::main),
    ("f006", f006::main),
    ("f007", f007::main),
    ("f008", f008::main),
    ("g002", g002::main),
    ("g003", g003::main),
    ("g004", g004::main),
    ("g005", g005::main),
    ("g006", g006::main),
    ("g007", g007::main),
    ("g008", g008::main),
    ("h001", h001::main),
    ("h002", h002::main),
    ("h003", h003::main),
    ("h004", h004::main),
    ("h005", h005::main),
    ("i003", i003::main),
    ("i005", i005::main),
    ("j001", j001::main),
    ("j002", j002::main),
    ("j003", j003::main),
    ("j004", j004::main),
    ("j005", j005::main),
    ("j006", j006::main),
    ("j007", j007::main),
    ("j008", j008::main),
    ("j009", j009::main),
    ("j010", j010::main),
];

/// The panic's place and words, as the programs print them.
fn panic_text(info: &std::panic::PanicHookInfo<'_>) -> String {
    let words = info.payload_as_str().unwrap_or("no words");
    let place = info.location().map_or(String::new(), |location| {
        // The place in std's sources is not the programs' business.
        match location.file().contains("torture") {
            true => format!("{}:{}", location.line(), location.column()),
            false => "in std".to_owned(),
        }
    });
    format!("panicked at {place}: {words}\n")
}

#[test]
fn programs_print_the_same() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match cfg!(feature = "edition_2021") {
        true => folder.join("../tests/torture/programs"),
        false => folder.join("tests/torture/programs"),
    };
    std::panic::set_hook(Box::new(|info| printed::add(&panic_text(info))));
    let mut all = String::new();
    let mut failures = Vec::new();
    let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap_or_default();
    for (name, main) in PROGRAMS {
        printed::take();
        let ended = std::panic::catch_unwind(main).is_ok();
        let text = format!(
            "== {name}: {}\n{}",
            if ended { "ended" } else { "panicked" },
            printed::take()
        );
        if !expected.contains(&text) {
            failures.push(text.clone());
        }
        all += &text;
    }
    let _ = std::panic::take_hook();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(folder.join("expected.txt"), all).unwrap();
        return;
    }
    assert!(
        failures.is_empty(),
        "not as expected:\n{}",
        failures.concat()
    );
}
