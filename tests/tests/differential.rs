//! Functions with and without the attribute do the same: results, side effects and their order, drops, panics with their
//! places, and what is left in the statics.
//!
//! `differential/generate.rs` makes the functions from a seed. They are built twice into one program, in a crate of its own
//! in the target directory: once plain, once annotated, both at the same lines and columns.
//! `DATARACE_TEST_CASES` is their number, `DATARACE_TEST_SEED` the seed.
#![cfg(feature = "track")]

#[path = "differential/generate.rs"]
mod generate;

use datarace_tests::corpus::number;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const CASES: usize = 200;
const SEED: u64 = 1;
/// Functions in a module: so large a file that rustc splits the work.
const MODULE_LEN: usize = 200;

/// The crate's folder: the target directory of this test, `differential` in it.
fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let target = test.ancestors().nth(3).expect("target/debug/deps/test");
    target.join("differential")
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a file in a folder"))
        .expect("the target directory is writable");
    // The same text keeps its time, so that an unchanged program is not built again.
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::write(path, text).expect("the target directory is writable");
}

fn module(attribute: &str, functions: &str) -> String {
    let head = include_str!("differential/module_head.rs");
    format!("{attribute}\npub mod m {{\n{head}\n{functions}}}\n")
}

fn generate(seed: u64, cases: usize) -> PathBuf {
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests are a member");
    let manifest = include_str!("differential/manifest.toml")
        .replace("RUNTIME", &root.join("runtime").display().to_string());
    write(&folder.join("Cargo.toml"), &manifest);
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).expect("the workspace has a lock");
    if !folder.join("Cargo.lock").exists() {
        write(&folder.join("Cargo.lock"), &lock);
    }
    write(
        &folder.join("src/support.rs"),
        include_str!("differential/support.rs"),
    );
    let (mut modules, mut pairs) = (String::new(), String::new());
    for (index, first) in (0..cases).step_by(MODULE_LEN).enumerate() {
        let functions = generate::functions(seed, first, MODULE_LEN.min(cases - first));
        write(
            &folder.join(format!("src/plain{index}.rs")),
            &module("#[rustfmt::skip]", &functions),
        );
        write(
            &folder.join(format!("src/annotated{index}.rs")),
            &module("#[datarace::check]", &functions),
        );
        let _ = writeln!(modules, "mod plain{index};\nmod annotated{index};");
        let _ = writeln!(
            pairs,
            "    compare(plain{index}::m::ALL, plain{index}::m::state, annotated{index}::m::ALL, annotated{index}::m::state, {first}, &mut tally);"
        );
    }
    let main = include_str!("differential/program.rs")
        .replace("// MODULES\n", &modules)
        .replace("    // PAIRS\n", &pairs);
    write(&folder.join("src/main.rs"), &main);
    folder
}

#[test]
fn annotated_functions_do_what_plain_ones_do() {
    let cases = number("DATARACE_TEST_CASES", CASES);
    let folder = generate(number("DATARACE_TEST_SEED", SEED), cases);
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo runs");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        output.status.success(),
        "in {}:\n{out}\n{err}",
        folder.display()
    );
    // The program counts by itself, so that an empty run is no pass.
    let words: Vec<&str> = out.split_whitespace().collect();
    let count = |what: &str| -> usize {
        let position = words.iter().position(|word| *word == what).expect(&out);
        words[position - 1].parse().expect(&out)
    };
    assert_eq!(count("functions"), cases);
    assert!(
        count("effects") > cases
            && count("panics") > 0
            && count("drops") > cases / 2
            && count("events") > cases,
        "{out}"
    );
}
