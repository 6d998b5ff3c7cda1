# Lists of names: used as they are, compiled, gone stale; countries from iso-codes.
. "$top_srcdir/tests/lib.sh"

printf 'id\tname\taliases\ttype\nP1\tParti socialiste\tPS\tORG\nP2\tVerts\t\tORG\n' >parties.tsv
printf "Les Verts et le Parti socialiste s'allient.\n\nLe PS l'annonce à Lyon.\n" >a.txt
ids() { "$filon" annotate --job "$1" --format=jsonl a.txt 2>.err | tr '{' '\n' | sed -n 's/.*"ref_id":"\([^"]*\)".*/\1/p' | tr '\n' ' '; }
printf 'job: t\nread: [files: {path: a.txt}]\nwrite: [jsonl: {path: out.jsonl}]\npipeline: [parse_text, segment, ner, gazetteer: {file: parties.tsv}]\n' >list.yaml
printf 'job: t\npipeline: [parse_text, segment, ner, gazetteer: {file: parties.gaz}]\n' >compiled.yaml

is "a list is used as it is" "$(ids list.yaml)" "P2 P1 P1 "
passes "filon compile-gazetteer" "$filon" compile-gazetteer parties.tsv
has "it says what it made" "$out" "parties.gaz: 2 entries, 3 names"
is "the compiled list finds the same" "$(ids compiled.yaml)" "P2 P1 P1 "
cp parties.gaz first.gaz
passes "compiling again" "$filon" compile-gazetteer --quiet --out=parties.gaz parties.tsv
is "--quiet says nothing" "$out" ""
passes "the same list gives the same bytes" cmp first.gaz parties.gaz
printf 'P3\tModem\t\tORG\n' >>parties.tsv
fails "a list that changed since is told" 78 "which has changed since: run filon compile-gazetteer again" "$filon" annotate --job compiled.yaml a.txt
printf 'P3\n' >>parties.tsv
fails "a wrong row is told with its line" 78 "parties.tsv:5: 1 columns where 2 are needed" "$filon" compile-gazetteer parties.tsv
passes "and leaves the old file" cmp first.gaz parties.gaz
fails "in a job, too" 78 "parties.tsv:5: 1 columns" "$filon" check list.yaml
printf 'x' | dd of=first.gaz bs=1 seek=200 conv=notrunc 2>/dev/null
fails "a damaged file is told" 78 "first.gaz: a damaged model" "$filon" annotate --job compiled.yaml --set gazetteer.file=first.gaz a.txt
fails "no list" 2 "which lists?" "$filon" compile-gazetteer
fails "a wrong folding" 2 "none, accent, case or all" "$filon" compile-gazetteer --fold=some parties.tsv
passes "the plugin's page" "$filon" plugins gazetteer
fails "no place to write" 74 "nowhere/x.gaz" "$filon" compile-gazetteer --out=nowhere/x.gaz "$top_srcdir/tests/data/gazetteer.tsv"

if [ -r /usr/share/iso-codes/json/iso_3166-1.json ] && [ -r /usr/share/locale/fr/LC_MESSAGES/iso_3166-1.mo ] && command -v jq msgunfmt >/dev/null; then
    passes "countries.sh" sh "$top_srcdir/plugins/gazetteer/countries.sh" fr
    printf '%s\n' "$out" >countries.tsv
    has "countries in French" "$out" "DE	Allemagne"
    has "names turned round" "$out" "Fédération de Russie"
    passes "they compile" "$filon" compile-gazetteer countries.tsv
    has "all of them" "$out" "countries.gaz: 249 entries"
    printf 'La Russie et la République islamique d’Iran.\n' >a.txt
    is "and are found" "$(ids compiled.yaml 2>/dev/null; sed 's/parties/countries/' compiled.yaml >c.yaml; ids c.yaml)" "RU IR "
fi
done_testing
