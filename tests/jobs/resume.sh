# Large archives: a run that was interrupted goes on in the middle of a file, loses nothing and does nothing twice; and every reason to read a
# file from its beginning all the same.
. "$top_srcdir/tests/lib.sh"
umask 022

"$filon" plugins | grep -q '^parse_html ' || skip_all "built without parse_html"

# pages FROM TO PACK: records on standard output, each through a command of its own
pages() {
    awk -v from="$1" -v to="$2" -v pack="$3" 'BEGIN {
        for (i = from; i <= to; i++) {
            body = "<html><body><h1>Le port " i " rouvrira</h1><p>La mairie rouvrira le vieux port, a annoncé le maire, qui le promet depuis deux ans.</p></body></html>"
            block = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" body
            printf "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: http://a.example/%d\r\n" \
                "Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, i, length(block), block | pack
            close(pack)
        }
    }'
}
LC_ALL=C export LC_ALL # lengths are bytes
mkdir in
pages 1 300 'gzip -nc1' >in/a.warc.gz
pages 301 600 cat >in/b.warc
pages 601 900 cat | gzip -nc1 >in/c.warc.gz
cat >job.yaml <<'Y'
job: web
read: [{ warc: { path: in } }]
pipeline: [parse_html, { script: slow.lua }]
write: [{ jsonl: { path: out.jsonl } }]
limits: { attempts: 2, failures: 1 }
Y
fast() { printf 'return function(doc) if doc.id == "%s" then error("no") end end\n' "${1-}" >slow.lua; }
slow() { printf 'return function(doc) for i = 1, 4000000 do end if doc.id == "%s" then error("no") end end\n' "${1-}" >slow.lua; }
ids() { sed 's/.*"id":"urn:uuid:\([^"]*\)".*/\1/' out.jsonl; }
anew() { rm -rf var out.jsonl .*.filon; }

fast
passes "a run" "$filon" run job.yaml
is "every page is written" "$(ids | sort -n | uniq | wc -l | tr -d ' ')" 900
mv out.jsonl undisturbed.jsonl
anew

slow
: >log
for n in 40 130 230 350 480 560 610; do kill_at $n; done
wrote 610 && ! wrote 900
result $? "runs are killed on the way"
fast
run "$filon" run -v --workers=2 job.yaml
is "the last one goes on" "$code" 0
cat .err >>log
cmp -s out.jsonl undisturbed.jsonl
result $? "and the output is that of an undisturbed run"
grep -q 'a.warc.gz: its first [1-9][0-9]* pages are done, up to byte' log
result $? "runs began within a packed archive"
[ "$(grep -c 'b.warc: its first [1-9][0-9]* pages are done, up to byte' log)" -ge 2 ]
result $? "and within a plain one"
grep -q 'c.warc.gz: its first [1-9]' log && s=1 || s=0
result $s "one that is packed as a whole is read from its beginning"
has "documents before a place are counted" "$err" "unchanged"
run "$filon" run -v job.yaml
has "a further run reads none of them" "$err" "c.warc.gz: its first 300 pages are done, up to byte $(wc -c <in/c.warc.gz | tr -d ' ')"
has "and counts all" "$err" "0 done, 900 unchanged"
run "$filon" status --pending job.yaml
has "so does what would be done" "$out" "900"

# A document that failed: the run that was interrupted is ended first, the next one tries it again; at once if somebody wants it.
anew
: >log
slow urn:uuid:7
for n in 120 200; do kill_at $n; done
run "$filon" run -v --workers=2 job.yaml
has "an interrupted run goes on behind a page that failed" "$err" "a.warc.gz: its first"
is "which is tried once" "$(sqlite3 var/web/ledger.db "SELECT attempts FROM quarantine")" 1
fast urn:uuid:7
run "$filon" run -v job.yaml
has "the next run tries it again" "$err" "urn:uuid:7: "
hasnt "and reads that file from its beginning" "$err" "a.warc.gz: its first"
run "$filon" run -v job.yaml
has "after the last attempt it is left alone" "$err" "0 done, 899 unchanged"
has "and the file is not read" "$err" "a.warc.gz: its first 300 pages are done"
fast
run "$filon" quarantine job.yaml retry urn:uuid:7
run "$filon" run -v job.yaml
has "until somebody wants it tried again" "$err" "1 done, 899 unchanged"
is "all are there, once" "$(ids | sort -n | uniq -c | awk '$1 == 1' | wc -l | tr -d ' ')" 900

# Reasons to read it all again.
printf 'redo: pipeline\n' >>job.yaml
printf 'return function(doc) local x = 1 end\n' >slow.lua
run "$filon" run -v job.yaml
has "a pipeline that is to do all again does" "$err" "900 done"
run "$filon" run -v job.yaml
has "once" "$err" "0 done, 900 unchanged"
has "by places" "$err" "its first 300 pages are done"
run "$filon" run -v --set read_warc.max_record=1MiB job.yaml
hasnt "with other options of the reader another place" "$err" "are done, up to"
run "$filon" run -v --again job.yaml
has "what is asked for again is done again" "$err" "900 done"
touch -d 2001-01-01 in/b.warc
run "$filon" run -v job.yaml
hasnt "a file with another time is read" "$err" "b.warc: its first"
has "the others are not" "$err" "a.warc.gz: its first 300 pages are done"
pages 901 903 cat >>in/b.warc
run "$filon" run -v job.yaml
has "one that has grown, too" "$err" "3 done, 900 unchanged"
# A page under an id that is there already.
pages 5 5 cat | sed 's/deux ans/dix ans!/' >in/d.warc
run "$filon" run -v job.yaml
has "a second version of a page counts" "$err" "1 done"
run "$filon" run -v job.yaml
hasnt "from then on all are read" "$err" "are done, up to"
has "and the last version stays" "$err" "0 done"
rm in/d.warc
run "$filon" run -v job.yaml
has "until it vanishes: the older one counts again" "$err" "1 done"
is "as its page says" "$(grep '"id":"urn:uuid:5"' out.jsonl | tail -n 1 | grep -c 'deux ans')" 1
done_testing
