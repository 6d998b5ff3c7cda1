#!/usr/bin/env python3
"""Score quotations against the attributions of PolNeAR (brat: source, cue, content), as far as the gold guideline agrees with them.

usage: polnear.py FOLDER PREDICTIONS.jsonl [--show]

FOLDER: text/NAME.txt and attributions/NAME_ANNOTATOR.ann; of several annotators the first is taken. PREDICTIONS.jsonl: what `filon annotate
--format jsonl` says of the texts. --show prints each attribution missed, each prediction without one and each wrong source.

What is made of an attribution
  - Each piece of its content between inserted words, and each quotation in marks of a piece that has several, is a content of its own, without
    "that", marks that enclose it, and closing punctuation. Pieces that only space separates within a paragraph are one, unless marks end there.
  - Left out, for they are no quotations there: plans, refusals and topics, votes and other acts, sides taken without words (those are stances),
    appearances ("seems"), expectations of nobody ("is expected"): their cues are listed below; contents of one short word ("so", "it").
What differs all the same: PolNeAR has more kinds (feelings, perception, polls' figures, what anybody may think, questions about what others say,
"criticism of X"), and its contents of nominal cues begin with the words beside them ("of X"). So recall has a ceiling well below 1. A later piece of a quotation has the
source of the whole attribution, where the guideline names a source in the same sentence alone.

Contents are matched one to one by overlap in characters, |a & b| / |a | b| at least 0.8 (strict) or 0.3 (loose), as ../shared/score/discourse.py
does; the source of a match is right if it lies in the annotated one or holds it, or if there is none, and the annotated one is in another
sentence or missing.
"""
import json
import pathlib
import re
import sys

OPEN, CLOSE = "“\"‘«", "”\"’»"
# Decisions 2, 7 and 10 of the guideline: plans; votes and the like; refusals and mere mentions of a topic. And what nobody says.
NO_QUOTE = re.compile(
    r"\b(plan(s|ned|ning)?|intend(s|ed|ing)?|aim(s|ed|ing)?|prepar(e|es|ed|ing)|refus(e|es|ed|ing)|declin(e|es|ed|ing)|discuss(es|ed|ing)?|discussion|"
    r"talk(s|ed|ing)? (about|of)|speak(s|ing)? (about|of)|spoke (about|of)|mention(s|ed|ing)?|address(es|ed|ing)?|referr(ed|ing) to|refers? to|"
    r"reference to|comment(s|ed|ing)? on|focus(ed|es|ing)?|"
    r"see(k|ks|king)|sought|vot(e|es|ed|ing)|sign(s|ed|ing)|pass(es|ed|ing|age of)|decid(e|es|ed|ing)|decision|"
    r"support(s|ed|ing)?|oppos(e|es|ed|ing)|endors(e|es|ed|ing)|back(s|ed|ing)|seem(s|ed|ing|ingly)?|appear(s|ed|ing)?|"
    r"(is|are|was|were|widely|not) expected|known( as)?)\b", re.I)


def trimmed(text, begin, end):
    """Without the word that introduces it, the marks around it, and punctuation at its ends."""
    while True:
        before = begin, end
        while begin < end and (text[begin].isspace() or text[begin] in ",;:—–-"):
            begin += 1
        while begin < end and (text[end - 1].isspace() or text[end - 1] in ",;:—–-"):
            end -= 1
        match = re.compile(r"that\b(?!\s+(is|was|’s|'s)\b)", re.I).match(text, begin, end)
        if match and (begin, end) != (begin, match.end()):
            begin = match.end()
            continue
        if text.startswith("''", begin) and begin + 4 < end:
            begin, end = begin + 2, end - 2 * (text[end - 2:end] == "''")
            continue
        if end - begin > 1 and text[begin] in OPEN:
            closing = text.find(CLOSE[OPEN.index(text[begin])], begin + 1, end)
            if closing < 0 or closing == end - 1:
                begin, end = begin + 1, end - (closing == end - 1)
                continue
        if end - begin > 1 and text[end - 1] in CLOSE and not any(c in OPEN for c in text[begin:end - 1]):
            end -= 1
            continue
        if before == (begin, end):
            return begin, end


def pieces(text, spans):
    """Spans of one content as the guideline would have them."""
    joined = []
    for begin, end in sorted(spans):
        gap = text[joined[-1][1]:begin] if joined else "x"
        if joined and not gap.strip() and "\n\n" not in gap and text[joined[-1][1] - 1] not in CLOSE:
            joined[-1][1] = end
        else:
            joined.append([begin, end])
    for begin, end in joined:
        at = begin
        while match := re.compile(r"[”\"»][\s]+[“\"«]").search(text, at, end):
            # Two quotations side by side, not one that begins in the middle of the reporter's words.
            if text[at] in OPEN and not any(c in OPEN for c in text[at + 1:match.start()]):
                yield trimmed(text, at, match.start() + 1)
                at = match.end() - 1
            else:
                break
        yield trimmed(text, at, end)


def attributions(text, path):
    """(contents, source spans, cue) of a brat file."""
    marks, events = {}, []
    for line in path.read_text(encoding="utf8").splitlines():
        columns = line.split("\t")
        if line.startswith("T") and len(columns) >= 2:
            kind, spans = columns[1].split(" ", 1)
            marks[columns[0]] = [tuple(map(int, span.split())) for span in spans.split(";")]
        elif line.startswith("E"):
            events.append([argument.split(":", 1) for argument in columns[1].split()])
    for event in events:
        parts = {"Content": [], "Source": [], "Cue": []}
        for role, mark in event:
            role = role.rstrip("0123456789")
            if role in parts and mark in marks:
                parts[role] += marks[mark]
        cue = " ".join(text[b:e] for b, e in sorted(parts["Cue"]))
        yield parts["Content"], parts["Source"], cue


def gold(text, path):
    contents, left_out, seen = [], 0, set()
    for spans, source, cue in attributions(text, path):
        for begin, end in pieces(text, spans):
            if (begin, end) in seen or begin >= end:
                continue
            seen.add((begin, end))
            if NO_QUOTE.search(cue) or len(text[begin:end].split()) == 1 and end - begin < 5:
                left_out += 1
                continue
            marked = begin > 0 and text[begin - 1] in OPEN and end < len(text) and any(c in CLOSE for c in text[end:end + 2])
            kind = "direct" if marked else "mixed" if any(c in "“\"«" for c in text[begin:end]) else "indirect"
            contents.append({"span": (begin, end), "source": source, "cue": cue, "type": kind})
    return contents, left_out


def overlap(a, b):
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def match(wanted, found, least):
    pairs = sorted(((overlap(w["span"], f["span"]), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)
                    if min(w["span"][1], f["span"][1]) > max(w["span"][0], f["span"][0])), key=lambda p: (-p[0], p[1], p[2]))
    left, right, matched = set(), set(), []
    for share, i, j in pairs:
        if share >= least and i not in left and j not in right:
            left.add(i)
            right.add(j)
            matched.append((i, j))
    return matched


def same_source(text, wanted, source):
    annotated = wanted["source"]
    if not source:
        apart = [text[min(end, wanted["span"][1]):max(begin, wanted["span"][0])] for begin, end in annotated]
        return all(re.search(r"[.?!…][\"”’']*\s", between) for between in apart)
    return any(min(end, source["end"]) > max(begin, source["begin"]) for begin, end in annotated)


def figures(right, predicted, wanted):
    precision, recall = right / max(1, predicted), right / max(1, wanted)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"P {precision:.4f} R {recall:.4f} F1 {f1:.4f} ({right} right, {predicted} predicted, {wanted} annotated)"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--show"]
    if len(arguments) != 2:
        sys.exit(__doc__.strip())
    folder, show = pathlib.Path(arguments[0]), "--show" in sys.argv
    predicted = {}
    for line in pathlib.Path(arguments[1]).read_text(encoding="utf8").splitlines():
        document = json.loads(line)
        predicted[pathlib.Path(document["id"]).stem] = document["layers"].get("quote", [])
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        sys.exit(f"polnear: {folder}: no texts here")
    strict = loose = sources = found_all = wanted_all = left_out = missing = 0
    by_type = {}
    for path in texts:
        name, text = path.stem, path.read_bytes().decode("utf8")
        marked = sorted((folder / "attributions").glob(name + "_*.ann"))
        if not marked:
            continue
        missing += name not in predicted
        found = [dict(q, span=(q["begin"], q["end"])) for q in predicted.get(name, [])]
        wanted, out = gold(text, marked[0])
        left_out += out
        wanted_all += len(wanted)
        found_all += len(found)
        strictly, loosely = match(wanted, found, 0.8), match(wanted, found, 0.3)
        strict += len(strictly)
        loose += len(loosely)
        got = {i for i, _ in loosely}
        for i, w in enumerate(wanted):
            tally = by_type.setdefault(w["type"], [0, 0])
            tally[0] += i in got
            tally[1] += 1
        for i, j in loosely:
            right = same_source(text, wanted[i], found[j].get("source"))
            sources += right
            if show and not right:
                want = " ".join(text[b:e] for b, e in wanted[i]["source"]) or None
                have = found[j].get("source")
                print(f"{name} SOURCE {want!r} != {have and text[have['begin']:have['end']]!r} : {text[slice(*wanted[i]['span'])][:80]!r}")
        if show:
            for i, j in loosely:
                if overlap(wanted[i]["span"], found[j]["span"]) < 0.8:
                    print(f"{name} BOUNDS {text[slice(*wanted[i]['span'])]!r} != {text[slice(*found[j]['span'])]!r} ({found[j].get('rule')})")
            for i, w in enumerate(wanted):
                if i not in got:
                    print(f"{name} MISSED {w['type']} [{' '.join(text[b:e] for b, e in w['source'])}] [{w['cue']}] {text[slice(*w['span'])][:160]!r}")
            had = {j for _, j in loosely}
            for j, f in enumerate(found):
                if j not in had:
                    cue = f.get("cue")
                    source = f.get("source")
                    print(f"{name} EXTRA {f.get('rule')} [{source and text[source['begin']:source['end']]}] [{cue and text[cue['begin']:cue['end']]}] {text[slice(*f['span'])][:160]!r}")
    print("quotes  strict (0.8):", figures(strict, found_all, wanted_all))
    print("quotes  loose  (0.3):", figures(loose, found_all, wanted_all))
    print("recall, loose, of " + ", ".join(f"{kind} {got / max(1, of):.4f} ({got} of {of})" for kind, (got, of) in sorted(by_type.items())))
    print(f"source accuracy {sources / max(1, loose):.4f} ({sources} of {loose})")
    print(f"{len(texts)} documents, {missing} without a prediction; {left_out} annotated contents left out")


if __name__ == "__main__":
    main()
