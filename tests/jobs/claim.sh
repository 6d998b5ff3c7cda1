# Claims followed through the standard pipeline: an analyst's file, nothing without it, what is wrong with one.
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
sed -i 's/keywords:/keyword:/' claims.yaml
fails "a wrong key" 78 "claims.yaml:4:5: claims[0].keyword: unknown key" "$filon" check job.yaml
fails "no such file" 78 "none.yaml" "$filon" annotate --set claim.file=none.yaml a.txt
done_testing
