#!/bin/sh
# The texts that language.model is trained on: corpus.sh DEBS SHARED OUT
#   DEBS    a folder with Debian 12's packages, by `apt-get download installation-guide-amd64 manpages-fi manpages-hu manpages-pl`
#   SHARED  the folder of shared data
#   OUT     gets a file a language, a line a paragraph, with a mark that names its language: LANGUAGE.txt and LANGUAGE.ann (brat);
#           every twentieth line goes to OUT/held
set -eu
export LC_ALL=C.UTF-8
debs=$1 shared=$2 out=$3
mkdir -p "$out/held" "$out/debs"
for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$out/debs"; done

# Tags and entities out, a paragraph a line.
plain() {
    sed -e 's/<pre[^>]*>/\n<p>/g' -e 's/<\(p\|li\|dt\|dd\|h[1-6]\|td\|th\|title\|div\)[ >]/\n&/g' "$@" | awk '
        /^<(p|li|dt|dd|h[1-6]|td|th|title|div)[ >]/ { if (line != "") print line; line = "" }
        { line = line " " $0 }
        END { print line }' |
        sed -e 's/<[^>]*>//g' -e 's/&nbsp;/ /g;s/&lt;/</g;s/&gt;/>/g;s/&quot;/"/g;s/&amp;/\&/g;s/&#[0-9x]*[0-9a-f]*;/ /g' -e 's/[[:space:]][[:space:]]*/ /g;s/^ //'
}

# Manual pages: what is no request of troff.
pages() {
    find "$out/debs/usr/share/man/$1" -name '*.gz' | sort | xargs zcat | awk '
        /^\.(SH|SS|PP|TP|P|IP|LP)/ { if (line != "") print line; line = ""; next }
        /^[.\x27]/ { next }
        { line = line " " $0 }' | sed -e 's/\\f.//g;s/\\-/-/g;s/\\(../ /g;s/\\[&|e ]//g;s/\\//g' -e 's/[[:space:]][[:space:]]*/ /g;s/^ //'
}

texts() {
    case $1 in
    fi | hu | pl) pages "$1" ;;
    *) plain "$out/debs/usr/share/doc/installation-guide-amd64/$1"/*.html ;;
    esac
    case $1 in
    fr)
        sed -n 's/^# text = //p' "$shared/data/ud/fr_sequoia-ud-train.conllu"
        cat "$shared"/data/ner/winer-fr/train/*.txt
        awk 'NR % 12 == 0' "$shared/data/raw-fr/an-debats-2013-2018.txt"
        ;;
    en)
        awk -F'\t' 'NF < 2 { print line; line = ""; next } { line = line " " $1 }' "$shared"/data/ner/en/*train*
        python3 -c 'import json, sys
for key, page in sorted(json.load(open(sys.argv[1])).items()):
    if int(key) % 2 == 0:
        print(page["main_content"])' "$shared/data/html/wcxb-articles/ground-truth.json"
        ;;
    esac
}

for language in ca cs da de en es fi fr hu id it nl pl pt ro sv; do
    # Commands, and what the translators left in English, are out.
    texts $language | tr -d '\r' | awk -v language=$language -v main="$out/$language.txt" -v held="$out/held/$language.txt" '
        /^ *[#$(]/ || length($0) < 12 || seen[$0]++ { next }
        language != "en" && gsub(/(^| )(the|and|with|which|that|from|this|not|you) /, "&") { next }
        { print > (++n % 20 ? main : held) }'
    for file in "$out/$language" "$out/held/$language"; do
        printf 'T1\t%s 0 %d\n' $language "$(wc -m <"$file.txt")" >"$file.ann"
    done
done
