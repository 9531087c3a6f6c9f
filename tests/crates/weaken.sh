#!/usr/bin/env bash
# Weakens one ordering at a time in real crates and counts how many of the weakenings their own tests then show.
#
#   tests/crates/weaken.sh [NAME..]     all of list.txt, or those named     (TIMEOUT=60 seconds a run, RUNS=3 runs while they are silent)
#
# Each `Acquire`, `Release` and `AcqRel` in the code of the crate becomes `Relaxed` in turn (a fence: nothing), and then each
# `SeqCst`, in a copy with the attribute on every function; then its own tests run. Verdicts: race (a report), unproven (only
# such), died (a test failed without a report), timeout, silent, unexercised (silent, and the tests never evaluate that
# ordering), broken (does not compile). What shows no race runs a second time with DATARACE_WEAK=1; columns `weak` and `wrong`
# count those of the others that show a race then, or fail otherwise. The crate as it was published is judged the same way, as
# control: it has to be silent. A mutant that was judged is not judged again: delete its row in $work/weaken.tsv.
# Two rows a crate on standard output, `SeqCst` apart; none is left out.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build_tool
cargo build --quiet --manifest-path "$repository/Cargo.toml" -p datarace-tests --example orderings
orderings=$CARGO_TARGET_DIR/debug/examples/orderings
table=$work/weaken.tsv
touch "$table"

# judge FOLDER LOG FLAGS..: what its tests show. Without libtest's capturing, so that a report counts when the time is over, too.
judge() {
  local folder=$1 log=$2 status=0 run
  shift 2
  : >"$log"
  # One report is enough: the rest of the tests would say nothing new, and may take as long as they can.
  (cd "$folder" && exec setsid timeout "${TIMEOUT:-60}" cargo test --lib --tests --no-fail-fast "$@" -- --nocapture >"$log" 2>&1 </dev/null) &
  run=$!
  while kill -0 "$run" 2>/dev/null && ! grep -aq '^error\[race\]' "$log"; do sleep 0.5; done
  # The process is the leader of a session of its own, so this ends what cargo started, too.
  if grep -aq '^error\[race\]' "$log"; then kill -KILL -- "-$run" 2>/dev/null || true; fi
  wait "$run" 2>/dev/null || status=$?
  if grep -aq '^error\[race\]' "$log"; then echo race
  elif [ "$status" = 124 ]; then echo timeout
  elif grep -aq '^warning\[unproven\]' "$log"; then echo unproven
  elif [ "$status" != 0 ]; then echo died
  else echo silent
  fi
}

# judged FOLDER LOG FLAGS..: the first verdict that is not silence, in RUNS runs at most: which schedule happens is a matter of luck.
judged() {
  local verdict run
  for ((run = 0; run < ${RUNS:-3}; run++)); do
    verdict=$(judge "$@")
    [ "$verdict" = silent ] || break
  done
  echo "$verdict"
}

# both FOLDER LOG FLAGS..: the verdict of an ordinary run and the one with stale reads, with a tab between; `-` where there is none.
both() {
  local folder=$1 log=$2 verdict
  shift 2
  (cd "$folder" && cargo test --no-run --lib --tests "$@" >"$log" 2>&1 </dev/null) || { printf 'broken\t-'; return; }
  verdict=$(judged "$folder" "$log" "$@")
  case $verdict in
    race) printf 'race\t-' ;;
    *) printf '%s\t%s' "$verdict" "$(DATARACE_WEAK=1 judged "$folder" "$log.weak" "$@")" ;;
  esac
}

# fresh PRISTINE MUTANT: puts the published sources back.
fresh() {
  local part
  for part in src tests; do
    if [ -d "$1/$part" ]; then rm -rf "${2:?}/$part" && cp -r "$1/$part" "$2/$part"; fi
  done
}

# exercised FOLDER LOG FLAGS..: prints `file:line:column` of each ordering that the tests of the plain crate evaluate.
exercised() {
  local folder=$1 log=$2
  shift 2
  echo 'extern crate std as probe_std;' >>"$folder/src/lib.rs"
  "$orderings" probe "$folder/src"
  (cd "$folder" && timeout 300 cargo test --lib --tests --no-fail-fast "$@" -- --nocapture >"$log" 2>&1 </dev/null) || true
  grep -q '^test result' "$log" || echo "$folder: what is exercised is not known, see $log" >&2
  { grep -ao 'exercised: [0-9:]* of [^ ]*\.rs' "$log" || true; } | awk '{ print $4 ":" $2 }' | sort -u
}

row='%-18s %-8s %5s %5s %8s %5s %7s %6s %11s %6s %5s %5s %8s\n'
printf "$row" crate from sites race unproven died timeout silent unexercised broken weak wrong control
selected "$@" | while read -r name version flags; do
  read -ra flags <<<"$flags"
  pristine=$(copy "$name" "$version" pristine)
  mutant=$(copy "$name" "$version" weakened)
  "$orderings" list "$pristine/src" >"$work/$name.sites"
  exercised "$(copy "$name" "$version" probed)" "$work/$name-probed.log" "${flags[@]}" >"$work/$name.exercised"
  depend "$mutant"
  if ! grep -q "^$name	control	" "$table"; then
    annotate "$mutant" >/dev/null 2>&1
    printf '%s\tcontrol\t-\t%s\n' "$name" "$(both "$mutant" "$work/$name-control.log" "${flags[@]}")" >>"$table"
  fi
  while read -r file offset line column word; do
    place=${file#"$pristine/"}:$line:$column
    grep -q "^$name	$place	" "$table" && continue
    # Orderings are found in the text as it was published, and weakened there; the attributes are put on afterwards.
    fresh "$pristine" "$mutant"
    "$orderings" weaken "$mutant/${file#"$pristine/"}" "$offset"
    name_crates "$mutant"
    annotate "$mutant" >/dev/null 2>&1
    IFS=$'\t' read -r verdict weak < <(both "$mutant" "$work/$name-mutant.log" "${flags[@]}"; echo)
    if [ "$verdict" = silent ] && ! grep -qx "$place" "$work/$name.exercised"; then verdict=unexercised; fi
    printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$place" "$word" "$verdict" "$weak" >>"$table"
  done <"$work/$name.sites"
  awk -F'\t' -v name="$name" -v row="$row" '
    $1 == name && $2 == "control" { control = $4 == "race" ? $4 : $4 "/" $5 }
    $1 == name && $2 != "control" { kind = $3 == "SeqCst" ? "SeqCst" : "weaker"; total[kind]++; count[kind, $4]++
      if ($5 == "race") weak[kind]++; else if ($5 == "died" || $5 == "timeout") wrong[kind]++ }
    END { for (i = 0; i < 2; i++) { kind = i ? "SeqCst" : "weaker"
      printf row, name, kind, total[kind] + 0, count[kind, "race"] + 0, count[kind, "unproven"] + 0, count[kind, "died"] + 0,
        count[kind, "timeout"] + 0, count[kind, "silent"] + 0, count[kind, "unexercised"] + 0, count[kind, "broken"] + 0,
        weak[kind] + 0, wrong[kind] + 0, control } }' "$table"
done
echo "every mutant: $table"
