# Claims followed through the standard pipeline: an analyst's file, nothing without it, learning from labelled positions, what is wrong with a file.
. "$top_srcdir/tests/lib.sh"

cat >claims.yaml <<'YAML'
claims:
  - id: pont
    claim: Le pont de Morlac est dangereux.
    keywords: [pont de Morlac, danger, fissures]
YAML
printf 'Le maire Paul Morel affirme que le pont de Morlac est dangereux.\n\nAnna Sorel dément que le pont de Morlac soit dangereux.\n' >a.txt
passes "filon annotate --set claim.file" "$filon" annotate --set claim.file=claims.yaml --format=jsonl a.txt
has "who is for it" "$out" '"claim":"pont","holder":"Paul Morel","position":"favor"'
has "who is against it" "$out" '"claim":"pont","holder":"Anna Sorel","position":"against"'
passes "the pretty form" "$filon" annotate --set claim.file=claims.yaml a.txt
has "shows them" "$out" "Anna Sorel  against  pont"
passes "--why" "$filon" annotate --why --set claim.file=claims.yaml a.txt
has "says what gave a position" "$out" "because quote: denied"
passes "without a file" "$filon" annotate --format=jsonl a.txt
hasnt "no positions" "$out" '"claim":'
printf 'job: t\nread: [files: {path: a.txt}]\npipeline: [parse_text, segment, ner, quote, stance, claim: {file: claims.yaml}]\nwrite: [sqlite: {path: out.db}]\n' >job.yaml
passes "a job" "$filon" run job.yaml
if command -v sqlite3 >/dev/null; then
    is "its positions in SQLite" "$(sqlite3 out.db 'SELECT holder, position FROM positions ORDER BY holder' | tr '\n' ' ')" "Anna Sorel|against Paul Morel|favor "
fi
# Labelled positions: marks on their holders. The rules take « tiendra cent ans » for talk of the danger; a model has learnt what it says.
python3 - <<'E'
import os
os.mkdir("data")
people = ["Paul Morel", "Anna Sorel", "Karim Lopez", "Claire Martin", "Jeanne Petit", "Louis Garnier"]
says = {"against": "affirme que le pont de Morlac tiendra encore cent ans malgré les fissures et le danger",
        "favor": "affirme que le pont de Morlac, avec ses fissures, est un danger pour tous"}
for side, words in says.items():
    for i, name in enumerate(people):
        text = "Il pleut sur la ville.\n\n%s %s.\n" % (name, words)
        at = text.index(name)
        open("data/%s%d.txt" % (side, i), "w").write(text)
        open("data/%s%d.ann" % (side, i), "w").write("T1\tpont-%s %d %d\t%s\n" % (side, at, at + len(name), name))
E
printf 'Il pleut.\n\nMarc Roux assure que le pont de Morlac tiendra longtemps malgré le danger et les fissures.\n' >b.txt
before=parse_text,segment,ner,quote,stance
passes "filon train claim" "$filon" train claim -q --before=$before --set=claim.file=claims.yaml --data=data --out=claims.model
passes "a second time" "$filon" train claim -q --before=$before --set=claim.file=claims.yaml --data=data --out=again.model
passes "the same bytes" cmp claims.model again.model
passes "rules alone" "$filon" annotate --format=jsonl --set claim.file=claims.yaml b.txt
has "are wrong" "$out" '"holder":"Marc Roux","position":"favor"'
passes "with the model" "$filon" annotate --format=jsonl --set claim.file=claims.yaml --set claim.model=claims.model b.txt
has "it is right" "$out" '"holder":"Marc Roux","position":"against"'
passes "filon eval claim" "$filon" eval claim --before=$before --set=claim.file=claims.yaml --model=claims.model --data=data
has "counts positions" "$out" "all             1.0000    1.0000    1.0000       12       12       12"
fails "no claims" 78 "no claims: --set claim.file=" "$filon" train claim -q --before=$before --data=data --out=x.model
sed 's/id: pont/id: gare/' claims.yaml >other.yaml
fails "data on other claims" 1 "no positions on the claims of the file" "$filon" train claim -q --before=$before --set=claim.file=other.yaml --data=data --out=x.model
fails "no model" 78 "none.model" "$filon" annotate --set claim.file=claims.yaml --set claim.model=none.model a.txt
sed -i 's/keywords:/keyword:/' claims.yaml
fails "a wrong key" 78 "claims.yaml:4:5: claims[0].keyword: unknown key" "$filon" check job.yaml
fails "no such file" 78 "none.yaml" "$filon" annotate --set claim.file=none.yaml a.txt
done_testing
