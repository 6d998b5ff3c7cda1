# Web archives: a whole run with its ledger, killed and gone on with, added to, damaged.
. "$top_srcdir/tests/lib.sh"
umask 022

"$filon" plugins | grep -q '^parse_html ' || skip_all "built without parse_html"

# put TYPE ID CONTENT-TYPE BLOCK-FILE: a record on standard output
put() {
    printf 'WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Target-URI: http://a.example/%s\r\n' "$1" "$2" "$2"
    printf 'WARC-Date: 2020-01-02T03:04:05Z\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n' "$3" "$(wc -c <"$4" | tr -d ' ')"
    cat "$4"
    printf '\r\n\r\n'
}
# page NUMBER: a response, packed
page() {
    {
        printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>Le port %s rouvrira en juin</title></head>' "$1"
        printf '<body><h1>Le port %s rouvrira en juin</h1><p>La mairie de Saint-Aubin rouvrira le vieux port, a annoncé mardi le maire, qui' "$1"
        printf ' promet depuis deux ans la fin des travaux.</p></body></html>'
    } >block
    put response "$1" 'application/http; msgtype=response' block | gzip -n
}
pages() { i=$1; while [ "$i" -le "$2" ]; do page "$i"; i=$((i + 1)); done; }

mkdir in
pages 1 40 >in/a.warc.gz
printf 'GET / HTTP/1.1\r\n\r\n' >block
put request q application/http block | gzip -n >>in/a.warc.gz
pages 41 60 | gzip -dc >in/b.warc
cat >job.yaml <<'Y'
job: web
read: [{ warc: { path: in } }]
pipeline: [parse_html, parse_text, { script: slow.lua }]
write: [{ jsonl: { path: out.jsonl } }]
Y
fast

run "$filon" run -v job.yaml
is "a run" "$code" 0
has "what was passed over is said" "$err" "in/a.warc.gz: 40 pages; passed over: 1 records that are no responses"
is "every page is written" "$(wc -l <out.jsonl | tr -d ' ')" 60
has "with its address" "$(head -n 1 out.jsonl)" '"url":"http://a.example/1"'
has "and its title" "$(head -n 1 out.jsonl)" '"title":"Le port 1 rouvrira en juin"'
survives_kills 60 1 10 25
run "$filon" run -v job.yaml
has "a further run does nothing" "$err" "0 done, 60 unchanged"
has "and its archives are not read" "$err" "in/a.warc.gz: its first 40 pages are done, up to byte $(wc -c <in/a.warc.gz)"
touch -d '2020-01-01' in/b.warc
run "$filon" run -v job.yaml
has "nor if a file's time is another" "$err" "0 done, 60 unchanged"
pages 61 62 >>in/a.warc.gz
run "$filon" run -v job.yaml
has "what was added is read" "$err" "2 done, 60 unchanged"

# Damage: said once with its place, and passed over; mended, it is read.
pages 70 74 >new.warc.gz
size=$(wc -c <new.warc.gz | tr -d ' ')
head -c $((size - 30)) new.warc.gz >in/c.warc.gz
fails "a file that is still being written" 1 "in/c.warc.gz:" "$filon" run job.yaml
has "its end is told" "$err" "it ends too early"
is "what is whole is read" "$(grep -c '"id":"urn:uuid:7[0-3]"' out.jsonl)" 4
is "nothing half" "$(grep -c '"id":"urn:uuid:74"' out.jsonl)" 0
cp new.warc.gz in/c.warc.gz
passes "when it is whole" "$filon" run job.yaml
is "the last one is read" "$(grep -c '"id":"urn:uuid:74"' out.jsonl)" 1
is "nothing twice" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' out.jsonl | sort | uniq -d)" ""
done_testing
