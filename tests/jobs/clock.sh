# A clock that jumps, back and forth, between any two readings: nothing is lost, nothing twice, no nonsense in the status.
. "$top_srcdir/tests/lib.sh"

umask 022
shim=$top_builddir/tests/jobs/torture/.libs/clock.so
mkdir in out
for i in 1 2 3 4 5 6 7 8; do
    printf 'La maire de la ville %s\n\nLa maire, Anne Kervella, a refusé le projet numéro %s. Elle le dit à Paris.\n' "$i" "$i" >"in/$i.txt"
done
cat >job.yaml <<'Y'
job: clock
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text, segment, ner]
write:
  - jsonl: { path: "out/press-%Y-%m-%d.jsonl" }
  - sqlite: { path: all.db }
limits: { workers: 2, seconds: 60 }
Y
case ${PLUGIN_FLAGS-} in
*sanitize*)
    echo "1..0 # SKIP the sanitizers' own preloading does not go with another one"
    exit 0 ;;
esac
jumping() { # jumping SECONDS COMMAND…
    step=$1
    shift
    env FILON_CLOCK_STEP="$step" LD_PRELOAD="$shim" "$@"
}
ids() { cat out/*.jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort | tr '\n' ' '; }

passes "a run while the clock goes back a day at a time" jumping -86400 "$filon" run job.yaml
is "it is quiet" "$out$err" ""
hasnt "the clock did jump" "$(ls out)" "press-$(date +%Y-%m-%d)"
is "each document is written once" "$(ids)" "in/1.txt in/2.txt in/3.txt in/4.txt in/5.txt in/6.txt in/7.txt in/8.txt "
passes "a run while it goes on a day at a time" jumping 86400 "$filon" run job.yaml
is "does nothing again" "$(ids | wc -w)" 8
echo "Elle revient." >>in/3.txt
passes "a run with a changed document, an hour back at a time" jumping -3600 "$filon" run job.yaml
is "does that one" "$(ids)" "in/1.txt in/2.txt in/3.txt in/3.txt in/4.txt in/5.txt in/6.txt in/7.txt in/8.txt "
passes "status" jumping -86400 "$filon" status job.yaml
has "status: the counts" "$out" "8"
hasnt "status: no time below nothing" "$out" " -"
if command -v sqlite3 >/dev/null; then
    is "the database has each document once" "$(sqlite3 all.db 'select count(*), count(distinct id) from document')" "8|8"
fi
done_testing
