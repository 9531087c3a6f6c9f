# Sourced by run.sh and weaken.sh: where the copies live, and how one is made. Nothing of them enters the repository.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
work=${CRATES_DIR:-${TMPDIR:-/tmp}/datarace-crates}
mkdir -p "$work"
export CARGO_TERM_COLOR=never
# The copies lie outside of the repository, and are built with its toolchain all the same.
RUSTUP_TOOLCHAIN=$(sed -n 's/^channel = "\(.*\)"/\1/p' "$repository/rust-toolchain.toml")
export RUSTUP_TOOLCHAIN
# Cargo names what it builds by name, version and dependencies, not by folder: two scripts at once need two of these.
export CARGO_TARGET_DIR=${CRATES_TARGET_DIR:-$work/target}

# Rows `name version [flags]`: the first half of list.txt, its second half (`more`), or those named, from the list or not: `name` is the
# row of the list or else the newest version, `name@version` exactly that.
selected() {
  local name version
  if [ $# = 0 ]; then
    sed '/^# more/,$d' "$here/list.txt" | grep -vE '^(#|$)'
  elif [ "$1" = more ]; then
    sed '1,/^# more/d' "$here/list.txt" | grep -vE '^(#|$)'
  else
    for name in "$@"; do
      case $name in
        *@*) echo "${name%@*} ${name#*@}" ;;
        *) grep -E "^$name " "$here/list.txt" || newest "$name" ;;
      esac
    done
  fi
}

newest() {
  local version
  version=$(cargo info --quiet --registry crates-io "$1" 2>/dev/null | sed -n 's/^version: \([^ ]*\).*/\1/p')
  [ -n "$version" ] || { echo "no crate \`$1\` in the registry" >&2; exit 2; }
  echo "$1 $version"
}

# fetch NAME VERSION: prints the folder that cargo unpacked the exact version into.
fetch() {
  local probe=$work/fetch/$1
  mkdir -p "$probe/src"
  touch "$probe/src/lib.rs"
  printf '[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n%s = "=%s"\n' "$1" "$2" >"$probe/Cargo.toml"
  cargo metadata --quiet --format-version 1 --manifest-path "$probe/Cargo.toml" |
    python3 -c 'import json,os,sys
for package in json.load(sys.stdin)["packages"]:
    if package["name"] == sys.argv[1]:
        print(os.path.dirname(package["manifest_path"]))' "$1"
}

# trim FOLDER: takes out of the manifest what only benches need, and lets a crate that refuses warnings build with a later compiler's
# (the registry builds it with capped lints). New warnings are counted by run.sh.
trim() {
  python3 - "$1" <<'PYTHON'
import pathlib, re, sys
folder = pathlib.Path(sys.argv[1])
files = [file for part in ("src", "tests", "examples") for file in (folder / part).rglob("*.rs")]
text = ""
for file in files:
    source = file.read_text()
    kept = re.sub(r"#!\[deny\(warnings\)\]", "#![warn(warnings)]", source)
    if kept != source:
        file.write_text(kept)
    text += kept
manifest = folder / "Cargo.toml"
sections = re.split(r"(?m)^(?=\[)", manifest.read_text())
def needed(section):
    if section.startswith("[[bench]]"):
        return False
    header = re.match(r"\[(?:target\..*\.)?dev-dependencies\.\"?([\w-]+)\"?\]", section)
    return not header or re.search(r"\b" + header[1].replace("-", "_") + r"\b", text)
manifest.write_text("".join(filter(needed, sections)))
PYTHON
  rm -rf "$1/benches"
}

# copy NAME VERSION KIND: a fresh copy of the crate that cargo builds alone; prints its folder. CRATES_OPT_LEVEL=0 (default 3) builds the
# tracker sooner, and the tests take longer.
# CRATES_SHORT=1: the loops of its tests are as short as the crate itself makes them for Miri.
copy() {
  local from to=$work/$1-$2-$3
  from=$(fetch "$1" "$2")
  rm -rf "$to"
  cp -r "$from" "$to"
  chmod -R u+w "$to"
  # A published lock file may pin what datarace needs in a later version.
  rm -f "$to/Cargo.lock"
  trim "$to"
  if [ -n "${CRATES_SHORT:-}" ] && [ -d "$to/tests" ]; then
    find "$to/tests" -name '*.rs' -exec sed -i 's/cfg!(miri)/true/; s/cfg(miri)/cfg(all())/; s/cfg(not(miri))/cfg(any())/' {} +
  fi
  printf '\n[workspace]\n\n[profile.dev.package.datarace]\nopt-level = %s\n' "${CRATES_OPT_LEVEL:-3}" >>"$to/Cargo.toml"
  echo "$to"
}

# depend FOLDER: adds datarace as the README says it.
depend() {
  (cd "$1" && cargo add --quiet --path "$repository/runtime")
  name_crates "$1"
}

# name_crates FOLDER: in edition 2015 a path begins at the root of the crate, which has to name what other editions find by themselves.
name_crates() {
  local root
  if ! grep -q '^edition' "$1/Cargo.toml"; then
    for root in "$1"/src/lib.rs "$1"/tests/*.rs "$1"/examples/*.rs; do
      if [ -f "$root" ]; then echo 'extern crate core; extern crate datarace;' >>"$root"; fi
    done
  fi
}

# annotate FOLDER: the attribute on every function; prints "covered constant unread".
annotate() {
  local paths=("$1/src")
  [ -d "$1/tests" ] && paths+=("$1/tests")
  [ -d "$1/examples" ] && paths+=("$1/examples")
  "$annotate_tool" '#[datarace::check]' "${paths[@]}"
}

build_tool() {
  cargo build --quiet --manifest-path "$repository/Cargo.toml" -p datarace-tests --example annotate
  annotate_tool=$CARGO_TARGET_DIR/debug/examples/annotate
}
