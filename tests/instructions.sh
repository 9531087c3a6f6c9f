#!/usr/bin/env bash
# Instructions per event, which are repeatable where clocks are not: fails if a row has risen by more than a tenth (and by more
# than three instructions) over tests/bench/instructions.txt.
#
#   tests/instructions.sh            compare
#   tests/instructions.sh --bless    write the file anew; commit it with the change that explains it
#
# What starting the program costs is taken out: an event costs what twice as many events cost more. One thread only, since how
# threads meet is chance. Without valgrind nothing is compared, which is said.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${DATARACE_BENCH_DIR:-$here/../target/bench}
baseline=$here/bench/instructions.txt
rows=(plain-write plain-read relaxed-load acquire-load relaxed-store release-store relaxed-fetch-add acq-rel-fetch-add
  spinlock-pair mutex-pair lazy-hit)

if ! command -v valgrind >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update && apt-get install -y valgrind; } >/dev/null 2>&1 || true
fi
if ! command -v valgrind >/dev/null; then
  echo "valgrind: missing and could not be installed; instructions per event are NOT compared"
  exit 0
fi

count() { # PROGRAM ROW EVENTS
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" --once "$2" "$3" 2>&1 | awk '/Collected/ { print $4 }'
}

measure() {
  local events=10000
  cargo build -q --release --manifest-path "$here/bench/Cargo.toml" --target-dir "$work/ours" --features annotated
  for row in "${rows[@]}"; do
    local one two
    one=$(count "$work/ours/release/datarace-bench" "$row" $events)
    two=$(count "$work/ours/release/datarace-bench" "$row" $((2 * events)))
    awk -v row="$row" -v more=$((two - one)) -v events=$events 'BEGIN { printf "%-18s %8.1f\n", row, more / events }'
  done
}

now=$(measure)
if [ "${1:-}" = --bless ]; then
  { echo "# row, instructions per event (release profile); written by tests/instructions.sh --bless"; echo "$now"; } >"$baseline"
  cat "$baseline"
  exit 0
fi
awk '
  NR == FNR { if ($1 != "#") before[$1] = $2; next }
  {
    old = before[$1]
    if (old == "") { verdict = "NOT IN THE FILE"; bad = 1 }
    else if ($2 > old * 1.1 && $2 > old + 3) { verdict = "RISEN"; bad = 1 }
    else verdict = ($2 < old * 0.9 ? "fallen: bless it" : "")
    printf "%-18s %8.1f (%8.1f) %s\n", $1, $2, old, verdict
  }
  END { exit bad }' "$baseline" <(echo "$now") || { echo "an event costs more than it did: find out why, or bless it (just bless-instructions)"; exit 1; }
