# The scripts that come with filon, in a job: a layer of a script's own is exported without being told, documents are dropped and routed.
. "$top_srcdir/tests/lib.sh"

umask 022
mkdir in
cat >in/court.txt <<'T'
Une brève du port

Le bac de Rochelande est à quai.
T
cat >in/maire.txt <<'T'
Que veut le maire Paul Morel ?

Hier, le maire de Rochelande, Paul Morel, a reçu la presse devant la criée. « Le port sera rouvert avant l'été », a promis Paul Morel.
Les pêcheurs attendaient cette annonce depuis deux ans.

Selon Anne Quéré, présidente du syndicat des mareyeurs, le chantier durera deux ans et coûtera cher à la ville.
T
cat >in/taux.txt <<'T'
La Banque centrale garde ses taux

La Banque centrale de Valdorie a laissé ses taux d’intérêt inchangés, mardi, au terme d'une réunion de deux jours. Les économistes
s'attendaient à cette décision. La prochaine réunion se tiendra au mois de juin, dans la capitale, avant le scrutin.
T
cat >job.yaml <<'Y'
job: voices
read: [{ files: { path: "in/*.txt" } }]
pipeline: examples/voices.lua
write:
  - jsonl: { path: all.jsonl }
  - jsonl: { path: voices.jsonl, route: voices }
  - sqlite: { path: all.db }
limits: { workers: 2 }
Y
ids() { sed 's/.*"id":"\([^"]*\)".*/\1/' "$1" | sort | tr '\n' ' '; }
passes "the example is right" "$filon" check job.yaml
passes "the example runs" "$filon" run job.yaml
is "a short article is dropped" "$(ids all.jsonl)" "in/maire.txt in/taux.txt "
is "an article with two voices is routed" "$(ids voices.jsonl)" "in/maire.txt "
has "the script's layer is in JSON" "$(cat voices.jsonl)" '"headline":[{"begin":0,"end":30,"words":6,"question":true,"about":0}]'
if command -v sqlite3 >/dev/null; then
    is "the script's layer is in the database" "$(sqlite3 all.db 'select words, question from headline order by question')" "6|0
6|1"
fi

sed 's/^pipeline:.*/pipeline: [parse_text, { script: examples\/topics.lua }]/; /route: voices/d; /sqlite/d; s/all.jsonl/topics.jsonl/; s/job: .*/job: topics/' \
    job.yaml >topics.yaml
passes "a stage of a list" "$filon" run topics.yaml
has "finds its phrases" "$(grep taux.txt topics.jsonl)" '"topic":[{"begin":3,"end":18,"name":"economy"},{"begin":38,"end":53,"name":"economy"},{"begin":79,"end":93,"name":"economy"},{"begin":274,"end":281,"name":"elections"}]'

cat >in/english.txt <<'T'
Harbour to open again

The mayor of Rochelande, Paul Morel, met the press at the fish market yesterday. The harbour will be open before the summer, he said.
Fishermen had waited for this news for two years.
T
cat >in/deutsch.txt <<'T'
Der Hafen wird wieder geöffnet

Der Bürgermeister von Rochelande hat gestern die Presse empfangen. Der Hafen soll noch vor dem Sommer wieder geöffnet werden, sagte er.
Die Fischer haben zwei Jahre lang auf diese Nachricht gewartet.
T
cat >languages.yaml <<'Y'
job: languages
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text, language, { script: examples/languages.lua }]
write:
  - jsonl: { path: fr.jsonl, route: fr }
  - jsonl: { path: en.jsonl, route: en }
  - jsonl: { path: every.jsonl }
Y
passes "a job routes by language" "$filon" run languages.yaml
is "French here" "$(ids fr.jsonl)" "in/court.txt in/maire.txt in/taux.txt "
is "English there" "$(ids en.jsonl)" "in/english.txt "
has "others are named" "$(grep deutsch every.jsonl)" '"lang":"de"'
has "and so are their blocks" "$(grep deutsch every.jsonl)" '"kind":"title","content":true,"lang":"de"'
sed 's/job: .*/job: only/; s/, language,.*/, language: { only: [fr, en] }]/; /route:/d; s/every/only/' languages.yaml >only.yaml
passes "a job of two languages" "$filon" run only.yaml
is "drops the others" "$(ids only.jsonl)" "in/court.txt in/english.txt in/maire.txt in/taux.txt "
done_testing
