#!/usr/bin/env bash
# In how many of 100 runs (RUNS) a race is reported whose accesses both happened, by us and by ThreadSanitizer.
#
# Each run is a process, which counts its own accesses; it has reported if it ends with status 66, which both tools use.
# Builds what tests/bench.sh builds, in the release profile.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${DATARACE_BENCH_DIR:-$here/../target/bench}
runs=${RUNS:-100}
manifest=$here/bench/Cargo.toml

cargo build -q --release --manifest-path "$manifest" --target-dir "$work/ours" --features annotated
peers=("datarace $work/ours/release/datarace-bench")
if cargo +nightly --version >/dev/null 2>&1 &&
  RUSTFLAGS='-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer' cargo +nightly build -q --release \
    --manifest-path "$manifest" --target x86_64-unknown-linux-gnu --target-dir "$work/tsan" 2>"$work/tsan.log"; then
  peers+=("tsan $work/tsan/x86_64-unknown-linux-gnu/release/datarace-bench")
else
  echo "ThreadSanitizer: missing (no nightly toolchain that can build with it)"
fi

status=0
for program in relaxed-unlock relaxed-lazy-load plain-race; do
  for peer in "${peers[@]}"; do
    read -r name command <<<"$peer"
    happened=0 reported=0
    for ((run = 0; run < runs; run++)); do
      ended=0
      output=$(timeout 20 "$command" --detect "$program" 2>/dev/null) || ended=$?
      [[ $output == *"happened: true"* ]] || continue
      happened=$((happened + 1))
      [ "$ended" = 66 ] && reported=$((reported + 1))
    done
    printf '%-18s %-9s %3d of %3d\n' "$program" "$name" "$reported" "$happened"
    if [ "$name" = datarace ] && { [ "$happened" = 0 ] || [ "$reported" != "$happened" ]; }; then status=1; fi
  done
done
exit $status
