#!/bin/sh
# Set-up from a fresh clone.
#
#   ./autogen.sh          make ./configure, nothing else
#   ./autogen.sh demo     install packages, build, run the demo job and show what it found
#   ./autogen.sh check    install packages, build, run all the tests: plain, under sanitizers,
#                         under valgrind, fuzzed for a moment
#
# Builds are made in build/, build-sanitizers/ and build-fuzzing/.
set -eu
cd "$(dirname "$0")"

build_packages='build-essential autoconf automake libtool pkg-config libltdl-dev liblua5.4-dev libyaml-dev
    libsqlite3-dev libjansson-dev libutf8proc-dev zlib1g-dev libxxhash-dev libgumbo-dev libuchardet-dev libzstd-dev
    libexpat1-dev libmd4c-dev'
demo_packages='sqlite3'
check_packages='check sqlite3 clang libclang-rt-14-dev valgrind xz-utils python3'

say() { printf '\n==> %s\n' "$*" >&2; }

# Installs what is missing, as root or through sudo; else says the line to run.
install_packages() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "installing$missing"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        echo "These packages are missing. As root, run:" >&2
        echo "    apt-get update && apt-get install -y --no-install-recommends$missing" >&2
        exit 1
    fi
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

make_configure() {
    mkdir -p m4
    autoreconf --install --force --warnings=no-portability >autogen.log 2>&1 || { cat autogen.log >&2; exit 1; }
    rm -f autogen.log
    # configure removes core dumps by `rm -f core`; here core is a folder.
    sed -i 's/rm -f core /rm -f /; s/rm -f core$/:/' configure
}

jobs() { nproc 2>/dev/null || echo 1; }

# build FOLDER [CONFIGURE ARGUMENT]...
build() {
    folder=$1
    shift
    mkdir -p "$folder"
    if [ ! -f "$folder/config.status" ] || [ configure -nt "$folder/config.status" ]; then
        (cd "$folder" && ../configure --quiet "$@")
    fi
    make -s -C "$folder" -j"$(jobs)" $targets
}
targets=

fuzz() {
    targets=fuzzers
    build build-fuzzing --enable-fuzzing CC=clang CFLAGS='-O1 -g' && (cd build-fuzzing && sh ../tests/fuzz/run.sh --check 105)
}

demo() {
    # shellcheck disable=SC2086
    install_packages $build_packages $demo_packages
    [ -f configure ] || make_configure
    say "building in build/"
    build build
    say "running configs/demo.yaml"
    build/filon run -v configs/demo.yaml
    say "who says what (sqlite3 configs/var/demo/press.db)"
    sqlite3 -box configs/var/demo/press.db "SELECT speaker, cue, substr(replace(quote, char(10), ' '), 1, 72) AS quote FROM who_says_what WHERE speaker IS NOT NULL LIMIT 15"
    say "who stands where"
    sqlite3 -box configs/var/demo/press.db "SELECT holder, polarity, act, substr(target, 1, 60) AS target FROM who_stands_where LIMIT 15"
    say "one article (build/filon annotate $(sample))"
    build/filon annotate --color=always "$(sample)"
    say "try: build/filon annotate --format json FILE, build/filon plugins, build/filon run --help"
}

sample() { ls configs/samples/*.txt | head -n 1; }

# Runs `make check` in a folder and adds its counts to $passed and $failed.
passed=0 failed=0
count_check() {
    log=$1/check.out
    say "make check in $1/"
    make -s -C "$1" check -j"$(jobs)" VERBOSE=1 >"$log" 2>&1 && status=0 || status=$?
    count() { sed -n "s/^# $1: *\([0-9]*\)$/\1/p" "$log" | tail -n 1; }
    p=$(count PASS) f=$(count FAIL) e=$(count ERROR) x=$(count XPASS) s=$(count SKIP)
    passed=$((passed + ${p:-0}))
    failed=$((failed + ${f:-0} + ${e:-0} + ${x:-0}))
    echo "$1: ${p:-0} passed, $((${f:-0} + ${e:-0} + ${x:-0})) failed, ${s:-0} skipped" >&2
    if [ "$status" != 0 ]; then
        grep -E '^(not ok|FAIL|ERROR)|AddressSanitizer|runtime error|LeakSanitizer' "$log" | head -n 100 >&2
        tail -n 60 "$log" >&2
        [ -n "$p" ] || failed=$((failed + 1))
    fi
}

# One more check, a command: passes or fails as a whole.
one() {
    name=$1
    shift
    say "$name"
    if "$@"; then passed=$((passed + 1)); else
        echo "FAILED: $name" >&2
        failed=$((failed + 1))
    fi
}

check() {
    # shellcheck disable=SC2086
    install_packages $build_packages $check_packages
    [ -f configure ] || make_configure
    say "building in build/"
    build build --enable-werror
    count_check build
    say "building in build-sanitizers/"
    build build-sanitizers --enable-werror --enable-sanitizers CFLAGS='-O1 -g'
    count_check build-sanitizers
    one "fuzzing, built in build-fuzzing/ with clang" fuzz
    one "one run under valgrind" sh tests/valgrind.sh build
    one "make distcheck" sh tests/distcheck.sh build
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

case ${1-} in
'') make_configure ;;
demo) demo ;;
check) check ;;
*)
    echo "Usage: ./autogen.sh [demo|check]" >&2
    exit 2
    ;;
esac
