# The two pages that filon was made for; they are not part of the project, so this skips where they are not at hand.
. "$top_srcdir/tests/lib.sh"

soir=$shared/seeds/000_b3f0a1f1952782ac.txt sputnik=$shared/seeds/004_f6861f441c30c381.txt
[ -r "$soir" ] && [ -r "$sputnik" ] || skip_all "the seeds are not here"
command -v python3 >/dev/null || skip_all "no python3"

cat >facts.py <<'P'
import json, sys
doc = json.loads(sys.stdin.read())
layers, text = doc["layers"], doc["text"]
if sys.argv[1] == "content":
    print(doc["content"])
elif sys.argv[1] == "meta":
    print(doc["meta"].get(sys.argv[2], ""))
elif sys.argv[1] == "entities":
    print("\n".join(sorted({e["type"] + " " + e.get("name", "") for e in layers["entity"]})))
elif sys.argv[1] == "quotes":
    for q in layers["quote"]:
        print(q.get("holder", "?"), "|", q["type"], "|", text[q["begin"]:q["end"]])
else:
    for s in layers["stance"]:
        print(s["holder"], "|", s["act"], "|", s["polarity"], "|", s["target"])
P
of() { python3 facts.py "$@" <doc.json; }

passes "Le Soir" "$filon" annotate --format json "$soir"
cp .out doc.json
is "its title" "$(of meta title)" "Le Kremlin dément toute ingérence dans la campagne électorale aux États-Unis"
content=$(of content)
for furniture in "S'identifier" "Reuters" "Par la rédaction" "Temps de lecture" "Le fil info" "Inscrivez-vous" "À la Une" "Rossel"; do
    hasnt "no furniture in its content: $furniture" "$content" "$furniture"
done
for part in "Le Kremlin dément toute" "a fustigé le porte-parole du Kremlin." "Aucune volonté d’interférer" "Des soupçons venus de Wikileaks" "soutenir le candidat républicain Donald Trump."; do
    has "its content has: $part" "$content" "$part"
done
entities=$(of entities)
for name in "PER Dmitri Peskov" "PER Barack Obama" "PER Donald Trump" "PER Hillary Clinton" "PER Bernie Sanders" "LOC Russie" "LOC États-Unis"; do
    has "its names: $name" "$entities" "$name"
done
quotes=$(of quotes)
has "the Kremlin denies" "$quotes" "Kremlin | indirect | toute ingérence dans la campagne électorale"
has "Peskov is quoted" "$quotes" "Dmitri Peskov | direct | Le président Poutine a dit"
has "the spokesman is Peskov" "$quotes" "Dmitri Peskov | direct | Si on veut parler de soupçons"
has "Obama is quoted" "$quotes" "Barack Obama | direct | Tout est possible"
stances=$(of stances)
has "the Kremlin denies the interference" "$stances" "Kremlin | deny | against | "
has "which is named" "$(echo "$stances" | grep '^Kremlin | deny')" "ingérence"
has "the leaders were for Clinton" "$stances" "instances dirigeantes des démocrates | support | favor | Hillary Clinton"
has "and against Sanders" "$(echo "$stances" | grep 'Bernie Sanders')" "instances dirigeantes des démocrates | oppose | against | Bernie Sanders"

passes "Sputnik" "$filon" annotate --format json "$sputnik"
cp .out doc.json
is "its date" "$(of meta date)" "2017-06"
content=$(of content)
for furniture in "Klimentyev" "les îles Kouriles" "Druzhinine"; do
    hasnt "no caption in its content: $furniture" "$content" "$furniture"
done
has "its first words" "$content" "Alors qu'une certaine partie"
has "its last words" "$content" "a-t-il conclu."
has "Putin is quoted" "$(of quotes | grep '^Vladimir Poutine | direct')" "En 2000 et en 2012"
has "Putin accuses Washington" "$(of stances)" "Vladimir Poutine | accuse | against | Washington"
done_testing
