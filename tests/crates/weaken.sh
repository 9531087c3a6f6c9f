#!/usr/bin/env bash
# Weakens one ordering at a time in real crates and counts how many of the weakenings their own tests then show.
#
#   tests/crates/weaken.sh [NAME..]     all of list.txt, or those named     (TIMEOUT=60 seconds a mutant)
#
# Each `Acquire`, `Release` and `AcqRel` in the code of the crate becomes `Relaxed` in turn (a fence: nothing), and then each
# `SeqCst`, in a copy with the attribute on every function; then its own tests run. Verdicts: race (a report), unproven (only
# such), died (a test failed without a report), timeout, silent, unexercised (silent, and the tests never evaluate that
# ordering), broken (does not compile). A mutant that was judged is not judged again: delete its row in $work/weaken.tsv.
# Two rows a crate on standard output, `SeqCst` apart; none is left out.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build_tool
cargo build --quiet --manifest-path "$repository/Cargo.toml" -p datarace-tests --example orderings
orderings=$CARGO_TARGET_DIR/debug/examples/orderings
table=$work/weaken.tsv
touch "$table"

# verdict FOLDER LOG FLAGS..
verdict() {
  local folder=$1 log=$2 status=0
  shift 2
  (cd "$folder" && cargo test --no-run --lib --tests "$@" >"$log" 2>&1 </dev/null) || { echo broken; return; }
  (cd "$folder" && timeout "${TIMEOUT:-60}" cargo test --lib --tests --no-fail-fast "$@" >>"$log" 2>&1 </dev/null) || status=$?
  if grep -q '^error\[race\]' "$log"; then echo race
  elif [ "$status" = 124 ]; then echo timeout
  elif grep -q '^warning\[unproven\]' "$log"; then echo unproven
  elif [ "$status" != 0 ]; then echo died
  else echo silent
  fi
}

# exercised FOLDER LOG FLAGS..: prints `file:line:column` of each ordering that the tests of the plain crate evaluate.
exercised() {
  local folder=$1 log=$2
  shift 2
  echo 'extern crate std as probe_std;' >>"$folder/src/lib.rs"
  "$orderings" probe "$folder/src"
  (cd "$folder" && timeout 300 cargo test --lib --tests --no-fail-fast "$@" -- --nocapture >"$log" 2>&1 </dev/null) || true
  grep -q '^test result' "$log" || echo "$folder: what is exercised is not known, see $log" >&2
  grep -ao 'exercised: [0-9:]* of [^ ]*\.rs' "$log" | awk '{ print $4 ":" $2 }' | sort -u
}

row='%-18s %-8s %5s %5s %8s %5s %7s %6s %11s %6s\n'
printf "$row" crate from sites race unproven died timeout silent unexercised broken
selected "$@" | while read -r name version flags; do
  read -ra flags <<<"$flags"
  pristine=$(copy "$name" "$version" pristine)
  mutant=$(copy "$name" "$version" weakened)
  "$orderings" list "$pristine/src" >"$work/$name.sites"
  exercised "$(copy "$name" "$version" probed)" "$work/$name-probed.log" "${flags[@]}" >"$work/$name.exercised"
  depend "$mutant"
  while read -r file offset line column word; do
    place=${file#"$pristine/"}:$line:$column
    grep -q "^$name	$place	" "$table" && continue
    # Orderings are found in the text as it was published, and weakened there; the attributes are put on afterwards.
    for part in src tests; do
      [ -d "$pristine/$part" ] && rm -rf "${mutant:?}/$part" && cp -r "$pristine/$part" "$mutant/$part"
    done
    "$orderings" weaken "$mutant/${file#"$pristine/"}" "$offset"
    annotate "$mutant" >/dev/null 2>&1
    verdict=$(verdict "$mutant" "$work/$name-mutant.log" "${flags[@]}")
    if [ "$verdict" = silent ] && ! grep -qx "$place" "$work/$name.exercised"; then verdict=unexercised; fi
    printf '%s\t%s\t%s\t%s\n' "$name" "$place" "$word" "$verdict" >>"$table"
  done <"$work/$name.sites"
  awk -F'\t' -v name="$name" -v row="$row" '
    $1 == name { kind = $3 == "SeqCst" ? "SeqCst" : "weaker"; total[kind]++; count[kind, $4]++ }
    END { for (i = 0; i < 2; i++) { kind = i ? "SeqCst" : "weaker"
      printf row, name, kind, total[kind] + 0, count[kind, "race"] + 0, count[kind, "unproven"] + 0, count[kind, "died"] + 0,
        count[kind, "timeout"] + 0, count[kind, "silent"] + 0, count[kind, "unexercised"] + 0, count[kind, "broken"] + 0 } }' "$table"
done
echo "every mutant: $table"
