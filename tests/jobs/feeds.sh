# Feeds: a whole run with its ledger, killed and gone on with, fetched again, damaged.
. "$top_srcdir/tests/lib.sh"
umask 022

"$filon" plugins | grep -q '^parse_html ' && "$filon" plugins | grep -q '^read_feed ' || skip_all "built without parse_html or read_feed"

# feed FIRST LAST [TEXT]: RSS on standard output
feed() {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Le Courrier</title><link>http://c.example/</link>\n'
    i=$1
    while [ "$i" -le "$2" ]; do
        printf '<item><title>Le port %s rouvrira</title><guid isPermaLink="false">%s</guid><link>http://c.example/%s</link>' "$i" "$i" "$i"
        printf '<pubDate>Tue, 02 Jun 2017 14:30:00 +0200</pubDate><description>&lt;p&gt;La mairie rouvrira le vieux port en juin, a annoncé'
        printf ' mardi le maire.&lt;/p&gt;&lt;p&gt;%s&lt;/p&gt;</description></item>\n' "${3:-Rien de plus.}"
        i=$((i + 1))
    done
    printf '</channel></rss>\n'
}
mkdir in
feed 1 25 >in/a.xml
feed 26 40 | gzip >in/b.xml.gz
cat >job.yaml <<'Y'
job: feeds
read: [{ feed: { path: in } }]
pipeline: [parse_html, parse_text, { script: slow.lua }]
write: [{ jsonl: { path: out.jsonl } }]
Y
fast
passes "a run" "$filon" run job.yaml
is "every entry is written" "$(wc -l <out.jsonl | tr -d ' ')" 40
line=$(head -n 1 out.jsonl)
has "named by its guid" "$line" '"id":"http://c.example/#1"'
has "with its date" "$line" '"date":"2017-06-02T14:30:00+02:00"'
has "title and content are the article" "$line" '"content":"Le port 1 rouvrira\n\nLa mairie rouvrira le vieux port en juin, a annoncé mardi le maire.\n\nRien de plus."'
survives_kills 40 1 8 20
run "$filon" run -v job.yaml
has "a further run does nothing" "$err" "0 done, 40 unchanged"

feed 20 30 >in/a.xml
run "$filon" run -v job.yaml
has "a feed fetched again: what is known is not read again" "$err" "0 done, 26 unchanged"
feed 25 43 "Encore." | head -n 12 >in/c.xml
fails "a feed that is cut" 1 "in/c.xml:13:1: no element found" "$filon" run job.yaml
is "its whole entries are read" "$(grep -c Encore out.jsonl)" 10
feed 25 43 "Encore." >in/c.xml
passes "when it is whole" "$filon" run job.yaml
is "so are the others" "$(grep -c '"id":"http://c.example/#43"' out.jsonl)" 1
done_testing
