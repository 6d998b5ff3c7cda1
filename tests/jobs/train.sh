# filon train and filon eval: data in their formats, the same bytes each time, interruption, mistakes.
. "$top_srcdir/tests/lib.sh"

# Small articles in which people of invented names speak in invented places. brat offsets are code points.
python3 - <<'E'
import os
people = ["Aurélie Montvert", "Basile Corvelin", "Côme Tardieux", "Daphné Oriolle", "Élie Vauquois", "Fantine Drévoux"]
places = ["Merlebourg", "Saint-Yvrain", "Corneville-sur-Aulne", "Étrechy-le-Vieux"]
bodies = ["Fédération des bateliers", "Compagnie du Val d'Aulne"]
for part, count in (("train", 60), ("dev", 12)):
    os.mkdir(part)
    for i in range(count):
        person, place, body = people[(i * 5 + i // 4) % 6], places[(i * 3 + i // 5) % 4], bodies[i % 2]
        text, marks = "", []
        def mark(kind, words):
            global text
            marks.append((kind, len(text), len(text) + len(words), words))
            text += words
        text += "« Nous partirons demain », a déclaré "
        mark("Person", person)
        text += " à "
        mark("Location", place)
        text += ".\n\nLa "
        mark("Organization", body)
        text += " ne répond pas à M. "
        mark("Person", person.split()[1])
        text += ".\n"
        name = "%s/a%02d" % (part, i)
        open(name + ".txt", "w").write(text)
        open(name + ".ann", "w").write("\n".join("T%d\t%s %d %d\t%s" % (n + 1, *m) for n, m in enumerate(marks)))  # no final newline
E
printf '\nT9\tPerson 5 900\tnobody' >>train/a07.ann
printf '\nT9\tPerson 2 4\tnobody' >>train/a08.ann

run "$filon" train ner --data=train --dev=dev --out=a.model --note=licence=CC0 --threads=1
is "a model is trained" "$code" 0
has "a mark outside of its text is named" "$err" "train/a07.ann:5: the mark does not fit the text; left out"
has "a mark of other words is named" "$err" "train/a08.ann:5: the mark says \`nobody\` where the text has"
passes "it is trained again, by more threads" "$filon" train ner --data=train --dev=dev --out=b.model --note=licence=CC0 --threads=3 -q
passes "to the same bytes" cmp a.model b.model
is "no checkpoint is left" "$(ls *.checkpoint 2>/dev/null)" ""
head -c 2000 a.model >head.txt
for wanted in 'kind=ner' 'language=fr' 'data=train' 'licence=CC0' 'command=filon train ner --data=train --dev=dev' 'score.per=1.0000'; do
    if grep -aqF "$wanted" head.txt; then s=0; else s=1; fi
    result $s "the model says $wanted"
done

passes "it is measured" "$filon" eval ner --model=a.model --data=dev
has "by type" "$out" "PER             1.0000    1.0000    1.0000       24       24       24"
has "and in all" "$out" "all             1.0000"
sed -i 's/^T1	Person/T1	Location/' dev/a00.ann
passes "a wrong mark counts" "$filon" eval ner --model=a.model --data=dev --errors
has "as what was taken for what" "$out" "LOC                12        0        1"
has "and is listed with its words" "$out" "», a déclaré [Aurélie Montvert] à Merlebourg."
passes "the model tags" "$filon" annotate --format=json --set=ner.model=a.model train/a00.txt
has "what it learned" "$out" '"type": "PER"'

printf 'Le O\nmaire O\nde O\nMerlebourg B-LOC\nest O\nBasile B-PER\nCorvelin I-PER\n. O\n\nIl O\nparle O\n. O\n' >small.bio
passes "BIO is read" "$filon" eval ner --set=ner.model=none --data=small.bio
has "and its marks" "$out" "PER             1.0000    1.0000    1.0000        1        1        1"

cat >small.conllu <<'E'
# text = Il va du port.
1	Il	il	PRON	_	_	2	nsubj	_	_
2	va	aller	VERB	_	_	0	root	_	_
3-4	du	_	_	_	_	_	_	_	_
3	de	de	ADP	_	_	5	case	_	_
4	le	le	DET	_	_	5	det	_	_
5	port	port	NOUN	_	_	2	obl	_	SpaceAfter=No
6	.	.	PUNCT	_	_	2	punct	_	_

E
passes "a treebank is read" "$filon" eval ner --set=ner.model=none --data=small.conllu
printf '1\tIl\n\n' >bad.conllu
fails "a broken treebank" 1 "bad.conllu:1: a word has ten fields" "$filon" eval ner --set=ner.model=none --data=bad.conllu

"$filon" train ner --data=train --out=c.model --set=ner.passes=1000 -q 2>interrupted.txt &
for i in 1 2 3 4 5 6 7 8 9 10; do [ -s c.model.checkpoint ] && break; sleep 1; done
kill -TERM $!
wait $!
is "an interrupted training says so by its code" $? 143
has "and how to go on" "$(cat interrupted.txt)" "go on with --resume"
is "it leaves no model" "$(ls c.model 2>/dev/null)" ""
fails "it does not go on with other data" 1 "other data or parameters" "$filon" train ner --data=dev --out=c.model --set=ner.passes=1000 --resume

fails "no plugin" 2 "which plugin?" "$filon" train --data=train --out=x.model
fails "no data" 2 "--data and --out are needed" "$filon" train ner
fails "a plugin that does not learn" 78 "plugin \`segment\` does not learn" "$filon" train segment --data=train --out=x.model
fails "an unknown plugin" 78 "did you mean \`ner\`?" "$filon" train nre --data=train --out=x.model
fails "data that are not there" 1 "nowhere: No such file" "$filon" train ner --data=nowhere --out=x.model
mkdir empty
fails "an empty folder" 1 "holds no data to learn from" "$filon" train ner --data=empty --out=x.model
fails "a place that cannot be written" 74 "nowhere/x.model" "$filon" train ner --data=train --out=nowhere/x.model
fails "a number that is none" 2 "--seed=many: a number from 0" "$filon" train ner --data=train --out=x.model --seed=many
fails "a model that is none" 78 "a00.txt: not a model of filon" "$filon" eval ner --model=train/a00.txt --data=dev
head -c 5000 a.model >short.model
fails "a model cut short" 78 "short.model: a damaged model" "$filon" eval ner --model=short.model --data=dev
fails "a model that is not there" 78 "none.model: No such file" "$filon" annotate --set=ner.model=none.model train/a00.txt
done_testing
