# A short torture; the long one is `make torture`.
. "$top_srcdir/tests/lib.sh"
cd "$top_builddir" || exit 99
memory=yes
case ${PLUGIN_FLAGS-} in *sanitize*) memory=no ;; esac
torture() { tests/jobs/torture/torture ./filon tests/jobs/torture/.libs --memory $memory "$@"; }
out=$(
    torture --mode kill --documents 400 --kills 30
    torture --mode room --documents 300 --kills 5
    [ $memory = no ] || torture --mode disk --documents 300 --kills 8 --shim tests/jobs/torture/.libs/failing.so
)
printf '%s\n' "$out" | awk '/^(not )?ok/ { sub(/[0-9]+/, ++n) } /^1\.\./ { next } { print } END { print "1.." n }'
