# filon run: what is new or changed, once; in order; with whatever happens told.
. "$top_srcdir/tests/lib.sh"

mkdir in
for i in 1 2 3 4 5; do printf 'Titre numéro %s\n\nLe ministre a déclaré que tout ira mieux en %s. « Nous verrons », a-t-il dit.\n' $i $i >in/$i.txt; done
cat >job.yaml <<'Y'
job: test
read:
  - files: { path: "in/*.txt" }
pipeline: [parse_text, segment, ner, quote, stance]
write:
  - jsonl: { path: out.jsonl }
  - sqlite: { path: out.db }
limits: { workers: 2, seconds: 20 }
Y
ids() { sed 's/.*"id":"\([^"]*\)".*/\1/' out.jsonl | tr '\n' ' '; }

passes "check" "$filon" check job.yaml
result "$([ -e out.jsonl ] || [ -e var ] || [ -e out.db ]; echo $((1 - $?)))" "check writes nothing"
passes "the first run" "$filon" run job.yaml
is "silent when all is well" "$out$err" ""
is "all documents, in input order" "$(ids)" "in/1.txt in/2.txt in/3.txt in/4.txt in/5.txt "
if command -v sqlite3 >/dev/null; then
    is "and in the database" "$(sqlite3 out.db 'SELECT count(*) FROM document')" 5
fi
cp out.jsonl before
passes "the second run" "$filon" run job.yaml
passes "has nothing to do" cmp before out.jsonl
printf 'Un sixième titre\n\nIl a dit que non, selon la presse.\n' >in/6.txt
printf 'La ministre change de ton\n\nLa ministre a déclaré mardi que tout irait plus mal, et que personne ne le savait.\n\nElle a quitté la salle sans répondre aux questions.\n' >in/2.txt
passes "a new and a changed file" "$filon" run job.yaml
is "are done, and they alone" "$(ids)" "in/1.txt in/2.txt in/3.txt in/4.txt in/5.txt in/2.txt in/6.txt "
if command -v sqlite3 >/dev/null; then
    is "the database has the changed one once" "$(sqlite3 out.db "SELECT count(*) FROM document; SELECT title FROM document WHERE id = 'in/2.txt'" | tr '\n' ' ')" "6 La ministre change de ton "
fi
touch in/3.txt
passes "a touched file of the same content" "$filon" run job.yaml
is "is not done again" "$(wc -l <out.jsonl | tr -d ' ')" 7
passes "--again" "$filon" run --again job.yaml
is "does all again" "$(wc -l <out.jsonl | tr -d ' ')" 13
passes "from another folder" sh -c "mkdir -p else && cd else && '$filon' run ../job.yaml"
is "finds its inputs and outputs, and nothing to do" "$(wc -l <out.jsonl | tr -d ' ')" 13

printf 'mauvais \377 octet\n' >in/bad.txt
fails "a bad document among good ones" 1 "in/bad.txt: " "$filon" run job.yaml
has "says where it is bad" "$err" "line 1, column 9"
has "sums up" "$err" "1 of 1 documents failed"
is "nothing of it is written" "$(wc -l <out.jsonl | tr -d ' ')" 13
fails "it is tried again" 1 "in/bad.txt" "$filon" run job.yaml
fails "and again" 1 "in/bad.txt" "$filon" run job.yaml
passes "after limits.attempts it is left alone" "$filon" run job.yaml
printf 'un meilleur octet, dit-il enfin.\n' >in/bad.txt
passes "mended, it is done" "$filon" run job.yaml
is "once" "$(wc -l <out.jsonl | tr -d ' ')" 14

rm -rf var out.jsonl out.db
passes "--workers=0" "$filon" run --workers=0 job.yaml
cp out.jsonl zero
rm -rf var out.jsonl out.db
passes "--workers=2" "$filon" run --workers=2 job.yaml
passes "gives the same bytes as one process" cmp zero out.jsonl

# A slow document, to hold the lock.
cat >slow.lua <<'L'
return function(doc) io.open("started", "w"):close(); local x = 0; for i = 1, 4e8 do x = x + i end end
L
cat >slow.yaml <<'Y'
job: slow
read: [{ files: { path: in/1.txt } }]
pipeline: [{ script: slow.lua }]
lua: { libraries: [io] }
write: [{ jsonl: { path: slow.jsonl } }]
limits: { workers: 1, seconds: 60 }
Y
"$filon" run slow.yaml &
pid=$!
tries=0
while [ ! -e started ] && [ $tries -lt 200 ]; do sleep 0.05; tries=$((tries + 1)); done
fails "a second run at the same time" 75 "another run of this job is under way" "$filon" run slow.yaml
kill -TERM $pid
wait $pid
is "SIGTERM finishes the document under way and says so" "$?" 143
is "which is written" "$(wc -l <slow.jsonl | tr -d ' ')" 1
passes "a next run has nothing to do" "$filon" run slow.yaml
is "and does nothing twice" "$(wc -l <slow.jsonl | tr -d ' ')" 1
done_testing
