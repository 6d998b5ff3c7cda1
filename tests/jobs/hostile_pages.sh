# Pages that mean harm, whole runs: bounded memory and processor time for each, and none lost without a word.
. "$top_srcdir/tests/lib.sh"

"$filon" plugins | grep -q '^parse_html ' || skip_all "built without parse_html"
printf 'job: hostile\npipeline: [parse_html]\nlimits: { size: 64 MiB }\n' >job.yaml
case ${PLUGIN_FLAGS-} in *sanitize*) sanitized=yes ;; *) sanitized=no ;; esac

# bounded NAME KILOBYTES SECONDS: page.html through parse_html within both; its one sentence is found. Shadow memory is no memory: sanitizers have no bound.
bounded() {
    name=$1 kilobytes=$2 seconds=$3
    if [ "$sanitized" = yes ]; then
        passes "$name" "$filon" annotate --format jsonl --job job.yaml --workers 0 page.html
    else
        passes "$name: within $kilobytes KB and $seconds s" sh -c \
            'ulimit -v $1 -t $2; shift 2; exec "$@"' sh "$kilobytes" "$seconds" "$filon" annotate --format jsonl --job job.yaml --workers 0 page.html
    fi
    s=0
    grep -q 'Le port restera fermé' .out || s=1
    result $s "$name: its text is found"
}
sentence='<p>Le port restera fermé, a dit jeudi la capitainerie.</p>'
page() { # BEFORE PART TIMES AFTER: PART is a format that may have its number; a tenth of TIMES under sanitizers, which are slow
    times=$3
    [ $sanitized = no ] || times=$((times / 10))
    awk -v before="$1" -v part="$2" -v times=$times -v after="$4" \
        'BEGIN { printf "%s", before; for (i = 0; i < times; i++) printf part, i; printf "%s", after }' >page.html
}

page '<html><body>' '<div>' 100000 "$sentence"
bounded "100,000 nested elements" 300000 20
page '<html><body><div' ' a%d=b' 1000000 ">$sentence"
bounded "a million attributes" 400000 20
page '<html><body>' '<p>a</p>' 1000000 "$sentence"
bounded "a million siblings" 600000 30
page '<html><body>' '<table><tr><td><ul><li><b><i><p>a' 50000 "$sentence"
bounded "unclosed everything" 600000 60
page '<html><body>' '<p>a%db</p>' 100000 "$sentence"
tr '0' '\000' <page.html >nuls.html
mv nuls.html page.html
bounded "NULs" 600000 30
page '<!DOCTYPE html [<!ENTITY a "aaaa">' '<!ENTITY b%d "&a;&a;&a;&a;">' 1000 "]><html><body><p>&b999;&a;</p>$sentence"
bounded "an entity bomb of XML" 300000 20
page "<html><body>$sentence<p>" '&NotEqualTilde;' 1000000 ''
bounded "a million character references" 600000 30
page "<html><body>$sentence<script type=application/ld+json>" '[' 1000000 ''
bounded "nested JSON-LD" 300000 20
page '<html><head>' '<meta name=author content=x%d>' 300000 "<body>$sentence"
bounded "300,000 <meta>" 400000 20
page '<html><body>' '<p>Le port restera fermé, a dit jeudi la capitainerie, et rien ne bouge.</p>' 650000 ''
bounded "50 MB" 800000 30
page '<html><body>' '<p>a' 13000000 "$sentence"
bounded "50 MB of tags" 1000000 30

page '<html><body>' '<script>draw("<p>%d</p>")</script>' 300000 '</body></html>'
fails "nothing but scripts" 1 "a page without text" "$filon" annotate --format jsonl --job job.yaml page.html
printf 'job: hostile\npipeline: [parse_html]\nlimits: { size: 1 MiB }\n' >job.yaml
page '<html><body>' "$sentence" 400000 ''
fails "beyond limits.size" 1 "larger than limits.size" "$filon" annotate --format jsonl --job job.yaml page.html
done_testing
