# Every fuzz target over its committed corpus: once each, without a crash.
. "$top_srcdir/tests/lib.sh"
for target in "$top_builddir"/tests/fuzz/fuzz_*; do
    name=${target##*fuzz_}
    [ -f "$target" ] && [ -d "$top_srcdir/tests/fuzz/corpus/$name" ] || continue
    passes "$name: $(find "$top_srcdir/tests/fuzz/corpus/$name" -type f | wc -l | tr -d ' ') inputs" \
        "$target" "$top_srcdir/tests/fuzz/corpus/$name"/*
done
result "$([ $n -gt 0 ] && echo 0 || echo 1)" "there are fuzz targets"
done_testing
