# filon annotate: formats, standard input, a job's pipeline, --set, many files.
. "$top_srcdir/tests/lib.sh"

cat >a.txt <<'T'
La mairie de Brest refuse le projet

Publié le 12 mars 2019

« Nous ne voulons pas de ce projet », a déclaré la maire, Jeanne Kerven, devant la presse. Elle a ajouté que la ville saisirait la justice.

Le préfet dément toute pression sur les élus.
T
printf 'Le ministre a salué la décision. Paris, le 4 mars.\n' >b.txt

passes "json" "$filon" annotate --format json a.txt
cp .out a.json
has "json: the version" "$out" '"filon": 1'
has "json: the id is the name given" "$out" '"id": "a.txt"'
has "json: the title" "$out" '"title": "La mairie de Brest refuse le projet"'
has "json: a person" "$out" '"name": "Jeanne Kerven"'
has "json: a holder" "$out" '"holder": "Jeanne Kerven"'
is "json: nothing on stderr" "$err" ""
if command -v python3 >/dev/null; then
    passes "json is JSON, and offsets count code points" python3 - a.json a.txt <<'P'
import json, sys
doc = json.load(open(sys.argv[1], encoding="utf8"))
text = open(sys.argv[2], encoding="utf8").read()
assert doc["text"] == text
names = [text[e["begin"]:e["end"]] for e in doc["layers"]["entity"]]
assert "Jeanne Kerven" in names, names
quotes = [text[q["begin"]:q["end"]] for q in doc["layers"]["quote"]]
assert "Nous ne voulons pas de ce projet" in quotes, quotes
assert doc["content"].startswith("La mairie de Brest refuse le projet\n\n«"), doc["content"][:80]
P
fi
passes "jsonl of two files" "$filon" annotate --format jsonl a.txt b.txt
is "jsonl: a line a document" "$(wc -l <.out | tr -d ' ')" 2
is "jsonl: in the order given" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' .out | tr '\n' ' ')" "a.txt b.txt "
passes "standard input" sh -c "'$filon' annotate --format jsonl - <a.txt"
has "standard input: its id" "$out" '"id":"-"'
passes "a folder" sh -c "mkdir -p d && cp a.txt b.txt d && '$filon' annotate --format jsonl d"
is "a folder: its files" "$(wc -l <.out | tr -d ' ')" 2

passes "conllu" "$filon" annotate --format conllu a.txt b.txt
has "conllu: documents" "$out" "# newdoc id = b.txt"
has "conllu: the sentence" "$out" "# text = Le préfet dément toute pression sur les élus."
has "conllu: entities" "$out" "-PER"
passes "conllu with syntax" "$filon" annotate --job "$top_srcdir/configs/conllu.yaml" --format conllu a.txt
has "conllu: a lemma, a part of speech" "$out" "	élus	élu	NOUN	_	Gender=Masc|Number=Plur"
has "conllu: the root" "$out" "	0	root	_	"

passes "pretty" "$filon" annotate a.txt
has "pretty: entities are marked" "$out" "Jeanne Kerven[PER]"
has "pretty: who says what" "$out" "Who says what"
hasnt "pretty: no colour into a pipe" "$out" "$(printf '\033')"
passes "why" "$filon" annotate --why a.txt
has "why: the rule of a quote, its cue and its source" "$out" "because que; cue a ajouté; source Elle"
has "why: the row of a stance, its cue, holder and target" "$out" "because démentir: obj; cue dément; holder Le préfet; target toute pression"
passes "pretty without why" "$filon" annotate a.txt
hasnt "pretty: no explanations unless asked" "$out" "because"
fails "why of another format" 2 "--why explains the pretty format" "$filon" annotate --why --format=json a.txt
passes "pretty in colour" "$filon" annotate --color=always a.txt
has "pretty: colours when asked" "$out" "$(printf '\033[')"
printf 'Un titre \033[31mrouge\n\nLe maire a dit que \302\233tout va bien ici, selon le journal.\n' >evil.txt
passes "a page with escapes" "$filon" annotate evil.txt
hasnt "escapes of a page do not reach the terminal" "$out" "$(printf '\033')"

cat >short.yaml <<'Y'
job: short
pipeline:
  - parse_text
  - segment
Y
passes "--job" "$filon" annotate --job short.yaml --format json a.txt
hasnt "--job: its pipeline alone" "$out" '"quote"'
passes "--workers=0 gives the same" sh -c "'$filon' annotate --workers=0 --format jsonl a.txt >0 && '$filon' annotate --workers=2 --format jsonl a.txt >2 && cmp 0 2"
passes "--set reaches a plugin" "$filon" annotate --set segment.language=en --format json a.txt

fails "one missing file of two" 1 "missing.txt" "$filon" annotate --format jsonl a.txt missing.txt
is "the other one is done" "$(wc -l <.out | tr -d ' ')" 1
run sh -c "'$filon' annotate --format jsonl a.txt >/dev/full"
is "a full standard output" "$code" 74
done_testing
