#!/usr/bin/env bash
# The costs per event and of whole programs, ours beside its peers', in one run.
#
#   tests/bench.sh [ROW..]              all rows, or those named      (RUNS=5, PROFILE=release|dev, VALGRIND=1)
#
# Columns: nanoseconds per event natively, under us, under ThreadSanitizer; `added` = over native; `ratio` = our added time
# over theirs, the median of RUNS paired runs, beside its target; `off` = annotated with the feature off, over native; peak memory in MiB.
# In the dev profile `bare` is our added time without the README's two lines, over that with them.
# VALGRIND=1 adds what an event costs under DRD and Helgrind (a hundredth of the events; `-` where that does not end in a minute).
# A peer that is missing is said to be missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${DATARACE_BENCH_DIR:-$here/../target/bench}
mkdir -p "$work"
runs=${RUNS:-5}
profile=${PROFILE:-release}
folder=$profile
[ "$profile" = dev ] && folder=debug
manifest=$here/bench/Cargo.toml

build() { cargo build -q --profile "$profile" --manifest-path "$manifest" --target-dir "$work/$1" "${@:2}"; }
build plain
build ours --features annotated
build off --features off
peers=(plain ours off)
if [ "$profile" = dev ]; then
  build bare --features annotated --config 'profile.dev.package.datarace.opt-level=0'
  peers+=(bare)
fi
if cargo +nightly --version >/dev/null 2>&1 &&
  RUSTFLAGS='-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer' cargo +nightly build -q --profile "$profile" \
    --manifest-path "$manifest" --target x86_64-unknown-linux-gnu --target-dir "$work/tsan" 2>"$work/tsan.log"; then
  peers+=(tsan)
else
  echo "ThreadSanitizer: missing (no nightly toolchain that can build with it; see $work/tsan.log)"
fi
if [ "${VALGRIND:-0}" = 1 ]; then
  if command -v valgrind >/dev/null; then peers+=(drd helgrind); else echo "DRD, Helgrind: missing (no valgrind)"; fi
fi

measure() { # PEER ROW
  case $1 in
    tsan) TSAN_OPTIONS=report_bugs=0 "$work/tsan/x86_64-unknown-linux-gnu/$folder/datarace-bench" "$2" ;;
    drd | helgrind) timeout 60 valgrind --tool="$1" --fair-sched=yes "$work/plain/$folder/datarace-bench" --part 100 "$2" ;;
    *) "$work/$1/$folder/datarace-bench" "$2" ;;
  esac 2>>"$work/stderr.log" | tail -1
}

rows=("$@")
[ ${#rows[@]} -gt 0 ] || mapfile -t rows < <("$work/plain/$folder/datarace-bench")
results=$work/results
: >"$results"
for ((run = 0; run < runs; run++)); do
  for row in "${rows[@]}"; do
    for peer in "${peers[@]}"; do
      case $peer in drd | helgrind) [ "$run" = 0 ] || continue ;; esac
      line=$(measure "$peer" "$row") || line=""
      echo "$run $peer ${line:-$row - 0}" >>"$results"
    done
  done
done

awk -v profile="$profile" '
  function median(list,   n, i, j, t, v) {
    n = split(list, v, " ")
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n ? v[int((n + 1) / 2)] : "-"
  }
  function number(form, value) { return value == "-" ? "-" : sprintf(form, value) }
  function mib(row, peer) { return (row, peer) in peak ? sprintf("%.1f", peak[row, peer] / 1024) : "-" }
  BEGIN {
    if (profile == "release") {
      split("plain-write 1.0 plain-read 1.0 relaxed-load 1.0 acquire-load 1.0 relaxed-store 1.0 relaxed-fetch-add 1.0 release-store 0.3 " \
        "acq-rel-fetch-add 0.3 spinlock-pair 0.3 mutex-pair 0.3 lazy-hit 0.25 spinlock-2 0.5 pair-8-live 0.3 pair-100-live 1.0 pair-1000-live 2.0 " \
        "release-8-live 0.3 release-100-live 1.0 acq-rel-8-live 0.3 acq-rel-100-live 1.0 mutex-8-live 0.3 mutex-100-live 1.0", words, " ")
      for (i = 1; i in words; i += 2) target[words[i]] = words[i + 1]
    }
  }
  {
    if (!($3 in seen)) { seen[$3] = 1; order[++count] = $3 }
    if ($4 != "-") {
      time[$3, $1, $2] = $4; all[$3, $2] = all[$3, $2] " " $4
      if ($5 > peak[$3, $2]) peak[$3, $2] = $5
    }
    if ($1 + 1 > runs) runs = $1 + 1
  }
  END {
    printf "%-20s %9s %9s %9s | %9s %9s %6s %6s | %5s %5s | %7s %7s %7s | %8s %8s\n", "ns per event, " profile, "native", "datarace", "tsan", \
      "added", "tsan", "ratio", "target", "off", "bare", "MiB", "ours", "tsan", "drd", "helgrind"
    for (i = 1; i <= count; i++) {
      r = order[i]; ratios = offs = bares = ""
      for (k = 0; k < runs; k++) {
        n = time[r, k, "plain"]; ours = time[r, k, "ours"] - n
        if (time[r, k, "tsan"] > n) ratios = ratios " " (ours / (time[r, k, "tsan"] - n))
        if (n > 0 && time[r, k, "off"] > 0) offs = offs " " (time[r, k, "off"] / n)
        if (ours > 0 && time[r, k, "bare"] > 0) bares = bares " " ((time[r, k, "bare"] - n) / ours)
      }
      n = median(all[r, "plain"]); o = median(all[r, "ours"]); t = median(all[r, "tsan"])
      printf "%-20s %9.2f %9.2f %9s | %9.2f %9s %6s %6s | %5s %5s | %7s %7s %7s | %8s %8s\n", r, n, o, number("%.2f", t), o - n, \
        (t == "-" ? "-" : sprintf("%.2f", t - n)), number("%.2f", median(ratios)), (r in target ? target[r] : "-"), number("%.2f", median(offs)), \
        number("%.1f", median(bares)), mib(r, "plain"), mib(r, "ours"), mib(r, "tsan"), number("%.1f", median(all[r, "drd"])), number("%.1f", median(all[r, "helgrind"]))
    }
    if (("start", "ours") in peak) {
      base = peak["start", "ours"] - peak["start", "plain"]
      printf "memory: base +%.1f MiB (target 4)", base / 1024
      if (("pair-1000-live", "ours") in peak) printf ", %.1f KiB a thread (target 20)", (peak["pair-1000-live", "ours"] - peak["pair-1000-live", "plain"] - base) / 1000
      if (("touched-byte", "ours") in peak) printf ", %.2f bytes per touched byte (target 2)", (peak["touched-byte", "ours"] - peak["touched-byte", "plain"] - base) / (64 * 1024)
      print ""
    }
  }' "$results"
