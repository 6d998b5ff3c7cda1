# For tests written as scripts: TAP, a folder of one's own, filon's exit code and both its outputs looked at.
# Source it first; end with `done_testing`.
set -u
: "${top_builddir:?run the tests with make check}" "${top_srcdir:?}"
filon=$top_builddir/filon
shared=${FILON_SHARED:-$top_srcdir/../shared}
dir=$(mktemp -d "${TMPDIR:-/tmp}/filon-test.XXXXXX") || exit 99
trap 'chmod -R u+rwX "$dir" 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 99' INT TERM
cd "$dir" || exit 99
unset FILON_PLUGIN_PATH
LC_ALL=C.UTF-8 export LC_ALL

# result STATUS NAME: one line of TAP, and what the last run said if it is a failure.
result() {
    echo >>"$dir/.results" # counts also in subshells
    n=$(wc -l <"$dir/.results")
    if [ "$1" = 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# out: /' "$dir/.out" 2>/dev/null | head -n 20
        sed 's/^/# err: /' "$dir/.err" 2>/dev/null | head -n 20
        echo "# code: ${code-}"
    fi
}

# run COMMAND…: sets $code, $out and $err.
run() {
    code=0
    "$@" >"$dir/.out" 2>"$dir/.err" || code=$?
    out=$(cat "$dir/.out")
    err=$(cat "$dir/.err")
}

is() { [ "$2" = "$3" ]; s=$?; result $s "$1"; [ $s = 0 ] || printf '# got:    %s\n# wanted: %s\n' "$2" "$3"; }
has() { case $2 in *"$3"*) result 0 "$1" ;; *) result 1 "$1"; printf '# wanted in it: %s\n' "$3" ;; esac; }
hasnt() { case $2 in *"$3"*) result 1 "$1"; printf '# not wanted in it: %s\n' "$3" ;; *) result 0 "$1" ;; esac; }

# fails NAME CODE MESSAGE COMMAND…: the exit code, and the message on stderr, in one check; no crash report.
fails() {
    name=$1 wanted=$2 message=$3
    shift 3
    run "$@"
    s=0
    [ "$code" = "$wanted" ] || s=1
    case $err in *"$message"*) ;; *) s=1 ;; esac
    case $err in *Sanitizer* | *'runtime error'*) s=1 ;; esac
    result $s "$name"
    [ $s = 0 ] || printf '# wanted code %s and: %s\n' "$wanted" "$message"
}

# passes NAME COMMAND…: exit 0.
passes() {
    name=$1
    shift
    run "$@"
    is "$name" "$code" 0
}

# plugin NAME <<'C' …: compiles NAME.so in plugins/ from standard input, against this tree.
plugin() {
    mkdir -p plugins
    cat >"$1.c"
    # shellcheck disable=SC2086
    ${CC:-cc} -shared -fPIC -I"$top_srcdir/core/include" ${PLUGIN_FLAGS-} -o "plugins/$1.so" "$1.c" -L"$top_builddir/.libs" -lfilon
}

# fast, slow: slow.lua, a stage of a job, that takes no time or some.
fast() { echo 'return function(doc) end' >slow.lua; }
slow() { echo 'return function(doc) for i = 1, 10000000 do end end' >slow.lua; }

# kill_at LINES: a run of job.yaml that is killed when out.jsonl has so many; what it says goes on in the file log
kill_at() {
    "$filon" run -v --workers=2 job.yaml 2>>log &
    pid=$! tries=0
    until wrote "$1" || [ $tries -gt 2000 ]; do
        tries=$((tries + 1))
        sleep 0.01
    done
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
}

# survives_kills DOCUMENTS LINES…: job.yaml, which writes out.jsonl and has done all of its documents, is done anew and killed each time it has
# written so many lines; at the end the bytes are the same.
survives_kills() {
    documents=$1 first=$2
    shift
    mv out.jsonl undisturbed.jsonl
    rm -rf var .*.filon
    slow
    for wanted; do
        kill_at "$wanted"
    done
    wrote "$first" && ! wrote "$documents"
    result $? "the run was killed on the way"
    fast
    passes "it goes on" "$filon" run --workers=2 job.yaml
    cmp -s out.jsonl undisturbed.jsonl
    result $? "and the output is that of an undisturbed run"
}
wrote() { [ -f out.jsonl ] && [ "$(wc -l <out.jsonl)" -ge "$1" ]; }

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

done_testing() { echo "1..$(wc -l <"$dir/.results")"; }
