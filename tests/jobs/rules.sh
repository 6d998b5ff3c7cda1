# The plugin rules: every example of docs/patterns.md finds what the page says, entities come out, wrong rules are refused with their place.
. "$top_srcdir/tests/lib.sh"

umask 022
mkdir in
syntax=$("$filon" plugins | grep -q '^syntax ' && echo ' syntax,')
cat >show.lua <<'L'
-- What was found, as the page writes it.
return { name = "show", requires = { "match" }, annotate = function(doc)
  local found = {}
  for m in doc:each "match" do
    if not m.of then
      local groups = {}
      for g in doc:each "match" do
        if g.of == m then groups[#groups + 1] = g.group .. ": " .. g.text end
      end
      found[#found + 1] = m.text .. (#groups > 0 and " (" .. table.concat(groups, "; ") .. ")" or "")
    end
  end
  doc.meta.finds = table.concat(found, " | ")
end }
L
cat >job.yaml <<Y
job: rules
read: [{ files: { path: "in/*.txt" } }]
pipeline: [parse_text, segment,$syntax ner, { rules: { file: rules.yaml } }, { script: show.lua }]
write: [{ jsonl: { path: out.jsonl } }]
Y

# The examples, one a line: pattern TAB text TAB finds.
tab=$(printf '\t')
awk '/^```rule$/ { on = 1; next } /^```$/ { if (on) print p "\t" t "\t" f; on = 0 }
     on && /^pattern: / { p = substr($0, 10) } on && /^text: / { t = substr($0, 7) } on && /^finds: / { f = substr($0, 8) }' \
    "$top_srcdir/docs/patterns.md" >examples
while IFS=$tab read -r pattern text finds; do
    case $pattern in
    *lemma=* | *upos=* | *deprel=* | *head.* | *Number=* | *Tense=*)
        [ "$syntax" ] || continue ;;
    esac
    printf 'rules:\n  - name: example\n    pattern: %s\n' "$pattern" >rules.yaml
    printf '%s\n' "$text" >in/a.txt
    run "$filon" annotate --job job.yaml --format jsonl in/a.txt
    got=$(printf '%s\n' "$out" | sed -n 's/.*"finds":"\([^"]*\)".*/\1/p')
    is "$pattern" "$got" "$finds"
done <examples
is "the page has examples" "$([ "$(wc -l <examples)" -ge 6 ] && echo yes)" yes

cat >rules.yaml <<'Y'
rules:
  - name: law
    pattern: '"loi" name:[form=Rixain]'
    entity: LAW
    of: name
Y
echo "La loi Rixain est votée à Paris." >in/a.txt
run "$filon" annotate --job job.yaml --format jsonl in/a.txt
has "a group becomes an entity" "$out" '{"begin":7,"end":13,"type":"LAW","name":"Rixain"'
has "a match and its group are rows" "$out" '"match":[{"begin":3,"end":13,"rule":"law"},{"begin":7,"end":13,"rule":"law","group":"name","of":0}]'

bad() { # bad NAME RULES MESSAGE
    printf '%s\n' "$2" >rules.yaml
    fails "$1" 78 "$3" "$filon" check job.yaml
}
bad "a wrong pattern" "rules: [{ name: a, pattern: '[lemma' }]" "rules.yaml:1:29: rules[0].pattern: at character 7: an attribute is followed by = or !="
bad "no list" "rule: []" "a file of rules holds one list, \`rules\`"
bad "an unknown key" "rules: [{ name: a, patern: '[]' }]" "unknown key; a rule has name, pattern, entity, of"
bad "no name" "rules: [{ pattern: '[]' }]" "a rule needs a name and a pattern"
bad "no such group" "rules: [{ name: a, pattern: 'x:[]', entity: E, of: y }]" "the pattern has no group \`y\`"
bad "of without entity" "rules: [{ name: a, pattern: 'x:[]', of: x }]" "\`entity\` is missing"
bad "a list for a text" "rules: [{ name: [a], pattern: '[]' }]" "wanted a text"
sed 's/{ file: rules.yaml }/{}/' job.yaml >none.yaml
fails "no file" 78 "file" "$filon" check none.yaml

printf 'rules:\n  - { name: a, pattern: "[lemma=x]" }\n' >rules.yaml
sed 's/ syntax,//' job.yaml >plain.yaml
fails "lemmas that nobody gives" 1 "let \`syntax\` come before" "$filon" annotate --job plain.yaml in/a.txt
done_testing
