#!/usr/bin/env python3
"""Compare the metadata of annotated pages with what people found on them.

usage: metadata.py GROUND_TRUTH.json PREDICTIONS.jsonl [--show KEY]

GROUND_TRUTH.json: {page: {"title": …, "author": …, "publish_date": …}}, null where the page says nothing. PREDICTIONS.jsonl: documents of `filon annotate`.
A title is right if its letters and digits are the same; a date if the day is; authors as a whole if the same names are found. For each: the part of
those given that was found (recall), the part of those found that is right, where people found one (precision). --show lists what is wrong.
"""
import json
import os
import re
import sys
import unicodedata


def stem(name):
    name = os.path.basename(str(name))
    for ending in (".gz", ".html"):
        name = name.removesuffix(ending)
    return name


def plain(text):
    text = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(c for c in text if c.isalnum())


def names(text):
    """Authors as a set: split at commas, semicolons, « and », « et », without titles behind a comma that are no names."""
    parts = re.split(r"\s*(?:,|;|&|\band\b|\bet\b)\s*", text or "")
    return {plain(p) for p in parts if len(plain(p)) > 3}


def same(key, wanted, got):
    if key == "title":
        return plain(wanted) == plain(got)
    if key == "date":
        return wanted[:10] == got[:10]
    return names(wanted) == names(got)


def main():
    show = sys.argv[sys.argv.index("--show") + 1] if "--show" in sys.argv else None
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__.strip())
    truth = json.load(open(sys.argv[1], encoding="utf8"))
    found = {}
    for line in open(sys.argv[2], encoding="utf8"):
        document = json.loads(line)
        found[stem(document["id"])] = document["meta"]
    for key, gold in (("title", "title"), ("date", "publish_date"), ("author", "author")):
        wanted = got = right = extra = 0
        for page, entry in truth.items():
            value, answer = entry.get(gold), found.get(stem(page), {}).get(key)
            wanted += bool(value)
            got += bool(value and answer)
            extra += bool(answer and not value)
            good = bool(value and answer) and same(key, value, answer)
            right += good
            if show == key and bool(value) and not good:
                print(f"{page}: wanted {value!r}, found {answer!r}")
        print(f"{key}: {right} of {wanted} right, recall {right / max(1, wanted):.4f}, precision {right / max(1, got):.4f}; "
              f"{extra} found where people gave none")


if __name__ == "__main__":
    main()
