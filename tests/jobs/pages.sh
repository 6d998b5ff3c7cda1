# Pages of HTML, packed and not, among texts: one folder, one job.
. "$top_srcdir/tests/lib.sh"

"$filon" plugins | grep -q '^parse_html ' || skip_all "built without parse_html"
mkdir in
cat >in/port.html <<'H'
<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Le vieux port rouvrira en juin | Le Courrier du Ponant</title>
<meta property="article:published_time" content="2019-03-12T17:42:00+01:00"><script>var page = "<p>rien</p>";</script></head>
<body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav><article><h1>Le vieux port rouvrira en juin</h1>
<p>La mairie de Saint-Aubin rouvrira le vieux port au mois de juin, a annoncé mardi le maire, qui promet depuis deux ans la fin des travaux.</p>
<p>« Nous avons tenu nos engagements », a déclaré Solène Kervadec devant le conseil municipal, réuni en séance publique.</p>
<p>L'opposition demande que les comptes soient publiés, et elle menace de saisir le tribunal administratif si la mairie refuse.</p></article>
<aside class="related"><a href="/1">La criée change de mains</a></aside><footer>© 2019 Le Courrier du Ponant. Tous droits réservés.</footer></body></html>
H
sed 's/charset="utf-8"/charset="iso-8859-1"/' in/port.html | iconv -f UTF-8 -t ISO-8859-1//TRANSLIT | gzip >in/latin.html.gz
cp in/port.html in/without-a-name.txt
printf 'La criée change de mains\n\nPublié le 3 février 2014\n\nLa criée de Saint-Aubin a été vendue, a annoncé lundi la mairie.\n' >in/text.txt
printf '<html><body><script>draw()</script></body></html>' >in/script.html

fails "a folder of pages and texts" 1 "script.html: parse_html: a page without text" "$filon" annotate --format jsonl in
cp .out all.jsonl
is "all but the page that scripts draw" "$(wc -l <all.jsonl | tr -d ' ')" 4
for name in port.html latin.html.gz without-a-name.txt; do
    line=$(grep "\"id\":\"in/$name\"" all.jsonl)
    has "$name: the title" "$line" '"title":"Le vieux port rouvrira en juin"'
    has "$name: the date" "$line" '"date":"2019-03-12T17:42:00+01:00"'
    has "$name: the speaker" "$line" '"holder":"Solène Kervadec"'
    content=${line#*\"content\":}
    content=${content%%\"layers\":*}
    has "$name: the article" "$content" "L'opposition demande"
    hasnt "$name: no menu" "$content" "Accueil"
    hasnt "$name: no other article" "$content" "La criée"
done
has "text.txt: its date" "$(grep text.txt all.jsonl)" '"date":"2014-02-03"'

# The column that leads back to the bytes of the page.
if command -v python3 >/dev/null; then
    passes "blocks lead back to the source" python3 - <<'P'
import gzip, json
for line in open("all.jsonl", encoding="utf8"):
    doc = json.loads(line)
    if "html" not in doc["id"]:
        continue
    packed = doc["id"].endswith(".gz")
    page = (gzip.open if packed else open)(doc["id"], "rb").read()
    seen = 0
    for block in doc["layers"]["block"]:
        begins = doc["text"][block["begin"]:block["begin"] + 8]
        found = page[block["source"]:].decode("latin-1" if packed else "utf8", "replace")
        assert packed or found.startswith(begins[:6]), (begins, found[:20])
        assert not packed or found[:4].strip("?") in ("«", "?") or found.startswith(begins[:3]) or not begins.isascii(), (begins, found[:20])
        seen += 1
    assert seen > 5
P
fi

cat >job.yaml <<'Y'
job: pages
read: [{ files: { path: in } }]
pipeline: [segment_first]
Y
sed -i 's/segment_first/parse_text/' job.yaml
printf 'write: [{ jsonl: { path: out.jsonl } }]\n' >>job.yaml
fails "a pipeline that makes no text of a page says so" 1 "no stage made text of it" "$filon" run job.yaml
printf '{"id": "a", "text": "<html><body><p>Un port, une digue, et rien d%sautre."}\n' "'" >in.jsonl
cat >lines.yaml <<'Y'
job: lines
read: [{ jsonl: { path: in.jsonl } }]
pipeline: [parse_html, parse_text]
write: [{ jsonl: { path: lines.jsonl } }]
Y
passes "a page in a JSON line" "$filon" run lines.yaml
has "a page in a JSON line: its text" "$(cat lines.jsonl)" "\"text\":\"Un port, une digue, et rien d'autre.\""

# Mojibake: told, and undone where the job says so.
printf 'Le port rouvrira\n\nLa mairie de Saint-Aubin a annoncé mardi la réouverture, et les pêcheurs sont là : « À quai ! »\n' >good.txt
iconv -f WINDOWS-1252 -t UTF-8 good.txt >garbled.txt 2>/dev/null || python3 -c "
import sys
sys.stdout.buffer.write(open('good.txt', 'rb').read().decode('latin-1').encode())" >garbled.txt
cat >garbled.yaml <<'Y'
job: garbled
read: [{ files: { path: garbled.txt } }]
pipeline: [parse_text]
write: [{ jsonl: { path: garbled.jsonl } }]
Y
passes "mojibake in a text" "$filon" run -v garbled.yaml
has "is told with the document" "$err" "garbled.txt"
has "and how many characters" "$err" "7 characters are mojibake"
has "and in its metadata" "$(cat garbled.jsonl)" '"mojibake":"7"'
cat >repaired.yaml <<'Y'
job: repaired
read: [{ files: { path: [garbled.txt, good.txt], as: source } }]
pipeline: [{ parse_text: { repair: true } }]
write: [{ jsonl: { path: repaired.jsonl } }]
Y
passes "it is repaired where a parser makes the text" "$filon" run repaired.yaml
is "both texts are the same then" "$(grep -c '"text":"Le port rouvrira\\n\\nLa mairie de Saint-Aubin a annoncé mardi la réouverture, et les pêcheurs sont là : « À quai ! »' repaired.jsonl)" 2
is "one of them was garbled" "$(grep -c mojibake repaired.jsonl)" 1
done_testing
