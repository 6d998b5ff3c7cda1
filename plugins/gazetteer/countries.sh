#!/bin/sh
# countries.sh [LANGUAGE]: the countries of ISO 3166-1 as a list for the plugin gazetteer, on standard output: names in the language (fr), from
# the package iso-codes and its translations. Needs iso-codes, jq and gettext (msgunfmt).
#     sh countries.sh fr > countries.tsv
set -eu
language=${1:-fr}
json=${ISO_CODES:-/usr/share/iso-codes/json}/iso_3166-1.json
mo=${ISO_LOCALES:-/usr/share/locale}/$language/LC_MESSAGES/iso_3166-1.mo
command -v jq >/dev/null || { echo "countries.sh: jq is missing" >&2; exit 1; }
[ -r "$json" ] || { echo "countries.sh: $json: install the package iso-codes" >&2; exit 1; }
translations=$(mktemp)
trap 'rm -f "$translations"' EXIT
if [ "$language" != en ]; then
    command -v msgunfmt >/dev/null || { echo "countries.sh: msgunfmt is missing: install the package gettext" >&2; exit 1; }
    [ -r "$mo" ] || { echo "countries.sh: $mo: no translation into $language" >&2; exit 1; }
    msgunfmt --no-wrap "$mo" >"$translations"
fi

# « Russie, Fédération de »: of those before the comma only what no other country has is a name; turned round it is an alias.
jq -r '."3166-1"[] | [.alpha_2, .name, .common_name // "", .official_name // ""] | @tsv' "$json" | awk -F '\t' -v po="$translations" '
function translated(text) { return text in of ? of[text] : text }
function turned(text,   at, head, rest) {
    at = index(text, ", ")
    if (!at) return text
    head = substr(text, 1, at - 1)
    rest = substr(text, at + 2)
    return rest (rest ~ /(\x27|’)$/ ? "" : " ") head
}
function head(text,   at) { at = index(text, ", "); return at ? substr(text, 1, at - 1) : text }
function alias(text) { if (text != "" && text != name && !((n SUBSEP text) in had)) { had[n, text]; aliases = aliases (aliases == "" ? "" : "|") text } }
BEGIN {
    while ((getline line < po) > 0) {
        if (line ~ /^msgid "/) id = substr(line, 8, length(line) - 8)
        else if (line ~ /^msgstr "/ && id != "") { text = substr(line, 9, length(line) - 9); if (text != "") of[id] = text }
    }
}
{
    n++
    code[n] = $1; full[n] = translated($2); common[n] = $3 == "" ? "" : translated($3); official[n] = $4 == "" ? "" : translated($4)
    owners[head(full[n])]++
}
END {
    print "id\tname\taliases\ttype"
    count = n
    for (n = 1; n <= count; n++) {
        aliases = ""
        name = common[n] != "" ? turned(common[n]) : owners[head(full[n])] == 1 ? head(full[n]) : turned(full[n])
        if (owners[head(full[n])] == 1) alias(head(full[n]))
        alias(turned(full[n]))
        alias(official[n])
        printf "%s\t%s\t%s\tLOC\n", code[n], name, aliases
    }
}'
