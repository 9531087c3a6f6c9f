#!/usr/bin/env bash
# Puts the attribute on every function of real crates and runs their own tests, plain and annotated, side by side.
#
#   tests/crates/run.sh [NAME[@VERSION]..]   the first half of list.txt; `more`: its second half; or any crate   (TIMEOUT=600 seconds a run)
#
# Exact versions come from the registry. Prints one row a crate, whatever happens to it; what failed is in $work/NAME-annotated.log.
# Columns: fns = functions under the attribute (const = const fns, left as they are; unread = files that are no plain Rust);
# build = processor seconds of `cargo test --no-run` for the crate itself, annotated and plain, in one run; warn = warnings that only
# the annotated one has; tests = passed/failed/ignored, run = seconds that they took: annotated, then plain. Documentation tests are left out.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build_tool

# tests LOG: "passed/failed/ignored" summed over all test binaries.
tests() {
  awk '/^test result:/ { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) p += $i; if ($(i + 1) ~ /^failed/) f += $i; if ($(i + 1) ~ /^ignored/) g += $i } }
       END { printf "%d/%d/%d", p, f, g }' "$1"
}

# warnings LOG: those of rustc about the crate, without the sums that cargo adds.
warnings() {
  grep -E '^warning: ' "$1" | grep -cvE 'generated [0-9]+ warning|profile package spec|no edition set|^warning: `' || true
}

# build FOLDER LOG FLAGS..: builds all tests once (dependencies too), then the crate's own targets again; prints the seconds of the second.
build() {
  local folder=$1 log=$2 seconds
  shift 2
  (cd "$folder" && timeout 1200 cargo test --no-run --lib --tests "$@" >"$log" 2>&1) || { echo failed; return; }
  # A test may start an example of its crate.
  grep -qrs '"examples"' "$folder/tests" && (cd "$folder" && cargo build --examples "$@" >>"$log" 2>&1)
  find "$folder" -name '*.rs' -exec touch {} +
  TIMEFORMAT='%U %S'
  { time (cd "$folder" && cargo test --no-run --lib --tests "$@" >"$log" 2>&1); } 2>"$log.time" || { echo failed; return; }
  read -r seconds < <(awk '{ printf "%.1f\n", $1 + $2 }' "$log.time")
  echo "$seconds"
}

# run FOLDER LOG SECONDS FLAGS..: its own tests; prints "passed/failed/ignored", the reason if they did not end, and the seconds.
run() {
  local folder=$1 log=$2 seconds=$3 status=0 start=$EPOCHREALTIME
  shift 3
  (cd "$folder" && timeout "$seconds" cargo test --lib --tests --no-fail-fast "$@" >"$log" 2>&1 </dev/null) || status=$?
  [ "$status" = 124 ] && printf 'timeout:'
  tests "$log"
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf " %.1f\n", b - a }'
}

row='%-18s %-8s %5s %5s %6s | %8s %8s %5s %4s | %-12s %-12s %7s %7s | %5s %8s\n'
printf "$row" crate version fns const unread 'build(s)' 'plain(s)' ratio warn 'tests' 'plain' 'run(s)' 'plain' races unproven
selected "$@" | while read -r name version flags; do
  read -ra flags <<<"$flags"
  covered=- constant=- unread=- plain_tests=- tests=- seconds=- plain_seconds=- races=- unproven=- ratio=- warn=-
  log=$work/$name-annotated plain_log=$work/$name-plain
  if ! { plain=$(copy "$name" "$version" plain) && annotated=$(copy "$name" "$version" annotated) && depend "$annotated"; }; then
    printf "$row" "$name" "$version" 'not' 'to be' 'had' - - - - - - - - - -
    continue
  fi 2>"$log.fetch"
  read -r covered constant unread < <(annotate "$annotated" 2>"$log.unread")
  plain_build=$(build "$plain" "$plain_log.build" "${flags[@]}")
  annotated_build=$(build "$annotated" "$log.build" "${flags[@]}")
  if [ "$plain_build" != failed ]; then
    read -r plain_tests plain_seconds < <(run "$plain" "$plain_log.log" "${TIMEOUT:-600}" "${flags[@]}")
  fi
  if [ "$annotated_build" != failed ]; then
    read -r tests seconds < <(run "$annotated" "$log.log" "${TIMEOUT:-600}" "${flags[@]}")
    races=$(grep -c '^error\[race\]' "$log.log" || true)
    unproven=$(grep -c '^warning\[unproven\]' "$log.log" || true)
    warn=$(($(warnings "$log.build") - $(warnings "$plain_log.build")))
    ratio=$(awk -v a="$annotated_build" -v b="$plain_build" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }')
  fi
  printf "$row" "$name" "$version" "$covered" "$constant" "$unread" \
    "$annotated_build" "$plain_build" "$ratio" "$warn" "$tests" "$plain_tests" "$seconds" "$plain_seconds" "$races" "$unproven"
done
echo "logs: $work/NAME-{plain,annotated}.{build,log}"
