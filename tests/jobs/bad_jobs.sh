# Jobs that are wrong: exit 78, FILE:LINE:COLUMN, the key, what to do; nothing is read or written.
. "$top_srcdir/tests/lib.sh"

printf 'Un texte.\n' >in.txt
good='job: test
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, segment]
write: [{ jsonl: { path: out.jsonl } }]'
# bad NAME MESSAGE, the job on standard input: by check and by run alike
bad() {
    cat >job.yaml
    fails "$1: check" 78 "$2" "$filon" check job.yaml
    is "$1: one line" "$(wc -l <.err | tr -d ' ')" 1
    fails "$1: run" 78 "$2" "$filon" run job.yaml
    result "$([ -e out.jsonl ] && echo 1 || echo 0)" "$1: no output"
}
printf '%s\n' "$good" >job.yaml
passes "a good job" "$filon" check job.yaml
fails "no job file" 2 "none.yaml: No such file or directory" "$filon" run none.yaml
mkdir folder.yaml
fails "a folder for a job" 2 "folder.yaml: Is a directory" "$filon" run folder.yaml
bad "an empty job" "job.yaml:1:1: " <<Y
Y
printf 'job: test\nread:\n\t- files\n' | bad "a tab" "job.yaml:3:1: "
bad "an unknown key" "job.yaml:5:1: limts: unknown key \`limts\`; did you mean \`limits\`?" <<Y
$good
limts: { workers: 2 }
Y
bad "an unknown key deeper" "job.yaml:5:11: limits.worker: unknown key \`worker\`; did you mean \`workers\`?" <<Y
$good
limits: { worker: 2 }
Y
bad "a duplicate key" "job.yaml:5:1: job: " <<Y
$good
job: other
Y
bad "a wrong type" "job.yaml:5:20: limits.workers: " <<Y
$good
limits: { workers: many }
Y
bad "a number out of range" "job.yaml:5:20: limits.workers: " <<Y
$good
limits: { workers: 100000 }
Y
bad "a list for a map" "job.yaml:5:9: limits: " <<Y
$good
limits: [1]
Y
awk 'BEGIN { printf "job: "; for (i = 0; i < 10000; i++) printf "["; print "" }' | bad "10,000 levels" "job.yaml:1:"
{
    echo "a: &a [x, x, x, x, x, x, x, x, x]"
    for i in b c d e f g h; do echo "$i: &$i [*a, *a, *a, *a, *a, *a, *a, *a]"; done
} | bad "an alias bomb" "job.yaml:1:4: "
bad "an unknown plugin" "job.yaml:3:24: no plugin is called \`segmnt\`; did you mean \`segment\`?" <<Y
job: test
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, segmnt]
write: [{ jsonl: { path: out.jsonl } }]
Y
bad "an unknown option" "job.yaml:3:37: " <<Y
job: test
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, { segment: { langage: fr } }]
write: [{ jsonl: { path: out.jsonl } }]
Y
has "an unknown option: did you mean" "$err" "did you mean \`language\`?"
bad "a missing option" "needs" <<Y
job: test
read: [{ files: {} }]
pipeline: [parse_text, segment]
write: [{ jsonl: { path: out.jsonl } }]
Y
bad "a layer nobody provides" "stage 1, \`segment\`, needs the layer \`block\`, which no stage before it provides: move \`parse_text\`, which provides it, before" <<Y
job: test
read: [{ files: { path: in.txt } }]
pipeline: [segment, parse_text]
write: [{ jsonl: { path: out.jsonl } }]
Y
bad "a layer whose plugin is missing" "needs the layer \`entity\`, which no stage before it provides; plugins that provide it: \`" <<Y
job: test
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, segment, quote]
write: [{ jsonl: { path: out.jsonl } }]
Y
bad "a writer in the pipeline" "plugin \`write_jsonl\` is a writer, not an annotator" <<Y
job: test
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, write_jsonl]
write: [{ jsonl: { path: out.jsonl } }]
Y
bad "nothing to read" "\`read:\` is missing" <<Y
job: test
pipeline: [parse_text, segment]
write: [{ jsonl: { path: out.jsonl } }]
Y
bad "a plugin folder that is not there" "No such file or directory" <<Y
$good
plugins: [nowhere]
Y
bad "an output in a file for a folder" "in.txt" <<Y
job: test
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, segment]
write: [{ jsonl: { path: in.txt/out.jsonl } }]
Y
bad "a state folder that is a file" "is not a folder" <<Y
$good
state: in.txt
Y
mkdir locked
printf '%s\n' "$good" | sed 's,out.jsonl,locked/out.jsonl,' >job.yaml
chmod a-w locked
if [ "$(id -u)" != 0 ]; then
    fails "an output folder one may not write to" 78 "locked" "$filon" check job.yaml
fi
# A disk that fills up: the run ends with 74 and the next one, with room, makes it good.
printf '%s\n' "$good" >job.yaml
awk 'BEGIN { for (i = 0; i < 20000; i++) print "Un texte qui se répète, dit-il." }' >in.txt
run sh -c "ulimit -f 8; exec '$filon' run job.yaml"
is "an output that cannot grow" "$code" 74
passes "and with room" "$filon" run job.yaml
is "the document is there once, whole" "$(wc -l <out.jsonl | tr -d ' ')" 1
rm -f out.jsonl
printf 'not a database at all, but long enough to be looked at' >bad.db
bad "a file that is no database" "bad.db" <<Y
job: sqlite
read: [{ files: { path: in.txt } }]
pipeline: [parse_text, segment]
write: [{ sqlite: { path: bad.db } }]
Y
is "a foreign file is untouched" "$(head -c 14 bad.db)" "not a database"
done_testing
