#!/bin/sh
# valgrind.sh BUILD: one run of the demo's articles under valgrind, clean.
set -eu
build=$(cd "$1" && pwd)
top=$(cd "$(dirname "$0")/.." && pwd)
log=$build/valgrind.log
"$build/libtool" --mode=execute valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect \
    --trace-children=no --child-silent-after-fork=no --log-file="$log" \
    "$build/filon" annotate --workers=0 --format jsonl "$top"/configs/samples/*.txt >/dev/null || { cat "$log"; exit 1; }
[ ! -s "$log" ] || { cat "$log"; exit 1; }
