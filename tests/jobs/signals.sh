# Signals: a run ends in bounded time whatever it waits for, and nothing is lost that it said was done.
. "$top_srcdir/tests/lib.sh"
umask 022

# wait_until COMMAND…: at most ten seconds
wait_until() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.05
    done
}
lines() { [ "$(wc -l <"$1" | tr -d ' ')" -ge "$2" ]; }
# ends NAME CODE PID: within five seconds
ends() {
    began=$(date +%s)
    wait "$3"
    got=$?
    is "$1" "$got" "$2"
    [ $(($(date +%s) - began)) -le 5 ]
    result $? "$1, soon"
}

# ---- standard input that has nothing more to say, and does not end
cat >stdin.yaml <<'Y'
job: stdin
read: [{ jsonl: { path: "-" } }]
pipeline: [parse_text]
write: [{ jsonl: { path: stdin.jsonl } }]
Y
cat >whole.yaml <<'Y'
job: whole
read: [{ files: { path: "-" } }]
pipeline: [parse_text]
write: [{ jsonl: { path: whole.jsonl } }]
Y
mkfifo pipe
for workers in 0 2; do
    for signal in INT TERM; do
        code=143
        [ $signal = TERM ] || code=130
        rm -rf var stdin.jsonl
        sh -c 'trap - INT; exec "$@"' sh env -i "$filon" run --workers=$workers stdin.yaml <pipe &
        pid=$!
        exec 3>pipe
        printf '{"id":"a","text":"un"}\n{"id":"b","te' >&3
        wait_until lines stdin.jsonl 1
        result $? "--workers=$workers: a document is done before the next one is there"
        sleep 0.2
        kill -$signal $pid
        ends "--workers=$workers: SIG$signal ends a run that waits for standard input" $code $pid
        exec 3>&-
        is "--workers=$workers: what came is done" "$(grep -c '"id":"a"' stdin.jsonl)" 1
    done
done
rm -rf var stdin.jsonl
(printf '{"id":"a","text":"un"}\n{"id":"b",'; sleep 0.5; printf '"text":"deux"}\n'; sleep 0.2; printf '{"id":"c","text":"trois"}') | "$filon" run stdin.yaml
is "lines that come in pieces are whole" "$?$(wc -l <stdin.jsonl | tr -d ' ')" 03
rm -rf var stdin.jsonl
(printf '{"id":"a","text":"un"}\n' | gzip; sleep 0.3; printf '{"id":"b","text":"deux"}\n' | gzip) | "$filon" run stdin.yaml
is "packed ones too" "$?$(wc -l <stdin.jsonl | tr -d ' ')" 02
(printf 'Un titre\n\n'; sleep 0.4; printf 'Un texte.\n') | "$filon" run whole.yaml
is "and a file" "$?$(grep -c 'Un texte' whole.jsonl)" 01
"$filon" run whole.yaml <pipe &
pid=$!
exec 3>pipe
sleep 0.3
kill -TERM $pid
ends "SIGTERM before a file on standard input ends" 143 $pid
exec 3>&-

# ---- waiting for the lock
printf 'return function(doc) io.open("started", "w"):close(); local x = 0; for i = 1, 1e11 do x = x + i end end\n' >slow.lua
mkdir in
printf 'x\n' >in/1.txt
cat >slow.yaml <<'Y'
job: slow
read: [{ files: { path: "in/*.txt" } }]
pipeline: [{ script: slow.lua }]
write: [{ jsonl: { path: slow.jsonl } }]
limits: { workers: 1, seconds: 60 }
lua: { libraries: [io] }
Y
"$filon" run slow.yaml &
slow=$!
wait_until test -e started
"$filon" run --wait slow.yaml 2>wait.err &
pid=$!
sleep 0.5
kill -TERM $pid
ends "SIGTERM ends a run that waits for another" 143 $pid
is "without a word" "$(cat wait.err)" ""
kill -HUP $slow
sleep 0.2
kill -0 $slow
result $? "SIGHUP does no harm"
kill -TERM $slow
sleep 0.3
kill -0 $slow
result $? "SIGTERM waits for the document under way"
kill -TERM $slow
ends "a second one ends the run at once" 143 $slow

# ---- the second signal comes when documents are done that are not committed yet: they are not done for the ledger either
rm in/1.txt
for i in 1 2 3 4 5 6 7 8; do printf 'court %s\n' $i >in/0$i.txt; done
printf 'LONG\n' >in/1.txt
printf 'return function(doc) if doc.text:find "LONG" then local x = 0; for i = 1, 1e11 do x = x + i end end end\n' >slow.lua
sed -i 's/workers: 1/workers: 2/; s/slow\.jsonl/twice.jsonl/; s/job: slow/job: twice/' slow.yaml
"$filon" run slow.yaml &
pid=$!
wait_until lines twice.jsonl 1
for i in 1 2 3 4 5 6 7 8; do printf 'autre %s\n' $i >in/2$i.txt; done
kill -TERM $pid
sleep 0.3
kill -TERM $pid
ends "two signals" 143 $pid
printf 'return function(doc) end\n' >slow.lua
passes "the next run" "$filon" run slow.yaml
is "has every document once" "$(grep -o '"id":"[^"]*"' twice.jsonl | sort | uniq -c | awk '{ print $1 }' | sort | uniq -c | tr -s ' ')" " 17 1"

# ---- an output that nobody takes
cat >out.yaml <<'Y'
job: out
read: [{ files: { path: "big/*.txt" } }]
pipeline: []
write: [{ jsonl: { path: "-" } }]
Y
mkdir big
head -c 400000 /dev/zero | tr '\0' a >big/1.txt
cp big/1.txt big/2.txt
"$filon" run out.yaml >pipe &
pid=$!
exec 3<pipe
sleep 0.7
kill -TERM $pid
sleep 0.3
kill -TERM $pid
ends "two signals end a run whose output is not taken" 143 $pid
exec 3<&-
done_testing
