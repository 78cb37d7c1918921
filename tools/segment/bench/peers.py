#!/usr/bin/env python3
"""Seconds that other sentence splitters need for the lines of a file, beside segment's, in paired runs.

usage: peers.py SEGMENT ICU TEXT RECORDS

TEXT holds lines, RECORDS the same text as document records; ICU is the program made from icu.c, or "-". Of five rounds,
in each of which every program runs once, the median of the ratios is printed. Processor seconds, so that other work on
the machine does not count: segment's are of the whole process, records in and out, ICU's of the whole process, too, text
in and a number out; the others' are of splitting alone, the text being in memory.
"""
import os
import resource
import subprocess
import sys
import time

segment, icu, text, records = sys.argv[1:5]
lines = [line for line in open(text, encoding="utf-8").read().split("\n") if line]
size = os.path.getsize(text)


def process(*command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def within(split, part):
    some = lines[: max(1, len(lines) // part)]
    start = time.process_time()
    for line in some:
        split(line)
    seconds = time.process_time() - start
    return seconds * size / max(1, sum(len(line.encode()) + 1 for line in some))


peers = {}
if icu != "-":
    peers["ICU break iterator"] = lambda: process(icu, text)
try:
    import blingfire

    peers["BlingFire"] = lambda: within(blingfire.text_to_sentences, 8)
except ImportError:
    pass
try:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    punkt = PunktSentenceTokenizer()
    peers["Punkt (nltk)"] = lambda: within(punkt.tokenize, 40)
except ImportError:
    pass
try:
    import pysbd

    pysbd_segmenter = pysbd.Segmenter(language="en", clean=False)
    peers["pySBD"] = lambda: within(pysbd_segmenter.segment, 4000)
except ImportError:
    pass

ours, ratios = [], {name: [] for name in peers}
for _ in range(5):
    seconds = process(segment, "--from=jsonl", records)
    ours.append(seconds)
    for name, run in peers.items():
        ratios[name].append(run() / seconds)
print(f"segment, records in and out: {os.path.getsize(records) / sorted(ours)[2] / 1e6:.0f} MB for each processor second")
for name, values in ratios.items():
    print(f"{name}: takes {sorted(values)[2]:.1f} times as long ({min(values):.1f} to {max(values):.1f})")
