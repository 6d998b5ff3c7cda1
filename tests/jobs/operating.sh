# docs/operating.md: what it says of cron, systemd, exit codes and messages.
. "$top_srcdir/tests/lib.sh"
page=$top_srcdir/docs/operating.md
umask 022

mkdir -p srv/in
printf 'Un titre\n\nLe maire a dit que oui.\n' >srv/in/a.txt
printf 'Un autre\n\nLe maire a dit que non.\n' >srv/in/b.txt
cat >srv/press.yaml <<'Y'
job: press
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text, segment, ner, quote, stance]
write: [{ jsonl: { path: out.jsonl } }, { sqlite: { path: out.db } }]
log: { file: log.json, format: json }
summary: last.json
metrics: press.prom
Y

# ---- cron: its lines are run by sh -c with cron's environment
cron() {
    line=$(sed -n '/^```crontab$/,/^```$/p' "$page" | grep -v '^#' | grep "$1" | sed 's/^\([^ ]* *\)\{5\}//')
    line=$(printf '%s' "$line" | sed "s,/usr/local/bin/filon,$filon,; s,/srv/press/,$dir/srv/,")
    run env -i SHELL=/bin/sh LANG=C /bin/sh -c "cd / && $line"
}
cron "filon run"
is "cron's run ends well" "$code" 0
is "and says nothing" "$out$err" ""
is "and does all" "$(wc -l <srv/out.jsonl | tr -d ' ')" 2
cron "filon run"
is "the next one has nothing to do" "$code$out$err$(wc -l <srv/out.jsonl | tr -d ' ')" 02
printf 'faux \377\n' >srv/in/c.txt
cron "filon run"
is "a bad document: exit 1" "$code" 1
is "a line for it and one for the run" "$(wc -l <.err | tr -d ' ')" 2
cron "filon status"
is "cron's status ends well" "$code" 0
has "and counts" "$out" "press: 2 documents done, 0 dropped, 1 in quarantine"

# ---- systemd
if command -v systemd-analyze >/dev/null; then
    awk '/^# \/etc\/systemd\/system\// { file = $2; sub(/.*\//, "", file) } /^```$/ { file = "" } file { print > file }' "$page"
    sed -i "s,/usr/local/bin/filon,/bin/true,; s/User=press/User=root/" press.service
    run systemd-analyze verify ./press.service ./press.timer
    is "systemd takes the units" "$code" 0
fi

# ---- what a run leaves
for key in job run outcome began ended seconds done dropped failed unchanged quarantined bytes stages; do
    has "the summary has $key" "$(cat srv/last.json)" "\"$key\":"
done
has "metrics: documents" "$(cat srv/press.prom)" 'filon_documents{job="press",outcome="failed"} 1'
has "metrics: when" "$(cat srv/press.prom)" 'filon_run_ended_timestamp_seconds{job="press"} '
has "the log names run and document" "$(grep c.txt srv/log.json | head -n 1)" '"level":"error","job":"press","run":3,"document":"in/c.txt","message":'
mv srv/log.json srv/log.json.1
run "$filon" run srv/press.yaml
has "a rotated log is opened anew" "$(cat srv/log.json)" '"run":4'

sed 's,last.json,nowhere/last.json,' srv/press.yaml >srv/nowhere.yaml
fails "a summary that has no folder, before anything is done" 78 "summary: cannot write in $dir/srv/nowhere: No such file or directory" "$filon" run srv/nowhere.yaml

# ---- quarantine
run "$filon" quarantine srv/press.yaml
has "quarantine lists" "$out" "in/c.txt	2 attempts"
run "$filon" quarantine srv/press.yaml show in/c.txt
has "and shows where the input is" "$out" "srv/in/c.txt"
has "and where it failed" "$out" "stage     read"
fails "of an unknown document" 1 "is not in quarantine" "$filon" quarantine srv/press.yaml show nobody
run "$filon" run srv/press.yaml
run "$filon" run srv/press.yaml
is "after three attempts: silence" "$code$err" 0
passes "retry" "$filon" quarantine srv/press.yaml retry in/c.txt
fails "is tried again" 1 "in/c.txt" "$filon" run srv/press.yaml
passes "status --pending" "$filon" status --pending srv/press.yaml
has "says what a run would do" "$out" "0 new or changed documents, try 1 of quarantine again, and leave 2 alone"
passes "forget" "$filon" quarantine srv/press.yaml forget --all
passes "is left alone" "$filon" run srv/press.yaml
is "with an empty quarantine" "$("$filon" quarantine srv/press.yaml)" ""
fails "a verb that is none" 2 "list, show, retry or forget" "$filon" quarantine srv/press.yaml burn x
passes "status of a job that never ran" sh -c "sed 's/job: press/job: other/' srv/press.yaml >srv/other.yaml; exec '$filon' status srv/other.yaml"
has "says so" "$out" "other: has never run"

# ---- standard input cannot be read again: quarantine keeps it, and feeds it again
cat >srv/lines.yaml <<'Y'
job: lines
read: [{ jsonl: { path: "-" } }]
pipeline: [{ script: moody.lua }]
write: [{ jsonl: { path: lines.jsonl } }]
Y
printf 'return function(doc) if doc.id == "b" then error "not today" end end\n' >srv/moody.lua
fails "a line of standard input fails" 1 "not today" sh -c "printf '{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n' | '$filon' run srv/lines.yaml"
run "$filon" quarantine srv/lines.yaml show b
has "its input is kept" "$out" '{"id":"b","text":"y"}'
has "and the traceback" "$out" "moody.lua:1"
printf 'return function(doc) end\n' >srv/moody.lua
passes "the next run has it again, with nothing new on standard input" sh -c "'$filon' run srv/lines.yaml </dev/null"
is "once" "$(grep -c '"id":"b"' srv/lines.jsonl)" 1
is "and quarantine is empty" "$("$filon" quarantine srv/lines.yaml)" ""

# ---- limits.failures
mkdir srv/many
for i in $(seq 1 60); do printf 'x\377' >srv/many/$i.txt; done
sed 's/job: press/job: many/; s,in/\*.txt,many/*.txt,; s/out\./many./g; s/^log.*/limits: { failures: 0.1 }/; /^summary/d; /^metrics/d' srv/press.yaml >srv/many.yaml
fails "too many failures stop a run" 1 "stopped, as more than limits.failures, 10 %, of the documents failed" "$filon" run srv/many.yaml

# ---- redo: pipeline
rm srv/in/c.txt
printf 'redo: pipeline\n' >>srv/press.yaml
passes "redo: pipeline, the same pipeline" "$filon" run srv/press.yaml
is "does nothing" "$(wc -l <srv/out.jsonl | tr -d ' ')" 2
sed -i 's/, stance\]/]/' srv/press.yaml
passes "another pipeline" "$filon" run srv/press.yaml
is "does all again" "$(wc -l <srv/out.jsonl | tr -d ' ')" 4

# ---- state folders of other versions
if command -v sqlite3 >/dev/null; then
    sqlite3 srv/var/press/ledger.db 'PRAGMA user_version = 99' >/dev/null
    fails "a newer state is refused" 78 "written by a newer filon" "$filon" run srv/press.yaml
    is "untouched" "$(sqlite3 srv/var/press/ledger.db 'PRAGMA user_version')" 99
    rm -rf srv/var/old
    mkdir -p srv/var/old
    sqlite3 srv/var/old/ledger.db <<'S'
PRAGMA application_id = 1718185068; PRAGMA user_version = 1;
CREATE TABLE document(id TEXT PRIMARY KEY, state INTEGER NOT NULL, hash INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, pipeline INTEGER NOT NULL, at INTEGER NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE pipeline(n INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
CREATE TABLE writer(name TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE dropped(id TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE quarantine(id TEXT PRIMARY KEY, path TEXT NOT NULL, offset INTEGER NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB) WITHOUT ROWID;
CREATE TABLE run(n INTEGER PRIMARY KEY, pid INTEGER, began INTEGER NOT NULL, ended INTEGER, outcome TEXT, done INTEGER, dropped INTEGER, failed INTEGER, unchanged INTEGER, bytes INTEGER, seconds REAL);
INSERT INTO quarantine VALUES('in/c.txt', '/x/in/c.txt', 0, 'an old reason', 3, 1, 1, NULL);
INSERT INTO document VALUES('in/c.txt', 3, 0, 0, 0, 1, 1, 1);
S
    sed 's/job: press/job: old/; s/out\./old./g' srv/press.yaml >srv/old.yaml
    run "$filon" run srv/old.yaml
    is "an older state is brought up to date" "$(sqlite3 srv/var/old/ledger.db 'PRAGMA user_version')" 6
    has "with what it knew" "$("$filon" status srv/old.yaml)" "old: "
    printf 'no database' >srv/var/old/ledger.db
    rm -f srv/var/old/ledger.db-wal srv/var/old/ledger.db-shm
    fails "a state that is none" 74 "ledger" "$filon" run srv/old.yaml
fi
done_testing
