#!/usr/bin/env python3
"""How other extractors do on the public pages, and how fast clean and they are, in one run.

usage: peers.py CLEAN SETS

CLEAN: the tool; SETS: the folder of the public sets. Extractors that cannot be imported are left out. Quality is the
4-gram measure of article-extraction-benchmark, on all pages; clean's own stands in what clean-article prints, since
only there no page was seen in training. Speed: each program once over all HTML pages, three rounds, the best.
"""
import collections
import glob
import gzip
import html
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

WORD = re.compile(r"\w+")


def shingles(text):
    words = WORD.findall(text or "")
    if 0 < len(words) < 4:
        return collections.Counter([tuple(words)])
    return collections.Counter(zip(*(words[k:] for k in range(4))))


def measure(pairs):
    precisions, recalls = [], []
    for gold, text in pairs:
        g, t = shingles(gold), shingles(text)
        common = sum((g & t).values())
        if t:
            precisions.append(common / sum(t.values()))
        if g:
            recalls.append(common / sum(g.values()))
    p = sum(precisions) / max(1, len(precisions))
    r = sum(recalls) / max(1, len(recalls))
    return 2 * p * r / (p + r) if p + r else 0.0, p, r


def with_trafilatura():
    module = importlib.import_module("trafilatura")
    return lambda page: module.extract(page, include_comments=False) or ""


def with_readability():
    module = importlib.import_module("readability")
    parser = importlib.import_module("lxml.html")

    def extract(page):
        summary = module.Document(page).summary()
        return "\n".join(parser.fromstring(summary).itertext())
    return extract


def peers():
    for name, make in (("trafilatura", with_trafilatura), ("readability", with_readability)):
        try:
            yield name, make()
        except ImportError:
            print(f"{name:<14} not installed")


def guarded(extract, page):
    try:
        return extract(page)
    except Exception:  # a page that the extractor cannot read counts as empty
        return ""


def html_pages(folder):
    for line in open(os.path.join(folder, "gold.jsonl"), encoding="utf-8"):
        row = json.loads(line)
        with gzip.open(os.path.join(folder, row["id"] + ".html.gz")) as file:
            yield row["gold"], file.read()


def text_pages(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            parts = re.split(r"\n\s*\n", row["text"])
            page = "".join(f"<p>{html.escape(part)}</p>\n" for part in parts)
            yield row["gold"], f"<html><body>{page}</body></html>"


def quality(name, extract, sets):
    for path in sets:
        pages = html_pages(path) if os.path.isdir(path) else text_pages(path)
        f1, p, r = measure((gold, guarded(extract, page)) for gold, page in pages)
        print(f"{name:<14} {os.path.basename(path):<28} F1 {f1:.4f}  precision {p:.4f}  recall {r:.4f}", flush=True)


def seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def speed(clean, extractors, folders):
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        for path in sorted(p for f in folders for p in glob.glob(os.path.join(f, "*.html.gz"))):
            with gzip.open(path) as file:
                pages.append(file.read())
            with open(os.path.join(folder, os.path.basename(path)[:-3]), "wb") as file:
                file.write(pages[-1])
        files = sorted(glob.glob(os.path.join(folder, "*.html")))
        size = sum(map(len, pages)) / 1e6
        runs = {"clean": lambda: subprocess.run([clean, "-q", *files], stdout=subprocess.DEVNULL, check=True)}
        for name, extract in extractors:
            runs[name] = lambda extract=extract: [guarded(extract, page) for page in pages[:100]]
        sizes = {name: size if name == "clean" else sum(map(len, pages[:100])) / 1e6 for name in runs}
        best = {name: min(seconds(run) for _ in range(3)) for name, run in runs.items()}
        for name, took in best.items():
            ratio = (sizes["clean"] / best["clean"]) / (sizes[name] / took)
            print(f"{name:<14} {sizes[name] / took:8.1f} MB/s of HTML   clean is {ratio:.1f} times as fast")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    clean, sets = sys.argv[1:]
    folders = [os.path.join(sets, name) for name in ("html_public", "wcxb_html_public")]
    texts = [os.path.join(sets, name + ".jsonl.gz") for name in ("text_public", "wcxb_text_public")]
    extractors = list(peers())
    for name, extract in extractors:
        quality(name, extract, folders + texts)
    speed(clean, extractors, folders)


main()
