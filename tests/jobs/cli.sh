# The command line itself: help, versions, mistakes.
. "$top_srcdir/tests/lib.sh"

passes "filon --version" "$filon" --version
has "the version is told" "$out" "filon 0."
passes "filon --help" "$filon" --help
for command in run check annotate status quarantine plugins compile-gazetteer train eval; do
    has "--help lists $command" "$out" "  $command"
done
for command in run check annotate status quarantine plugins compile-gazetteer train eval; do
    passes "filon $command --help" "$filon" "$command" --help
    has "$command --help begins with its usage" "$out" "Usage: filon $command"
    has "$command --help names --verbose" "$out" "--verbose"
done
is "errors go to stderr alone" "$err" ""

for page in "$top_srcdir"/docs/man/*.1; do
    command=$(basename "$page" .1) command=${command#filon}
    "$filon" ${command#-} --help 2>/dev/null | grep -oE '^ +(-v, )?(-q, )?--[a-z]+' | grep -oE -e '--[a-z]+' >options
    s=0
    while read -r option; do grep -qF -- "$(printf '%s' "$option" | sed 's/-/\\-/g')" "$page" || s=1; done <options
    result $s "$(basename "$page") names every option of --help"
done
if command -v bash >/dev/null; then
    passes "the completion is bash" bash -n "$top_srcdir/docs/filon.bash"
    passes "and completes commands" bash -c "shopt -s extglob; . '$top_srcdir/docs/filon.bash'; COMP_WORDS=(filon qu); COMP_CWORD=1; _filon; [ \"\${COMPREPLY[*]}\" = quarantine ]"
fi
fails "no command" 2 "Usage: filon COMMAND" "$filon"
fails "an unknown command" 2 "unknown command 'anotate'; did you mean 'annotate'?" "$filon" anotate x
fails "an unknown option" 2 "unknown option '--frmat'; did you mean '--format'?" "$filon" annotate --frmat json x
fails "a missing value" 2 "needs a value" "$filon" annotate --format
fails "a wrong format" 2 "--format=xml: pretty, json, jsonl or conllu" "$filon" annotate --format xml x
fails "no file" 2 "which files?" "$filon" annotate
fails "no job" 2 "which job?" "$filon" run
fails "two jobs" 2 "one job at a time" "$filon" run a b
fails "a wrong number of workers" 2 "a number from 0 to 64" "$filon" run --workers=many x
fails "--set without an option" 2 "--set" "$filon" annotate --set nonsense x
fails "--set of an unknown plugin" 2 "did you mean \`quote\`?" "$filon" annotate --set quotes.x=1 "$top_srcdir/README.md"
fails "--set of an unknown option" 2 "unknown option" "$filon" annotate --set segment.languge=fr "$top_srcdir/README.md"
fails "--set of a wrong value" 2 "--set" "$filon" annotate --set segment.blocks=klingon "$top_srcdir/README.md"

passes "filon plugins" "$filon" plugins
for plugin in read_conllu read_files read_jsonl read_warc parse_text language duplicates segment gazetteer ner quote stance claim write_jsonl write_sqlite; do
    has "plugins lists $plugin" "$out" "$plugin"
done
passes "filon plugins segment" "$filon" plugins segment
has "a page has the kind" "$out" "annotator"
has "a page has what is provided" "$out" "provides   sentence, token"
has "a page has options" "$out" "language"
has "a page has defaults" "$out" "(default: "
fails "filon plugins of an unknown name" 78 "did you mean \`segment\`?" "$filon" plugins segmen

# Every page can be printed, with its options.
"$filon" plugins | cut -d' ' -f1 >names
s=0
while read -r name; do
    "$filon" plugins "$name" >page 2>&1 && grep -q "^interface" page || s=1
done <names
result $s "every plugin has a page"

run sh -c "'$filon' plugins >/dev/full"
is "a full standard output is an error" "$code" 74
done_testing
