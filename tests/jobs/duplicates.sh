# Near-duplicates in whole runs: within a run and across runs, whatever workers and kills do; what is done again, dropped, fails, or changes.
. "$top_srcdir/tests/lib.sh"
umask 022

# Thirty stories of made-up words, each in several papers with its own title, byline and furniture; some are cut.
make_papers() {
    mkdir -p "$1"
    awk -v dir="$1" -v papers="$2" -v seed="${3:-1}" '
    function word(story, n) { return substr("bdfglmnprstv", (story * 7 + n * 13 + int(n / 5) * 3 + story * n) % 12 + 1, 1) "a" \
        substr("rlnstmp", (story * 5 + n * n + n) % 7 + 1, 1) "e" substr("bcdfgjk", (story + n * 3) % 7 + 1, 1) "o" (story * 31 + n * 17) % 97 }
    BEGIN {
        for (paper = 1; paper <= papers; paper++)
            for (story = 1; story <= 30; story++) {
                file = sprintf("%s/%d-%02d.txt", dir, paper, story)
                printf "Le titre %d du journal %d\n\nPar Paul Morel%d\n\n", story * paper, paper, paper > file
                for (p = 0; p < 5; p++) {
                    if (paper > 1 && (story + paper) % 5 == p)
                        continue # a paragraph is cut
                    line = "Le maire de la ville a dit que"
                    for (w = 0; w < 30; w++)
                        line = line " " word(story + (paper == 9 ? 100 : 0), p * 30 + w)
                    print line ".\n" > file
                }
                close(file)
            }
    }'
}
make_papers in 3
cat >job.yaml <<'Y'
job: papers
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text, duplicates]
write: [{ jsonl: { path: out.jsonl } }, { sqlite: { path: out.db } }]
limits: { workers: 0 }
Y
ids() { sed -n 's/.*"id":"\([^"]*\)".*"duplicate_of":"\([^"]*\)".*/\1=\2/p' "$1"; }

passes "a run without workers" "$filon" run job.yaml
is "two papers in three had it from the first" "$(ids out.jsonl | wc -l)" 60
is "and from the same story" "$(ids out.jsonl | sed 's/in\/[23]-\(..\).*=in\/1-\(..\).*/\1 \2/' | awk '$1 != $2' | wc -l)" 0
if command -v sqlite3 >/dev/null; then
    is "the database has it" "$(sqlite3 out.db "SELECT count(*), min(similarity) >= 0.5 FROM duplicate WHERE duplicate_of GLOB 'in/1-*'")" "60|1"
fi
mv out.jsonl ref.jsonl
for workers in 1 2 5; do
    rm -rf var out.db
    passes "a run with $workers workers" "$filon" run --workers=$workers job.yaml
    is "gives the same bytes" "$(cmp out.jsonl ref.jsonl)" ""
    mv out.jsonl last.jsonl
done

# ---- across runs, in parts, with and without workers
rm -rf var out.db
mv in all
mkdir in
cp all/1-* in
passes "the first paper" "$filon" run --workers=2 job.yaml
is "has nothing from others" "$(ids out.jsonl | wc -l)" 0
cp all/2-* in
passes "the second one" "$filon" run job.yaml
is "had all from the first" "$(ids out.jsonl | wc -l)" 30
cp all/3-* in
passes "the third one" "$filon" run --workers=3 job.yaml
is "the three runs have written what one does" "$(cmp out.jsonl ref.jsonl)" ""

# ---- again: nothing is its own duplicate, or that of what came after it
passes "all is done again" "$filon" run --again --workers=2 job.yaml
is "with the same result" "$(tail -n 90 out.jsonl | cmp - ref.jsonl)" ""
passes "one by one" "$filon" run --again job.yaml
is "too" "$(tail -n 90 out.jsonl | cmp - ref.jsonl)" ""

# ---- the first of a group changes, is dropped, fails
cp all/1-07.txt keep
sed 's/o[0-9]/u9/g; s/a/i/g' keep >in/1-07.txt
passes "a document with another text" "$filon" run job.yaml
hasnt "is a duplicate of none" "$(tail -n 1 out.jsonl)" duplicate_of
touch -d '2001-01-01' in/2-07.txt in/3-07.txt
echo "Une phrase de plus." | tee -a in/2-07.txt >>in/3-07.txt
passes "the others of its group, changed a little" "$filon" run --workers=2 job.yaml
is "name the first that is left" "$(tail -n 2 out.jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/' | tr '\n' ' ')$(tail -n 2 out.jsonl | ids /dev/stdin)" \
    "in/2-07.txt in/3-07.txt in/3-07.txt=in/2-07.txt"
cp keep in/1-07.txt
passes "the old text comes back" "$filon" run job.yaml
is "as the duplicate that it now is" "$(tail -n 1 out.jsonl | ids /dev/stdin)" "in/1-07.txt=in/2-07.txt"

cat >odd.lua <<'L'
local filon = require "filon"
return function(doc)
  if doc.text:find "PARTIR" then return filon.drop "asked to go" end
  if doc.text:find "ECHEC" then error "asked to fail" end
end
L
sed 's/job: papers/job: odd/; s/duplicates\]/duplicates, { script: odd.lua }]/; s/out\./odd./' job.yaml >odd.yaml
rm -rf in
mkdir in
for n in 01 02 03; do cp all/1-$n.txt all/2-$n.txt all/3-$n.txt in; done
echo PARTIR >>in/1-01.txt
echo ECHEC >>in/1-02.txt
for workers in 0 3; do
    rm -rf var odd.jsonl odd.db
    fails "one is dropped, one fails, $workers workers" 1 "asked to fail" "$filon" run --workers=$workers odd.yaml
    is "what is not written is nobody's first" "$(ids odd.jsonl | sort | tr '\n' ' ')" \
        "in/2-03.txt=in/1-03.txt in/3-01.txt=in/2-01.txt in/3-02.txt=in/2-02.txt in/3-03.txt=in/1-03.txt "
done

# ---- what becomes of them
sed 's/job: papers/job: drop/; s/duplicates\]/{ duplicates: { action: drop } }]/; s/out\./drop./' job.yaml >drop.yaml
sed 's/job: papers/job: stop/; s/duplicates\]/{ duplicates: { action: stop } }, segment]/; s/out\./stop./' job.yaml >stop.yaml
rm -rf in
cp -r all in
passes "duplicates are dropped" "$filon" run --workers=2 drop.yaml
is "the first ones are there" "$(wc -l <drop.jsonl)" 30
passes "once" "$filon" run --workers=2 drop.yaml
is "and stay" "$(wc -l <drop.jsonl)" 30
passes "or written without further work" "$filon" run --workers=2 stop.yaml
is "all of them" "$(wc -l <stop.jsonl)" 90
is "the first ones with sentences" "$(grep -c '"sentence":\[{' stop.jsonl)" 30

# ---- filon annotate remembers the documents of the command
passes "files of one command" "$filon" annotate --job=job.yaml --format=jsonl in/1-01.txt in/2-01.txt in/2-02.txt
is "are compared with each other" "$(ids "$dir/.out")" "in/2-01.txt=in/1-01.txt"

# ---- kills
rm -rf var out.*
for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
    timeout -s KILL "0.0$((try * 3 % 10))" "$filon" run --workers=$((try % 3)) job.yaml >/dev/null 2>&1
done
passes "a run that was killed again and again comes to its end" "$filon" run --workers=2 job.yaml
is "as if it had not been" "$(cmp out.jsonl ref.jsonl)" ""
done_testing
