# Texts that are wrong: each costs itself alone, with one message that says where.
. "$top_srcdir/tests/lib.sh"

printf 'Un titre\n\nLe maire a dit que oui.\n' >good.txt
one() { # NAME FILE MESSAGE: fails with the message, and the good one is done
    fails "$1" 1 "$3" "$filon" annotate --format jsonl "$2" good.txt
    is "$1: the other document is done" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' .out)" good.txt
    is "$1: one message" "$(wc -l <.err | tr -d ' ')" 1
}
one "no file" none.txt "none.txt: "
has "no file: the reason" "$err" "No such file or directory"
printf 'abc\nd\303\251\377f\n' >invalid.txt
one "invalid UTF-8" invalid.txt "byte 0xff at byte 7 (line 2, column 3) is not valid UTF-8"
printf 'a\355\240\200b' >surrogate.txt
one "a lone surrogate" surrogate.txt "byte 0xed at byte 1 (line 1, column 2)"
printf 'ab\000c' >nul.txt
one "a NUL" nul.txt "a NUL at byte 2 (line 1, column 3): not a text"
head -c 200000000 /dev/zero | tr '\0' 'a' >huge.txt
one "200 MB on one line" huge.txt "larger than limits.size"
rm huge.txt

: >empty.txt
one "an empty file" empty.txt "empty.txt: empty"
printf ' \n\t\n\302\240\n' >blank.txt
passes "white space alone" "$filon" annotate --format jsonl blank.txt
printf '\357\273\277Un titre\n\nLe maire a dit que oui.\n' >bom.txt
passes "a byte order mark" "$filon" annotate --format jsonl bom.txt
has "is no part of the text" "$out" '"text":"Un titre'
mkdir folder
passes "an empty folder" "$filon" annotate --format jsonl folder
is "gives nothing" "$out" ""
printf 'Un texte sans fin de ligne' >noend.txt
passes "no line feed at the end" "$filon" annotate --format jsonl noend.txt
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "« Oui », dit Paul. "; print "" }' >long.txt
passes "a megabyte on one line" "$filon" annotate --format jsonl long.txt
awk 'BEGIN { for (i = 0; i < 200000; i++) printf "«\"“( "; print "" }' >marks.txt
passes "a million quotation marks" "$filon" annotate --format jsonl marks.txt
if [ "$(id -u)" != 0 ]; then
    cp good.txt secret.txt
    chmod 0 secret.txt
    one "a file one may not read" secret.txt "Permission denied"
fi

# JSONL
cat >job.yaml <<'Y'
job: lines
read: [{ jsonl: { path: in.jsonl } }]
pipeline: [parse_text, segment]
write: [{ jsonl: { path: out.jsonl } }]
Y
{
    printf '{"id":"a","text":"Un texte."}\n'
    printf '{"id":"b","text":"coupé\n'
    printf '{"id":"c","text":"\\ud800"}\n'
    printf '{"id":"d","text":"a\\u0000b"}\n'
    printf '{"id":"e"}\n'
    printf '[1,2]\n'
    printf '{"id":"f","text":"Un autre.","title":"Titre"}\n'
} >in.jsonl
fails "lines that are no documents" 1 "in.jsonl:2" "$filon" run job.yaml
is "the good ones are done" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' out.jsonl | tr '\n' ' ')" "a f "
is "a message each, and the sum" "$(wc -l <.err | tr -d ' ')" 6
done_testing
