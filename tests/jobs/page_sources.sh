# Real pages, where they are: each block's `source` leads to bytes of the page that are its text, when their tags are taken out and their
# character references read.
. "$top_srcdir/tests/lib.sh"

"$filon" plugins | grep -q '^parse_html ' || skip_all "built without parse_html"
command -v python3 >/dev/null || skip_all "no python3"
[ -d "$shared/data/html/wcxb-articles/html" ] || skip_all "no pages: FILON_SHARED names the folder with the data"
printf 'job: sources\npipeline: [parse_html]\n' >job.yaml
passes "the pages" "$filon" annotate --format jsonl --job job.yaml "$shared"/data/html/*/html/*[05].html.gz
cp .out pages.jsonl
passes "blocks lead back to their sources" python3 -W ignore - <<'P'
import gzip, html, json, re
unseen = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\\x00-\\x1f\\x7f-\\x9f]+")
left_out = re.compile(r"<!--.*?-->|<(script|style|noscript|template|svg|select|iframe|video|textarea|button)\b.*?</\1>|<(\w+)[^>]*aria-hidden=.?true[^>]*>.*?</\2>", re.S | re.I)
pages = blocks = wrong = 0
for line in open("pages.jsonl", encoding="utf8"):
    doc = json.loads(line)
    page = gzip.open(doc["id"]).read()
    try:
        page.decode("utf8")
    except UnicodeDecodeError:
        continue  # what it is decoded as is the unit tests' matter
    pages += 1
    for block in doc["layers"]["block"]:
        wanted = unseen.sub("", doc["text"][block["begin"]:block["end"]])[:12]
        there = page[block["source"]:block["source"] + 6000].decode("utf8", "ignore")
        blocks += 1
        if not unseen.sub("", html.unescape(re.sub(r"<[^>]*>", "", left_out.sub("", there)))).startswith(wanted):
            wrong += 1
            print(doc["id"], block["source"], wanted, there[:60].encode())
assert pages > 40 and blocks > 5000, (pages, blocks)
assert wrong * 1000 < blocks, (wrong, blocks)  # what regular expressions do not know of HTML
P
done_testing
