#!/usr/bin/env bash
# The costs per event, ours beside ThreadSanitizer's, in one run.
#
#   tests/bench.sh [ROW..]              all rows, or those named      (RUNS=5, PROFILE=release|dev)
#
# Columns: nanoseconds per event natively, under us, under ThreadSanitizer; `added` = over native; `ratio` = our added time
# over theirs, the median of RUNS paired runs; peak memory in MiB. A peer that is missing is said to be missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${DATARACE_BENCH_DIR:-$here/../target/bench}
mkdir -p "$work"
runs=${RUNS:-5}
profile=${PROFILE:-release}
folder=$profile
[ "$profile" = dev ] && folder=debug
manifest=$here/bench/Cargo.toml

cargo build -q --profile "$profile" --manifest-path "$manifest" --target-dir "$work/plain"
cargo build -q --profile "$profile" --manifest-path "$manifest" --target-dir "$work/ours" --features annotated
peers=(plain ours)
if cargo +nightly --version >/dev/null 2>&1 &&
  RUSTFLAGS='-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer' cargo +nightly build -q --profile "$profile" \
    --manifest-path "$manifest" --target x86_64-unknown-linux-gnu --target-dir "$work/tsan" 2>"$work/tsan.log"; then
  peers+=(tsan)
else
  echo "ThreadSanitizer: missing (no nightly toolchain that can build with it; see $work/tsan.log)"
fi

program() {
  case $1 in
    tsan) echo "$work/tsan/x86_64-unknown-linux-gnu/$folder/datarace-bench" ;;
    *) echo "$work/$1/$folder/datarace-bench" ;;
  esac
}

rows=("$@")
[ ${#rows[@]} -gt 0 ] || mapfile -t rows < <("$(program plain)")
results=$work/results
: >"$results"
for ((run = 0; run < runs; run++)); do
  for row in "${rows[@]}"; do
    for peer in "${peers[@]}"; do
      line=$(TSAN_OPTIONS=report_bugs=0 "$(program "$peer")" "$row" 2>>"$work/stderr.log") || line="$row nan 0"
      echo "$run $peer $line" >>"$results"
    done
  done
done

awk '
  function median(list,   n, i, j, t, v) {
    n = split(list, v, " ")
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n ? v[int((n + 1) / 2)] : "-"
  }
  { if (!($3 in seen)) { seen[$3] = 1; order[++count] = $3 }
    time[$3, $1, $2] = $4; all[$3, $2] = all[$3, $2] " " $4; if ($5 > peak[$3, $2]) peak[$3, $2] = $5; if ($1 + 1 > runs) runs = $1 + 1 }
  END {
    printf "%-22s %10s %10s %10s | %10s %10s %7s | %8s %8s %8s\n", "row (ns per event)", "native", "datarace", "tsan", "added", "tsan", "ratio", "MiB", "ours", "tsan"
    for (i = 1; i <= count; i++) {
      r = order[i]; ratios = ""
      for (k = 0; k < runs; k++) {
        ours = time[r, k, "ours"] - time[r, k, "plain"]; theirs = time[r, k, "tsan"] - time[r, k, "plain"]
        if (theirs > 0) ratios = ratios " " (ours / theirs)
      }
      n = median(all[r, "plain"]); o = median(all[r, "ours"]); t = median(all[r, "tsan"])
      printf "%-22s %10.2f %10.2f %10s | %10.2f %10s %7s | %8.1f %8.1f %8s\n", r, n, o, t, o - n, (t == "-" ? "-" : sprintf("%.2f", t - n)),
        (ratios == "" ? "-" : sprintf("%.2f", median(ratios))), peak[r, "plain"] / 1024, peak[r, "ours"] / 1024, (t == "-" ? "-" : sprintf("%.1f", peak[r, "tsan"] / 1024))
    }
  }' "$results"
