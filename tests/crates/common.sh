# Sourced by run.sh and weaken.sh: where the copies live, and how one is made. Nothing of them enters the repository.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
work=${DATARACE_CRATES_DIR:-${TMPDIR:-/tmp}/datarace-crates}
mkdir -p "$work"
export CARGO_TERM_COLOR=never
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR_CRATES:-$work/target}

# The names in list.txt, or those given.
selected() {
  if [ $# -gt 0 ]; then
    for name in "$@"; do
      grep -E "^$name " "$here/list.txt" || { echo "no crate \`$name\` in list.txt" >&2; exit 2; }
    done
  else
    grep -vE '^(#|$)' "$here/list.txt"
  fi
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

# copy NAME VERSION KIND: a fresh copy of the crate that cargo builds alone; prints its folder.
copy() {
  local from to=$work/$1-$2-$3
  from=$(fetch "$1" "$2")
  rm -rf "$to"
  cp -r "$from" "$to"
  chmod -R u+w "$to"
  printf '\n[workspace]\n\n[profile.dev.package.datarace]\nopt-level = 3\n' >>"$to/Cargo.toml"
  echo "$to"
}

# depend FOLDER: adds datarace as the README says it.
depend() {
  (cd "$1" && cargo add --quiet --path "$repository/runtime")
}

# annotate FOLDER: the attribute on every function; prints "covered constant unread".
annotate() {
  local paths=("$1/src")
  [ -d "$1/tests" ] && paths+=("$1/tests")
  "$annotate_tool" '#[datarace::check]' "${paths[@]}"
}

build_tool() {
  cargo build --quiet --manifest-path "$repository/Cargo.toml" -p datarace-tests --example annotate
  annotate_tool=$CARGO_TARGET_DIR/debug/examples/annotate
}
