#!/usr/bin/env bash
# Puts the attribute on every function of real crates and runs their own tests, plain and annotated, side by side.
#
#   tests/crates/run.sh [NAME..]        all of list.txt, or those named
#
# Exact versions come from the registry. Prints one row a crate; what failed is in $work/NAME-annotated.log.
# Columns: fns = functions under the attribute (const = const fns, left as they are; unread = files that are no plain Rust);
# build = seconds of `cargo test --no-run` annotated / plain, of the crate itself; tests = passed/failed.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build_tool

# tests LOG: "passed/failed" summed over all test binaries.
tests() {
  awk '/^test result:/ { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) p += $i; if ($(i + 1) ~ /^failed/) f += $i } }
       END { printf "%d/%d", p, f }' "$1"
}

# build FOLDER LOG: builds all tests once (dependencies too), then the crate's own targets again; prints the seconds of the second.
build() {
  local start end
  (cd "$1" && cargo test --no-run --lib --tests >"$2" 2>&1) || { echo failed; return; }
  find "$1" -name '*.rs' -exec touch {} +
  start=$(date +%s.%N)
  (cd "$1" && cargo test --no-run --lib --tests >>"$2" 2>&1) || { echo failed; return; }
  end=$(date +%s.%N)
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.1f", b - a }'
}

printf '%-18s %-8s %6s %6s %6s | %-9s %-9s %-6s | %-9s %-9s %5s %8s\n' crate version fns const unread 'build(s)' 'plain(s)' ratio 'tests' 'plain' races unproven
selected "$@" | while read -r name version; do
  plain=$(copy "$name" "$version" plain)
  annotated=$(copy "$name" "$version" annotated)
  depend "$annotated"
  read -r covered constant unread < <(annotate "$annotated")
  log=$work/$name-annotated.log
  plain_log=$work/$name-plain.log
  plain_build=$(build "$plain" "$plain_log")
  annotated_build=$(build "$annotated" "$log")
  plain_tests=- tests=- races=- unproven=- ratio=-
  (cd "$plain" && timeout 600 cargo test --lib --tests --no-fail-fast >>"$plain_log" 2>&1 </dev/null) || true
  plain_tests=$(tests "$plain_log")
  if [ "$annotated_build" != failed ]; then
    (cd "$annotated" && timeout 900 cargo test --lib --tests --no-fail-fast >>"$log" 2>&1 </dev/null) || true
    tests=$(tests "$log")
    races=$(grep -c '^error\[race\]' "$log" || true)
    unproven=$(grep -c '^warning\[unproven\]' "$log" || true)
    ratio=$(awk -v a="$annotated_build" -v b="$plain_build" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }')
  fi
  printf '%-18s %-8s %6s %6s %6s | %-9s %-9s %-6s | %-9s %-9s %5s %8s\n' "$name" "$version" "$covered" "$constant" "$unread" \
    "$annotated_build" "$plain_build" "$ratio" "$tests" "$plain_tests" "$races" "$unproven"
done
echo "logs: $work/*-annotated.log"
