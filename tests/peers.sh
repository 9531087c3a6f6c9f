#!/usr/bin/env bash
# The explored programs under us, loom and shuttle, in one run on one machine.
#
#   tests/peers.sh [NAME..]       all programs, or those named
#                                 (LIMIT=20, RATE=1: seconds to a verdict, and at random; TIMES=5: runs, of which the shortest counts)
#
# Columns, for each explorer: executions and seconds to a complete verdict (`>`: not within LIMIT seconds; `found`: stopped at
# something wrong, which is a false alarm where the program is right; `missed`: every execution seen and nothing said of a wrong
# program), then executions a second at random. Loom has no random mode. We go on after a finding, loom and shuttle stop at it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${DATARACE_PEERS_DIR:-$here/../target/peers}
mkdir -p "$work"
limit=${LIMIT:-20}
rate=${RATE:-1}
times=${TIMES:-5}
for peer in ours loom shuttle; do
  cargo build -q --release --manifest-path "$here/peers/Cargo.toml" --features "$peer" --target-dir "$work/$peer"
done
run() { timeout $((limit + 30)) "$work/$1/release/datarace-peers" "$2" "$3" "$4" 2>/dev/null | tail -1 || true; }
shortest() { # PEER NAME: others use the machine too
  local best= line
  for ((n = 0; n < times; n++)); do
    line=$(run "$1" all "$2" "$limit")
    if [ -z "$best" ] || awk -v a="${line##*	}" -v b="${best##*	}" 'BEGIN { exit !(a < b) }'; then best=$line; fi
    if awk -v a="${line##*	}" 'BEGIN { exit !(a > 1) }'; then break; fi
  done
  printf '%s' "$best"
}

mapfile -t programs < <("$work/ours/release/datarace-peers")
results=$work/results
: >"$results"
for line in "${programs[@]}"; do
  IFS=$'\t' read -r name verdict <<<"$line"
  if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF "$name"; then continue; fi
  for peer in ours loom shuttle; do
    all=$(shortest "$peer" "$name")
    random=
    # A rate is measured where nothing is wrong, so that nobody stops.
    if [ "$peer" != loom ] && [ "$verdict" = Right ]; then random=$(run "$peer" random "$name" "$rate"); fi
    # A process that died, as loom's does where a thread panics twice, has found something.
    printf '%s|%s|%s|%s|%s\n' "$name" "$verdict" "$peer" "${all:-Found	-	-}" "$random" >>"$results"
  done
done

awk -F'|' '
  function cell(text, verdict,   part, said) {
    split(text, part, "\t")
    said = part[1]
    if (said == "Bounded") return "> " part[2] " in " sprintf("%.0f s", part[3])
    if (part[2] == "-") return "found (died)"
    said = part[2] " in " sprintf("%.4f s", part[3])
    if (part[1] == "Found") return (verdict == "Right" ? "**false alarm**, " : "found, ") said
    return (verdict == "Right" ? "" : "**missed**, ") said
  }
  function rate(text,   part) {
    if (text == "") return "-"
    split(text, part, "\t")
    return part[3] > 0 ? sprintf("%.0f", part[2] / part[3]) : "-"
  }
  {
    if (!($1 in seen)) { seen[$1] = $2; order[++count] = $1 }
    all[$1, $3] = $4; random[$1, $3] = $5
  }
  END {
    print "| program | expected | datarace | loom | shuttle (DFS) | a second, datarace | a second, shuttle |"
    print "|---|---|---|---|---|---:|---:|"
    for (i = 1; i <= count; i++) {
      n = order[i]
      printf "| %s | %s | %s | %s | %s | %s | %s |\n", n, tolower(seen[n]), cell(all[n, "ours"], seen[n]), cell(all[n, "loom"], seen[n]), \
        cell(all[n, "shuttle"], seen[n]), rate(random[n, "ours"]), rate(random[n, "shuttle"])
    }
  }' "$results"
