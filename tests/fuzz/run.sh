#!/bin/sh
# run.sh [--check] SECONDS [TARGET…]: fuzzes each target that long, from the build tree of a configure --enable-fuzzing. New inputs go to
# fuzz-TARGET/ there (kept, so that the next run goes on from them); what crashes is named and lies beside it. Exit 1 if any did. With
# --check all targets have that long together, and the same seed each time: what a check found, the next one finds again.
set -u
seed=0
[ "${1-}" != --check ] || { seed=1; shift; }
case ${1-} in
'' | *[!0-9]*)
    echo "usage: run.sh [--check] SECONDS [TARGET...], in the build tree" >&2
    exit 2
    ;;
esac
seconds=$1
shift
src=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- $(for target in tests/fuzz/fuzz_*; do [ -d "$target" ] || [ ! -x "$target" ] || echo "${target##*/fuzz_}"; done)
[ $# -gt 0 ] || { echo "run.sh: no targets in tests/fuzz/: configure with --enable-fuzzing CC=clang, then make fuzzers" >&2; exit 2; }
[ $seed -eq 0 ] || seconds=$(((seconds + $# - 1) / $#))
failed=0
for name; do
    target=tests/fuzz/fuzz_$name
    if ! "$target" -help=1 2>&1 | grep -q max_total_time; then
        echo "run.sh: $target is no libFuzzer program: configure with --enable-fuzzing CC=clang, then make fuzzers" >&2
        exit 2
    fi
    mkdir -p "fuzz-$name"
    dict=
    [ -f "$src/$name.dict" ] && dict=-dict=$src/$name.dict
    log=fuzz-$name.log
    if "$target" -seed=$seed -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="fuzz-$name-" ${dict:+"$dict"} \
        "fuzz-$name" "$src/corpus/$name" >"$log" 2>&1; then
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s, no failure"
    else
        failed=1
        echo "$name: FAILED; the end of $log:"
        tail -n 40 "$log"
    fi
done
exit $failed
