# What becomes of a document's older version: in every writer, whatever the document comes to. And what writers are known by.
. "$top_srcdir/tests/lib.sh"
umask 022
mkdir in

cat >route.lua <<'L'
local filon = require "filon"
return function(doc)
    if doc.text:find "ABSCHIED" then return filon.drop "farewell" end
    if doc.text:find "FAUTE" then error "a mistake" end
    if doc.text:find "LANG" then return filon.route "long" end
end
L
cat >job.yaml <<'Y'
job: press
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text, { script: route.lua }]
write:
  - jsonl: { path: all.jsonl }
  - sqlite: { path: all.db }
  - jsonl: { path: long.jsonl, route: long }
  - sqlite: { path: long.db, route: long }
Y
put() { printf 'Titre %s\n\nUn texte. %s\n' "$1" "$2" >"in/$1.txt"; }
for i in 1 2 3 4; do put $i "rien"; done
put 5 LANG
passes "five documents" "$filon" run job.yaml
is "are in the database" "$(sqlite3 all.db 'SELECT count(*) FROM document')" 5
is "one by its route" "$(sqlite3 long.db 'SELECT id FROM document')" in/5.txt

put 2 ABSCHIED
put 3 FAUTE
put 4 "autre chose"
put 5 "plus de route"
fails "they change" 1 "a mistake" "$filon" run job.yaml
is "a dropped one leaves the database" "$(sqlite3 all.db "SELECT count(*) FROM document WHERE id = 'in/2.txt'")" 0
is "one that fails keeps its last good version" "$(sqlite3 all.db "SELECT content LIKE '%rien%' FROM document WHERE id = 'in/3.txt'")" 1
is "a changed one has its new version alone" "$(sqlite3 all.db "SELECT count(*), max(content LIKE '%autre%') FROM document WHERE id = 'in/4.txt'")" "1|1"
is "one that goes elsewhere leaves the other database" "$(sqlite3 long.db 'SELECT count(*) FROM document')" 0
is "a line says which are no longer there" "$(grep removed all.jsonl long.jsonl)" 'all.jsonl:{"filon":1,"id":"in/2.txt","removed":true}
long.jsonl:{"filon":1,"id":"in/5.txt","removed":true}'
is "full-text search has them no longer" "$(sqlite3 all.db "SELECT count(*) FROM search WHERE search MATCH 'rien'")" 2
put 2 "de retour"
put 3 ABSCHIED
put 6 ABSCHIED
passes "one comes back, the failed one is dropped, so is a new one" "$filon" run job.yaml
is "the database follows" "$(sqlite3 all.db 'SELECT id FROM document ORDER BY id' | tr '\n' ' ')" "in/1.txt in/2.txt in/4.txt in/5.txt "
is "a new one that is dropped leaves no trace in JSONL" "$(grep -c in/6 all.jsonl)" 0
passes "nothing changes" "$filon" run job.yaml
is "and nothing is written" "$(grep -c removed all.jsonl)" 2

# docs/formats.md: how one reads the latest versions
command=$(sed -n '/^```sh$/,/^```$/p' "$top_srcdir/docs/formats.md" | grep '^jq ' | sed 's/press.jsonl/all.jsonl/')
if command -v jq >/dev/null; then
    is "the page's command gives each document's latest version" "$(eval "$command" | jq -r .id | sort | tr '\n' ' ')" "in/1.txt in/2.txt in/4.txt in/5.txt "
fi

# A job that reads those lines takes its own documents out as well.
cat >next.yaml <<'Y'
job: next
read: [{ jsonl: { path: last.jsonl } }]
pipeline: []
write: [{ sqlite: { path: next.db } }]
Y
printf '{"id":"a","text":"x"}\n{"id":"b","text":"y"}\n' >last.jsonl
passes "lines are read" "$filon" run next.yaml
printf '{"filon":1,"id":"a","removed":true}\n{"id":"b","text":"y"}\n' >last.jsonl
passes "and a removed one" "$filon" run next.yaml
is "is removed there" "$(sqlite3 next.db 'SELECT id FROM document')" b

# ---- several versions of a document in what is read: the last one counts, and nothing is done again
cat >twice.yaml <<'Y'
job: twice
read: [{ jsonl: { path: lines.jsonl } }]
pipeline: []
write: [{ jsonl: { path: twice.jsonl, content: no } }]
Y
line() { printf '{"id":"%s","text":"%s"}\n' "$@"; }
texts() { tail -n +"$1" twice.jsonl | sed 's/.*"text":"\([^"]*\).*/\1/' | tr '\n' ' '; }
line a un b bé a deux >lines.jsonl
passes "an id twice" "$filon" run twice.yaml
has "is said" "$err" "lines.jsonl:3: another document came under this id before"
is "the last one counts" "$(texts 1)" "un bé deux "
passes "the next run" "$filon" run -v twice.yaml
is "does nothing" "$(texts 4)" ""
has "and says where both are" "$err" "lines.jsonl:1: "
line a trois a quatre >>lines.jsonl
passes "with newer versions behind" "$filon" run twice.yaml
is "it does those" "$(texts 4)" "trois quatre "
passes "once" "$filon" run twice.yaml
is "and not again" "$(texts 6)" ""
line a un b bé a deux a trois >lines.jsonl
passes "the newest is taken away" "$filon" run twice.yaml
is "the one before it counts again" "$(texts 6)" "trois "
line a un b bé >lines.jsonl
passes "and that" "$filon" run twice.yaml
is "the first one does" "$(texts 7)" "un "
passes "nothing is left to do" "$filon" run --workers=0 twice.yaml
is "indeed" "$(texts 8)" ""

# ---- writers are known by what they write to, or by a name, not by their place
awk '/^  - /{ line[++n] = $0; next } { print } END { for (i = n; i; i--) print line[i] }' job.yaml >turned.yaml
put 1 "un peu plus"
cp all.jsonl before
passes "the writers in another order" "$filon" run turned.yaml
is "one line more" "$(head -n -1 all.jsonl | cmp - before && tail -n 1 all.jsonl | grep -c 'peu plus')" 1
is "one version in the database" "$(sqlite3 all.db "SELECT count(*) FROM document WHERE id = 'in/1.txt'")" 1
is "the ledger names them" "$(sqlite3 var/press/ledger.db 'SELECT name FROM writer ORDER BY name' | tr '\n' ' ')" \
    "write_jsonl all.jsonl write_jsonl long.jsonl write_sqlite all.db write_sqlite long.db "
cat >named.yaml <<'Y'
job: named
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text]
write: [{ sqlite: { path: one.db, name: base } }]
Y
passes "a writer with a name" "$filon" run named.yaml
mv one.db two.db
sed -i 's/one.db/two.db/' named.yaml
put 1 "encore"
passes "keeps its state when its file moves" "$filon" run named.yaml
is "no document is lost or twice" "$(sqlite3 two.db 'SELECT count(*), max(content LIKE "%encore%") FROM document')" "6|1"
has "check --print shows it" "$("$filon" check --print named.yaml)" "name: base"
sed 's/write: .*/write: [{ jsonl: { path: x, name: b } }, { jsonl: { path: y, name: b } }]/' named.yaml >twice.yaml
fails "a name given twice" 78 "twice.yaml:4:44: two writers have the name \`b\`" "$filon" check twice.yaml

# ---- a state of version 2, where they were known by their place
cp -r var/press var/v2
sed 's/job: press/job: v2/; s/all\.db/v2.db/; s/long\.db/v2long.db/; s/all\.jsonl/v2.jsonl/; s/long\.jsonl/v2long.jsonl/' job.yaml >v2.yaml
rm -rf var/v2
passes "a job" "$filon" run v2.yaml
sqlite3 var/v2/ledger.db <<'S'
CREATE TABLE w(name TEXT PRIMARY KEY, state TEXT NOT NULL);
INSERT INTO w SELECT CASE name WHEN 'write_jsonl v2.jsonl' THEN '0 write_jsonl' WHEN 'write_sqlite v2.db' THEN '1 write_sqlite'
 WHEN 'write_jsonl v2long.jsonl' THEN '2 write_jsonl' ELSE '3 write_sqlite' END, state FROM writer;
INSERT INTO w VALUES('4 write_jsonl', 'of a writer that is gone');
DROP TABLE writer;
DROP TABLE tally;
DROP INDEX quarantine_data;
DROP TABLE former;
DROP TABLE reach;
DROP INDEX quarantine_path;
ALTER TABLE w RENAME TO writer;
ALTER TABLE document DROP COLUMN held;
ALTER TABLE document DROP COLUMN kin;
DROP TABLE kin;
DROP TABLE kin_low;
PRAGMA user_version = 2;
S
put 1 "version deux"
put 4 ABSCHIED
passes "goes on with a state of version 2" "$filon" run v2.yaml
is "which is migrated" "$(sqlite3 var/v2/ledger.db 'PRAGMA user_version; SELECT count(*) FROM writer' | tr '\n' ' ')" "6 4 "
is "one version of each" "$(sqlite3 v2.db "SELECT count(*), max(content LIKE '%deux%') FROM document")" "3|1"
is "and the older lines" "$(grep -c '"id":"in/1.txt"' v2.jsonl)" 2
done_testing
