#!/usr/bin/env bash
# Weakens one ordering at a time in real crates and counts how many of the weakenings their own tests then show.
#
#   tests/crates/weaken.sh [NAME..]     all of list.txt, or those named     (TIMEOUT=120 seconds a mutant)
#
# Each `Acquire`, `Release` and `AcqRel` in the code of the crate becomes `Relaxed` in turn, in a copy with the attribute on every
# function; then its own tests run. Verdicts: race (a report), unproven (only such), died (a test failed without a report), silent, broken
# (does not compile), timeout. One row a mutant in $work/weaken.tsv, one row a crate on standard output; none is left out.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build_tool
cargo build --quiet --manifest-path "$repository/Cargo.toml" -p datarace-tests --example orderings
orderings=$CARGO_TARGET_DIR/debug/examples/orderings
table=$work/weaken.tsv
: >"$table"

# verdict FOLDER LOG
verdict() {
  local status=0
  (cd "$1" && cargo test --no-run --lib --tests >"$2" 2>&1) || { echo broken; return; }
  (cd "$1" && timeout "${TIMEOUT:-120}" cargo test --lib --tests --no-fail-fast >>"$2" 2>&1 </dev/null) || status=$?
  if grep -q '^error\[race\]' "$2"; then echo race
  elif [ "$status" = 124 ]; then echo timeout
  elif grep -q '^warning\[unproven\]' "$2"; then echo unproven
  elif [ "$status" != 0 ]; then echo died
  else echo silent
  fi
}

printf '%-18s %5s %5s %8s %5s %7s %6s %7s\n' crate sites race unproven died timeout silent broken
selected "$@" | while read -r name version; do
  pristine=$(copy "$name" "$version" weakened)
  depend "$pristine"
  # Orderings are found in the text as it was published, and weakened there; the attributes are put on afterwards.
  backup=$work/$name-$version-pristine
  rm -rf "$backup"
  cp -r "$pristine" "$backup"
  "$orderings" list "$backup/src" >"$work/$name.sites"
  while read -r file offset line column word; do
    rm -rf "$pristine/src"
    cp -r "$backup/src" "$pristine/src"
    [ -d "$backup/tests" ] && rm -rf "$pristine/tests" && cp -r "$backup/tests" "$pristine/tests"
    "$orderings" weaken "$pristine/src/${file#"$backup/src/"}" "$offset"
    annotate "$pristine" >/dev/null
    printf '%s\t%s:%s:%s\t%s\t%s\n' "$name" "${file#"$backup/"}" "$line" "$column" "$word" \
      "$(verdict "$pristine" "$work/$name-mutant.log")" >>"$table"
  done <"$work/$name.sites"
  awk -F'\t' -v name="$name" '$1 == name { total++; count[$4]++ }
    END { printf "%-18s %5d %5d %8d %5d %7d %6d %7d\n", name, total, count["race"], count["unproven"], count["died"], count["timeout"], count["silent"], count["broken"] }' "$table"
done
echo "every mutant: $table"
