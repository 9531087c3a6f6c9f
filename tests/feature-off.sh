#!/usr/bin/env bash
# What "off" must mean: nothing of the tracker is built, nothing of the user's code changes, and the set-ups that the
# README offers work. Every set-up is a package outside of the workspace, as a user's is.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=${DATARACE_WORK:-$root/target/feature-off}
export CARGO_TARGET_DIR=$work/target CARGO_TERM_COLOR=never
mkdir -p "$work"

fail() { echo "feature-off: $*" >&2; exit 1; }
say() { printf '  %s\n' "$*"; }

say 'the dependency tree without the feature: the macros, and nothing else'
tree=$(cd "$root" && cargo tree --quiet -p datarace --no-default-features --edges normal,build --prefix none --no-dedupe)
names=$(cut -d' ' -f1 <<<"$tree" | sort -u | xargs)
[ "$names" = 'datarace datarace-macros' ] || fail "expected datarace and datarace-macros, found: $names"

say 'the crate and its examples build without the feature'
(cd "$root" && cargo build --quiet -p datarace --no-default-features --lib --examples)

# package NAME RESOLVER DEPENDENCIES: a library with a racy function, a program and a test that say what was tracked.
package() {
    local folder=$work/$1
    mkdir -p "$folder/src/bin" "$folder/tests"
    rm -f "$folder/build.rs"
    cat > "$folder/Cargo.toml" <<TOML
[package]
name = "setup-$1"
version = "0.0.0"
edition = "2024"
publish = false
default-run = "setup-$1"

[features]
plain = []

$3

[workspace]
resolver = "$2"
TOML
    cp "$root/Cargo.lock" "$folder/Cargo.lock"
    cat > "$folder/src/lib.rs" <<'RUST'
#![deny(warnings)]

static mut COUNTER: u64 = 0;

#[datarace::check]
pub fn count() -> u64 {
    #[datarace(skip)]
    let step = 1;
    unsafe {
        COUNTER += step;
        COUNTER
    }
}
RUST
    cp "$root/tests/feature-off/face.rs" "$folder/src/bin/face.rs"
    cat > "$folder/src/main.rs" <<'RUST'
#[datarace::check]
fn main() {
    let observation = datarace::observe(setup::count);
    assert_eq!(*observation.value(), 1);
    println!("tracked: {}", observation.events() > 0);
}
RUST
    sed -i "s/setup::/setup_${1//-/_}::/" "$folder/src/main.rs"
    cat > "$folder/tests/tracked.rs" <<'RUST'
#[datarace::test]
fn tests_are_instrumented() {
    let observation = datarace::observe(setup::count);
    assert!(observation.events() > 0, "nothing was tracked");
}
RUST
    sed -i "s/setup::/setup_${1//-/_}::/" "$folder/tests/tracked.rs"
}

# in_package NAME COMMAND..
in_package() { local folder=$work/$1; shift; (cd "$folder" && "$@"); }

builds_without_the_parser() {
    local found
    found=$(in_package "$1" cargo tree --quiet --edges normal --prefix none --no-dedupe | cut -d' ' -f1 | sort -u | xargs)
    [[ " $found " != *' syn '* && " $found " != *' serde '* ]] || fail "$1: cargo build brings: $found"
}

runs() {
    local said
    said=$(in_package "$1" cargo run --quiet 2>/dev/null)
    [ "$said" = "tracked: $2" ] || fail "$1: cargo run says '$said', expected 'tracked: $2'"
    in_package "$1" cargo run --quiet --bin face 2>/dev/null || fail "$1: face.rs fails"
}

documented="[dependencies]
datarace = { path = \"$root/runtime\", default-features = false }
[dev-dependencies]
datarace = { path = \"$root/runtime\" }"

for resolver in 2 3; do
    say "resolver $resolver: cargo build pays nothing, cargo test is instrumented"
    package "resolver-$resolver" "$resolver" "$documented"
    builds_without_the_parser "resolver-$resolver"
    runs "resolver-$resolver" false
    in_package "resolver-$resolver" cargo test --quiet > /dev/null
done

say 'resolver 1: it cannot tell the two apart, so both are instrumented'
package resolver-1 1 "$documented"
runs resolver-1 true
in_package resolver-1 cargo test --quiet > /dev/null

say 'a dev-dependency only, behind cfg_attr(test, ..)'
package dev-only 3 "[dev-dependencies]
datarace = { path = \"$root/runtime\" }"
rm -rf "$work/dev-only/src/main.rs" "$work/dev-only/src/bin"
sed -i "/^default-run/d" "$work/dev-only/Cargo.toml"
rm -rf "$work/dev-only/tests"
cat > "$work/dev-only/src/lib.rs" <<'RUST'
#![deny(warnings)]

static mut COUNTER: u64 = 0;

#[cfg_attr(test, datarace::check)]
pub fn count() -> u64 {
    unsafe {
        COUNTER += 1;
        COUNTER
    }
}

#[cfg(test)]
mod tests {
    #[datarace::test]
    fn tests_are_instrumented() {
        assert!(datarace::observe(super::count).events() > 0, "nothing was tracked");
    }
}
RUST
in_package dev-only cargo build --quiet
in_package dev-only cargo test --quiet > /dev/null

say 'also a build-dependency: the macros are built once, with the tracker for the host and plain for the target'
package build-script 3 "[dependencies]
datarace = { path = \"$root/runtime\", default-features = false }
[build-dependencies]
datarace = { path = \"$root/runtime\" }"
rm -rf "$work/build-script/tests"
cat > "$work/build-script/build.rs" <<'RUST'
use std::sync::atomic::{AtomicU64, Ordering};

static COUNTER: AtomicU64 = AtomicU64::new(0);

#[datarace::check]
fn count() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

fn main() {
    assert!(datarace::observe(count).events() > 0, "the build script is tracked");
    println!("cargo::rerun-if-changed=build.rs");
}
RUST
runs build-script false

say 'edition 2021: the programs of ui-tests compile and do the same there'
edition=$work/edition-2021
rm -rf "$edition/src" && mkdir -p "$edition/src/bin"
cp "$root"/ui-tests/tests/pass/*.rs "$edition/src/bin"
cp "$root/Cargo.lock" "$edition/Cargo.lock"
cat > "$edition/Cargo.toml" <<TOML
[package]
name = "edition-2021"
version = "0.0.0"
edition = "2021"
publish = false

[features]
track = ["datarace/track"]

[dependencies]
datarace = { path = "$root/runtime", default-features = false }

[workspace]
TOML
for features in '' '--features track'; do
    in_package edition-2021 cargo build --quiet --bins $features 2>"$work/edition-2021.log" || { cat "$work/edition-2021.log" >&2; fail "edition 2021 $features"; }
    for program in "$edition"/src/bin/*.rs; do
        "$CARGO_TARGET_DIR/debug/$(basename "$program" .rs)" 2>/dev/null || fail "edition 2021 $features: $(basename "$program")"
    done
done

say 'the object code of annotated functions equals that of plain ones'
(cd "$root" && cargo build --quiet --release -p datarace --no-default-features)
object() {
    rustc --edition 2024 --crate-type lib --crate-name object -C opt-level="$1" -C codegen-units=1 --emit asm="$2" \
        --extern datarace="$CARGO_TARGET_DIR/release/libdatarace.rlib" -L dependency="$CARGO_TARGET_DIR/release/deps" \
        "${@:3}" "$root/tests/feature-off/object.rs"
}
for level in 0 3; do
    object "$level" "$work/plain.s"
    object "$level" "$work/annotated.s" --cfg annotated
    cmp "$work/plain.s" "$work/annotated.s" || fail "opt-level $level: the annotation changed the object code"
    [ "$(grep -c '^[a-z_]*:$' "$work/plain.s")" -ge 5 ] || fail 'object.rs has functions'
done
