#!/usr/bin/env python3
"""Seconds that other sentence splitters need for the lines of a file, beside segment's, in paired runs.

usage: peers.py SEGMENT ICU TEXT RECORDS

TEXT holds lines, RECORDS the same text as document records; ICU is the program made from icu.c, or "-". In each of
seven rounds every program runs once. Processor seconds, so that other work on the machine does not count; printed is the
median of the ratios. Two jobs:
- the same job, whole processes: text in, one sentence a line out, for segment and for ICU;
- segment with records in and out beside what the others need for finding the sentences alone: ICU reads the text and
  prints a number, the Python ones split text that is in memory.
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
    peers["ICU break iterator, finding alone"] = lambda: process(icu, text)
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

ROUNDS = 7
ours, plain, ratios = [], [], {name: [] for name in peers}
same_job = []
for _ in range(ROUNDS):
    seconds = process(segment, "--from=jsonl", records)
    ours.append(seconds)
    plain.append(process(segment, "--from=text", "--lang=en", "--wrapped=no", text))
    if icu != "-":
        same_job.append(process(icu, "--write", text) / plain[-1])
    for name, run in peers.items():
        ratios[name].append(run() / seconds)


def rate(path, seconds):
    return os.path.getsize(path) / sorted(seconds)[ROUNDS // 2] / 1e6


def show(name, values):
    print(f"  {name}: takes {sorted(values)[ROUNDS // 2]:.1f} times as long ({min(values):.1f} to {max(values):.1f})")


print(f"segment, text in, one sentence a line out: {rate(text, plain):.0f} MB for each processor second")
if same_job:
    show("ICU break iterator, the same job", same_job)
print(f"segment, records in and out: {rate(records, ours):.0f} MB for each processor second")
for name, values in ratios.items():
    show(name, values)
