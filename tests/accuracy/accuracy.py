#!/usr/bin/env python3
"""Run the referees of ../shared/score on the development data and write docs/accuracy.md.

usage: accuracy.py FILON SHARED PAGE

FILON: the command to measure. SHARED: the folder with data, gold and score. PAGE: the file to write.
Each part runs if the plugin that it measures exists. `make accuracy` calls this program.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HEAD = """# Accuracy

What the referees of ../shared/score say of `filon annotate` on the development data, written by `make accuracy`: {date}, {commit}.
Development data was read while the rules were written and models were tuned: on other texts expect somewhat less.
"""


class Measure:
    def __init__(self, filon, shared, scratch):
        self.filon, self.shared, self.scratch = filon, shared, scratch
        listed = self.run([filon, "plugins"])
        self.plugins = {line.split()[0] for line in listed.splitlines() if line.strip()}

    def run(self, command, stdin=None):
        done = subprocess.run([str(c) for c in command], input=stdin, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"accuracy: {' '.join(str(c) for c in command)[:200]}: exit code {done.returncode}")
        return done.stdout

    def referee(self, script, *arguments):
        """With a fixed hash seed: the order of a set decides which of two nested gold spans of one length counts."""
        os.environ["PYTHONHASHSEED"] = "0"
        return self.run([sys.executable, self.shared / "score" / script, *arguments]).strip()

    def annotate(self, files, name, *options):
        out = self.scratch / name
        out.write_text(self.run([self.filon, "annotate", "--format", "jsonl", *options, *files]))
        return out

    def ner(self):
        gold = self.shared / "data/ner/winer-fr/dev"
        return self.referee("ner.py", gold, self.annotate(sorted(gold.glob("*.txt")), "ner.jsonl"))

    def discourse(self):
        """The claims of a document are inputs: each is given to the claim plugin under its index."""
        gold, lines = self.shared / "gold/dev", []
        for text in sorted(gold.glob("*.txt")):
            options = []
            claims = json.loads(text.with_suffix(".json").read_text())["claims"]
            if claims and "claim" in self.plugins:
                known = self.scratch / "claims.yaml"
                asked = [{"id": str(i), "claim": c["claim"], "keywords": c["keywords"]} for i, c in enumerate(claims)]
                known.write_text(json.dumps({"claims": asked}, ensure_ascii=False))  # JSON is YAML
                options = ["--set", f"claim.file={known}"]
            lines.append(self.annotate([text], "one.jsonl", *options).read_text())
        all_of_them = self.scratch / "discourse.jsonl"
        all_of_them.write_text("".join(lines))
        return self.referee("discourse.py", gold, all_of_them)

    def polnear(self):
        """English: the job names the language, which decides the lexicon."""
        folder = self.shared / "data/quotes/polnear-en/dev"
        job = self.scratch / "english.yaml"
        job.write_text("job: english\nlanguage: en\npipeline: [parse_text, segment, ner, quote]\n")
        found = self.annotate(sorted((folder / "text").glob("*.txt")), "english.jsonl", "--job", job)
        return self.run([sys.executable, pathlib.Path(__file__).parent / "polnear.py", folder, found]).strip()

    def syntax(self, treebank):
        gold = self.shared / "data/ud" / treebank
        raw = self.scratch / "raw.txt"
        raw.write_text(self.referee("syntax.py", "--raw", gold) + "\n")
        parsed = self.scratch / "parsed.conllu"
        parsed.write_text(self.run([self.filon, "annotate", "--job", pathlib.Path(__file__).resolve().parents[2] / "configs/conllu.yaml", "--format", "conllu", raw]))
        return self.referee("syntax.py", gold, parsed)

    def extraction(self):
        pages = self.shared / "data/html/wcxb-articles"
        files = sorted((pages / "html").glob("*.html.gz"))
        found = self.annotate(files, "pages.jsonl", "--job", self.only("parse_html"))
        metadata = self.run([sys.executable, pathlib.Path(__file__).parent / "metadata.py", pages / "ground-truth.json", found]).strip()
        return self.referee("extraction.py", pages / "ground-truth.json", found) + "\n" + metadata

    def french_pages(self):
        pages = self.shared / "data/html/french-pages"
        files = sorted((pages / "html").glob("*.html.gz"))
        return self.referee("extraction.py", pages / "snippets.json", self.annotate(files, "french.jsonl", "--job", self.only("parse_html")))

    def flattened(self):
        """The same pages as scrapers leave them: the text of each block on a line of its own, menus and all, and no tags."""
        pages, folder = self.shared / "data/html/wcxb-articles", self.scratch / "flat"
        folder.mkdir()
        files = sorted((pages / "html").glob("*.html.gz"))
        for line in self.annotate(files, "whole.jsonl", "--job", self.only("parse_html")).read_text().splitlines():
            page = json.loads(line)
            lines = (" ".join(page["text"][b["begin"]:b["end"]].split()) for b in page["layers"]["block"])
            name = pathlib.Path(page["id"]).name.split(".")[0]
            (folder / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines))
        return self.referee("extraction.py", pages / "ground-truth.json", self.annotate(sorted(folder.glob("*.txt")), "flat.jsonl", "--job", self.only("parse_text")))

    def only(self, stage):
        """A job of one stage: what comes after it need not be run."""
        job = self.scratch / f"{stage}.yaml"
        job.write_text(f"job: {stage}\npipeline: [{stage}]\n")
        return job

    def parts(self):
        yield "Quotations, stances, claims", "discourse.py ../shared/gold/dev (each document's claims as a claim.file)", self.discourse
        if (self.shared / "data/quotes/polnear-en/dev").is_dir():
            yield ("English quotations (PolNeAR, which has more kinds of attributions: tests/accuracy/polnear.py says which)",
                   "tests/accuracy/polnear.py ../shared/data/quotes/polnear-en/dev", self.polnear)
        yield "Named entities", "ner.py ../shared/data/ner/winer-fr/dev", self.ner
        if "syntax" in self.plugins:
            for treebank, note in (("fr_sequoia-ud-dev.conllu", ""), ("fr_gsd-ud-dev.conllu", " (which the model was trained on)")):
                yield f"Syntax: {treebank}{note}", f"syntax.py ../shared/data/ud/{treebank}", lambda t=treebank: self.syntax(t)
        if "parse_html" in self.plugins:
            yield ("Main content and metadata of pages (the model was trained on these: plugins/parse_text/article.card.md has what cross-validation says)",
                   "extraction.py and tests/accuracy/metadata.py, ../shared/data/html/wcxb-articles", self.extraction)
            yield "Main content of French pages", "extraction.py ../shared/data/html/french-pages", self.french_pages
            yield ("Main content of the pages of wcxb flattened to text, a block a line, through parse_text (the same model)",
                   "extraction.py ../shared/data/html/wcxb-articles", self.flattened)


def commit(source):
    def git(*arguments):
        return subprocess.run(["git", "-C", source, *arguments], stdout=subprocess.PIPE, text=True).stdout.strip()

    changed = [line for line in git("status", "--porcelain", "-uno").splitlines() if not line.endswith("docs/accuracy.md")]
    return f"commit {git('rev-parse', '--short', 'HEAD')}{' with uncommitted changes' if changed else ''}"


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    filon, shared, page = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if not (shared / "score").is_dir():
        sys.exit(f"accuracy: {shared}: there is no data here; FILON_SHARED names the folder")
    text = HEAD.format(date=datetime.date.today().isoformat(), commit=commit(page.parent))
    with tempfile.TemporaryDirectory() as scratch:
        for title, command, measure in Measure(filon, shared, pathlib.Path(scratch)).parts():
            result = measure()
            print(f"{title}\n{result}\n", flush=True)
            text += f"\n## {title}\n\n`{command}`\n\n```\n{result}\n```\n"
    page.write_text(text)


if __name__ == "__main__":
    main()
