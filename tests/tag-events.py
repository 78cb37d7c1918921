"""Helps tests/tag-events.bats: makes records of sentences, runs tag on them, and says what its events are.

usage: tag-events.py events TEXT... | show <RECORDS | get MEMBER... <RECORDS | modality FILE | examples FRAMES.tsv
"""
import json
import subprocess
import sys


def line(event):
    target = f" > {event['target']}" if event.get("target") else ""
    return f"{event['code']} {event.get('actor', 'none')}{target}"


def tag(texts):
    rows = "".join(json.dumps({"id": f"t{n}", "doc": f"t{n}", "text": t}) + "\n" for n, t in enumerate(texts))
    out = subprocess.run(["tag", "-q"], input=rows.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(x).get("events", []) for x in out.decode().splitlines()]


def read(stream):
    for x in stream:
        yield from json.loads(x).get("events", [])


def show(events):
    for e in events:
        print(f"{line(e)} ({e['modality']})")


def rows(path, kind=None):
    for x in open(path, encoding="utf-8"):
        fields = x.rstrip("\n").split("\t")
        if len(fields) == 3 and not x.startswith("#") and kind in (None, fields[0]):
            yield fields


def modality(path):
    wanted = list(rows(path))
    for (kind, text, event), found in zip(wanted, tag([w[1] for w in wanted])):
        if not any(e["modality"] == kind and line(e) == event for e in found):
            print(f"{kind}: {text} wants {event}, has {[line(e) + ' ' + e['modality'] for e in found]}")
    kinds = [w[0] for w in wanted]
    for kind in sorted(set(kinds)):
        if kinds.count(kind) < 20:
            print(f"only {kinds.count(kind)} sentences for {kind}")


def examples(path):
    wanted = list(rows(path, "="))
    for (_, text, events), found in zip(wanted, tag([w[1] for w in wanted])):
        has = [line(e) for e in found]
        if (has if events == "none" else not all(x.strip() in has for x in events.split(";"))):
            print(f"{text} wants {events}, has {has}")


def main():
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == "events":
        for found in tag(arguments):
            show(found)
    elif what == "show":
        show(read(sys.stdin))
    elif what == "get":
        for e in read(sys.stdin):
            print("\t".join(str(e.get(m, "-")) for m in arguments))
    elif what == "modality":
        modality(*arguments)
    elif what == "examples":
        examples(*arguments)


main()
